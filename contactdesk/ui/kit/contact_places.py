"""A place in a contact's details that a page leads to."""

from __future__ import annotations

from msgspec import Struct

from contactdesk.userdata.keys import ContactKey


class HistoryPlace(Struct, frozen=True):
    """The tab History of a contact, at the change noticed at a time in seconds since 1970. `gone`
    is the key of a contact that is not in the index any more."""

    time: float
    gone: ContactKey | None = None
