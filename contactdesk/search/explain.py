"""Where in a contact a query matched, in words."""

from __future__ import annotations

from contactdesk.model import Json, Provider
from contactdesk.records.blocks import texts
from contactdesk.records.regions import read_contact
from contactdesk.search.query import Query, hits_in


def matched_in(provider: Provider, raw: Json, query: Query, most: int = 0) -> list[str]:
    """The different places of the query's hits, such as "memory of Sales, recent message", in the
    order they are shown; only the first `most` of them, where that is given."""
    if not query.terms:
        return []
    found: dict[str, None] = {}
    for text in texts(provider, raw):
        if text.where not in found and hits_in(text.region, text.text, query):
            found[text.where] = None
            if len(found) == most:
                break
    return list(found) or _in_own_fields(provider, raw, query)


def _in_own_fields(provider: Provider, raw: Json, query: Query) -> list[str]:
    """What matches only a text that was put together, as a name is of two."""
    contact = read_contact(provider, raw)
    return ["name"] if contact is not None and hits_in("name", contact.name, query) else []
