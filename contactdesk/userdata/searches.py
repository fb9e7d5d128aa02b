"""Recent and saved searches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from contactdesk.model import Filters
from contactdesk.userdata.file import UserFile
from contactdesk.userdata.moments import NO_MOMENTS, now

MAX_RECENT = 20


class SavedSearch(Struct, frozen=True):
    """A search under a name the user gave it, with the scope and the view it was made in.

    `account` is an account's id, "" for all contacts, PEOPLE for people, None where it was saved
    before scopes were.
    `filters` are the vendor's. `sort` is a column's path, "" for the original order, None where it
    was saved before views were. `columns` are the paths of the visible columns in order, () for
    leaving them as they are. `watched`: the user wants to be told on this computer when it finds more.
    """

    name: str
    text: str
    account: str | None = None
    filters: Filters = field(default_factory=dict)
    sort: str | None = None
    descending: bool = False
    columns: tuple[str, ...] = ()
    watched: bool = False

    def is_of(self, text: str, account: str, filters: Filters) -> bool:
        """Whether it is this search in this scope."""
        is_scope = self.account is None or (
            self.account == account and _as_json(self.filters) == _as_json(filters)
        )
        return self.text == text and is_scope


class SearchStore:
    """Reads come from memory; writes go through to the file."""

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._recent: list[str] = []
        self._saved: dict[str, SavedSearch] = {}
        self._set_at: dict[str, str] = {}

    # Recent searches

    def recent(self) -> list[str]:
        """The last searches, newest first."""
        return list(self._recent)

    async def note(self, text: str) -> None:
        """Make a search the newest of the recent ones."""
        kept = [text, *(each for each in self._recent if each != text)][:MAX_RECENT]
        await self._keep_recent(kept)

    async def forget_recent(self, text: str) -> None:
        """Delete one of the recent searches, from the write-ahead log too."""
        await self._keep_recent([each for each in self._recent if each != text])
        await self._file.truncate_log()

    async def _keep_recent(self, kept: list[str]) -> None:
        self._recent = kept
        rows = [(text, len(kept) - place) for place, text in enumerate(kept)]

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM recent")
            connection.executemany("INSERT INTO recent(text, used) VALUES (?, ?)", rows)

        await self._file.write(write)

    # Saved searches

    def saved(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        return sorted(self._saved.values(), key=lambda each: (each.name.casefold(), each.name))

    def set_at(self, name: str) -> str:
        """When a search was saved, in UTC; "" where it is not or an older version saved it."""
        return self._set_at.get(name, "")

    def name_of(self, text: str, account: str = "", filters: Filters | None = None) -> str:
        """The name a search in this scope is saved under, "" where it is not saved."""
        found = (each for each in self._saved.values() if each.is_of(text, account, filters or {}))
        return next((each.name for each in found), "")

    async def save(self, *searches: SavedSearch, at: Mapping[str, str] = NO_MOMENTS) -> None:
        """Save searches, each in place of any that has its name. `at` has the moments in UTC of
        those, by name, that were not saved now."""
        moment = now()
        for each in searches:
            self._saved[each.name] = each
            self._set_at[each.name] = at.get(each.name, moment)
        await self._file.write(lambda connection: self._insert(connection, searches))

    async def watch(self, name: str, watched: bool) -> None:
        """Whether the user wants to be told when a saved search finds more."""
        if (search := self._saved.get(name)) is not None:
            self._saved[name] = changed = replace(search, watched=watched)
            await self._file.write(lambda connection: self._insert(connection, [changed]))

    async def rename(self, name: str, other: str) -> None:
        """Give a saved search another name, in place of any that has the name."""
        if name == other or name not in self._saved:
            return
        self._saved[other] = renamed = replace(self._saved.pop(name), name=other)
        self._set_at.pop(name, None)
        self._set_at[other] = now()

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM saved WHERE name = ?", (name,))
            self._insert(connection, [renamed])

        await self._file.write(write)

    async def remove(self, name: str) -> None:
        """Remove a saved search, if there is one of this name."""
        self._saved.pop(name, None)
        self._set_at.pop(name, None)
        await self._file.write(
            lambda connection: connection.execute("DELETE FROM saved WHERE name = ?", (name,))
        )

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        self._recent = [
            text for (text,) in connection.execute("SELECT text FROM recent ORDER BY used DESC")
        ]
        for (
            name,
            text,
            account,
            filters,
            sort,
            descending,
            columns,
            watched,
            set_at,
        ) in connection.execute(
            "SELECT name, text, account, filters, sort, descending, columns, watched, set_at"
            " FROM saved"
        ):
            search = SavedSearch(
                name,
                text,
                account,
                msgspec.json.decode(filters),
                sort,
                bool(descending),
                msgspec.json.decode(columns, type=tuple[str, ...]),
                bool(watched),
            )
            self._saved[search.name], self._set_at[search.name] = search, set_at

    def drop_recent(self) -> None:
        """Drop all recent searches from memory."""
        self._recent = []

    def fill(self, connection: Any) -> None:
        """Write everything to a new file."""
        self._insert(connection, self._saved.values())

    def _insert(self, connection: Any, searches: Iterable[SavedSearch]) -> None:
        connection.executemany(
            "INSERT OR REPLACE INTO saved"
            "(name, text, account, filters, sort, descending, columns, watched, set_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    each.name,
                    each.text,
                    each.account,
                    _as_json(each.filters).decode(),
                    each.sort,
                    each.descending,
                    msgspec.json.encode(each.columns).decode(),
                    each.watched,
                    self._set_at.get(each.name, ""),
                )
                for each in searches
            ],
        )


def _as_json(filters: Filters) -> bytes:
    return msgspec.json.encode(filters, order="sorted")
