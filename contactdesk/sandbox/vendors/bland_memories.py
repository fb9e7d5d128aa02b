"""Bland's memories of a contact: summary, facts, messages, open items and entities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from contactdesk.sandbox.people.conversations import (
    AGENTS,
    CARRIERS,
    NATIVE_TURNS,
    PRODUCTS,
    SUMMARIES,
    TOPICS,
    Topic,
)
from contactdesk.sandbox.people.person import Person
from contactdesk.sandbox.people.variants import vary_company
from contactdesk.sandbox.random_stream import RandomStream, stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, iso_date, iso_time

CHANNELS = ("sms", "sms", "call", "call", "web")
MAX_MESSAGES = 30
PERSONA_STREAM = 55
_DATA = load("bland")
PERSONAS: list[str] = _DATA["personas"]
AGENT_NUMBERS: list[str] = _DATA["agent_numbers"]
ENTITY_STATUSES: list[str] = _DATA["entity_statuses"]
Placeholders = dict[str, str]


def persona_ids(seed: int) -> list[str]:
    """The ids of the organization's personas."""
    return [stream(seed, PERSONA_STREAM, i).uuid() for i in range(len(PERSONAS))]


def make_memory(
    rng: RandomStream,
    person: Person,
    contact_id: str,
    index: int,
    until_s: int,
    personas: list[str],
) -> dict[str, Any]:
    """One memory of a contact. Its messages and items are not later than `until_s`."""
    topic = _topic(person, index)
    values = make_placeholders(rng, person, until_s)
    by_persona = rng.chance(0.7) if index else True
    return {
        "id": f"mem-{rng.uuid()}",
        "contact_id": contact_id,
        "persona_id": rng.pick(personas) if by_persona else None,
        "agent_number": None if by_persona else rng.pick(AGENT_NUMBERS),
        "summary": _summary(rng, person, topic, values),
        "facts": _facts(rng, person, values),
        "recent_messages": _messages(rng, person, topic, values, until_s),
        "open_items": _open_items(rng, person, topic, values, until_s),
        "entities": _entities(rng, person, topic, values, until_s),
    }


def _topic(person: Person, index: int) -> Topic:
    """Mostly a topic with a conversation in the person's own language."""
    if index < 2 and person.number % 4:
        for topic, turns in list(zip(TOPICS, NATIVE_TURNS, strict=False))[index:]:
            if person.country.language in turns:
                return topic
    return TOPICS[(person.number + index) % len(TOPICS)]


def make_placeholders(rng: RandomStream, person: Person, until_s: int) -> Placeholders:
    return {
        "name": person.given,
        "order": f"#{rng.between(1_000, 99_999)}",
        "date": iso_date(until_s + rng.between(1, 12) * DAY_S),
        "time": f"{rng.between(9, 18)}:{rng.pick(('00', '15', '30', '45'))}",
        "product": rng.pick(PRODUCTS),
        "company": person.company.name,
        "amount": f"${rng.between(19, 4800)}.{rng.pick(('00', '50', '95'))}",
        "carrier": rng.pick(CARRIERS),
        "agent": rng.pick(AGENTS),
    }


def _summary(rng: RandomStream, person: Person, topic: Topic, values: Placeholders) -> str:
    native = SUMMARIES.get(person.country.language)
    if native and rng.chance(0.3):
        return native.format_map(values)
    text = topic.summary.format_map(values)
    if rng.chance(0.12):
        more = [
            other.summary.format_map(values) for other in rng.pick_run(TOPICS, 4) if other != topic
        ]
        text = "\n\n".join([text, *more])
    return text


def _facts(rng: RandomStream, person: Person, values: Placeholders) -> dict[str, Any]:
    if rng.chance(0.08):
        return {}
    facts: dict[str, Any] = {"name": person.name, "phone": person.phones[0]}
    if rng.chance(0.6):
        facts["preferred_contact"] = rng.pick(("sms", "call", "email", "web chat"))
        facts["timezone"] = person.country.time_zone
    if rng.chance(0.4):
        facts["email"] = person.emails[0]
        facts["company"] = vary_company(rng, person.company)
    if rng.chance(0.25):
        facts["address"] = {"city": rng.pick(person.country.cities), "country": person.country.code}
        facts["household"] = {
            "adults": 2,
            "children": rng.below(4),
            "pets": rng.pick_run(("dog", "cat"), 1),
        }
    if rng.chance(0.2):
        facts["opted_in_to_sms"] = rng.chance(0.7)
        facts["calls_before"] = rng.below(14)
        facts["favourite_item"] = values["product"]
    return facts


def _message_count(rng: RandomStream, person: Person) -> int:
    if (at := rng.random()) < 0.12:
        return 0
    if at < 0.75:
        return rng.between(2, 8)
    return rng.between(9, 16) if at < 0.93 else rng.between(17, MAX_MESSAGES)


def _turns(
    rng: RandomStream, person: Person, topic: Topic, values: Placeholders, until_s: int, count: int
) -> list[str]:
    """At least `count` turns: this topic first, then others in the person's language."""
    language = person.country.language
    native: list[Sequence[str]] = [turns[language] for turns in NATIVE_TURNS if language in turns]
    which = TOPICS.index(topic)
    if which == 1:
        native.reverse()
    conversations = native if native and which < 2 else [topic.turns, *native]
    found: list[str] = []
    while len(found) < count:
        for turns in conversations:
            # in pairs, so that the person also opens the next conversation
            found += [turn.format_map(values) for turn in turns[: len(turns) // 2 * 2]]
        values = make_placeholders(rng, person, until_s)
        which += 1
        conversations = native or [TOPICS[which % len(TOPICS)].turns]
    return found


def _messages(
    rng: RandomStream, person: Person, topic: Topic, values: Placeholders, until_s: int
) -> list[dict[str, Any]]:
    count = _message_count(rng, person)
    turns = _turns(rng, person, topic, values, until_s, count)
    channel = rng.pick(CHANNELS)
    # early enough that the last message is before until_s
    at = until_s - count * 75 - DAY_S * (count // 8)
    made = []
    for i in range(count):
        made.append(
            {
                "role": "assistant" if i % 2 else "user",
                "content": turns[i],
                "channel": channel,
                "timestamp": iso_time(at),
            }
        )
        at += 5 + rng.below(65)
        if i % 8 == 7:
            at += rng.below(DAY_S)
            channel = rng.pick(CHANNELS)
    return made


def _open_items(
    rng: RandomStream, person: Person, topic: Topic, values: Placeholders, until_s: int
) -> list[dict[str, Any]]:
    made = []
    count = (0, 0, 1, 1, 2)[rng.below(5)]
    for each in [topic, *rng.pick_run(TOPICS, 2)][:count]:
        related = {"entity_type": each.entity, "entity_id": entity_id(each, values)}
        made.append(
            {
                "type": each.open_item.type,
                "description": each.open_item.description.format_map(values),
                "created_at": iso_time(until_s - rng.below(5 * DAY_S)),
                "priority": each.open_item.priority,
                "related_to": related if rng.chance(0.75) else None,
            }
        )
    return made


def entity_id(topic: Topic, values: Placeholders) -> str:
    return f"{topic.entity}-{values['order'][1:]}"


def _order_facts(rng: RandomStream, values: Placeholders, status: str) -> dict[str, Any]:
    return {
        "order_number": values["order"],
        "status": status,
        "carrier": values["carrier"],
        "expected_delivery": values["date"],
        "items": [{"name": values["product"], "quantity": rng.between(1, 4)}],
    }


def _appointment_facts(_rng: RandomStream, values: Placeholders, _status: str) -> dict[str, Any]:
    return {"date": values["date"], "time": values["time"], "with": values["agent"]}


def _product_facts(rng: RandomStream, values: Placeholders, _status: str) -> dict[str, Any]:
    return {
        "product": values["product"],
        "serial": rng.token(10).upper(),
        "under_warranty": rng.chance(0.6),
    }


def amount_due(_rng: RandomStream, values: Placeholders, _status: str) -> dict[str, Any]:
    return {"amount": values["amount"], "due": values["date"], "company": values["company"]}


FACT_MAKERS: dict[str, Callable[[RandomStream, Placeholders, str], dict[str, Any]]] = {
    "order": _order_facts,
    "return": _order_facts,
    "appointment": _appointment_facts,
    "booking": _appointment_facts,
    "product": _product_facts,
}


def _entities(
    rng: RandomStream, person: Person, topic: Topic, values: Placeholders, until_s: int
) -> list[dict[str, Any]]:
    made = []
    count = (0, 1, 1, 1, 2)[rng.below(5)]
    for each in [topic, *rng.pick_run(TOPICS, 2)][:count]:
        status = rng.pick(ENTITY_STATUSES)
        made.append(
            {
                "entity_type": each.entity,
                "entity_id": entity_id(each, values),
                "facts": FACT_MAKERS.get(each.entity, amount_due)(rng, values, status),
                "status": status if rng.chance(0.9) else None,
                "last_discussed_at": iso_time(until_s - rng.below(DAY_S)),
                "notes": each.notes if rng.chance(0.5) else None,
            }
        )
    return made
