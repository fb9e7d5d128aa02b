"""A table with a menu of what can be done with the selected rows, and with the value of one cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from contactdesk.ui.kit.value_actions import MenuValue, ValueActions
from contactdesk.ui.table.row_table import RowTable


class MenuTable(RowTable):
    """The table's own actions come first in the menu, those of `value_actions` last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value_actions = ValueActions(self)

    def menu_value(self, index: QModelIndex) -> MenuValue | None:
        """The value of a cell that can be copied or searched for; None if it has none."""
        raise NotImplementedError

    def menu_at(self, index: QModelIndex) -> QMenu:
        """The menu for a cell, not shown yet."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        if (value := self.menu_value(index)) is not None:
            menu.addSeparator()
            self.value_actions.add_to(menu, value)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        self.menu_at(index).popup(event.globalPos())
