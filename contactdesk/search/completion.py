"""What the word at the cursor of a search may become: fields, and values that are known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from contactdesk.search.query import DATES, FIELDS, HAS, KEYED, OTHER_NAMES
from contactdesk.search.terms import QUOTES, Piece, pieces
from contactdesk.text.normalize import normalize

MOST = 12
PERIODS = ("today", "yesterday", "<7d", "<30d", ">90d", ">1y", "2025", "2025-01..2025-03")
AFTER_HAS = {
    "email": "an e-mail address",
    "memory": "anything an agent remembers",
    "said": "messages",
    "fact": "facts",
    "open": "open items",
    "entity": "things a memory knows about",
    "custom": "custom fields or custom data",
}

Known = Callable[[str], Sequence[str]]
"""Gives the values that are known of a field; of "fact", "custom" and "entity" their keys."""


class Completion(Struct, frozen=True):
    """`text` is what [start, end) of the search becomes; `words` says what that means."""

    text: str
    start: int
    end: int
    words: str = ""


def asked(text: str, cursor: int) -> tuple[str, str] | None:
    """(field, prefix) of which `completions` needs to know values; None where it needs none."""
    piece = _piece_at(text, cursor)
    if piece is None:
        return None
    if piece.is_field:
        return _field(piece), _typed_value(piece, text, cursor)
    name, dot, key = _typed_name(piece, text, cursor).partition(".")
    return (name, key) if dot and name in KEYED else None


def completions(text: str, cursor: int, known: Known) -> list[Completion]:
    """What the word that ends at the cursor, or has it inside, may become, the likeliest first."""
    piece = _piece_at(text, cursor)
    if piece is None:
        return []
    found = _of_value if piece.is_field else _of_name
    return list(found(piece, text, cursor, known))[:MOST]


def _piece_at(text: str, cursor: int) -> Piece | None:
    return next((each for each in pieces(text) if each.start < cursor <= each.end), None)


def _field(piece: Piece) -> str:
    name = OTHER_NAMES.get(piece.name, piece.name)
    return f"{name}.{normalize(piece.key)}" if piece.key else name


def _typed_name(piece: Piece, text: str, cursor: int) -> str:
    return normalize(text[piece.start + piece.negated : cursor])


def _typed_value(piece: Piece, text: str, cursor: int) -> str:
    return text[piece.value_start : max(cursor, piece.value_start)].strip(QUOTES)


def _of_name(piece: Piece, text: str, cursor: int, known: Known) -> Iterator[Completion]:
    if piece.quoted:
        return
    start, typed = piece.start + piece.negated, _typed_name(piece, text, cursor)
    name, dot, key = typed.partition(".")
    if dot and name in KEYED:
        for each in known(name):
            if normalize(each).startswith(key):
                yield Completion(f"{name}.{each}:", start, piece.end, FIELDS[name])
        return
    for field, words in FIELDS.items():
        if typed and field.startswith(typed):
            yield Completion(f"{field}:", start, piece.end, words)


def _of_value(piece: Piece, text: str, cursor: int, known: Known) -> Iterator[Completion]:
    field, typed = _field(piece), normalize(_typed_value(piece, text, cursor))
    if cursor < piece.value_start:
        return
    if field == "has":
        values = {each: AFTER_HAS.get(each, f"a {each}") for each in HAS}
    elif field in DATES:
        values = dict.fromkeys(PERIODS, "")
    else:
        values = dict.fromkeys(known(field), "")
    for value, words in values.items():
        if normalize(value).startswith(typed):
            yield Completion(_quoted(value), piece.value_start, piece.end, words)


def _quoted(value: str) -> str:
    """A value as it is typed: in quotes where it holds a space, or begins like a quote."""
    value = "".join(" " if each in QUOTES else each for each in value)
    return f'"{value}"' if any(map(str.isspace, value)) else value
