"""Layout of a contact's searchable text: full-text columns, flags, and separators.

Shared by what writes the text, the tables that hold it and the queries that search it.
"""

from __future__ import annotations

from collections.abc import Sequence

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
