"""What can be done with the rows of a list: actions in its menu, with keys of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from contactdesk.ui.kit import theme
from contactdesk.ui.table.list_view import ListTable


class ListActions(QObject):
    """Base of the actions on a list. They act on the rows that are selected when they are asked.

    Signals: `said` (a message for the status bar), `export_wanted`. The subclass makes `copying` and
    `exporting`.
    """

    said = Signal(str)
    export_wanted = Signal()

    copying: QAction
    exporting: QAction

    def __init__(self, table: ListTable) -> None:
        super().__init__(table)
        self._table = table

    def _action(
        self, name: str, words: str, keys: str, icon: str, slot: Callable[[], object]
    ) -> QAction:
        """An action in the menu. Its key works only in the list: letters are typed elsewhere."""
        action = QAction(words, self._table)
        action.setObjectName(name)
        if icon:
            action.setIcon(theme.icon(icon))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _on=False: slot())
        self._table.addAction(action)
        return action

    def _separate(self) -> None:
        """Draws a line in the menu between the actions before and after."""
        separator = QAction(self._table)
        separator.setSeparator(True)
        self._table.addAction(separator)
