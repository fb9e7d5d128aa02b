"""contactdesk.userdata.item_states: open items that are done or snoozed."""

from datetime import date

import pytest

from contactdesk.userdata.file import UserFile
from contactdesk.userdata.item_states import ItemState, ItemStates

A, B, C = ("a1", "1", -5), ("a1", "1", 6), ("a1", "2", 7)


@pytest.fixture
def states():
    return ItemStates(UserFile())


async def test_done_and_snoozed_items_are_hidden(states):
    await states.set([A], ItemState(done=True))
    await states.set([B, C], ItemState(snoozed_until="2026-12-01"))
    assert states.hidden(date(2026, 11, 30)) == {A, B, C}
    assert states.hidden(date(2026, 12, 1)) == {A}


async def test_state_gets_the_moment_at_which_it_is_set(states):
    await states.set([A], ItemState(done=True))
    assert states.state(A).set_at
    await states.set([A], ItemState(True, "", "2026-01-01T00:00:00.000Z"))
    assert states.state(A).set_at == "2026-01-01T00:00:00.000Z"


async def test_none_removes_the_state(states):
    await states.set([A, B], ItemState(done=True))
    await states.set([A], None)
    assert states.state(A) is None
    assert list(states.all()) == [B]
