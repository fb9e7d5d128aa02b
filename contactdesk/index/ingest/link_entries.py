"""What the index keeps of a contact to tell who else is the same person."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from zlib import crc32

import msgspec

from contactdesk.index.columns import storable
from contactdesk.index.ingest.memory_entries import ContactMemories
from contactdesk.index.people_rows import packed_keys
from contactdesk.model import Contact, Json, Provider
from contactdesk.people.compare import pack, said_by_traits
from contactdesk.people.keys import link_keys
from contactdesk.people.names import name_words
from contactdesk.people.phone_keys import depends_on_region
from contactdesk.people.traits import PHONE, newest_trace, traits_of
from contactdesk.records.moments import parse_moment
from contactdesk.records.parse import MALFORMED_ERRORS

MARK_BITS = 24
"""Two contacts of an account with the same mark are still told apart; only which of them comes first
then depends on which was loaded first."""

WORD_SEPARATOR = " "


class LinkEntry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A row of the table `linkable` without the columns that say whose it is; see
    people_tables.py."""

    mark: int
    last_talk: int
    trace: int
    name: str
    keys: bytes
    traits: bytes


def link_entry(
    provider: Provider,
    contact: Contact,
    viewed: Json,
    region: str,
    memories: ContactMemories | None,
) -> LinkEntry:
    """What links a contact; `viewed` is its record as the provider's sections read it."""
    talks = [each.last_talk for each in memories.memories] if memories is not None else []
    last_talk = max(map(seconds, talks), default=0)
    return LinkEntry(
        mark_of(storable(contact.id)),
        last_talk,
        # An agent is held against what happened elsewhere.
        0 if last_talk else _trace(provider, contact, viewed),
        storable(WORD_SEPARATOR.join(name_words(contact.name))),
        keys_of(provider, contact, region),
        said_by(provider, contact, viewed, region),
    )


def keys_of(provider: Provider, contact: Contact, region: str) -> bytes:
    """A contact's keys as the index keeps them."""
    try:
        return packed_keys(link_keys(contact, provider.ids, region))
    except (*MALFORMED_ERRORS, RecursionError):
        return b""


def said_by(provider: Provider, contact: Contact, viewed: Json, region: str) -> bytes:
    """What a contact says besides its own fields, as the index keeps it for `compare.differences`."""
    try:
        traits = traits_of(provider, contact, viewed)
        return pack(said_by_traits(traits, region)) if traits else b""
    except (*MALFORMED_ERRORS, RecursionError):
        return b""


def has_national_number(provider: Provider, contact: Contact, viewed: Json) -> bool:
    """Whether a contact says a phone number that is another one in another region."""
    if any(map(depends_on_region, contact.phones)):
        return True
    try:
        traits = traits_of(provider, contact, viewed)
    except (*MALFORMED_ERRORS, RecursionError):
        return False  # As `said_by`, which then has none.
    return any(each.field == PHONE and depends_on_region(each.text) for each in traits)


def mark_of(vendor_id: str) -> int:
    """A number made of a vendor's id, small enough for a table of millions."""
    return crc32(vendor_id.encode()) >> (32 - MARK_BITS)


@lru_cache(maxsize=4096)
def seconds(text: str) -> int:
    """A moment or a day in UTC as whole seconds since 1970; 0 for any other text, and before."""
    found = parse_moment(text)
    if found is None:
        return 0
    if not isinstance(found, datetime):
        found = datetime.combine(found, time(), UTC)
    return max(0, int(found.timestamp()))


def _trace(provider: Provider, contact: Contact, viewed: Json) -> int:
    try:
        return seconds(newest_trace(provider, contact, viewed))
    except (*MALFORMED_ERRORS, RecursionError):
        return 0
