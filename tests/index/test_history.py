"""contactdesk.index.history and what writes it: what changed, from pages in a real index file to what
is read back."""

from __future__ import annotations

import json
import random
import time

import pytest

from contactdesk.errors import IndexFileError
from contactdesk.history.diff import diff
from contactdesk.history.kinds import FIELD, GONE, NEW
from contactdesk.index import Index, Order, Scope
from contactdesk.index.types import ChangeScope
from contactdesk.index.write import history, removal
from contactdesk.search.query import parse
from tests.index.people import CURSOR, KEY, page, person

EVERYTHING = ChangeScope()


async def refresh(index, records, account="a"):
    """Reads an account's listing anew, as a single page."""
    listing = await index.restart(await index.listing(account))
    return await index.write_page(listing, CURSOR, page(records))


def company(version):
    return json.loads(version.raw).get("company")


async def rows(index, scope=EVERYTHING):
    return index.history.rows(await index.history.changes(scope))


async def test_first_load_is_no_change(index):
    await refresh(index, [person(1), person(2)])
    assert await rows(index) == []
    assert await index.history.counts(0) == {}
    assert [each.raw for each in await index.history.versions("a", "c-1")] == [
        index.stored(index.row_id("a", "c-1")).raw
    ]


async def test_changed_field_is_a_change_with_the_record_before(index):
    await refresh(index, [person(1, company="Acme"), person(2)])
    before = time.time()
    await refresh(index, [person(1, company="Bolt"), person(2)])
    (row,) = await rows(index)
    assert (row.kinds, row.fields) == ((FIELD,), ("company",))
    assert (row.account_id, row.vendor_id, row.person) == ("a", "c-1", "Person 1")
    assert row.contact == index.row_id("a", "c-1")
    assert before - 1 < row.time < time.time() + 1
    now, then = await index.history.versions("a", "c-1")
    assert b"Bolt" in now.raw
    assert b"Acme" in then.raw
    assert (now.since, now.until, now.fields) == (row.time, None, ("company",))
    assert (then.since, then.until, then.fields) == (None, row.time, ())


async def test_contact_that_appears_after_a_complete_pass_is_new(index):
    await refresh(index, [person(1)])
    await refresh(index, [person(1), person(2)])
    (row,) = await rows(index)
    assert (row.kinds, row.vendor_id) == ((NEW,), "c-2")
    (version,) = await index.history.versions("a", "c-2")
    assert version.since == row.time


async def test_contact_that_two_passes_miss_is_gone_with_its_last_record(index):
    await refresh(index, [person(1), person(2, company="Acme")])
    await refresh(index, [person(1)])
    assert await rows(index) == []
    await refresh(index, [person(1)])
    (row,) = await rows(index)
    assert (row.kinds, row.vendor_id, row.contact, row.person) == ((GONE,), "c-2", None, "Person 2")
    (last,) = await index.history.versions("a", "c-2")
    assert b"Acme" in last.raw
    assert last.until == row.time


async def test_contact_that_comes_back_keeps_what_changed_before(index):
    await refresh(index, [person(1), person(2, company="Acme")])
    await refresh(index, [person(1), person(2, company="Bolt")])
    for _ in range(2):
        await refresh(index, [person(1)])
    assert [row.kinds for row in await rows(index)] == [(GONE,), (FIELD,)]
    await refresh(index, [person(1), person(2, company="Core")])
    await refresh(index, [person(1), person(2, company="Dyne")])
    found = await rows(index)
    assert [row.kinds for row in found] == [(FIELD,), (NEW,), (GONE,), (FIELD,)]
    assert {row.contact for row in found} == {index.row_id("a", "c-2")}
    versions = await index.history.versions("a", "c-2")
    assert [company(each) for each in versions] == ["Dyne", "Core", "Bolt", "Acme"]
    assert [each.kinds for each in versions] == [(FIELD,), (NEW,), (FIELD,), ()]
    assert versions[1].since > versions[2].until
    assert len(await index.history.changed_contacts(0)) == 1


async def test_row_id_of_a_gone_contact_is_not_used_again(index, path, loop):
    await refresh(index, [person(1), person(2)])
    gone = index.row_id("a", "c-2")
    for _ in range(2):
        await refresh(index, [person(1)])
    await index.close()
    again = await Index.open(path, KEY)
    try:
        await refresh(again, [person(1), person(3)])
        assert again.row_id("a", "c-3") > gone
        assert [row.vendor_id for row in await rows(again)] == ["c-3", "c-2"]
    finally:
        await again.close()


async def test_change_of_times_alone_keeps_older_versions_readable(index):
    def at(day, **more):
        return [person(1, updated_at=f"2026-03-{day:02}T10:00:00Z", **more)]

    await refresh(index, at(1, company="Acme"))
    await refresh(index, at(2, company="Bolt"))
    (row,) = await rows(index)
    written = await refresh(index, at(3, company="Bolt"))
    assert written.changed
    await refresh(index, at(4, company="Bolt"))
    assert await rows(index) == [row]
    now, then = await index.history.versions("a", "c-1")
    assert b"2026-03-04" in now.raw
    assert json.loads(then.raw) == at(1, company="Acme")[0]


async def test_first_pass_that_was_cut_short_makes_nothing_new(index):
    listing = await index.listing("a")
    await index.write_page(listing, CURSOR, page([person(1)], "more"))
    await refresh(index, [person(1), person(2)])
    assert await rows(index) == []
    await refresh(index, [person(1), person(2), person(3)])
    assert [row.vendor_id for row in await rows(index)] == ["c-3"]


async def test_contacts_changed_since_a_time_are_new_or_changed(index):
    await refresh(index, [person(1), person(2)])
    listing = await index.listing("a")
    await index.write_changes(listing, CURSOR, page([person(2, title="CEO"), person(3)]))
    assert sorted((row.vendor_id, *row.kinds) for row in await rows(index)) == [
        ("c-2", FIELD),
        ("c-3", NEW),
    ]


async def test_account_that_is_forgotten_leaves_no_trace_of_its_history(index, path):
    canary = "zanzibarcanary"
    for account, word in (("keep", "plain"), ("go", canary)):
        await refresh(index, [person(1, company=word), {"id": "c-2", "name": word}], account)
        await refresh(index, [person(1, custom={word: 1}), {"id": "c-2", "title": word}], account)
        for _ in range(2):
            await refresh(index, [person(1, custom={word: 1}), person(3)], account)
    kept = [row for row in await rows(index) if row.account_id == "keep"]
    assert canary.encode() in index.file.writer.connection.serialize("main")
    await index.forget("go")
    assert canary.encode() not in index.file.writer.connection.serialize("main")
    assert await rows(index) == kept
    assert await index.history.versions("go", "c-1") == []
    connection = index.file.rows.connection
    (gone,) = connection.execute("SELECT count(*) FROM gone").fetchone()
    (changes,) = connection.execute("SELECT count(*) FROM change").fetchone()
    (records,) = connection.execute(
        "SELECT count(*) FROM old_record o WHERE NOT EXISTS (SELECT 1 FROM change WHERE id = o.change)"
    ).fetchone()
    assert (gone, changes, records) == (1, len(kept), 0)
    await index.forget("keep")
    for table in ("change", "old_record", "gone"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_hidden_account_has_no_changes_before_it_is_removed(index):
    await refresh(index, [person(1), person(2)])
    await refresh(index, [person(1, title="CEO"), person(2)])
    ids = await index.history.changes(EVERYTHING)
    await index.file.write(lambda: removal.hide_account(index.file.writer.connection, "a"))
    assert await rows(index) == []
    assert index.history.rows(ids) == []
    assert await index.history.counts(0) == {}
    assert await index.history.versions("a", "c-1") == []
    assert [*await index.history.changed_contacts(0)] == []
    assert await index.known("changed", "") == []


async def test_history_of_an_index_for_one_run_ends_with_it():
    index = await Index.open_temporary()
    folder = index.file.path.parent
    await refresh(index, [person(1)])
    await refresh(index, [person(1, title="CEO")])
    assert len(await rows(index)) == 1
    await index.close()
    assert not folder.exists()


HOSTILE_VALUES = (
    "nul\x00byte",
    "\ud800",
    "<b>bold</b>",
    "x" * 100_000,
    "%_\\'\"; DROP TABLE change",
    "\u202e",
)


async def test_hostile_values_change_like_any_other(index):
    await refresh(index, [{"id": f"c-{n}", "name": "Ana"} for n in range(len(HOSTILE_VALUES))])
    after = [
        encoded({"id": f"c-{n}", "name": value, value: "new key", "custom": {value: 1}})
        for n, value in enumerate(HOSTILE_VALUES)
    ]
    await refresh(index, after)
    found = await rows(index)
    assert {row.vendor_id for row in found} == {f"c-{n}" for n in range(len(after))}
    assert all("name" in row.fields for row in found)
    for row in found:
        now, then = await index.history.versions("a", row.vendor_id)
        assert b"Ana" in then.raw
        assert now.raw == index.stored(row.contact).raw
        assert {each.field for each in diff(CURSOR, then.raw, now.raw)} >= {"name"}
    assert len(await index.history.changes(ChangeScope(fields=("name",)))) == len(after)


async def test_damaged_old_record_is_reported(index):
    await refresh(index, [person(1)])
    await refresh(index, [person(1, title="CEO")])
    connection = index.file.writer.connection
    await index.file.write(lambda: connection.execute("UPDATE old_record SET packed = x'00'"))
    with pytest.raises(IndexFileError):
        await index.history.versions("a", "c-1")


# Pruning


class Lives:
    """Refreshes of a few contacts at random, and what versions they have had."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.now = {number: person(number) for number in range(5)}
        self.versions = {number: [encoded(each)] for number, each in self.now.items()}
        self.missed = dict.fromkeys(self.now, 0)

    def step(self) -> list[bytes]:
        """The records of the next refresh."""
        pick, found = self.pick, []
        for number, each in self.now.items():
            if pick.random() < 0.2:
                self.missed[number] += 1
                continue
            before = dict(each)
            if pick.random() < 0.6:
                each["updated_at"] = f"2026-03-{pick.randrange(1, 28):02}T10:00:00Z"
            if pick.random() < 0.6:
                each["company"] = pick.choice(("Acme", "Bolt", "Core"))
                each["note"] = "x" * pick.choice((3, 300, 40_000))
            is_changed = {**each, "updated_at": ""} != {**before, "updated_at": ""}
            known = self.versions[number]
            if not is_changed and self.missed[number] < 2:
                known.pop()
            known.append(encoded(each))
            self.missed[number] = 0
            found.append(known[-1])
        return found


def encoded(record):
    return json.dumps(record).encode()


async def set_new_changes(index, clock):
    """Dates the changes of this test's run back to a clock of its own."""
    connection, stamp = index.file.writer.connection, int(clock * 1000)
    sql = "UPDATE change SET time = ? WHERE time > 1000000000000"
    await index.file.write(lambda: connection.execute(sql, (stamp,)))


@pytest.mark.parametrize("seed", range(6))
async def test_every_version_that_is_left_is_as_it_was_after_any_pruning(index, seed):
    lives, clock = Lives(seed), 1_000.0
    await refresh(index, [lives.versions[number][0] for number in lives.now])
    for _ in range(16):
        await refresh(index, lives.step())
        # The clock of a computer is set back now and then.
        clock += lives.pick.choice((1, 5, 30, -20))
        await set_new_changes(index, clock)
        if lives.pick.random() < 0.4:
            until = clock - lives.pick.choice((0, 10, 40))
            before = await rows(index)
            await index.history.prune(until)
            left = {row.id for row in await rows(index)}
            assert {row.id for row in before if row.time >= until} <= left
        left = await rows(index)
        for number, known in lives.versions.items():
            own = [row for row in left if row.vendor_id == f"c-{number}" and row.kinds != (NEW,)]
            versions = await index.history.versions("a", f"c-{number}")
            is_there = index.row_id("a", f"c-{number}") is not None
            assert len(versions) == len(own) + is_there
            assert [each.raw for each in versions] == known[::-1][: len(versions)]
        for typed in ("company", "note", "new", "field"):
            found = await index.ids(Scope(), Order(), parse(f"changed:{typed}"))
            told = {row.contact for row in left if typed in (*row.kinds, *row.fields)}
            assert {*found} == told - {None}
    await index.history.prune(1e12)
    connection = index.file.rows.connection
    for table in ("change", "old_record", "gone"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_pruning_deletes_only_what_is_older(index):
    await refresh(index, [person(1, company="Acme")])
    await refresh(index, [person(1, company="Bolt")])
    await refresh(index, [person(1, company="Core")])
    newest, oldest = await rows(index)
    connection = index.file.writer.connection
    await index.file.write(
        lambda: connection.execute("UPDATE change SET time = 5000 WHERE id = ?", (oldest.id,))
    )
    await index.history.prune(10)
    assert [row.id for row in await rows(index)] == [newest.id]
    assert [company(each) for each in await index.history.versions("a", "c-1")] == ["Core", "Bolt"]


async def test_pruning_goes_on_over_many_steps(index, monkeypatch):
    monkeypatch.setattr(history, "CHANGES_PER_STEP", 2)
    await refresh(index, [person(n) for n in range(9)])
    await refresh(index, [person(n, title="CEO") for n in range(9)])
    await index.history.prune(time.time() + 10)
    assert await rows(index) == []
    assert len(index.counts()) == 1


async def test_versions_stay_readable_between_steps_of_pruning_after_a_clock_set_back(
    index, monkeypatch
):
    monkeypatch.setattr(history, "CHANGES_PER_STEP", 1)
    for name in ("Acme", "Bolt", "Core"):
        await refresh(index, [person(1, company=name)])
    newest, oldest = await rows(index)
    writer = index.file.writer
    await index.file.write(
        lambda: writer.connection.execute("UPDATE change SET time = 5000 - id", ())
    )
    assert newest.id > oldest.id
    while await index.file.write(lambda: writer.history.prune(100)):
        versions = [company(each) for each in await index.history.versions("a", "c-1")]
        assert versions == ["Core", "Bolt", "Acme"][: len(versions)]
    assert await rows(index) == []


async def test_whole_account_that_is_gone_is_kept_a_part_at_a_time(index, monkeypatch):
    monkeypatch.setattr(history, "CONTACTS_AT_ONCE", 4)
    await refresh(index, [person(n) for n in range(11)])
    for _ in range(2):
        await refresh(index, [])
    found = await rows(index)
    assert sorted(row.vendor_id for row in found) == sorted(f"c-{n}" for n in range(11))
    assert {row.kinds for row in found} == {(GONE,)}
    assert index.counts() == {"a": 0}
    for n in range(11):
        (last,) = await index.history.versions("a", f"c-{n}")
        assert json.loads(last.raw) == person(n)
