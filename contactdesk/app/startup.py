"""Opens the profile's files, retrying on errors until the user chooses to continue without them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from contactdesk.app.notices import notice
from contactdesk.errors import ContactDeskError, NoKeyringError
from contactdesk.index import Index
from contactdesk.index.file import OnTrouble
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.kit import tasks
from contactdesk.ui.kit.wording import error_summary, error_text
from contactdesk.ui.window.waiting_page import WaitingPage
from contactdesk.userdata.userdata import UserData


class Startup:
    """Opens a profile's files. Shows the waiting page in place of the browser meanwhile.

    `on_trouble` is given to the index; see `IndexFile`. A demo touches no file of the user's.
    """

    def __init__(
        self,
        profile: Profile,
        accounts: Accounts,
        keys: KeyStore,
        removal: Removal,
        show_page: Callable[[WaitingPage], None],
        on_trouble: OnTrouble,
        is_demo: bool,
    ) -> None:
        self.page = WaitingPage()
        self._profile = profile
        self._accounts = accounts
        self._keys = keys
        self._removal = removal
        self._show_page = show_page
        self._on_trouble = on_trouble
        self._is_demo = is_demo
        self._userdata_lock = asyncio.Lock()

    async def read_accounts(self) -> None:
        """Read accounts.toml, again and again until it can be read."""
        while True:
            try:
                self._accounts.read()
                return
            except ContactDeskError as error:
                await self._wants_retry(error_text(error))

    async def open_index(self) -> tuple[Index, list[Notice]]:
        """The profile's index; a temporary one if it can't or shouldn't be saved."""
        if self._is_demo:
            return await self._temporary_index(), []
        # A profile id that is not on disk would be another one at the next start, without the key.
        self._accounts.save()
        while not self._accounts.keeps_nothing:
            try:
                await self._removal.finish_erasing_index()
                key = await self._index_key()
                if self._accounts.keeps_nothing:  # chosen while the keyring was waited for
                    break
                if key is None:
                    return await self._temporary_index(), [notice("not-saved")]
                index = await Index.open(
                    self._profile.index_file, key, on_trouble=self._on_trouble, in_processes=True
                )
                return index, _set_aside("index-set-aside", index.file.notice)
            except ContactDeskError as error:
                is_final = isinstance(error, NoKeyringError)
                if is_final or not await self._wants_retry(error_summary(error)):
                    return await self._temporary_index(), [notice("not-saved-because", error)]
        notices = await self._erase_all()
        return await self._temporary_index(), notices

    async def finish_removal(self, index: Index) -> list[Notice]:
        """Remove the accounts that the last run was asked to remove and could not. Notices of those
        that are still left, and of accounts this version cannot read."""
        if self._is_demo:
            return []
        left = await self._removal.finish(index)
        notices = [notice("account-left", error, error.account) for error in left]
        if unknown := self._accounts.unknown:
            labels = ", ".join(account.label for account in unknown)
            notices.append(notice("unknown-vendor", name=labels))
        return notices

    async def open_userdata(self, index: Index) -> tuple[UserData, list[Notice]]:
        """What the user made; in memory where the index is temporary, too."""
        if not index.file.is_kept:
            return UserData(), []
        async with self._userdata_lock:
            return await self._open_userdata()

    async def erase_leftovers(self) -> None:
        """Finish pending erasures when no accounts remain. A failure is reported by the first start
        that opens the index."""
        if self._accounts.keeps_nothing:
            if self._removal.has_files_left:
                await self._erase_all()
        elif self._removal.has_userdata_left:
            # An account may be added meanwhile, which opens them too.
            async with self._userdata_lock:
                userdata, _notices = await self._open_userdata()
                await userdata.close()

    async def _temporary_index(self) -> Index:
        return await Index.open_temporary(on_trouble=self._on_trouble, in_processes=True)

    async def _open_userdata(self) -> tuple[UserData, list[Notice]]:
        """What the user made, without what a removal left to erase; in memory where the file or
        its key cannot be had."""
        userdata = UserData()
        try:
            key = await self._keys.userdata_key(self._accounts.profile_id)
            userdata = await UserData.open(self._profile.userdata_file, key)
            notices = _set_aside("userdata-set-aside", userdata.notice)
        except ContactDeskError as error:
            notices = [notice("userdata-not-saved", error)]
        try:
            await self._removal.clear_userdata(userdata)
        except ContactDeskError as error:
            notices.append(notice("userdata-left", error))
        return userdata, notices

    async def _erase_all(self) -> list[Notice]:
        try:
            await self._removal.erase_all()
        except ContactDeskError as error:
            return [notice("files-left", error)]
        return []

    # The waiting page

    async def _index_key(self) -> bytes | None:
        """The index's key; None where the user goes on without the keyring."""
        while True:
            self.page.show_waiting(self._labels())
            self._show_page(self.page)
            with self._answer() as answer:
                asked = tasks.spawn(
                    self._keys.index_key(self._accounts.profile_id), failed=lambda _error: None
                )
                either: set[asyncio.Future[Any]] = {asked, answer}
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                if answer.done():
                    asked.cancel()
                    return None
            try:
                return asked.result()
            except NoKeyringError:
                raise
            except ContactDeskError as error:
                if not await self._wants_retry(error_summary(error)):
                    return None

    async def _wants_retry(self, problem: str) -> bool:
        """Show a problem in place of the browser; False for going on without what failed."""
        self.page.show_problem(problem, "", self._labels())
        self._show_page(self.page)
        with self._answer() as answer:
            return await answer

    @contextlib.contextmanager
    def _answer(self) -> Iterator[asyncio.Future[bool]]:
        """The next button that is pressed on the waiting page: whether it is Try again."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def retry() -> None:
            if not answer.done():
                answer.set_result(True)

        def go_on() -> None:
            if not answer.done():
                answer.set_result(False)

        self.page.retried.connect(retry)
        self.page.went_on.connect(go_on)
        try:
            yield answer
        finally:
            self.page.retried.disconnect(retry)
            self.page.went_on.disconnect(go_on)

    def _labels(self) -> list[str]:
        return [account.label for account in self._accounts]


def _set_aside(kind: str, fault: str) -> list[Notice]:
    return [notice(kind, ContactDeskError(fault))] if fault else []
