"""How words begin: what is typed first is found without gathering every word that goes on so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

LONGEST = 2
"""Characters. At a million contacts, thousands of words begin with one typed letter, and bringing
their contacts together takes a second; of three letters there are few enough."""

FIRST, FIRST_TWO = itemgetter(0), itemgetter(slice(LONGEST))


def starts(words: str) -> frozenset[str]:
    """The first two characters of every word."""
    return frozenset(map(FIRST_TWO, words.split()))


def together(found: Iterable[frozenset[str]]) -> str:
    """The first character and the first two of all words, each once."""
    twos: frozenset[str] = frozenset().union(*found)
    return " ".join(twos.union(map(FIRST, twos)))


def asked(words: Sequence[str]) -> str:
    """What is asked of the table `start` for words of which the last is a beginning; "" where it
    cannot tell."""
    if len(words) != 1 or not 0 < len(words[0]) <= LONGEST:
        return ""
    return f'"{words[0]}"'
