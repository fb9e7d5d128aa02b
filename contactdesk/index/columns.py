"""Layout of what is derived from a contact: full-text columns, flags, separators, ids of items.

Shared by what writes the text, the tables that hold it and the queries that search it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from contactdesk.model import CONTACT_FIELDS, REGIONS
from contactdesk.records.parse import NOT_STORABLE
from contactdesk.search.fields import HAS_VALUES
from contactdesk.text.tokenize import TEXT_BOUNDARY

PAIRS, PERSONA = "pair", "persona"

NAME_COLUMNS = (*CONTACT_FIELDS[:5], "vendor_id")
"""Columns of `name_fts`."""

TEXT_COLUMNS = ("text", *REGIONS, PAIRS)
"""Columns of `text_fts`: text in no region, one column per region, and words with their keys."""

FLAGS = {name: 1 << bit for bit, name in enumerate(HAS_VALUES)}
"""Bits of `contact.flags`: what `has:` finds."""

NAME_END, EMAILS_END, PHONES_END = "\x1e", "\x1d", "\x1c"
"""End the sections of `substring_text`; after the last one come numbers found in running text."""


def storable(text: str) -> str:
    """Replace what SQLite cannot store or would truncate at: NUL and lone surrogates."""
    return text if is_storable(text) else NOT_STORABLE.sub("\ufffd", text)


def is_storable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def keyed_words(region: str, key: str, words: Sequence[str]) -> str:
    """The words of a value as the PAIRS column holds them, such as `=fact.time_zone=paris`."""
    start = f"={region}.{key}="
    if TEXT_BOUNDARY not in words:
        return start + f" {start}".join(words) if words else ""
    return " ".join([word if word == TEXT_BOUNDARY else start + word for word in words])


PEOPLE, EMPTY, MEMORIES, OPEN_ITEMS = "people", "empty", "memories", "open"
FACT, SPELLING, TALK_DAY, OPEN_DAY = "fact", "spelling", "talk day", "open day"
"""What the table `agent_count` counts: people, those of whom an agent has a memory with nothing in it,
memories, open items; people by a fact's key and by its spelling; memories by the day of their last
talk, open items by their day."""

ITEM_BITS = 16
"""The lowest bits of an open item's id hold its number within its contact, the others the contact's
row id. So the items of a contact are found without an index, and keep their ids when it changes."""

TIME_BITS = 49
NO_TIME = (1 << TIME_BITS) - 1
"""The lowest bits of an open item's urgency hold its time in milliseconds since the year 1, or NO_TIME;
those above the rank of its priority. So the most urgent, and of these the oldest, has the least: one
number sorts twice as fast as the two."""

RANK_OF_ITEM = f"(i.urgency >> {TIME_BITS})"
"""SQL for the rank of open item `i`."""


def urgency(rank: int, created_at: str) -> int:
    """A number that sorts open items by priority, then by age; `created_at` is a moment in UTC, a day
    or "". Items without a time come last."""
    try:
        age = datetime.fromisoformat(created_at).replace(tzinfo=None) - datetime.min
    except ValueError:
        return rank << TIME_BITS | NO_TIME
    return rank << TIME_BITS | age // timedelta(milliseconds=1)


FIRST_SURROGATE, SURROGATES = 0xD800, 0x800
MAX_FACT_KEY = 0x10FFFF - SURROGATES
"""The highest number of a fact's key that `fact_key_character` can give."""


def first_item(contact: int) -> int:
    """The least id that an open item of a contact can have."""
    return contact << ITEM_BITS


def fact_key_character(number: int) -> str:
    """A fact's key as one character, from 1 on: SQLite finds it in a text of such characters, and no
    other encoding of a set of numbers is as short."""
    return chr(number if number < FIRST_SURROGATE else number + SURROGATES)


def fact_key_number(character: str) -> int:
    """The inverse of `fact_key_character`."""
    code = ord(character)
    return code if code < FIRST_SURROGATE else code - SURROGATES
