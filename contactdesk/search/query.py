"""The language of searches: what was typed as clauses of terms, and where they match a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec.structs import replace

from contactdesk.model import CONTACT_FIELDS, REGIONS
from contactdesk.search.dates import period
from contactdesk.search.terms import (
    SHORTEST_PART,
    Piece,
    Term,
    number_at,
    number_term,
    pieces,
    word_term,
)
from contactdesk.text.normalize import normalize, normalize_mapped
from contactdesk.text.phones import MIN_PHONE_DIGITS, TRUNK_ZERO, phone_digits
from contactdesk.text.tokenize import JOINER, UNSPACED, UNSPACED_RUN, blank_separators, key_token

__all__ = ["FIELDS", "HELP", "SHORTEST_PART", "Query", "Term", "hits", "hits_in", "is_in", "parse"]

FIELDS = {
    "name": "the name",
    "email": "an e-mail address",
    "phone": "a phone number, in any format",
    "company": "the company",
    "title": "the title or role",
    "id": "the vendor's own id",
    "account": "the account's label",
    "vendor": "the vendor",
    "said": "messages of conversations",
    "memory": "summaries and facts of memories",
    "fact": "facts of memories",
    "open": "open items",
    "entity": "what a memory knows about things",
    "persona": "the persona or agent number",
    "custom": "custom fields and custom data",
    "has": "what a contact has",
    "created": "when it was created",
    "updated": "when it was updated",
}
"""Field -> what it looks at, in words."""

OTHER_NAMES = {"e-mail": "email", "mail": "email"}
KEYED = ("fact", "custom", "entity")
"""Fields that may have a key: fact.time_zone:"""

DATES = ("created", "updated")
STORED = ("has", "account", "vendor", *DATES)
"""Fields that look at no text of a contact."""
HAS = (*CONTACT_FIELDS[:5], *REGIONS)
"""What `has:` may ask for."""

WITHIN = {"memory": ("memory", "fact")}
"""Field -> the regions it looks at, where they are not the one of its name."""

HELP = (
    ("anna sales", "both words, in any field; a word may be the beginning of one"),
    ('"call me back"', "these words in a row, whole"),
    ("-test", "not this word; a minus stands before anything"),
    ("anna berlin or paris", "anna, and berlin or paris: or joins the terms beside it"),
    ("name:ana  email:acme.com", "in the name, in an e-mail address"),
    ('name:"ana maria"', "quotes for values with spaces"),
    ("phone:4155550192", "a phone number, in any format"),
    ("company:acme  title:cto", "company, title or role"),
    ("id:cont_123", "the vendor's own id"),
    ("account:sales  vendor:quo", "the account's label, the vendor"),
    ("said:refund", "what was said in conversations"),
    ("memory:invoice", "summaries and facts of memories"),
    ("fact.time_zone:paris", "the fact of this name"),
    ("custom.plan:gold", "the custom field or custom datum of this name"),
    ("open:invoice", "open items"),
    ("entity:order  persona:anna", "things a memory knows about, the persona or agent number"),
    ("has:email  -has:phone", "what is there, what is missing: " + ", ".join(HAS)),
    ("has:custom.plan", "has this custom field or fact"),
    ("created:2025-01..2025-03", "from January to March; also 2025, 2025-01-31, 2025.., today"),
    ("created:>2025-01-01", "after a day; <, >= and <= too"),
    ("updated:<30d", "in the last 30 days, > for longer ago; h, d, w, m (30 days), y"),
)
"""(example, what it finds) of the whole language, for a help sheet."""

DIGITS_SHOWN = re.compile(r"\+?\(?\d[\d \u00a0()./-]*\d|\d")


@dataclass(frozen=True, slots=True)
class Query:
    """A search: in every clause one of the terms must match. `text` is as it was typed.

    `problem` says in words what could not be understood, and is searched as text; else "".
    """

    text: str
    clauses: tuple[tuple[Term, ...], ...] = ()
    problem: str = field(default="", compare=False)

    @property
    def empty(self) -> bool:
        return not self.clauses

    @property
    def depends_on_now(self) -> bool:
        """Whether the same search finds something else tomorrow."""
        return any(term.period is not None for clause in self.clauses for term in clause)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What a hit has, or may have; not what it must not have."""
        return tuple(term for clause in self.clauses for term in clause if not term.negated)


def parse(text: str) -> Query:
    """Any text is a search. What holds no word at all is passed over."""
    return _Parser(text.replace(JOINER, " ")).query(text)


class _Parser:
    """Reads one text. `or` binds closer than the space: `a b or c` is a and (b or c)."""

    def __init__(self, text: str) -> None:
        self.problems: dict[str, None] = {}
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
        return Query(text, tuple(clauses), " ".join(self.problems))

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
            return self._of_piece(unit)
        # Words that stand beside each other may be one phone number.
        words = [
            each if isinstance(each, str) else "" for each in self.units[self.at :][:MOST_OF_PHONE]
        ]
        size = number_at(words, 0)
        self.at += max(1, size)
        return number_term(words[:size]) if size else word_term(unit)

    def _of_piece(self, piece: Piece) -> Term | None:
        if not piece.closed:
            self._say("The quote is not closed yet.")
        term = self._of_field(piece) if piece.is_field else _phrase(piece.value, "", piece)
        if term is None or not piece.negated:
            return term
        return replace(term, negated=True)

    def _of_field(self, piece: Piece) -> Term | None:
        name = OTHER_NAMES.get(piece.name, piece.name)
        shown = f"{piece.name}.{piece.key}" if piece.key else piece.name
        if name not in FIELDS or (piece.key and name not in KEYED):
            self._say(f"There is no field {shown}; searched as text.")
            return _as_text(piece)
        if not piece.value.strip():
            self._say(f"Nothing stands after {shown}: yet.")
            return None
        if name in DATES:
            when = period(normalize(piece.value))
            if when is None:
                self._say(f"“{piece.value}” is no date or age; searched as text.")
                return _as_text(piece)
            return Term("", (), field=name, period=when)
        if name == "has":
            return self._of_has(piece)
        return self._of_value(name, piece)

    def _of_has(self, piece: Piece) -> Term | None:
        asked, _, key = normalize(piece.value.strip()).partition(".")
        asked = OTHER_NAMES.get(asked, asked)
        if asked in HAS and (not key or (asked in KEYED and key_token(key))):
            return Term(asked, (), field="has", key=key_token(key))
        self._say(f"has: does not know “{piece.value}”; searched as text.")
        return _as_text(piece)

    def _of_value(self, name: str, piece: Piece) -> Term | None:
        term = _phrase(piece.value, name, piece)
        if term is None:
            self._say(f"“{piece.value}” holds no word to look for.")
            return None
        key = key_token(piece.key)
        if piece.key and not key:
            self._say(f"“{piece.key}” is no name of a field; searched as text.")
            return _as_text(piece)
        return replace(term, key=key)

    def _say(self, problem: str) -> None:
        self.problems[problem] = None


MOST_OF_PHONE = 24


def _phrase(value: str, name: str, piece: Piece) -> Term | None:
    return word_term(normalize(value).strip(), name, whole=piece.quoted and piece.closed)


def _as_text(piece: Piece) -> Term | None:
    """What was typed of a piece, as if no field were known."""
    key = f".{piece.key}" if piece.key else ""
    return word_term(normalize(f"{piece.name}{key}:{piece.value}").strip())


# Where a query matches


GOES_ON = "[!-\u0dff]"
"""Letters and signs beside which no word that is set off by spaces has a border: most there are, as
one range, which costs nothing to compile. Of the others `_is_border` tells."""

UNSPACED_OR_NOT = re.compile(f"[{UNSPACED}]+|[^ {UNSPACED}]+")


def hits(text: str, query: Query) -> list[tuple[int, int]]:
    """[start, end) of every part of `text` that a term of the query matches in any field, in
    order, none touching another."""
    return _hits(text, query, None)


def hits_in(where: str, text: str, query: Query) -> list[tuple[int, int]]:
    """`hits` by those terms alone that look at where the text stands.

    `where` is one of CONTACT_FIELDS or REGIONS, a region with a key (`fact.time_zone`, or
    `custom.plan=cf_1` where it has two), or "" for what is in none.
    """
    return _hits(text, query, where)


def is_in(text: str, term: Term) -> bool:
    """Whether a term matches a text."""
    return any(start < end for start, end in _spans(normalize(text), term, strict=False))


def _hits(text: str, query: Query, where: str | None) -> list[tuple[int, int]]:
    terms = [term for term in query.terms if _looks_at(term, where)] if text else []
    if not terms:
        return []
    strict = where is not None and where not in CONTACT_FIELDS
    folded, origin = normalize_mapped(text.replace(JOINER, " "))
    found = {span for each in terms for span in _spans(folded, each, strict=strict)}
    found = {span for span in found if span[0] < span[1]}
    return _merged(sorted(_back(span, origin, len(text)) for span in found))


def _looks_at(term: Term, where: str | None) -> bool:
    if term.field in STORED or where in STORED:
        return where == term.field
    if where is None or not term.field:
        return True
    region, _, keys = where.partition(".")
    return region in WITHIN.get(term.field, (term.field,)) and (
        not term.key or term.key in keys.split("=")
    )


def _spans(folded: str, term: Term, *, strict: bool) -> Iterator[tuple[int, int]]:
    """Where a term matches folded text; if strict, one that is neither name nor e-mail."""
    if term.words:
        yield from _word_spans(blank_separators(folded), term)
    if term.has_parts and not strict:
        for match in re.finditer(re.escape(term.text), folded):
            yield match.span()
    if term.digits:
        yield from _number_spans(folded, term, strict)
    for part in term.parts:
        yield from _spans(folded, part, strict=strict)


def _word_spans(text: str, term: Term) -> Iterator[tuple[int, int]]:
    """Where a term's words stand in split text in a row, the last as the beginning of a word."""
    pattern, begins, ends = _pattern(term.text, term.ends_a_word)
    for match in pattern.finditer(text):
        start, end = match.span(1)
        if (not begins or _is_border(text, start - 1)) and (not ends or _is_border(text, end)):
            yield start, end


@lru_cache(maxsize=64)
def _pattern(text: str, ends_a_word: bool) -> tuple[re.Pattern[str], bool, bool]:
    """(what finds a term's runs in a row in split text, whether a word must begin where the first
    does, and end where the last does).

    It looks ahead only, for one match may begin within another. A class of all letters of the
    scripts without spaces would take longer to compile than to search a screen of cells with.
    """
    runs = UNSPACED_OR_NOT.findall(blank_separators(text))
    spaced = [not UNSPACED_RUN.match(run) for run in runs]
    sought = re.escape(runs[0]) if runs else ""
    for run, before, own in zip(runs[1:], spaced, spaced[1:], strict=False):
        sought += (" +" if before and own else " *") + re.escape(run)
    begins, ends = (spaced[0], spaced[-1] and ends_a_word) if runs else (False, False)
    # Most places within words are passed over here: one by one, they would take very long.
    not_after = f"(?<!{GOES_ON})" if begins else ""
    not_before = f"(?!{GOES_ON})" if ends else ""
    return re.compile(f"(?=({sought}){not_before}){not_after}"), begins, ends


def _is_border(text: str, at: int) -> bool:
    """Whether no word that is set off by spaces goes on at a place of split text."""
    return not 0 <= at < len(text) or text[at] == " " or UNSPACED_RUN.match(text[at]) is not None


def _number_spans(folded: str, term: Term, strict: bool) -> Iterator[tuple[int, int]]:
    """Where the digits of a term stand in a number, whatever stands between them. If strict, it
    must be a whole phone number."""
    for match in DIGITS_SHOWN.finditer(folded):
        number = match[0]
        if strict and len(phone_digits(number)) < MIN_PHONE_DIGITS:
            continue
        places = [match.start() + at for at, each in enumerate(number) if each.isdecimal()]
        digits = "".join(folded[place] for place in places)
        start = digits.find(term.digits)
        if start >= 0:
            yield places[start], places[start + len(term.digits) - 1] + 1
        elif phone_digits(number) in term.nationals or _has_inner_zero(number, term):
            yield match.span()


def _has_inner_zero(number: str, term: Term) -> bool:
    """+44 (0)20 …: the digits of the term are not next to each other in what is written."""
    return TRUNK_ZERO.search(number) is not None and term.digits in phone_digits(number)


def _back(span: tuple[int, int], origin: list[int], length: int) -> tuple[int, int]:
    """A span of folded text as one of the text it came from."""
    start, end = span
    after = end
    while after < len(origin) and origin[after] == origin[end - 1]:
        after += 1
    return origin[start], origin[after] if after < len(origin) else length


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
