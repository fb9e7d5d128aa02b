"""The button that says how the memories are sorted, and lets one choose."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import set_tip
from contactdesk.ui.memories.memory_rows import MemorySort


class SortButton(QToolButton):
    """Keeps the order that was chosen last."""

    sort_chosen = Signal(object)  # MemorySort

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order = MemorySort.TALK
        self.setObjectName("memorySort")
        self.setIcon(theme.icon("sort", "muted"))
        self.setIconSize(QSize(4 * theme.unit(), 4 * theme.unit()))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_tip(self, self.tr("Sort memories"))
        menu, group = QMenu(self), QActionGroup(self)
        names = {
            MemorySort.TALK: "actionSortByTalk",
            MemorySort.PERSONA: "actionSortByPersona",
            MemorySort.OPEN_ITEMS: "actionSortByItems",
        }
        for order, words in self._words().items():
            action = menu.addAction(words)
            action.setObjectName(names[order])
            action.setCheckable(True)
            action.setChecked(order is self.order)
            action.triggered.connect(lambda _on=False, order=order: self._choose(order))
            group.addAction(action)
        self.setMenu(menu)
        self._show_order()

    def show_words(self, shown: bool) -> None:
        """Shows the order in words beside the icon, or the icon alone where there is no room."""
        styles = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if shown else styles.ToolButtonIconOnly
        )

    def _words(self) -> Mapping[MemorySort, str]:
        return {
            MemorySort.TALK: self.tr("Last talk"),
            MemorySort.PERSONA: self.tr("Persona"),
            MemorySort.OPEN_ITEMS: self.tr("Open items"),
        }

    def _choose(self, order: MemorySort) -> None:
        self.order = order
        self._show_order()
        self.sort_chosen.emit(order)

    def _show_order(self) -> None:
        words = self._words()[self.order]
        self.setText(words)
        self.setAccessibleName(self.tr("Sorted by: {order}").format(order=words))
