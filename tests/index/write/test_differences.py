"""contactdesk.index.write.differences: what the contacts of a person disagree on is found in time."""

from tests.index.linked import VENDOR
from tests.index.people import page

PHONE = [{"value": "+1 415 555 0192"}]


async def write(index, account, **fields):
    raw = {"id": "c-1", "name": "Marcus Okafor", "phones": PHONE, **fields}
    return await index.write_changes(await index.listing(account), VENDOR, page([raw]))


def kinds(index):
    rows = index.file.rows.connection.execute("SELECT kind FROM difference ORDER BY kind")
    return [row[0] for row in rows]


def waiting(index):
    return index.file.rows.connection.execute("SELECT count(*) FROM uncompared").fetchone()[0]


async def test_differences_of_linked_contacts_are_found(index):
    await write(index, "a", company="Acme", title="CTO")
    await write(index, "b", company="Bolt", title="CTO")
    assert waiting(index) == 1
    await index.people.compare()
    assert (kinds(index), waiting(index)) == (["company"], 0)


async def test_change_that_ends_a_difference_is_followed(index):
    await write(index, "a", company="Acme")
    await write(index, "b", company="Bolt", title="CEO")
    await index.people.compare()
    await write(index, "b", company="ACME, Inc.", title="CEO")
    await index.people.compare()
    assert kinds(index) == []
    await write(index, "a", company="Acme", title="CTO")
    await index.people.compare()
    assert kinds(index) == ["role"]


async def test_people_who_part_have_no_differences(index):
    await write(index, "a", company="Acme")
    await write(index, "b", company="Bolt")
    await index.people.compare()
    await index.people.set_judgements({(("a", "c-1"), ("b", "c-1")): False})
    assert (kinds(index), waiting(index)) == ([], 0)


async def test_facts_of_memories_are_compared(index):
    memory = {"persona_id": "p", "facts": {"company": "Bolt"}}
    await write(index, "a", company="Acme")
    await write(index, "b", memories=[memory])
    await index.people.compare()
    assert kinds(index) == ["company"]


async def test_agent_is_behind_what_happened_elsewhere(index):
    talk = {"role": "user", "content": "Hi", "timestamp": "2026-03-01T10:00:00.000Z"}
    memory = {"persona_id": "p", "recent_messages": [talk]}
    await write(index, "a", memories=[memory], updated_at="2026-09-01T10:00:00Z")
    await write(index, "b", updated_at="2026-03-02T10:00:00Z")
    behind = "SELECT behind FROM person"
    connection = index.file.rows.connection
    assert connection.execute(behind).fetchall() == [(24 * 60 * 60,)]
    await write(index, "b", updated_at="2026-02-02T10:00:00Z")
    assert connection.execute(behind).fetchall() == [(None,)]


async def test_dismissed_differences_are_taken_over(index):
    assert await index.people.set_dismissed({("company", -5), ("role", 7)})
    assert not await index.people.set_dismissed([("role", 7), ("company", -5)])
    assert await index.people.set_dismissed([("role", 7)])
    rows = index.file.rows.connection.execute("SELECT * FROM dismissed").fetchall()
    assert rows == [("role", 7)]
