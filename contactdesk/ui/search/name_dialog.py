"""The dialog that names a saved search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.hint import HintLabel

MAX_NAME_CHARS = 80
MAX_SEARCH_CHARS = 120
"""Of the search that is shown above its name."""


class NameDialog(QDialog):
    """Asks for the name of a search; warns when the name replaces another saved search."""

    named = Signal(str)

    def __init__(
        self, search: str, name: str, taken: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("nameDialog")
        words = self.tr("Rename saved search") if name else self.tr("Save this search")
        self.setWindowTitle(text.title(words))
        self.setAccessibleName(words)
        self._taken = [each for each in taken if each != name]
        self.field = QLineEdit(name or text.line(search, MAX_NAME_CHARS))
        self.field.setObjectName("nameField")
        self.field.setAccessibleName(self.tr("Name"))
        self.field.setMaxLength(MAX_NAME_CHARS)
        self.field.selectAll()
        self.field.textChanged.connect(lambda _text: self._check())
        self.note = HintLabel(name="nameNote", parent=self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # The style's own icon does not follow our colors.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.save_button = buttons.addButton(
            self.tr("Rename") if name else self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.save_button.setDefault(True)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.unit())
        column.addWidget(
            text.Label(text.line(search, MAX_SEARCH_CHARS), wrap=True, name="searchText")
        )
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.setMinimumWidth(80 * theme.unit())
        self._check()

    def _name(self) -> str:
        return " ".join(self.field.text().split())

    def _check(self) -> None:
        self.save_button.setEnabled(bool(self._name()))
        taken = self._name() in self._taken
        self.note.say(self.tr("This replaces the saved search with that name.") if taken else "")

    def _on_accepted(self) -> None:
        if name := self._name():
            self.named.emit(name)
            self.accept()
