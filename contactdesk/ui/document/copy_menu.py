"""The context menu of a rendered document: what can be copied or saved at a position."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.records.blocks import Block, Line
from contactdesk.records.formatting import copied_text
from contactdesk.ui.document.map import PlacedText
from contactdesk.ui.document.plain_text import block_text
from contactdesk.ui.kit.text import VIEW


class CopyMenu(QMenu):
    """Offers the selection, the value clicked on, its section, and the whole document."""

    copied = Signal(str)
    save_requested = Signal(str)  # the path of a value too long to be displayed

    def __init__(
        self,
        selected: str,
        value: PlacedText | None,
        blocks: Sequence[Block],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if selected:
            self._offer(self.tr("Copy"), "actionCopySelection", selected)
            self.addSeparator()
        if value is not None and value.line is not None:
            self._offer_value(value.line, value.path)
            section = value.block
            self._offer_text(
                self.tr("Copy section"), "actionCopySection", lambda: block_text(blocks[section])
            )
            self.addSeparator()
        self._offer_text(self.tr("Copy all"), "actionCopyAll", lambda: _whole(blocks))

    def _offer_value(self, line: Line, path: str) -> None:
        value = copied_text(line.value, line.kind)
        self._offer(self.tr("Copy value"), "actionCopyValue", value)
        if len(value) > VIEW:
            save = self.addAction(self.tr("Save value…"))
            save.setObjectName("actionSaveValue")
            save.triggered.connect(lambda: self.save_requested.emit(path))
        both = f"{line.label}: {value}"
        self._offer(self.tr("Copy label and value"), "actionCopyLabelAndValue", both)
        self._offer(self.tr("Copy JSON path"), "actionCopyPath", path)

    def _offer(self, words: str, name: str, text: str) -> None:
        self._offer_text(words, name, lambda: text)
        self.actions()[-1].setEnabled(bool(text))

    def _offer_text(self, words: str, name: str, text: Callable[[], str]) -> None:
        """Offers a text that is made when it is copied."""
        action = self.addAction(words)
        action.setObjectName(name)
        action.triggered.connect(lambda: self.copied.emit(text()))


def _whole(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block_text(block) for block in blocks)
