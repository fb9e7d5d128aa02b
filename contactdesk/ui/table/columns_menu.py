"""The column chooser: a menu that stays open while columns are ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from contactdesk.ui.kit import text

TICKING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ColumnsMenu(QMenu):
    """A tick per column, and back to how they were declared.

    It looks at the columns each time it is opened, so one menu serves whatever the table shows.
    """

    column_chosen = Signal(int, bool)  # a column's logical number, whether it is to be shown
    reset_wanted = Signal()

    def __init__(
        self, header: QHeaderView, titles: Callable[[], dict[int, str]], parent: QWidget
    ) -> None:
        """`titles` gives the columns that may be chosen, by their logical numbers."""
        super().__init__(parent)
        self.setObjectName("columnsMenu")
        self.setTitle(self.tr("Columns"))
        self._header = header
        self._titles = titles
        self._ticks: dict[int, QAction] = {}
        self.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        self._ticks = {}
        for logical, words in self._titles().items():
            tick = QAction(text.mnemonic(words), self, checkable=True)
            tick.setChecked(not self._header.isSectionHidden(logical))
            tick.toggled.connect(lambda on, logical=logical: self._on_toggled(logical, on))
            self.addAction(tick)
            self._ticks[logical] = tick
        self._keep_one()
        self.addSeparator()
        reset = self.addAction(self.tr("Reset columns"))
        reset.setObjectName("actionResetColumns")
        reset.triggered.connect(self.reset_wanted)

    def _on_toggled(self, logical: int, shown: bool) -> None:
        self.column_chosen.emit(logical, shown)
        self._keep_one()

    def _keep_one(self) -> None:
        """The last column cannot be put away: a table without columns cannot be got back."""
        ticked = [tick for tick in self._ticks.values() if tick.isChecked()]
        for tick in self._ticks.values():
            tick.setEnabled(not tick.isChecked() or len(ticked) > 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        tick = self.actionAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not self._ticked(tick):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in TICKING_KEYS or not self._ticked(self.activeAction()):
            super().keyPressEvent(event)

    def _ticked(self, action: QAction | None) -> bool:
        """Whether the action was one of the ticks: those do not close the menu."""
        if action is None or action is not self.activeAction() or not action.isCheckable():
            return False
        if action.isEnabled():
            action.trigger()
        return True
