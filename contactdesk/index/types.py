"""What the index takes and gives: listings, scopes, orders, stored contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from contactdesk.model import Column, Cursor, Filters

NOT_LOADED, PARTIAL, COMPLETE, FAILED = "not-loaded", "partial", "complete", "failed"
STATES = (NOT_LOADED, PARTIAL, COMPLETE, FAILED)


class Listing(Struct, frozen=True):
    """One walk through an account's list call, and how far it is.

    `state` is one of STATES. `pages` and `walked` count this pass only; a contact that comes on
    two pages is walked once. `total` is the vendor's own count where it gives an honest one.
    `shifted` says that a page did not overlap the one before it, so that contacts may have been
    skipped in this pass.
    """

    id: int
    account_id: str
    filters: Filters
    next_cursor: Cursor
    pass_number: int
    state: str
    total: int | None
    pages: int
    walked: int
    shifted: bool = False

    @property
    def complete(self) -> bool:
        """Whether this pass has reached the end of the listing."""
        return self.state == COMPLETE


class Written(Struct, frozen=True):
    """What a page brought: row ids new to the listing's scope, and of contacts that changed.

    `count` is how many records the page had, `malformed` how many of them broke the documents,
    `removed` how many contacts went because two passes in a row had missed them. `next_cursor`
    asks for the page after it; with a `problem`, a kind of fault, the vendor did not say how.
    """

    listing: Listing
    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    malformed: int = 0
    count: int = 0
    removed: int = 0
    next_cursor: Cursor = None
    problem: str = ""


class Scope(Struct, frozen=True):
    """Contacts of all accounts (""), of one, or of one account's listing with these filters."""

    account_id: str = ""
    filters: Filters = field(default_factory=dict)


class Order(Struct, frozen=True):
    """By a column, contacts without a value last; without a column, as loaded.

    Contacts with equal values stand by account, then in the order they were first loaded.
    Descending is the exact reverse of ascending for all contacts that have a value.
    """

    column: Column | None = None
    descending: bool = False


Names = Mapping[str, Sequence[str]]
"""Account id -> how a person calls it: its label, then what its vendor is called."""


class Stored(Struct, frozen=True):
    """A contact as it is kept: `raw` exactly as the vendor sent it, `first_seen` in seconds since
    1970."""

    account_id: str
    vendor_id: str
    raw: bytes
    malformed: str
    first_seen: float


def filters_text(filters: Filters) -> str:
    """The same text for the same filters: sorted, empty ones left out."""
    chosen = {
        name: value if isinstance(value, str) else list(value)
        for name, value in sorted(filters.items())
        if value
    }
    return msgspec.json.encode(chosen).decode()


def filters_read(text: str) -> Mapping[str, Any]:
    """The filters a text of `filters_text` stands for."""
    read: dict[str, Any] = msgspec.json.decode(text)
    return read
