"""The places of a contact where a query matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.memories.agents import short_names
from contactdesk.memories.reading import memories_of
from contactdesk.model import Json, Provider
from contactdesk.records.blocks import Place, short_title, texts, viewed
from contactdesk.records.regions import read_contact
from contactdesk.search.fields import PERSON_FIELDS
from contactdesk.search.highlight import hits_in
from contactdesk.search.query import Query


class Explanation(Struct, frozen=True):
    """The distinct places of a query's hits, in the order they are shown; none if the query has
    nothing to highlight. `matches_at_first` counts the matching texts at the first place."""

    places: tuple[Place, ...] = ()
    matches_at_first: int = 0


def has_places(query: Query) -> bool:
    """Whether a match can be shown: a condition on the person whose contact it is matches nowhere in
    the contact."""
    return any(term.field not in PERSON_FIELDS for clause in query.clauses for term in clause)


class OwnText(NamedTuple):
    """A text that the user added to a contact, and where a search finds it: "tag", "note" or "is"."""

    region: str
    text: str


OWN_PLACES = {"tag": Place("Tag"), "note": Place("Note"), "is": Place("Favorite")}


def explain(
    provider: Provider, raw: Json, query: Query, own: Sequence[OwnText] = ()
) -> Explanation:
    """Where a query matches in a record, and in what the user added to the contact."""
    if not query.terms:
        return Explanation()
    found: dict[Place, None] = {}
    first: Place | None = None
    matches_at_first = 0
    for text in texts(provider, raw):
        # One hit is enough for every place but the first, whose matches are counted.
        if text.place != first and text.place in found:
            continue
        if hits_in(text.region, text.text, query):
            first = text.place if first is None else first
            matches_at_first += text.place == first
            found[text.place] = None
    for each in own:
        if _is_own_hit(each, query):
            found[OWN_PLACES[each.region]] = None
            matches_at_first = matches_at_first or 1
    if found:
        return Explanation(tuple(found), matches_at_first)
    return _explain_name(provider, raw, query)


def with_agent_name(
    found: Explanation, provider: Provider, raw: Json, nicknames: Mapping[str, str]
) -> Explanation:
    """The explanation with the first place's persona or agent number named as in every list."""
    if not found.places or not found.places[0].item or provider.memories is None:
        return found
    (part, item), *others = found.places
    agents = [each.agent for each in memories_of(provider, viewed(provider, raw)) if each.agent]
    names = short_names(agents, nicknames)
    name = next((names[agent] for agent in agents if short_title(agent) == item), item)
    return replace(found, places=(Place(part, name), *others))


def _is_own_hit(own: OwnText, query: Query) -> bool:
    if own.region == "is":
        return any((term.field, term.text) == ("is", own.text) for term in query.terms)
    return bool(hits_in(own.region, own.text, query))


def _explain_name(provider: Provider, raw: Json, query: Query) -> Explanation:
    """A phrase may match only the whole name, which the record has in two parts."""
    contact = read_contact(provider, raw)
    if contact is None or not hits_in("name", contact.name, query):
        return Explanation()
    return Explanation((Place("Name"),), 1)
