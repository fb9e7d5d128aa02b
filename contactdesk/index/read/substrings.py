"""Substring search in names, e-mails and numbers: posting lists propose, the text decides."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import apsw
from msgspec import Struct

from contactdesk.index.columns import EMAILS_END, NAME_END, PHONES_END, storable
from contactdesk.index.postings.bitmap import (
    Bitmap,
    BitmapReader,
    difference,
    from_ids,
    to_ids,
)
from contactdesk.index.postings.lookup import PostingReader
from contactdesk.search.numbers import TypedNumber, prepare
from contactdesk.search.terms import MIN_SUBSTRING_CHARS, Term

PLACES = {
    "": "s.text",
    "name": f"substr(s.text, 1, instr(s.text, '{NAME_END}'))",
    "email": f"substr(s.text, instr(s.text, '{NAME_END}'), instr(s.text, '{EMAILS_END}')"
    f" - instr(s.text, '{NAME_END}'))",
    "number": f"substr(s.text, instr(s.text, '{EMAILS_END}'))",
    "phone": f"substr(s.text, instr(s.text, '{EMAILS_END}'), instr(s.text, '{PHONES_END}')"
    f" - instr(s.text, '{EMAILS_END}'))",
}
"""Field, or "number" for any number -> SQL for that section of `substring_text`."""


class Sought(Struct, frozen=True):
    """A substring in one of PLACES; with `number`, one that a matching number ends with."""

    text: str
    place: str
    number: TypedNumber | None = None

    @property
    def is_trigram(self) -> bool:
        """Whether one posting list decides; not if only one section counts."""
        is_single = len(self.text) == MIN_SUBSTRING_CHARS and self.number is None
        return is_single and self.place in ("", "number")


class SubstringMatches(Struct):
    """Contacts that have a substring, and candidates that still need verification."""

    certain: Bitmap
    unverified: Bitmap

    def verify(self, reader: BitmapReader, sought: Sought, among: Bitmap) -> None:
        """Decide which of some candidates have it, by reading their texts."""
        some = self.unverified & among
        if not some:
            return
        verified = _with_number if sought.number else _with_text
        self.certain |= verified(reader, sought, to_ids(some, reader.check))
        self.unverified = difference(self.unverified, some)


def _with_text(reader: BitmapReader, sought: Sought, ids: array[int]) -> Bitmap:
    return reader.bitmap(
        "SELECT s.id FROM carray(?) h CROSS JOIN substring_text s ON s.id = h.value"
        f" WHERE instr({PLACES[sought.place]}, ?)",
        apsw.carray(ids),
        sought.text,
    )


def _with_number(reader: BitmapReader, sought: Sought, ids: array[int]) -> Bitmap:
    rows = reader.connection.execute(
        f"SELECT s.id, {PLACES[sought.place]}"
        " FROM carray(?) h CROSS JOIN substring_text s ON s.id = h.value",
        (apsw.carray(ids),),
    )
    found = [row_id for row_id, text in rows if _has_number(text, sought)]
    return from_ids(found, reader.size)


def _has_number(text: str, sought: Sought) -> bool:
    number = sought.number
    return number is not None and any(
        number.matches(line) for line in text.split("\n") if sought.text in line
    )


def find_substring(postings: PostingReader, sought: Sought) -> SubstringMatches:
    found = postings.candidates(sought.text, sought.place, PLACES[sought.place])
    return SubstringMatches(found, 0) if sought.is_trigram else SubstringMatches(0, found)


def substrings_of(term: Term) -> Iterator[Sought]:
    """All substrings that satisfy a term."""
    if term.has_parts:
        yield Sought(storable(term.text), term.field)
    number, place = term.number, term.field or "number"
    if number is None or place not in PLACES:
        return
    prepare()
    if number.has_other_forms:
        yield Sought(number.ending, place, number)
    elif number.digits != term.text or not term.has_parts:
        yield Sought(number.digits, place)
