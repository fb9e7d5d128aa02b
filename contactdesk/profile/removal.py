"""Takes accounts off this computer: key, contacts, searches and entry, also on a full disk or in
two runs."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

from contactdesk.errors import AccountsFileError, ContactDeskError, IndexFileError, KeyProblemError
from contactdesk.index import Index
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.storage.database import erase, remove_set_aside
from contactdesk.userdata.searches import SearchStore

MARK = ".forgotten."
INDEX, SEARCHES = "index", "searches"


class Removal:
    """Marks what is to go before it goes, so that a run that was cut short is finished by the
    next one: `erase_marked` before the index is opened, `finish` after.

    A mark is an empty file beside accounts.toml. It takes no room, so it can be made on a full
    disk, and its name tells nothing.
    """

    def __init__(
        self,
        folder: Path,
        accounts: Accounts,
        keys: KeyStore,
        stop_loading: Callable[[], None] = lambda: None,
    ) -> None:
        """`stop_loading` is called before the index begins anew, when nobody may be loading."""
        self._folder = folder
        self._accounts = accounts
        self._keys = keys
        self._stop_loading = stop_loading

    async def forget(self, account_id: str, index: Index | None) -> bool:
        """Removes the account. True where the index had to go as a whole, so that what other
        accounts had in it is to be fetched again. Recent searches are marked: `clear_searches`.

        Raises KeyProblemError, with nothing removed, where the keyring does not let its key go.
        """
        account = self._accounts.get(account_id)
        self._set_mark(_name(account_id))
        try:
            await self._keys.forget(account_id, account.keyring)
        except KeyProblemError:
            self._drop_mark(_name(account_id))
            raise
        self._set_mark(SEARCHES)
        dropped = index is not None and await self._leave_index(account_id, index)
        self._remove_entry(account)
        self._drop_mark(_name(account_id))
        return dropped

    async def drop(self, index: Index, *, keep_nothing: bool = False) -> None:
        """Begins the index anew, and forgets the key of the old one first: every copy of its file
        is unreadable from then on. With `keep_nothing`, the new one is not kept either."""
        profile_id = self._accounts.profile_id
        self._set_mark(INDEX)
        lasts = index.lasts
        with contextlib.suppress(KeyProblemError):
            await self._keys.forget_index_key(profile_id)
        path, key = None, b""
        if lasts and not keep_nothing:
            with contextlib.suppress(KeyProblemError):
                path, key = index.path, await self._keys.index_key(profile_id)
        self._stop_loading()
        try:
            await index.begin_anew(path, key)
        finally:
            self._drop_mark(INDEX)

    @property
    def drops_index(self) -> bool:
        """Whether a run ended while the whole index was to go."""
        return INDEX in self._marks()

    async def erase_marked(self, index_file: Path) -> None:
        """Erases the index where a run ended while it was doing so."""
        if self.drops_index:
            with contextlib.suppress(KeyProblemError):
                await self._keys.forget_index_key(self._accounts.profile_id)
            erase(index_file)
            self._drop_mark(INDEX)

    async def erase_kept(self, index_file: Path, marks_file: Path) -> None:
        """Leaves no index and no marks on the disk, nor their keys; there may be none. Nobody may
        have them open. What is cut short is done again: accounts.toml says that nothing is kept."""
        profile_id = self._accounts.profile_id
        with contextlib.suppress(KeyProblemError):
            await self._keys.forget_index_key(profile_id)
            await self._keys.forget_searches_key(profile_id)
        for file in (index_file, marks_file):
            erase(file)
        for name in (INDEX, SEARCHES):
            self._drop_mark(name)

    @property
    def has_searches(self) -> bool:
        """Whether recent searches are still to be cleared, for an account that was removed."""
        return SEARCHES in self._marks()

    async def clear_searches(self, marks: SearchStore, marks_file: Path) -> None:
        """Forgets what was searched for, where an account was removed: often the name of a person.
        Saved searches were kept on purpose, and stay. Raises IndexFileError; the next run tries
        again, as it does where the marks are not those in the file.
        """
        if not self.has_searches:
            return
        is_there = _without_aside(marks_file)
        await marks.forget_recent()
        if marks.lasts or not is_there:
            self._drop_mark(SEARCHES)

    async def finish(self, index: Index) -> list[ContactDeskError]:
        """Removes every account that is marked. Gives what stands in the way of some."""
        problems: list[ContactDeskError] = []
        marks = self._marks()
        for account in (*self._accounts, *self._accounts.unknown):
            if _name(account.id) in marks:
                try:
                    await self.forget(account.id, index)
                except ContactDeskError as error:
                    error.account = account.label
                    problems.append(error)
        # The entry is removed last: without one there is nothing left to do.
        left = {_name(account.id) for account in (*self._accounts, *self._accounts.unknown)}
        for name in marks - left - {INDEX, SEARCHES}:
            self._drop_mark(name)
        return problems

    async def _leave_index(self, account_id: str, index: Index) -> bool:
        try:
            await index.forget(account_id)
        except IndexFileError:
            # Deleting needs room, and a file that can be written: without, everything goes.
            await self.drop(index)
            return True
        return False

    def _remove_entry(self, account: Account) -> None:
        with contextlib.suppress(KeyError):  # somebody removed it from the file meanwhile
            self._accounts.remove(account.id)

    # Marks

    def _marks(self) -> set[str]:
        return {each.name.removeprefix(MARK) for each in self._folder.glob(f"{MARK}*")}

    def _set_mark(self, name: str) -> None:
        try:
            self._folder.joinpath(MARK + name).touch(mode=0o600)
        except OSError as error:
            raise AccountsFileError("accounts-file", said=error.strerror or "") from None

    def _drop_mark(self, name: str) -> None:
        self._folder.joinpath(MARK + name).unlink(missing_ok=True)


def is_going(folder: Path, account_id: str) -> bool:
    """Whether a run ended while it was removing this account; the next start will finish."""
    return folder.joinpath(MARK + _name(account_id)).exists()


def is_left(file: Path) -> bool:
    """Whether there is such a file, or anything that stood beside it or was set aside."""
    return any(True for _each in file.parent.glob(f"{file.stem}.*"))


def _without_aside(marks_file: Path) -> bool:
    """Whether there are marks on the disk, beside those that were set aside, which go."""
    try:
        remove_set_aside(marks_file)
        return marks_file.exists()
    except OSError as error:
        raise IndexFileError("index-unusable", said=error.strerror or "") from error


def _name(account_id: str) -> str:
    """An id may hold what a file's name may not."""
    return hashlib.sha256(account_id.encode()).hexdigest()[:24]
