"""contactdesk.index.agents and contactdesk.index.read.agents against a naive count."""

import statistics
from collections import Counter, defaultdict

import pytest

from contactdesk.index import ItemOrder, ItemScope, Order, Scope
from contactdesk.index.columns import EMPTY, FACT, OPEN_ITEMS, PEOPLE
from contactdesk.index.read.agents import MAX_SUMMARIES
from contactdesk.index.write import removal
from contactdesk.memories.reading import moment_text
from contactdesk.memories.values import same_key
from contactdesk.search.query import parse
from tests.index.remembering import (
    AGENTS,
    hostile,
    remembered,
    sandbox_people,
    stored_memories,
    write,
)


@pytest.fixture
def filled(index, loop):
    async def fill():
        await write(index, "a", [remembered(each) for each in range(90)])
        await write(index, "b", [remembered(each) for each in range(40, 70)])
        await write(index, "c", sandbox_people(60))
        await write(index, "a", [hostile(each) for each in range(13)])

    loop.run_until_complete(fill())
    return index


def storable(text):
    return text.replace("\0", "\ufffd")


def by_agent(index, account=""):
    """(account, agent) -> the (row id, memory) of all its memories."""
    found = defaultdict(list)
    for row_id, stored, _, memories in stored_memories(index):
        for memory in memories:
            if account in ("", stored.account_id):
                found[stored.account_id, memory.agent].append((row_id, memory))
    return found


def people(own, is_wanted=lambda memory: True):
    return {row_id for row_id, memory in own if is_wanted(memory)}


def spelled(memory):
    return {storable(fact.key) for fact in memory.facts if fact.key.strip()}


def fact_keys(own):
    """Form -> (people, spellings, the most frequent first)"""
    spellings = Counter(pair for pair in {(i, key) for i, each in own for key in spelled(each)})
    counts = Counter(key for _, key in spellings)
    found = {}
    for form in {same_key(key) for key in counts}:
        knowing = people(own, lambda memory, form=form: form in map(same_key, spelled(memory)))
        keys = [key for key in counts if same_key(key) == form]
        found[form] = len(knowing), tuple(sorted(keys, key=lambda key: (-counts[key], key)))
    return found


def longest(own):
    found = {}
    for row_id, memory in own:
        found[row_id] = max(found.get(row_id, 0), len(memory.summary.strip()))
    return sorted(filter(None, found.values()), reverse=True)[:MAX_SUMMARIES]


@pytest.mark.parametrize("account", ["", "a", "c", "nobody"])
async def test_stats_are_those_of_a_naive_count(filled, account):
    known = by_agent(filled, account)
    stats = await filled.agents.stats(account)
    assert {(each.account_id, each.agent) for each in stats} == set(known)
    assert [each.people for each in stats] == sorted((s.people for s in stats), reverse=True)
    for each in stats:
        own = known[each.account_id, each.agent]
        memories = [memory for _, memory in own]
        items = [item for memory in memories for item in memory.open_items]
        talks = [memory.last_talk[:10] for memory in memories if memory.last_talk]
        times = [moment_text(item.created_at)[:10] for item in items]
        assert each.people == len(people(own))
        assert each.memories == len(own)
        assert each.empty == len(people(own, lambda memory: memory.is_empty))
        assert each.open_items == len(items)
        assert each.median_last_talk == (statistics.median_low(talks) if talks else "")
        assert each.oldest_open == min(filter(None, times), default="")
        assert {key: (n, words) for key, n, words in each.fact_keys} == fact_keys(own)
        assert [summary.characters for summary in each.longest_summaries] == longest(own)
        assert each.is_number == (not memories[0].persona and bool(each.agent))


async def test_every_number_is_the_length_of_its_list(filled):
    known = by_agent(filled)
    for each in await filled.agents.stats():
        agent = each.account_id, each.agent
        own = known[agent]
        assert list(await filled.agents.contacts(*agent)) == sorted(people(own))
        assert each.people == len(people(own))
        empty = await filled.agents.contacts(*agent, EMPTY)
        assert list(empty) == sorted(people(own, lambda memory: memory.is_empty))
        assert len(empty) == each.empty
        with_items = await filled.agents.contacts(*agent, OPEN_ITEMS)
        assert list(with_items) == sorted(people(own, lambda memory: memory.open_items))
        ids = await filled.open_items.ids(
            ItemScope(each.account_id, agents=(agent[1],)), ItemOrder()
        )
        assert len(ids) == each.open_items
        for fact in each.fact_keys:
            knowing = await filled.agents.contacts(*agent, FACT, fact.key)
            assert len(knowing) == fact.people > 0
            assert set(knowing) <= people(own)


async def test_search_for_a_persona_in_quotes_finds_its_people_and_no_others(filled):
    checked = 0
    for each in await filled.agents.stats():
        if each.agent and (each.agent in AGENTS or each.account_id == "c"):
            scope = Scope(each.account_id)
            found = await filled.ids(scope, Order(), parse(f'persona:"{each.agent}"'))
            people = list(await filled.agents.contacts(each.account_id, each.agent))
            # A number also finds memories of personas that talked by it.
            assert set(people) <= set(found) if each.is_number else people == list(found)
            empty = await filled.ids(scope, Order(), parse(f'empty:"{each.agent}"'))
            assert len(empty) == each.empty
            checked += 1
    assert checked > 8


async def test_people_of_an_agent_in_all_accounts(filled):
    known = by_agent(filled)
    own = known["a", "anna"] + known["b", "anna"]
    assert list(await filled.agents.contacts("", "anna", PEOPLE)) == sorted(people(own))
    assert list(await filled.agents.contacts("", "nobody")) == []
    assert list(await filled.agents.contacts("nobody", "anna")) == []
    assert list(await filled.agents.contacts("a", "anna", FACT, "no such fact")) == []


async def test_known_agents_are_those_with_stats(filled):
    known = await filled.agents.known()
    assert len(known) == len(set(known))
    stats = await filled.agents.stats()
    assert set(known) == {(each.account_id, each.agent) for each in stats}


async def test_longest_summaries_name_their_contacts(filled):
    names = {row_id: contact.display_name for row_id, _, contact, _ in stored_memories(filled)}
    shown = [s for each in await filled.agents.stats() for s in each.longest_summaries]
    assert len(shown) > 20
    assert all(names[each.contact] == each.person for each in shown)


async def test_one_person_counts_once_however_many_memories_an_agent_has(index):
    memory = {"persona_id": "anna", "facts": {"time_zone": 1}}
    again = memory | {"facts": {"timeZone": 2, "time zone": 3}}
    await write(index, "a", [{"id": "1", "memories": [memory, again, {"persona_id": "anna"}]}])
    (anna,) = await index.agents.stats()
    assert (anna.people, anna.memories, anna.empty) == (1, 3, 1)
    assert [(each.key, each.people) for each in anna.fact_keys] == [("timezone", 1)]
    assert set(anna.fact_keys[0].spellings) == {"time_zone", "timeZone", "time zone"}


async def test_agents_of_a_forgotten_account_are_out_of_sight_at_once(filled):
    await filled.file.write(lambda: removal.hide_account(filled.file.writer.connection, "a"))
    stats = await filled.agents.stats()
    assert {each.account_id for each in stats} == {"b", "c"}
    assert await filled.agents.stats("a") == []
    assert len(await filled.agents.contacts("a", "anna")) == 0
    own = by_agent(filled)["b", "anna"]
    assert list(await filled.agents.contacts("", "anna")) == sorted(people(own))
    assert "anna" in AGENTS
