"""The search language: parses what was typed into clauses of terms.

Any text is a query. What is not understood is reported in `Query.problems`, and is searched as text
or, where there is no text to search for, matches nothing: it never widens the search. Punctuation
between words is no clause; in a contact's texts, too, it only separates words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.search.addresses import MAILTO, pasted_addresses
from contactdesk.search.comparisons import parse_comparison, parse_count
from contactdesk.search.dates import WORDS_OF_DAY
from contactdesk.search.fields import (
    COMPARED_FIELDS,
    FIELD_ALIASES,
    FIELDS,
    IN,
    KEYED_FIELDS,
    OPEN_COUNT,
)
from contactdesk.search.numbers import number_at
from contactdesk.search.stored_terms import PROBLEMS, READERS, stored_term
from contactdesk.search.terms import (
    MAX_NEIGHBORS,
    Piece,
    Term,
    day_term,
    joined_with_neighbors,
    number_term,
    pieces,
    word_term,
)
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import JOINER, key_token, query_tokens

MAX_WORDS_OF_PHONE = 24

PHONE_SCHEMES = ("tel", "callto", "sip", "sips")
"""Beginnings of pasted links to a phone number."""

MINUS = "\u2212"
"""The mathematical sign; it excludes like a hyphen."""

LINKS = (MAILTO.removesuffix(":"), *PHONE_SCHEMES)

NOTHING = Term("", ())
"""Matches no contact."""

AND, OR, NOT = "and", "or", "not"

SIGNS = ("<", ">", "=")
"""How a value begins that is compared."""

COUNTED = {"open": OPEN_COUNT, IN: IN}
"""A field that may be followed by words or by a number -> the field of its terms with a number."""


class QueryProblem(Struct, frozen=True):
    """Something in a query that was not understood.

    Searched as text, kinds and what `value` is: "unknown-field" (the field), "bad-date", "bad-has",
    "bad-is", "bad-count", "bad-linked", "bad-maybe", "bad-differs", "bad-behind", "bad-priority",
    "bad-changed", "bad-comparison", "bad-key" (what was typed),
    "open-quote" (""). Matching nothing: "no-value" (the field), "no-words" (what was typed),
    "empty-quotes" (""). With `excluded` it was to be excluded and matches nothing: to exclude a
    text that hardly anybody has would find nearly all.
    """

    kind: str
    value: str = ""
    excluded: bool = False


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
    def is_unsearchable(self) -> bool:
        """Whether it matches nothing because a clause has nothing to search for."""
        return any(set(clause) == {NOTHING} for clause in self.clauses)

    @property
    def depends_on_now(self) -> bool:
        """Whether the same search may find something else tomorrow."""
        return any(term.depends_on_now for clause in self.clauses for term in clause)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that can be highlighted in a match: all but the negated ones."""
        return tuple(term for clause in self.clauses for term in clause if not term.negated)


def parse(text: str) -> Query:
    """The query of any text; empty only for a blank one."""
    typed = text.replace(JOINER, " ").replace(MINUS, "-")
    if addresses := pasted_addresses(typed):
        # A bracket ends an address; a bare one may still be typed.
        whole = "<" in typed
        found = (word_term(each, whole=whole) or NOTHING for each in addresses)
        return Query(text, (tuple(found),))
    return _Parser(typed).query(text)


class Operator(Struct, frozen=True):
    """A word that joins or excludes terms: AND, OR, NOT."""

    word: str


Unit = str | Piece | Operator
"""A word as typed, a piece that is more than a word, or an operator."""


class _Parser:
    """Parses one text. `or` binds tighter than the space and AND: `a b or c` is a and (b or c)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: dict[QueryProblem, None] = {}
        self.units = _with_operands([each for piece in pieces(text) for each in _units(piece)])
        self.at = 0

    def query(self, text: str) -> Query:
        clauses: list[tuple[Term, ...]] = []
        if not self.units and self.text.strip():
            self._report("no-words", self.text.strip())
            clauses.append((NOTHING,))
        while self.at < len(self.units):
            self._take(AND)
            clauses.append(self._alternatives())
        return Query(text, tuple(clauses), tuple(self.problems))

    def _take(self, word: str) -> bool:
        """Whether the next unit is this operator, which is passed then."""
        is_next = self.units[self.at : self.at + 1] == [Operator(word)]
        self.at += is_next
        return is_next

    def _alternatives(self) -> tuple[Term, ...]:
        found = [self._operand()]
        while self._take(OR):
            found.append(self._operand())
        return tuple(dict.fromkeys(found))

    def _operand(self) -> Term:
        excluded = self._take(NOT)
        unit = self.units[self.at]
        if not isinstance(unit, Piece):
            return _excluded(self._word_term(), excluded)
        self.at += 1
        excluded ^= unit.negated
        return _excluded(self._piece_term(unit, excluded), excluded)

    def _word_term(self) -> Term:
        # Adjacent words may be one phone number.
        following = self.units[self.at : self.at + MAX_WORDS_OF_PHONE]
        words = [normalize(each) if isinstance(each, str) else "" for each in following]
        if day := day_term(words[:WORDS_OF_DAY]):
            self.at += WORDS_OF_DAY
            return day
        size = number_at(words, 0)
        if size:
            self.at += size
            return number_term(words[:size])
        self.at += 1
        return word_term(str(following[0]), neighbors=self._neighbors(self.at - 1)) or NOTHING

    def _neighbors(self, at: int) -> list[str]:
        """What the word gives together with the plain words beside it."""
        start = max(0, at - MAX_NEIGHBORS)
        beside = self.units[start : at + MAX_NEIGHBORS + 1]
        words = [each if isinstance(each, str) else "" for each in beside]
        return joined_with_neighbors(words, at - start)

    def _piece_term(self, piece: Piece, excluded: bool) -> Term:
        if not piece.closed:
            self._report("open-quote")
        if piece.is_field:
            return self._field_term(piece, excluded)
        term = _phrase(piece.value, "", piece)
        if term is None and piece.quoted and not piece.value.strip():
            if piece.closed:
                self._report("empty-quotes")
        elif term is None:
            self._report("no-words", self.text[piece.start : piece.end])
        return term or NOTHING

    def _field_term(self, piece: Piece, excluded: bool) -> Term:
        name = FIELD_ALIASES.get(piece.name, piece.name)
        typed = self.text[piece.start + piece.negated : piece.value_start].removesuffix(":")
        has_key = "." in typed
        if not piece.value.strip():
            self._report("no-value", typed)
            return NOTHING
        if name in LINKS:
            return self._link_term(piece)
        if name not in FIELDS or (has_key and name not in KEYED_FIELDS):
            return self._as_text(piece, "unknown-field", typed, excluded)
        if name in READERS:
            term = stored_term(name, piece.value, piece.key)
            return term or self._as_text(piece, PROBLEMS[name], piece.value, excluded)
        if has_key and not key_token(piece.key):
            return self._as_text(piece, "bad-key", piece.key or typed, excluded)
        if not piece.quoted and (compared := self._compared_term(name, piece, excluded)):
            return compared
        return self._value_term(name, piece)

    def _link_term(self, piece: Piece) -> Term:
        """The text of a pasted link: an address without its subject, or a number."""
        term = word_term(unquote(piece.value.partition("?")[0]))
        if term is None:
            self._report("no-words", piece.value)
        return term or NOTHING

    def _compared_term(self, name: str, piece: Piece, excluded: bool) -> Term | None:
        """The term of a value that is compared; None for a value that is searched as words."""
        value = normalize(piece.value)
        signed = value.startswith(SIGNS)
        if name in COUNTED and (signed or ".." in value or (name == IN and value.isdecimal())):
            found, problem = parse_count(value), "bad-count"
            term = Term("", (), field=COUNTED[name], comparison=found)
        elif piece.key and name in COMPARED_FIELDS:
            found, problem = parse_comparison(value), "bad-comparison"
            term = Term("", (), field=name, key=key_token(piece.key), comparison=found)
        else:
            return None
        if found is not None:
            return term
        return self._as_text(piece, problem, piece.value, excluded) if signed else None

    def _value_term(self, name: str, piece: Piece) -> Term:
        term = _phrase(piece.value, name, piece)
        if term is None:
            self._report("no-words", piece.value)
            return NOTHING
        key = key_token(piece.key)
        return replace(term, key=key, parts=tuple(replace(part, key=key) for part in term.parts))

    def _as_text(self, piece: Piece, problem: str, value: str, excluded: bool) -> Term:
        """Reports a problem; the piece as typed, as if its field were not one."""
        self._report(problem, value, excluded=excluded)
        key = f".{piece.key}" if piece.key else ""
        term = word_term(f"{piece.name}{key}:{piece.value}")
        return NOTHING if term is None or excluded else term

    def _report(self, kind: str, value: str = "", *, excluded: bool = False) -> None:
        self.problems[QueryProblem(kind, value, excluded)] = None


def _units(piece: Piece) -> Sequence[Unit]:
    """The units of a piece: none for punctuation, several for some links and for characters that
    contain a space when they are normalized."""
    value = piece.value
    if not piece.is_plain:
        is_dash = piece.negated and not (piece.is_field or piece.quoted or value.strip("-"))
        return [] if is_dash else [piece]
    if value in ("AND", "NOT") or value.lower() == OR:
        return [Operator(value.lower())]
    return _words(value)


def _words(text: str) -> list[str]:
    """The words of a text that have letters or digits, as typed: their spelling is needed. What
    normalizes to several words is those."""
    found: list[str] = []
    for word in text.split():
        normalized = normalize(word).split()
        words = [word] if len(normalized) == 1 else normalized
        found += [each for each in words if query_tokens(normalize(each))]
    return found


def _with_operands(units: list[Unit]) -> list[Unit]:
    """The units with every operator that has nothing to join as the word it is: one at the end,
    AND and OR at the start, two in a row. NOT may follow another one."""

    def is_operand(at: int) -> bool:
        return 0 <= at < len(units) and not isinstance(units[at], Operator)

    def is_joined(at: int, unit: Operator) -> bool:
        if unit.word == NOT:
            return is_operand(at + 1)
        negates = units[at + 1 : at + 2] == [Operator(NOT)] and is_operand(at + 2)
        return is_operand(at - 1) and (is_operand(at + 1) or negates)

    return [
        unit.word if isinstance(unit, Operator) and not is_joined(at, unit) else unit
        for at, unit in enumerate(units)
    ]


def _excluded(term: Term, excluded: bool) -> Term:
    """The term, or its opposite if it is to be excluded; nothing stays nothing."""
    return replace(term, negated=True) if excluded and term != NOTHING else term


def _phrase(value: str, name: str, piece: Piece) -> Term | None:
    whole = piece.quoted and piece.closed
    day = day_term(normalize(value).split(), name, whole=True)
    return day or word_term(value, name, whole=whole)
