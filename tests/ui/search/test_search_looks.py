"""contactdesk.ui.search.search_looks: changes of a saved search since the user last looked at it."""

import pytest

from contactdesk.ui.search.saved_list import DELTA
from contactdesk.ui.search.search_looks import (
    SearchLooks,
    forget_look,
    look_name,
    rename_look,
)
from contactdesk.userdata.keys import PEOPLE
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData
from tests.ui.changed_people import ChangedPeople, load, reload

SEARCH = SavedSearch("Hot", "plan:gold", "a")


class Clock:
    seconds = 1_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def userdata():
    return UserData()


@pytest.fixture
def looks(userdata, clock):
    return SearchLooks(userdata.looks, clock)


def delta(looks, count, shown=""):
    return looks.compare([SEARCH], {"Hot": count}, shown)["Hot"].delta


async def test_first_count_is_where_it_begins(looks, clock, userdata):
    assert delta(looks, 12) == 0
    clock.seconds += 500
    found = looks.compare([SEARCH], {"Hot": 15}, "")["Hot"]
    assert (found.delta, found.at) == (3, 1_000.0)
    assert delta(looks, 10) == -2
    # The account that it belongs to is erased with its look.
    assert userdata.looks.seen("search/Hot").account == "a"


async def test_looking_at_it_begins_anew(looks, clock):
    delta(looks, 12)
    clock.seconds += 500
    assert delta(looks, 15, shown="Hot") == 0
    clock.seconds += 500
    found = looks.compare([SEARCH], {"Hot": 16}, "")["Hot"]
    assert (found.delta, found.at) == (1, 1_500.0)


async def test_contacts_that_were_loaded_are_no_change(looks):
    delta(looks, 12)
    assert delta(looks, 14) == 2
    looks.contacts_loaded()
    assert delta(looks, 100) == 2
    assert delta(looks, 101) == 3


async def test_contacts_that_come_again_after_the_index_was_lost_are_no_change(looks):
    delta(looks, 12)
    assert delta(looks, 0) == -12
    looks.contacts_loaded()
    assert delta(looks, 7) == -5
    looks.contacts_loaded()
    assert delta(looks, 12) == 0
    looks.contacts_loaded()
    assert delta(looks, 15) == 0


async def test_search_of_a_removed_account_is_left_out(looks):
    assert looks.compare([SEARCH], {}, "") == {}


async def test_look_goes_with_the_name(looks, userdata):
    delta(looks, 12)
    await rename_look(userdata.looks, "Hot", "Cold")
    assert userdata.looks.seen(look_name("Hot")) is None
    assert userdata.looks.seen(look_name("Cold")).count == 12
    await forget_look(userdata.looks, "Cold")
    assert userdata.looks.seen(look_name("Cold")) is None


async def test_list_shows_what_a_refresh_added_until_the_search_is_opened(pane, until, monkeypatch):
    people = ChangedPeople(pane.workspace.sandbox, monkeypatch)
    await load(pane, until, "opencx")
    account = pane.workspace.account("opencx")
    await pane.userdata.searches.save(SavedSearch("Renamed", "name:zzyzx", account))
    controller = pane.window.search_controller
    controller.forget_recent()
    rows = controller.saved_list.rows

    def shown():
        item = rows.item(0)
        return item.data(DELTA - 1), item.data(DELTA)

    await until(lambda: rows.count() and shown() == ("0", ""))
    people.edit_each(opencx={n: lambda r: r.update(name="Zzyzx Road") for n in (1, 2, 3)})
    await reload(pane, until, "opencx")
    await until(lambda: shown() == ("3", "+3"))
    assert "more since you last looked, " in rows.item(0).toolTip()
    rows.itemClicked.emit(rows.item(0))
    await until(lambda: pane.rows == 3 and shown() == ("3", ""))
    await until(pane.is_still)


async def test_look_at_a_search_of_people_belongs_to_no_account(looks, userdata):
    search = SavedSearch("Hot", "plan:gold", PEOPLE)
    looks.compare([search], {"Hot": 12}, "")
    assert userdata.looks.seen("search/Hot").account == ""
