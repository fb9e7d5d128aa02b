"""Saves how the user arranged the columns: one record for each vendor, one for all contacts, and one
for people."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from contactdesk.model import SEEN_COLUMNS, Provider
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.table.field_columns import field_column, is_field_path
from contactdesk.ui.table.model import ALL_COLUMNS, MATCHED, PEOPLE_COLUMNS, ContactTable
from contactdesk.ui.table.user_columns import USER_COLUMNS
from contactdesk.ui.table.view import ContactTableView

FOLDER = "columns"
"""Where the records are in the settings."""


class View(NamedTuple):
    """The sort column's path ("" for the original order), its direction, and the paths of the visible
    columns from left to right."""

    sort: str
    descending: bool
    columns: tuple[str, ...]


class SavedColumns:
    """Order, widths, hidden columns, and the column the rows are sorted by, kept across runs."""

    def __init__(self, table: ContactTableView, model: ContactTable, settings: Settings) -> None:
        self.table = table
        self.model = model
        self._settings = settings
        self._name = ""

    def restore(self, provider: Provider | None, *, people: bool = False) -> None:
        """Gives the table a vendor's columns, or those of all contacts or of people, and no rows yet."""
        everyone = ("people", PEOPLE_COLUMNS) if people else ("all", ALL_COLUMNS)
        seen = () if people else SEEN_COLUMNS
        name, (first, *others) = (provider.id, provider.columns) if provider else everyone
        self._name = f"{FOLDER}/{name}"
        saved = self._settings.record(self._name)
        fields = map(field_column, _fields(saved))
        columns = (first, MATCHED, *others, *USER_COLUMNS, *seen, *fields)
        self.model.show_columns(columns, people=people)
        paths = [column.path for column in self.model.columns]
        section = paths.index(saved["sort"]) if saved.get("sort") in paths else -1
        order = Qt.SortOrder.DescendingOrder if saved.get("down") else Qt.SortOrder.AscendingOrder
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(section, order)
        header.blockSignals(False)
        self.table.columns.restore(saved)

    def chosen_fields(self) -> list[str]:
        """The paths of the facts and custom fields that are shown as columns of any scope."""
        records = (self._settings.record(name) for name in self._settings.names(FOLDER))
        return [
            path
            for saved in records
            for path in _fields(saved)
            if path not in saved.get("hidden", ())
        ]

    def view(self) -> View:
        """What a saved search keeps of the table."""
        column, descending = self.table.columns.sorted_by()
        columns = [self.model.columns[logical] for logical in self.table.columns.shown()]
        shown = tuple(each.path for each in columns if each is not MATCHED)
        return View(column.path if column else "", descending, shown)

    def show_view(self, provider: Provider | None, view: View, *, people: bool = False) -> None:
        """Gives the table the columns and the order of a saved search, and no rows yet. Columns that
        no longer exist are left out."""
        self.restore(provider, people=people)
        known = [column.path for column in self.model.columns if column is not MATCHED]
        fields = [path for path in view.columns if is_field_path(path) and path not in known]
        record = self._settings.record(self._name)
        self._settings.keep_record(
            self._name,
            {
                **record,
                "fields": [*_fields(record), *fields],
                "order": [*view.columns, *(path for path in known if path not in view.columns)],
                "hidden": [path for path in known if path not in view.columns],
                "sort": view.sort,
                "down": view.descending,
            },
        )
        self.restore(provider, people=people)

    def save(self) -> None:
        column, descending = self.table.columns.sorted_by()
        state = self.table.columns.state()
        # A hidden column's width is known only from the record.
        state["widths"] = {**self._settings.record(self._name).get("widths", {}), **state["widths"]}
        state["fields"] = self.table.columns.fields()
        state["sort"], state["down"] = column.path if column else "", descending
        self._settings.keep_record(self._name, state)


def _fields(saved: dict[str, Any]) -> list[str]:
    """The fields of a record, without what is none."""
    found = saved.get("fields")
    paths = found if isinstance(found, list) else []
    return list(dict.fromkeys(path for path in paths if is_field_path(path)))
