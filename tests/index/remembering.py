"""Contacts whom agents remember, and what the index must tell of them, worked out from the records."""

from __future__ import annotations

import json
import random

from msgspec import Struct

from contactdesk.memories.item_key import item_key
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import Memory, OpenItem, memories_of, moment_text
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record
from contactdesk.sandbox import records
from contactdesk.text.normalize import normalize

BLAND = all_providers()["bland"]

TABLES = (
    *("memory_stats", "memory_summary", "memory", "open_item", "open_item_brief"),
    *("agent", "agent_count", "fact_key"),
)

AGENTS = ("anna", "Anna Maria", "", "+14155550100", "Ünal", "5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01")
TEXTS = (
    "Call back",
    "call BACK",
    "Straße prüfen",
    "发送发票",
    "",
    "Send\nDPA",
    "nul\x00byte",
    "x" * 12_000,
)
PRIORITIES = ("high", "URGENT", "", "asap", "low", None)
TIMES = ("2026-11-19T18:00:00.000Z", "2026-11-19", "2025-01-02T03:04:05+02:00", "soon", "", None)
KEYS = ("time_zone", "timeZone", "Time zone", "plan", "ключ", "nul\x00", "  ", "___")
HOSTILE = (
    *(None, "text", 7, [], {}, {"memories": None}, {"memories": "x"}, {"memories": ["a", None, 3]}),
    {"memories": [{"open_items": "x", "facts": [1], "recent_messages": {}, "entities": 5}]},
    {"memories": [{"persona_id": {"a": [1]}, "agent_number": True, "summary": ["s"]}]},
    {"memories": [{"open_items": [None, 1, "plain", {}, {"description": {"deep": [1]}}]}]},
    {"memories": [{"persona_id": "\ud800", "summary": "\udfff\x00", "facts": {"\ud800\x00": 1}}]},
    {"memories": [{"open_items": [{"priority": [1], "created_at": 5, "related_to": "x"}]}]},
)
"""What a vendor's record may hold in place of what is documented."""


def remembered(number: int) -> dict:
    """A contact made from its number, the same one every time."""
    pick = random.Random(number)
    name = pick.choice((f"Person {number % 7}", "Zoë", "", "王伟"))
    memories = [_memory(pick) for _ in range(pick.randrange(5))]
    return {"id": f"b-{number}", "name": name, "memories": memories}


def _memory(pick: random.Random) -> dict:
    agent = pick.choice(AGENTS)
    found = {"agent_number": agent} if agent.startswith("+") else {"persona_id": agent}
    if pick.random() < 0.2:
        return found
    items = [
        {
            "description": pick.choice(TEXTS),
            "type": pick.choice(("follow_up", "", "Rückruf")),
            "priority": pick.choice(PRIORITIES),
            "created_at": pick.choice(TIMES),
            "related_to": {"entity_type": "order", "entity_id": pick.choice(("", "o-1", "O-2"))},
        }
        for _ in range(pick.randrange(4))
    ]
    said = [{"role": "user", "content": "Hi", "timestamp": pick.choice(TIMES)}]
    return found | {
        "summary": pick.choice(("", "  ", "Short.", "Longer than that.", None)),
        "facts": {key: pick.randrange(3) for key in pick.sample(KEYS, pick.randrange(4))},
        "open_items": items,
        "recent_messages": said[: pick.randrange(2)],
    }


def hostile(number: int) -> bytes:
    """A record of an agent's vendor that breaks its documentation, as bytes."""
    found = HOSTILE[number % len(HOSTILE)]
    if isinstance(found, dict):
        found = {"id": f"h-{number}", **found}
    return json.dumps(found).encode()


def deep(levels: int) -> bytes:
    """A record whose open item is nested that deep."""
    nested = "[" * levels + "]" * levels
    return b'{"id": "deep", "memories": [{"open_items": [{"description": %s}]}]}' % nested.encode()


def sandbox_people(count: int) -> list[dict]:
    return records("bland", 0, count, count, 7)


def reply(raws, has_more: bool = False) -> bytes:
    """A page of contacts; each is an object, or bytes of JSON as they stand."""
    texts = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in raws]
    paging = json.dumps({"total": 1, "limit": 1, "offset": 0, "has_more": has_more}).encode()
    return b'{"data": [' + b", ".join(texts) + b'], "errors": null, "pagination": ' + paging + b"}"


async def write(index, account: str, raws) -> list[int]:
    """Writes contacts from outside of a listing's walk; gives the row ids of all of them."""
    listing = await index.listing(account)
    written = await index.write_changes(listing, BLAND, reply(raws))
    return [*written.new, *written.changed]


def rows_left(index) -> dict[str, int]:
    """How many rows each table of memories has, those without any left out."""
    connection = index.file.rows.connection
    found = {
        each: connection.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in TABLES
    }
    return {each: count for each, count in found.items() if count}


class KnownItem(Struct, frozen=True):
    """An open item as a record has it. `place` is its contact's row id and its number; `person` is
    named if the contact has a name."""

    account: str
    vendor_id: str
    person: str
    is_named: bool
    place: tuple[int, int]
    memory: Memory
    item: OpenItem

    @property
    def key(self) -> tuple[str, str, int]:
        return self.account, self.vendor_id, item_key(self.memory.agent, self.item)

    @property
    def created_at(self) -> str:
        return moment_text(self.item.created_at)

    @property
    def rank(self) -> int:
        return rank(self.item.priority)

    @property
    def urgency(self) -> tuple:
        # A day is its first moment.
        time = self.created_at if "T" in self.created_at else f"{self.created_at}T00:00:00.000Z"
        return self.rank, not self.created_at, time, self.place


def stored_memories(index):
    """(row id, stored contact, display name, its memories) of every contact in the index."""
    sql = "SELECT id FROM contact ORDER BY id"
    for (row_id,) in index.file.rows.connection.execute(sql).fetchall():
        stored = index.stored(row_id)
        if stored is not None:
            contact = read_record(BLAND.contact, stored.raw).contact
            yield row_id, stored, contact, memories_of(BLAND, BLAND.view(contact.raw))


def known_items(index) -> list[KnownItem]:
    return [
        KnownItem(
            stored.account_id,
            stored.vendor_id,
            contact.display_name,
            bool(contact.name),
            (row_id, at),
            *each,
        )
        for row_id, stored, contact, memories in stored_memories(index)
        for at, each in enumerate(
            (memory, item) for memory in memories for item in memory.open_items
        )
    ]


def searched(item: KnownItem, nickname: str = "") -> list[str]:
    """The normalized texts in which a word is looked for."""
    said = item.item
    texts = (said.text[:10_000], said.type, said.about_type, said.about_id, item.person)
    return [normalize(each) for each in (*texts, item.memory.agent, nickname)]
