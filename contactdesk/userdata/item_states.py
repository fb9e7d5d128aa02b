"""What the user decided about open items: done, or snoozed until a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.userdata.file import UserFile, Writing
from contactdesk.userdata.keys import ItemKey
from contactdesk.userdata.moments import now


class ItemState(Struct, frozen=True):
    """`snoozed_until` is the ISO day on which the item shows again, "" for none; `set_at` a moment
    in UTC, "" for the moment at which it is written."""

    done: bool = False
    snoozed_until: str = ""
    set_at: str = ""

    def hides(self, today: str) -> bool:
        """Whether the item is out of sight on an ISO day."""
        return self.done or self.snoozed_until > today


class ItemStates:
    """Reads come from memory; a write is in memory at once, and on disk when it was awaited."""

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._states: dict[ItemKey, ItemState] = {}

    def state(self, key: ItemKey) -> ItemState | None:
        """What was decided about an item; None for nothing."""
        return self._states.get(key)

    def all(self) -> Mapping[ItemKey, ItemState]:
        """Everything that was decided. A view: it changes with the store."""
        return MappingProxyType(self._states)

    def hidden(self, today: date) -> frozenset[ItemKey]:
        """The items that are done, or snoozed beyond today."""
        day = today.isoformat()
        return frozenset(key for key, each in self._states.items() if each.hides(day))

    def set(self, keys: Collection[ItemKey], state: ItemState | None) -> Writing:
        """Decide the same about several items, in one transaction; None for nothing any more."""
        return self.set_many(dict.fromkeys(keys, state))

    def set_many(self, changes: Mapping[ItemKey, ItemState | None]) -> Writing:
        """Decide about several items, in one transaction."""
        stamp = now()
        for key, state in changes.items():
            if state is None:
                self._states.pop(key, None)
            else:
                self._states[key] = state if state.set_at else replace(state, set_at=stamp)
        rows = self._rows(key for key, state in changes.items() if state is not None)

        def write(connection: Any) -> None:
            connection.executemany(
                "DELETE FROM item_state WHERE account = ? AND vendor = ? AND item = ?",
                list(changes),
            )
            connection.executemany("INSERT INTO item_state VALUES (?, ?, ?, ?, ?, ?)", rows)

        return self._file.write(write)

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop what was decided about the items of all other accounts from memory."""
        for key in [each for each in self._states if each[0] not in account_ids]:
            del self._states[key]

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for account_id, vendor_id, item, done, snoozed_until, set_at in connection.execute(
            "SELECT account, vendor, item, done, snoozed_until, set_at FROM item_state"
        ):
            state = ItemState(bool(done), snoozed_until, set_at)
            self._states[account_id, vendor_id, item] = state

    def fill(self, connection: Any) -> None:
        """Write everything to a new file."""
        connection.executemany(
            "INSERT INTO item_state VALUES (?, ?, ?, ?, ?, ?)", self._rows(self._states)
        )

    def _rows(self, keys: Iterable[ItemKey]) -> list[tuple[Any, ...]]:
        states = ((key, self._states[key]) for key in keys)
        return [(*key, each.done, each.snoozed_until, each.set_at) for key, each in states]
