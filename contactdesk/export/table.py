"""Contacts or people as rows of a table, for CSV and spreadsheets: which columns, and what is in a
cell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct

from contactdesk.export.exported import FIELDS, Exported, ExportedPerson
from contactdesk.export.formats import ALL, SHOWN
from contactdesk.export.options import Options
from contactdesk.history.columns import SEEN_PATHS
from contactdesk.jsonpath import dig, items_at
from contactdesk.memories.field_values import PERSONAS, VALUES, field_values, is_field, memory_value
from contactdesk.model import CONTACT_FIELDS, Column, Kind, Layout, Provider
from contactdesk.people.columns import PERSON_PATHS, VENDORS
from contactdesk.providers import all_providers
from contactdesk.records.blocks import Block, overview, viewed
from contactdesk.records.formatting import copied_text, is_empty, raw_text
from contactdesk.records.regions import Regions
from contactdesk.text.characters import harmless
from contactdesk.userdata.annotations import FAVOURITE, NOTE, TAGS, value_of

LIST_SEPARATOR = "; "
MAX_COLUMNS = 4_000
"""Further fields share one last column."""

REST_TITLE = "Further fields"
TITLES = {
    "account": "Account",
    "provider": "Vendor",
    "id": "ID",
    "name": "Name",
    "display_name": "Display name",
    "emails": "E-mail",
    "phones": "Phone",
    "company": "Company",
    "title": "Title",
    "person": "Person",
    "created_at": "Created",
    "updated_at": "Updated",
}
DATES = ("created_at", "updated_at")
PERSON = "person"
"""The path of a column that tells whose each contact is."""

NOT_DIGITS = re.compile(r"\D")


class Cell(NamedTuple):
    """A value as the vendor sent it, or a list of such values, and its kind."""

    value: Any
    kind: Kind = Kind.TEXT

    def text(self) -> str:
        """The whole value without harmful characters; the items of a list are joined."""
        return harmless(_text(self.value, self.kind))


class TableColumn(NamedTuple):
    """`name` is for programs, `title` for people."""

    name: str
    title: str


AgentNames = Mapping[str, Mapping[str, str]]
NO_NAMES: AgentNames = MappingProxyType({})

ANNOTATION_COLUMNS = (
    TableColumn("my_favorite", "My favorite"),
    TableColumn("my_tags", "My tags"),
    TableColumn("my_note", "My note"),
)


class Table(Struct, frozen=True):
    columns: Sequence[TableColumn]
    row: Callable[[Exported], Sequence[Cell]]
    """As long as `columns`."""

    def rows(self, contacts: Iterable[Exported], options: Options) -> Iterator[Sequence[Cell]]:
        """A row for each contact, or for each person."""
        if not options.per_person:
            return map(self.row, contacts)
        people = groupby(contacts, key=lambda each: each.person.value)
        return (self.person_row(of_one) for _person, of_one in people)

    def person_row(self, contacts: Iterable[Exported]) -> list[Cell]:
        """The best of each column, of contacts that come best first: every item of lists, else the
        first value there is."""
        rows = [self.row(each) for each in contacts]
        return [_together(cells) for cells in zip(*rows, strict=True)]


def table_of(contacts: Iterable[Exported], options: Options) -> Table:
    """The table that `options` describe. For ALL, the contacts are read once to find their fields."""
    if options.fields == SHOWN:
        table = shown(options.columns, options.agent_names)
    else:
        table = every_field(contacts) if options.fields == ALL else standard()
    return with_annotations(table) if options.annotations else table


def with_annotations(table: Table) -> Table:
    """The table with columns for what the user noted on each contact."""

    def row(each: Exported) -> list[Cell]:
        noted = each.annotation
        is_favorite = "yes" if noted.favourite else ""
        return [*table.row(each), Cell(is_favorite), Cell(noted.tags), Cell(noted.note)]

    return Table([*table.columns, *ANNOTATION_COLUMNS], row)


def standard() -> Table:
    """The columns of FIELDS."""
    return Table([TableColumn(name, TITLES[name]) for name in FIELDS], _standard_row)


def _standard_row(each: Exported) -> list[Cell]:
    return [
        Cell(value, Kind.DATE if name in DATES else Kind.TEXT)
        for name, value in each.values().items()
    ]


def shown(columns: Sequence[Column], agent_names: AgentNames = NO_NAMES) -> Table:
    """The columns of the window's table; e-mail and phone hold all of them. `agent_names` are as in
    Options: an agent without a name is written as the vendor names it, whole."""
    titles = _distinct([("", column.title) for column in columns])

    def row(each: Exported) -> list[Cell]:
        names = agent_names.get(each.account, {})
        return [Cell(_column_value(column, each, names), column.kind) for column in columns]

    return Table([TableColumn(title, title) for title in titles], row)


def _together(cells: Sequence[Cell]) -> Cell:
    """The cell of a person, of those of the contacts."""
    kind = cells[0].kind
    if any(isinstance(cell.value, list | tuple) for cell in cells):
        found: dict[str, Any] = {}
        for item in (item for cell in cells for item in _items(cell.value)):
            found.setdefault(_compared(item), item)
        return Cell(list(found.values()), kind)
    return next((cell for cell in cells if not is_empty(cell.value)), cells[0])


def _items(value: Any) -> Sequence[Any]:
    if isinstance(value, list | tuple):
        return value
    return () if is_empty(value) else (value,)


def _compared(item: Any) -> str:
    """A form in which an item of several contacts is the same: a number by its digits alone."""
    text = str(item).casefold()
    digits = NOT_DIGITS.sub("", text).lstrip("0")
    return text if any(map(str.isalpha, text)) or not digits else digits


def _column_value(column: Column, each: Exported, names: Mapping[str, str]) -> Any:
    if column.path in (FAVOURITE, TAGS, NOTE):
        return value_of(each.annotation, column.path)
    if column.path in (*CONTACT_FIELDS, "account", PERSON):
        return each.values()[{"email": "emails", "phone": "phones"}.get(column.path, column.path)]
    if column.path in VALUES:
        value = memory_value(all_providers()[each.provider], each.contact.raw, column.path)
        if column.path == PERSONAS and value is not None:
            return [names.get(agent, agent) for agent in value]
        return value
    if column.path in SEEN_PATHS:
        return each.seen.get(column.path)
    if column.path in PERSON_PATHS:
        return _of_person(column.path, each.person)
    if is_field(column.path):
        found = field_values(Regions(all_providers()[each.provider]), each.contact.raw, column.path)
        return found[0].value if found else None
    return dig(each.contact.raw, column.path)


def _of_person(path: str, person: ExportedPerson) -> Any:
    value = person.columns.get(path)
    if path == VENDORS:
        return [all_providers()[vendor].title for vendor in value or ()]
    return value


# Every field

Key = tuple[str, str]
"""(section, label)"""


def every_field(contacts: Iterable[Exported]) -> Table:
    """The standard columns, then a column for each field that a contact has, by section."""
    providers = all_providers()
    sections: dict[str, dict[str, None]] = {}
    for each in contacts:
        for section, label in fields(providers[each.provider], each):
            sections.setdefault(section, {}).setdefault(label)
    keys = [(section, label) for section, labels in sections.items() for label in labels]
    keys, rest = keys[:MAX_COLUMNS], keys[MAX_COLUMNS:]
    titles = _distinct([*(("", TITLES[name]) for name in FIELDS), *keys])
    columns = [
        TableColumn(name, title)
        for name, title in zip([*FIELDS, *titles[len(FIELDS) :]], titles, strict=True)
    ]
    if rest:
        columns.append(TableColumn(REST_TITLE, REST_TITLE))

    def row(each: Exported) -> list[Cell]:
        found = fields(providers[each.provider], each)
        cells = [*_standard_row(each), *(found.pop(key, Cell("")) for key in keys)]
        if rest:
            lines = (f"{label}: {cell.text()}" for (_section, label), cell in found.items())
            cells.append(Cell("\n".join(lines)))
        return cells

    return Table(columns, row)


def fields(provider: Provider, each: Exported) -> dict[Key, Cell]:
    """A contact's fields as the detail pane groups them, and the sizes of the lists in its tabs."""
    found: dict[Key, list[Cell]] = {}
    for block in overview(provider, each.contact.raw):
        for key, cell in _cells(block, block.title):
            found.setdefault(key, []).append(cell)
    for key, count in _counts(provider, each):
        found.setdefault(key, []).append(Cell(count, Kind.NUMBER))
    return {
        key: cells[0] if len(cells) == 1 else Cell([cell.text() for cell in cells])
        for key, cells in found.items()
    }


def _cells(block: Block, section: str) -> Iterator[tuple[Key, Cell]]:
    """The block's values; a badge, such as "Primary", has the values it is at."""
    lines = [*block.lines, *(cell for row in block.rows for cell in row if cell is not None)]
    for line in lines:
        if not is_empty(line.value):
            yield (section, line.label), Cell(line.value, line.kind)
            for badge in line.badges:
                yield (section, badge.title), Cell(line.value)
    for inner in block.blocks:
        if block.layout is Layout.CARDS:
            if inner.title:
                yield (section, ""), Cell(inner.title)
            yield from _cells(inner, section)
        else:
            yield from _cells(inner, f"{section} {inner.title}".strip())


def _counts(provider: Provider, each: Exported) -> Iterator[tuple[Key, int]]:
    """How many items each tab has, such as memories, and how many each list in them."""
    record = viewed(provider, each.contact.raw)
    for section in provider.sections:
        items = items_at(record, section.each) if section.tab else ()
        if items:
            yield (section.title, ""), len(items)
        for inner in section.sections if items else ():
            count = sum(len(items_at(item, inner.each)) for item in items) if inner.each else 0
            if count:
                yield (section.title, inner.title), count


def _distinct(keys: Sequence[Key]) -> list[str]:
    """A title for each (section, label): the label alone where no other has it."""
    plain = [label or section for section, label in keys]
    folded = [title.casefold() for title in plain]
    titles: dict[str, None] = {}
    for (section, label), title, fold in zip(keys, plain, folded, strict=True):
        if section and label and folded.count(fold) > 1:
            title = f"{section}: {label}"
        number, made = 1, title
        while made in titles:
            number += 1
            made = f"{title} {number}"
        titles[made] = None
    return [harmless(title) for title in titles]


# Cells


def _text(value: Any, kind: Kind) -> str:
    if kind is Kind.COUNT and isinstance(value, list | tuple):
        return str(len(value))
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(_text(each, Kind.TEXT) for each in value if not is_empty(each))
    if isinstance(value, dict):
        return _compact(value)
    return copied_text(value, kind)


def _compact(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return raw_text(value)
