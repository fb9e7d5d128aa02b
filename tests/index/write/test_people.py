"""contactdesk.index.write.people: only what differs is written."""

from contactdesk.index.write import people as module
from contactdesk.people.keys import keys_of_number
from tests.index.linked import VENDOR
from tests.index.people import page

PHONE = [{"value": "+1 415 555 0192"}]


async def write(index, account, number=1, name="Marcus Okafor", **more):
    raw = {"id": f"c-{number}", "name": name, "phones": PHONE, **more}
    await index.write_changes(await index.listing(account), VENDOR, page([raw]))


def table(index, sql):
    return index.file.rows.connection.execute(sql).fetchall()


async def test_person_is_known_by_a_contact_that_has_a_name(index):
    await write(index, "a", name="")
    await write(index, "b")
    assert index.keys([table(index, "SELECT id FROM person")[0][0]]) == [("b", "c-1")]


async def test_accounts_count_contacts_that_stand_alone(index):
    await write(index, "a")
    await write(index, "a", 2, "Anna Ruiz")
    assert table(index, "SELECT alone FROM account") == [(2,)]
    await write(index, "b")
    assert table(index, "SELECT alone FROM account ORDER BY id") == [(1,), (0,)]


async def test_people_that_stay_as_they_are_are_not_written(index):
    await write(index, "a")
    await write(index, "b")
    await index.people.compare()
    connection = index.file.writer.connection

    def relink():
        with index.file.writer.links.transaction():
            before = connection.total_changes()
            index.file.writer.links.touch_keys([keys_of_number(PHONE[0]["value"], "")])
        return connection.total_changes() - before

    assert await index.file.write(relink) == 0


async def test_own_contact_that_gets_a_better_one_hands_its_person_over(index):
    await write(index, "a", name="")
    await write(index, "b", name="")
    assert table(index, "SELECT * FROM link") == [(2, 1)]
    await write(index, "b", name="Marcus Okafor")
    assert table(index, "SELECT * FROM link") == [(1, 2)]
    assert [row[0] for row in table(index, "SELECT id FROM person")] == [2]
    await index.people.compare()
    assert table(index, "SELECT person FROM uncompared") == []


async def test_dissolved_person_leaves_no_differences(index):
    await write(index, "a", company="Acme")
    await write(index, "b", company="Bolt")
    await index.people.compare()
    assert len(table(index, "SELECT * FROM difference")) == 1

    def dissolve():
        with index.file.writer.connection:
            module.dissolve(index.file.writer.connection, [1, 2])

    await index.file.write(dissolve)
    for each in ("difference", "person", "uncompared"):
        assert table(index, f"SELECT * FROM {each}") == []
