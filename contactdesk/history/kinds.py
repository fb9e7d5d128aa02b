"""Kinds of change between two records of a contact."""

from __future__ import annotations

from collections.abc import Iterable

NEW, GONE = "new", "gone"
"""The contact came to an account that was read before, or two passes in a row missed it."""

FIELD = "field"
"""Any value that none of the other kinds names."""

FACT_ADDED, FACT_CHANGED, FACT_DROPPED = "fact-added", "fact-changed", "fact-dropped"
ITEM_OPENED, ITEM_CHANGED, ITEM_CLOSED = "item-opened", "item-changed", "item-closed"
MESSAGE_ADDED, MESSAGE_DROPPED = "message-added", "message-dropped"
MEMORY_ADDED, MEMORY_DROPPED = "memory-added", "memory-dropped"

KINDS = (
    *(NEW, GONE, FIELD),
    *(FACT_ADDED, FACT_CHANGED, FACT_DROPPED),
    *(ITEM_OPENED, ITEM_CHANGED, ITEM_CLOSED),
    *(MESSAGE_ADDED, MESSAGE_DROPPED),
    *(MEMORY_ADDED, MEMORY_DROPPED),
)
"""In the order of their bits in the index: new kinds go to the end."""

TIME = "time"
"""A difference of two versions that is no change: a time that the vendor keeps for itself."""

GROUPS = {
    "new": (NEW,),
    "gone": (GONE,),
    "field": (FIELD,),
    "fact": (FACT_ADDED, FACT_CHANGED, FACT_DROPPED),
    "open": (ITEM_OPENED, ITEM_CHANGED, ITEM_CLOSED),
    "message": (MESSAGE_ADDED, MESSAGE_DROPPED),
    "memory": (MEMORY_ADDED, MEMORY_DROPPED),
}
"""A word for several kinds, as it is typed in a search and chosen in a filter."""

_BITS = {kind: 1 << place for place, kind in enumerate(KINDS)}


def to_bits(kinds: Iterable[str]) -> int:
    """Kinds as a number with a bit for each."""
    found = 0
    for kind in kinds:
        found |= _BITS[kind]
    return found


def from_bits(bits: int) -> tuple[str, ...]:
    """The inverse of `to_bits`, in the order of KINDS."""
    return tuple(kind for kind, bit in _BITS.items() if bits & bit)
