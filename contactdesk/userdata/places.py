"""The place in each account: what was searched, sorted and open when the user left it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from typing import Any

import msgspec
from msgspec import Struct, field, structs

from contactdesk.model import Filters
from contactdesk.userdata.file import UserFile
from contactdesk.userdata.keys import PEOPLE, ContactKey


class Place(Struct, frozen=True):
    """Where the user was in an account, or in all contacts.

    `contact` was open; `top` was the first row on screen, `top_pixels` of it scrolled away.
    `sideways` is the horizontal scroll position in pixels. `sort` is a column's path, "" for the
    original order. `filters` are the vendor's. Of a page, `filters` are its own, and `item` is the
    `item_key` of the contact's open item that was chosen, 0 for none.
    """

    search: str = ""
    contact: ContactKey | None = None
    top: ContactKey | None = None
    top_pixels: int = 0
    sideways: int = 0
    sort: str = ""
    descending: bool = False
    filters: Filters = field(default_factory=dict)
    item: int = 0


class PlaceStore:
    """Places are kept for the run at once, and in the file by `write`."""

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._places: dict[str, Place] = {}

    def place(self, account_id: str) -> Place | None:
        """Where the user was in an account ("" for all contacts, PEOPLE for people); None if never."""
        return self._places.get(account_id)

    def keep(self, account_id: str, place: Place) -> None:
        """Remember it for this run; `write` and closing write it."""
        self._places[account_id] = place

    def drop_personal(self) -> None:
        """Drop the search, contacts and filters of every place from memory. Sort orders and scroll
        positions stay."""
        for account_id, place in self._places.items():
            self._places[account_id] = structs.replace(
                place, search="", contact=None, top=None, filters={}, item=0
            )

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop the places of all other accounts from memory; those of all contacts and of people
        stay."""
        kept = {"", PEOPLE, *account_ids}
        self._places = {each: place for each, place in self._places.items() if each in kept}

    def drop_all(self) -> None:
        self._places = {}

    # The file

    async def write(self) -> None:
        """Write every place."""
        await self._file.write(self.replace)

    def replace(self, connection: Any) -> None:
        """Write every place in place of those in the file."""
        rows = [(each, msgspec.json.encode(p).decode()) for each, p in self._places.items()]
        connection.execute("DELETE FROM place")
        connection.executemany("INSERT INTO place VALUES (?, ?)", rows)

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for account_id, state in connection.execute("SELECT account, state FROM place"):
            # One that another version wrote is no loss.
            with contextlib.suppress(msgspec.MsgspecError):
                self._places[account_id] = msgspec.json.decode(state, type=Place)
