"""The model behind the table: ids for all contacts, values only for rows that were looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from contactdesk.index import Index
from contactdesk.model import Column, Kind
from contactdesk.records.formatting import format_cell
from contactdesk.ui.kit import text
from contactdesk.ui.kit.locale_formats import cell_formats
from contactdesk.ui.table.cells import is_right_aligned

ModelIndex = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
HORIZONTAL = Qt.Orientation.Horizontal
MATCHED = Column("Matched in", "matched", width=260)
"""Shown beside the others while a search is; what it says is found after its row was shown."""

OWN = ("account", MATCHED.path)
"""Paths of columns that the index does not hold."""

FEW = 4
"""So few ids are sought one after another: a million are gone through in 50 ms, each of these is
found in less than ten."""

BLOCK = 64
BLOCKS = 16
"""Rows are read 64 at a time (0.2 ms) and the last 1,024 looked at are kept: 1 MB."""


class Row:
    """One contact: what the index holds of it, and what those cells say that were looked at."""

    __slots__ = ("account_id", "stored", "words")

    def __init__(self, account_id: str, stored: Sequence[Any], words: list[str | None]) -> None:
        self.account_id, self.stored, self.words = account_id, stored, words


class ContactTable(QAbstractTableModel):
    """Rows are contacts in the order the index gave; columns as the account's vendor declares.

    The model never waits and never hears of HTTP. `account_title` turns an account's id into what
    the Account column says; that column is the one whose path is "account".
    """

    def __init__(
        self,
        index: Index,
        account_title: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._account_title = account_title
        self._columns: tuple[Column, ...] = ()
        self._stored: list[Column] = []
        self._forms = cell_formats(QLocale())
        self._ids: array[int] = array("i")
        self._blocks: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._matched: dict[int, str] = {}

    # What is shown

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Other columns, and no rows until `show_ids`: another account was chosen."""
        self.beginResetModel()
        self._columns = columns
        self._stored = [column for column in columns if column.path not in OWN]
        self._ids = array("i")
        self._blocks.clear()
        self.endResetModel()

    def ids(self) -> array[int]:
        return self._ids

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, row_id: int) -> int:
        """The row an id stands in, -1 where it does not."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def show_ids(self, ids: array[int]) -> None:
        """The rows in a new order. What is selected and current stays so, wherever it moved."""
        if len(ids) >= len(self._ids) and ids[: len(self._ids)] == self._ids:
            self.append(ids[len(self._ids) :])
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = {self._ids[index.row()] for index in before}
        row_of = rows_of(kept, ids)
        after = [self._moved(index, row_of.get(self._ids[index.row()])) for index in before]
        self._ids = ids
        self._blocks.clear()
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def append(self, ids: Sequence[int]) -> None:
        """More rows at the end; nothing on screen moves."""
        if not ids:
            return
        first = len(self._ids)
        # The last block may have been read while it was shorter.
        self._blocks.pop(first // BLOCK, None)
        self.beginInsertRows(QModelIndex(), first, first + len(ids) - 1)
        self._ids.extend(ids)
        self.endInsertRows()

    def show_matched(self, matched: dict[int, str], row_ids: Iterable[int]) -> None:
        """What the column "Matched in" says, by id, and the ids for which that is new."""
        self._matched = matched
        if MATCHED not in self._columns or not self._ids:
            return
        column = self._columns.index(MATCHED)
        for block in self._blocks.values():
            for row_id in block.keys() & set(row_ids):
                row = block[row_id]
                words = [*row.words]
                words[column] = matched.get(row_id, "")
                block[row_id] = Row(row.account_id, row.stored, words)
        self.dataChanged.emit(self.index(0, column), self.index(len(self._ids) - 1, column))

    def reread(self) -> None:
        """Values are read again; rows stay where they are."""
        self._blocks.clear()
        if self._ids and self._columns:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _moved(self, index: QModelIndex, row: int | None) -> QModelIndex:
        return QModelIndex() if row is None else self.createIndex(row, index.column())

    # Rows

    def row(self, at: int) -> Row | None:
        """What stands in a row; None where it has gone. It is another one when read again."""
        number = at // BLOCK
        block = self._blocks.get(number)
        if block is None:
            block = self._read(number)
        return block.get(self._ids[at])

    def account_at(self, at: int) -> str:
        """The id of the account a row's contact belongs to; "" where it has gone."""
        row = self.row(at)
        return row.account_id if row is not None else ""

    def _read(self, number: int) -> dict[int, Row]:
        self._forms = cell_formats(QLocale())
        wanted = self._ids[number * BLOCK : (number + 1) * BLOCK]
        block: dict[int, Row] = {}
        read = cast("list[tuple[Any, ...]]", self._index.rows(wanted, self._stored))
        for row_id, account_id, *stored in read:
            matched = self._matched.get(row_id, "")
            words = [matched if column is MATCHED else None for column in self._columns]
            block[row_id] = Row(account_id, stored, words)
        self._blocks[number] = block
        while len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return block

    def said(self, row: Row, column: int) -> str:
        """What a cell says; put into words when it is first looked at, as few of those read are."""
        words = row.words[column]
        if words is None:
            of = self._columns[column]
            if of.path == "account":
                words = text.line(self._account_title(row.account_id))
            else:
                value = row.stored[self._stored.index(of)]
                words = text.line(format_cell(value, of.kind, self._forms))
            row.words[column] = words
        return words

    def as_tsv(self, rows: Iterable[int], columns: Sequence[int]) -> str:
        """What these cells say, tab separated, with a line of titles; "" for no rows."""
        lines = [
            "\t".join(str(self.index(row, i).data() or "").replace("\t", " ") for i in columns)
            for row in rows
        ]
        titles = "\t".join(self._columns[i].title for i in columns)
        return "\n".join([titles, *lines]) if lines else ""

    # Qt's model interface

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        # Asked a dozen times a cell for other roles: compared as a number, first of all.
        if role != DISPLAY:
            return None
        row = self.row(index.row())
        return "" if row is None else self.said(row, index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != HORIZONTAL or section >= len(self._columns):
            return None
        if role == DISPLAY:
            return self._columns[section].title
        if role == ALIGNMENT and is_right_aligned(self._columns[section]):
            return RIGHT
        return None


ALL_COLUMNS = (
    Column("Name", "name", width=160),
    Column("Account", "account", width=124),
    Column("E-mail", "email", Kind.EMAIL, width=180),
    Column("Phone", "phone", Kind.PHONE, width=124),
    Column("Company", "company", width=120),
    Column("Title", "title", width=150, shown=False),
    Column("Updated", "updated_at", Kind.DATE, width=134, shown=False),
    Column("Created", "created_at", Kind.DATE, width=134, shown=False),
)
"""What "All contacts" shows: what every vendor can have."""


def rows_of(wanted: set[int], ids: array[int]) -> dict[int, int]:
    """Id -> row of those that are among the ids."""
    if len(wanted) > FEW:
        return {row_id: row for row, row_id in enumerate(ids) if row_id in wanted}
    found = {}
    for row_id in wanted:
        with suppress(ValueError):
            found[row_id] = ids.index(row_id)
    return found


def ranges(rows: list[int]) -> list[tuple[int, int]]:
    """Sorted rows as runs (first, last): [1, 2, 3, 7] -> [(1, 3), (7, 7)]."""
    if not rows:
        return []
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(rows)) if b != a + 1]
    starts = [0, *cuts]
    ends = [*cuts, len(rows)]
    return [(rows[start], rows[end - 1]) for start, end in zip(starts, ends, strict=True)]
