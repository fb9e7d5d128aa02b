"""Personas that are searched by the nickname that the user gave them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace as with_clauses

from msgspec.structs import replace

from contactdesk.search.highlight import matches
from contactdesk.search.query import Query
from contactdesk.search.terms import Term, Variant
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import query_tokens


def with_nicknames(query: Query, nicknames: Iterable[tuple[str, str]]) -> Query:
    """The query for highlighting: its `persona:` terms also match the agents whose nickname they
    match. `nicknames` are (agent, nickname)."""
    terms = [term for term in query.terms if term.field == "persona"]
    if not terms:
        return query
    known = list(nicknames)
    wider = {term: replace(term, variants=_variants(term, known)) for term in terms}
    clauses = tuple(tuple(wider.get(term, term) for term in clause) for clause in query.clauses)
    return with_clauses(query, clauses=clauses)


def _variants(term: Term, nicknames: Iterable[tuple[str, str]]) -> tuple[Variant, ...]:
    agents = [normalize(agent) for agent, name in nicknames if matches(name, term)]
    found = (Variant(agent, tuple(query_tokens(agent)), whole=True) for agent in agents)
    return (*term.variants, *(each for each in found if each.words))
