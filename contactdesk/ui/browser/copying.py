"""Copies the selected contacts or people to the clipboard: all of them, in slices, or says how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from contactdesk.index import Index
from contactdesk.model import Column
from contactdesk.records.formatting import decoded, format_cell
from contactdesk.text.characters import harmless
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.sliced_work import SlicedWork
from contactdesk.ui.table.model import NOT_IN_INDEX
from contactdesk.ui.table.person_cells import WORDED_PATHS, PersonCells
from contactdesk.ui.table.user_columns import USER_PATHS, user_text

ROWS_PER_STEP, RECORDS_PER_STEP = 32, 4
"""Records can have a megabyte each."""

MAX_AT_ONCE = 200
"""Contacts that are copied before the event loop goes on."""

MAX_COPIED_CHARS = 32_000_000
"""More would hold up the window, and the program that it is pasted into. Export has no limit."""


class RowCopier(QObject):
    """Copies cells or records by row id. A newer copy replaces one that has not ended."""

    progressed = Signal(int, int)  # rows so far, rows selected
    copied = Signal(int, int)  # rows on the clipboard, rows selected

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._people = PersonCells(context.index, context.vendor_names)
        self._work = SlicedWork(self)

    def copy_cells(
        self, ids: Sequence[int], columns: Sequence[Column], *, people: bool = False
    ) -> None:
        """Copies whole values, tab-separated, below a line of titles: of `people` the best ones."""
        titles = "\t".join(column.title for column in columns)
        self._start(ids, self._lines(ids, columns, people), f"{titles}\n", "\n", "")

    def copy_records(self, ids: Sequence[int], *, people: bool = False) -> None:
        """Copies the vendors' records, unchanged, as a JSON list: of `people` those of all contacts."""
        self._start(ids, _records(self._context.index, ids, people), "[", ",\n", "]")

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._work.cancel()

    def _start(
        self, ids: Sequence[int], texts: Iterator[list[str]], start: str, between: str, end: str
    ) -> None:
        if not ids:
            return
        work = self._copy(len(ids), texts, start, between, end)
        if len(ids) <= MAX_AT_ONCE:
            self._work.cancel()
            for _step in work:
                pass
        else:
            self._work.start(work)

    def _copy(
        self, selected: int, texts: Iterator[list[str]], start: str, between: str, end: str
    ) -> Iterator[None]:
        parts: list[str] = []
        length = 0
        for some in texts:
            for text in some:
                if parts and length + len(text) > MAX_COPIED_CHARS:
                    self._finish(start + between.join(parts) + end, len(parts), selected)
                    return
                parts.append(text)
                length += len(text) + len(between)
            self.progressed.emit(len(parts), selected)
            yield
        self._finish(start + between.join(parts) + end, len(parts), selected)

    def _finish(self, text: str, copied: int, selected: int) -> None:
        if copied:
            QGuiApplication.clipboard().setText(text)
        self.copied.emit(copied, selected)

    def _lines(
        self, ids: Sequence[int], columns: Sequence[Column], people: bool
    ) -> Iterator[list[str]]:
        """The lines of some contacts at a time; a contact that is gone has none."""
        stored = [column for column in columns if column.path not in NOT_IN_INDEX]
        forms = local_formats()
        for some in _steps(ids, ROWS_PER_STEP):
            lines = []
            rows = self._context.index.rows(some, stored, people=people)
            read = cast("list[tuple[Any, ...]]", rows)
            for row_id, account_id, *values in read:
                value_of = dict(zip([column.path for column in stored], values, strict=True))
                for path in value_of.keys() & set(WORDED_PATHS):
                    value_of[path] = self._people.named(path, decoded(value_of[path] or ""))
                cells = (
                    format_cell(value_of[column.path], column.kind, forms)
                    if column.path in value_of
                    else self._own_text(column, row_id, account_id)
                    for column in columns
                )
                lines.append("\t".join(map(_in_one_cell, cells)))
            yield lines

    def _own_text(self, column: Column, row_id: int, account_id: str) -> str:
        """The text of a cell that is not in the index."""
        context = self._context
        if column.path not in USER_PATHS:
            return context.account_label(account_id)
        keys = context.index.keys([row_id])
        return user_text(context.userdata.annotations.of(keys[0]), column.path) if keys else ""


def _in_one_cell(text: str) -> str:
    return harmless(text).replace("\t", " ").replace("\n", " ")


def _records(index: Index, ids: Sequence[int], people: bool) -> Iterator[list[str]]:
    """The texts of some rows at a time, one for each row."""
    for some in _steps(ids, RECORDS_PER_STEP):
        texts = []
        for row_id in some:
            contacts = index.people.members_at_once(row_id) if people else [row_id]
            found = [stored for each in contacts if (stored := index.stored(each)) is not None]
            if found:
                records = [stored.raw.decode("utf-8", "replace") for stored in found]
                texts.append(",\n".join(records))
        yield texts


def _steps(ids: Sequence[int], count: int) -> Iterator[Sequence[int]]:
    return (ids[at : at + count] for at in range(0, len(ids), count))
