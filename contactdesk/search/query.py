"""The search language: parses what was typed into clauses of terms.

Any text is a query. What is not understood is searched as text and reported in `Query.problems`;
it never widens the search.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.model import CONTACT_FIELDS, REGIONS
from contactdesk.search.dates import WORDS_OF_DAY, parse_period
from contactdesk.search.terms import (
    Piece,
    Term,
    day_term,
    number_at,
    number_term,
    pieces,
    word_term,
)
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import JOINER, key_token

FIELDS = (
    "name",
    "email",
    "phone",
    "company",
    "title",
    "id",
    "account",
    "vendor",
    "said",
    "memory",
    "fact",
    "open",
    "entity",
    "persona",
    "custom",
    "has",
    "created",
    "updated",
)
FIELD_ALIASES = {"e-mail": "email", "mail": "email"}
KEYED_FIELDS = ("fact", "custom", "entity")
"""Fields that may have a key: fact.time_zone:"""

DATE_FIELDS = ("created", "updated")
STORED_FIELDS = ("has", "account", "vendor", *DATE_FIELDS)
"""Fields that match a stored value, not a text of the contact."""

HAS_VALUES = (*CONTACT_FIELDS[:5], *REGIONS)
"""What may follow `has:`."""

REGIONS_OF_FIELD = {"memory": ("memory", "fact")}
"""Field -> the regions it searches, where they are not the one of its name."""

MAX_WORDS_OF_PHONE = 24


class QueryProblem(Struct, frozen=True):
    """Something in a query that was not understood.

    Kinds and what `value` is: "unknown-field" and "no-value" (the field), "bad-date", "bad-has",
    "no-words" and "bad-key" (what was typed), "open-quote" ("").
    """

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search: one term of every clause must match. `text` is as it was typed."""

    text: str
    clauses: tuple[tuple[Term, ...], ...] = ()
    problems: tuple[QueryProblem, ...] = field(default=(), compare=False)

    @property
    def empty(self) -> bool:
        return not self.clauses

    @property
    def depends_on_now(self) -> bool:
        """Whether the same search may find something else tomorrow."""
        return any(term.period is not None for clause in self.clauses for term in clause)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that can be highlighted in a match: all but the negated ones."""
        return tuple(term for clause in self.clauses for term in clause if not term.negated)


def parse(text: str) -> Query:
    return _Parser(text.replace(JOINER, " ")).query(text)


class _Parser:
    """Parses one text. `or` binds tighter than the space: `a b or c` is a and (b or c)."""

    def __init__(self, text: str) -> None:
        self.problems: dict[QueryProblem, None] = {}
        self.units: list[str | Piece] = []
        for piece in pieces(text):
            self.units += normalize(piece.value).split() if piece.is_plain else [piece]
        self.at = 0

    def query(self, text: str) -> Query:
        clauses = []
        while self.at < len(self.units):
            clause = self._alternatives()
            if clause:
                clauses.append(clause)
        return Query(text, tuple(clauses), tuple(self.problems))

    def _alternatives(self) -> tuple[Term, ...]:
        found = [self._unit()]
        while self.at + 1 < len(self.units) and self.units[self.at] == "or":
            self.at += 1
            found.append(self._unit())
        return tuple(dict.fromkeys(term for term in found if term is not None))

    def _unit(self) -> Term | None:
        unit = self.units[self.at]
        if isinstance(unit, Piece):
            self.at += 1
            return self._piece_term(unit)
        # Adjacent words may be one phone number.
        following = self.units[self.at : self.at + MAX_WORDS_OF_PHONE]
        words = [each if isinstance(each, str) else "" for each in following]
        if day := day_term(words[:WORDS_OF_DAY]):
            self.at += WORDS_OF_DAY
            return day
        size = number_at(words, 0)
        self.at += max(1, size)
        return number_term(words[:size]) if size else word_term(unit)

    def _piece_term(self, piece: Piece) -> Term | None:
        if not piece.closed:
            self._report("open-quote")
        term = self._field_term(piece) if piece.is_field else _phrase(piece.value, "", piece)
        if term is None or not piece.negated:
            return term
        return replace(term, negated=True)

    def _field_term(self, piece: Piece) -> Term | None:
        name = FIELD_ALIASES.get(piece.name, piece.name)
        typed = f"{piece.name}.{piece.key}" if piece.key else piece.name
        if name not in FIELDS or (piece.key and name not in KEYED_FIELDS):
            self._report("unknown-field", typed)
            return _as_text(piece)
        if not piece.value.strip():
            self._report("no-value", typed)
            return None
        if name in DATE_FIELDS:
            period = parse_period(normalize(piece.value))
            if period is None:
                self._report("bad-date", piece.value)
                return _as_text(piece)
            return Term("", (), field=name, period=period)
        if name == "has":
            return self._has_term(piece)
        return self._value_term(name, piece)

    def _has_term(self, piece: Piece) -> Term | None:
        what, _, key = normalize(piece.value.strip()).partition(".")
        what = FIELD_ALIASES.get(what, what)
        if what in HAS_VALUES and (not key or (what in KEYED_FIELDS and key_token(key))):
            return Term(what, (), field="has", key=key_token(key))
        self._report("bad-has", piece.value)
        return _as_text(piece)

    def _value_term(self, name: str, piece: Piece) -> Term | None:
        term = _phrase(piece.value, name, piece)
        if term is None:
            self._report("no-words", piece.value)
            return None
        key = key_token(piece.key)
        if piece.key and not key:
            self._report("bad-key", piece.key)
            return _as_text(piece)
        return replace(term, key=key, parts=tuple(replace(p, key=key) for p in term.parts))

    def _report(self, kind: str, value: str = "") -> None:
        self.problems[QueryProblem(kind, value)] = None


def _phrase(value: str, name: str, piece: Piece) -> Term | None:
    text, whole = normalize(value).strip(), piece.quoted and piece.closed
    return day_term(text.split(), name, whole=True) or word_term(text, name, whole=whole)


def _as_text(piece: Piece) -> Term | None:
    """The piece as typed, as if its field were not one."""
    key = f".{piece.key}" if piece.key else ""
    return word_term(normalize(f"{piece.name}{key}:{piece.value}").strip())
