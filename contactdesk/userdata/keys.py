"""What user data hangs on: keys that stay the same when the index is filled again."""

from __future__ import annotations

ContactKey = tuple[str, str]
"""Account id and the vendor's id of a contact."""

ItemKey = tuple[str, str, int]
"""Account id, the vendor's id of a contact, and the digest of an open item
(`memories.item_key.item_key`)."""

Agent = str
"""A persona's id or, without one, an agent number, as the vendor sent it."""
