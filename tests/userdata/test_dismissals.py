"""contactdesk.userdata.dismissals: disagreements that are not shown any more."""

import pytest

from contactdesk.userdata.dismissals import Dismissal, Dismissals
from contactdesk.userdata.file import UserFile


@pytest.fixture
def dismissals():
    return Dismissals(UserFile())


async def test_disagreement_is_dismissed_and_shown_again(dismissals):
    await dismissals.set_many({("email", -5): Dismissal(("a1", "a2"))})
    await dismissals.set_many({("name", -5): Dismissal(())})
    assert dismissals.all() == {("email", -5), ("name", -5)}
    assert dismissals.entries()["email", -5] == Dismissal(("a1", "a2"))
    assert dismissals.set_at(("email", -5))
    await dismissals.set_many({("email", -5): None})
    assert dismissals.all() == {("name", -5)}
    assert dismissals.set_at(("email", -5)) == ""


async def test_dismissal_that_concerns_another_account_is_dropped(dismissals):
    await dismissals.set_many({("email", 1): Dismissal(("a1", "a2"))})
    await dismissals.set_many({("email", 2): Dismissal(("a1",))})
    dismissals.drop_others({"a1"})
    assert dismissals.all() == {("email", 2)}


async def test_dismissal_imported_keeps_its_moment(dismissals):
    key, at = ("email", 1), "2026-01-02T03:04:05.000Z"
    await dismissals.set_many({key: Dismissal()}, {key: at})
    assert dismissals.set_at(key) == at
