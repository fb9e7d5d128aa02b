"""Columns stay as they were put, from run to run: one record for every vendor and for all."""

from __future__ import annotations

from PySide6.QtCore import Qt

from contactdesk.model import Provider
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.table.model import ALL_COLUMNS, MATCHED, ContactTable
from contactdesk.ui.table.view import ContactTableView


class KeptColumns:
    """Order, widths, what is hidden, and what the rows are sorted by."""

    def __init__(self, table: ContactTableView, model: ContactTable, settings: Settings) -> None:
        self._table = table
        self._model = model
        self._settings = settings
        self._name = ""

    def restore(self, provider: Provider | None) -> None:
        """Gives the table the columns of a vendor, or those of all, and no rows yet."""
        self._name = f"columns/{provider.id if provider else 'all'}"
        first, *others = provider.columns if provider else ALL_COLUMNS
        self._model.show_columns((first, MATCHED, *others))
        saved = self._settings.record(self._name)
        header = self._table.horizontalHeader()
        header.blockSignals(True)
        columns = self._model.columns
        sort = [i for i, column in enumerate(columns) if column.path == saved.get("sort")]
        order = Qt.SortOrder.DescendingOrder if saved.get("down") else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(sort[0] if sort else -1, order)
        header.blockSignals(False)
        self._table.arrange(saved)

    def keep(self) -> None:
        column, downwards = self._table.sorted_by()
        kept = self._table.arrangement()
        # A column that is hidden now has no width to be asked for.
        kept["widths"] = {**self._settings.record(self._name).get("widths", {}), **kept["widths"]}
        kept["sort"], kept["down"] = column.path if column else "", downwards
        self._settings.keep_record(self._name, kept)
