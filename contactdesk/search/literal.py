"""Where a text occurs in another, letter by letter, whatever the case and the accents."""

from __future__ import annotations

import re
from bisect import bisect_right

from contactdesk.text.normalize import normalize, normalize_mapped

Span = tuple[int, int]
"""[start, end) of a part of a text."""

_BLANK = re.compile(r"\s")


def sought_text(typed: str) -> str:
    """What was typed, as `occurrences` looks for it; "" if that is nothing."""
    return normalize(" ".join(typed.split()))


def occurrences(text: str, sought: str) -> list[Span]:
    """The spans of `text` that `sought_text` finds, in order, never overlapping.

    Any white space is a space; several in a row are several. A character that stands for several
    letters, as "ß" does for "ss", is one span though it may hold two matches.
    """
    if not sought:
        return []
    normalized, origin = normalize_mapped(_BLANK.sub(" ", text))
    found: list[Span] = []
    at = normalized.find(sought)
    while at >= 0:
        after = at + len(sought)
        end = bisect_right(origin, origin[after - 1])
        if not found or found[-1][1] <= origin[at]:
            found.append((origin[at], origin[end] if end < len(origin) else len(text)))
        at = normalized.find(sought, after)
    return found
