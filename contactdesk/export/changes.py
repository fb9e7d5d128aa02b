"""Changes as CSV and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from contactdesk.export import csv
from contactdesk.export.file_errors import file_errors
from contactdesk.export.markdown import escaped
from contactdesk.export.table import Cell, TableColumn
from contactdesk.export.target import opened
from contactdesk.model import Kind

CHANGE_FORMATS = ("csv", "md")

COLUMNS = (
    TableColumn("noticed", "Noticed"),
    TableColumn("account", "Account"),
    TableColumn("id", "ID"),
    TableColumn("name", "Name"),
    TableColumn("what", "What changed"),
    TableColumn("kinds", "Kinds"),
    TableColumn("fields", "Fields"),
)


class ListedChange(Struct, frozen=True):
    """A change as a list shows it: `noticed` a moment in UTC, `day` and `clock` the same here, for
    people; `account` a label, `what` what changed in words, `kinds` and `fields` as searches take
    them."""

    noticed: str
    day: str
    clock: str
    account: str
    id: str
    name: str
    what: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]

    def cells(self) -> list[Cell]:
        """The change as a row of COLUMNS."""
        return [
            Cell(self.noticed, Kind.DATE),
            *map(Cell, (self.account, self.id, self.name, self.what)),
            Cell(" ".join(self.kinds)),
            Cell(" ".join(self.fields)),
        ]


def encode(fmt: str, changes: Iterable[ListedChange]) -> Iterator[bytes]:
    """The file in one of CHANGE_FORMATS, in parts."""
    if fmt == "md":
        return _markdown(changes)
    rows: Iterable[Sequence[Cell]] = (each.cells() for each in changes)
    return csv.encode_rows([column.name for column in COLUMNS], rows)


def _markdown(changes: Iterable[ListedChange]) -> Iterator[bytes]:
    """A heading for each day and account in a run, and a line for each change."""
    above = ("", "")
    for each in changes:
        heading = each.day, each.account
        if heading != above:
            above = heading
            yield f"\n## {escaped(each.day)} · {escaped(each.account)}\n\n".encode()
        name = escaped(each.name) or "?"
        yield f"- {escaped(each.clock)} **{name}**: {escaped(each.what)}\n".encode()


def write_changes(fmt: str, out: Path | None, changes: Sequence[ListedChange]) -> int:
    """Writes changes to a file of one of CHANGE_FORMATS, as `write.write` does; returns how many.
    Raises ExportFileError."""
    with opened(out) as target:
        for part in encode(fmt, changes):
            with file_errors():
                target.file.write(part)
    return len(changes)
