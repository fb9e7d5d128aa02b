"""contactdesk.ui.kit.linking: what the user decides about people reaches the index, and can be undone."""

import asyncio

import pytest

from contactdesk.errors import IndexFileError
from contactdesk.ui.kit.linking import Linking
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.keys import pair_of
from contactdesk.userdata.userdata import UserData

VENDORS = ("close", "quo", "bland")


class Place:
    """Contacts of three vendors in an index, and what the user says of them."""

    def __init__(self, workspace):
        self.workspace, self.index = workspace, workspace.index
        self.changes, self.regions = UserDataChanges(), {}
        self.undo = Undo(UserData(), self.changes, self.changes)
        self.linking = Linking(
            *(self.index, self.undo, self.changes, lambda: self.regions),
            lambda account_id: workspace.accounts.get(account_id).label,
            self.changes,
        )
        self.said, self.news = [], []
        self.linking.said.connect(self.said.append)
        self.changes.people_changed.connect(lambda: self.news.append(1))

    async def load(self):
        for vendor in VENDORS:
            await self.workspace.sync.next_page(
                await self.workspace.sync.walk(self.workspace.account(vendor))
            )

    async def people(self):
        """Each person's contacts."""
        found = {}
        for row_id in range(1, sum(self.index.counts().values()) + 1):
            members = await self.index.people.members(row_id)
            found[members[0]] = frozenset(members)
        return set(found.values())

    async def sizes(self, size):
        """The people with so many contacts, in order."""
        return sorted(sorted(each) for each in await self.people() if len(each) == size)

    def judged(self):
        return dict(self.undo.userdata.judgements.all())


@pytest.fixture
def place(workspace, loop):
    made = Place(workspace)
    loop.run_until_complete(made.load())
    yield made
    made.linking.end()
    made.changes.deleteLater()


@pytest.fixture
def told(place, until):
    async def wait():
        await until(lambda: not place.linking.busy)

    return wait


async def test_linked_contacts_are_one_person_and_undone_two_again(place, told):
    before = await place.people()
    (one, *_), (other, *_) = (await place.sizes(1))[:2]
    await place.linking.link([one, other])
    await told()
    assert {one, other} in await place.people()
    assert place.said == ["Linked 2 contacts as one person · Ctrl+Z to undo"]
    place.undo.stack.undo()
    await told()
    assert await place.people() == before
    place.undo.stack.redo()
    await told()
    assert {one, other} in await place.people()
    assert len(place.news) == 3


async def test_unlinking_each_of_a_person_and_undoing_it_returns_to_the_same_people(place, told):
    before = await place.people()
    person = (await place.sizes(3))[0]
    for row_id in person:
        await place.linking.unlink([row_id])
        await told()
        assert {row_id} in await place.people()
    assert {frozenset([each]) for each in person} <= await place.people()
    assert all(each.startswith("Unlinked “") for each in place.said[:2])
    while place.undo.stack.canUndo():
        place.undo.stack.undo()
        await told()
    assert await place.people() == before
    assert place.judged() == {}


async def test_decision_does_not_wait_for_the_keys_of_a_large_account(
    place, told, until, monkeypatch
):
    place.regions = {place.workspace.account("close"): ""}
    place.linking.tell_index()
    await told()
    relinked, may_go_on = [], asyncio.Event()

    async def relink_account(account_id):
        await may_go_on.wait()
        relinked.append(account_id)

    monkeypatch.setattr(place.index.people, "relink_account", relink_account)
    place.regions = dict.fromkeys(place.regions, "US")
    place.linking.tell_index()
    (one, *_), (other, *_) = (await place.sizes(1))[:2]
    await place.linking.link([one, other])
    await until(lambda: place.index.people.members_at_once(one) != [one])
    assert place.linking.busy
    may_go_on.set()
    await told()
    assert relinked == [*place.regions]


async def test_contact_that_stands_alone_cannot_be_unlinked(place, told):
    (alone,) = (await place.sizes(1))[0]
    await place.linking.unlink([alone])
    assert place.judged() == {}
    assert place.said == ["Nothing to change"]


async def test_one_of_several_that_was_marked_within_a_person_leaves_it(place, told):
    one, other, *rest = (await place.sizes(3))[0]
    await place.linking.keep_apart([one, other])
    await told()
    keys = place.index.keys([one, other])
    assert place.judged() == {pair_of(*keys): False}
    assert not any({one, other} <= each for each in await place.people())
    assert rest


async def test_index_is_told_only_news(place, told):
    place.linking.tell_index()
    await told()
    assert place.news == []


async def test_country_of_an_account_links_its_contacts_anew(place, told):
    close = place.workspace.account("close")
    place.regions = {close: ""}
    place.linking.tell_index()
    await told()
    place.regions = {close: "US"}
    place.linking.tell_index()
    await told()
    assert place.index.people.region(close) == "US"
    assert place.news == [1]


async def test_dismissed_disagreement_is_shown_again_by_undo(place, told):
    place.linking.dismiss("email", 5, ["a2", "a1"])
    await told()
    store = place.undo.userdata.dismissals
    assert store.entries()["email", 5].accounts == ("a1", "a2")
    assert place.undo.stack.undoText() == "dismiss a disagreement"
    assert place.said == ["Dismissed until a value changes · Ctrl+Z to undo"]
    place.undo.stack.undo()
    await told()
    assert store.all() == frozenset()
    place.undo.stack.redo()
    place.linking.restore("email", 5)
    assert store.all() == frozenset()


async def test_nothing_is_told_after_the_end(place, told):
    place.linking.end()
    place.linking.tell_index()
    assert not place.linking.busy
    place.linking.end()


async def test_index_that_cannot_be_read_is_reported(place, monkeypatch):
    async def unreadable(_row_id):
        raise IndexFileError("index-damaged")

    monkeypatch.setattr(place.index.people, "members", unreadable)
    problems = []
    place.linking.failed.connect(problems.append)
    await place.linking.link([1, 2])
    await place.linking.unlink([1])
    await place.linking.keep_apart([1, 2])
    assert [each.kind for each in problems] == ["index-damaged"] * 3
    assert place.judged() == {}
