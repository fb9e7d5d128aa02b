"""Open items as a Markdown checklist, as CSV and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.export import csv, xlsx
from contactdesk.export.file_errors import file_errors
from contactdesk.export.markdown import escaped
from contactdesk.export.options import DEFAULT, Options
from contactdesk.export.table import Cell, TableColumn
from contactdesk.export.target import opened
from contactdesk.model import Kind
from contactdesk.records.formatting import PLAIN_FORMATS, LocaleFormats, format_value
from contactdesk.records.moments import EPOCH

ITEM_FORMATS = ("xlsx", "csv", "md")

COLUMNS = (
    TableColumn("priority", "Priority"),
    TableColumn("item", "Open item"),
    TableColumn("type", "Type"),
    TableColumn("person", "Person"),
    TableColumn("agent", "Persona"),
    TableColumn("since", "Since"),
    TableColumn("related_to", "Related to"),
    TableColumn("account", "Account"),
    TableColumn("done", "Done"),
    TableColumn("snoozed_until", "Snoozed until"),
)


class ListedItem(Struct, frozen=True):
    """An open item as a list shows it. `agent` is a name for people, `account` a label; `since` is a
    moment or a day as the vendor sent it, `snoozed_until` an ISO day; what is not known is ""."""

    text: str
    priority: str = ""
    type: str = ""
    person: str = ""
    agent: str = ""
    since: str = ""
    related_to: str = ""
    account: str = ""
    is_done: bool = False
    snoozed_until: str = ""

    def cells(self) -> list[Cell]:
        """The item as a row of COLUMNS."""
        texts = (self.priority, self.text, self.type, self.person, self.agent)
        return [
            *map(Cell, texts),
            Cell(self.since, Kind.DATE),
            Cell(self.related_to),
            Cell(self.account),
            Cell("yes" if self.is_done else ""),
            Cell(self.snoozed_until, Kind.DAY),
        ]


def checklist(items: Iterable[ListedItem], formats: LocaleFormats = PLAIN_FORMATS) -> str:
    """A Markdown checklist: "- [ ] **high** Call back (Jane, Anna, 2026-11-18, order o-1)"."""
    return "".join(_task(each, formats) for each in items)


def _task(item: ListedItem, formats: LocaleFormats) -> str:
    since = format_value(item.since, Kind.DATE, EPOCH, formats)
    known = (item.person, item.agent, since, item.related_to, item.account)
    details = ", ".join(filter(None, map(escaped, known)))
    priority = escaped(item.priority)
    # In one paragraph: a line of the text must not begin another item.
    text = escaped(item.text) or escaped(item.type) or "?"
    mark = "x" if item.is_done else " "
    return (
        f"- [{mark}] {f'**{priority}** ' if priority else ''}{text}"
        f"{f' ({details})' if details else ''}\n"
    )


def encode(fmt: str, items: Iterable[ListedItem], options: Options = DEFAULT) -> Iterator[bytes]:
    """The file in one of ITEM_FORMATS, in parts."""
    if fmt == "md":
        return (_task(each, options.formats).encode() for each in items)
    rows: Iterable[Sequence[Cell]] = (each.cells() for each in items)
    if fmt == "csv":
        return csv.encode_rows([column.name for column in COLUMNS], rows)
    return xlsx.encode_rows("Open items", [column.title for column in COLUMNS], rows, options)


def write_items(
    fmt: str, out: Path | None, items: Sequence[ListedItem], options: Options = DEFAULT
) -> int:
    """Writes items to a file of one of ITEM_FORMATS, as `write.write` does; returns how many.
    Raises ExportFileError."""
    with opened(out) as target:
        for part in encode(fmt, items, replace(options, scratch=target.scratch)):
            with file_errors():
                target.file.write(part)
    return len(items)
