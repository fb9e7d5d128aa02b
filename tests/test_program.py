"""contactdesk.program, contactdesk.keeping, contactdesk.demo, contactdesk.ui.account_commands and contactdesk.ui.shot: one run of the window, from opening to closing."""

import asyncio
import logging

import apsw
import keyring.errors
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from contactdesk.accounts import Accounts
from contactdesk.app import make_application
from contactdesk.errors import IndexFileError
from contactdesk.forgetting import Forgetting, _name
from contactdesk.index.file import connect
from contactdesk.network import Network
from contactdesk.network import read as read_network
from contactdesk.profile import Lock, Profile
from contactdesk.program import Program
from contactdesk.sandbox import Sandbox
from contactdesk.ui.settings import Settings
from contactdesk.ui.shot import GAP, SIZE
from tests.sweep import sweep


class Run:
    """One run on a profile: `async with Run(...) as run` opens the window and closes it."""

    def __init__(self, folder, **options):
        self.profile = Profile.at(folder)
        self.profile.make()
        self.lock = Lock.take(self.profile.lock_file)
        settings = Settings(self.profile.settings_file)
        defaults = {"is_demo": False, "shot": None}
        self.program = Program(self.profile, settings, self.lock, **(defaults | options))
        self.window = self.program.window

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        self.handler = loop.get_exception_handler()
        self.task = loop.create_task(self.program.main())
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
    """accounts.toml with an account at each vendor, and their keys in the tests' keyring."""
    accounts = Accounts.load(folder / "accounts.toml")
    for made in sandbox.accounts:
        account = accounts.add(made["provider"], f"{made['provider']} EU", made["base_url"])
        if held is not None:
            held[f"contactdesk/{account.id}", "key"] = made["key"]
    return accounts


async def test_the_demo_runs_on_nothing_of_the_users(tmp_path, until, memory_keyring):
    async with Run(tmp_path, is_demo=True) as run:
        await until(lambda: run.rows >= 300)
        assert run.window.windowTitle() == "contactdesk — Demo data"
        assert run.window.findChild(object, "demoBadge").text() == "Demo data"
    assert run.exit_code == 0
    assert memory_keyring.held == {}
    assert not (tmp_path / "index.db").exists()


async def test_the_shot_goes_through_every_vendor(tmp_path, until):
    picture = tmp_path / "shot.png"
    async with Run(tmp_path / "profile", is_demo=True, shot=picture) as run:
        await until(run.task.done)
    assert run.exit_code == 0
    # Two windows, one below the other: memories, and custom fields.
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (SIZE.width(), 2 * SIZE.height() + GAP)


async def test_the_first_run_welcomes(tmp_path, until, memory_keyring):
    async with Run(tmp_path) as run:
        await until(lambda: run.window.pages.currentWidget() is run.window.welcome)
    assert memory_keyring.held == {}


async def test_a_profile_opens_loads_and_is_there_next_time(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
        asked = len(sandbox.requests)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert len(sandbox.requests) == asked
    data = (tmp_path / "index.db").read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"Okafor" not in data


async def test_without_a_keyring_it_says_so_and_keeps_nothing(tmp_path, until, monkeypatch):
    def none(*_):
        raise keyring.errors.NoKeyringError("none")

    monkeypatch.setattr(type(keyring.get_keyring()), "get_password", none)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox)
        async with Run(tmp_path) as run:
            await until(lambda: run.window.browser())
            banners = run.window.browser().banners._banners
            await until(lambda: len(banners) >= 2)
            words = [banner.notice().words for banner in banners.values()]
            assert "for this run only" in words[0]
            assert any("No keyring was found on this computer" in each for each in words[1:])
    assert not (tmp_path / "index.db").exists()


async def test_a_locked_keyring_shows_the_accounts_and_waits(tmp_path, until, monkeypatch):
    locked = [True]
    real = MemoryOf.get(monkeypatch, locked)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, real.held)
        async with Run(tmp_path) as run:
            page = run.program._opening.page
            await until(lambda: "locked" in page._title.text())
            assert "bland EU" in page._names.text()
            locked[0] = False
            page._retry.click()
            await until(lambda: run.rows >= 400)


async def test_nothing_is_kept_where_that_is_chosen_while_the_keyring_is_locked(
    tmp_path, until, monkeypatch
):
    locked = [False]
    real = MemoryOf.get(monkeypatch, locked)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, real.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
        assert (tmp_path / "index.db").exists()
        locked[0] = True
        async with Run(tmp_path) as run:
            page = run.program._opening.page
            await until(lambda: "locked" in page._title.text())
            run.window.actions_by_name["actionKeepNothing"].trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not list(tmp_path.glob("index*")))
            locked[0] = False
            page._retry.click()
            await until(lambda: run.rows >= 400)
            assert not run.program._index.lasts
            assert not [*tmp_path.glob("marks*"), *tmp_path.glob("index*")]
    assert not kept_users(real.held)


class MemoryOf:
    """The tests' keyring with a lock on it."""

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


async def test_a_broken_accounts_file_is_said_and_left_alone(tmp_path, until):
    (tmp_path / "accounts.toml").write_text("this is = no [ toml")
    async with Run(tmp_path) as run:
        await until(lambda: "accounts.toml" in run.program._opening.page._title.text())
        (tmp_path / "accounts.toml").write_text("")
        run.program._opening.page._retry.click()
        await until(lambda: run.window.pages.currentWidget() is run.window.welcome)


async def test_a_damaged_index_is_set_aside_with_a_word(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        (tmp_path / "index.db").write_bytes(b"damage" * 5_000)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            banners = run.window.browser().banners._banners
            words = [banner.notice().words for banner in banners.values()]
            assert any("The index was damaged" in each for each in words)
    assert list(tmp_path.glob("index.bad-*"))


async def test_removing_an_account_removes_key_rows_and_entry(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            account = next(a for a in run.program.accounts if a.provider == "bland")
            task = asyncio.get_running_loop().create_task(run.program.commands.remove(account.id))
            await until(lambda: run.window.findChild(object, "okButton"))
            run.window.findChild(object, "okButton").click()
            assert await task
            await until(lambda: run.rows == 300)
            assert account.id not in run.program._index.counts()
    assert (f"contactdesk/{account.id}", "key") not in memory_keyring.held
    assert account.id not in (tmp_path / "accounts.toml").read_text()


NAME = "wilhelmina canary-okonkwo"
"""Nobody's, so that no vendor sends it."""


async def search_for(run, until, name):
    """Typed and settled, as Enter does it."""
    field = run.window.search_field
    field.setText("")
    field.insert(name)
    field.settled.emit(name)
    await until(lambda: run.program._marks.recent()[:1] == [name])


async def removed(run, until, account_id):
    """Gives what was asked before."""
    task = asyncio.get_running_loop().create_task(run.program.commands.remove(account_id))
    ok = await until(lambda: run.window.findChild(object, "okButton"))
    asked = " ".join(each.text() for each in ok.window().findChildren(QLabel))
    ok.click()
    assert await task
    return asked


def in_the_clear(folder, held):
    """The marks beneath their encryption."""
    (key,) = (key for (_service, user), key in held.items() if user == "marks")
    connection = connect(folder / "marks.db", bytes.fromhex(key), 256)
    try:
        return connection.serialize("main")
    finally:
        connection.close()


async def test_after_an_account_was_removed_no_search_brings_a_name_back(
    tmp_path, until, memory_keyring
):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, held)
        first, second = [each.id for each in accounts][:2]
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            await run.program._marks.save("On purpose", "stays")
            await search_for(run, until, NAME)
            await until(lambda: NAME.encode() in in_the_clear(tmp_path, held))
            asked = await removed(run, until, first)
            assert "Recent searches and the text in the search field are cleared" in asked
            assert "saved searches stay" in asked
            field = run.window.search_field
            field.undo()
            assert field.text() == ""
            assert run.program._marks.recent() == []
            await until(lambda: run.rows)
        assert NAME.encode() not in in_the_clear(tmp_path, held)
        assert not sweep([tmp_path], [NAME])
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            assert run.program._marks.recent() == []
            assert [each.name for each in run.program._marks.saved()] == ["On purpose"]
            await search_for(run, until, NAME)
            # The run ends right behind the last word of the removal.
            await removed(run, until, second)
        assert NAME.encode() not in in_the_clear(tmp_path, held)
        assert not list(tmp_path.glob(".forgotten.*"))


async def test_searches_left_by_the_last_account_go_at_the_next_start(
    tmp_path, until, memory_keyring
):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            await search_for(run, until, NAME)
        # As a run leaves it that is killed when the entry has gone.
        Forgetting(tmp_path, accounts, None)._set_mark("searches")
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


async def test_keeping_nothing_takes_searches_off_the_disk_at_once(tmp_path, until, memory_keyring):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            await run.program._marks.save("Canary list", "stays for this run")
            await search_for(run, until, NAME)
            (tmp_path / "marks.bad-20260101-000000").write_bytes(b"old")
            action = run.window.actions_by_name["actionKeepNothing"]
            action.trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not list(tmp_path.glob("marks*")))
            await until(lambda: not kept_users(held))
            assert not run.program._marks.lasts
            assert run.program._marks.recent() == [NAME]
            await search_for(run, until, f"{NAME} later")
            assert not list(tmp_path.glob("marks*"))
        assert not list(tmp_path.glob("marks*"))
        assert not kept_users(held)
        assert not sweep([tmp_path], [NAME, "Canary list"])
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert run.program._marks.recent() == []
            await run.program._marks.save("Meanwhile", "kept from now on")
            await search_for(run, until, NAME)
            run.window.actions_by_name["actionKeepNothing"].trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: run.program._marks.lasts)
            run.window.search_field.setText("after")
        assert NAME.encode() not in in_the_clear(tmp_path, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            assert run.program._marks.recent() == ["after"]
            assert [each.name for each in run.program._marks.saved()] == ["Meanwhile"]


@pytest.mark.parametrize(
    ("has_accounts", "erased"), [(True, ()), (False, ()), (False, ("index.db", "marks.db"))]
)
async def test_what_a_run_left_on_the_disk_goes_where_nothing_is_kept(
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


async def test_what_cannot_be_erased_is_said(tmp_path, until, memory_keyring, monkeypatch):
    def refused(_path):
        raise IndexFileError("index-unusable", said="read-only")

    monkeypatch.setattr("contactdesk.forgetting.erase", refused)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held).keep_nothing(True)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert not run.program._index.lasts
            said = [notice.words for notice in run.window.browser()._own_notices]
            assert any("Not all that was kept on disk could be removed" in each for each in said)


async def test_nothing_is_kept_on_disk_where_that_is_wanted(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            action = run.window.actions_by_name["actionKeepNothing"]
            assert (action.isChecked(), action.isEnabled()) == (False, True)
            action.trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not run.program._index.lasts)
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
            await until(lambda: run.program._index.lasts)
            await until(lambda: run.rows >= 400)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert run.program._index.lasts


async def test_asked_to_keep_nothing_one_may_think_again(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            action = run.window.actions_by_name["actionKeepNothing"]
            action.trigger()
            dialog = await until(lambda: run.window.findChild(object, "okButton"))
            dialog.window().reject()
            await until(lambda: not action.isChecked())
            assert run.program._index.lasts
    assert (tmp_path / "index.db").exists()


async def test_what_a_run_before_left_to_remove_is_removed(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, memory_keyring.held)
        gone = next(a for a in accounts if a.provider == "bland")
        Forgetting(tmp_path, accounts, None)._set_mark(_name(gone.id))
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 300)
            assert gone.label not in [account.label for account in run.program.accounts]
    assert (f"contactdesk/{gone.id}", "key") not in memory_keyring.held


async def test_damage_met_while_painting_is_set_aside_and_fetched_again(
    tmp_path, until, memory_keyring
):
    def damaged(*_):
        raise apsw.CorruptError("damaged")

    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            asked = len(sandbox.requests)
            run.program._index._rows.rows = damaged
            run.window.browser().table_model.reread()
            run.window.grab()
            banners = run.window.browser().banners._banners
            await until(
                lambda: any("index was damaged" in b.notice().words for b in banners.values())
            )
            await until(lambda: run.rows >= 400)
            assert len(sandbox.requests) > asked
            assert not run.window.findChild(object, "bugReport")
        assert list(tmp_path.glob("index.bad-*"))
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            assert run.program._index.notice == ""


async def test_an_index_that_cannot_be_read_is_said(tmp_path, until, memory_keyring):
    def broken(*_):
        raise apsw.IOError("disk I/O error")

    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            run.program._index._rows.rows = broken
            run.window.browser().table_model.reread()
            run.window.grab()
            banners = run.window.browser().banners._banners
            await until(
                lambda: any(
                    "cannot be read or written" in b.notice().words for b in banners.values()
                )
            )
            assert not list(tmp_path.glob("index.bad-*"))


async def test_searches_are_there_next_time_and_in_no_other_file(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            run.window.search_field.setText("canary7f3e")
            run.window.search_field.settled.emit("canary7f3e")
            await run.program._marks.save("Canary list", "canary7f3e berlin")
            # What is shown at the end counts as well.
            run.window.search_field.setText("canary7f3e last")
        assert {user for _service, user in memory_keyring.held} >= {"index", "marks"}
        for each in tmp_path.rglob("*"):
            if each.is_file():
                assert b"anary" not in each.read_bytes(), each.name
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            assert run.program._marks.recent() == ["canary7f3e last", "canary7f3e"]
            listed = run.window.searches.saved_list.rows
            assert [listed.item(n).text() for n in range(listed.count())] == ["Canary list"]


async def test_saved_searches_that_cannot_be_read_are_said(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        (tmp_path / "marks.db").write_bytes(b"garbage" * 4096)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            said = [notice.words for notice in run.window.browser()._own_notices]
            assert any("saved searches could not be read" in each for each in said)
        assert list(tmp_path.glob("marks.bad-*"))


async def test_network_settings_are_kept_and_used(tmp_path, until, memory_keyring):
    async with Run(tmp_path) as run:
        await until(run.window.isVisible)
        run.window.actions_by_name["actionEditNetwork"].trigger()
        dialog = run.window.findChild(object, "networkDialog")
        dialog.proxy_field.setText("http://proxy.example:3128")
        dialog._on_accepted()
        await until(lambda: run.program.client._proxy == "http://proxy.example:3128")
    assert read_network(tmp_path / "settings.ini") == Network("http://proxy.example:3128")
    async with Run(tmp_path) as run:
        assert run.program.client._proxy == "http://proxy.example:3128"
        await until(lambda: run.window.pages.currentWidget() is run.window.welcome)


async def test_every_request_is_a_line_of_the_log(tmp_path, until, memory_keyring, caplog):
    caplog.set_level(logging.INFO, "contactdesk.requests")
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
    lines = [r.getMessage() for r in caplog.records if r.name == "contactdesk.requests"]
    assert len(lines) == len(sandbox.requests)
    assert any("'bland EU' Bland AI GET /v1/contacts?limit=100&offset=0 200 " in x for x in lines)
    assert all(line.endswith("rows") for line in lines)
    assert not any(key in "\n".join(lines) for key in memory_keyring.held.values())


async def test_starting_afresh_drops_what_was_loaded(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox, Sandbox(seed=8) as elsewhere:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            account = next(a for a in run.program.accounts if a.provider == "close")
            made = next(a for a in elsewhere.accounts if a["provider"] == "close")
            memory_keyring.held[f"contactdesk/{account.id}", "key"] = made["key"]
            run.program.accounts.change(account.id, base_url=made["base_url"])
            run.program.commands._on_saved(account.id)
            browser = run.window.browser()
            await until(lambda: browser.accounts.scope() == account.id and browser.walks())
            run.program.loading.load_all(browser.walks())
            await until(lambda: account.id in browser.banners._banners)
            before = {stored.vendor_id for stored in run.program._index.some(account.id, 500)}
            browser.banners._banners[account.id]._act.click()
            await until(
                lambda: (
                    run.program._index.some(account.id, 1)
                    and not before
                    & {stored.vendor_id for stored in run.program._index.some(account.id, 500)}
                )
            )
            await until(lambda: account.id not in browser.banners._banners)
