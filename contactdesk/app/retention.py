"""What stays on this computer and what goes: removing an account, and Keep nothing on disk."""

from __future__ import annotations

from contactdesk.app import startup
from contactdesk.errors import ContactDeskError
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import Keys
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import tasks, text
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.userdata.searches import SearchStore


class Retention:
    """Carries out in the window what the user says about it."""

    def __init__(
        self, window: MainWindow, profile: Profile, accounts: Accounts, keys: Keys, loading: Loading
    ) -> None:
        self._window = window
        self._profile = profile
        self._accounts = accounts
        self._keys = keys
        self._loading = loading
        self._index: Index | None = None
        self._marks = SearchStore()
        self.forgetting = Removal(profile.accounts_file.parent, accounts, keys, self.stop_loading)

    def use(self, index: Index, marks: SearchStore) -> None:
        """What is open from now on."""
        self._index, self._marks = index, marks

    def stop_loading(self) -> None:
        """The index begins anew: what is under way was asked for another one."""
        ids = [account.id for account in self._accounts]
        if self._loading.is_ready():
            self._loading.cancel(ids)
            for account_id in ids:
                self._loading.sync.forget(account_id)

    async def forget(self, account_id: str) -> None:
        """Removes an account, and what was searched for."""
        dropped = await self.forgetting.forget(account_id, self._index)
        if (browser := self._window.browser()) is not None:
            self._window.searches.forget_typed()
            if dropped:
                browser.say(startup.dropped())
        await self.forgetting.clear_searches(self._marks, self._profile.searches_file)

    def offer(self, *, enabled: bool) -> None:
        """Edit > Keep nothing on disk."""
        action = self._window.actions_by_name["actionKeepNothing"]
        action.setChecked(self._accounts.keeps_nothing)
        action.setEnabled(enabled)
        action.triggered.connect(lambda on: tasks.spawn(self._keep_nothing(on)))

    async def _keep_nothing(self, wanted: bool) -> None:
        """Moves index and marks off the disk, or back to it; the index begins anew either way."""
        tr = self._window.tr
        title, ok = tr("Keep nothing on disk?"), tr("Remove")
        words = tr(
            "The index and all searches, recent and saved, are removed from this computer now."
            " Contacts are fetched again at every start; searches last until the window is closed."
        )
        if not wanted:
            title, ok = tr("Keep contacts on disk?"), tr("Keep")
            words = tr(
                "From now on what is loaded, saved searches, and what you search for are kept,"
                " encrypted, for the next start."
            )
        try:
            if await text.ask(self._window, title, words, ok, destructive=wanted):
                await self._move(wanted)
        except ContactDeskError as error:
            await text.tell(self._window, error.title, str(error), True)
        finally:
            action = self._window.actions_by_name["actionKeepNothing"]
            action.setChecked(self._accounts.keeps_nothing)

    async def _move(self, keep_nothing: bool) -> None:
        # Noted first: where this run ends midway, the next one erases what is left.
        self._accounts.keep_nothing(keep_nothing)
        if keep_nothing:
            await self._leave_disk()
        elif self._index is not None:
            await self._move_to_disk(self._index)
        if (browser := self._window.browser()) is not None:
            browser.refresh_accounts()
            browser.open()

    async def _leave_disk(self) -> None:
        await self._marks.leave_disk()
        if self._index is not None and self._index.lasts:
            await self.forgetting.drop(self._index, keep_nothing=True)
        await self.forgetting.erase_kept(self._profile.index_file, self._profile.searches_file)

    async def _move_to_disk(self, index: Index) -> None:
        profile_id = self._accounts.profile_id
        index_key = await self._keys.index_key(profile_id)
        searches_key = await self._keys.searches_key(profile_id)
        self.stop_loading()
        await index.begin_anew(self._profile.index_file, index_key)
        await self._marks.move_to_disk(self._profile.searches_file, searches_key)
