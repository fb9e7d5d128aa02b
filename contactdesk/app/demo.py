"""The demo: made-up people behind five vendors on loopback, and accounts that read them."""

from __future__ import annotations

from contactdesk.model import Provider
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore


class Demo:
    """Runs the sandbox as long as the window; touches nothing of the user's."""

    def __init__(self, providers: dict[str, Provider]) -> None:
        # Only the demo needs it: no other start waits for it to be imported.
        from contactdesk.sandbox import Sandbox

        self._providers = providers
        self.sandbox = Sandbox(rates=True)

    def add_accounts(self, accounts: Accounts, keys: KeyStore) -> None:
        """Adds an account at each of the vendors, with a key in memory."""
        for made in self.sandbox.accounts:
            provider = self._providers[made["provider"]]
            account = accounts.add(provider.id, provider.title, made["base_url"])
            keys.hold(account.id, made["key"])

    def stop(self) -> None:
        self.sandbox.close()
