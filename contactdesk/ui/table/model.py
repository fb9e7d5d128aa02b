"""Model of the contact table: ids of all contacts or people, values only of the rows that were shown."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, cast

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QLocale, QModelIndex, QObject, Qt

from contactdesk.index import Index
from contactdesk.memories.field_values import is_field
from contactdesk.model import MEMORY_COLUMNS, PERSON_COLUMNS, Column, Kind
from contactdesk.ui.kit import text
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.table.cells import DIFFERS_MARK, AgentNames, Cells, plain_names
from contactdesk.ui.table.field_columns import field_words, header_title
from contactdesk.ui.table.id_model import IdModel, ModelIndex
from contactdesk.ui.table.person_cells import (
    BEHIND_COLUMN,
    CONTACTS_COLUMN,
    DIFFERS_COLUMN,
    NO_VENDORS,
    VENDORS_COLUMN,
    WORDED_PATHS,
    PersonCells,
    VendorNames,
    differs,
    differs_words,
)
from contactdesk.ui.table.user_columns import USER_PATHS, unsorted_words, user_text
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation, value_of
from contactdesk.userdata.keys import ContactKey

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
ALIGN_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
HORIZONTAL = Qt.Orientation.Horizontal
RIGHT_ALIGNED_KINDS = (Kind.NUMBER, Kind.COUNT, Kind.DURATION)
"""Kinds whose values are compared digit by digit, one below the other."""

MATCHED = Column("Matched in", "matched", width=260)
"""Only shown during a search; its text is filled in after the row is shown."""

NOT_IN_INDEX = ("account", MATCHED.path, *USER_PATHS)
"""Paths of columns whose values are not read from the index."""

BLOCK_ROWS = 64
MAX_CACHED_BLOCKS = 16
"""Rows are read 64 at a time (0.2 ms); the last 1,024 that were shown are cached: 1 MB."""


class IsUnread(Protocol):
    """Whether a contact changed since the user last marked all as read; in a list of people, any
    contact of the row's person."""

    def __call__(self, row_id: int, /, *, of_people: bool) -> bool: ...


def never_unread(_row_id: int, *, of_people: bool) -> bool:
    return False


class Row:
    """One contact or person: its values from the index, and the text of each cell that was shown."""

    __slots__ = ("account_id", "stored", "texts")

    def __init__(self, account_id: str, stored: Sequence[Any], texts: list[str | None]) -> None:
        self.account_id, self.stored, self.texts = account_id, stored, texts


class ContactTable(IdModel):
    """Rows are contacts in the order the index gave; columns as the account's vendor declares. They
    may be people: a row has the id of the person's own contact.

    The model never waits and knows nothing of HTTP. `account_title` returns what the Account
    column (the one with the path "account") says for an account id.
    """

    def __init__(
        self,
        index: Index,
        account_title: Callable[[str], str],
        parent: QObject | None = None,
        *,
        agent_names: AgentNames = plain_names,
        annotation_of: Callable[[ContactKey], Annotation] = lambda _key: NO_ANNOTATION,
        vendor_names: VendorNames = NO_VENDORS,
        is_unread: IsUnread = never_unread,
    ) -> None:
        super().__init__("i", parent)
        self._people = PersonCells(index, vendor_names)
        self.shows_people = False
        """Whether its rows are people."""
        self._index = index
        self._account_title = account_title
        self._agent_names = agent_names
        self._annotation_of = annotation_of
        self._is_unread = is_unread
        self._columns: tuple[Column, ...] = ()
        self._cells = Cells(())
        self._prepared: Mapping[str, int] = {}
        self._forms = local_formats()
        self._blocks: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._matched: dict[int, str] = {}

    # Columns and ids

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def show_columns(self, columns: tuple[Column, ...], *, people: bool = False) -> None:
        """Sets the columns of another account, or those of people; there are no rows until `show_ids`."""
        self.beginResetModel()
        self.shows_people = people
        self._set_columns(columns)
        self._ids = array("i")
        self.endResetModel()

    def add_column(self, column: Column) -> None:
        """Adds a column behind all others; the rows stay."""
        place = len(self._columns)
        self.beginInsertColumns(QModelIndex(), place, place)
        self._set_columns((*self._columns, column))
        self.endInsertColumns()

    def remove_column(self, column: Column) -> None:
        place = self._columns.index(column)
        self.beginRemoveColumns(QModelIndex(), place, place)
        self._set_columns((*self._columns[:place], *self._columns[place + 1 :]))
        self.endRemoveColumns()

    def show_preparing(self, prepared: Mapping[str, int]) -> None:
        """Shows which fields are being prepared, by path, and how many percent of each are."""
        if prepared == self._prepared:
            return
        is_any_ready = not prepared.keys() >= self._prepared.keys()
        self._prepared = self._cells.prepared = prepared
        if self._columns:
            self.headerDataChanged.emit(HORIZONTAL, 0, len(self._columns) - 1)
        if is_any_ready:
            self.reread()

    def _set_columns(self, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        own = [column for column in columns if column.path not in NOT_IN_INDEX]
        self._cells = Cells(own, self._agent_names, self._prepared, people=self.shows_people)
        self._blocks.clear()

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
        if words is None:
            of = self._columns[column]
            self._read_later(row, found, of)
            if of.path == "account":
                words = self._account_title(found.account_id)
            elif of.path in USER_PATHS:
                words = user_text(self._annotation(row), of.path)
            elif of.path in WORDED_PATHS:
                words = ", ".join(self._people.named(of.path, self._cells.value(of, found.stored)))
            else:
                words = self._cells.words(of, found.account_id, found.stored, self._forms)
                if words and self.shows_people and differs(of, self._cells, found.stored):
                    words = f"{words} {DIFFERS_MARK}"
            found.texts[column] = words = text.line(words)
        return words

    def value_at(self, row: int, column: int) -> Any:
        """A cell's value as the index has it, lists decoded; None for none, or if it is no value of
        the contact."""
        found, of = self._row(row), self._columns[column]
        if found is None or of is MATCHED:
            return None
        if of.path == "account":
            return self._account_title(found.account_id)
        if of.path in USER_PATHS:
            return value_of(self._annotation(row), of.path)
        self._read_later(row, found, of)
        value = self._cells.value(of, found.stored)
        return self._people.named(of.path, value) if of.path in WORDED_PATHS else value

    def vendors_at(self, row: int) -> tuple[str, ...]:
        """The ids of the vendors that have contacts of a row's person, in the order of the accounts."""
        found = self._row(row)
        read = self._cells.read(VENDORS_COLUMN, found.stored) if found else None
        return self._people.vendors(read)

    def note_at(self, row: int, column: int) -> str:
        """What a tip says of a person's cell besides its text: where the value is from, whether others
        differ, or which accounts have contacts; "" for nothing."""
        of, found = self._columns[column], self._row(row)
        if not self.shows_people or found is None or of.path in NOT_IN_INDEX:
            return ""
        words = self._people.note(self._ids[row], of)
        is_contradicted = differs(of, self._cells, found.stored)
        return "\n".join(filter(None, (words, differs_words() if is_contradicted else "")))

    def _annotation(self, row: int) -> Annotation:
        keys = self._index.keys(self._ids[row : row + 1])
        return self._annotation_of(keys[0]) if keys else NO_ANNOTATION

    def account_at(self, row: int) -> str:
        """The id of the account a row's contact belongs to; "" if the contact is gone."""
        found = self._row(row)
        return found.account_id if found is not None else ""

    def stand_in_field(self, row: int) -> str:
        """What is shown as the name of a contact without one: "company", "email", "phone",
        "external_id" or "id"; "" for a contact with a name."""
        found = self._row(row)
        return found.stored[-1] if found is not None else ""

    def is_unread(self, row: int) -> bool:
        """Whether a row's contact changed since the user last marked all as read."""
        return self._is_unread(self._ids[row], of_people=self.shows_people)

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
        rows = self._index.rows(wanted, self._cells.at_once, people=self.shows_people)
        read = cast("list[tuple[Any, ...]]", rows)
        for row_id, account_id, *values in read:
            matched = self._matched.get(row_id, "")
            texts = [matched if column is MATCHED else None for column in self._columns]
            block[row_id] = Row(account_id, self._cells.values(values), texts)
        self._blocks[number] = block
        while len(self._blocks) > MAX_CACHED_BLOCKS:
            self._blocks.popitem(last=False)
        return block

    def _read_later(self, row: int, found: Row, of: Column) -> None:
        """Reads what else a row's block shows, if that has the column and was not read yet."""
        cells = self._cells
        if not cells.is_missing(of, found.stored):
            return
        block = self._blocks[row // BLOCK_ROWS]
        rows = self._index.rows(list(block), cells.later, people=self.shows_people)
        read = {row[0]: row[2:] for row in cast("list[tuple[Any, ...]]", rows)}
        nothing = [None] * len(cells.later)
        for row_id, each in block.items():
            each.stored = cells.with_later(each.stored, read.get(row_id, nothing))

    # Qt's model interface

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        # Qt's delegate asks for six more roles a cell: first of all, and as a number.
        if role == DISPLAY:
            return self.text_at(index.row(), index.column())
        column = self._columns[index.column()]
        if role == DESCRIPTION and column.path not in NOT_IN_INDEX:
            return self._description(index.row(), column)
        return None

    def _description(self, row: int, column: Column) -> str | None:
        """What screen readers are told of a cell besides its text."""
        found = self._row(row)
        if found is None:
            return None
        self._read_later(row, found, column)
        parts = [self._cells.description(column, found.stored)]
        if column.path == "name" and self.is_unread(row):
            parts.append(unread_words())
        parts += self.note_at(row, self._columns.index(column)).split("\n")
        return ", ".join(filter(None, parts)) or None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != HORIZONTAL or section >= len(self._columns):
            return None
        path = self._columns[section].path
        if role == DISPLAY:
            title = header_title(self._columns[section], self._columns)
            return preparing_words(title, self._prepared[path]) if path in self._prepared else title
        if role == TOOL_TIP and path in USER_PATHS:
            return text.tooltip(unsorted_words())
        if role == TOOL_TIP and is_field(path):
            return text.tooltip(field_words(path))
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
    *(replace(column, shown=False) for column in (*MEMORY_COLUMNS, *PERSON_COLUMNS)),
)
"""The columns of "All contacts": what every vendor can have."""

PEOPLE_COLUMNS = (
    ALL_COLUMNS[0],
    replace(VENDORS_COLUMN, width=118),
    CONTACTS_COLUMN,
    *(column for column in ALL_COLUMNS[1 : -len(PERSON_COLUMNS)] if column.path != "account"),
    replace(DIFFERS_COLUMN, shown=False),
    replace(BEHIND_COLUMN, shown=False),
)
"""The columns of "People"."""


def unread_words() -> str:
    """What the dot before a name says."""
    return QCoreApplication.translate("ContactTable", "Changed since you marked all as read")


def preparing_words(title: str, percent: int) -> str:
    """The title of a column whose values are still being read."""
    words = QCoreApplication.translate("ContactTable", "{title} · preparing, {percent} %")
    return words.format(title=title, percent=QLocale().toString(percent))


def is_right_aligned(column: Column) -> bool:
    return column.kind in RIGHT_ALIGNED_KINDS
