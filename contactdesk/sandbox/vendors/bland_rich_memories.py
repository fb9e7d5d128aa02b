"""Bland's memories of a contact who talks with several personas: they share some messages and
entities, agree on some facts and differ on others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from contactdesk.sandbox.people.conversations import NATIVE_TURNS, TOPICS, Topic
from contactdesk.sandbox.people.person import Person
from contactdesk.sandbox.random_stream import RandomStream, stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, iso_time
from contactdesk.sandbox.vendors.bland_memories import (
    AGENT_NUMBERS,
    CHANNELS,
    ENTITY_STATUSES,
    FACT_MAKERS,
    Placeholders,
    amount_due,
    entity_id,
    make_placeholders,
)

RICH_STREAM = 56
RICH_EVERY = 50
"""One in 50 of the people who are not featured has such memories."""

_DATA = load("bland")
PRIORITIES: list[str] = _DATA["priorities"]
FACTS: dict[str, Any] = _DATA["facts"]
FACTS_OF_OTHERS: dict[str, Any] = _DATA["facts_of_others"]
"""What other personas noted: other keys for the same, and other values."""

Message = dict[str, Any]
Topics = tuple[Topic, ...]
"""Those of one person, the most important first."""


class Plan(NamedTuple):
    """One memory: who keeps it, by place among the personas and the agent numbers, the days from its
    last message to the newest of all, and how much is in it. `takes_over` is how many messages it
    has of the first memory's oldest talk."""

    persona: int | None
    number: int | None
    days: int
    messages: int
    facts: int
    items: int
    entities: int
    takes_over: int = 0
    has_summary: bool = True


FEATURED_PLANS = (
    Plan(0, 0, 0, 120, 25, 6, 5),
    Plan(2, 1, 21, 40, 14, 3, 3, takes_over=6),
    Plan(2, 2, 40, 2, 4, 0, 1),
    Plan(None, 0, 70, 9, 0, 0, 0, has_summary=False),
    Plan(1, None, 170, 18, 9, 2, 2),
    Plan(None, None, 250, 3, 2, 1, 0),
    Plan(3, 3, 0, 0, 0, 0, 0, has_summary=False),
)
PLANS = (
    Plan(0, 0, 0, 14, 10, 3, 2),
    Plan(1, 1, 9, 8, 6, 1, 1, takes_over=2),
    Plan(1, 2, 16, 3, 2, 0, 0),
    Plan(None, 0, 30, 4, 0, 1, 0),
    Plan(4, None, 0, 0, 0, 0, 0, has_summary=False),
)
MAX_NATIVE_MESSAGES = 30
"""There are two conversations in most languages: more messages would repeat them too often."""


def is_rich(person: Person) -> bool:
    """Whether a person's memories are made here."""
    return person.featured or person.number % RICH_EVERY == 0


def make_rich_memories(
    seed: int, person: Person, contact_id: str, until_s: int, personas: list[str]
) -> list[dict[str, Any]]:
    """All memories of a contact. Nothing in them is later than `until_s`."""
    rng = stream(seed, RICH_STREAM, person.number)
    values = make_placeholders(rng, person, until_s)
    is_native = any(_has(turns, person) for turns in NATIVE_TURNS)
    first = person.number % (len(NATIVE_TURNS) if is_native else len(TOPICS))
    topics = (*TOPICS[first:], *TOPICS[:first])
    things = [_thing(rng, topic, values) for topic in topics]
    made: list[dict[str, Any]] = []
    shared: list[Message] = []
    for index, plan in enumerate(FEATURED_PLANS if person.featured else PLANS):
        last_s = until_s - plan.days * DAY_S
        messages = _messages(rng, person, topics[index:] + topics[:index], values, last_s, plan)
        shared = shared or messages
        if plan.takes_over:
            messages = _joined(messages, shared[: plan.takes_over])
        made.append(
            {
                "id": f"mem-{rng.uuid()}",
                "contact_id": contact_id,
                "persona_id": None if plan.persona is None else personas[plan.persona],
                "agent_number": None if plan.number is None else AGENT_NUMBERS[plan.number],
                "summary": _summary(topics, values, plan, index),
                "facts": _facts(person, values, plan, index),
                "recent_messages": messages,
                "open_items": _open_items(rng, topics, values, last_s, plan, index),
                "entities": _entities(rng, things, last_s, plan),
            }
        )
    return made


def _joined(messages: list[Message], taken: Sequence[Message]) -> list[Message]:
    return sorted([*messages, *taken], key=lambda message: str(message["timestamp"]))


def _messages(
    rng: RandomStream,
    person: Person,
    topics: Topics,
    values: Placeholders,
    last_s: int,
    plan: Plan,
) -> list[Message]:
    """Talks on several days and channels, each of one conversation, the last at `last_s`."""
    is_native = any(_has(turns, person) for turns in NATIVE_TURNS)
    count = min(plan.messages, MAX_NATIVE_MESSAGES) if is_native else plan.messages
    talks: list[list[str]] = []
    for turns in _conversations(rng, person, topics, values, last_s):
        missing = count - sum(map(len, talks))
        if missing <= 0:
            break
        talks.append(turns[:missing])
    made: list[Message] = []
    end_s = last_s
    for turns in reversed(talks):
        made = [*_talk(rng, turns, end_s), *made]
        end_s -= rng.between(1, 5) * DAY_S + rng.below(DAY_S // 2) + 80 * len(turns)
    return made


def _conversations(
    rng: RandomStream, person: Person, topics: Topics, values: Placeholders, last_s: int
) -> Iterator[list[str]]:
    """Conversations without end: about the same things first, then about others."""
    language = person.country.language
    by_topic = dict(zip(TOPICS, NATIVE_TURNS, strict=False))
    native = [by_topic[topic][language] for topic in topics if _has(by_topic.get(topic), person)]
    conversations: Sequence[Sequence[str]] = native or [topic.turns for topic in topics]
    while True:
        for turns in conversations:
            # in pairs, so that the person also opens the next conversation
            yield [turn.format_map(values) for turn in turns[: len(turns) // 2 * 2]]
        values = make_placeholders(rng, person, last_s)


def _has(turns: dict[str, list[str]] | None, person: Person) -> bool:
    """Whether a topic has a conversation in the person's language."""
    return turns is not None and person.country.language in turns


def _talk(rng: RandomStream, turns: list[str], end_s: int) -> list[Message]:
    """One conversation that ends at `end_s`; some go on in another channel."""
    channel = rng.pick(CHANNELS)
    change_at = len(turns) // 2 if rng.chance(0.3) else len(turns)
    at = end_s - 75 * len(turns)
    made = []
    for number, turn in enumerate(turns):
        channel = rng.pick(CHANNELS) if number == change_at else channel
        made.append(
            {
                "role": "assistant" if number % 2 else "user",
                "content": turn,
                "channel": channel,
                "timestamp": iso_time(at),
            }
        )
        at += 5 + rng.below(65)
    return made


def _summary(topics: Topics, values: Placeholders, plan: Plan, index: int) -> str | None:
    if not plan.has_summary:
        return None
    count = max(1, min(3, plan.messages // 15))
    told = [topics[(index + number) % len(topics)] for number in range(count)]
    return "\n\n".join(topic.summary.format_map(values) for topic in told)


def _facts(person: Person, values: Placeholders, plan: Plan, index: int) -> dict[str, Any]:
    """The first facts of all, of an odd memory some as others noted them."""
    phone = person.phones[0]
    words = {
        **values,
        "full_name": person.name,
        "zone": person.country.time_zone,
        "language": person.country.language,
        "title": person.title,
        "phone": phone,
        "spaced_phone": f"{phone[:3]} {phone[3:6]} {phone[6:9]} {phone[9:]}".strip(),
        "email": person.emails[0],
    }
    facts = dict(list(FACTS.items())[: plan.facts])
    if index % 2 and facts:
        others = FACTS_OF_OTHERS
        known = {_folded(key) for key in others}
        facts = {key: value for key, value in facts.items() if _folded(key) not in known}
        facts |= dict(list(others.items())[: plan.facts - len(facts)])
    return {key: _filled(value, words) for key, value in facts.items()}


def _folded(key: str) -> str:
    return key.lower().translate(str.maketrans("", "", " _-"))


def _filled(value: Any, words: Placeholders) -> Any:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, words) for key, each in value.items()}
    return value


def _open_items(
    rng: RandomStream,
    topics: Topics,
    values: Placeholders,
    last_s: int,
    plan: Plan,
    index: int,
) -> list[dict[str, Any]]:
    made = []
    for number in range(plan.items):
        place = (index + number) % len(topics)
        topic = topics[place]
        related = {"entity_type": topic.entity, "entity_id": entity_id(topic, values)}
        made.append(
            {
                "type": topic.open_item.type,
                "description": topic.open_item.description.format_map(values),
                "created_at": iso_time(last_s - number * 3 * DAY_S - rng.below(DAY_S)),
                "priority": PRIORITIES[(2 * index + number) % len(PRIORITIES)],
                "related_to": related if place < plan.entities else None,
            }
        )
    return made


def _thing(rng: RandomStream, topic: Topic, values: Placeholders) -> dict[str, Any]:
    """What a talk is about, without what changes from memory to memory."""
    return {
        "entity_type": topic.entity,
        "entity_id": entity_id(topic, values),
        "facts": FACT_MAKERS.get(topic.entity, amount_due)(rng, values, ""),
        "notes": topic.notes,
    }


def _entities(
    rng: RandomStream, things: list[dict[str, Any]], last_s: int, plan: Plan
) -> list[dict[str, Any]]:
    """The same things in every memory, as its persona knew them last."""
    made = []
    for number, thing in enumerate(things[: plan.entities]):
        status = rng.pick(ENTITY_STATUSES)
        facts = thing["facts"] | ({"status": status} if "status" in thing["facts"] else {})
        made.append(
            {
                **thing,
                "facts": facts,
                "status": status,
                "last_discussed_at": iso_time(last_s - number * DAY_S - rng.below(DAY_S)),
                "notes": thing["notes"] if rng.chance(0.7) else None,
            }
        )
    return made
