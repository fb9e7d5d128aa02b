"""contactdesk.ui.kit.clear_button: the button that empties a field has a name."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QToolButton

from contactdesk.ui.kit.clear_button import add_clear_button


@pytest.fixture
def field(qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    add_clear_button(made)
    made.show()
    return made


def test_clear_button_has_a_name_and_empties_the_field(field):
    field.setText("okafor")
    button = field.findChild(QToolButton)
    assert button.isVisible()
    assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name) == "Clear"
    button.click()
    assert field.text() == ""
