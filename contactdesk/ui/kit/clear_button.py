"""The button in a field that empties it, with a name for screen readers: Qt gives it none."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton

from contactdesk.ui.kit.wording import translate

QT_NAME = "_q_qlineeditclearaction"
"""What Qt calls the action of the button."""


def add_clear_button(field: QLineEdit) -> None:
    """Shows the button while there is text."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        action = button.defaultAction()
        if action is not None and action.objectName() == QT_NAME:
            button.setAccessibleName(translate("field", "Clear"))
