"""Adding, editing and removing accounts from the window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from contactdesk.errors import ContactDeskError
from contactdesk.http.client import Client
from contactdesk.model import Provider
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import KeyStore, describe_backend
from contactdesk.sync.engine import WalkState
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from contactdesk.ui.accounts.about import AboutAccount
    from contactdesk.ui.accounts.dialog import AccountDialog


class AccountCommands(QObject):
    """Opens the dialogs of an account and carries out what was decided in them.

    `remove_account` removes key, contacts and entry; it may raise ContactDeskError.
    """

    accounts_changed = Signal(str)  # the account to show, "" for all

    def __init__(
        self,
        window: MainWindow,
        accounts: Accounts,
        providers: dict[str, Provider],
        keys: KeyStore,
        client: Client,
        loading: Loading,
        remove_account: Callable[[str], Awaitable[None]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._accounts = accounts
        self._providers = providers
        self._keys = keys
        self._client = client
        self._loading = loading
        self._remove_account = remove_account
        window.account_wanted.connect(self.open_dialog)
        window.new_key_wanted.connect(self.replace_key)
        window.removal_wanted.connect(self._on_removal_wanted)
        window.actions_by_name["actionAboutAccount"].triggered.connect(lambda: self.tell_about())

    def open_dialog(self, account_id: str, provider_id: str = "") -> AccountDialog:
        """Edit an account, or add one ("" as `account_id`) at a vendor ("": the user chooses)."""
        from contactdesk.ui.accounts.dialog import AccountDialog

        account = self._accounts.get(account_id) if account_id else None
        dialog = AccountDialog(
            self._accounts,
            self._keys,
            self._client,
            self._providers,
            account,
            self._window,
        )
        if provider_id:
            dialog.choose_vendor(provider_id)
        dialog.saved.connect(self._on_saved)
        dialog.open()
        dialog.probe_keyring()
        return dialog

    def replace_key(self, account_id: str) -> None:
        """Edit an account, starting with a new key."""
        self.open_dialog(account_id).ask_for_key()

    def tell_about(self) -> AboutAccount | None:
        """Show "About this account" of the chosen one; None while all are shown."""
        from contactdesk.ui.accounts.about import MAX_LISTED_RECORDS, AboutAccount

        browser = self._window.browser()
        if browser is None or not browser.accounts.scope():
            return None
        account = self._accounts.get(browser.accounts.scope())
        provider, sync = self._providers[account.provider], self._loading.sync
        walk = self._unfiltered_walk(account.id)
        loaded = browser.loaded_of(walk) if walk else 0
        facts = [
            (self.tr("Vendor"), provider.title),
            (self.tr("Server"), account.base_url or provider.base_url),
            (self.tr("Contacts"), self._loaded_words(walk, loaded)),
            (self.tr("Last read"), self._last_read(walk)),
            (self.tr("Key"), self._place_of_key(account)),
        ]
        dialog = AboutAccount(account.label, provider, facts, loaded, self._window)
        dialog.contact_wanted.connect(self._on_contact_wanted)
        dialog.count(sync.malformed(account.id, MAX_LISTED_RECORDS))
        dialog.open()
        return dialog

    def _loaded_words(self, walk: WalkState | None, loaded: int) -> str:
        difference = wording.total_difference_words(walk) if walk is not None else ""
        return " · ".join(filter(None, (wording.state_words(walk, loaded), difference)))

    def _unfiltered_walk(self, account_id: str) -> WalkState | None:
        """The walk through the account's unfiltered listing."""
        walks = self._loading.sync.walks(account_id) if self._loading.is_ready() else []
        return next((walk for walk in walks if not walk.filters), None)

    def _last_read(self, walk: WalkState | None) -> str:
        is_known = walk is not None and walk.read_at is not None
        return wording.clock_words(walk.read_at or 0) if walk and is_known else self.tr("never")

    def _place_of_key(self, account: Account) -> str:
        if self._keys.is_held(account.id):
            return self.tr("in memory until you close contactdesk")
        return describe_backend(account.keyring)

    def _on_contact_wanted(self, row_id: int) -> None:
        browser = self._window.browser()
        if browser is not None and not browser.table.go_to(row_id):
            # A search or a filter hides it, and stays: it is the user's.
            words = self.tr("The current search or filters hide this contact")
            self._window.statusBar().showMessage(words, 5_000)

    def _on_saved(self, account_id: str) -> None:
        if self._loading.is_ready():
            sync = self._loading.sync
            sync.key_changed(account_id)
            sync.account_changed(self._accounts.get(account_id))
        self.accounts_changed.emit(account_id)
        if self._loading.is_ready():
            # What failed for want of a good key resumes where it stopped.
            self._loading.retry(account_id)

    def _on_removal_wanted(self, account_id: str) -> None:
        spawn(self.remove(account_id))

    async def remove(self, account_id: str) -> bool:
        """Ask, then remove the account with its key, its contacts and recent searches. Whether it
        was removed."""
        account = self._accounts.get(account_id)
        browser, walk = self._window.browser(), self._unfiltered_walk(account_id)
        loaded = browser.loaded_of(walk) if browser is not None and walk is not None else 0
        title = self.tr("Remove “{}”?").format(text.line(account.label))
        words = self.tr(
            "The key and %Ln downloaded contact(s) will be deleted from this computer, with your"
            " notes, tags and links on them. Recent searches and the text in the search field are"
            " cleared; saved searches stay. Nothing changes at the vendor.",
            "",
            loaded,
        )
        if not await text.ask(self._window, title, words, self.tr("Remove"), destructive=True):
            return False
        self._loading.cancel([account_id])
        try:
            await self._remove_account(account_id)
        except ContactDeskError as error:
            await text.tell(
                self._window,
                self.tr("The account couldn't be fully removed"),
                wording.error_text(error),
                True,
            )
            return False
        finally:
            self._loading.sync.forget(account_id)
            self.accounts_changed.emit("")
        return True
