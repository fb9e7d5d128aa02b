"""CSV: a header and one row per contact, in UTF-8; no cell is run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from contactdesk.export.exported import FIELDS, Exported

LIST_SEPARATOR = "; "
PHONE = re.compile(r"\+[0-9][0-9 ().-]{3,24}")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
FORMULA_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")
"""Characters that make a spreadsheet take a cell for a formula."""

BLANKS = " \u00a0\ufeff"


class _Echo:
    """A file for the csv module that returns each line instead of writing it."""

    def write(self, text: str) -> str:
        return text


def encode(contacts: Iterable[Exported]) -> Iterator[bytes]:
    """The file, row by row."""
    row = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield str(row(FIELDS)).encode()
    for each in contacts:
        line = str(row([cell(value) for value in each.values().values()]))
        yield line.encode("utf-8", "replace")


def cell(value: str | list[str]) -> str:
    """A value as text, a list joined by semicolons. Text that a spreadsheet would run as a formula
    is quoted; phone numbers and numbers are not."""
    parts = [value] if isinstance(value, str) else value
    text = LIST_SEPARATOR.join(parts).replace("\0", "")
    if not text.lstrip(BLANKS).startswith(FORMULA_STARTS) or not text.strip():
        return text
    if all(PHONE.fullmatch(part) or NUMBER.fullmatch(part) for part in parts):
        return text
    return "'" + text
