"""What user data hangs on: keys that stay the same when the index is filled again."""

from __future__ import annotations

ContactKey = tuple[str, str]
"""Account id and the vendor's id of a contact."""

PEOPLE = "people/"
"""Stands for the people of all accounts where an account's id stands for its contacts. An id has no
slash."""

ItemKey = tuple[str, str, int]
"""Account id, the vendor's id of a contact, and the digest of an open item
(`memories.item_key.item_key`)."""

Agent = str
"""A persona's id or, without one, an agent number, as the vendor sent it."""
