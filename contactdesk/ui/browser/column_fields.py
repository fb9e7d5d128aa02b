"""Columns of facts and custom fields: chosen in a dialog, and prepared by the index."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.errors import ContactDeskError
from contactdesk.index.write.field_values import FillProgress
from contactdesk.search.query import Query
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.table.column_state import SavedColumns
from contactdesk.ui.table.field_columns import is_field_path

PREPARE_AFTER_MS = 600
"""After the rows of a scope came: the first start of a day is busy with them."""


class ColumnFields(QObject):
    """Keeps the index's prepared fields in line with the columns of all accounts, and shows how far
    they are prepared."""

    reload_wanted = Signal()  # a field that sorts the rows, or is searched, is prepared
    failed = Signal(object)  # ContactDeskError

    def __init__(
        self,
        context: WindowContext,
        columns: SavedColumns,
        query: Callable[[], Query],
    ) -> None:
        """`query` gives the search that is shown."""
        super().__init__(columns.table)
        self._table, self._model = columns.table, columns.model
        self._context, self._columns = context, columns
        self._query = query
        self._preparing: dict[str, int] = {}
        self._task = LatestTask(self)
        self._task.failed.connect(self._on_failed)
        self._soon = QTimer(self, singleShot=True, interval=PREPARE_AFTER_MS)
        self._soon.timeout.connect(self.prepare)
        columns.table.columns.add_wanted.connect(self.open_dialog)
        columns.table.columns.fields_changed.connect(self.prepare)

    @property
    def busy(self) -> bool:
        return self._task.busy

    def prepare_soon(self) -> None:
        """Prepares what is chosen, unless that is under way."""
        if not self._task.busy:
            self._soon.start()

    def prepare(self) -> None:
        """Prepares the fields that are columns anywhere, those on screen first; drops others."""
        if not can_start():
            self._soon.start()
            return
        self._soon.stop()
        shown = [each.path for each in self._model.columns if is_field_path(each.path)]
        chosen = list(dict.fromkeys((*shown, *self._columns.chosen_fields(), *self._of_searches())))
        self._show({path: 0 for path in self._preparing if path in chosen})
        choose = self._context.index.fields.choose(
            chosen, self._context.providers_by_account(), self._on_progress
        )
        self._task.start(choose, lambda _none: None)

    def open_dialog(self) -> None:
        """Lets the user choose fields; each becomes a column at once."""
        from contactdesk.ui.table.add_columns import AddColumns

        shown = [each.path for each in self._model.columns]
        dialog = AddColumns(self._context.index, shown, self._table.window())
        dialog.changed.connect(self._on_chosen)
        dialog.open()

    def end(self) -> None:
        """Stops using the index, which is about to be closed."""
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    def _of_searches(self) -> list[str]:
        saved = self._context.userdata.searches.saved()
        paths = [path for each in saved for path in (*each.columns, each.sort)]
        return [path for path in paths if path is not None and is_field_path(path)]

    def _on_chosen(self, path: str, is_chosen: bool) -> None:
        if is_chosen:
            self._show({**self._preparing, path: 0})
            self._table.columns.add_field(path)
        else:
            self._table.columns.remove_field(path)

    def _on_progress(self, path: str, progress: FillProgress) -> None:
        if not progress.is_complete:
            percent = 100 * progress.done // progress.total
            self._show({**self._preparing, path: percent})
            return
        self._show({each: n for each, n in self._preparing.items() if each != path})
        if progress.total:
            # Where one step was enough, it was never shown that it is being prepared.
            self._model.reread()
        column, _descending = self._table.columns.sorted_by()
        is_sorted_by = column is not None and column.path == path
        if progress.total and (is_sorted_by or compares(self._query(), path)):
            self.reload_wanted.emit()

    def _show(self, preparing: dict[str, int]) -> None:
        self._preparing = preparing
        self._model.show_preparing(preparing)

    def _on_failed(self, error: ContactDeskError) -> None:
        self._show({})
        self.failed.emit(error)


def compares(query: Query, path: str) -> bool:
    """Whether a query compares the values of a field."""
    terms = (term for clause in query.clauses for term in clause if term.comparison is not None)
    return any(f"{term.field}.{term.key}" == path for term in terms)
