"""When a listing's contacts were last read from the vendor; kept in the index."""

from __future__ import annotations

import time

from contactdesk.index import Index
from contactdesk.sync.walk import WalkState


class ReadTimes:
    """Sets `read_at` of walks, in seconds since 1970: no contact of the listing is older.

    While a pass runs, contacts that it has not reached are from the pass before: `read_at` moves to
    the beginning of a pass once it has ended.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    async def restore(self, walk: WalkState) -> None:
        words = (await self._index.notes.read(walk.account.id, _name(walk))).split()
        if len(words) == 2:
            walk.read_at, walk.pass_began_at = map(float, words)

    async def began(self, walk: WalkState, seconds: float) -> None:
        """Record that a pass began: its first page was requested `seconds` ago and is now written."""
        walk.pass_began_at = at = time.time() - seconds
        if walk.read_at is None:
            walk.read_at = at
        await self._store(walk)

    async def ended(self, walk: WalkState, began_at: float | None = None) -> None:
        """Record that a pass, or an update by changes begun at `began_at`, is complete."""
        walk.read_at = began_at or walk.pass_began_at or walk.read_at
        if walk.read_at is not None:  # unknown where an older version began the pass
            await self._store(walk)

    async def _store(self, walk: WalkState) -> None:
        times = f"{walk.read_at!r} {walk.pass_began_at or walk.read_at!r}"
        await self._index.notes.write(walk.account.id, _name(walk), times)


def _name(walk: WalkState) -> str:
    return f"read {walk.listing.id}"
