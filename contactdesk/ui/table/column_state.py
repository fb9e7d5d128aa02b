"""Saves how the user arranged the columns: one record for each vendor and one for all contacts."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from contactdesk.model import Provider
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.table.field_columns import field_column, is_field_path
from contactdesk.ui.table.model import ALL_COLUMNS, MATCHED, ContactTable
from contactdesk.ui.table.view import ContactTableView

FOLDER = "columns"
"""Where the records are in the settings."""


class View(NamedTuple):
    """`columns` are the paths of the visible ones, () for any; `sort` is a path, "" for the original
    order, None for any."""

    columns: tuple[str, ...]
    sort: str | None
    descending: bool


class SavedColumns:
    """Order, widths, hidden columns, and the column the rows are sorted by, kept across runs."""

    def __init__(self, table: ContactTableView, model: ContactTable, settings: Settings) -> None:
        self.table = table
        self.model = model
        self._settings = settings
        self._name = ""
        self._provider: Provider | None = None

    def restore(self, provider: Provider | None) -> None:
        """Gives the table a vendor's columns, or those of all contacts, and no rows yet."""
        self._name = f"{FOLDER}/{provider.id if provider else 'all'}"
        self._provider = provider
        first, *others = provider.columns if provider else ALL_COLUMNS
        saved = self._settings.record(self._name)
        self.model.show_columns((first, MATCHED, *others, *map(field_column, _fields(saved))))
        paths = [column.path for column in self.model.columns]
        section = paths.index(saved["sort"]) if saved.get("sort") in paths else -1
        order = Qt.SortOrder.DescendingOrder if saved.get("down") else Qt.SortOrder.AscendingOrder
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(section, order)
        header.blockSignals(False)
        self.table.columns.restore(saved)

    def view(self) -> View:
        """The visible columns from left to right, and the sort order."""
        columns = self.table.columns
        sorted_by, descending = columns.sorted_by()
        shown = (self.model.columns[logical] for logical in columns.shown())
        paths = tuple(column.path for column in shown if column is not MATCHED)
        return View(paths, sorted_by.path if sorted_by else "", descending)

    def differs(self, view: View) -> bool:
        """Whether `use` would change anything."""
        now = self.view()
        paths = {column.path for column in self.model.columns}
        wanted = tuple(each for each in view.columns if each in paths or is_field_path(each))
        is_sorted = view.sort is None or (view.sort, view.descending) == (now.sort, now.descending)
        return (bool(wanted) and wanted != now.columns) or not is_sorted

    def use(self, view: View) -> None:
        """Arrange and sort the columns as in `view`, from now on; there are no rows afterwards.
        Columns that the scope does not have are left out."""
        saved = self._settings.record(self._name)
        fields = dict.fromkeys([*_fields(saved), *filter(is_field_path, view.columns)])
        declared = self._provider.columns if self._provider else ALL_COLUMNS
        known = [*(column.path for column in declared), *fields]
        if shown := [path for path in view.columns if path in known]:
            hidden = [path for path in known if path not in shown]
            order = [shown[0], MATCHED.path, *shown[1:], *hidden]
            saved |= {"fields": list(fields), "order": order, "hidden": hidden}
        if view.sort is not None:
            saved |= {"sort": view.sort, "down": view.descending}
        self._settings.keep_record(self._name, saved)
        self.restore(self._provider)

    def chosen_fields(self) -> list[str]:
        """The paths of the facts and custom fields that are shown as columns of any scope."""
        records = (self._settings.record(name) for name in self._settings.names(FOLDER))
        return [
            path
            for saved in records
            for path in _fields(saved)
            if path not in saved.get("hidden", ())
        ]

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
