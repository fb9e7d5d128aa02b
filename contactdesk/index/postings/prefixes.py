"""Prefix postings: answers short prefixes without expanding them to words.

Of a million contacts, thousands of words begin with one typed letter, and merging their posting
lists takes a second. Longer prefixes match few contacts, or are whole words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

from contactdesk.text.tokenize import TEXT_BOUNDARY

MAX_PREFIX_CHARS = 3

LONGEST_END = "^"
"""Ends the token of a prefix of MAX_PREFIX_CHARS, to tell it from a trigram."""

PREFIX = itemgetter(slice(MAX_PREFIX_CHARS))


def word_prefixes(texts: Iterable[str]) -> str:
    """The distinct prefixes of MAX_PREFIX_CHARS of all words, each preceded by a space.

    Searching this for a space and a shorter prefix finds that one too.
    """
    found = set(map(PREFIX, " ".join(texts).split()))
    found.discard(TEXT_BOUNDARY)
    return " ".join(["", *found])


def prefix_token(prefix: str) -> str:
    return f"{prefix}{LONGEST_END}" if len(prefix) == MAX_PREFIX_CHARS else prefix


def is_longest_prefix(token: str) -> bool:
    """Whether this is the token of a prefix of MAX_PREFIX_CHARS."""
    return len(token) == MAX_PREFIX_CHARS + len(LONGEST_END)


def answerable_prefix(words: Sequence[str]) -> str:
    """The prefix whose postings answer a search for these words; "" if none does."""
    if len(words) != 1 or not 0 < len(words[0]) <= MAX_PREFIX_CHARS:
        return ""
    return words[0]
