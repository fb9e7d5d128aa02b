"""How many matches of each saved search came or went since the user last looked at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.ui.kit.tasks import spawn
from contactdesk.userdata.keys import PEOPLE
from contactdesk.userdata.looks import Look, Looks
from contactdesk.userdata.searches import SavedSearch

SAME_LOOK_S = 60
"""A look at the same matches is noted once in this time."""


class SinceLook(Struct, frozen=True):
    """`delta` matches more (or fewer) than at a moment in seconds since 1970."""

    delta: int
    at: float


def look_name(search: str) -> str:
    """The name of the last look at a saved search."""
    return f"search/{search}"


class SearchLooks:
    """Compares counts with those of the last look: when the search was last shown or, where it never
    was, when it was first counted. Contacts that were loaded, not found by a refresh, are no change.
    """

    def __init__(self, looks: Looks, now: Callable[[], float] = time.time) -> None:
        self._looks = looks
        self._now = now
        self._counts: dict[str, int] = {}
        self._has_loaded = False

    def contacts_loaded(self) -> None:
        """Pages were loaded that had not been: the next counts grow by them."""
        self._has_loaded = True

    def compare(
        self, searches: Sequence[SavedSearch], counts: Mapping[str, int], shown: str
    ) -> dict[str, SinceLook]:
        """Name -> change since the last look, of the searches that were counted. `shown` is the name
        of the one that is on screen, "" for none: the user looks at it."""
        found = {}
        for search in searches:
            if (count := counts.get(search.name)) is None:
                continue
            look = self._look(search, count, is_shown=search.name == shown)
            found[search.name] = SinceLook(count - (look.count or 0), look.at)
        self._counts = dict(counts)
        self._has_loaded = False
        return found

    def _look(self, search: SavedSearch, count: int, *, is_shown: bool) -> Look:
        name = look_name(search.name)
        before = look = self._looks.seen(name)
        if look is None or look.count is None or is_shown:
            account_id = "" if search.account in (None, PEOPLE) else search.account
            look = Look(self._now(), count, account_id or "")
            is_same = before is not None and before.count == count
            if before is not None and is_same and look.at - before.at < SAME_LOOK_S:
                return before
        elif self._has_loaded:
            look = replace(look, count=self._count_with_loaded(search.name, look.count, count))
        if look != before:
            # Where it cannot be written, it lasts for this run.
            spawn(self._looks.set(name, look), failed=lambda _error: None)
        return look

    def _count_with_loaded(self, name: str, seen: int, count: int) -> int:
        """The count that the user would have seen if all contacts loaded since had been loaded
        then."""
        previous = self._counts.get(name)
        if previous is None:
            return count
        delta, loaded = previous - seen, count - previous
        # Fewer than were seen: after the index was started anew, they come again.
        return count - (delta if delta >= 0 else min(0, delta + loaded))


async def rename_look(looks: Looks, search: str, other: str) -> None:
    """A saved search got another name. Raises IndexFileError."""
    await looks.set(look_name(other), looks.seen(look_name(search)))
    await forget_look(looks, search)


async def forget_look(looks: Looks, search: str) -> None:
    """A saved search was removed. Raises IndexFileError."""
    await looks.set(look_name(search), None)
