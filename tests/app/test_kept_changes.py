"""contactdesk.app.kept_changes: how long what changed stays on this computer."""

import time

from contactdesk.index.types import ChangeScope
from contactdesk.sandbox import Sandbox
from contactdesk.ui.browser.kept_days import kept_days
from contactdesk.ui.kit.settings import Settings
from tests import runs
from tests.runs import Run, filled_profile

# pytest finds a fixture by its name in the module of the test.
application = runs.application

DAY_S = 86_400


async def add_changes(index, *days_ago):
    """Notes a change of a contact for each number of days ago."""
    connection = index.file.writer.connection
    (row_id, account) = connection.execute("SELECT id, account FROM contact LIMIT 1").fetchone()
    rows = [(int((time.time() - days * DAY_S) * 1000), account, row_id) for days in days_ago]
    sql = "INSERT INTO change (time, account, contact, kinds, fields) VALUES (?, ?, ?, 1, '')"
    await index.file.write(lambda: connection.executemany(sql, rows))


async def ages(index):
    rows = index.history.rows(await index.history.changes(ChangeScope()))
    return [round((time.time() - row.time) / DAY_S) for row in rows]


def choose(run, days):
    menu = run.window.actions_by_name["actionKeepChanges"].menu()
    next(each for each in menu.actions() if each.objectName() == f"actionKeepDays{days}").trigger()


async def test_changes_older_than_ninety_days_are_deleted_at_the_start(
    tmp_path, until, memory_keyring
):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            await add_changes(run.session.index, 400, 91, 89, 1)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            index = run.session.index
            connection = index.file.rows.connection
            count = "SELECT count(*) FROM change"
            await until(lambda: connection.execute(count).fetchone() == (2,))
            assert await ages(index) == [1, 89]


async def test_shorter_time_is_chosen_only_if_the_user_agrees_to_delete(
    tmp_path, until, memory_keyring
):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            index = run.session.index
            await add_changes(index, 50, 1)
            settings = Settings(run.profile.settings_file)
            choose(run, 30)
            ok = await until(lambda: run.window.findChild(object, "okButton"))
            ok.window().close()
            await until(lambda: run.window.findChild(object, "okButton") is None)
            assert kept_days(settings) == 90
            assert await ages(index) == [1, 50]
            choose(run, 30)
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: kept_days(settings) == 30)
            connection = index.file.rows.connection
            count = "SELECT count(*) FROM change"
            await until(lambda: connection.execute(count).fetchone() == (1,))
            # Nothing would be deleted: nothing is asked.
            choose(run, 0)
            await until(lambda: kept_days(settings) == 0)
            assert run.window.findChild(object, "okButton") is None
