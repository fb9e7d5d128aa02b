"""contactdesk.index.write.memories: rows and counts follow the contacts, and nothing is left behind."""

import random

import pytest
from msgspec.structs import replace

from contactdesk.index import Index, ItemOrder, ItemScope
from contactdesk.index.columns import MAX_FACT_KEY, fact_key_character, fact_key_number
from contactdesk.index.write import writer as module
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import newest
from tests.index.people import KEY
from tests.index.remembering import (
    BLAND,
    HOSTILE,
    TABLES,
    deep,
    hostile,
    known_items,
    remembered,
    reply,
    rows_left,
    sandbox_people,
    stored_memories,
    write,
)
from tests.qa.campaigns.index_checks import integrity_errors


def table(index, name):
    rows = index.file.rows.connection.execute(f"SELECT * FROM {name}")
    return sorted(rows.fetchall(), key=repr)


async def told(index):
    """All that the index tells of memories, without the numbers of its rows."""
    ids = await index.open_items.ids(ItemScope(), ItemOrder())
    items = [each for row in index.open_items.rows(ids) if (each := row.key, row.text, row.person)]
    stats = [
        replace(each, longest_summaries=tuple(one[1:] for one in each.longest_summaries))
        for each in await index.agents.stats()
    ]
    return sorted(items), sorted(stats, key=repr), await index.open_items.counts()


async def same_contacts_written_at_once(index):
    """What a new index tells that gets the same contacts."""
    fresh = await Index.open_temporary()
    try:
        for account in index.counts():
            raws = [s.raw for _, s, *_ in stored_memories(index) if s.account_id == account]
            await write(fresh, account, raws)
        return await told(fresh)
    finally:
        await fresh.close()


async def test_one_row_a_memory_and_one_a_contact_that_has_any(index):
    await write(index, "a", sandbox_people(40) + [remembered(each) for each in range(40)])
    summaries = dict(table(index, "memory_summary"))
    stats = {row[0]: row[1:] for row in table(index, "memory_stats")}
    without = 0
    for row_id, _, _, memories in stored_memories(index):
        without += not memories
        if not memories:
            assert row_id not in stats
            continue
        items = [item for memory in memories for item in memory.open_items]
        assert stats.pop(row_id) == (
            len(memories),
            len(items),
            min((rank(item.priority) for item in items), default=None),
            newest(memory.last_talk for memory in memories),
            len({memory.agent for memory in memories}),
        )
        filled = [each for each in memories if each.summary.strip()]
        latest = max(filled, key=lambda each: (each.last_talk, -each.number), default=None)
        assert summaries.pop(row_id, "") == (latest.summary.strip() if latest else "")
    assert not stats
    assert not summaries
    assert without > 3


@pytest.mark.parametrize("seed", range(3))
async def test_changes_and_removals_leave_what_writing_once_gives(index, seed):
    pick = random.Random(seed)
    for _ in range(8):
        numbers = pick.sample(range(60), 25)
        raws = [remembered(each + pick.choice((0, 1000))) | {"id": f"b-{each}"} for each in numbers]
        await write(index, pick.choice("ab"), raws)
    assert integrity_errors(index.file.writer.connection) == []
    assert await told(index) == await same_contacts_written_at_once(index)
    removed = [each for each, *_ in stored_memories(index) if pick.random() < 0.5]
    await remove(index, removed)
    assert await told(index) == await same_contacts_written_at_once(index)
    await remove(index, [each for each, *_ in stored_memories(index)])
    assert rows_left(index) == {}
    assert await told(index) == ([], [], {})


async def remove(index, ids):
    """Remove contacts as the end of a pass does that has missed them twice."""
    writer = index.file.writer
    rows = writer.connection.execute("SELECT id, account FROM contact").fetchall()

    def remove_now():
        with writer.links.transaction():
            for account in {number for _, number in rows}:
                own = [i for i, number in rows if number == account and i in ids]
                module.removal.remove_contacts(writer.connection, account, own, writer.links)

    await index.file.write(remove_now)


async def test_contact_that_loses_its_memories_leaves_no_row(index):
    raw = sandbox_people(1)[0]
    await write(index, "a", [raw])
    assert set(rows_left(index)) == set(TABLES)
    await write(index, "a", [raw | {"memories": []}])
    assert rows_left(index) == {}
    await write(index, "a", [raw])
    assert len(known_items(index)) == len(await index.open_items.ids(ItemScope(), ItemOrder()))


async def test_contacts_that_two_passes_missed_take_their_memories_along(index):
    listing = await index.listing("a")
    for page in ([remembered(1), remembered(2)], [remembered(1)], [remembered(1)]):
        written = await index.write_page(listing, BLAND, reply(page))
        listing = await index.restart(written.listing)
    assert written.removed == 1
    assert await told(index) == await same_contacts_written_at_once(index)


async def test_forgotten_account_leaves_no_memory_behind(index):
    await write(index, "go", [remembered(each) for each in range(50)])
    await write(index, "keep", [remembered(each) for each in range(30, 60)])
    await index.forget("go")
    assert await told(index) == await same_contacts_written_at_once(index)
    await index.forget("keep")
    assert rows_left(index) == {}


async def test_page_that_fails_leaves_no_memory_behind(index, monkeypatch):
    await write(index, "a", [remembered(each) for each in range(20)])
    before = [table(index, each) for each in TABLES]

    def fail(self):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(module.Writer, "_write_words", fail)
        for raws in ([remembered(99)], [remembered(1) | {"memories": []}]):
            with pytest.raises(RuntimeError):
                await write(index, "a", raws)
    assert [table(index, each) for each in TABLES] == before
    await write(index, "a", [remembered(99)])
    assert await told(index) == await same_contacts_written_at_once(index)


async def test_memories_are_there_again_after_a_restart(index, path):
    await write(index, "a", [remembered(each) for each in range(20)])
    before = await told(index)
    await index.close()
    again = await Index.open(path, KEY)
    try:
        assert await told(again) == before
        await write(again, "a", [remembered(each + 500) | {"id": f"b-{each}"} for each in range(9)])
        assert await told(again) == await same_contacts_written_at_once(again)
    finally:
        await again.close()


async def test_malformed_memories_cost_no_page_and_no_other_contact(index):
    raws = [hostile(each) for each in range(len(HOSTILE))]
    await write(index, "a", [*raws, deep(150), remembered(3)])
    assert index.counts() == {"a": len(raws) + 2}
    await write(index, "a", [deep(5_000)])
    assert index.counts() == {"a": len(raws) + 2}
    found = index.open_items.rows(await index.open_items.ids(ItemScope(), ItemOrder()))
    assert len(found) == len(known_items(index))
    assert {"b-3", "deep"} <= {row.vendor_id for row in found}


async def test_vendors_without_agents_have_no_rows(index):
    from tests.index.people import load

    await load(index, "a", range(30))
    assert rows_left(index) == {}


@pytest.mark.parametrize("number", [1, 0xD7FF, 0xD800, 0xDFFF, 0xE000, MAX_FACT_KEY])
def test_key_of_a_fact_is_one_storable_character(number):
    character = fact_key_character(number)
    assert character.encode().decode() == character
    assert fact_key_number(character) == number
