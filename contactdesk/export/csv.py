"""CSV: a header and one row per contact, in UTF-8; no cell is run as a formula."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from contactdesk.export.exported import Exported
from contactdesk.export.options import DEFAULT, Options
from contactdesk.export.table import Cell, table_of
from contactdesk.text.characters import harmless, without_invisible

EXTENSION = r"(?:; ?ext=|[ ,;]*(?:[^\W\d_]{1,10}|#)[ .:]*)\d{1,9}"
PHONE = re.compile(rf"[+(]{{0,3}}\d[\d ()./·‐-―−-]{{3,30}}[A-Za-z]{{0,10}}(?:{EXTENSION})?")
"""After compatibility normalization: full-width digits, brackets and plus signs are plain ones.
Vanity letters may end it; without brackets after them they call nothing."""

MIN_PHONE_DIGITS, MAX_PHONE_DIGITS = 4, 26
MAX_PHONES_CHARS = 2_000
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
BETWEEN_PHONES = re.compile(r"[;,/] (?!ext)| (?:or|and) ", re.IGNORECASE)
FORMULA_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")
"""Characters that make a spreadsheet take a cell for a formula."""

BLANKS = " \u00a0\ufeff"


class _Echo:
    """A file for the csv module that returns each line instead of writing it."""

    def write(self, text: str) -> str:
        return text


def encode(contacts: Iterable[Exported], options: Options = DEFAULT) -> Iterator[bytes]:
    """The file, row by row."""
    table = table_of(contacts, options)
    names = [column.name for column in table.columns]
    return encode_rows(names, table.rows(contacts, options))


def encode_rows(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A file with one row per item, each as long as `names`."""
    row = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield str(row(map(guarded, names))).encode()
    for cells in rows:
        yield str(row([guarded(cell.text()) for cell in cells])).encode()


def guarded(text: str) -> str:
    """The text without harmful characters. Text that a spreadsheet would run as a formula is
    quoted; phone numbers, also several, and numbers are not."""
    text = harmless(text)
    bare = without_invisible(text).lstrip(BLANKS)
    if not bare.startswith(FORMULA_STARTS) or not bare.strip() or is_phones(bare):
        return text
    return "'" + text


def is_phones(text: str) -> bool:
    """Whether a text is nothing but phone numbers and numbers."""
    if len(text) > MAX_PHONES_CHARS:
        return False
    lines = unicodedata.normalize("NFKC", text).strip().replace("\n", "; ")
    parts = BETWEEN_PHONES.split(" ".join(lines.split()))
    return all(NUMBER.fullmatch(part) or _is_phone(part) for part in map(str.strip, parts) if part)


def _is_phone(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return (
        MIN_PHONE_DIGITS <= digits <= MAX_PHONE_DIGITS
        and PHONE.fullmatch(text) is not None
        and text.count("(") == text.count(")")
    )
