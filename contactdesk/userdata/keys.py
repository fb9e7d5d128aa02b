"""What user data hangs on: keys that stay the same when the index is filled again."""

from __future__ import annotations

ContactKey = tuple[str, str]
"""Account id and the vendor's id of a contact."""

PEOPLE = "people/"
"""Stands for the people of all accounts where an account's id stands for its contacts. An id has no
slash."""

Pair = tuple[ContactKey, ContactKey]
"""Two contacts, the smaller key first (`pair_of`)."""

ItemKey = tuple[str, str, int]
"""Account id, the vendor's id of a contact, and the digest of an open item
(`memories.item_key.item_key`)."""

Agent = str
"""A persona's id or, without one, an agent number, as the vendor sent it."""


def pair_of(one: ContactKey, other: ContactKey) -> Pair:
    """Two contacts in the order in which they are kept. Raises ValueError for one with itself."""
    if one == other:
        raise ValueError("a pair has two contacts")
    return (one, other) if one < other else (other, one)
