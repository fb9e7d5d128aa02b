"""The button in a text field that clears it, named for screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton

from contactdesk.ui.kit.wording import translate


def add_clear_button(field: QLineEdit) -> None:
    """Show a button that clears the field while there is text in it. Qt's own has no name."""
    field.setClearButtonEnabled(True)
    button = field.findChild(QToolButton)
    if button is not None:
        button.setAccessibleName(translate("kit", "Clear"))
