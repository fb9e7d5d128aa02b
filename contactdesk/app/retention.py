"""What stays on this computer while the window is open: removing an account, not saving contacts,
and starting a damaged index anew."""

from __future__ import annotations

from collections.abc import Callable

from contactdesk.app.notices import notice
from contactdesk.errors import ContactDeskError
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal
from contactdesk.storage.database import set_aside
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.kit import tasks, text
from contactdesk.ui.kit.wording import error_text, error_title
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.userdata.userdata import UserData


class Retention:
    """Carries out in the window what `Removal` does to the files.

    `index` and `userdata` give what is open now (no index before the first account); `say`
    shows a notice.
    """

    def __init__(
        self,
        window: MainWindow,
        profile: Profile,
        accounts: Accounts,
        keys: KeyStore,
        removal: Removal,
        index: Callable[[], Index | None],
        userdata: Callable[[], UserData],
        say: Callable[[Notice], None],
    ) -> None:
        self._window = window
        self._profile = profile
        self._accounts = accounts
        self._keys = keys
        self._removal = removal
        self._index = index
        self._userdata = userdata
        self._say = say
        self.is_rebuilding = False
        self._action = window.actions_by_name["actionKeepNothing"]
        self._action.triggered.connect(lambda on: tasks.spawn(self._ask_to_save(not on)))
        self._action.setEnabled(False)

    def offer(self) -> None:
        """Enable "Don't save contacts on this computer": accounts.toml has been read."""
        self._action.setChecked(self._accounts.keeps_nothing)
        self._action.setEnabled(True)

    async def remove_account(self, account_id: str) -> None:
        """Remove an account, what was noted on its contacts and searched for. Raises ContactDeskError."""
        if await self._removal.remove_account(account_id, self._index()):
            self._say(notice("index-erased"))
        if self._window.browser() is not None:
            self._window.search_controller.forget_typed()
        try:
            await self._removal.clear_userdata(self._userdata())
        finally:
            if self._window.browser() is not None:
                self._window.note_commands.forget()

    async def rebuild_index(self, error: ContactDeskError) -> None:
        """Set a damaged index aside and continue with an empty one, to be filled again: a temporary
        one if the keyring gives no key."""
        index = self._index()
        if index is None or self.is_rebuilding:
            return
        self.is_rebuilding = True
        path, key = None, b""
        try:
            if index.file.is_kept:
                key = await self._keys.index_key(self._accounts.profile_id)
                path = self._profile.index_file
        except ContactDeskError as problem:
            self._say(notice("index-trouble", problem))
        try:
            await self._removal.reopen_index(index, path, key, put_away=set_aside)
            self._say(notice("index-set-aside", error))
        except ContactDeskError as problem:
            self._say(notice("index-trouble", problem))
        finally:
            self.is_rebuilding = False
        self._browse_again()

    # Saving contacts on this computer, or not

    async def _ask_to_save(self, saves: bool) -> None:
        tr = self._window.tr
        if saves:
            title, ok = tr("Save contacts on this computer?"), tr("Save")
            words = tr(
                "From now on, contacts, searches, notes, tags, nicknames and links between contacts stay"
                " on this computer, encrypted, for the next start."
            )
        else:
            title, ok = tr("Don't save contacts on this computer?"), tr("Delete")
            words = tr(
                "All downloaded contacts, all searches, and all notes, tags, nicknames and links you"
                " made are deleted from this computer now. From now on, contacts load again at every start,"
                " and the rest lasts until you close contactdesk."
            )
        try:
            if await text.ask(self._window, title, words, ok, destructive=not saves):
                # Written first: where this run is killed midway, the next one erases the rest.
                self._accounts.keep_nothing(not saves)
                await (self._start_saving() if saves else self._stop_saving())
                self._browse_again()
        except ContactDeskError as error:
            await text.tell(self._window, error_title(error), error_text(error), True)
        finally:
            self._action.setChecked(self._accounts.keeps_nothing)

    async def _stop_saving(self) -> None:
        await self._userdata().reopen(None)
        index = self._index()
        if index is not None and index.file.is_kept:
            await self._removal.erase_index(index, on_disk=False)
        await self._removal.erase_all()

    async def _start_saving(self) -> None:
        if (index := self._index()) is None:
            return
        profile, profile_id = self._profile, self._accounts.profile_id
        index_key = await self._keys.index_key(profile_id)
        userdata_key = await self._keys.userdata_key(profile_id)
        await self._removal.reopen_index(index, profile.index_file, index_key)
        await self._userdata().reopen(profile.userdata_file, userdata_key)

    def _browse_again(self) -> None:
        if (browser := self._window.browser()) is not None:
            browser.refresh_accounts()
            browser.open()
