"""The dialog that gives a persona or an agent number a nickname."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.undo import Undo
from contactdesk.userdata.keys import Agent
from contactdesk.userdata.nicknames import MAX_NICKNAME_CHARS, clean_nickname

MAX_AGENT_CHARS = 120


class NicknameDialog(QDialog):
    """Shows the agent's whole id and asks for its nickname; an empty one removes it.

    The nickname can be taken back with Undo.
    """

    def __init__(
        self, undo: Undo, account_id: str, agent: Agent, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("nicknameDialog")
        self._undo, self._account_id, self._agent = undo, account_id, agent
        self._nicknames = undo.userdata.nicknames.of(account_id)
        name = self._nicknames.get(agent, "")
        words = self.tr("Change nickname") if name else self.tr("Give a nickname")
        self.setWindowTitle(text.title(words))
        self.setAccessibleName(words)
        self.field = QLineEdit(name)
        self.field.setObjectName("nicknameField")
        self.field.setAccessibleName(self.tr("Nickname"))
        self.field.setPlaceholderText(self.tr("Nickname, such as Anna or Support line"))
        self.field.setMaxLength(MAX_NICKNAME_CHARS)
        add_clear_button(self.field)
        self.field.selectAll()
        self.field.textChanged.connect(lambda _text: self._check())
        self.note = HintLabel(name="nicknameNote", parent=self)
        self._arrange()
        self._check()

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # The style's own icon does not follow our colors.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.save_button = buttons.addButton(
            self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        hint = self.tr("Only you see it. Used in every list, in searches and in exports.")
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.unit())
        agent = text.line(self._agent, MAX_AGENT_CHARS)
        column.addWidget(text.Label(agent, wrap=True, name="nicknameAgent", selectable=True))
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(HintLabel(hint, parent=self))
        column.addWidget(buttons)
        # In the dialog: before, Qt would make Cancel the default when it opens.
        self.save_button.setDefault(True)
        self.setMinimumWidth(90 * theme.unit())
        self.field.setFocus()

    def _check(self) -> None:
        name = clean_nickname(self.field.text()).casefold()
        others = (
            each.casefold() for agent, each in self._nicknames.items() if agent != self._agent
        )
        taken = bool(name) and name in others
        had = self._nicknames.get(self._agent, "")
        words = self.tr("Another persona or number has this nickname, too.") if taken else ""
        if had and not name:
            words = self.tr("Saving removes the nickname “{name}”.").format(name=text.line(had))
        self.note.say(words, "warning" if taken else "muted")

    def _on_accepted(self) -> None:
        name = clean_nickname(self.field.text())
        self._undo.give_nickname(self._account_id, self._agent, name)
        self.accept()
