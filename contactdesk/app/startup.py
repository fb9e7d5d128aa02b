"""The way to an open index: past accounts.toml, the keyring and the file, each asked for again as
often as the user says so."""

from __future__ import annotations

import asyncio

from contactdesk.errors import ContactDeskError, NoKeyringError
from contactdesk.index import Index
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import Keys
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal, is_left
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.kit import tasks
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.ui.window.waiting_page import WaitingPage
from contactdesk.userdata.searches import SearchStore


class Startup:
    """Shows the waiting page in place of the browser for as long as something is missing."""

    def __init__(self, window: MainWindow, profile: Profile, keys: Keys) -> None:
        self.page = WaitingPage()
        self._window = window
        self._profile = profile
        self._keys = keys
        self._labels: list[str] = []
        self._of_marks = asyncio.Lock()

    async def accounts(self) -> Accounts:
        while True:
            try:
                return Accounts.load(self._profile.accounts_file)
            except ContactDeskError as error:
                await self._asked(str(error))

    async def index(self, accounts: Accounts, forgetting: Removal) -> tuple[Index, list[Notice]]:
        """The profile's index; where it cannot last, or shall not, one for this run."""
        self._labels = [account.label for account in accounts]
        if accounts.keeps_nothing:
            return await Index.open_temporary(), await self._erased(forgetting)
        while True:
            try:
                await forgetting.erase_marked(self._profile.index_file)
                key = await self._index_key(accounts.profile_id)
            except NoKeyringError as error:
                return await Index.open_temporary(), [for_this_run(error)]
            if accounts.keeps_nothing:  # it was chosen while the keyring was waited for
                return await Index.open_temporary(), await self._erased(forgetting)
            if key is None:
                return await Index.open_temporary(), [for_this_run(None)]
            try:
                index = await Index.open(self._profile.index_file, key)
            except ContactDeskError as error:
                if not await self._asked(f"{error.title}. {error.hint}"):
                    return await Index.open_temporary(), [for_this_run(error)]
                continue
            return index, [set_aside(index.notice)] if index.notice else []

    async def marks(
        self, accounts: Accounts, index: Index, forgetting: Removal
    ) -> tuple[SearchStore, list[Notice]]:
        """The user's own marks; in memory where the index is for this run only, too."""
        if not index.lasts:
            return SearchStore(), []
        async with self._of_marks:
            return await self._marks(accounts, forgetting)

    async def _marks(
        self, accounts: Accounts, forgetting: Removal
    ) -> tuple[SearchStore, list[Notice]]:
        marks, notices = SearchStore(), []
        try:
            key = await self._keys.searches_key(accounts.profile_id)
            marks = await SearchStore.open(self._profile.searches_file, key)
            notices = [set_aside(marks.notice)] if marks.notice else []
        except ContactDeskError as error:
            words = f"Saved searches cannot be read, and new ones last for this run: {error.title}."
            notices = [Notice("marks", words, error.hint, "warning")]
        try:
            await forgetting.clear_searches(marks, self._profile.searches_file)
        except ContactDeskError as error:
            notices.append(searches_left(error))
        return marks, notices

    async def without_accounts(self, accounts: Accounts, forgetting: Removal) -> None:
        """What the run before this one left to erase goes also where there is no account any more.
        What stands in the way of it is said by the first start that opens the index."""
        profile = self._profile
        if accounts.keeps_nothing:
            if is_left(profile.index_file) or is_left(profile.searches_file):
                await self._erased(forgetting)
        elif forgetting.has_searches:
            # An account may be added meanwhile.
            async with self._of_marks:
                marks, _notices = await self._marks(accounts, forgetting)
                await marks.close()

    async def _erased(self, forgetting: Removal) -> list[Notice]:
        """Leaves nothing on the disk. Gives what stands in the way of it."""
        try:
            await forgetting.erase_kept(self._profile.index_file, self._profile.searches_file)
        except ContactDeskError as error:
            return [not_erased(error)]
        return []

    async def _index_key(self, profile_id: str) -> bytes | None:
        """The index's key; None where the user goes on without the keyring."""
        gone_on: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def go_on() -> None:
            if not gone_on.done():
                gone_on.set_result(b"")

        self.page.went_on.connect(go_on)
        self.page.show_waiting(self._labels)
        self._window.show_only(self.page)
        try:
            while True:
                asked = tasks.spawn(self._keys.index_key(profile_id), failed=lambda _error: None)
                await asyncio.wait({asked, gone_on}, return_when=asyncio.FIRST_COMPLETED)
                if gone_on.done():
                    asked.cancel()
                    return None
                try:
                    return asked.result()
                except NoKeyringError:
                    raise
                except ContactDeskError as error:
                    if not await self._asked(f"{error.title}. {error.hint}"):
                        return None
                    self.page.show_waiting(self._labels)
        finally:
            self.page.went_on.disconnect(go_on)

    async def _asked(self, problem: str) -> bool:
        """Shows a problem in place of the browser; True for trying again."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settle(again: bool) -> None:
            if not answer.done():
                answer.set_result(again)

        def retry() -> None:
            settle(True)

        def go_on() -> None:
            settle(False)

        self.page.retried.connect(retry)
        self.page.went_on.connect(go_on)
        self.page.show_problem(problem, "", self._labels)
        self._window.show_only(self.page)
        try:
            return await answer
        finally:
            self.page.retried.disconnect(retry)
            self.page.went_on.disconnect(go_on)


def for_this_run(error: ContactDeskError | None) -> Notice:
    why = f"{error.title}. " if error else ""
    words = (
        f"{why}Keys and contacts are kept for this run only: nothing of them is on disk that could"
        " be read after closing."
    )
    return Notice("", words, "", "warning")


def unknown(accounts: tuple[Account, ...]) -> Notice:
    labels = ", ".join(account.label for account in accounts)
    words = f"This version does not know the vendor of: {labels}. They stay in accounts.toml."
    return Notice("unknown", words, "", "warning")


def set_aside(kind: str) -> Notice:
    error = ContactDeskError(kind)
    return Notice("", f"{error.title}. {error.hint}", "", "warning")


def unfinished(error: ContactDeskError) -> Notice:
    """An account whose removal cannot be finished yet."""
    words = f"“{error.account}” is not removed whole yet: {error.title}. {error.hint}"
    return Notice("unfinished", words, "", "warning")


def searches_left(error: ContactDeskError) -> Notice:
    words = f"Recent searches of before an account was removed are not cleared yet: {error.title}."
    return Notice("unfinished", f"{words} {error.hint}", "", "warning")


def not_erased(error: ContactDeskError) -> Notice:
    words = f"Not all that was kept on disk could be removed yet: {error.title}. {error.hint}"
    return Notice("unfinished", words, "", "warning")


def dropped() -> Notice:
    """The index had to go as a whole with one account."""
    words = (
        "There was no room to remove a part of the index, so all of it was removed. The contacts"
        " of the other accounts are fetched again."
    )
    return Notice("dropped", words, "", "warning")
