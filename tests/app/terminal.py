"""`contactdesk export` as at a terminal, on a profile with accounts at the sandbox."""

from __future__ import annotations

import asyncio
import json
import signal

import pytest

from contactdesk.app import export_command
from contactdesk.app.arguments import parse
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.paths import Profile
from contactdesk.providers import all_providers
from contactdesk.sandbox import Sandbox

SIZES = {"opencx": 30, "quo": 60, "askelephant": 20, "close": 110, "bland": 12}


@pytest.fixture(scope="module")
def vendors():
    with Sandbox(sizes=SIZES) as running:
        yield running


class Terminal:
    """A profile whose accounts read the sandbox, with keys in the keyring, and the command."""

    def __init__(self, folder, sandbox, held, capsys):
        self.profile = Profile.at(folder / "profile")
        self.profile.make()
        self.out = folder / "out"
        self.summary = ""
        self.sandbox = sandbox
        self.held = held
        self._capsys = capsys
        accounts = Accounts.load(self.profile.accounts_file)
        for made in sandbox.accounts:
            title = all_providers()[made["provider"]].title
            account = accounts.add(made["provider"], title, made["base_url"])
            held.set_password(f"contactdesk/{account.id}", "key", made["key"])
        self.accounts = accounts

    def export(self, *words, fmt="json"):
        """The exit code of `contactdesk export` with these words, and what it said besides the
        line about what was written, which is `summary`."""
        folder = str(self.profile.accounts_file.parent)
        start = ["export", "--profile", folder, "--format", fmt, "--out", str(self.out)]
        self._capsys.readouterr()
        code = export_command.export(parse([*start, *words]))
        said = self._capsys.readouterr()
        assert said.out == ""
        lines = said.err.splitlines(keepends=True)
        self.summary = "".join(line for line in lines if "Wrote " in line)
        return code, "".join(line for line in lines if "Wrote " not in line)

    def found(self):
        return json.loads(self.out.read_bytes())

    def counts(self):
        providers = [each["provider"] for each in self.found()]
        return {name: providers.count(name) for name in sorted(set(providers))}

    def key_entry(self, provider):
        account = next(each for each in self.accounts if each.provider == provider)
        return f"contactdesk/{account.id}", "key"


@pytest.fixture
def terminal(tmp_path, vendors, memory_keyring, capsys, loop):
    vendors.set_faults([])
    vendors.requests.clear()
    yield Terminal(tmp_path, vendors, memory_keyring, capsys)
    asyncio.set_event_loop(loop)  # a runner leaves none


@pytest.fixture
def ctrl_c():
    """Ctrl-C as in a terminal: in what a shell has started in the background it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
