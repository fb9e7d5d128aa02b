"""A place in a contact's details that a page leads to."""

from __future__ import annotations

from msgspec import Struct


class HistoryPlace(Struct, frozen=True):
    """The tab History of a contact, at what was noticed at a time, in seconds since 1970."""

    time: float
