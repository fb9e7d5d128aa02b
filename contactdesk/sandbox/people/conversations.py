"""What customers and agents say: topics in English, and conversations in other languages.

Turns alternate, the customer's first. Placeholders: `{name}` (given name), `{order}`, `{date}`,
`{time}`, `{product}`, `{company}`, `{amount}`, `{carrier}`, `{agent}`.
"""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.sandbox.resources import load


class OpenItem(NamedTuple):
    type: str
    description: str
    priority: str


class Topic(NamedTuple):
    """One subject of a conversation, and what a memory keeps of it."""

    entity: str
    turns: tuple[str, ...]
    summary: str
    open_item: OpenItem
    notes: str


TOPICS = tuple(
    Topic(
        entry["entity"],
        tuple(entry["turns"]),
        entry["summary"],
        OpenItem(**entry["open_item"]),
        entry["notes"],
    )
    for entry in load("topics")
)
"""In English. The first is an order, the second an appointment."""

_DATA = load("conversations")
ORDER_TURNS: dict[str, list[str]] = _DATA["order"]
"""The first topic by language."""
APPOINTMENT_TURNS: dict[str, list[str]] = _DATA["appointment"]
"""The second topic by language."""
NATIVE_TURNS = (ORDER_TURNS, APPOINTMENT_TURNS)
SUMMARIES: dict[str, str] = _DATA["summaries"]
"""A summary of the first topic by language."""

_VOCABULARY = load("vocabulary")
PRODUCTS: list[str] = _VOCABULARY["products"]
CARRIERS: list[str] = _VOCABULARY["carriers"]
AGENTS: list[str] = _VOCABULARY["agents"]
