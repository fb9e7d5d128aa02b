"""contactdesk.app.retention and contactdesk.ui.window.account_commands: what is removed, and what is saved."""

import asyncio

import pytest
from PySide6.QtWidgets import QLabel

from contactdesk.errors import IndexFileError, KeyProblemError
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal, _name
from contactdesk.sandbox import Sandbox
from contactdesk.storage.database import connect
from contactdesk.userdata.schema import USERDATA
from contactdesk.userdata.searches import SavedSearch
from tests import runs
from tests.qa.campaigns.sweep import sweep
from tests.runs import LockableKeyring, Run, filled_profile

# pytest finds a fixture by its name in the module of the test.
application = runs.application


async def test_saving_turned_off_while_the_keyring_is_locked_erases_files(
    tmp_path, until, monkeypatch
):
    locked = [False]
    real = LockableKeyring.get(monkeypatch, locked)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, real.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
        assert (tmp_path / "index.db").exists()
        locked[0] = True
        async with Run(tmp_path) as run:
            page = run.session.startup.page
            await until(lambda: "locked" in page._title.text())
            run.window.actions_by_name["actionKeepNothing"].trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not list(tmp_path.glob("index*")))
            locked[0] = False
            page._retry.click()
            await until(lambda: run.rows >= 400)
            assert not run.session.index.file.is_kept
            assert not [*tmp_path.glob("marks*"), *tmp_path.glob("index*")]
    assert not kept_users(real.held)


async def test_removed_account_loses_key_rows_and_entry(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            account = next(a for a in run.session.accounts if a.provider == "bland")
            task = asyncio.get_running_loop().create_task(run.session.commands.remove(account.id))
            await until(lambda: run.window.findChild(object, "okButton"))
            run.window.findChild(object, "okButton").click()
            assert await task
            await until(lambda: run.rows == 300)
            assert account.id not in run.session.index.counts()
    assert (f"contactdesk/{account.id}", "key") not in memory_keyring.held
    assert account.id not in (tmp_path / "accounts.toml").read_text()


NAME = "wilhelmina canary-okonkwo"
"""Nobody's, so that no vendor sends it."""


async def search_for(run, until, name):
    """Types the name and presses Enter."""
    field = run.window.search_field
    field.setText("")
    field.insert(name)
    field.committed.emit(name)
    await until(lambda: run.session.userdata.searches.recent()[:1] == [name])


async def removed(run, until, account_id):
    """Gives what was asked before."""
    task = asyncio.get_running_loop().create_task(run.session.commands.remove(account_id))
    ok = await until(lambda: run.window.findChild(object, "okButton"))
    asked = " ".join(each.text() for each in ok.window().findChildren(QLabel))
    ok.click()
    assert await task
    return asked


def in_the_clear(folder, held):
    """The file of searches beneath its encryption."""
    (key,) = (key for (_service, user), key in held.items() if user == "marks")
    connection = connect(folder / "marks.db", bytes.fromhex(key), USERDATA, 256)
    try:
        return connection.serialize("main")
    finally:
        connection.close()


async def test_removing_an_account_clears_recent_searches(tmp_path, until, memory_keyring):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, held)
        first, second = [each.id for each in accounts][:2]
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            await run.session.userdata.searches.save(SavedSearch("On purpose", "stays"))
            await search_for(run, until, NAME)
            await until(lambda: NAME.encode() in in_the_clear(tmp_path, held))
            asked = await removed(run, until, first)
            assert "Recent searches and the text in the search field are cleared" in asked
            assert "saved searches stay" in asked
            field = run.window.search_field
            field.undo()
            assert field.text() == ""
            assert run.session.userdata.searches.recent() == []
            await until(lambda: run.rows)
        assert NAME.encode() not in in_the_clear(tmp_path, held)
        assert not sweep([tmp_path], [NAME])
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            assert run.session.userdata.searches.recent() == []
            assert [each.name for each in run.session.userdata.searches.saved()] == ["On purpose"]
            await search_for(run, until, NAME)
            # The run ends right behind the last word of the removal.
            await removed(run, until, second)
        assert NAME.encode() not in in_the_clear(tmp_path, held)
        assert not list(tmp_path.glob(".forgotten.*"))


async def test_searches_left_by_the_last_account_are_cleared_at_the_next_start(
    tmp_path, until, memory_keyring
):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            await search_for(run, until, NAME)
        # As a run leaves it that is killed when the entry has gone.
        Removal(Profile.at(tmp_path), accounts, None)._set_tombstone("searches")
        for account in list(accounts):
            accounts.remove(account.id)
        assert NAME.encode() in in_the_clear(tmp_path, held)
        async with Run(tmp_path) as run:
            await until(lambda: not list(tmp_path.glob(".forgotten.*")))
            assert run.window.browser() is None
        assert NAME.encode() not in in_the_clear(tmp_path, held)


def kept_users(held):
    """What the keyring holds beside the accounts' keys."""
    return {user for _service, user in held} - {"key"}


async def test_saving_turned_off_erases_searches_and_turned_on_saves_them(
    tmp_path, until, memory_keyring
):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            await run.session.userdata.searches.save(
                SavedSearch("Canary list", "stays for this run")
            )
            await search_for(run, until, NAME)
            (tmp_path / "marks.bad-20260101-000000").write_bytes(b"old")
            action = run.window.actions_by_name["actionKeepNothing"]
            action.trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not list(tmp_path.glob("marks*")))
            await until(lambda: not kept_users(held))
            assert not run.session.userdata.is_kept
            assert run.session.userdata.searches.recent() == [NAME]
            await search_for(run, until, f"{NAME} later")
            assert not list(tmp_path.glob("marks*"))
        assert not list(tmp_path.glob("marks*"))
        assert not kept_users(held)
        assert not sweep([tmp_path], [NAME, "Canary list"])
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert run.session.userdata.searches.recent() == []
            await run.session.userdata.searches.save(SavedSearch("Meanwhile", "kept from now on"))
            await search_for(run, until, NAME)
            run.window.actions_by_name["actionKeepNothing"].trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: run.session.userdata.is_kept)
            run.window.search_field.setText("after")
        assert NAME.encode() not in in_the_clear(tmp_path, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            assert run.session.userdata.searches.recent() == ["after"]
            assert [each.name for each in run.session.userdata.searches.saved()] == ["Meanwhile"]


@pytest.mark.parametrize(
    ("has_accounts", "erased"), [(True, ()), (False, ()), (False, ("index.db", "marks.db"))]
)
async def test_files_left_on_disk_are_erased_where_nothing_is_saved(
    tmp_path, until, memory_keyring, has_accounts, erased
):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            await search_for(run, until, NAME)
        # As a run leaves it that is killed right behind the choice.
        accounts.keep_nothing(True)
        for account in [] if has_accounts else list(accounts):
            accounts.remove(account.id)
        assert (tmp_path / "marks.db").exists()
        (tmp_path / "marks.db-wal").write_bytes(b"left")
        for name in erased:
            (tmp_path / name).unlink()
        async with Run(tmp_path):
            await until(lambda: not kept_users(held))
            await until(lambda: not [*tmp_path.glob("marks*"), *tmp_path.glob("index*")])
        assert not [*tmp_path.glob("marks*"), *tmp_path.glob("index*")]


async def test_files_that_cannot_be_erased_show_a_notice(
    tmp_path, until, memory_keyring, monkeypatch
):
    def refused(_path):
        raise IndexFileError("index-unusable", said="read-only")

    monkeypatch.setattr("contactdesk.profile.removal.erase", refused)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held).keep_nothing(True)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert not run.session.index.file.is_kept
            said = [notice.words for notice in run.window.browser().notices.own]
            assert any("couldn't be deleted yet" in each for each in said)


async def test_saving_can_be_turned_off_and_on_again(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            action = run.window.actions_by_name["actionKeepNothing"]
            assert (action.isChecked(), action.isEnabled()) == (False, True)
            action.trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not run.session.index.file.is_kept)
            assert not list(tmp_path.glob("index*"))
            # What was shown is fetched again, for this run.
            await until(lambda: run.rows >= 400)
        assert not list(tmp_path.glob("index*"))
        assert not any(user == "index" for _service, user in memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert run.window.actions_by_name["actionKeepNothing"].isChecked()
            assert not (tmp_path / "index.db").exists()
            run.window.actions_by_name["actionKeepNothing"].trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: run.session.index.file.is_kept)
            await until(lambda: run.rows >= 400)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert run.session.index.file.is_kept


async def test_canceled_question_changes_nothing(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            action = run.window.actions_by_name["actionKeepNothing"]
            action.trigger()
            dialog = await until(lambda: run.window.findChild(object, "okButton"))
            dialog.window().reject()
            await until(lambda: not action.isChecked())
            assert run.session.index.file.is_kept
    assert (tmp_path / "index.db").exists()


async def test_account_with_a_tombstone_is_removed_at_the_start(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, memory_keyring.held)
        gone = next(a for a in accounts if a.provider == "bland")
        Removal(Profile.at(tmp_path), accounts, None)._set_tombstone(_name(gone.id))
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 300)
            assert gone.label not in [account.label for account in run.session.accounts]
    assert (f"contactdesk/{gone.id}", "key") not in memory_keyring.held


async def test_damaged_index_without_its_key_is_replaced_by_a_temporary_one(
    tmp_path, until, memory_keyring, monkeypatch
):
    async def locked(_profile_id):
        raise KeyProblemError("keyring-locked")

    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            monkeypatch.setattr(run.session.keys, "index_key", locked)
            run.session._on_index_trouble(IndexFileError("index-damaged"))
            await until(lambda: len(run.window.browser().notices.own) == 2)
            assert not run.session.index.file.is_kept
            assert list(tmp_path.glob("index.bad-*"))
            said = [notice.account_id for notice in run.window.browser().notices.own]
            assert said == ["index-trouble", "index-set-aside"]
            await until(lambda: run.rows >= 400)
