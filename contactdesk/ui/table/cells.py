"""How single columns are painted: numbers to the right, accounts with their vendor's icon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from contactdesk.model import Column, Kind
from contactdesk.ui.kit import text

ModelIndex = QModelIndex | QPersistentModelIndex

TO_THE_RIGHT = (Kind.NUMBER, Kind.COUNT, Kind.DURATION)
"""Kinds whose values are compared digit by digit, one below the other."""

PADDING = 6
"""Pixels beside a cell's words, as in look.SHEET."""


STIFF = (*TO_THE_RIGHT, Kind.DATE, Kind.PHONE)
"""Kinds that say nothing once they are cut."""

NARROWEST, WIDEST = 0.6, 1.6
"""How far columns may be from their declared widths, to fill the table."""


def is_right_aligned(column: Column) -> bool:
    return column.kind in TO_THE_RIGHT


def fitted(columns: Sequence[Column], room: int) -> list[int]:
    """Widths that fill the room: all grow alike, but only words that may be cut shrink."""
    declared = sum(column.width for column in columns)
    if declared <= room:
        return [int(column.width * min(WIDEST, room / declared)) for column in columns]
    stiff = sum(column.width for column in columns if _is_stiff(column))
    share = max(NARROWEST, (room - stiff) / max(1, declared - stiff))
    widths = (column.width * (1 if _is_stiff(column) else min(1, share)) for column in columns)
    return [int(width) for width in widths]


def _is_stiff(column: Column) -> bool:
    return column.kind in STIFF or column.path == "account"


class Marking(Protocol):
    """What knows the hits of a search."""

    def paint_hits(
        self, cell: Cell, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex
    ) -> bool:
        """Paints a cell in which there are hits; whether there are."""


class Cell(QStyledItemDelegate):
    """Says in a tool tip what a cell has no room for. Where the table does not, Qt paints it."""

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: ModelIndex,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        rect = view.visualRect(index) if isinstance(index, QModelIndex) else QRect()
        words = self.cut_words(view, rect, index)
        text.show_tip(event.globalPos(), words, view.viewport(), rect)
        return True

    def cut_words(self, view: QAbstractItemView, rect: QRect, index: ModelIndex) -> str:
        """What the cell says, where it does not fit into it; else ""."""
        words = str(index.data() or "")
        option = QStyleOptionViewItem()
        self.initStyleOption(option, index)
        icon = 0 if option.icon.isNull() else option.decorationSize.width() + PADDING
        room = rect.intersected(view.viewport().rect()).width() - 2 * PADDING - icon
        return words if view.fontMetrics().horizontalAdvance(words) > room else ""


class OwnCell(Cell):
    """A cell that is set out in a way of its column's own."""

    marking: Marking | None = None
    """Paints those with hits, while there is a search."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        if self.marking is None or not self.marking.paint_hits(self, painter, option, index):
            super().paint(painter, option, index)


class NumberCell(OwnCell):
    """Digits stand one below the other."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AccountCell(OwnCell):
    """The account's label behind its vendor's icon.

    `icon_at` gives the icon of a row; it is asked for every row that is painted.
    """

    def __init__(self, icon_at: Callable[[int], QIcon], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon_at = icon_at
        self._size = QSize(16, 16)

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        option.icon = self._icon_at(index.row())
        option.decorationSize = self._size
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration


def cell_for(column: Column, number: NumberCell, account: AccountCell) -> OwnCell | None:
    """What paints a column in its own way; None: as all the others are painted."""
    if column.path == "account":
        return account
    return number if is_right_aligned(column) else None
