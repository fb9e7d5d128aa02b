"""kill -9 while contacts stop being saved, or the last account is removed: the next start finishes."""

from __future__ import annotations

import json
import os

import pytest

from contactdesk.profile.accounts import Accounts
from contactdesk.sandbox import Sandbox
from contactdesk.storage.database import connect
from contactdesk.userdata.schema import USERDATA
from tests.qa.campaigns.conftest import ROWS
from tests.qa.campaigns.sweep import sweep

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pipes and signals of POSIX")
NAME = "Wilhelmina Canary-Okonkwo"
"""A name that no vendor sends."""

OK = "window.findChild(object, 'okButton')"
DIE = "lambda *_, **__: __import__('os').kill(__import__('os').getpid(), 9)"


def profile_keys(place) -> dict[str, str]:
    """The profile's own keys in the keyring, without the accounts' keys."""
    held = json.loads(place.keyring.read_text())
    users = {entry.split()[-1]: key for entry, key in held.items()}
    return {user: key for user, key in users.items() if user != "key"}


def searches_in_the_clear(place) -> bytes:
    connection = connect(
        place.profile / "marks.db", bytes.fromhex(profile_keys(place)["marks"]), USERDATA, 256
    )
    try:
        return connection.serialize("main")
    finally:
        connection.close()


ANNOTATION = "__import__('sys').modules['contactdesk.userdata.annotations'].Annotation"


def start_after_search(place) -> object:
    """Starts again after a run that searched for a name and noted it on a contact; the name is among
    the recent searches."""
    puppet = place.start()
    puppet.until(f"{ROWS} >= 50")
    key = "window.browser().context.index.keys([1])[0]"
    puppet.ask(
        f"tasks.spawn(program.userdata.annotations.set({key}, {ANNOTATION}(True, ({NAME!r},), {NAME!r})))"
        " and None"
    )
    puppet.ask(
        f"tasks.spawn(program.userdata.nicknames.set({key}[0], 'persona', {NAME!r})) and None"
    )
    puppet.ask(f"window.search_field.setText({NAME!r})")
    puppet.ask(f"window.search_field.committed.emit({NAME!r})")
    puppet.until(f"program.userdata.searches.recent() == [{NAME!r}]")
    assert puppet.close()[0] == 0
    assert NAME.encode() in searches_in_the_clear(place)
    puppet = place.start()
    puppet.until(f"window.search_field.text() == {NAME!r}")
    puppet.ask("window.search_field.setText('')")
    puppet.until(f"{ROWS} >= 50")
    return puppet


def kill_at(puppet, owner: str, name: str, act: str) -> None:
    """Confirms the question of `act`; the process kills itself where it would call `owner.name`."""
    module, _, inside = owner.partition(":")
    held_by = f"__import__('sys').modules['{module}']{inside and '.' + inside}"
    puppet.ask(act)
    puppet.until(f"{OK} is not None")
    puppet.ask(f"setattr({held_by}, '{name}', {DIE})")
    puppet.process.stdin.write(f"{OK}.click()\n".encode())
    assert puppet.process.wait(60) == -9


KEYS, REMOVAL = "contactdesk.profile.keyring:KeyStore", "contactdesk.profile.removal"
INDEX, FILE = "contactdesk.index.index:Index", "contactdesk.index.file:IndexFile"
USER_DATA = "contactdesk.userdata.userdata:UserData"


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (USER_DATA, "reopen"),
        (KEYS, "forget_index_key"),
        (FILE, "reopen"),
        (KEYS, "forget_userdata_key"),
        (REMOVAL, "erase"),
    ],
)
def test_next_start_finishes_a_killed_dont_save_contacts(place, owner, name):
    with Sandbox() as sandbox:
        place.fill(sandbox, ("quo",))
        puppet = start_after_search(place)
        act = "window.actions_by_name['actionKeepNothing'].trigger()"
        kill_at(puppet, owner, name, act)
        assert (place.profile / "marks.db").exists()
        puppet = place.start()
        puppet.until(f"{ROWS} >= 50")
        assert not [*place.profile.glob("marks*"), *place.profile.glob("index*")]
        assert profile_keys(place) == {}
        assert puppet.ask("program.userdata.searches.recent()") == []
        assert puppet.close()[0] == 0
    assert sweep([place.folder], [NAME]) == []


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (KEYS, "forget"),
        (INDEX, "forget"),
        ("contactdesk.profile.accounts:Accounts", "remove"),
        (USER_DATA, "keep_accounts"),
    ],
)
def test_next_start_finishes_a_killed_removal_with_its_searches(place, owner, name):
    with Sandbox() as sandbox:
        (account,) = place.fill(sandbox, ("quo",))
        puppet = start_after_search(place)
        act = f"tasks.spawn(program.commands.remove('{account.id}')) and None"
        kill_at(puppet, owner, name, act)
        puppet = place.start()
        puppet.until("not len(program.accounts)")
        puppet.until(f"not list(__import__('pathlib').Path({str(place.profile)!r}).glob('.forg*'))")
        assert puppet.close()[0] == 0
    assert not list(Accounts.load(place.profile / "accounts.toml"))
    assert NAME.encode() not in searches_in_the_clear(place)
    assert sweep([place.folder], [NAME]) == []
