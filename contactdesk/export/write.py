"""Writes contacts to a file in one of the formats: streamed, private, and replaced atomically."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from contactdesk.export import csv, json, markdown, vcard, xlsx
from contactdesk.export.exported import Exported
from contactdesk.export.file_errors import file_errors
from contactdesk.export.options import DEFAULT, Options
from contactdesk.export.target import opened

Encode = Callable[[Iterable[Exported], Options], Iterator[bytes]]
ENCODERS: dict[str, Encode] = {
    "xlsx": xlsx.encode,
    "csv": csv.encode,
    "json": json.encode,
    "vcf": vcard.encode,
    "md": markdown.encode,
}


class _Counted:
    """Contacts, and how many of them, or how many people, the latest reading gave."""

    def __init__(self, contacts: Iterable[Exported], per_person: bool) -> None:
        self._contacts = contacts
        self._per_person = per_person
        self.count = 0

    def __iter__(self) -> Iterator[Exported]:
        self.count, person = 0, None
        for contact in self._contacts:
            yield contact
            self.count += not self._per_person or contact.person.value != person
            person = contact.person.value


def write(
    fmt: str, out: Path | None, contacts: Iterable[Exported], options: Options = DEFAULT
) -> int:
    """Writes the contacts to a file of one of FORMATS; returns how many, or how many people.

    `out` is None for standard output; `target.opened` says what else it can be. The contacts are
    taken one by one and never held; for all fields of a table they are read twice. The file
    replaces an older one when it is complete. Raises ExportFileError.
    """
    counted = _Counted(contacts, options.per_person)
    with opened(out) as target:
        for part in ENCODERS[fmt](counted, replace(options, scratch=target.scratch)):
            with file_errors():
                target.file.write(part)
    return counted.count
