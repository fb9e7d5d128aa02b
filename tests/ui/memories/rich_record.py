"""A contact whose memories have everything: agents that agree and differ, entities, messages."""

import json
from datetime import UTC, datetime, timedelta

from contactdesk.providers import all_providers
from contactdesk.ui.memories.contact_memories import ContactMemories

BLAND = all_providers()["bland"]
SALES, SUPPORT = "b7d1f3a2-0c55-4e1b-9d3e-6a0f51c2e771", "support"
LINE = "+12065550143"

START = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)


def at(days=0, minutes=0):
    """A time after START, as the vendor writes it."""
    moment = START + timedelta(days=days, minutes=minutes)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def said(role, content, channel, *when):
    return {"role": role, "content": content, "channel": channel, "timestamp": at(*when)}


def item(description, priority, days, kind="callback", about=None):
    related = {"entity_type": about[0], "entity_id": about[1]} if about else None
    return {
        "type": kind,
        "description": description,
        "priority": priority,
        "created_at": at(days),
        "related_to": related,
    }


SHARED_MESSAGE = said("user", "The parcel for order-7731 is still missing.", "voice", 0, 1)

RECORD = {
    "id": "c-9001",
    "name": "Nadia Okonkwo",
    "memories": [
        {
            "id": "m-1",
            "contact_id": "c-9001",
            "persona_id": SALES,
            "agent_number": LINE,
            "summary": "Nadia wants order-7731 replaced; see https://example.com/help for the form.",
            "facts": {
                "preferred_contact": "call",
                "time_zone": "Europe/London",
                "vip": True,
                "team_size": 42,
                "budget": 12000,
                "address": {"street": "9 Mill Lane", "city": "Leeds"},
                "order_number": "7731",
            },
            "open_items": [
                item("Call Nadia back", "high", 1, about=("order", "order-7731")),
                item("Send the contract", "low", 2, kind="document"),
            ],
            "entities": [
                {
                    "entity_type": "order",
                    "entity_id": "order-7731",
                    "status": "delayed",
                    "notes": "Lost in Hull",
                    "facts": {"carrier": "Swift"},
                    "last_discussed_at": at(3),
                }
            ],
            "recent_messages": [
                SHARED_MESSAGE,
                said("assistant", "I will look at order 7731.", "voice", 0, 2),
                said("user", "Please call me at 9 Mill Lane.", "sms", 9, 0),
            ],
            "score": 7,
        },
        {
            "id": "m-2",
            "persona_id": SUPPORT,
            "summary": "",
            "facts": {
                "PreferredContact": "sms",
                "timeZone": "europe/london",
                "language": "en",
            },
            "open_items": ["Ask for the invoice", item("Escalate", "URGENT!", 4)],
            "entities": [
                {
                    "entity_type": "Order",
                    "entity_id": "order-7731",
                    "status": "found",
                    "notes": "Seen in York",
                    "last_discussed_at": at(5),
                },
                {"entity_type": "plan", "entity_id": "plan-2", "status": None, "notes": None},
            ],
            "recent_messages": [
                SHARED_MESSAGE,
                said("assistant", "We found it.", "web", 5, 0),
            ],
        },
        {"id": "m-3", "summary": "Asked about opening hours.", "recent_messages": []},
    ],
}


def shown(record=RECORD, **options):
    """The memories of a record, as the window reads them."""
    raw = json.dumps(record).encode()
    options = {"contact_name": record.get("name", ""), **options}
    return ContactMemories.of(BLAND, record, raw, **options)


def long_record(messages=230, items=40, memories=1):
    """Memories with many messages, a minute apart, and open items."""
    return {
        "id": "c-9002",
        "name": "Luis Prado",
        "memories": [
            {
                "persona_id": f"agent-{number}",
                "summary": f"Summary {number}",
                "facts": {f"fact_{n}": f"value {number} {n}" for n in range(5)},
                "open_items": [item(f"Item {number} {n}", "low", n) for n in range(items)],
                "recent_messages": [
                    said("user", f"Message {number} {n}", "sms" if n % 10 else "web", 0, n)
                    for n in range(messages)
                ],
            }
            for number in range(memories)
        ],
    }


def lines(pane):
    """The texts of a pane's document."""
    return [each.strip() for each in pane.view.toPlainText().splitlines() if each.strip()]


def links(pane, words=""):
    """The targets of the links whose text has some words, in reading order."""
    document = pane.view.document()
    found = []
    for link in pane.view._map.links:
        cursor = pane.view.textCursor()
        cursor.setPosition(link.start)
        cursor.setPosition(link.end, cursor.MoveMode.KeepAnchor)
        if words in cursor.selectedText():
            found.append(link.href)
    assert document is not None
    return found


def follow(pane, words):
    """Follows the first link whose text has some words."""
    pane.view.link_activated.emit(links(pane, words)[0])


def place_of(pane, words):
    """Where a text starts in the view."""
    found = pane.view.document().find(words)
    found.setPosition(found.selectionStart())
    return pane.view.cursorRect(found).topLeft()
