"""contactdesk.index.write.judged: what the user said, in the index."""

from tests.index.linked import VENDOR, people
from tests.index.people import page
from tests.qa.campaigns.link_checks import link_errors

ONE, OTHER, THIRD = ("a", "c-1"), ("b", "c-1"), ("c", "c-1")


async def write(index, account):
    raw = {"id": "c-1", "name": f"{account} Ruiz"}
    await index.write_changes(await index.listing(account), VENDOR, page([raw]))


def rows(index, table):
    return index.file.rows.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


async def test_contacts_linked_by_hand_are_one_person(index):
    for account in "abc":
        await write(index, account)
    await index.people.set_judgements({(OTHER, ONE): True, (OTHER, THIRD): True})
    assert people(index) == {frozenset((ONE, OTHER, THIRD))}
    assert rows(index, "judged") == 4
    await index.people.set_judgements({(ONE, OTHER): True})
    assert people(index) == {frozenset((ONE, OTHER))}
    assert rows(index, "judged") == 2
    assert link_errors(index.file.writer.connection) == []


async def test_judgement_that_is_turned_round_is_followed(index):
    await write(index, "a")
    await write(index, "b")
    for is_same in (True, False, True):
        await index.people.set_judgements({(ONE, OTHER): is_same})
        assert people(index) == ({frozenset((ONE, OTHER))} if is_same else set())
    assert rows(index, "judged") == 2


async def test_contact_is_not_judged_against_itself(index):
    await write(index, "a")
    assert not await index.people.set_judgements({(ONE, ONE): True})
    assert rows(index, "judgement") == 0


async def test_both_contacts_of_one_page_are_judged(index):
    pair = ("a", "c-1"), ("a", "c-2")
    await index.people.set_judgements({pair: True})
    raws = [{"id": "c-1", "name": "Zoë"}, {"id": "c-2", "name": "Anna"}]
    await index.write_changes(await index.listing("a"), VENDOR, page(raws))
    assert people(index) == {frozenset(pair)}
    assert link_errors(index.file.writer.connection) == []


async def test_ids_are_told_apart_by_their_account(index):
    await index.people.set_judgements({(ONE, ("b", "c-2")): True})
    await write(index, "a")
    await write(index, "b")
    assert people(index) == set()
