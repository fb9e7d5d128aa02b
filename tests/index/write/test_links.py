"""contactdesk.index.write.links: whatever comes, changes or goes, people are as the rules say."""

import random

import pytest

from contactdesk.index import Index
from contactdesk.people.linking import MAX_CONTACTS_PER_KEY, MAX_CONTACTS_TOGETHER
from tests.index.linked import ACCOUNTS, VENDOR, people, raw
from tests.index.people import KEY, page
from tests.qa.campaigns.index_checks import integrity_errors
from tests.qa.campaigns.link_checks import linked_people

PHONE = [{"value": "+1 415 555 0192"}]


def errors(index):
    return integrity_errors(index.file.writer.connection)


async def write(index, account, raws, provider=VENDOR):
    """Write contacts from outside of a listing's walk."""
    return await index.write_changes(await index.listing(account), provider, page(raws))


async def load(index, account, raws):
    """A complete pass over these contacts."""
    listing = await index.restart(await index.listing(account))
    return await index.write_page(listing, VENDOR, page(raws))


def contact(number, name="Marcus Okafor", **more):
    return {"id": f"c-{number}", "name": name, **more}


async def same_at_once(index, world, judgements):
    """What a new index makes of the same contacts, written in one page an account."""
    fresh = await Index.open_temporary()
    try:
        await fresh.people.set_judgements(judgements)
        for account in sorted(world):
            await load(fresh, account, list(world[account].values()))
        assert errors(fresh) == []
        return linked_people(fresh.file.writer.connection)
    finally:
        await fresh.close()


@pytest.mark.parametrize("seed", range(4))
async def test_people_are_the_same_whatever_the_order_and_the_pages(index, seed):
    pick = random.Random(seed)
    contacts = [(pick.choice(ACCOUNTS), raw(number, pick)) for number in range(160)]
    world = {account: {} for account in ACCOUNTS}
    for account, each in contacts:
        world[account][each["id"]] = each
    pick.shuffle(contacts)
    while contacts:
        some = contacts[: pick.randrange(1, 40)]
        del contacts[: len(some)]
        for account in ACCOUNTS:
            if own := [each for where, each in some if where == account]:
                await write(index, account, own)
        index.file.writer.links.merge(0)
    assert errors(index) == []
    assert len(people(index)) > 10
    connection = index.file.writer.connection
    found = linked_people(connection)
    await index.close()
    # Every account got its number when it was first written to, so vendors and orders may differ.
    assert found == await same_at_once(index, world, {})


@pytest.mark.parametrize("seed", range(3))
async def test_people_follow_changes_removals_and_judgements(index, seed):
    pick = random.Random(100 + seed)
    world = {account: {} for account in ACCOUNTS}
    judgements = {}
    for step in range(14):
        account = pick.choice(ACCOUNTS)
        some = [raw(pick.randrange(60), pick) for _ in range(pick.randrange(1, 12))]
        if step % 4 == 3:
            gone = set(pick.sample(sorted(world[account]), len(world[account]) // 2))
            world[account] = {i: each for i, each in world[account].items() if i not in gone}
            for _ in range(2):
                await load(index, account, list(world[account].values()))
        elif step % 4 == 2:
            known = [(a, i) for a in ACCOUNTS for i in (*world[a], "c-99")]
            pairs = [tuple(sorted(pick.sample(known, 2))) for _ in range(6)]
            judgements = {pair: pick.random() < 0.4 for pair in pairs} | judgements
            if judgements and pick.random() < 0.5:
                del judgements[pick.choice(sorted(judgements))]
            await index.people.set_judgements(judgements)
        else:
            world[account] |= {each["id"]: each for each in some}
            await load(index, account, list(world[account].values()))
        assert errors(index) == [], step
    found = linked_people(index.file.writer.connection)
    assert found == await same_at_once(index, world, judgements)


async def test_contact_without_anything_in_common_stands_alone(index):
    await write(index, "a", [contact(1, phones=PHONE)])
    await write(index, "b", [contact(1, phones=[{"value": "+1 415 555 0193"}])])
    assert people(index) == set()
    assert errors(index) == []


async def test_key_that_turns_out_to_be_shared_takes_its_links_back(index):
    await write(index, "a", [contact(1, phones=PHONE)])
    await write(index, "b", [contact(1, "", phones=PHONE)])
    assert people(index) == {frozenset((("a", "c-1"), ("b", "c-1")))}
    await write(index, "a", [contact(2, "Anna Ruiz", phones=PHONE)])
    assert people(index) == set()
    assert errors(index) == []


async def test_key_of_too_many_contacts_links_nobody_until_some_are_gone(index):
    count = MAX_CONTACTS_PER_KEY
    everyone = [contact(number, phones=PHONE) for number in range(count)]
    await load(index, "a", everyone)
    assert [len(each) for each in people(index)] == [count]
    await write(index, "b", [contact(1, phones=PHONE), contact(2, phones=PHONE)])
    assert people(index) == set()
    assert errors(index) == []
    await write(index, "b", [contact(2)])
    assert people(index) == set()
    await write(index, "b", [contact(1)])
    assert [len(each) for each in people(index)] == [count]
    assert errors(index) == []


def caller(number):
    """One of a chain: each shares a number with the next."""
    numbers = (
        f"+1 415 {each // 10_000 + 555:03} {each % 10_000:04}" for each in (number, number + 1)
    )
    return {"id": f"c-{number}", "name": "", "phones": [{"value": each} for each in numbers]}


async def test_crowd_of_callers_is_linked_by_the_user_only_until_it_is_none(index):
    callers = [caller(2100 + number) for number in range(MAX_CONTACTS_TOGETHER + 20)]
    await load(index, "a", callers[::2])
    await write(index, "b", callers[1::2])
    connection = index.file.writer.connection
    assert count(connection, "crowded") == len(callers)
    assert people(index) == set()
    assert errors(index) == []
    pair = ("a", callers[0]["id"]), ("b", callers[401]["id"])
    await index.people.set_judgements({pair: True})
    assert people(index) == {frozenset(pair)}
    assert errors(index) == []
    await write(index, "b", [caller(2600)])
    assert errors(index) == []
    await index.people.set_judgements({})
    await write(index, "b", [{**callers[251], "phones": []}])
    assert count(connection, "crowded") == 0
    assert sorted(len(each) for each in people(index)) == [251, 269]
    assert errors(index) == []
    await index.forget("b")
    assert errors(index) == []


def count(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def talked_to(number, agent):
    memory = {"agent_number": agent, "summary": "Asked for a discount."}
    return contact(number, "Zoë Ruiz", memories=[memory])


async def test_number_of_an_agent_links_nobody_whenever_the_agent_comes(index):
    await write(index, "a", [contact(1, phones=PHONE)])
    await write(index, "b", [contact(1, phones=PHONE)])
    assert len(people(index)) == 1
    await write(index, "c", [talked_to(1, "+14155550192")])
    assert people(index) == set()
    assert errors(index) == []
    await write(index, "a", [contact(2, phones=PHONE)])
    assert people(index) == set()
    await write(index, "c", [talked_to(1, "+14155550199")])
    assert [len(each) for each in people(index)] == [3]
    assert errors(index) == []


async def test_unchanged_page_leaves_links_alone(index):
    raws = [contact(1, phones=PHONE)]
    await load(index, "a", raws)
    await load(index, "b", raws)
    await index.people.compare()
    connection = index.file.writer.connection
    before = connection.total_changes()
    await index.file.write(lambda: index.file.writer.links.compare_some())
    listing = await index.listing("a")
    await index.write_changes(listing, VENDOR, page(raws))
    tables = ("uncompared", "link_fresh")
    left = {
        each: connection.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables
    }
    assert left == {"uncompared": 0, "link_fresh": 2}
    assert connection.total_changes() == before + 1  # the count of its account, by 0


async def test_failed_page_leaves_nothing_to_link(index, monkeypatch):
    links = index.file.writer.links
    await write(index, "a", [contact(1, phones=PHONE)])

    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(links, "_link", fail)
    with pytest.raises(MemoryError):
        await write(index, "b", [contact(1, phones=PHONE)])
    monkeypatch.undo()
    assert errors(index) == []
    await write(index, "b", [contact(2, "Anna Ruiz")])
    assert errors(index) == []
    assert people(index) == set()


async def test_judgements_changed_while_the_program_was_closed_are_followed(index, path):
    await write(index, "a", [contact(1, phones=PHONE)])
    await write(index, "b", [contact(1, phones=PHONE)])
    pair = ("a", "c-1"), ("b", "c-1")
    assert await index.people.set_judgements({pair: False})
    assert not await index.people.set_judgements({pair: False})
    assert people(index) == set()
    await index.close()
    again = await Index.open(path, KEY)
    try:
        assert people(again) == set()
        assert await again.people.set_judgements({})
        assert people(again) == {frozenset(pair)}
        assert errors(again) == []
    finally:
        await again.close()


async def test_judgement_waits_for_contacts_that_are_not_there(index):
    pair = ("a", "c-1"), ("b", "c-2")
    await index.people.set_judgements({pair: True})
    await write(index, "a", [contact(1)])
    await write(index, "b", [contact(2, "Anna Ruiz")])
    assert people(index) == {frozenset(pair)}
    await load(index, "b", [])
    await load(index, "b", [])
    assert people(index) == set()
    assert errors(index) == []
    await load(index, "b", [contact(2, "Anna Ruiz")])
    assert people(index) == {frozenset(pair)}
    assert errors(index) == []


async def test_unlink_and_relink_give_the_same_state_again(index):
    pick = random.Random(5)
    for account in ACCOUNTS:
        await write(index, account, [raw(number, pick) for number in range(80)])
    connection = index.file.writer.connection
    before = linked_people(connection)
    for person in [sorted(each) for each in people(index)][:10]:
        pairs = {(person[0], other): False for other in person[1:]}
        await index.people.set_judgements(pairs)
        assert not any({person[0], each} <= one for each in person[1:] for one in people(index))
        assert errors(index) == []
        await index.people.set_judgements({})
        assert linked_people(connection) == before
