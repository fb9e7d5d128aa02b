"""The order of open items' priorities."""

from __future__ import annotations

PRIORITIES = ("urgent", "high", "medium", "normal", "low", "none")
"""The priorities that are known, the most urgent first. Others come after them."""

UNKNOWN = len(PRIORITIES)
"""The rank of a word that is not known."""


def rank(priority: str) -> int:
    """The place of a priority as sent, 0 for urgent; an item without one has the priority "none"."""
    word = priority.strip().casefold() or "none"
    return PRIORITIES.index(word) if word in PRIORITIES else UNKNOWN
