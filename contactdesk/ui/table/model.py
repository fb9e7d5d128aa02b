"""Model of the contact table: ids of all contacts, values only of the rows that were shown."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt

from contactdesk.index import STAND_IN, STAND_IN_FIELD, Index
from contactdesk.model import Column, Kind
from contactdesk.records.formatting import decoded, format_cell
from contactdesk.ui.kit import text
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.table.id_model import IdModel, ModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
ALIGN_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
HORIZONTAL = Qt.Orientation.Horizontal
RIGHT_ALIGNED_KINDS = (Kind.NUMBER, Kind.COUNT, Kind.DURATION)
"""Kinds whose values are compared digit by digit, one below the other."""

NESTED_KINDS = (Kind.TAGS, Kind.COUNT, Kind.JSON)
"""Kinds whose values may be lists or objects, which the index has as JSON text."""

MATCHED = Column("Matched in", "matched", width=260)
"""Only shown during a search; its text is filled in after the row is shown."""

NOT_IN_INDEX = ("account", MATCHED.path)
"""Paths of columns whose values are not read from the index."""

BLOCK_ROWS = 64
MAX_CACHED_BLOCKS = 16
"""Rows are read 64 at a time (0.2 ms); the last 1,024 that were shown are cached: 1 MB."""


class Row:
    """One contact: its values from the index, and the text of each cell that was shown."""

    __slots__ = ("account_id", "stored", "texts")

    def __init__(self, account_id: str, stored: Sequence[Any], texts: list[str | None]) -> None:
        self.account_id, self.stored, self.texts = account_id, stored, texts


class ContactTable(IdModel):
    """Rows are contacts in the order the index gave; columns as the account's vendor declares.

    The model never waits and knows nothing of HTTP. `account_title` returns what the Account
    column (the one with the path "account") says for an account id.
    """

    def __init__(
        self,
        index: Index,
        account_title: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__("i", parent)
        self._index = index
        self._account_title = account_title
        self._columns: tuple[Column, ...] = ()
        self._stored: list[Column] = []
        self._forms = local_formats()
        self._blocks: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._matched: dict[int, str] = {}

    # Columns and ids

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Sets the columns of another account; there are no rows until `show_ids`."""
        self.beginResetModel()
        self._columns = columns
        own = [column for column in columns if column.path not in NOT_IN_INDEX]
        self._stored = [*own, STAND_IN, STAND_IN_FIELD]
        self._ids = array("i")
        self._blocks.clear()
        self.endResetModel()

    def drop_rows_from(self, row: int) -> None:
        # The last block may have been read while it was shorter.
        for number in [each for each in self._blocks if each >= row // BLOCK_ROWS]:
            del self._blocks[number]

    def show_matched(self, matched: dict[int, str], row_ids: Iterable[int]) -> None:
        """Sets the texts of "Matched in" by id; `row_ids` are the ids whose text changed."""
        self._matched = matched
        if MATCHED not in self._columns or not self._ids:
            return
        column = self._columns.index(MATCHED)
        for block in self._blocks.values():
            for row_id in block.keys() & set(row_ids):
                block[row_id].texts[column] = matched.get(row_id, "")
        self.dataChanged.emit(self.index(0, column), self.index(len(self._ids) - 1, column))

    def reread(self) -> None:
        """Reads the values again; the rows stay the same."""
        self._blocks.clear()
        if self._ids and self._columns:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Cells

    def text_at(self, row: int, column: int) -> str:
        """A cell's text, "" if the contact is gone. Formatted when the cell is first shown."""
        found = self._row(row)
        if found is None:
            return ""
        words = found.texts[column]
        return self._format(found, column) if words is None else words

    def value_at(self, row: int, column: int) -> Any:
        """A cell's value as the index has it, lists decoded; None for none, or if it is no value of
        the contact."""
        found, of = self._row(row), self._columns[column]
        if found is None or of is MATCHED:
            return None
        if of.path == "account":
            return self._account_title(found.account_id)
        value = found.stored[self._stored.index(of)]
        return decoded(value) if of.kind in NESTED_KINDS and isinstance(value, str) else value

    def account_at(self, row: int) -> str:
        """The id of the account a row's contact belongs to; "" if the contact is gone."""
        found = self._row(row)
        return found.account_id if found is not None else ""

    def stand_in_field(self, row: int) -> str:
        """What is shown as the name of a contact without one: "company", "email", "phone",
        "external_id" or "id"; "" for a contact with a name."""
        found = self._row(row)
        return found.stored[-1] if found is not None else ""

    def _row(self, row: int) -> Row | None:
        number = row // BLOCK_ROWS
        block = self._blocks.get(number)
        if block is None:
            block = self._read(number)
        return block.get(self._ids[row])

    def _read(self, number: int) -> dict[int, Row]:
        self._forms = local_formats()
        wanted = self._ids[number * BLOCK_ROWS : (number + 1) * BLOCK_ROWS]
        block: dict[int, Row] = {}
        read = cast("list[tuple[Any, ...]]", self._index.rows(wanted, self._stored))
        for row_id, account_id, *stored in read:
            matched = self._matched.get(row_id, "")
            texts = [matched if column is MATCHED else None for column in self._columns]
            block[row_id] = Row(account_id, stored, texts)
        self._blocks[number] = block
        while len(self._blocks) > MAX_CACHED_BLOCKS:
            self._blocks.popitem(last=False)
        return block

    def _format(self, row: Row, column: int) -> str:
        of = self._columns[column]
        if of.path == "account":
            words = text.line(self._account_title(row.account_id))
        else:
            value = row.stored[self._stored.index(of)]
            if of.path == "name" and not value:
                value = row.stored[-2]
            words = text.line(format_cell(value, of.kind, self._forms))
        row.texts[column] = words
        return words

    # Qt's model interface

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        # Qt's delegate asks for six more roles a cell: first of all, and as a number.
        if role == DISPLAY:
            return self.text_at(index.row(), index.column())
        if role == DESCRIPTION and self._columns[index.column()].path == "name":
            return stand_in_words(self.stand_in_field(index.row())) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != HORIZONTAL or section >= len(self._columns):
            return None
        if role == DISPLAY:
            return self._columns[section].title
        if role == ALIGNMENT and is_right_aligned(self._columns[section]):
            return ALIGN_RIGHT
        return None


ALL_COLUMNS = (
    Column("Name", "name", width=160),
    Column("Account", "account", width=124),
    Column("E-mail", "email", Kind.EMAIL, width=180),
    Column("Phone", "phone", Kind.PHONE, width=124),
    Column("Company", "company", width=120),
    Column("Title", "title", width=150, shown=False),
    Column("Updated", "updated_at", Kind.DATE, width=180, shown=False),
    Column("Created", "created_at", Kind.DATE, width=180, shown=False),
)
"""The columns of "All contacts": what every vendor can have."""


def stand_in_words(field: str) -> str:
    """What a name's stand-in is, for screen readers; "" for a name. `field` is as in the index."""
    tr = QCoreApplication.translate
    return {
        "company": tr("ContactTable", "No name; company shown"),
        "email": tr("ContactTable", "No name; e-mail address shown"),
        "phone": tr("ContactTable", "No name; phone number shown"),
        "external_id": tr("ContactTable", "No name; external ID shown"),
        "id": tr("ContactTable", "No name; ID shown"),
    }.get(field, "")


def is_right_aligned(column: Column) -> bool:
    return column.kind in RIGHT_ALIGNED_KINDS
