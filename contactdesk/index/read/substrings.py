"""Substring search in names, e-mails and numbers: posting lists propose, the text decides."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
from msgspec import Struct

from contactdesk.index.columns import EMAILS_END, NAME_END, PHONES_END, storable
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, difference, to_ids
from contactdesk.index.postings.lookup import PostingReader
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


class SubstringMatches(Struct):
    """Contacts that have a substring, and candidates that still need verification."""

    certain: Bitmap
    unverified: Bitmap

    def verify(self, reader: BitmapReader, text: str, place: str, among: Bitmap) -> None:
        """Decide which of some candidates have the text, by reading theirs."""
        some = self.unverified & among
        if not some:
            return
        self.certain |= reader.bitmap(
            "SELECT s.id FROM carray(?) h CROSS JOIN substring_text s ON s.id = h.value"
            f" WHERE instr({PLACES[place]}, ?)",
            apsw.carray(to_ids(some, reader.check)),
            text,
        )
        self.unverified = difference(self.unverified, some)


def find_substring(postings: PostingReader, text: str, place: str) -> SubstringMatches:
    found = postings.candidates(text, place, PLACES[place])
    # A single trigram needs no verification, unless only one section counts.
    is_certain = len(text) == MIN_SUBSTRING_CHARS and place in ("", "number")
    return SubstringMatches(found, 0) if is_certain else SubstringMatches(0, found)


def substrings_of(term: Term) -> Iterator[tuple[str, str]]:
    """(text, key of PLACES) of all substrings that satisfy a term."""
    if term.has_parts:
        yield storable(term.text), term.field
    place = term.field or "number"
    if term.digits and (term.digits != term.text or not term.has_parts):
        yield storable(term.digits), place
    for national in term.nationals:
        yield f"\n{national}\n", place
