"""contactdesk.index.open_items and contactdesk.index.read.item_list against a naive list."""

import asyncio
import random
from itertools import groupby

import pytest

from contactdesk.index import ItemOrder, ItemScope, Order, Scope
from contactdesk.index.types import ITEM_ORDERS
from contactdesk.index.write import removal
from contactdesk.memories.priority import UNKNOWN
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize
from tests.index.remembering import (
    AGENTS,
    hostile,
    known_items,
    remembered,
    sandbox_people,
    searched,
    write,
)

WORDS = (
    "",
    "call",
    "back call",
    "STRASSE",
    "发票",
    "anna",
    "zoe",
    "o-2 order",
    "person 3",
    "nick",
    "zzz",
    "%",
    "_",
    "follow_",
    "\\",
    "w" * 60_000,
)
NICKNAMES = {("a", "anna"): "Nicky", ("b", "+14155550100"): "aardvark"}
LABELS = {"a": ("Zebra", "Bland AI"), "b": ("apple", "Bland AI")}


@pytest.fixture
def filled(index, loop):
    async def fill():
        await write(index, "a", [remembered(each) for each in range(60)])
        await write(index, "b", [remembered(each) for each in range(40, 80)])
        await write(index, "a", sandbox_people(40))
        await write(index, "a", [hostile(each) for each in range(13)])
        index.user_words.name_agents(NICKNAMES)
        index.name_accounts(LABELS)

    loop.run_until_complete(fill())
    return index


def is_in(scope, each):
    nickname = NICKNAMES.get((each.account, each.memory.agent), "")
    texts = searched(each, nickname)
    return (
        scope.account_id in ("", each.account)
        and (not scope.agents or each.memory.agent in scope.agents)
        and (not scope.priorities or each.rank in scope.priorities)
        and scope.about in ("", each.item.about_id)
        and all(any(word in text for text in texts) for word in normalize(scope.words).split())
        and each.key not in scope.hidden
        and (scope.only is None or each.key in scope.only)
    )


def sort_key(by, each):
    """(whether the value is empty, the value)"""
    item = each.item
    agent = each.memory.agent
    nickname = NICKNAMES.get((each.account, agent), agent)
    text = f"{item.text[:10_000]}…" if len(item.text) > 10_000 else item.text
    whole = "\n".join((text, item.type, item.about_type, item.about_id)).replace("\0", "\ufffd")
    text = item.text if whole.isascii() else whole
    value = {
        "priority": each.rank,
        "created_at": each.created_at,
        "text": normalize(text)[:200] if item.text else "",
        "person": (normalize(each.person), each.place[0]),
        "agent": (normalize(nickname), agent, each.account),
        "about": f"{item.about_id}\n{item.about_type}".lower() if item.about_id else "",
        "account": normalize(LABELS[each.account][0]),
    }[by]
    empty = {
        "created_at": not each.created_at,
        "text": not item.text,
        "agent": not agent,
        "person": not each.is_named,
        "about": not item.about_id,
    }
    return empty.get(by, False), value


def expected(items, scope, order):
    found = [each for each in items if is_in(scope, each)]
    found.sort(key=lambda each: each.urgency)
    found.sort(key=lambda each: sort_key(order.by, each)[1])
    if order.descending:
        found.reverse()
    found.sort(key=lambda each: sort_key(order.by, each)[0])
    return [each.place for each in found]


def places(ids):
    return [(each >> 16, each & 0xFFFF) for each in ids]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", ITEM_ORDERS)
async def test_every_order_is_that_of_a_naive_sort(filled, by, descending):
    order = ItemOrder(by, descending)
    items = known_items(filled)
    assert len(items) > 250
    ids = await filled.open_items.ids(ItemScope(), order)
    names = {each.place: sort_key(by, each) for each in items}
    wanted = expected(items, ItemScope(), order)
    assert [names[each] for each in places(ids)] == [names[each] for each in wanted]
    assert places(ids) == wanted
    first = await filled.open_items.ids(ItemScope(), order, 7)
    assert list(first) == list(ids[:7])


def some_scope(pick, items):
    """One to three conditions."""
    keys = [each.key for each in items]
    found = {
        "account_id": pick.choice(("a", "b", "nobody")),
        "words": pick.choice(WORDS),
        "agents": pick.choice((pick.sample(AGENTS, 3), ("anna",), ("nobody",))),
        "priorities": pick.choice(((0, 1), (5, 6), (9,))),
        "about": pick.choice(("O-2", "none")),
        "hidden": frozenset(pick.sample(keys, 40)),
        "only": frozenset(pick.sample(keys, pick.choice((0, 120)))),
    }
    return ItemScope(
        **{name: found[name] for name in pick.sample(list(found), pick.choice((1, 2, 3)))}
    )


@pytest.mark.parametrize("seed", range(4))
async def test_filters_leave_what_a_naive_filter_leaves(filled, seed):
    pick, items = random.Random(seed), known_items(filled)
    hits = 0
    for _ in range(60):
        scope = some_scope(pick, items)
        order = ItemOrder(pick.choice(("priority", "created_at", "about", "agent")))
        ids = await filled.open_items.ids(scope, order)
        assert places(ids) == expected(items, scope, order), scope
        hits += len(ids) > 0
    assert hits > 15


def group_of(by, each):
    """What items of one group have in common."""
    item, agent = each.item, each.memory.agent
    return {
        "priority": (each.rank, item.priority.strip().lower() if each.rank == UNKNOWN else ""),
        "person": each.place[0],
        "agent": (each.account, agent),
        "created_at": each.created_at,
        "about": (item.about_type, item.about_id),
        "account": each.account,
    }[by]


@pytest.mark.parametrize("group", [each for each in ITEM_ORDERS if each != "text"])
async def test_items_of_one_group_are_in_one_run_and_in_order_within(filled, group):
    items = {each.place: each for each in known_items(filled)}
    for by, descending in (("created_at", False), ("agent", True), ("priority", True)):
        order = ItemOrder(by, descending, group)
        found = [items[each] for each in places(await filled.open_items.ids(ItemScope(), order))]
        assert len(found) == len(items)
        runs = [(key, list(run)) for key, run in groupby(found, lambda each: group_of(group, each))]
        assert len(runs) == len({key for key, _ in runs})
        for _, run in runs:
            wanted = expected(run, ItemScope(), ItemOrder(by, descending))
            assert [each.place for each in run] == wanted


async def test_rows_show_what_the_records_say(filled):
    items = {each.place: each for each in known_items(filled)}
    ids = await filled.open_items.ids(ItemScope(), ItemOrder())
    rows = filled.open_items.rows(ids)
    assert [row.id for row in rows] == list(ids)
    assert len(rows) == len(items)
    for row in rows:
        each = items[row.id >> 16, row.id & 0xFFFF]
        said = each.item
        assert row.key == each.key
        assert (row.contact, row.memory) == (each.place[0], each.memory.number)
        assert (row.account_id, row.vendor_id) == (each.account, each.vendor_id)
        assert (row.person, row.agent) == (each.person, each.memory.agent)
        assert (row.rank, row.created_at) == (each.rank, each.created_at)
        cut = f"{said.text[:10_000]}…" if len(said.text) > 10_000 else said.text
        texts = (cut, said.type, said.priority, said.about_type, said.about_id)
        assert (row.text, row.type, row.priority, row.about_type, row.about_id) == tuple(
            text.replace("\0", "\ufffd") for text in texts
        )


async def test_rows_of_items_that_are_gone_are_left_out(filled):
    ids = await filled.open_items.ids(ItemScope(), ItemOrder(), 2)
    rows = filled.open_items.rows([ids[1], 5, 1 << 40, ids[0]])
    assert [row.id for row in rows] == [ids[1], ids[0]]
    assert filled.open_items.rows([]) == []


async def test_counts_are_those_of_the_lists(filled):
    items = known_items(filled)
    hidden = frozenset(each.key for each in items[::3])
    for out in (frozenset(), hidden, frozenset(each.key for each in items)):
        counts = await filled.open_items.counts(out)
        for account in ("a", "b"):
            ids = await filled.open_items.ids(ItemScope(account, hidden=out), ItemOrder())
            assert counts.get(account, 0) == len(ids)
    assert await filled.open_items.counts(frozenset([("nobody", "x", 1)])) == (
        await filled.open_items.counts()
    )


async def test_items_of_a_forgotten_account_are_out_of_sight_at_once(filled):
    everything = await filled.open_items.ids(ItemScope(), ItemOrder())
    await filled.file.write(lambda: removal.hide_account(filled.file.writer.connection, "a"))
    left = [each.place for each in known_items(filled)]
    assert 0 < len(left) < len(everything)
    for by in ("priority", "text", "agent", "account"):
        ids = await filled.open_items.ids(ItemScope(), ItemOrder(by))
        assert sorted(places(ids)) == left
    assert len(await filled.open_items.ids(ItemScope("a"), ItemOrder())) == 0
    assert list(await filled.open_items.counts()) == ["b"]
    assert {row.account_id for row in filled.open_items.rows(everything)} == {"b"}


async def test_items_of_a_contact_keep_their_ids_when_it_changes(filled):
    raw = remembered(3)
    before = await filled.open_items.ids(ItemScope("a"), ItemOrder("created_at"))
    await write(filled, "a", [raw | {"metadata": {"plan": "gold"}}])
    assert await filled.open_items.ids(ItemScope("a"), ItemOrder("created_at")) == before


async def test_newer_list_of_items_supersedes_an_older_one_and_no_search(filled):
    def ids():
        return filled.open_items.ids(ItemScope(), ItemOrder())

    search = filled.ids(Scope(), Order(), parse("person"))
    answers = await asyncio.gather(search, ids(), ids(), return_exceptions=True)
    assert len(answers[0]) > 0
    assert isinstance(answers[1], asyncio.CancelledError)
    assert len(answers[2]) == len(known_items(filled))
