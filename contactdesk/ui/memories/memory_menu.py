"""The context menu of a memory's row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.memories.reading import Memory
from contactdesk.records.formatting import raw_text


class MemoryMenu(QMenu):
    """Signals: `copied` (a text), `nickname_wanted` (an agent), `agent_view_wanted` (number of a
    memory)."""

    copied = Signal(str)
    nickname_wanted = Signal(str)
    agent_view_wanted = Signal(int)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        nickname = self.addAction(self.tr("&Nickname…"))
        nickname.setObjectName("actionNameAgent")
        nickname.setEnabled(bool(memory.agent))
        nickname.triggered.connect(lambda: self.nickname_wanted.emit(memory.agent))
        sees = self.addAction(self.tr("&What this agent sees"))
        sees.setObjectName("actionShowAgentView")
        sees.triggered.connect(lambda: self.agent_view_wanted.emit(memory.number))
        self.addSeparator()
        for words, name, text in (
            (self.tr("Copy &persona"), "actionCopyPersona", memory.persona),
            (self.tr("Copy agent n&umber"), "actionCopyNumber", memory.agent_number),
            (self.tr("Copy &summary"), "actionCopySummary", memory.summary),
            (self.tr("Copy memory as &JSON"), "actionCopyMemory", raw_text(memory.raw)),
        ):
            self._offer(words, name, text)

    def _offer(self, words: str, name: str, text: str) -> None:
        action = self.addAction(words)
        action.setObjectName(name)
        action.setEnabled(bool(text.strip()))
        action.triggered.connect(lambda: self.copied.emit(text))
