"""Memories as Bland sends them, for the tests of reading and merging."""

from __future__ import annotations

from typing import Any

from contactdesk.memories.reading import Memory, memories_of
from contactdesk.providers import all_providers
from contactdesk.records.blocks import viewed

BLAND = all_providers()["bland"]


def read(*memories: Any) -> tuple[Memory, ...]:
    """Some raw memories of one contact, read."""
    return memories_of(BLAND, viewed(BLAND, {"memories": list(memories)}))


def message(text: str, at: str = "", role: str = "user", channel: str = "sms") -> dict[str, Any]:
    return {"role": role, "content": text, "channel": channel, "timestamp": at}


def item(text: str, priority: str = "", at: str = "", about: str = "") -> dict[str, Any]:
    related = {"entity_type": "order", "entity_id": about} if about else None
    return {
        "type": "callback",
        "description": text,
        "priority": priority,
        "created_at": at,
        "related_to": related,
    }
