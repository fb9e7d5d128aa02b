"""contactdesk.app.change_retention: how long changes and old records stay on this computer."""

import time

import pytest

from contactdesk.index import ChangeScope
from contactdesk.sandbox import Sandbox
from tests import runs
from tests.runs import Run, filled_profile
from tests.ui.changed_people import ChangedPeople

# pytest finds a fixture by its name in the module of the test.
application = runs.application

DAY_S = 86_400


async def age(index, days):
    """Makes all changes older."""
    connection = index.file.writer.connection
    await index.file.write(
        lambda: connection.execute("UPDATE change SET time = time - ?", (days * DAY_S * 1000,))
    )


async def count(index):
    return len(await index.history.changes(ChangeScope()))


async def changed(run, people, until, name):
    """Reads one account again after a contact changed there."""
    session = run.session
    account = next(a for a in session.accounts if a.provider == "opencx")
    walk = await session.loading.sync.walk(account.id)
    people.edit_each(opencx={0: lambda record: record.update(name=name)})
    heard = []
    session.loading.refreshed.connect(lambda: heard.append(1))
    session.loading.read_again([walk])
    await until(lambda: heard)


@pytest.fixture
def sandbox():
    with Sandbox() as made:
        yield made


async def test_old_changes_are_deleted_at_the_next_start(
    tmp_path, until, memory_keyring, sandbox, monkeypatch
):
    people = ChangedPeople(sandbox, monkeypatch)
    filled_profile(tmp_path, sandbox, memory_keyring.held)
    async with Run(tmp_path) as run:
        await until(lambda: run.rows >= 400)
        for number in range(2):
            await changed(run, people, until, f"Name {number}")
            if not number:
                await age(run.session.index, 91)
        assert await count(run.session.index) == 2
    async with Run(tmp_path) as run:
        await until(lambda: run.rows >= 400)
        index = run.session.index
        found = []

        async def look():
            found.append(await count(index))

        while not found or found[-1] != 1:
            await look()
        (row,) = index.history.rows(await index.history.changes(ChangeScope()))
        assert row.time > time.time() - DAY_S


async def test_keeping_less_is_asked_and_then_deletes_at_once(
    tmp_path, until, memory_keyring, sandbox, monkeypatch
):
    people = ChangedPeople(sandbox, monkeypatch)
    filled_profile(tmp_path, sandbox, memory_keyring.held)
    async with Run(tmp_path) as run:
        await until(lambda: run.rows >= 400)
        await changed(run, people, until, "Another name")
        index = run.session.index
        await age(index, 40)
        menu = run.window.actions_by_name["actionKeepChanges"].menu()
        by_name = {action.objectName(): action for action in menu.actions()}
        assert by_name["actionKeepQuarter"].isChecked()
        by_name["actionKeepMonth"].trigger()
        await until(lambda: run.window.findChild(object, "okButton"))
        run.window.findChild(object, "okButton").window().reject()
        await until(lambda: not run.window.findChild(object, "okButton"))
        menu.aboutToShow.emit()
        assert by_name["actionKeepQuarter"].isChecked()
        assert await count(index) == 1
        by_name["actionKeepMonth"].trigger()
        (await until(lambda: run.window.findChild(object, "okButton"))).click()
        while await count(index):
            pass
        assert by_name["actionKeepMonth"].isChecked()


async def test_keeping_more_is_not_asked(tmp_path, until, memory_keyring, sandbox):
    filled_profile(tmp_path, sandbox, memory_keyring.held)
    async with Run(tmp_path) as run:
        await until(lambda: run.rows >= 400)
        menu = run.window.actions_by_name["actionKeepChanges"].menu()
        by_name = {action.objectName(): action for action in menu.actions()}
        by_name["actionKeepForever"].trigger()
        await until(by_name["actionKeepForever"].isChecked)
        assert run.session._settings.text("changes/days") == "0"
