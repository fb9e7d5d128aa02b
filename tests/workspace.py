"""A profile with accounts at the sandbox's vendors, without a window."""


class Workspace:
    """A profile with an account at each vendor of the sandbox, with index and sync as in a session."""

    def __init__(self, folder, sandbox):
        from contactdesk.http.client import Client
        from contactdesk.profile.accounts import Accounts
        from contactdesk.profile.keyring import KeyStore
        from contactdesk.providers import all_providers

        self.sandbox = sandbox
        self.requests = []
        self.changed = []
        self.written = []
        self.providers = all_providers()
        self.accounts = Accounts.load(folder / "accounts.toml")
        self.keys = KeyStore(session_only=True)
        self.client = Client(on_request=self.requests.append)
        self.index = None
        self.sync = None
        for made in sandbox.accounts:
            title = self.providers[made["provider"]].title
            account = self.accounts.add(made["provider"], title, made["base_url"])
            self.keys.hold(account.id, made["key"])

    async def open(self):
        from contactdesk.index import Index
        from contactdesk.sync.engine import Sync

        self.index = await Index.open_temporary()
        self.sync = Sync(
            self.accounts,
            self.keys,
            self.index,
            self.client,
            changed=lambda walk: self.changed.append((walk.account.id, walk.state)),
            written=lambda walk, written: self.written.append((walk, written)),
            backoff=lambda _attempt, _asked: 0.0,
        )

    async def close(self):
        await self.client.aclose()
        await self.index.close()
        self.keys.close()

    def account(self, provider_id):
        """The id of the account at this vendor."""
        return next(a.id for a in self.accounts if a.provider == provider_id)

    def asked(self, provider_id):
        """The requests the sandbox received for this vendor."""
        return [r for r in self.sandbox.requests if r["provider"] == provider_id]
