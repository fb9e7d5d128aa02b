"""contactdesk.ui.kit.agent_names: what personas and agent numbers are called."""

import pytest

from contactdesk.ui.kit.agent_names import MAX_CACHED, AgentNames
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.userdata import UserData

LONG = "5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01"


@pytest.fixture
def nicknames():
    return UserData().nicknames


@pytest.fixture
def changes(qapp):
    return UserDataChanges()


@pytest.fixture
def names(nicknames, changes):
    return AgentNames(nicknames, changes, changes)


async def test_nickname_takes_the_place_of_the_short_form(names, nicknames, changes):
    heard = []
    names.changed.connect(lambda: heard.append(names.names("a1", [LONG, ""])))
    assert names.names("a1", [LONG, ""]) == {LONG: "…2b01"}
    await nicknames.set("a1", LONG, "Anna")
    changes.nicknames_changed.emit()
    assert heard == [{LONG: "Anna"}]
    assert names.names("a2", [LONG]) == {LONG: "…2b01"}
    assert (names.nickname("a1", LONG), names.nickname("a2", LONG)) == ("Anna", "")


def test_names_tell_the_agents_given_apart(names):
    assert names.names("a1", ["+14155550100", "+14155560100"]) == {
        "+14155550100": "…50100",
        "+14155560100": "…60100",
    }
    assert names.names("a1", ["+14155550100"]) == {"+14155550100": "…0100"}


def test_cache_is_bounded(names):
    for number in range(3 * MAX_CACHED):
        assert names.names("a1", [f"agent {number}"]) == {f"agent {number}": f"agent {number}"}
    assert len(names._cache) <= MAX_CACHED
