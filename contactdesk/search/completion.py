"""Completions of the word at the cursor of a search: field names, and known values of a field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from contactdesk.history.kinds import GROUPS
from contactdesk.search.fields import (
    CHANGED,
    DATE_FIELDS,
    DIFFERENCES,
    FIELD_ALIASES,
    FIELDS,
    HAS_VALUES,
    IS_VALUES,
    KEYED_FIELDS,
    NO,
    YES,
)
from contactdesk.search.terms import QUOTES, Piece, pieces
from contactdesk.text.normalize import normalize

MAX_COMPLETIONS = 12
PERIODS = ("today", "yesterday", "<7d", "<30d", ">90d", ">1y", "2025", "2025-01..2025-03")

COUNTS = ("0", "1", ">1", "2..5")
FIXED_VALUES: dict[str, Sequence[str]] = {
    "has": HAS_VALUES,
    "is": IS_VALUES,
    "linked": (YES, NO, "2", ">2", "3..5"),
    "maybe": (YES, NO),
    "differs": (*DIFFERENCES, YES, NO),
    "behind": (YES, ">7d", ">30d", ">90d", "<7d", NO),
    "memories": COUNTS,
    CHANGED: (*PERIODS[:4], *GROUPS),
}
WORDED_FIELDS = ("has", "is", "linked", "maybe", "differs", "behind", CHANGED)
"""Fields whose values are words of the search language."""

KnownValues = Callable[[str], Sequence[str]]
"""The known values of a field; of "fact", "custom" and "entity" their keys."""


class Completion(Struct, frozen=True):
    """`text` replaces [start, end) of the search.

    `kind` tells what it is: a "field", or the value of one of WORDED_FIELDS, with this `name`, or
    just a "value".
    """

    text: str
    start: int
    end: int
    kind: str = "value"
    name: str = ""


def values_needed(text: str, cursor: int) -> tuple[str, str] | None:
    """(field, prefix) of the values `completions` needs to know; None if it needs none."""
    piece = _piece_at(text, cursor)
    if piece is None:
        return None
    if piece.is_field:
        return _field(piece), _typed_value(piece, text, cursor)
    name, dot, key = _typed_name(piece, text, cursor).partition(".")
    return (name, key) if dot and name in KEYED_FIELDS else None


def completions(text: str, cursor: int, known: KnownValues) -> list[Completion]:
    """The completions of the word that ends at the cursor or contains it, likeliest first."""
    piece = _piece_at(text, cursor)
    if piece is None:
        return []
    found = _complete_value if piece.is_field else _complete_name
    return list(found(piece, text, cursor, known))[:MAX_COMPLETIONS]


def _piece_at(text: str, cursor: int) -> Piece | None:
    return next((each for each in pieces(text) if each.start < cursor <= each.end), None)


def _field(piece: Piece) -> str:
    name = FIELD_ALIASES.get(piece.name, piece.name)
    return f"{name}.{normalize(piece.key)}" if piece.key else name


def _typed_name(piece: Piece, text: str, cursor: int) -> str:
    return normalize(text[piece.start + piece.negated : cursor])


def _typed_value(piece: Piece, text: str, cursor: int) -> str:
    return text[piece.value_start : max(cursor, piece.value_start)].strip(QUOTES)


def _complete_name(
    piece: Piece, text: str, cursor: int, known: KnownValues
) -> Iterator[Completion]:
    if piece.quoted:
        return
    start, typed = piece.start + piece.negated, _typed_name(piece, text, cursor)
    name, dot, key = typed.partition(".")
    if dot and name in KEYED_FIELDS:
        for each in known(name):
            if normalize(each).startswith(key):
                yield Completion(f"{name}.{each}:", start, piece.end, "field", name)
        return
    for field in FIELDS:
        if typed and field.startswith(typed):
            yield Completion(f"{field}:", start, piece.end, "field", field)


def _complete_value(
    piece: Piece, text: str, cursor: int, known: KnownValues
) -> Iterator[Completion]:
    field, typed = _field(piece), normalize(_typed_value(piece, text, cursor))
    if cursor < piece.value_start:
        return
    fixed = FIXED_VALUES | dict.fromkeys(DATE_FIELDS, PERIODS)
    if field.startswith(f"{CHANGED}."):
        field = DATE_FIELDS[0]
    for value in dict.fromkeys((*fixed.get(field, ()), *known(field))):
        if normalize(value).startswith(typed):
            kind, name = (field, value) if field in WORDED_FIELDS else ("value", "")
            yield Completion(_quoted(value), piece.value_start, piece.end, kind, name)


def _quoted(value: str) -> str:
    """A value as it is typed: in quotes if it has a space, without quotes inside."""
    value = "".join(" " if each in QUOTES else each for each in value)
    return f'"{value}"' if any(map(str.isspace, value)) else value
