"""The list of changes: its cells, with a dot at what is unread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.history.kinds import GONE
from contactdesk.index import ChangeOrder, ChangeRow
from contactdesk.ui.changes import columns, texts
from contactdesk.ui.changes.columns import COLUMNS
from contactdesk.ui.changes.model import ChangesModel
from contactdesk.ui.kit.unread_dot import DOT_STEP_PX, paint_dot
from contactdesk.ui.kit.value_actions import MenuValue
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.list_view import ListTable
from contactdesk.ui.table.padded_cell import PADDING_PX, PaddedCell, set_icon, set_tone


class ChangeCell(PaddedCell):
    """Marks what is unread by a dot and weight, mutes what is gone, and leaves out a group's name
    below its first row in sight."""

    def __init__(
        self, view: ChangesTable, model: ChangesModel, account_icon: Callable[[str], QIcon]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._account_icon = account_icon

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        row, column = index.row(), index.column()
        change = self._model.change_at(row)
        if change is None:
            return
        groups = list(self._view.group_columns())
        if column in groups:
            option.font.setBold(True)
            if self._view.repeats_group(row, groups.index(column)):
                option.text = ""
                return
        if column == columns.ACCOUNT:
            set_icon(option, self._account_icon(change.account_id))
        elif column == columns.NAME:
            option.font.setBold(self._model.is_unread(row))
        if tone := _tone(change, column):
            set_tone(option, tone)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        if index.column() != columns.NAME:
            super().paint(painter, option, index)
            return
        # All names begin at one place, with a dot or without.
        own = QStyleOptionViewItem(option)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        left, right = (0, -DOT_STEP_PX) if is_mirrored else (DOT_STEP_PX, 0)
        self.paint_ground(painter, option)
        own.rect = option.rect.adjusted(left, 0, right, 0)
        super().paint(painter, own, index)
        if self._model.is_unread(index.row()):
            paint_dot(painter, option.rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0), is_mirrored)


def _tone(change: ChangeRow, column: int) -> str:
    """The color role of a cell's text, "" for the usual one."""
    is_gone = GONE in change.kinds and column in (columns.NAME, columns.WHAT)
    return "muted" if is_gone or column == columns.TIME else ""


class ChangesTable(ListTable):
    """Enter or a double click goes to the contact of the current change."""

    def __init__(
        self,
        model: ChangesModel,
        parent: QWidget | None = None,
        *,
        account_icon: Callable[[str], QIcon],
    ) -> None:
        super().__init__(
            model,
            COLUMNS,
            columns.group_columns,
            default=(columns.TIME, columns.DOWN),
            stretched=columns.WHAT,
            parent=parent,
        )
        self._changes = model
        self.setObjectName("changesTable")
        self.setAccessibleName(self.tr("Changes"))
        self.setItemDelegate(ChangeCell(self, model, account_icon))
        self.show_columns(account=True)

    def order(self) -> ChangeOrder:
        """What the rows are sorted and grouped by, as the index takes it."""
        return ChangeOrder(*self.sorted_by(), self._changes.group)

    def show_columns(self, *, account: bool) -> None:
        """Shows the account where there are several, and the day where rows are grouped by it."""
        is_shown = {columns.ACCOUNT: account, columns.DAY: self._changes.group == "day"}
        self.hide_columns([column for column, shown in is_shown.items() if not shown])

    def current_change(self) -> ChangeRow | None:
        return self._changes.change_at(self.currentIndex().row())

    def menu_value(self, index: QModelIndex) -> MenuValue | None:
        change = self._changes.change_at(index.row())
        return texts.menu_value(change, index.column()) if change is not None else None
