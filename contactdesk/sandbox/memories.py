"""What Bland keeps of a contact: memories with facts, messages, open items and entities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contactdesk.sandbox.draw import DAY, Draw, date, draw, iso
from contactdesk.sandbox.people import Person, firm_as
from contactdesk.sandbox.talks import NATIVE_SUMMARY, ORDER, VISIT
from contactdesk.sandbox.texts import AGENTS, CARRIERS, ITEMS, PERSONAS, TOPICS, Topic

CHANNELS = ("sms", "sms", "call", "call", "web")
STATES = ("in_transit", "delivered", "processing", "delayed", "confirmed", "open", "closed")
AGENT_NUMBERS = ("+12025550143", "+442079460018", "+33199001234", "+12065550170")
MOST_MESSAGES = 30
SUMMARY = 400
Words = dict[str, str]


def personas(seed: int) -> list[str]:
    """The ids of the organisation's personas."""
    return [draw(seed, 55, i).uuid() for i in range(len(PERSONAS))]


def memory(
    d: Draw, who: Person, contact_id: str, at: int, until: int, known: list[str]
) -> dict[str, Any]:
    """The `at`-th memory of a contact; nothing in it is later than `until` (seconds)."""
    topic = _topic(who, at)
    words = _words(d, who, until)
    by_persona = d.chance(0.7) if at else True
    return {
        "id": f"mem-{d.uuid()}",
        "contact_id": contact_id,
        "persona_id": d.pick(known) if by_persona else None,
        "agent_number": None if by_persona else d.pick(AGENT_NUMBERS),
        "summary": _summary(d, who, topic, words),
        "facts": _facts(d, who, words),
        "recent_messages": _messages(d, who, topic, words, until),
        "open_items": _open_items(d, who, topic, words, until),
        "entities": _entities(d, who, topic, words, until),
    }


def _topic(who: Person, at: int) -> Topic:
    """Those who do not speak English mostly talk of what can be said in their language."""
    if at < 2 and (who.shown or who.number % 4):
        for talks, topic in ((ORDER, TOPICS[0]), (VISIT, TOPICS[1]))[at:]:
            if who.country.language in talks:
                return topic
    return TOPICS[(who.number + at) % len(TOPICS)]


def _words(d: Draw, who: Person, until: int) -> Words:
    return {
        "name": who.given,
        "order": f"#{d.between(1_000, 99_999)}",
        "date": date(until + d.between(1, 12) * DAY),
        "time": f"{d.between(9, 18)}:{d.pick(('00', '15', '30', '45'))}",
        "item": d.pick(ITEMS),
        "firm": who.firm.name,
        "amount": f"${d.between(19, 4800)}.{d.pick(('00', '50', '95'))}",
        "carrier": d.pick(CARRIERS),
        "agent": d.pick(AGENTS),
    }


def _summary(d: Draw, who: Person, topic: Topic, words: Words) -> str:
    native = NATIVE_SUMMARY.get(who.country.language)
    if native and d.chance(0.3):
        return native.format_map(words)
    text = topic.summary.format_map(words)
    if who.shown or d.chance(0.12):
        more = [other.summary.format_map(words) for other in d.some(TOPICS, 4) if other != topic]
        text = "\n\n".join([text, *more])
    if native and who.shown:
        text += "\n\n" + native.format_map(words)
    return text


def _facts(d: Draw, who: Person, words: Words) -> dict[str, Any]:
    if not who.shown and d.chance(0.08):
        return {}
    facts: dict[str, Any] = {"name": who.name, "phone": who.phones[0]}
    if who.shown or d.chance(0.6):
        facts["preferred_contact"] = d.pick(("sms", "call", "email", "web chat"))
        facts["timezone"] = who.country.zone
    if who.shown or d.chance(0.4):
        facts["email"] = who.emails[0]
        facts["company"] = firm_as(d, who.firm)
    if who.shown or d.chance(0.25):
        facts["address"] = {"city": d.pick(who.country.cities), "country": who.country.code}
        facts["household"] = {
            "adults": 2,
            "children": d.below(4),
            "pets": d.some(("dog", "cat"), 1),
        }
    if who.shown or d.chance(0.2):
        facts["opted_in_to_sms"] = d.chance(0.7)
        facts["calls_before"] = d.below(14)
        facts["favourite_item"] = words["item"]
    return facts


def _count(d: Draw, who: Person) -> int:
    if who.shown:
        return (14, 10, 10, 10, 30)[who.number]
    if (at := d.random()) < 0.12:
        return 0
    if at < 0.75:
        return d.between(2, 8)
    return d.between(9, 16) if at < 0.93 else d.between(17, MOST_MESSAGES)


def _said(d: Draw, who: Person, topic: Topic, words: Words, until: int, count: int) -> list[str]:
    """At least `count` turns, the person's first: this topic, then others of their language."""
    language = who.country.language
    native = [table[language] for table in (ORDER, VISIT) if language in table]
    first = TOPICS.index(topic)
    if first == 1:
        native.reverse()
    talks = native if native and first < 2 else [topic.turns, *native]
    said: list[str] = []
    while len(said) < count:
        for talk in talks:
            # whole pairs only, so that the person speaks first in the next talk, too
            said += [turn.format_map(words) for turn in talk[: len(talk) // 2 * 2]]
        words = _words(d, who, until)
        first += 1
        talks = native or [TOPICS[first % len(TOPICS)].turns]
    return said


def _messages(d: Draw, who: Person, topic: Topic, words: Words, until: int) -> list[dict[str, Any]]:
    count = _count(d, who)
    said = _said(d, who, topic, words, until, count)
    channel = d.pick(CHANNELS)
    # told backwards from the last one, in seconds before it
    at = until - count * 75 - DAY * (count // 8)
    made = []
    for i in range(count):
        made.append(
            {
                "role": "assistant" if i % 2 else "user",
                "content": said[i],
                "channel": channel,
                "timestamp": iso(at),
            }
        )
        at += 5 + d.below(65)
        if i % 8 == 7:
            at += d.below(DAY)
            channel = d.pick(CHANNELS)
    return made


def _open_items(
    d: Draw, who: Person, topic: Topic, words: Words, until: int
) -> list[dict[str, Any]]:
    made = []
    count = 3 if who.shown else (0, 0, 1, 1, 2)[d.below(5)]
    for each in [topic, *d.some(TOPICS, 2)][:count]:
        kind, description, priority = each.task
        related = {"entity_type": each.entity, "entity_id": _entity_id(each, words)}
        made.append(
            {
                "type": kind,
                "description": description.format_map(words),
                "created_at": iso(until - d.below(5 * DAY)),
                "priority": priority,
                "related_to": related if who.shown or d.chance(0.75) else None,
            }
        )
    return made


def _entity_id(topic: Topic, words: Words) -> str:
    return f"{topic.entity}-{words['order'][1:]}"


def _order(d: Draw, words: Words, state: str) -> dict[str, Any]:
    return {
        "order_number": words["order"],
        "status": state,
        "carrier": words["carrier"],
        "expected_delivery": words["date"],
        "items": [{"name": words["item"], "quantity": d.between(1, 4)}],
    }


def _appointment(_d: Draw, words: Words, _state: str) -> dict[str, Any]:
    return {"date": words["date"], "time": words["time"], "with": words["agent"]}


def _product(d: Draw, words: Words, _state: str) -> dict[str, Any]:
    return {"product": words["item"], "serial": d.word(10).upper(), "under_warranty": d.chance(0.6)}


def _money(_d: Draw, words: Words, _state: str) -> dict[str, Any]:
    return {"amount": words["amount"], "due": words["date"], "company": words["firm"]}


FACTS: dict[str, Callable[[Draw, Words, str], dict[str, Any]]] = {
    "order": _order,
    "return": _order,
    "appointment": _appointment,
    "booking": _appointment,
    "product": _product,
}


def _entities(d: Draw, who: Person, topic: Topic, words: Words, until: int) -> list[dict[str, Any]]:
    made = []
    count = 3 if who.shown else (0, 1, 1, 1, 2)[d.below(5)]
    for each in [topic, *d.some(TOPICS, 2)][:count]:
        state = d.pick(STATES)
        made.append(
            {
                "entity_type": each.entity,
                "entity_id": _entity_id(each, words),
                "facts": FACTS.get(each.entity, _money)(d, words, state),
                "status": state if who.shown or d.chance(0.9) else None,
                "last_discussed_at": iso(until - d.below(DAY)),
                "notes": each.notes if who.shown or d.chance(0.5) else None,
            }
        )
    return made
