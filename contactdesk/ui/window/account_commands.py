"""Adding, changing and removing accounts from the window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from contactdesk.errors import ContactDeskError
from contactdesk.http.client import Client
from contactdesk.model import Provider
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import KeyStore, describe_backend
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from contactdesk.ui.accounts.about import AboutAccount
    from contactdesk.ui.accounts.dialog import AccountDialog


class AccountCommands(QObject):
    """Opens the account's dialog and carries out what it decided."""

    accounts_changed = Signal(str)  # the account to show, "" for all

    def __init__(
        self,
        window: MainWindow,
        accounts: Accounts,
        providers: dict[str, Provider],
        keys: KeyStore,
        client: Client,
        loading: Loading,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._accounts = accounts
        self._providers = providers
        self._keys = keys
        self.forget: Callable[[str], Awaitable[None]]  # given when there is something to forget
        self._client = client
        self._loading = loading
        window.account_wanted.connect(self.open_dialog)
        window.removal_wanted.connect(self._on_removal_wanted)
        window.actions_by_name["actionAboutAccount"].triggered.connect(lambda: self.tell_about())

    def open_dialog(self, account_id: str, provider_id: str = "") -> AccountDialog:
        """The dialog for an account, or for a new one at this vendor ("" leaves the choice).

        With "key" in the place of a vendor, an account is asked for another key.
        """
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
        if account is not None and provider_id:
            dialog.ask_for_key()
        elif provider_id:
            dialog.choose_vendor(provider_id)
        dialog.saved.connect(self._on_saved)
        dialog.open()
        dialog.probe_keyring()
        return dialog

    def tell_about(self) -> AboutAccount | None:
        """About the account that is chosen; nothing while all are."""
        from contactdesk.ui.accounts.about import MAX_LISTED_RECORDS, AboutAccount

        browser = self._window.browser()
        if browser is None or not browser.accounts.scope():
            return None
        account = self._accounts.get(browser.accounts.scope())
        provider, sync = self._providers[account.provider], self._loading.sync
        walk = next((w for w in sync.walks(account.id) if not w.filters), None)
        loaded = browser.loaded_of(walk) if walk else 0
        facts = [
            (self.tr("Vendor"), provider.title),
            (self.tr("Server"), account.base_url or provider.base_url),
            (self.tr("Contacts"), wording.state_words(walk, loaded)),
            (self.tr("Key"), self._place_of_key(account)),
        ]
        dialog = AboutAccount(account.label, provider, facts, loaded, self._window)
        dialog.contact_wanted.connect(self._on_contact_wanted)
        dialog.count(sync.malformed(account.id, MAX_LISTED_RECORDS))
        dialog.open()
        return dialog

    def _place_of_key(self, account: Account) -> str:
        if self._keys.is_held(account.id):
            return self.tr("in memory, until contactdesk is closed")
        return describe_backend(account.keyring)

    def _on_contact_wanted(self, row_id: int) -> None:
        browser = self._window.browser()
        if browser is not None and not browser.table.go_to(row_id):
            # A search or a filter is in the way, and stays: it is the user's.
            words = self.tr("This contact is not among the rows that are shown")
            self._window.statusBar().showMessage(words, 5_000)

    def _on_saved(self, account_id: str) -> None:
        if self._loading.is_ready():
            sync = self._loading.sync
            sync.key_changed(account_id)
            sync.account_changed(self._accounts.get(account_id))
        self.accounts_changed.emit(account_id)
        if self._loading.is_ready():
            # What failed for want of a good key goes on where it stopped.
            self._loading.retry(account_id)

    def _on_removal_wanted(self, account_id: str) -> None:
        spawn(self.remove(account_id))

    async def remove(self, account_id: str) -> bool:
        """Asks, then removes the account, its key, everything the index holds of it, and what was
        searched for."""
        account = self._accounts.get(account_id)
        title = self.tr("Remove “{}”?").format(text.line(account.label))
        words = self.tr(
            "Its key leaves the keyring, and its contacts leave this computer."
            " Recent searches and the text in the search field are cleared, too; saved searches"
            " stay. Nothing changes at the vendor."
        )
        if not await text.ask(self._window, title, words, self.tr("Remove"), destructive=True):
            return False
        self._loading.cancel([account_id])
        try:
            await self.forget(account_id)
        except ContactDeskError as error:
            title = self.tr("The account was not removed whole")
            await text.tell(self._window, title, wording.error_text(error), True)
            return False
        finally:
            self._loading.sync.forget(account_id)
            self.accounts_changed.emit("")
        return True
