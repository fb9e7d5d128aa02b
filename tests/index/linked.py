"""Made-up people whose contacts have things in common, and who is one person in an index."""

from __future__ import annotations

import random

from contactdesk.model import LinkedId, MemoryPaths
from tests.index.people import vendor

MEMORIES = MemoryPaths(
    each="$.memories",
    persona="$.persona_id",
    agent_number="$.agent_number",
    summary="$.summary",
    facts="$.facts",
    messages="$.recent_messages",
    message=("$.role", "$.content", "$.channel", "$.timestamp"),
    open_items="$.open_items",
    open_item=("$.type", "$.description", "$.priority", "$.created_at", "$.t", "$.i"),
    entities="$.entities",
    entity=("$.type", "$.id", "$.status", "$.notes", "$.facts", "$.last"),
)

VENDOR = vendor(ids=(LinkedId("$.crm", namespace="crm"),), memories=MEMORIES)

GIVEN = ("Marcus", "Maria", "Mark", "Anna", "Ann", "Zoë", "Иван", "M")
FAMILY = ("Okafor", "Okaforh", "Ruiz", "Smith")
ACCOUNTS = ("a", "b", "c")


def raw(number: int, pick: random.Random) -> dict:
    """A contact of a small world: many share a number, an address or a name."""
    found = {"id": f"c-{number}", "name": "", "updated_at": _day(pick)}
    if pick.random() < 0.85:
        found["name"] = f"{pick.choice(GIVEN)} {pick.choice(FAMILY)}"
    if pick.random() < 0.7:
        found["phones"] = [{"value": _number(pick)} for _ in range(pick.randrange(1, 3))]
    if pick.random() < 0.6:
        address = pick.choice((f"p{pick.randrange(25)}@home.example", "sales@firm.example"))
        found["emails"] = [{"value": address}]
    if pick.random() < 0.1:
        found["crm"] = f"crm-{pick.randrange(1000, 1010)}"
    if pick.random() < 0.2:
        found["company"] = pick.choice(("Acme", "Acme Inc.", "Bolt"))
    if pick.random() < 0.15:
        talk = {"role": "user", "content": "Hi", "timestamp": _day(pick)}
        found["memories"] = [{"agent_number": _number(pick), "recent_messages": [talk]}]
    return found


def _number(pick: random.Random) -> str:
    return f"+1 415 555 {pick.randrange(1000, 1040)}"


def _day(pick: random.Random) -> str:
    return f"2026-0{pick.randrange(1, 10)}-10T10:00:00.000Z"


def people(index) -> set[frozenset[tuple[str, str]]]:
    """The people of two or more contacts, by account and the vendor's id."""
    connection = index.file.rows.connection
    found: dict[int, set[tuple[str, str]]] = {}
    for contact, person in connection.execute("SELECT contact, person FROM link").fetchall():
        found.setdefault(person, {person}).add(contact)
    return {frozenset(index.keys(sorted(each))) for each in found.values()}
