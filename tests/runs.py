"""Sessions of the whole window on a profile, and profiles with accounts."""

import asyncio

import keyring.errors
import pytest

from contactdesk.app.run import make_application
from contactdesk.app.session import Session
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.lock import Lock
from contactdesk.profile.paths import Profile
from contactdesk.ui.kit.settings import Settings


class Run:
    """A session on a profile: `async with Run(...) as run` opens the window and closes it."""

    def __init__(self, folder, **options):
        self.profile = Profile.at(folder)
        self.profile.make()
        self.lock = Lock.take(self.profile.lock_file)
        settings = Settings(self.profile.settings_file)
        defaults = {"is_demo": False, "shot": None}
        self.session = Session(self.profile, settings, self.lock, **(defaults | options))
        self.window = self.session.window

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        self.handler = loop.get_exception_handler()
        self.task = loop.create_task(self.session.main())
        return self

    async def __aexit__(self, *_):
        if not self.task.done():
            self.window.close()
        self.exit_code = await self.task
        asyncio.get_running_loop().set_exception_handler(self.handler)
        self.lock.release()

    @property
    def rows(self):
        browser = self.window.browser()
        return browser.table_model.rowCount() if browser else 0


@pytest.fixture(autouse=True)
def application(qapp):
    make_application()


def filled_profile(folder, sandbox, held=None):
    """Writes accounts.toml with an account at each vendor, and their keys into `held`, if given."""
    accounts = Accounts.load(folder / "accounts.toml")
    for made in sandbox.accounts:
        account = accounts.add(made["provider"], f"{made['provider']} EU", made["base_url"])
        if held is not None:
            held[f"contactdesk/{account.id}", "key"] = made["key"]
    return accounts


class LockableKeyring:
    """The in-memory keyring, locked while `locked[0]` is true."""

    @staticmethod
    def get(monkeypatch, locked):
        held = keyring.get_keyring()
        unlocked = type(held).get_password

        def read(self, service, username):
            if locked[0]:
                raise keyring.errors.KeyringLocked("locked")
            return unlocked(self, service, username)

        monkeypatch.setattr(type(held), "get_password", read)
        return held
