"""`contactdesk export` with what the user added: tags, notes, favorites and nicknames."""

from __future__ import annotations

import asyncio

import pytest

from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.keys import pair_of
from contactdesk.userdata.userdata import UserData
from tests.app import terminal as fixtures

# pytest finds a fixture by its name in the module of the test.
vendors = fixtures.vendors
terminal = fixtures.terminal

KEY = bytes(range(32))


async def note(file, account_id, vendor_id):
    userdata = await UserData.open(file, KEY)
    noted = Annotation(True, ("key account",), "Call soon")
    await userdata.annotations.set((account_id, vendor_id), noted)
    await userdata.nicknames.set(account_id, "persona-sales", "Anna")
    await userdata.close()


@pytest.fixture
def noted(terminal):
    """(id of a Bland contact that has a note, its file's content before)"""
    terminal.export("--all", "--load-all")
    account = next(each for each in terminal.accounts if each.provider == "bland")
    contact = next(each for each in terminal.found() if each["provider"] == "bland")
    profile_id = fixtures.Accounts.load(terminal.profile.accounts_file).profile_id
    terminal.held.set_password(f"contactdesk/{profile_id}", "marks", KEY.hex())
    asyncio.run(note(terminal.profile.userdata_file, account.id, contact["id"]))
    return contact["id"]


def test_annotations_are_added_on_wish_only(terminal, noted):
    assert terminal.export("--all") == (0, "")
    assert not any("annotation" in each for each in terminal.found())
    assert terminal.export("--all", "--annotations") == (0, "")
    (found,) = (each for each in terminal.found() if each["annotation"]["tags"])
    assert found["id"] == noted
    assert found["annotation"] == {"favorite": True, "tags": ["key account"], "note": "Call soon"}


@pytest.mark.parametrize("query", ["is:favorite", 'tag:"key account"', "note:soon"])
def test_annotations_are_searched(terminal, noted, query):
    assert terminal.export("--all", "--query", query) == (0, "")
    assert [each["id"] for each in terminal.found()] == [noted]


def test_file_is_left_as_it_is_while_a_window_has_it_open(terminal, noted):
    file = terminal.profile.userdata_file

    async def beside_a_window():
        userdata = await UserData.open(file, KEY)
        await userdata.searches.note("typed in the window")
        before = file.read_bytes()
        code = await asyncio.to_thread(terminal.export, "--all", "--annotations")
        await userdata.searches.note("typed afterwards")
        await userdata.close()
        return code, before

    (code, _said), _before = asyncio.run(beside_a_window())
    assert code == 0
    assert not list(file.parent.glob("marks.bad-*"))


def test_unreadable_file_stops_only_what_needs_it(terminal, noted):
    file = terminal.profile.userdata_file
    file.write_bytes(b"garbage" * 4096)
    assert terminal.export("--all") == (0, "")
    terminal.out.unlink()
    code, said = terminal.export("--all", "--annotations")
    assert code == 2
    assert said.startswith("Your own tags, notes and nicknames can't be read")
    assert terminal.export("--all", "--query", "is:favorite")[0] == 2
    assert not terminal.out.exists()
    assert file.read_bytes() == b"garbage" * 4096
    assert not list(file.parent.glob("marks.bad-*"))
    assert not list(file.parent.glob("marks.db.damaged"))


def test_profile_without_notes_has_empty_ones(terminal):
    terminal.export("--all", "--load-all")
    assert not terminal.profile.userdata_file.exists()
    assert terminal.export("--all", "--annotations") == (0, "")
    assert {each["annotation"]["note"] for each in terminal.found()} == {""}
    assert not terminal.profile.userdata_file.exists()


def linked(terminal):
    """The ids of the contacts that are linked with another one."""
    terminal.export("--all", "--load-all", "--query", "linked:yes")
    return {each["id"] for each in terminal.found()}


async def judge(file, pair):
    userdata = await UserData.open(file, KEY)
    await userdata.judgements.set_many({pair: True})
    await userdata.close()


def test_loading_takes_over_what_the_user_linked(terminal, noted):
    terminal.export("--all", "--query", "linked:no")
    alone = [each for each in terminal.found() if each["id"] != noted]
    accounts = {each.label: each.id for each in terminal.accounts}
    keys = [(accounts[each["account"]], each["id"]) for each in (alone[0], alone[-1])]
    ids = {each for _account, each in keys}
    assert not ids & linked(terminal)
    asyncio.run(judge(terminal.profile.userdata_file, pair_of(*keys)))
    assert ids <= linked(terminal)
    terminal.profile.userdata_file.write_bytes(b"garbage" * 4096)
    assert ids <= linked(terminal)
