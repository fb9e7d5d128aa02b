"""How words begin: what is typed first is found without gathering every word that goes on so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

LONGEST = 3
"""Characters. Of a million contacts, thousands of words begin with one typed letter, and bringing
their contacts together takes a second; longer beginnings are in few enough, or are whole words."""

END = "^"
BEGINNING = itemgetter(slice(LONGEST))


def starts(words: str) -> frozenset[str]:
    """The first three characters of every word."""
    return frozenset(map(BEGINNING, words.split()))


def together(found: Iterable[frozenset[str]]) -> str:
    """The first character, the first two and the first three of all words, each once, as tokens
    with a space around each."""
    every: frozenset[str] = frozenset().union(*found)
    twos = {start[:2] for start in every}
    shorter = twos | {two[0] for two in twos}
    threes = every - shorter
    # Not to be taken for three characters in a row.
    ended = f" {f'{END} '.join(threes)}{END}" if threes else ""
    return f" {' '.join(shorter)}{ended} "


def token(start: str) -> str:
    """What a beginning is called by `together`."""
    return f"{start}{END}" if len(start) == LONGEST else start


def is_longest(token: str) -> bool:
    """Whether this is the token of a beginning of LONGEST characters."""
    return len(token) == LONGEST + len(END)


def asked(words: Sequence[str]) -> str:
    """The beginning that finds words of which the last is a beginning; "" where none does."""
    if len(words) != 1 or not 0 < len(words[0]) <= LONGEST:
        return ""
    return words[0]
