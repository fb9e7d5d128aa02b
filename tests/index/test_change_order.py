"""contactdesk.index.read.changes: the orders of changes, and days of the calendar here."""

from __future__ import annotations

import time
from array import array
from datetime import UTC, datetime

import pytest

from contactdesk.index.types import CHANGE_ORDERS, ChangeOrder, ChangeScope
from tests.index.people import person
from tests.index.test_history import refresh

NAMES = ("Zoe", "Ada", "Mia")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


async def changed(index, moments):
    """A change of contact n in account a or b at each moment, by turns; their row ids."""
    for account in ("a", "b"):
        people = [person(n, name=name, company="Old") for n, name in enumerate(NAMES)]
        await refresh(index, people, account)
    for number, (account, person_number, _moment) in enumerate(moments):
        people = [
            person(n, name=name, company=f"New {number}" if n == person_number else "Old")
            for n, name in enumerate(NAMES)
        ]
        before = set(await index.history.changes(ChangeScope()))
        await refresh(index, people, account)
        (row,) = [
            each
            for each in index.history.rows(
                sorted(set(await index.history.changes(ChangeScope())) - before)
            )
            if each.vendor_id.endswith(str(person_number))
        ]
        await set_time(index, row.id, at(moments[number][2]))
    everything = index.history.rows(await index.history.changes(ChangeScope()))
    # Going back to the old company is a change, too; it is not looked at here.
    return [each for each in everything if each.time < time.time() - 86_400]


async def set_time(index, change, moment):
    connection = index.file.writer.connection
    await index.file.write(
        lambda: connection.execute(
            "UPDATE change SET time = ? WHERE id = ?", (int(moment * 1000), change)
        )
    )


MOMENTS = (
    ("a", 0, "2026-03-28T22:30:00"),
    ("b", 1, "2026-03-28T23:30:00"),
    ("a", 2, "2026-03-28T23:45:00"),
    ("b", 0, "2026-03-29T21:59:00"),
    ("a", 1, "2026-03-29T22:01:00"),
)
"""Around the night in which clocks in Berlin go forward, at 01:00 UTC."""


async def listed(index, order, count=None, scope=None):
    scope = scope or ChangeScope(until=at("2026-06-01T00:00:00"))
    rows = index.history.rows(await index.history.changes(scope, order, count))
    return [
        (datetime.fromtimestamp(r.time, UTC).strftime("%d %H:%M"), r.account_id, r.person)
        for r in rows
    ]


async def test_changes_of_a_local_day_and_an_account_are_in_one_run(index, zone):
    zone("Europe/Berlin")
    await changed(index, MOMENTS)
    expected = [
        ("29 22:01", "a", "Ada"),  # the 30th in Berlin
        ("28 23:45", "a", "Mia"),
        ("29 21:59", "b", "Zoe"),
        ("28 23:30", "b", "Ada"),
        ("28 22:30", "a", "Zoe"),
    ]
    assert await listed(index, ChangeOrder()) == expected
    for count in range(len(expected) + 1):
        assert await listed(index, ChangeOrder(), count) == expected[:count]
    since = ChangeScope(since=at("2026-03-29T12:00:00"), until=at("2026-06-01T00:00:00"))
    assert await listed(index, ChangeOrder(), scope=since) == [expected[0], expected[2]]


@pytest.mark.parametrize("by", CHANGE_ORDERS)
async def test_descending_reverses_what_is_sorted_by(index, by):
    await changed(index, MOMENTS)
    up = await listed(index, ChangeOrder(by, descending=False, group=""))
    down = await listed(index, ChangeOrder(by, descending=True, group=""))
    assert sorted(up) == sorted(down)
    assert len(up) == len(MOMENTS)
    if by in ("time", "account", "person"):
        place = {"time": 0, "account": 1, "person": 2}[by]
        assert [each[place] for each in up] == sorted(each[place] for each in up)
        assert [each[place] for each in down] == sorted((e[place] for e in up), reverse=True)


async def test_groups_by_account_are_in_one_run_newest_first(index):
    await changed(index, MOMENTS)
    found = await listed(index, ChangeOrder(group="account"))
    assert [each[1] for each in found] == ["a", "a", "a", "b", "b"]
    assert [each[0] for each in found[:3]] == ["29 22:01", "28 23:45", "28 22:30"]


async def test_people_of_contacts_are_their_own_contacts(index):
    for account in ("a", "b"):
        await refresh(
            index, [person(1, name="Ada Lovelace", email="ada@x.org"), person(2)], account
        )
    ids = sorted(index.row_id(account, f"c-{n}") for account in ("a", "b") for n in (1, 2))
    found = await index.history.people_of(array("i", ids))
    assert set(found) <= set(ids)
    for each in ids:
        (own,) = await index.history.people_of(array("i", [each]))
        members = await index.people.members(each)
        assert own == members[0]
    assert len(await index.history.people_of(array("i"))) == 0
