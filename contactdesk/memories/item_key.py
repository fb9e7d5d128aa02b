"""A key of an open item that outlives a reload: a digest of what the item says."""

from __future__ import annotations

from hashlib import blake2b

from contactdesk.memories.reading import OpenItem

KEY_BYTES = 8
"""A key fits in an SQLite integer."""


def item_key(agent: str, item: OpenItem) -> int:
    """A signed 64-bit digest of the agent and the item's type, text, time and what it is about.

    The vendor gives items no id. The priority is not part of it: an item that became more urgent is
    still the same. Two items of one agent that say the same have one key.
    """
    said = (agent, item.type, item.text, item.created_at, item.about_type, item.about_id)
    parts = [each.encode("utf-8", "surrogatepass") for each in said]
    # With their lengths, so that no text can pass for two.
    sizes = ",".join([str(len(part)) for part in parts]).encode()
    digest = blake2b(b"".join([sizes, b":", *parts]), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)
