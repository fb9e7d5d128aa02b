"""contactdesk.app.session with contactdesk.app.startup, contactdesk.app.notices, contactdesk.app.dialogs, contactdesk.app.demo and contactdesk.ui.window.screenshot: one run of the window, from opening to closing."""

import logging

import apsw
import keyring.errors
from PySide6.QtGui import QImage

from contactdesk.http.network import Network
from contactdesk.http.network import read as read_network
from contactdesk.index import ChangeOrder, ChangeScope
from contactdesk.sandbox import Sandbox
from contactdesk.ui.accounts.dialog import AccountDialog
from contactdesk.ui.window import screenshot
from contactdesk.ui.window.screenshot import GAP, SIZE
from contactdesk.userdata.searches import SavedSearch
from tests import runs
from tests.runs import LockableKeyring, Run, filled_profile

# pytest finds a fixture by its name in the module of the test.
application = runs.application


async def test_demo_uses_no_keyring_and_no_index_on_disk(tmp_path, until, memory_keyring):
    async with Run(tmp_path, is_demo=True) as run:
        await until(lambda: run.rows >= 300)
        assert run.window.windowTitle() == "contactdesk — Demo data"
        assert run.window.findChild(object, "demoBadge").text() == "Demo data"
    assert run.exit_code == 0
    assert memory_keyring.held == {}
    assert not (tmp_path / "index.db").exists()


async def test_demo_has_changes_after_each_of_the_first_refreshes(tmp_path, until):
    async with Run(tmp_path, is_demo=True) as run:
        await until(lambda: run.rows >= 300)
        await screenshot.load_all(run.window)
        browser = run.window.browser()
        changes = run.session.index.history
        before, found = 0, []
        for _ in range(3):
            await screenshot.refresh(run.window)
            found = await changes.changes(ChangeScope(), ChangeOrder())
            assert len(found) > before
            before = len(found)
        kinds = {kind for row in changes.rows(found) for kind in row.kinds}
        assert {"new", "gone", "field", "fact-changed", "item-closed", "item-opened"} <= kinds
        await screenshot.show_changes(browser, "Marcus Okafor")
        await until(lambda: "+ sms" in browser.history.tab.differences.as_text())


async def test_load_all_can_be_pressed_as_soon_as_it_does_something_and_not_before(tmp_path, until):
    async with Run(tmp_path, is_demo=True) as run:
        button, action = run.window.bar.load_all_button, run.window.actions_by_name["actionLoadAll"]
        before = []

        def is_ready():
            before.append((button.isEnabled(), action.isEnabled()))
            return button.isVisible() and button.isEnabled()

        await until(is_ready)
        assert set(before) == {(False, False), (True, True)}
        button.animateClick()  # as assistive technology presses
        await until(lambda: run.rows == 930)


async def test_shot_writes_a_picture_and_exits(tmp_path, until):
    picture = tmp_path / "shot.png"
    async with Run(tmp_path / "profile", is_demo=True, shot=picture) as run:
        await until(run.task.done)
    assert run.exit_code == 0
    # Two windows, one below the other: memories, and custom fields.
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (SIZE.width(), 2 * SIZE.height() + GAP)


async def test_first_run_shows_the_welcome_page(tmp_path, until, memory_keyring):
    async with Run(tmp_path) as run:
        await until(lambda: run.window.pages.currentWidget() is run.window.welcome)
    assert memory_keyring.held == {}


async def test_loaded_contacts_are_there_at_the_next_start(tmp_path, until, memory_keyring):
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


async def test_without_a_keyring_nothing_is_saved_and_a_notice_says_so(
    tmp_path, until, monkeypatch
):
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
            assert "nothing is saved on this computer" in words[0]
            assert any("No keyring was found on this computer" in each for each in words[1:])
    assert not (tmp_path / "index.db").exists()


async def test_locked_keyring_shows_accounts_and_waits(tmp_path, until, monkeypatch):
    locked = [True]
    real = LockableKeyring.get(monkeypatch, locked)
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, real.held)
        async with Run(tmp_path) as run:
            page = run.session.startup.page
            await until(lambda: "locked" in page._title.text())
            assert "bland EU" in page._names.text()
            locked[0] = False
            page._retry.click()
            await until(lambda: run.rows >= 400)


async def test_unreadable_accounts_file_is_shown_until_it_is_corrected(tmp_path, until):
    (tmp_path / "accounts.toml").write_text("this is = no [ toml")
    async with Run(tmp_path) as run:
        await until(lambda: "accounts.toml" in run.session.startup.page._title.text())
        (tmp_path / "accounts.toml").write_text("")
        run.session.startup.page._retry.click()
        await until(lambda: run.window.pages.currentWidget() is run.window.welcome)


async def test_damaged_index_at_start_is_set_aside_with_a_notice(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        (tmp_path / "index.db").write_bytes(b"damage" * 5_000)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            banners = run.window.browser().banners._banners
            words = [banner.notice().words for banner in banners.values()]
            assert any("The index was damaged" in each for each in words)
    assert list(tmp_path.glob("index.bad-*"))


async def test_damage_found_while_painting_rebuilds_the_index(tmp_path, until, memory_keyring):
    def damaged(*_, **_options):
        raise apsw.CorruptError("damaged")

    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            asked = len(sandbox.requests)
            run.session.index.file.rows.rows = damaged
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
            assert run.session.index.file.notice == ""


async def test_unreadable_index_shows_a_notice(tmp_path, until, memory_keyring):
    def broken(*_, **_options):
        raise apsw.IOError("disk I/O error")

    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            run.session.index.file.rows.rows = broken
            run.window.browser().table_model.reread()
            run.window.grab()
            banners = run.window.browser().banners._banners
            await until(
                lambda: any(
                    "can't be read or written" in b.notice().words for b in banners.values()
                )
            )
            assert not list(tmp_path.glob("index.bad-*"))


async def test_searches_are_saved_encrypted_in_one_file(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            run.window.search_field.setText("canary7f3e")
            run.window.search_field.committed.emit("canary7f3e")
            await run.session.userdata.searches.save(
                SavedSearch("Canary list", "canary7f3e berlin")
            )
            # What is shown at the end counts as well.
            run.window.search_field.setText("canary7f3e last")
        assert {user for _service, user in memory_keyring.held} >= {"index", "marks"}
        for each in tmp_path.rglob("*"):
            if each.is_file():
                assert b"anary" not in each.read_bytes(), each.name
        async with Run(tmp_path) as run:
            await until(lambda: run.window.search_field.text() == "canary7f3e last")
            assert run.session.userdata.searches.recent() == ["canary7f3e last", "canary7f3e"]
            listed = run.window.search_controller.saved_list.rows
            assert [listed.item(n).text() for n in range(listed.count())] == ["Canary list"]


async def test_unreadable_searches_are_set_aside_with_a_notice(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        (tmp_path / "marks.db").write_bytes(b"garbage" * 4096)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            said = [notice.words for notice in run.window.browser().notices.own]
            assert any("saved searches and notes couldn't be read" in each for each in said)
        assert list(tmp_path.glob("marks.bad-*"))


async def test_network_settings_are_saved_and_used(tmp_path, until, memory_keyring):
    async with Run(tmp_path) as run:
        await until(run.window.isVisible)
        run.window.actions_by_name["actionEditNetwork"].trigger()
        dialog = run.window.findChild(object, "networkDialog")
        dialog.proxy_field.setText("http://proxy.example:3128")
        dialog._on_accepted()
        await until(lambda: run.session.client._proxy == "http://proxy.example:3128")
    assert read_network(tmp_path / "settings.ini") == Network("http://proxy.example:3128")
    async with Run(tmp_path) as run:
        assert run.session.client._proxy == "http://proxy.example:3128"
        await until(lambda: run.window.pages.currentWidget() is run.window.welcome)


async def test_every_request_is_logged(tmp_path, until, memory_keyring, caplog):
    caplog.set_level(logging.INFO, "contactdesk.requests")
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
    lines = [r.getMessage() for r in caplog.records if r.name == "contactdesk.requests"]
    assert len(lines) == len(sandbox.requests)
    assert any("'bland EU' Bland AI GET /v1/contacts?limit=200&offset=0 200 " in x for x in lines)
    assert all(line.endswith("rows") for line in lines)
    assert not any(key in "\n".join(lines) for key in memory_keyring.held.values())


async def test_starting_over_replaces_what_was_loaded(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox, Sandbox(seed=8) as elsewhere:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            account = next(a for a in run.session.accounts if a.provider == "close")
            made = next(a for a in elsewhere.accounts if a["provider"] == "close")
            memory_keyring.held[f"contactdesk/{account.id}", "key"] = made["key"]
            run.session.accounts.change(account.id, base_url=made["base_url"])
            run.session.commands._on_saved(account.id)
            browser = run.window.browser()
            await until(lambda: browser.accounts.scope() == account.id and browser.walks())
            run.session.loading.load_all(browser.walks())
            await until(lambda: account.id in browser.banners._banners)
            before = {stored.vendor_id for stored in run.session.index.some(account.id, 500)}
            browser.banners._banners[account.id]._act.click()
            await until(
                lambda: (
                    run.session.index.some(account.id, 1)
                    and not before
                    & {stored.vendor_id for stored in run.session.index.some(account.id, 500)}
                )
            )
            await until(lambda: account.id not in browser.banners._banners)


async def test_replace_key_opens_the_account_with_focus_on_the_key(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        account = next(iter(filled_profile(tmp_path, sandbox, memory_keyring.held)))
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            run.session._on_notice_acted(account.id, "key")
            dialog = await until(lambda: run.window.findChild(AccountDialog))
            assert account.label in dialog.windowTitle()
            assert dialog.focusWidget() is dialog.form.key_field
            dialog.reject()


async def test_notice_buttons_open_the_account_and_the_network_settings(
    tmp_path, until, memory_keyring
):
    with Sandbox() as sandbox:
        account = next(iter(filled_profile(tmp_path, sandbox, memory_keyring.held)))
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            run.session._on_notice_acted(account.id, "edit")
            dialog = await until(lambda: run.window.findChild(AccountDialog))
            assert account.label in dialog.windowTitle()
            dialog.reject()
            run.session._on_notice_acted(account.id, "network")
            (await until(lambda: run.window.findChild(object, "networkDialog"))).reject()


async def test_next_start_shows_the_account_contact_and_search_of_the_last(
    tmp_path, until, memory_keyring
):
    with Sandbox() as sandbox:
        accounts = filled_profile(tmp_path, sandbox, memory_keyring.held)
        bland = next(each.id for each in accounts if each.provider == "bland")
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            browser = run.window.browser()
            browser.accounts.choose(bland)
            await until(lambda: run.rows == 200 and not browser.is_busy())
            run.window.search_field.setText("a")
            await until(lambda: run.rows != 200 and not browser.is_busy())
            browser.table.go_to_row(3)
            shown = run.session.index.stored(browser.table.current_id()).vendor_id
        async with Run(tmp_path) as run:
            await until(lambda: run.rows)
            browser = run.window.browser()
            await until(lambda: browser.shown_contact.row_id)
            assert browser.accounts.scope() == bland
            assert run.window.search_field.text() == "a"
            stored = run.session.index.stored(browser.shown_contact.row_id)
            assert stored.vendor_id == shown
    for each in tmp_path.rglob("*"):
        if each.is_file():
            assert shown.encode() not in each.read_bytes(), each.name
