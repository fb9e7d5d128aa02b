"""contactdesk.userdata.judgements in a session: links made by hand outlive a start and a dropped index, and
go with their account."""

import asyncio

from contactdesk.sandbox import Sandbox
from contactdesk.storage.database import connect
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.schema import USERDATA
from tests import runs
from tests.runs import Run, filled_profile

# pytest finds a fixture by its name in the module of the test.
application = runs.application


async def linked_by_hand(run, until):
    """Links two contacts of two accounts that have nothing in common. Their keys."""
    context = run.window.browser().context
    index, alone = context.index, []
    for row_id in range(1, 400):
        members = await index.people.members(row_id)
        account = [key[0] for key in index.keys([row_id])]
        if len(members) == 1 and account not in [each[1] for each in alone]:
            alone.append((row_id, account))
    one, other = (each[0] for each in alone[:2])
    await context.linking.link([one, other])
    await until(lambda: not context.linking.busy)
    return index.keys([one, other])


async def are_one(run, keys):
    index = run.window.browser().context.index
    ids = [index.row_id(*key) for key in keys]
    return None not in ids and set(await index.people.members(ids[0])) == set(ids)


async def are_loaded(run, until, keys):
    await until(lambda: run.rows >= 400)
    index = run.window.browser().context.index
    await until(lambda: all(index.row_id(*key) is not None for key in keys))
    await until(lambda: not run.window.browser().context.linking.busy)


def judged_in_file(folder, held):
    (key,) = (key for (_service, user), key in held.items() if user == "marks")
    connection = connect(folder / "marks.db", bytes.fromhex(key), USERDATA, 256)
    try:
        return connection.execute("SELECT * FROM judgement").fetchall()
    finally:
        connection.close()


async def test_link_by_hand_outlives_a_start_and_a_dropped_index(tmp_path, until, memory_keyring):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            keys = await linked_by_hand(run, until)
            assert await are_one(run, keys)
        async with Run(tmp_path) as run:
            await are_loaded(run, until, keys)
            assert await are_one(run, keys)
        for file in tmp_path.glob("index*"):
            file.unlink()
        async with Run(tmp_path) as run:
            await are_loaded(run, until, keys)
            assert await are_one(run, keys)


async def test_link_by_hand_goes_with_either_account(tmp_path, until, memory_keyring):
    held = memory_keyring.held
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            keys = await linked_by_hand(run, until)
            userdata, window = run.session.userdata, run.window
            await userdata.dismissals.set_many(
                {("email", 5): Dismissal(tuple(each[0] for each in keys))}
            )
            removing = asyncio.get_running_loop().create_task(
                run.session.commands.remove(keys[1][0])
            )
            (await until(lambda: window.findChild(object, "okButton"))).click()
            assert await removing
            assert dict(userdata.judgements.all()) == {}
            assert userdata.dismissals.all() == frozenset()
            assert not window.actions_by_name["actionUndoChange"].isEnabled()
            await until(lambda: not window.browser().context.linking.busy)
            index = window.browser().context.index
            kept = index.row_id(*keys[0])
            assert await index.people.members(kept) == [kept]
        assert judged_in_file(tmp_path, held) == []


async def test_link_by_hand_lasts_for_the_run_where_nothing_is_saved(
    tmp_path, until, memory_keyring
):
    with Sandbox() as sandbox:
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            keys = await linked_by_hand(run, until)
            run.window.actions_by_name["actionKeepNothing"].trigger()
            (await until(lambda: run.window.findChild(object, "okButton"))).click()
            await until(lambda: not list(tmp_path.glob("marks*")))
            await are_loaded(run, until, keys)
            assert await are_one(run, keys)
        async with Run(tmp_path) as run:
            await are_loaded(run, until, keys)
            assert not await are_one(run, keys)
            assert dict(run.session.userdata.judgements.all()) == {}
