"""contactdesk.userdata.looks: the last look at a list."""

import pytest

from contactdesk.userdata.file import UserFile
from contactdesk.userdata.looks import Look, Looks


@pytest.fixture
def looks():
    return Looks(UserFile())


async def test_last_look_at_a_list_is_remembered(looks):
    assert looks.seen("changes") is None
    await looks.set("changes", Look(5.5, 7))
    await looks.set("changes", Look(6.5, 8))
    assert looks.seen("changes") == Look(6.5, 8)
    await looks.set("changes", None)
    assert looks.seen("changes") is None


async def test_look_of_another_account_is_dropped(looks):
    await looks.set("all", Look(1.0))
    await looks.set("one", Look(1.0, account="a1"))
    await looks.set("other", Look(1.0, account="a2"))
    looks.drop_others({"a1"})
    assert [looks.seen(name) is not None for name in ("all", "one", "other")] == [True, True, False]
