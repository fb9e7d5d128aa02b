"""Sets of the contacts of one chunk, by the beginnings of words and the threes they have.

Nothing here knows of the index: it may be done in another process.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Sequence

from contactdesk.index.ingest.entries import EMAILS_END
from contactdesk.index.postings.prefixes import LONGEST, is_longest, token

CHUNK = 8_192
"""Row ids of one chunk. A set of one is its sorted places as two bytes each, or a bit for every
place where that is shorter."""

BITMAP = CHUNK // 8
MANY = CHUNK // 32
"""Contacts of a chunk from which on a beginning of LONGEST characters has a set: of the others, as
many as there are words, the full text gathers the few."""

Fresh = Sequence[tuple[int, str, str]]
"""Contacts of a chunk, in order: (place in it, how their words begin, their lines)."""

Found = defaultdict[str, list[int]]
"""Token -> places of the contacts that have it."""

# Folded text has no other digits than 0-9: what stands in numbers is told from what does not.
NUMERALS = str.maketrans("0123456789", "０１２３４５６７８９")

_TO_DIGITS = bytes.maketrans(b"\0\1", b"01")


def threes(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


def threes_of(parts: str) -> set[str]:
    """All threes in a contact's lines; see `Entry.parts`."""
    head, _, numbers = parts.partition(EMAILS_END)
    return threes(head) | threes(numbers.translate(NUMERALS))


def gathered(fresh: Fresh) -> Found:
    found: Found = defaultdict(list)
    begun: Found = defaultdict(list)
    for place, starts, parts in fresh:
        for start in starts.split():
            begun[start].append(place)
        if starts:
            for three in threes_of(parts):
                found[three].append(place)
    shorter: defaultdict[str, set[int]] = defaultdict(set)
    for start, places in begun.items():
        shorter[start[:2]].update(places)
        if len(start) == LONGEST:
            found[token(start)] = places
    for start, several in list(shorter.items()):
        shorter[start[0]] |= several
    found.update((start, list(several)) for start, several in shorter.items())
    return found


def packed(found: Found) -> list[tuple[str, bytes]]:
    """(token, set) of the tokens that have one, in order."""
    return [
        (each, blob_of(found[each]))
        for each in sorted(found)
        if len(found[each]) >= (MANY if is_longest(each) else 1)
    ]


def sets_of(fresh: Fresh) -> list[tuple[str, bytes]]:
    """The sets of a chunk that has none yet."""
    return packed(gathered(fresh))


def blob_of(places: list[int]) -> bytes:
    """A set of these places as it is kept."""
    if len(places) * 2 < BITMAP:
        found = array("H", sorted(places))
        if sys.byteorder == "big":
            found.byteswap()
        return found.tobytes()
    marks = bytearray(CHUNK)
    for place in places:
        marks[place] = 1
    # The first place is the lowest bit.
    return int(marks[::-1].translate(_TO_DIGITS), 2).to_bytes(BITMAP, "little")
