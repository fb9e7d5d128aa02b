"""contactdesk.index.read.people: rows of people, and counts by vendor."""

import pytest

from contactdesk.index import PersonRow, VendorCounts
from tests.index.linked_by_hand import link_by_hand
from tests.index.people import page, vendor


@pytest.fixture
def ids(index, loop):
    """Account id -> the row ids of its contacts."""

    async def fill():
        found = {}
        for account, raws in {
            "bland": [
                {"id": "b1", "name": "Maria Ruiz"},
                {"id": "b2"},
                {"id": "b3", "name": "Zoë"},
            ],
            "close": [
                {
                    "id": "c1",
                    "name": "Maria",
                    "company": "Acme",
                    "emails": [{"value": "m@acme.io"}],
                },
                {"id": "c2", "name": "Ben"},
            ],
            "quo": [{"id": "q1", "company": "Bolt", "emails": [{"value": "m@home.io"}]}],
        }.items():
            listing = await index.listing(account)
            written = await index.write_changes(listing, vendor(), page(raws))
            found[account] = list(written.new)
        await link_by_hand(
            index,
            [
                [found["bland"][0], found["close"][0], found["quo"][0]],
                [found["close"][1], found["bland"][1]],
            ],
        )
        return found

    return loop.run_until_complete(fill())


def test_person_shows_the_best_of_each_field_and_its_source(index, ids):
    maria, ruiz = ids["bland"][0], ids["close"][0]
    assert index.people.rows([maria]) == [
        PersonRow(
            maria,
            3,
            ("bland", "close", "quo"),
            {
                "name": ("Maria Ruiz", maria),
                "email": ("m@acme.io", ruiz),
                "company": ("Acme", ruiz),
            },
        )
    ]


def test_contact_that_is_alone_is_a_person_of_one(index, ids):
    zoe = ids["bland"][2]
    assert index.people.rows([zoe]) == [PersonRow(zoe, 1, ("bland",), {"name": ("Zoë", zoe)})]


def test_people_come_in_the_order_asked_for_without_missing_ones(index, ids):
    zoe, ben = ids["bland"][2], ids["close"][1]
    assert [each.id for each in index.people.rows([zoe, 999, ben])] == [zoe, ben]
    assert index.people.rows([]) == []


def test_people_are_counted_by_their_vendors(index, loop, ids):
    counts = loop.run_until_complete(index.people.vendor_counts())
    assert counts == VendorCounts(
        {("bland", "close", "quo"): 1, ("bland", "close"): 1, ("bland",): 1}
    )
    assert counts.people == 3
    assert counts.vendors == ("bland", "close", "quo")
    assert counts.at("bland") == 3
    assert counts.at("bland", "close") == 2
    assert counts.missing("bland", "close") == 1
    assert counts.missing("close", "quo") == 1


def test_contacts_of_any_contact_are_those_of_its_person_the_own_one_first(index, ids, loop):
    maria = [ids["bland"][0], ids["close"][0], ids["quo"][0]]
    for each in maria:
        assert index.people.members_at_once(each) == maria
        assert loop.run_until_complete(index.people.members(each)) == maria
    assert index.people.members_at_once(ids["bland"][2]) == [ids["bland"][2]]
    assert index.people.members_at_once(10**6) == []


def test_contacts_of_many_people_come_person_by_person(index, ids, loop):
    maria, ben, zoe = ids["bland"][0], ids["close"][1], ids["bland"][2]
    found = loop.run_until_complete(index.people.contacts([ben, zoe, maria]))
    assert list(found) == [ben, ids["bland"][1], zoe, maria, ids["close"][0], ids["quo"][0]]


@pytest.mark.parametrize(
    "read",
    [
        lambda people, ids: people.contacts(ids),
        lambda people, ids: people.members(ids[0]),
        lambda people, ids: people.of_contacts(ids),
        lambda people, ids: people.vendor_counts(),
        lambda people, ids: people.links(ids[0]),
    ],
    ids=["contacts", "members", "of contacts", "vendor counts", "links"],
)
def test_people_are_read_whole_though_an_interrupt_comes_late(index, loop, ids, read):
    people, reader = index.people, index.file.reader
    expected = loop.run_until_complete(read(people, ids["quo"]))
    interrupts = iter([True])

    def tick():
        if next(interrupts, False):
            reader.connection.interrupt()
        return False

    reader.connection.set_progress_handler(tick, 1)
    try:
        assert loop.run_until_complete(read(people, ids["quo"])) == expected
    finally:
        reader.connection.set_progress_handler(None)
    assert next(interrupts, None) is None
