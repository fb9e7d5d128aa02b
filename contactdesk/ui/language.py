"""What the window asks of the query's language."""

from __future__ import annotations

from contactdesk.index import Index
from contactdesk.model import Json, Provider
from contactdesk.query import Query, hits
from contactdesk.sections import texts
from contactdesk.ui.search_field import Offer

HELP = (
    ("anna sales", "both words, in any field; a word may be the beginning of one"),
    ("4155550192", "a phone number, in any format"),
)
"""(example, what it finds)"""


def hits_in(_where: str, text: str, query: Query) -> list[tuple[int, int]]:
    return hits(text, query)


def matched_in(provider: Provider, raw: Json, query: Query) -> list[str]:
    """The different places of the query's hits, in the order they are shown."""
    found = (text.where for text in texts(provider, raw) if hits(text.text, query))
    return list(dict.fromkeys(found))


def problem_of(_query: Query) -> str:
    """What could not be understood, in words; "" where all was."""
    return ""


async def offers(_index: Index, _typed: str, _cursor: int) -> list[Offer]:
    """What could be typed next."""
    return []
