"""The table's columns: their order and widths, which are shown, and which one sorts the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QTableView, QWidget

from contactdesk.index import Order
from contactdesk.memories.field_values import is_field
from contactdesk.model import Column, Kind
from contactdesk.people.columns import VENDORS
from contactdesk.ui.table.columns_menu import ColumnsMenu
from contactdesk.ui.table.field_columns import field_column, field_words
from contactdesk.ui.table.model import MATCHED, RIGHT_ALIGNED_KINDS, ContactTable

FIXED_KINDS = (*RIGHT_ALIGNED_KINDS, Kind.DATE, Kind.DAY, Kind.PHONE)
"""Kinds whose values mean nothing once they are elided."""

FIXED_PATHS = ("account", VENDORS)
"""Columns with icons, which are not elided."""

MIN_SCALE, MAX_SCALE = 0.6, 1.6
"""How far a column's width may differ from the declared one, to fill the table."""

MIN_NAME_SCALE = 0.7
"""The same for the name, by which people find a row."""

MIN_WIDTH_OF_SHOWN_COLUMN_PX = 40


class TableColumns(QObject):
    """Arranges the columns of a table's header and reports what the user changed.

    Until the user resizes a column, all of them share the table's width.
    """

    changed = Signal()  # by the user: order, widths or which are shown
    fields_changed = Signal()  # facts and custom fields became columns, or are none any more
    add_wanted = Signal()  # the user wants to choose some

    def __init__(self, table: QTableView, model: ContactTable) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._header = header = table.horizontalHeader()
        self._is_automatic = True
        self._is_updating = False
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(0)
        # With the table's own selection model, the header asks about every row of every column:
        # ten seconds a repaint with a million rows selected.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu_requested)
        header.sectionMoved.connect(lambda *_: self._on_moved())
        header.sectionResized.connect(lambda logical, *_: self._on_resized(logical))
        # From other columns until `restore`, only Qt sizes the sections.
        model.modelAboutToBeReset.connect(self._on_reset)

    # State

    def restore(self, state: dict[str, Any]) -> None:
        """Arranges the columns as in `state`, ignoring columns that no longer exist; those that it
        does not know are shown if they are declared so.

        Without widths they are automatic; without an order or a list of hidden columns, the
        declared ones apply.
        """
        columns, header = self._model.columns, self._header
        place_of = {column.path: i for i, column in enumerate(columns)}
        widths, hidden = state.get("widths", {}), state.get("hidden", ())
        known = state.get("order", ()) if "hidden" in state else ()
        with self._updating():
            self._is_automatic = not widths
            for i, column in enumerate(columns):
                header.resizeSection(i, int(widths.get(column.path, column.width)))
                is_hidden = column.path in hidden or not (column.shown or column.path in known)
                if column is not MATCHED:
                    header.setSectionHidden(i, is_hidden)
            order = [place_of[path] for path in state.get("order", ()) if path in place_of]
            # Without a saved order, the previous account's must not stay.
            for place, logical in enumerate(order or range(len(columns))):
                header.moveSection(header.visualIndex(logical), place)
        self.fit()

    def state(self) -> dict[str, Any]:
        """Order, widths and hidden columns by path, as `restore` takes them."""
        columns, header = self._model.columns, self._header
        order = [header.logicalIndex(place) for place in range(header.count())]
        sized = [] if self._is_automatic else self.shown()
        return {
            "order": [columns[logical].path for logical in order],
            "widths": {columns[logical].path: header.sectionSize(logical) for logical in sized},
            "hidden": [
                column.path
                for i, column in enumerate(columns)
                if header.isSectionHidden(i) and column is not MATCHED
            ],
        }

    def columns(self) -> tuple[Column, ...]:
        return self._model.columns

    def sorted_by(self) -> tuple[Column | None, bool]:
        """(the column the rows are sorted by, whether descending); None for the original order."""
        section, columns = self._header.sortIndicatorSection(), self._model.columns
        if not 0 <= section < len(columns):
            return None, False
        descending = self._header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return columns[section], descending

    def order(self) -> Order:
        """What the rows are sorted by, as the index takes it."""
        return Order(*self.sorted_by())

    def shown(self) -> list[int]:
        """The shown columns' logical indexes, from left to right."""
        header = self._header
        logical = (header.logicalIndex(place) for place in range(header.count()))
        return [i for i in logical if not header.isSectionHidden(i)]

    # Changes

    def reset(self) -> None:
        """Goes back to the order, widths and columns that the vendor declares."""
        for path in self.fields():
            self.remove_field(path)
        self.restore({"order": [column.path for column in self._model.columns]})
        self.changed.emit()

    def fields(self) -> list[str]:
        """The paths of the facts and custom fields that are columns."""
        return [each.path for each in self._model.columns if is_field(each.path)]

    def add_field(self, path: str) -> None:
        """Makes a fact or a custom field the last column, unless it is one."""
        if path in self.fields():
            return
        column = field_column(path)
        with self._updating():
            self._model.add_column(column)
            self._header.resizeSection(len(self._model.columns) - 1, column.width)
        self._on_fields_changed()

    def remove_field(self, path: str) -> None:
        """Removes the column of a fact or a custom field, if there is one."""
        column = next((each for each in self._model.columns if each.path == path), None)
        if column is None:
            return
        sorted_by, descending = self.sorted_by()
        with self._updating():
            self._model.remove_column(column)
        if sorted_by is not None:
            way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            is_gone = sorted_by == column
            section = -1 if is_gone else self._model.columns.index(sorted_by)
            # The rows are ordered anew only if they were ordered by this column.
            self._header.blockSignals(not is_gone)
            self._header.setSortIndicator(section, way)
            self._header.blockSignals(False)
        self._on_fields_changed()

    def _on_fields_changed(self) -> None:
        self.fit()
        self.changed.emit()
        self.fields_changed.emit()

    def set_shown(self, logical: int, shown: bool) -> None:
        header = self._header
        with self._updating():
            header.setSectionHidden(logical, not shown)
        if shown and header.sectionSize(logical) < MIN_WIDTH_OF_SHOWN_COLUMN_PX:
            header.resizeSection(logical, self._model.columns[logical].width)
        self.fit()
        self.changed.emit()

    def show_matched(self, shown: bool) -> None:
        """Shows or hides "Matched in", which comes and goes with a search."""
        for i, column in enumerate(self._model.columns):
            if column is MATCHED and self._header.isSectionHidden(i) == shown:
                with self._updating():
                    self._header.setSectionHidden(i, not shown)
        self.fit()

    def fit(self) -> None:
        """Shares the table's width among the shown columns, unless the user resized one."""
        if not self._is_automatic or self._is_updating:
            return
        shown = sorted(self.shown())
        columns = [self._model.columns[i] for i in shown]
        with self._updating():
            widths = fitted_widths(columns, self._table.viewport().width())
            for i, width in zip(shown, widths, strict=True):
                self._header.resizeSection(i, width)

    def menu(self, parent: QWidget) -> ColumnsMenu:
        """The column chooser, for the columns there are when it opens."""
        menu = ColumnsMenu(self._header, self._titles, parent)
        menu.column_chosen.connect(self.set_shown)
        menu.add_wanted.connect(self.add_wanted)
        menu.reset_wanted.connect(self.reset)
        return menu

    def _titles(self) -> dict[int, str]:
        columns = enumerate(self._model.columns)
        return {
            i: field_words(column.path) if is_field(column.path) else column.title
            for i, column in columns
            if column is not MATCHED
        }

    @contextmanager
    def _updating(self) -> Iterator[None]:
        """Changes in here are not the user's."""
        self._is_updating = True
        try:
            yield
        finally:
            self._is_updating = False

    # From the header and the model

    def _on_reset(self) -> None:
        self._is_updating = True

    def _on_moved(self) -> None:
        if not self._is_updating:
            self.changed.emit()

    def _on_resized(self, logical: int) -> None:
        # The last column takes the rest of the width whenever another one is resized.
        if not self._is_updating and self.shown()[-1:] != [logical]:
            self._is_automatic = False
            self.changed.emit()

    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.menu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(position))


def fitted_widths(columns: Sequence[Column], room: int) -> list[int]:
    """Widths that fill `room` pixels: all columns grow alike, only text that may be elided shrinks."""
    declared = sum(column.width for column in columns)
    if declared <= room:
        return [int(column.width * min(MAX_SCALE, room / declared)) for column in columns]
    fixed = sum(column.width for column in columns if _is_fixed(column))
    scale = max(MIN_SCALE, (room - fixed) / max(1, declared - fixed))
    return [int(column.width * _narrowed(column, scale)) for column in columns]


def _narrowed(column: Column, scale: float) -> float:
    """The share of its declared width that a column keeps where there is too little room."""
    if _is_fixed(column):
        return 1
    return min(1, max(scale, MIN_NAME_SCALE) if column.path == "name" else scale)


def _is_fixed(column: Column) -> bool:
    return column.kind in FIXED_KINDS or column.path in FIXED_PATHS
