"""contactdesk.ui.kit.clear_button: the button that clears a text field."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

import contactdesk.ui
from contactdesk.ui.kit.clear_button import add_clear_button


def test_button_has_a_name_and_clears(qtbot):
    field = QLineEdit("anna")
    qtbot.addWidget(field)
    add_clear_button(field)
    field.show()
    button = field.findChild(QToolButton)
    assert button.accessibleName() == "Clear"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.text() == ""


def test_no_field_has_a_button_without_a_name():
    """Qt's own button has none."""
    folder = Path(contactdesk.ui.__file__).parent
    own = [
        file.name
        for file in folder.rglob("*.py")
        if re.search(r"setClearButtonEnabled|clearButtonEnabled=", file.read_text("utf-8"))
    ]
    assert own == ["clear_button.py"]
