"""Evaluates a query to the set of contacts that match it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.index.columns import storable
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, CancelCheck, difference
from contactdesk.index.postings.lookup import PostingReader
from contactdesk.index.postings.prefixes import answerable_prefix
from contactdesk.index.read.annotations import annotated
from contactdesk.index.read.changes import changed
from contactdesk.index.read.common_words import find_common_word
from contactdesk.index.read.field_terms import FieldTerms, ValueMatches
from contactdesk.index.read.fts_query import fts_query, words_of
from contactdesk.index.read.memory_terms import MEMORY_FIELDS, MemoryTerms
from contactdesk.index.read.people_map import PeopleMap
from contactdesk.index.read.person_terms import PersonTerms
from contactdesk.index.read.stored_columns import MAX_CONTACTS_LOOKED_UP, StoredColumns
from contactdesk.index.read.substrings import (
    Sought,
    SubstringMatches,
    find_substring,
    substrings_of,
)
from contactdesk.index.read.vocabulary import has_prefix
from contactdesk.index.types import UserWords
from contactdesk.model import Provider
from contactdesk.search.fields import CHANGED, PERSON_FIELDS, STORED_FIELDS, USER_FIELDS
from contactdesk.search.numbers import is_number
from contactdesk.search.query import Query
from contactdesk.search.terms import Term

NO_PROVIDERS: Mapping[str, Provider] = {}

Bounds = tuple[Bitmap, Bitmap]
"""Lower and upper bound of a set of matches. The upper bound includes candidates that still need
verification against their text."""


class TermCache(Struct):
    """Matches by term in one snapshot of the index: as somebody types, only one term changes."""

    words: dict[Term, Bitmap] = {}
    substrings: dict[Sought, SubstringMatches] = {}
    values: dict[Term, ValueMatches] = {}
    people: dict[Bitmap, Bitmap] = {}
    """Contacts -> their people."""


class Search:
    """One search. Candidates for substrings are not verified until `verify`, so that the first rows
    need only their own texts.

    A search for people finds those of whom every clause matches any contact: a name that one vendor
    has and a company that another one has. Its sets are of people, by the row ids of their own
    contacts.
    """

    certain: Bitmap
    """Lower bound: contacts in which every clause matches, or whose vendor id is the whole query."""

    candidates: Bitmap
    """Upper bound: includes candidates that still need verification against their text."""

    def __init__(
        self,
        connection: Any,
        query: Query,
        check: CancelCheck,
        words: UserWords | None = None,
        cache: TermCache | None = None,
        providers: Mapping[str, Provider] = NO_PROVIDERS,
        people: PeopleMap | None = None,
        *,
        finds_people: bool = False,
    ) -> None:
        """`cache` is read and updated; afterwards it has the terms of this search only. `providers`
        are by account id. `people` knows the people of this state of the index."""
        self._reader = BitmapReader(connection, check)
        self._postings = PostingReader(self._reader)
        self._user_words = words or UserWords()
        self._stored = StoredColumns(self._reader, self._user_words)
        self._fields = FieldTerms(self._reader, providers)
        self._memories = MemoryTerms(self._reader, self._user_words)
        self._people, self._finds_people = people or PeopleMap(), finds_people
        self._persons = PersonTerms(self._reader, self._user_words, self._people)
        self._stored_matches: dict[Term, Bitmap] = {}
        self._cache = cache or TermCache()
        self._used = TermCache()
        is_single = len(query.clauses) < 2
        self._clauses = query.clauses if is_single else sorted(query.clauses, key=self._cost)
        with_id = self._reader.bitmap(
            "SELECT c.id FROM account a CROSS JOIN contact c"
            " ON c.account = a.number AND c.vendor_id = ?",
            storable(query.text.strip()),
        )
        self._with_vendor_id = self._found(with_id)
        self._combine()
        self._cache.words, self._cache.substrings = self._used.words, self._used.substrings
        self._cache.people = self._used.people
        # What is compared with an age is found anew.
        compared = self._used.values.items()
        self._cache.values = {term: each for term, each in compared if not term.depends_on_now}

    def verify(self, among: Bitmap | None, check: CancelCheck) -> None:
        """Verify candidates, all or those in `among`, against their texts."""
        self._reader.check = check
        unverified = difference(self.candidates, self.certain)
        unverified = unverified if among is None else unverified & among
        if unverified:
            unverified = self._contacts_of(unverified)
            for sought, matches in self._used.substrings.items():
                matches.verify(self._reader, sought, unverified)
            for term, compared in self._used.values.items():
                self._fields.verify(term, compared, unverified)
            self._combine()
        if among is None:
            self._stored_matches = {}

    def _cost(self, clause: tuple[Term, ...]) -> tuple[bool, bool, bool, int]:
        """Sorts clauses: negated ones last, then stored columns, which are only looked up in what
        is left, then words that exist; long words first, because fewer contacts have them."""
        words = [word for term in clause for each in (term, *term.parts) for word in words_of(each)]
        return (
            any(term.negated for term in clause),
            any(term.field in STORED_FIELDS or term.comparison is not None for term in clause),
            any(has_prefix(self._reader.connection, word) for word in words),
            -max(map(len, words), default=0),
        )

    def _combine(self) -> None:
        bounds: Bounds | None = None
        for clause in self._clauses:
            found = self._any_of(clause, None if bounds is None else bounds[1])
            bounds = found if bounds is None else (bounds[0] & found[0], bounds[1] & found[1])
            if not bounds[1]:
                break
        lower, upper = bounds or (0, 0)
        self.certain = lower | self._with_vendor_id
        self.candidates = upper | self._with_vendor_id

    def _any_of(self, clause: Iterable[Term], within: Bitmap | None) -> Bounds:
        lower = upper = 0
        for term in clause:
            matching = self._matching(term, within)
            found = self._found(matching[0]), self._found(matching[1])
            if term.negated:
                everything = self._everything() if within is None else within
                found = difference(everything, found[1]), difference(everything, found[0])
            lower |= found[0]
            upper |= found[1]
        return lower, upper

    def _everything(self) -> Bitmap:
        """What a search without clauses would find."""
        if self._finds_people:
            return self._people.everyone(self._reader)
        return self._reader.all_contacts()

    def _found(self, contacts: Bitmap) -> Bitmap:
        """What is found by these contacts: they themselves or their people."""
        if not self._finds_people or not contacts:
            return contacts
        known = self._cache.people
        if contacts not in known:
            known[contacts] = self._people.to_people(self._reader, contacts)
        self._used.people[contacts] = known[contacts]
        return known[contacts]

    def _contacts_of(self, found: Bitmap) -> Bitmap:
        """All contacts by which these may be found."""
        return self._people.to_contacts(self._reader, found) if self._finds_people else found

    def _matching(self, term: Term, within: Bitmap | None = None) -> Bounds:
        """Contacts that match a term in any of its ways, ignoring negation."""
        self._reader.check()
        if term.key and term.comparison is not None:
            compared = self._compared(term)
            return compared.certain, compared.certain | compared.unverified
        if term.field in STORED_FIELDS and not term.key:
            if term not in self._stored_matches:
                self._stored_matches[term] = self._with_stored(term, within)
            return self._stored_matches[term], self._stored_matches[term]
        is_agent = term.field == "persona" and term.whole and not is_number(term.text)
        if is_agent and (named := self._of_persona(term))[1]:
            # The whole name of an agent: no other one whose name has the same words. A number may
            # stand beside a persona, whose memory it is.
            return named
        lower, upper = self._in_texts(term)
        others = [self._matching(each) for each in term.alternatives]
        if term.field == "persona":
            others.append(self._of_persona(term))
        if term.parts:
            others.append(self._all_of(term.parts))
        for found in others:
            lower, upper = lower | found[0], upper | found[1]
        return lower, upper

    def _in_texts(self, term: Term) -> Bounds:
        """Contacts with a term's words, or with what it finds inside of words and numbers."""
        lower = upper = self._with_words(term) if term.words or term.key else 0
        for sought in substrings_of(term):
            matches = self._with_substring(sought)
            lower |= matches.certain
            upper |= matches.certain | matches.unverified
        return lower, upper

    def _compared(self, term: Term) -> ValueMatches:
        term = replace(term, negated=False)
        known = self._cache.values
        if term not in known:
            known[term] = self._fields.find(term)
        self._used.values[term] = known[term]
        return known[term]

    def _of_persona(self, term: Term) -> Bounds:
        if term not in self._stored_matches:
            self._stored_matches[term] = self._memories.of_persona(term)
        return self._stored_matches[term], self._stored_matches[term]

    def _with_stored(self, term: Term, within: Bitmap | None) -> Bitmap:
        if term.field in USER_FIELDS:
            return annotated(self._reader, self._user_words.annotations, term)
        if term.field in MEMORY_FIELDS:
            return self._memories.matching(term)
        if term.field in PERSON_FIELDS:
            people = self._persons.matching(term)
            return people if self._finds_people else self._people.to_contacts(self._reader, people)
        if term.field == CHANGED:
            return changed(self._reader, term)
        if within is not None and within.bit_count() <= MAX_CONTACTS_LOOKED_UP:
            return self._stored.matching(term, self._contacts_of(within))
        return self._stored.matching(term, None)

    def _all_of(self, terms: Iterable[Term]) -> Bounds:
        lower = upper = -1
        for term in sorted(terms, key=lambda each: -len(each.text)):
            found = self._matching(term)
            lower, upper = lower & found[0], upper & found[1]
            if not upper:
                break
        return lower, upper

    def _with_words(self, term: Term) -> Bitmap:
        # The variants depend on what is typed beside the word.
        term = replace(term, variants=(), negated=False)
        known = self._cache.words
        if term not in known:
            found = self._with_single_word(term)
            if found is None:
                table, query = fts_query(term)
                found = self._reader.bitmap(f"SELECT rowid AS id FROM {table}(?)", query)
            known[term] = found
        self._used.words[term] = known[term]
        return known[term]

    def _with_single_word(self, term: Term) -> Bitmap | None:
        """Contacts with a single word in any field, from posting lists; None if FTS5 has to tell."""
        if term.field or term.key or len(term.words) != 1:
            return None
        if not term.whole and (prefix := answerable_prefix(term.words)):
            return self._postings.with_prefix(prefix)
        (word,) = term.words
        return find_common_word(self._reader, self._postings, word, is_whole=term.ends_a_word)

    def _with_substring(self, sought: Sought) -> SubstringMatches:
        known = self._cache.substrings
        if sought not in known:
            known[sought] = find_substring(self._postings, sought)
        self._used.substrings[sought] = known[sought]
        return known[sought]
