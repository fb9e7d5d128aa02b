"""What a contact says about a person besides its own fields: zones, channels, consent, and what
agents or custom fields call a name, a phone, a company or a role.

Keys that agents and users chose are read by what they mean: `timeZone` and "Time zone" are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from contactdesk.jsonpath import dig, items_at, text_at
from contactdesk.memories.reading import newest
from contactdesk.memories.values import FALSE, TRUE, same_key, same_value
from contactdesk.model import Contact, Json, MemoryPaths, PersonPaths, Provider
from contactdesk.records.unmapped import join

NAME, EMAIL, PHONE, COMPANY, ROLE = "name", "email", "phone", "company", "role"
TIME_ZONE, CHANNEL, CONSENT = "time_zone", "channel", "consent"
FIELDS = (NAME, EMAIL, PHONE, COMPANY, ROLE, TIME_ZONE, CHANNEL, CONSENT)
"""The fields that are compared over the contacts of a person, in the order they are shown.

CHANNEL is how the person prefers to be reached, CONSENT whether the person wants messages.
"""

WANTED, UNWANTED = TRUE, FALSE
"""What a trait of CONSENT says."""

MAX_TRAIT_CHARS = 200
"""Longer texts are no name, no number and no zone."""

MAX_TRAITS = 200
"""Traits of one contact; of more, those of the last memories are left out."""

_KEYS = {
    NAME: "name, full name, contact name, customer name, caller name",
    EMAIL: "email, e-mail, mail, email address",
    PHONE: "phone, phone number, mobile, mobile phone, mobile number, cell, cell phone, telephone",
    COMPANY: "company, company name, organization, organisation, employer",
    ROLE: "role, job title, position, job",
    TIME_ZONE: "time zone, tz, local time zone",
    CHANNEL: (
        "preferred contact, preferred channel, preferred contact method, preferred contact channel,"
        "preferred communication, preferred communication channel, preferred method of contact,"
        "contact preference, channel preference, communication preference"
    ),
}
_CONSENT_KEYS = {
    WANTED: (
        "opted in, opt in, opted in to sms, sms opt in, sms opted in, wants sms, sms consent,"
        "marketing consent, marketing opt in, newsletter opt in, email opt in"
    ),
    UNWANTED: (
        "opted out, opt out, opted out of sms, sms opt out, sms opted out, unsubscribed,"
        "is unsubscribed, do not contact, do not call, do not text, dnc, sms blocked, email opt out"
    ),
}


def _by_key(words: Mapping[str, str]) -> dict[str, str]:
    return {
        same_key(key.strip()): meaning for meaning, keys in words.items() for key in keys.split(",")
    }


FIELD_OF_KEY = _by_key(_KEYS)
"""A key as `same_key` has it -> the field it means."""

CONSENT_OF_KEY = _by_key(_CONSENT_KEYS)
"""A key as `same_key` has it -> what "yes" under it says."""

OPPOSITE = {WANTED: UNWANTED, UNWANTED: WANTED}


class Trait(Struct, frozen=True, gc=False):
    """Something that a contact says about a field of FIELDS, besides its own fields.

    `text` is the value as written, `key` what it stands under, and `path` its place in the viewed
    record. `memory` is the number of the memory that says it, counted from 1; 0 for the record.
    `consent` is WANTED or UNWANTED for CONSENT, else "".
    """

    field: str
    text: str
    key: str
    path: str
    memory: int = 0
    consent: str = ""


def traits_of(provider: Provider, contact: Contact, viewed: Json) -> tuple[Trait, ...]:
    """The traits in a viewed record (`records.blocks.viewed`): the record's own first, then those of
    its memories in the vendor's order. A text that the contact's own field has is none.
    """
    paths = provider.person
    found = [*_own(paths, contact, viewed), *_pairs(paths, viewed)]
    if provider.memories is not None:
        found += _memory_traits(provider.memories, viewed)
    return tuple(found[:MAX_TRAITS])


def newest_trace(provider: Provider, contact: Contact, viewed: Json) -> str:
    """The newest moment of anything that happened with a contact, in UTC; "" if it has none.

    That is a call, a workflow step, a talk with an agent, or the record's creation or change.
    """
    events = [
        text_at(item, paths.at)
        for paths in provider.events
        for item in items_at(viewed, paths.each)
    ]
    talk = last_talk(provider, viewed)
    return newest([contact.created_at, contact.updated_at, talk, *events])


def last_talk(provider: Provider, viewed: Json) -> str:
    """The newest moment that an agent's memories tell of, in UTC; "" if there is none."""
    paths = provider.memories
    if paths is None:
        return ""
    lists = (
        (paths.messages, paths.message[-1]),
        (paths.open_items, paths.open_item[3]),
        (paths.entities, paths.entity[-1]),
    )
    return newest(
        text_at(item, at)
        for memory in items_at(viewed, paths.each)
        for each, at in lists
        for item in items_at(memory, each)
    )


def _own(paths: PersonPaths, contact: Contact, viewed: Json) -> Iterator[Trait]:
    """What the provider declares a path for."""
    for field, path in ((COMPANY, paths.company), (TIME_ZONE, paths.time_zone)):
        text = _short(text_at(viewed, path)) if path else ""
        if text and not (field == COMPANY and text == contact.company):
            yield Trait(field, text, path, path)
    for refusal in paths.refusals:
        for number, item in enumerate(items_at(viewed, refusal.each)):
            if dig(item, refusal.flag) is True:
                path = f"{refusal.each}[{number}]{refusal.flag[1:]}"
                text = _short(text_at(item, refusal.value))
                yield Trait(CONSENT, text, refusal.label, path, consent=UNWANTED)


def _pairs(paths: PersonPaths, viewed: Json) -> Iterator[Trait]:
    """What the record's free keys say."""
    for path in paths.pairs:
        yield from _of_pairs(dig(viewed, path), path, 0)
    for custom in paths.named:
        for number, item in enumerate(items_at(viewed, custom.each)):
            key = text_at(item, custom.name)
            path = f"{custom.each}[{number}]{custom.value[1:]}"
            yield from _meant(key, dig(item, custom.value), path, 0)


def _memory_traits(paths: MemoryPaths, viewed: Json) -> Iterator[Trait]:
    for number, memory in enumerate(items_at(viewed, paths.each)):
        path = f"{paths.each}[{number}]{paths.facts[1:]}"
        yield from _of_pairs(dig(memory, paths.facts), path, number + 1)


def _of_pairs(pairs: Any, path: str, memory: int) -> Iterator[Trait]:
    if isinstance(pairs, Mapping):
        # Most keys mean none of the fields.
        for key in filter(_meaning, map(str, pairs)):
            yield from _meant(key, pairs.get(key), join(path, key), memory)


def _meant(key: str, value: Any, path: str, memory: int) -> Iterator[Trait]:
    """The traits of a value under a key that means a field; none under any other key."""
    meaning = _meaning(key)
    if meaning in OPPOSITE:
        said = same_value(value)
        if said in (TRUE, FALSE):
            consent = meaning if said == TRUE else OPPOSITE[meaning]
            yield Trait(CONSENT, str(said), key, path, memory, consent)
    elif meaning:
        for text in _texts(value):
            yield Trait(meaning, text, key, path, memory)


@lru_cache(maxsize=2048)
def _meaning(key: str) -> str:
    """The field that a key means, or what "yes" under it says about consent; "" for any other."""
    form = same_key(key)
    return FIELD_OF_KEY.get(form) or CONSENT_OF_KEY.get(form, "")


def _texts(value: Any) -> Iterable[str]:
    """A text, or the texts of a flat list."""
    every = value if isinstance(value, list | tuple) else (value,)
    texts = (text_at(each, "$") for each in every)
    return filter(None, map(_short, texts))


def _short(text: str) -> str:
    """A trimmed text; "" for one that is too long to be compared."""
    text = text.strip()
    return text if len(text) <= MAX_TRAIT_CHARS else ""
