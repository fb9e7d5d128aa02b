"""Everything the user made and must outlive the index, in one encrypted file."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from contactdesk.userdata.annotations import AnnotationStore
from contactdesk.userdata.dismissals import Dismissals
from contactdesk.userdata.file import OnConnection, UserFile
from contactdesk.userdata.item_states import ItemStates
from contactdesk.userdata.judgements import Judgements
from contactdesk.userdata.looks import Looks
from contactdesk.userdata.nicknames import Nicknames
from contactdesk.userdata.places import PlaceStore
from contactdesk.userdata.schema import OF_OTHER_ACCOUNTS
from contactdesk.userdata.searches import SearchStore


class UserData:
    """Searches, places, annotations, states of open items, nicknames, judgements, dismissals and
    looks.

    All of it is in memory; without a file it lasts for the run. Keys are an account's id and the
    vendor's ids, so nothing is lost when the index is filled again.
    """

    def __init__(self) -> None:
        """In memory, for this run only."""
        self.file = file = UserFile()
        self.searches = SearchStore(file)
        self.places = PlaceStore(file)
        self.annotations = AnnotationStore(file)
        self.item_states = ItemStates(file)
        self.nicknames = Nicknames(file)
        self.judgements = Judgements(file)
        self.dismissals = Dismissals(file)
        self.looks = Looks(file)

    @classmethod
    async def open(cls, path: Path, key: bytes) -> UserData:
        """Open the file, or create it. `key` has 32 bytes. Raises IndexFileError."""
        userdata = cls()
        await userdata.file.open(path, key, userdata._read)
        return userdata

    @classmethod
    async def read_only(cls, path: Path, key: bytes) -> UserData:
        """What a file holds, in memory; the file stays as it is. Raises IndexFileError."""
        userdata = cls()
        await userdata.file.read(path, key, userdata._read)
        return userdata

    @property
    def notice(self) -> str:
        """The kind of fault for which the file was started anew when it was opened; "" for none."""
        return self.file.notice

    @property
    def is_kept(self) -> bool:
        """Whether it is still there at the next start."""
        return self.file.is_kept

    async def reopen(self, path: Path | None, key: bytes = b"") -> None:
        """Close the file as it is, and continue in memory (None), or in a new file, in place of any
        that is there. What the user made on purpose comes along to a new file. Recent searches,
        places and looks do not: they were made while nothing was to be saved. Raises IndexFileError, and then
        continues in memory.
        """
        await self.file.release()
        if path is None:
            return
        self.searches.drop_recent()
        self.places.drop_all()
        self.looks.drop_all()
        await self.file.create(path, key, self._fill)

    async def forget_recent(self) -> None:
        """Delete recent searches, and what places hold of searches and contacts, from the
        write-ahead log too."""
        self.searches.drop_recent()
        self.places.drop_personal()
        await self._write_and_truncate(self._delete_recent)

    async def keep_accounts(self, account_ids: Collection[str]) -> None:
        """Delete what belongs to all other accounts, and, as `forget_recent` does, what names people
        of any, from the write-ahead log too. Saved searches stay."""
        for store in (
            *(self.annotations, self.item_states, self.nicknames, self.places),
            *(self.judgements, self.dismissals, self.looks),
        ):
            store.drop_others(account_ids)
        self.searches.drop_recent()
        self.places.drop_personal()

        def write(connection: Any) -> None:
            kept = json.dumps(sorted(account_ids))
            for table, is_of_others in OF_OTHER_ACCOUNTS.items():
                connection.execute(f"DELETE FROM {table} WHERE {is_of_others}", (kept,))
            self._delete_recent(connection)

        await self._write_and_truncate(write)

    async def close(self, last: str = "") -> None:
        """Finish what is being written and close the file. Calling it again does nothing. `last`,
        the search that was shown at the end, becomes a recent one."""
        if self.is_kept:
            await self.places.write()
            if last.strip():
                await self.searches.note(last.strip())
        await self.file.close()

    async def _write_and_truncate(self, work: OnConnection) -> None:
        await self.file.write(work)
        await self.file.truncate_log()

    def _delete_recent(self, connection: Any) -> None:
        connection.execute("DELETE FROM recent")
        self.places.replace(connection)

    def _read(self, connection: Any) -> None:
        self.searches.read(connection)
        self.places.read(connection)
        self.annotations.read(connection)
        self.item_states.read(connection)
        self.nicknames.read(connection)
        self.judgements.read(connection)
        self.dismissals.read(connection)
        self.looks.read(connection)

    def _fill(self, connection: Any) -> None:
        self.searches.fill(connection)
        self.annotations.fill(connection)
        self.item_states.fill(connection)
        self.nicknames.fill(connection)
        self.judgements.fill(connection)
        self.dismissals.fill(connection)
