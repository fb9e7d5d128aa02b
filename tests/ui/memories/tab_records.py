"""Contacts for tests of the memories tab: agents on several numbers, without a persona, or nameless."""

from __future__ import annotations

import json

from contactdesk.providers import all_providers
from contactdesk.ui.memories.contact_memories import ContactMemories

BLAND = all_providers()["bland"]
ORDERS, CARE = "3c41a9e0-88d2-4f7b-b0aa-5d1e7c90f301", "care-desk"
FIRST_LINE, SECOND_LINE = "+12025550117", "+12025550188"


def message(role, text, at, channel="voice"):
    return {"role": role, "content": text, "channel": channel, "timestamp": at}


def to_do(text, priority="high", at="2026-05-02T09:00:00.000Z"):
    return {"type": "callback", "description": text, "priority": priority, "created_at": at}


def record(*memories, contact="c-31", name="Tomas Lindqvist"):
    return {"id": contact, "name": name, "memories": list(memories)}


ORDERS_FIRST = {
    "persona_id": ORDERS,
    "agent_number": FIRST_LINE,
    "summary": "Tomas waits for a lamp, order 5521.",
    "facts": {"preferred_contact": "call", "city": "Uppsala"},
    "open_items": [to_do("Call Tomas after six"), to_do("Send the invoice", "low")],
    "recent_messages": [
        message("user", "Where is my lamp?", "2026-05-04T10:00:00.000Z"),
        message("assistant", "The lamp left Malmö today.", "2026-05-04T10:01:00.000Z"),
    ],
}
ORDERS_SECOND = {
    "persona_id": ORDERS,
    "agent_number": SECOND_LINE,
    "summary": "Asked about a second lamp.",
    "facts": {"preferred_contact": "sms"},
    "recent_messages": [message("user", "Do you have it in blue?", "2026-06-01T08:00:00.000Z")],
}
CARE_DESK = {
    "persona_id": CARE,
    "summary": "",
    "open_items": [to_do("Return the cable")] * 3,
    "recent_messages": [
        message("user", "An older sentence.", "2026-03-01T08:00:00.000Z"),
        message("user", "The cable is too short.", "2026-03-02T08:00:00.000Z"),
    ],
}
LINE_ONLY = {"agent_number": SECOND_LINE, "summary": "Called by mistake."}
NAMELESS = {"summary": "Nobody knows who noted this."}
RECORD = record(ORDERS_FIRST, CARE_DESK, NAMELESS, ORDERS_SECOND, LINE_ONLY)


def shown(raw=RECORD, **options):
    """The memories of a record, as the window reads them."""
    return ContactMemories.of(BLAND, raw, json.dumps(raw).encode(), **options)


def many(memories, messages, contact="c-200"):
    """A contact with many memories of many messages each."""
    return record(
        *(
            {
                "persona_id": f"agent-{n}",
                "summary": f"Summary number {n}.",
                "facts": {f"fact_{k}": f"value {k}" for k in range(5)},
                "open_items": [to_do(f"Task {n}")],
                "recent_messages": [
                    message("user", f"Sentence {n} {k}", f"2026-01-{k % 28 + 1:02}T08:00:00.000Z")
                    for k in range(messages)
                ],
            }
            for n in range(memories)
        ),
        contact=contact,
    )
