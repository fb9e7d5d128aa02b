"""Incremental refresh: up to when an account's changes are known, and how to request later ones."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime, timedelta

from contactdesk.http.client import Reply
from contactdesk.index import Index, Listing
from contactdesk.model import Filters, Provider
from contactdesk.records.moments import utc_text
from contactdesk.sync.walk import WalkState

PASS_BEGAN, KNOWN_SINCE = "began", "since"
"""Names under which the index stores both times."""

MAX_CLOCK_ERROR = timedelta(days=3650)
"""A server clock further off than this is ignored."""


class ChangeBookmark:
    """Stores, per account, when its last complete pass began.

    Times are in seconds since 1970 by the vendor's clock, as ours may be wrong. Only unfiltered
    listings of vendors that can filter by update time have a bookmark.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    async def since(self, walk: WalkState) -> float | None:
        """When to request changes from; None where every page has to be read."""
        if walk.filters or walk.has_more or not walk.provider.updated_after:
            return None
        try:
            return float(await self._index.notes.read(walk.account.id, KNOWN_SINCE))
        except ValueError:
            return None

    async def pass_began(self, walk: WalkState, reply: Reply) -> None:
        """Store the time before the first page of a pass, or of changes, was sent."""
        if not walk.filters and walk.provider.updated_after:
            at = _server_time(reply) - reply.milliseconds / 1000 - 1
            await self._index.notes.write(walk.account.id, PASS_BEGAN, repr(at))

    async def pass_ended(self, listing: Listing) -> None:
        """All pages were read: changes are known up to when the pass began."""
        if not listing.filters:
            began = await self._index.notes.read(listing.account_id, PASS_BEGAN)
            if began:
                await self._index.notes.write(listing.account_id, KNOWN_SINCE, began)


def changed_since(provider: Provider, since: float) -> Filters:
    """The filter for contacts updated after a time, in seconds since 1970."""
    return {provider.updated_after: utc_text(datetime.fromtimestamp(since, UTC))}


def _server_time(reply: Reply) -> float:
    from email.utils import parsedate_to_datetime

    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        parsed = parsedate_to_datetime(reply.headers.get("date", ""))
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        if abs(aware - datetime.now(UTC)) < MAX_CLOCK_ERROR:
            return aware.timestamp()
    return time.time()
