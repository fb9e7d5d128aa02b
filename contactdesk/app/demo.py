"""The demo: a sandbox of five vendors with made-up people, and accounts that read it."""

from __future__ import annotations

from contactdesk.model import Provider
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore


class Demo:
    """Runs the sandbox as long as the window is open. Uses no file and no key of the user's.

    Its vendors' contacts change from one refresh to the next, so that there are changes to see.
    """

    def __init__(self, providers: dict[str, Provider]) -> None:
        # Imported here for the speed of every other start.
        from contactdesk.sandbox import Sandbox

        self._providers = providers
        self.sandbox = Sandbox(rates=True, edits=True)

    def add_accounts(self, accounts: Accounts, keys: KeyStore) -> None:
        """Add an account at each vendor, with its key in memory."""
        for made in self.sandbox.accounts:
            provider = self._providers[made["provider"]]
            account = accounts.add(provider.id, provider.title, made["base_url"])
            keys.hold(account.id, made["key"])

    def stop(self) -> None:
        self.sandbox.close()
