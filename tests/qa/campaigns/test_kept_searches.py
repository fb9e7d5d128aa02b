"""kill -9 while contacts stop being saved, or the last account is removed: the next start finishes."""

from __future__ import annotations

import json
import os

import pytest

from contactdesk.profile.accounts import Accounts
from contactdesk.sandbox import Sandbox
from contactdesk.storage.database import connect
from contactdesk.userdata.searches import SEARCHES
from tests.qa.campaigns.conftest import ROWS
from tests.qa.campaigns.sweep import sweep

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pipes and signals of POSIX")
NAME = "Wilhelmina Canary-Okonkwo"
"""Nobody's, so that no vendor sends it."""

OK = "window.findChild(object, 'okButton')"
DIE = "lambda *_, **__: __import__('os').kill(__import__('os').getpid(), 9)"


def kept(place) -> dict[str, str]:
    """What the keyring holds of the profile itself, beside the accounts' keys."""
    held = json.loads(place.keyring.read_text())
    users = {entry.split()[-1]: key for entry, key in held.items()}
    return {user: key for user, key in users.items() if user != "key"}


def searches_in_the_clear(place) -> bytes:
    connection = connect(
        place.profile / "marks.db", bytes.fromhex(kept(place)["marks"]), SEARCHES, 256
    )
    try:
        return connection.serialize("main")
    finally:
        connection.close()


def searched(place) -> object:
    """A run that has searched for a name; it is in the file of searches and in the field."""
    puppet = place.start()
    puppet.until(f"{ROWS} >= 50")
    puppet.ask(f"window.search_field.setText({NAME!r})")
    puppet.ask(f"window.search_field.committed.emit({NAME!r})")
    puppet.until(f"program.searches.recent() == [{NAME!r}]")
    assert puppet.close()[0] == 0
    assert NAME.encode() in searches_in_the_clear(place)
    puppet = place.start()
    puppet.until(f"{ROWS} >= 50")
    return puppet


def killed_at(puppet, owner: str, name: str, act: str) -> None:
    """The process ends where it would call this, after the question was answered."""
    module, _, inside = owner.partition(":")
    held_by = f"__import__('sys').modules['{module}']{inside and '.' + inside}"
    puppet.ask(act)
    puppet.until(f"{OK} is not None")
    puppet.ask(f"setattr({held_by}, '{name}', {DIE})")
    puppet.process.stdin.write(f"{OK}.click()\n".encode())
    assert puppet.process.wait(60) == -9


KEYS, REMOVAL = "contactdesk.profile.keyring:KeyStore", "contactdesk.profile.removal"
INDEX, FILE = "contactdesk.index.index:Index", "contactdesk.index.file:IndexFile"
SEARCH_STORE = "contactdesk.userdata.searches:SearchStore"


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (SEARCH_STORE, "reopen"),
        (KEYS, "forget_index_key"),
        (FILE, "reopen"),
        (KEYS, "forget_searches_key"),
        (REMOVAL, "erase"),
    ],
)
def test_keep_nothing_that_was_killed_is_finished_by_the_next_start(place, owner, name):
    with Sandbox() as sandbox:
        place.fill(sandbox, ("quo",))
        puppet = searched(place)
        act = "window.actions_by_name['actionKeepNothing'].trigger()"
        killed_at(puppet, owner, name, act)
        assert (place.profile / "marks.db").exists()
        puppet = place.start()
        puppet.until(f"{ROWS} >= 50")
        assert not [*place.profile.glob("marks*"), *place.profile.glob("index*")]
        assert kept(place) == {}
        assert puppet.ask("program.searches.recent()") == []
        assert puppet.close()[0] == 0
    assert sweep([place.folder], [NAME]) == []


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (KEYS, "forget"),
        (INDEX, "forget"),
        ("contactdesk.profile.accounts:Accounts", "remove"),
        (SEARCH_STORE, "forget_recent"),
    ],
)
def test_the_last_account_that_was_being_removed_takes_searches_along(place, owner, name):
    with Sandbox() as sandbox:
        (account,) = place.fill(sandbox, ("quo",))
        puppet = searched(place)
        act = f"tasks.spawn(program.commands.remove('{account.id}')) and None"
        killed_at(puppet, owner, name, act)
        puppet = place.start()
        puppet.until("not len(program.accounts)")
        puppet.until(f"not list(__import__('pathlib').Path({str(place.profile)!r}).glob('.forg*'))")
        assert puppet.close()[0] == 0
    assert not list(Accounts.load(place.profile / "accounts.toml"))
    assert NAME.encode() not in searches_in_the_clear(place)
    assert sweep([place.folder], [NAME]) == []
