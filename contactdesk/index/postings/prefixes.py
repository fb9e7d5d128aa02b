"""How words begin: what is typed first is found without gathering every word that goes on so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

from contactdesk.text.tokenize import TEXT_BOUNDARY

LONGEST = 3
"""Characters. Of a million contacts, thousands of words begin with one typed letter, and bringing
their contacts together takes a second; longer beginnings are in few enough, or are whole words."""

END = "^"
BEGINNING = itemgetter(slice(LONGEST))


def starts(texts: Iterable[str]) -> str:
    """The first LONGEST characters of all words of some texts, each once, with a space before each.

    So shorter beginnings stand in it too, where there is a space before them.
    """
    begun = set(map(BEGINNING, " ".join(texts).split()))
    begun.discard(TEXT_BOUNDARY)
    return " ".join(["", *begun])


def token(start: str) -> str:
    """What the set of a beginning is called: not as that of three characters in a row."""
    return f"{start}{END}" if len(start) == LONGEST else start


def is_longest(token: str) -> bool:
    """Whether this is the token of a beginning of LONGEST characters."""
    return len(token) == LONGEST + len(END)


def asked(words: Sequence[str]) -> str:
    """The beginning that finds words of which the last is a beginning; "" where none does."""
    if len(words) != 1 or not 0 < len(words[0]) <= LONGEST:
        return ""
    return words[0]
