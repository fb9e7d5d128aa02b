"""The column chooser: a menu that stays open while columns are checked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from contactdesk.ui.kit import text

CHECK_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ColumnsMenu(QMenu):
    """One check mark for each column, "Add columns…" and "Reset columns".

    It is filled each time it opens, so that one menu serves every account's columns.
    """

    column_chosen = Signal(int, bool)  # logical index, whether to show it
    add_wanted = Signal()
    reset_wanted = Signal()

    def __init__(
        self, header: QHeaderView, titles: Callable[[], dict[int, str]], parent: QWidget
    ) -> None:
        """`titles` returns the titles of the columns to choose from, by logical index."""
        super().__init__(parent)
        self.setObjectName("columnsMenu")
        self.setTitle(self.tr("Columns"))
        self._header = header
        self._titles = titles
        self._checks: dict[int, QAction] = {}
        self.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        self._checks = {}
        for logical, words in self._titles().items():
            check = QAction(text.mnemonic(words), self, checkable=True)
            check.setChecked(not self._header.isSectionHidden(logical))
            check.toggled.connect(lambda on, logical=logical: self._on_toggled(logical, on))
            self.addAction(check)
            self._checks[logical] = check
        self._keep_one()
        self.addSeparator()
        add = self.addAction(self.tr("Add columns…"))
        add.setObjectName("actionAddColumns")
        add.triggered.connect(self.add_wanted)
        reset = self.addAction(self.tr("Reset columns"))
        reset.setObjectName("actionResetColumns")
        reset.triggered.connect(self.reset_wanted)

    def _on_toggled(self, logical: int, shown: bool) -> None:
        self.column_chosen.emit(logical, shown)
        self._keep_one()

    def _keep_one(self) -> None:
        """Disables the last checked column: without columns there is no header to get them back."""
        checked = [check for check in self._checks.values() if check.isChecked()]
        for check in self._checks.values():
            check.setEnabled(not check.isChecked() or len(checked) > 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not self._toggle(action):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in CHECK_KEYS or not self._toggle(self.activeAction()):
            super().keyPressEvent(event)

    def _toggle(self, action: QAction | None) -> bool:
        """Checks or unchecks a column, leaving the menu open; False for other actions."""
        if action is None or action is not self.activeAction() or not action.isCheckable():
            return False
        if action.isEnabled():
            action.trigger()
        return True
