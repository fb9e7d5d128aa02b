"""contactdesk.index.read.changes: changes found, counted, and searched for."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.read.changes import change_ids
from contactdesk.index.types import ChangeOrder, ChangeScope
from contactdesk.model import SEEN_COLUMNS, Column
from contactdesk.records.moments import parse_moment
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page, person

COLUMNS = (Column("ID", "$.id"), *SEEN_COLUMNS)


async def refresh(index, records, account="a"):
    listing = await index.restart(await index.listing(account))
    return await index.write_page(listing, CURSOR, page(records))


async def told(index, **scope):
    return index.history.rows(await index.history.changes(ChangeScope(**scope)))


async def who(index, **scope):
    return [row.vendor_id for row in await told(index, **scope)]


async def found(index, typed):
    ids = await index.ids(Scope(), Order(), parse(typed))
    return sorted(index.keys(ids))


async def seen_at(index, moments):
    """Moves the changes of contacts, by the vendor's id, to moments in UTC."""
    rows = await told(index)
    at = {
        row.id: int(datetime.fromisoformat(moments[row.vendor_id]).timestamp() * 1000)
        for row in rows
        if row.vendor_id in moments
    }
    connection = index.file.writer.connection
    await index.file.write(
        lambda: connection.executemany(
            "UPDATE change SET time = ? WHERE id = ?",
            [(time, number) for number, time in at.items()],
        )
    )


@pytest.fixture
def changed(loop, index):
    loop.run_until_complete(change(index))
    return index


async def change(index):
    """Two accounts, in which a company, an e-mail address and a custom field changed, one contact
    came and another one went."""
    before = [
        person(1, company="Acme"),
        person(2, emails=[{"value": "b@x.example"}]),
        person(3, custom={"plan": "gold"}),
        person(4),
    ]
    for account in ("a", "b"):
        await refresh(index, before, account)
    after = [
        person(1, company="Bolt"),
        person(2, emails=[{"value": "c@x.example"}]),
        person(3, custom={"plan": "silver"}),
        person(5, name="Zoë Ünal"),
    ]
    await refresh(index, after)
    await refresh(index, after)
    await refresh(index, [*before[:3], person(4, title="CTO")], "b")


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, ["c-4", "c-4", "c-3", "c-2", "c-1", "c-5"]),
        ({"account_id": "b"}, ["c-4"]),
        ({"account_id": "unknown"}, []),
        ({"kinds": ("new",)}, ["c-5"]),
        ({"kinds": ("new", "gone")}, ["c-4", "c-5"]),
        ({"fields": ("email",)}, ["c-2"]),
        ({"fields": ("custom",)}, ["c-3"]),
        ({"fields": ("plan", "title")}, ["c-4", "c-3"]),
        ({"fields": ("custom.plan",)}, ["c-3"]),
        ({"fields": ("%",)}, []),
        ({"words": "person 4", "account_id": "a"}, ["c-4"]),
        ({"words": "ZOE unal"}, ["c-5"]),
        ({"words": "zoe person"}, []),
        ({"words": "E-mail"}, ["c-2"]),
        ({"words": "custom person"}, ["c-3"]),
        ({"words": "& 3"}, []),
        ({"since": 4e9}, []),
        ({"until": 4e9, "kinds": ("gone",)}, ["c-4"]),
    ],
)
async def test_changes_in_scope_come_newest_first(changed, scope, expected):
    assert await who(changed, **scope) == expected
    first = await changed.history.changes(ChangeScope(**scope), count=2)
    assert [row.vendor_id for row in changed.history.rows(first)] == expected[:2]


async def test_rows_come_in_the_order_of_their_ids_without_missing_ones(changed):
    ids = [*await changed.history.changes(ChangeScope())]
    wanted = [ids[3], 999_999, ids[0]]
    assert [row.id for row in changed.history.rows(wanted)] == [ids[3], ids[0]]
    assert changed.history.rows([]) == []


async def test_counts_and_contacts_since_a_time(changed):
    assert await changed.history.counts(0) == {"a": 5, "b": 1}
    assert await changed.history.counts(4e9) == {}
    ids = await changed.history.changed_contacts(0)
    keys = changed.keys(ids)
    assert sorted(keys) == [("a", "c-1"), ("a", "c-2"), ("a", "c-3"), ("a", "c-5"), ("b", "c-4")]
    assert [*ids] == sorted(ids)
    assert [*await changed.history.changed_contacts(4e9)] == []


async def test_fields_that_changed_are_known(changed):
    assert await changed.known("changed", "") == ["company", "custom.plan", "email", "title"]
    assert await changed.known("changed", "c") == ["company", "custom.plan"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("changed:email", ["c-2"]),
        ("changed:e-mail", ["c-2"]),
        ("changed:custom", ["c-3"]),
        ("changed:plan", ["c-3"]),
        ("changed:new", ["c-5"]),
        ("changed:gone", []),
        ("changed:field", ["c-1", "c-2", "c-3", "c-4"]),
        ("changed:fact", []),
        ("changed:never", []),
        ("changed:<7d", ["c-1", "c-2", "c-3", "c-5", "c-4"]),
        ("changed:>7d", []),
        ("changed:2000..2020", []),
        ("changed.company:<1h", ["c-1"]),
        ("changed.company:>1h", []),
        ("changed:today -changed:field", ["c-5"]),
        ("bolt changed:company", ["c-1"]),
    ],
)
async def test_search_finds_what_changed(changed, typed, expected):
    assert [key[1] for key in await found(changed, typed)] == expected


async def test_age_and_field_must_be_of_one_change(changed):
    await seen_at(changed, {"c-1": "2020-05-05T10:00:00+00:00"})
    await refresh(
        changed, [person(1, company="Bolt", title="CEO"), person(2), person(3), person(5)]
    )
    assert ("a", "c-1") in await found(changed, "changed:<7d changed:company")
    assert ("a", "c-1") not in await found(changed, "changed.company:<7d")
    assert ("a", "c-1") in await found(changed, "changed.company:2020-05-05")


@pytest.mark.parametrize(
    ("place", "moment", "day"),
    [
        ("Asia/Kolkata", "2026-03-01T18:29:59+00:00", date(2026, 3, 1)),
        ("Asia/Kolkata", "2026-03-01T18:30:00+00:00", date(2026, 3, 2)),
        ("Asia/Kathmandu", "2026-03-01T18:14:59+00:00", date(2026, 3, 1)),
        ("Asia/Kathmandu", "2026-03-01T18:15:00+00:00", date(2026, 3, 2)),
        ("America/St_Johns", "2026-07-01T02:29:59+00:00", date(2026, 6, 30)),
        ("America/St_Johns", "2026-07-01T02:30:00+00:00", date(2026, 7, 1)),
        ("Pacific/Kiritimati", "2026-03-01T10:00:00+00:00", date(2026, 3, 2)),
        ("Europe/Berlin", "2026-03-29T21:59:59+00:00", date(2026, 3, 29)),
        ("Europe/Berlin", "2026-03-28T22:59:59+00:00", date(2026, 3, 28)),
    ],
)
async def test_day_of_a_change_is_that_of_this_computers_zone(changed, zone, place, moment, day):
    zone(place)
    await seen_at(changed, {"c-1": moment})
    assert await found(changed, f"changed:{day}") == [("a", "c-1")]


def test_running_query_is_checked_before_it_starts(index):
    class StoppedError(Exception):
        pass

    def check():
        raise StoppedError

    with pytest.raises(StoppedError):
        change_ids(index.file.reader.connection, ChangeScope(), ChangeOrder(group=""), None, check)


# Columns


async def test_columns_say_when_a_contact_was_noticed_here(changed):
    await seen_at(changed, {"c-1": "2026-03-01T10:00:00+00:00", "c-2": "2026-05-01T10:00:00+00:00"})
    ids = await changed.ids(Scope("a"), Order(), parse(""))
    shown = {vendor_id: rest for _, _, vendor_id, *rest in changed.rows(ids, COLUMNS)}
    assert shown["c-1"][1] == "2026-03-01T10:00:00.000Z"
    assert shown["c-2"][1] == "2026-05-01T10:00:00.000Z"
    assert all(parse_moment(first) is not None for first, _ in shown.values())
    for row_id in ids:
        stored = changed.stored(row_id)
        first, last = shown[stored.vendor_id]
        assert (stored.first_seen, stored.last_change) == (first, last or "")


async def test_contacts_are_sorted_by_what_was_noticed(changed):
    await seen_at(changed, {"c-1": "2026-03-01T10:00:00+00:00", "c-2": "2026-05-01T10:00:00+00:00"})
    last = SEEN_COLUMNS[1]
    for typed in ("", "person"):
        ids = await changed.ids(Scope("a"), Order(last, descending=True), parse(typed))
        found = [key[1] for key in changed.keys(ids)]
        assert found[-2:] == ["c-2", "c-1"]
        up = await changed.ids(Scope("a"), Order(last), parse(typed))
        assert [key[1] for key in changed.keys(up)][:2] == ["c-1", "c-2"]
    first = await changed.ids(Scope("a"), Order(SEEN_COLUMNS[0], descending=True), parse(""))
    assert changed.keys(first)[0] == ("a", "c-5")


async def test_contact_that_never_changed_comes_last_both_ways(index):
    await refresh(index, [person(1), person(2)])
    await refresh(index, [person(1), person(2, title="CEO")])
    for descending in (False, True):
        ids = await index.ids(Scope(), Order(SEEN_COLUMNS[1], descending), parse(""))
        assert [key[1] for key in index.keys(ids)] == ["c-2", "c-1"]


async def test_person_is_found_by_what_changed_in_any_of_the_contacts(index):
    same = {"name": "Ana Li", "emails": [{"value": "ana.li@acme.example"}]}
    await refresh(index, [person(1) | same], "a")
    await refresh(index, [person(2) | same, person(3)], "b")
    await refresh(index, [person(2, title="CEO") | same, person(3)], "b")
    for scope, expected in ((Scope(), [("b", "c-2")]), (Scope(people=True), [("a", "c-1")])):
        ids = await index.ids(scope, Order(), parse("changed:title"))
        assert index.keys(ids) == expected
    others = await index.ids(Scope(people=True), Order(), parse("-changed:title"))
    assert index.keys(others) == [("b", "c-3")]
