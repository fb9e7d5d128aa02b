"""The context menu of a rendered document: what can be done with the value at a position."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.records.blocks import Block
from contactdesk.ui.document.map import PlacedText
from contactdesk.ui.document.plain_text import block_text
from contactdesk.ui.kit.text import VIEW
from contactdesk.ui.kit.value_actions import MenuValue, ValueActions


class CopyMenu(QMenu):
    """Offers the selection, the value clicked on, its section, and the whole document.

    `placed` is where the `value` is in the document.
    """

    copied = Signal(str)
    save_requested = Signal(str)  # the path of a value too long to be displayed

    def __init__(
        self,
        selected: str,
        placed: PlacedText | None,
        value: MenuValue | None,
        blocks: Sequence[Block],
        actions: ValueActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if selected:
            self._offer(self.tr("Copy"), "actionCopySelection", selected)
            self.addSeparator()
        if placed is not None and value is not None:
            actions.add_copy(self, value)
            actions.add_searches(self, value, selected)
            self.addSeparator()
            self._offer_more(value, placed.path)
            section = block_text(blocks[placed.block])
            self._offer(self.tr("Copy section"), "actionCopySection", section)
            self.addSeparator()
        everything = "\n\n".join(block_text(block) for block in blocks)
        self._offer(self.tr("Copy all"), "actionCopyAll", everything)

    def _offer_more(self, value: MenuValue, path: str) -> None:
        copied = value.copied
        if len(copied) > VIEW:
            save = self.addAction(self.tr("Save value…"))
            save.setObjectName("actionSaveValue")
            save.triggered.connect(lambda: self.save_requested.emit(path))
        both = f"{value.label}: {copied}"
        self._offer(self.tr("Copy label and value"), "actionCopyLabelAndValue", both)
        if path:
            self._offer(self.tr("Copy JSON path"), "actionCopyPath", path)

    def _offer(self, words: str, name: str, text: str) -> None:
        action = self.addAction(words)
        action.setObjectName(name)
        action.setEnabled(bool(text))
        action.triggered.connect(lambda: self.copied.emit(text))
