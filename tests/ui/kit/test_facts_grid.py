"""contactdesk.ui.kit.facts_grid: names beside values that can be copied."""

from PySide6.QtWidgets import QLineEdit, QWidget

from contactdesk.ui.kit.facts_grid import facts_grid


def test_values_are_shown_from_their_start_and_cannot_be_edited(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    box.setLayout(facts_grid([("Index", "/home/ada/" + "x" * 400), ("Keyring", "Secret Service")]))
    first, second = box.findChildren(QLineEdit)
    assert (first.accessibleName(), second.text()) == ("Index", "Secret Service")
    assert first.text().endswith("x" * 400)
    assert first.cursorPosition() == 0
    assert first.isReadOnly()
    assert second.isReadOnly()
