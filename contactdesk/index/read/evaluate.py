"""Which contacts a query matches: sets of them out of the full-text tables and stored columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.ingest.entries import (
    EMAILS_END,
    NAME_END,
    NAMED_COLUMNS,
    PAIRS,
    PHONES_END,
    paired,
    storable,
)
from contactdesk.index.postings import prefixes
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, Check, listed, without
from contactdesk.index.postings.store import PostingReader
from contactdesk.index.read import common_words
from contactdesk.index.read.common_words import CommonWords
from contactdesk.index.types import Names
from contactdesk.search.dates import bounds
from contactdesk.search.highlight import matches
from contactdesk.search.query import HAS_VALUES, REGIONS_OF_FIELD, STORED_FIELDS, Query
from contactdesk.search.terms import MIN_SUBSTRING_CHARS, Term

Both = tuple[Bitmap, Bitmap]
"""(contacts that are found for sure, those and the ones of which only their text can tell)."""

FEW = 20_000
"""Up to so many contacts, stored columns are looked up in them; else through an index."""

NAMED = dict(zip((*NAMED_COLUMNS[:5], "id"), NAMED_COLUMNS, strict=True))
PART_OF = {
    "": "s.text",
    "name": f"substr(s.text, 1, instr(s.text, '{NAME_END}'))",
    "email": f"substr(s.text, instr(s.text, '{NAME_END}'), instr(s.text, '{EMAILS_END}')"
    f" - instr(s.text, '{NAME_END}'))",
    "number": f"substr(s.text, instr(s.text, '{EMAILS_END}'))",
    "phone": f"substr(s.text, instr(s.text, '{EMAILS_END}'), instr(s.text, '{PHONES_END}')"
    f" - instr(s.text, '{EMAILS_END}'))",
}
"""Field, or "number" for any, -> where a part is looked for in the lines of a contact."""

IN_TIME = (
    "({0} >= ?1 AND {0} < ?2 AND length({0}) = 24 AND {0} GLOB '[0-9][0-9][0-9][0-9]-*T*Z' OR"
    " {0} >= ?3 AND {0} < ?4 AND length({0}) = 10 AND {0} GLOB '[0-9][0-9][0-9][0-9]-??-??')"
)


class Part(Struct):
    """Contacts that have a text in their lines, and those that may have it."""

    sure: Bitmap
    unsure: Bitmap


class Found(Struct):
    """What searches found of one state of the index, term by term: who types on changes one of
    them, and what the others match is known."""

    words: dict[Term, Bitmap] = {}
    parts: dict[tuple[str, str], Part] = {}


class Search:
    """One search. What is not looked at at once are the texts of contacts that may have a part that
    was typed: until `settle`, there are contacts that are `possible` and not `sure`."""

    sure: Bitmap
    """Contacts in which every clause matches, and those whose vendor's id was typed in full."""

    possible: Bitmap
    """Those, and the contacts of which only their text can tell."""

    def __init__(
        self,
        connection: Any,
        query: Query,
        check: Check,
        names: Names | None = None,
        known: Found | None = None,
    ) -> None:
        """`names` says how a person calls the accounts; `known` is looked into and added to, and
        in the end it has no terms but this search's."""
        self._gathering = BitmapReader(connection, check)
        self._grams = PostingReader(self._gathering)
        self._connection = connection
        self._check = check
        self._words = CommonWords(connection)
        self._names = names or {}
        self._now = datetime.now(UTC)
        self._kept: dict[Term, Bitmap] = {}
        self._known = known or Found()
        self._found = Found()
        # One is not compared with anything.
        several = len(query.clauses) > 1
        self._clauses = sorted(query.clauses, key=self._cost) if several else query.clauses
        self._own = self._with_vendor_id(storable(query.text.strip()))
        self._bring_together()
        self._known.words, self._known.parts = self._found.words, self._found.parts

    def settle(self, among: Bitmap | None, check: Check) -> None:
        """Looks at the texts of contacts that are possible: of those among these, or of all."""
        self._check = self._gathering.check = check
        unsure = without(self.possible, self.sure)
        unsure = unsure if among is None else unsure & among
        if unsure:
            for (text, place), part in self._found.parts.items():
                if wanted := part.unsure & unsure:
                    part.sure |= self._having(text, place, wanted)
                    part.unsure = without(part.unsure, wanted)
            self._bring_together()
        if among is None:
            self._kept = {}

    def _cost(self, clause: tuple[Term, ...]) -> tuple[bool, bool, int]:
        """Words first, and the rarest of them, then what is looked up in those that have them;
        what is taken away last."""
        negated = any(term.negated for term in clause)
        stored = any(term.field in STORED_FIELDS for term in clause)
        return negated, stored, sum(map(self._pages, clause))

    def _pages(self, term: Term) -> int:
        """Pages of full text on which words begin like its rarest one."""
        terms = term.parts if term.parts else (term,)
        found = [self._words.pages(word) for each in terms for word in each.words]
        return min(found, default=0)

    def _bring_together(self) -> None:
        both: Both | None = None
        for clause in self._clauses:
            found = self._any_of(clause, None if both is None else both[1])
            both = found if both is None else (both[0] & found[0], both[1] & found[1])
            if not both[1]:
                break
        sure, possible = both or (0, 0)
        self.sure, self.possible = sure | self._own, possible | self._own

    def _with_vendor_id(self, vendor_id: str) -> Bitmap:
        return self._gathering.members(
            "SELECT c.id FROM account a CROSS JOIN contact c"
            " ON c.account = a.number AND c.vendor_id = ?",
            vendor_id,
        )

    def _any_of(self, clause: Iterable[Term], within: Bitmap | None) -> Both:
        sure = possible = 0
        for term in clause:
            found = self._matching(term, within)
            if term.negated:
                every = self._gathering.every() if within is None else within
                found = without(every, found[1]), without(every, found[0])
            sure |= found[0]
            possible |= found[1]
        return sure, possible

    def _matching(self, term: Term, within: Bitmap | None = None) -> Both:
        """Contacts in which the term matches in any of its ways, whether it is negated or not."""
        self._check()
        if term.field in STORED_FIELDS and not term.key:
            if term not in self._kept:
                self._kept[term] = self._stored(term, within)
            return self._kept[term], self._kept[term]
        sure = self._with_words(term) if term.words or term.key else 0
        possible = sure
        for text, place in _parts_of(term):
            part = self._with_part(text, place)
            sure |= part.sure
            possible |= part.sure | part.unsure
        if term.parts:
            all_of = self._all_of(term.parts)
            sure, possible = sure | all_of[0], possible | all_of[1]
        return sure, possible

    def _all_of(self, terms: Iterable[Term]) -> Both:
        sure = possible = -1
        # The longest is in the fewest.
        for term in sorted(terms, key=lambda each: -len(each.text)):
            found = self._matching(term)
            sure, possible = sure & found[0], possible & found[1]
            if not possible:
                break
        return sure, possible

    def _with_words(self, term: Term) -> Bitmap:
        known = self._known.words
        if term not in known:
            found = self._with_word(term)
            if found is None:
                table, asked = self._match(term)
                found = self._gathering.members(f"SELECT rowid AS id FROM {table}(?)", asked)
            known[term] = found
        self._found.words[term] = known[term]
        return known[term]

    def _match(self, term: Term) -> tuple[str, str]:
        """(table, what it is asked for) of a term's words."""
        if term.field == "has":
            return "word", _keyed(term.text, term.key)
        if term.key:
            prefix = "" if term.ends_a_word else " *"
            return "word", f'{PAIRS} : "{paired(term.field, term.key, term.words)}"{prefix}'
        if term.field in NAMED:
            return "named", f"{NAMED[term.field]} : ({self._phrases(term)})"
        if term.field:
            regions = REGIONS_OF_FIELD.get(term.field, (term.field,))
            return "word", f"{{{' '.join(regions)}}} : ({self._phrases(term)})"
        return "word", self._phrases(term)

    def _phrases(self, term: Term) -> str:
        """What finds the term's words in a row. For a beginning the full text brings all places
        together at which there are words that begin so; a few whole words are quicker."""
        *first, last = term.words
        ends = None if term.ends_a_word else self._words.few(last)
        start, prefix = "".join(f"{word} " for word in first), "" if term.ends_a_word else " *"
        if not ends:
            return f'"{start}{last}"{prefix}'
        return " OR ".join(f'"{start}{end}"' for end in ends)

    def _with_word(self, term: Term) -> Bitmap | None:
        """Contacts with a single word, wherever it stands; None where the full text is to tell."""
        if term.field or term.key or len(term.words) != 1:
            return None
        if not term.whole and (start := prefixes.asked(term.words)):
            return self._grams.starting(start)
        word, is_whole = term.words[0], term.ends_a_word
        return common_words.starting(self._gathering, self._grams, word, is_whole=is_whole)

    def _with_part(self, text: str, place: str) -> Part:
        """Contacts that may have the text at a place of PART_OF."""
        text = storable(text)
        known = self._known.parts
        if (text, place) not in known:
            found = self._grams.may_have(text, place, PART_OF[place])
            # The sets know which threes a contact has, not where.
            is_sure = len(text) == MIN_SUBSTRING_CHARS and place in ("", "number")
            known[text, place] = Part(found, 0) if is_sure else Part(0, found)
        self._found.parts[text, place] = known[text, place]
        return known[text, place]

    def _having(self, text: str, place: str, among: Bitmap) -> Bitmap:
        near = apsw.carray(listed(among, self._check))
        sql = "SELECT s.id FROM carray(?) h CROSS JOIN seek s ON s.id = h.value"
        return self._gathering.members(f"{sql} WHERE instr({PART_OF[place]}, ?)", near, text)

    # Stored columns

    def _stored(self, term: Term, within: Bitmap | None) -> Bitmap:
        if term.field == "has":
            way, condition, values = self._with(term.text)
        elif term.period is not None:
            way, condition, values = self._in_time(term)
        else:
            way, condition, values = self._of_accounts(term)
        return self._where(way, condition, values, within)

    def _where(
        self, way: str, condition: str, values: tuple[Any, ...], within: Bitmap | None
    ) -> Bitmap:
        """Contacts that meet a condition: among few in their rows, among all on the given way."""
        self._check()
        if within is None or within.bit_count() > FEW:
            return self._gathering.members(way, *values)
        near = apsw.carray(listed(within, self._check))
        # The last value: the condition counts its own from the first.
        source = f"carray(?{len(values) + 1}) h CROSS JOIN contact c ON c.id = h.value"
        asked = f"SELECT c.id FROM {source} WHERE {condition}"
        return self._gathering.members(asked, *values, near)

    def _with(self, what: str) -> tuple[str, str, tuple[Any, ...]]:
        bit = 1 << HAS_VALUES.index(what)
        kinds = self._connection.execute(
            "WITH RECURSIVE kind(has) AS (SELECT min(has) FROM contact UNION ALL SELECT"
            " (SELECT min(has) FROM contact c WHERE c.has > kind.has) FROM kind"
            " WHERE kind.has IS NOT NULL) SELECT has FROM kind WHERE has & ?",
            (bit,),
        )
        wanted = ", ".join(str(row[0]) for row in kinds)
        return _by("has", wanted)

    def _of_accounts(self, term: Term) -> tuple[str, str, tuple[Any, ...]]:
        numbers = []
        for number, id in self._connection.execute("SELECT number, id FROM account"):
            label, *vendor = self._names.get(id, (id,))
            called = [label] if term.field == "account" else vendor
            if any(matches(each, term) for each in called):
                numbers.append(str(number))
        return _by("account", ", ".join(numbers))

    def _in_time(self, term: Term) -> tuple[str, str, tuple[Any, ...]]:
        """Moments within the period; and days, of which a record may have no more."""
        assert term.period is not None
        start, end = bounds(term.period, self._now)
        column = f"{term.field}_at"
        up_to = self._connection.execute("SELECT up_to FROM settled WHERE name = ?", (column,))
        new = f"c.id > {up_to.fetchone()[0]}"
        condition = IN_TIME.format(f"c.{column}")
        way = (
            f"SELECT c.id FROM by_{column} c WHERE {IN_TIME.format('c.key')} UNION ALL"
            f" SELECT c.id FROM contact c NOT INDEXED WHERE {new} AND {condition}"
        )
        return way, condition, (_text(start), _text(end), _day(start), _day(end))


def _by(column: str, wanted: str) -> tuple[str, str, tuple[Any, ...]]:
    """Contacts with one of these values of an indexed column."""
    condition = f"c.{column} IN ({wanted})"
    source = f"contact c INDEXED BY contact_by_{column}"
    return f"SELECT c.id FROM {source} WHERE {condition}", condition, ()


def _parts_of(term: Term) -> Iterator[tuple[str, str]]:
    """(what of a term is looked for in the lines of a contact, at which place of PART_OF)."""
    if term.has_parts:
        yield term.text, term.field
    numbers = term.field or "number"
    if term.digits and (term.digits != term.text or not term.has_parts):
        yield term.digits, numbers
    for national in term.nationals:
        yield f"\n{national}\n", numbers


def _keyed(region: str, key: str) -> str:
    return f'{PAIRS} : "={region}.{key}=" *'


def _text(moment: datetime) -> str:
    """As the moments of contacts are kept."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _day(moment: datetime) -> str:
    """The first day of this computer's zone whose noon is not before a moment."""
    try:
        local = moment.astimezone()
        day = local.date() + timedelta(days=local.time() > time(12))
    except OverflowError:
        day = moment.date()
    return day.isoformat()
