"""Removal of accounts, the index and user data from this computer, finished by the next start where
the program is killed midway or the disk is full."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

from contactdesk.errors import AccountsFileError, ContactDeskError, IndexFileError, KeyProblemError
from contactdesk.index import Index
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.paths import Profile
from contactdesk.storage.database import erase, remove_set_aside
from contactdesk.userdata.userdata import UserData

TOMBSTONE_PREFIX = ".forgotten."
INDEX, USERDATA = "index", "searches"
"""Tombstones beside those of accounts, under the names that existing profiles know."""


class Removal:
    """Sets a tombstone before anything is removed, and drops it when everything is.

    A tombstone is an empty file beside accounts.toml. It takes no room, so it can be made on a full
    disk, and its name is a hash, so it reveals nothing. At a start, `finish_erasing_index` runs
    before the index is opened, `finish` and `clear_userdata` after.
    """

    def __init__(
        self,
        profile: Profile,
        accounts: Accounts,
        keys: KeyStore,
        stop_loading: Callable[[], None] = lambda: None,
    ) -> None:
        """`stop_loading` is called before the index is reopened: nothing may be loading then."""
        self._profile = profile
        self._folder = profile.accounts_file.parent
        self._accounts = accounts
        self._keys = keys
        self._stop_loading = stop_loading

    # One account

    async def remove_account(self, account_id: str, index: Index | None) -> bool:
        """Remove key, contacts and entry of an account; `clear_userdata` does the rest. True where
        the whole index had to be erased, so that other accounts have to load again.

        Raises KeyProblemError, with nothing removed, where the keyring does not delete the key.
        """
        account = self._accounts.get(account_id)
        self._set_tombstone(_name(account_id))
        try:
            await self._keys.forget(account_id, account.keyring)
        except KeyProblemError:
            self._drop_tombstone(_name(account_id))
            raise
        self._set_tombstone(USERDATA)
        erased = index is not None and await self._leave_index(account_id, index)
        # The entry goes last: `finish` finds accounts by it.
        with contextlib.suppress(KeyError):  # somebody removed it from the file meanwhile
            self._accounts.remove(account_id)
        self._drop_tombstone(_name(account_id))
        return erased

    async def _leave_index(self, account_id: str, index: Index) -> bool:
        try:
            await index.forget(account_id)
        except IndexFileError:
            # Deleting rows needs room and a writable file. If either is missing, erase the whole index.
            await self.erase_index(index, on_disk=index.file.is_kept)
            return True
        return False

    async def finish(self, index: Index) -> list[ContactDeskError]:
        """Finish removing every account with a tombstone. The errors of those that cannot be
        removed yet."""
        problems: list[ContactDeskError] = []
        tombstones = self._tombstones()
        for account in self._all_accounts():
            if _name(account.id) in tombstones:
                try:
                    await self.remove_account(account.id, index)
                except ContactDeskError as error:
                    error.account = account.label
                    problems.append(error)
        left = {_name(account.id) for account in self._all_accounts()}
        for name in tombstones - left - {INDEX, USERDATA}:
            self._drop_tombstone(name)
        return problems

    def _all_accounts(self) -> tuple[Account, ...]:
        return (*self._accounts, *self._accounts.unknown)

    # The index

    async def reopen_index(
        self,
        index: Index,
        path: Path | None,
        key: bytes = b"",
        *,
        put_away: Callable[[Path], object] = erase,
    ) -> None:
        """Close the index, erase it or set it aside, and open an empty one: at `path`, or, for
        None, a temporary one. An open index is replaced only here. Raises IndexFileError.
        """
        self._stop_loading()
        await index.file.reopen(path, key, put_away=put_away)

    async def erase_index(self, index: Index, *, on_disk: bool) -> None:
        """Erase the index, and before it its key, so that no copy of the file can be read any more.
        The new one is temporary unless it shall be `on_disk` and the keyring gives a key."""
        self._set_tombstone(INDEX)
        await self._forget_index_key()
        path, key = None, b""
        if on_disk:
            with contextlib.suppress(KeyProblemError):
                key = await self._keys.index_key(self._accounts.profile_id)
                path = self._profile.index_file
        try:
            await self.reopen_index(index, path, key)
        finally:
            self._drop_tombstone(INDEX)

    @property
    def is_erasing_index(self) -> bool:
        """Whether a run was ended while it erased the index."""
        return INDEX in self._tombstones()

    async def finish_erasing_index(self) -> None:
        """Erase the index where a run was ended while it did so. Raises IndexFileError."""
        if self.is_erasing_index:
            await self._forget_index_key()
            erase(self._profile.index_file)
            self._drop_tombstone(INDEX)

    async def _forget_index_key(self) -> None:
        with contextlib.suppress(KeyProblemError):
            await self._keys.forget_index_key(self._accounts.profile_id)

    async def erase_all(self) -> None:
        """Erase index and user data, which may not be open, and their keys. It needs no tombstone:
        accounts.toml says that nothing is to be saved, so the next start calls this again. Raises
        IndexFileError."""
        with contextlib.suppress(KeyProblemError):
            await self._keys.forget_index_key(self._accounts.profile_id)
            await self._keys.forget_userdata_key(self._accounts.profile_id)
        for file in (self._profile.index_file, self._profile.userdata_file):
            erase(file)
        for name in (INDEX, USERDATA):
            self._drop_tombstone(name)

    @property
    def has_files_left(self) -> bool:
        """Whether there is an index or a file of user data, or anything beside or set aside."""
        return _is_left(self._profile.index_file) or _is_left(self._profile.userdata_file)

    # User data

    @property
    def has_userdata_left(self) -> bool:
        """Whether user data is still to be erased for an account that was removed."""
        return USERDATA in self._tombstones()

    async def clear_userdata(self, userdata: UserData) -> None:
        """Where an account was removed, erase what the user noted on its contacts, and recent
        searches, which often hold a person's name. Saved searches stay. The tombstone stays too
        where the file could not be opened, so that `userdata` is in memory only. Raises
        IndexFileError; the next start tries again then."""
        if not self.has_userdata_left:
            return
        has_file = self._remove_userdata_set_aside()
        await userdata.keep_accounts({account.id for account in self._all_accounts()})
        if userdata.is_kept or not has_file:
            self._drop_tombstone(USERDATA)

    def _remove_userdata_set_aside(self) -> bool:
        """Delete copies of the file that were set aside. Returns whether a current file exists."""
        file = self._profile.userdata_file
        try:
            remove_set_aside(file)
            return file.exists()
        except OSError as error:
            raise IndexFileError("index-unusable", said=error.strerror or "") from error

    # Tombstones

    def _tombstones(self) -> set[str]:
        files = self._folder.glob(f"{TOMBSTONE_PREFIX}*")
        return {each.name.removeprefix(TOMBSTONE_PREFIX) for each in files}

    def _set_tombstone(self, name: str) -> None:
        try:
            self._folder.joinpath(TOMBSTONE_PREFIX + name).touch(mode=0o600)
        except OSError as error:
            raise AccountsFileError("accounts-file", said=error.strerror or "") from None

    def _drop_tombstone(self, name: str) -> None:
        self._folder.joinpath(TOMBSTONE_PREFIX + name).unlink(missing_ok=True)


def is_being_removed(profile: Profile, account_id: str) -> bool:
    """Whether a run was ended while it removed this account; the next start will finish."""
    folder = profile.accounts_file.parent
    return folder.joinpath(TOMBSTONE_PREFIX + _name(account_id)).exists()


def _is_left(file: Path) -> bool:
    return any(True for _each in file.parent.glob(f"{file.stem}.*"))


def _name(account_id: str) -> str:
    """A hash: an id may hold characters that a file name may not."""
    return hashlib.sha256(account_id.encode()).hexdigest()[:24]
