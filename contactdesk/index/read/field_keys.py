"""The keys of facts and custom fields, and how many contacts have each."""

from __future__ import annotations

import re
from typing import Any

from contactdesk.index.columns import PAIRS
from contactdesk.index.read.vocabulary import next_word
from contactdesk.text.tokenize import key_token

KEYED_REGIONS = ("fact", "custom")
"""Regions whose keys may be columns."""

MAX_KEYS = 200
"""Keys that are listed of a region. Vendors' customers choose them: dozens, if nothing is wrong."""

MAX_KEYS_LOOKED_AT = 5_000

MIN_ID_CHARS = 12
DIGIT_WITHIN = re.compile(r"\d[a-z]")

AFTER_KEY = chr(ord("=") + 1)


def known_keys(connection: Any, typed: str = "") -> list[str]:
    """The paths of the first MAX_KEYS keys of each region in which the typed words are found, such
    as "fact.time_zone"."""
    wanted = _without_spaces(key_token(typed))
    return [
        f"{region}.{key}"
        for region in KEYED_REGIONS
        for key in _keys_of(connection, region, wanted)
    ]


def count_contacts(connection: Any, path: str) -> int:
    """How many contacts have a value under a key, those of forgotten accounts included."""
    query = f'{PAIRS} : "={path}=" *'
    row = connection.execute("SELECT count(*) FROM text_fts(?)", (query,)).fetchone()
    return int(row[0])


def is_generated(path: str) -> bool:
    """Whether a key looks like an ID that a vendor made up: cf_2ndby7cmqxvlprskzwtg4i."""
    key = path.partition(".")[2]
    return len(key) >= MIN_ID_CHARS and DIGIT_WITHIN.search(key) is not None


def _keys_of(connection: Any, region: str, wanted: str) -> list[str]:
    start, found = f"={region}.", list[str]()
    term = next_word(connection, start, start)
    for _ in range(MAX_KEYS_LOOKED_AT):
        if term is None or len(found) == MAX_KEYS:
            break
        key = term[len(start) :].partition("=")[0]
        if wanted in _without_spaces(key):
            found.append(key)
        # Past all values of this key.
        term = next_word(connection, f"{start}{key}{AFTER_KEY}", start)
    return found


def _without_spaces(key: str) -> str:
    """A key that is typed as its title is: E-mail for email."""
    return key.replace("_", "")
