"""Saves how the user arranged the columns: one record for each vendor and one for all contacts.

How far the table is scrolled sideways is saved for each account.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from contactdesk.model import Provider
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.table.model import ALL_COLUMNS, MATCHED, ContactTable
from contactdesk.ui.table.view import ContactTableView

OFFSETS = "columns/sideways"
"""The record of offsets in pixels by account id, "" for all contacts."""


class SavedColumns:
    """Order, widths, hidden columns, and the column the rows are sorted by, kept across runs."""

    def __init__(self, table: ContactTableView, model: ContactTable, settings: Settings) -> None:
        self._table = table
        self._model = model
        self._settings = settings
        self._name = ""
        self._account_id: str | None = None
        table.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    def restore(self, provider: Provider | None, account_id: str = "") -> None:
        """Gives the table a vendor's columns, or those of all contacts, and no rows yet."""
        self._account_id = None
        self._name = f"columns/{provider.id if provider else 'all'}"
        first, *others = provider.columns if provider else ALL_COLUMNS
        self._model.show_columns((first, MATCHED, *others))
        saved = self._settings.record(self._name)
        paths = [column.path for column in self._model.columns]
        section = paths.index(saved["sort"]) if saved.get("sort") in paths else -1
        order = Qt.SortOrder.DescendingOrder if saved.get("down") else Qt.SortOrder.AscendingOrder
        header = self._table.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(section, order)
        header.blockSignals(False)
        self._table.columns.restore(saved)
        # The scroll bar's range follows the columns only with the next layout.
        self._table.updateGeometries()
        offset = self._settings.record(OFFSETS).get(account_id, 0)
        self._table.horizontalScrollBar().setValue(offset if isinstance(offset, int) else 0)
        self._account_id = account_id

    def save(self) -> None:
        column, descending = self._table.columns.sorted_by()
        state = self._table.columns.state()
        # A hidden column's width is known only from the record.
        state["widths"] = {**self._settings.record(self._name).get("widths", {}), **state["widths"]}
        state["sort"], state["down"] = column.path if column else "", descending
        self._settings.keep_record(self._name, state)

    def _on_scrolled(self, offset: int) -> None:
        """The account's own place; not while its columns are being replaced."""
        if self._account_id is not None:
            offsets = self._settings.record(OFFSETS)
            self._settings.keep_record(OFFSETS, {**offsets, self._account_id: offset})
