"""What refreshes find changed at the five vendors, over real sockets: contactdesk.index.history."""

import pytest

from contactdesk.history.diff import diff
from contactdesk.index import Order, Scope
from contactdesk.index.types import ChangeScope
from contactdesk.search.query import parse
from tests.ui.changed_people import ChangedPeople

VENDORS = ["opencx", "quo", "askelephant", "close", "bland"]
NAME = {
    "opencx": ("name",),
    "quo": ("defaultFields", "firstName"),
    "askelephant": ("first_name",),
    "close": ("name",),
    "bland": ("name",),
}
UPDATED = {"quo": "updatedAt", "close": "date_updated"}


def rename(vendor, record):
    """Gives a record another name, and says so by its time, as vendors do."""
    *parents, last = NAME[vendor]
    inner = record
    for step in parents:
        inner = inner[step]
    inner[last] = "Renamed Rosalind"
    record[UPDATED.get(vendor, "updated_at")] = "2027-01-01T00:00:00.000Z"


async def loaded(workspace, vendor):
    walk = await workspace.sync.walk(workspace.account(vendor))
    await workspace.sync.load_all(walk)
    return walk


async def changes(workspace, **scope):
    history = workspace.index.history
    return history.rows(await history.changes(ChangeScope(**scope)))


@pytest.mark.parametrize("vendor", VENDORS)
async def test_refresh_that_finds_nothing_new_changes_nothing(workspace, vendor):
    walk = await loaded(workspace, vendor)
    await workspace.sync.refresh(walk, whole=True)
    assert await changes(workspace) == []


@pytest.mark.parametrize("vendor", VENDORS)
async def test_people_who_change_leave_and_come_are_noticed(workspace, monkeypatch, vendor):
    people = ChangedPeople(workspace.sandbox, monkeypatch)
    walk, account = await loaded(workspace, vendor), workspace.account(vendor)
    every = await workspace.index.ids(Scope(account), Order(), parse(""))
    first, last = 3, len(every) - 5
    renamed, left = (workspace.index.stored(every[place]) for place in (first, last))
    edits = {first: lambda record: rename(vendor, record), last: lambda _record: False}
    people.edit_each(**{vendor: edits})
    for _ in range(2):
        await workspace.sync.refresh(walk, whole=True)
    gone, changed = await changes(workspace)
    assert (gone.vendor_id, gone.kinds, gone.contact) == (left.vendor_id, ("gone",), None)
    assert (changed.vendor_id, changed.kinds) == (renamed.vendor_id, ("field",))
    assert "name" in changed.fields
    now, then = await workspace.index.history.versions(account, renamed.vendor_id)
    assert then.raw == renamed.raw
    provider = workspace.providers[vendor]
    assert "name" in {each.field for each in diff(provider, then.raw, now.raw)}
    (kept,) = await workspace.index.history.versions(account, left.vendor_id)
    assert kept.raw == left.raw
    found = await workspace.index.ids(Scope(), Order(), parse("changed.name:<1d rosalind"))
    assert workspace.index.keys(found) == [(account, renamed.vendor_id)]


async def test_what_an_agent_learned_is_told_by_fact_item_and_message(workspace, monkeypatch):
    people = ChangedPeople(workspace.sandbox, monkeypatch)
    walk, scope = await loaded(workspace, "bland"), Scope(workspace.account("bland"))
    every = await workspace.index.ids(scope, Order(), parse(""))
    (row_id,) = (await workspace.index.ids(scope, Order(), parse("open:>0")))[:1]
    changed = workspace.index.stored(row_id).vendor_id

    def learn(record):
        memory = next(each for each in record["memories"] if each.get("open_items"))
        memory["open_items"].pop()
        memory["facts"]["favorite_tea"] = "Assam"
        said = {"role": "user", "content": "Assam, please", "timestamp": "2027-01-01T10:00:00Z"}
        memory["recent_messages"].append(said)

    people.edit_each(bland={[*every].index(row_id): learn})
    await workspace.sync.refresh(walk)
    (row,) = await changes(workspace)
    assert row.kinds == ("fact-added", "item-closed", "message-added")
    assert row.fields == ("fact.favorite_tea",)
    for typed in ("changed:fact", "changed:open", "changed:message", "changed:favorite_tea"):
        found = await workspace.index.ids(Scope(), Order(), parse(typed))
        assert [key[1] for key in workspace.index.keys(found)] == [changed]
