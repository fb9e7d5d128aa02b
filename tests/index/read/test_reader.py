import asyncio
import itertools

import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.read import common_words
from contactdesk.index.read import selection as module
from contactdesk.index.read.reader import CancelToken, SupersededError
from contactdesk.jsonpath import dig
from contactdesk.model import Kind
from contactdesk.records.moments import utc
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize
from contactdesk.text.phones import phone_numbers
from tests.index.people import COLUMN, COLUMNS, CURSOR, contact, load, numbered, page, person

WEB = {"source": "web"}
SCOPES = [Scope(), Scope("a"), Scope("b"), Scope("a", WEB), Scope("nobody"), Scope("b", WEB)]
QUERIES = ["", "an", "example", "4155", "zoe", "nothing at all"]
MEMBERS = {"a": range(150), "b": range(100, 120)}
FILTERED = [7, 3, 99, 42, 5, 149, 0]


@pytest.fixture
def filled(index, loop):
    async def fill():
        for account, numbers in MEMBERS.items():
            await load(index, account, numbers)
        await load(index, "a", FILTERED, filters=WEB)

    loop.run_until_complete(fill())
    return index


def sort_key(column, raw):
    """What a contact sorts by, worked out from the record; None for no value."""
    of = contact(raw)
    known = {
        "name": normalize(of.name),
        "email": normalize(of.emails[0]) if of.emails else "",
        "phone": phone_numbers(of.phones[0])[0].partition("x")[0] if of.phones else "",
        "company": normalize(of.company),
        "title": normalize(of.title),
        "created_at": utc(of.created_at),
        "updated_at": utc(of.updated_at),
    }
    if column.path in known:
        return (1, known[column.path]) if known[column.path] else None
    value = dig(raw, column.path)
    if column.kind is Kind.COUNT:
        return None if value is None else (0, len(value))
    if column.kind is Kind.TAGS:
        return None if value is None else (1, normalize(_json(value)))
    if value is None or value == "":
        return None
    if column.kind is Kind.NUMBER and isinstance(value, str):
        value = float(value)
    return (1, normalize(value)) if isinstance(value, str) else (0, value)


def last_key(column, raw):
    """What contacts without a value are sorted by: without a name, what is shown instead."""
    return normalize(contact(raw).display_name) if column.path == "name" else ""


def _json(value):
    return "[" + ",".join(f'"{each}"' for each in value) + "]"


def naive(index, scope, order, matching):
    """Every contact, by hand: (account, vendor id) in the order they are to be shown."""
    if scope.filters:
        numbers = FILTERED if scope.account_id == "a" else []
        members = [("a", number) for number in numbers]
    else:
        members = [
            (account, number)
            for account, numbers in MEMBERS.items()
            for number in numbers
            if scope.account_id in ("", account)
        ]
    members = [each for each in members if index.row_id(each[0], f"c-{each[1]}") in matching]
    if order.column is None:
        return members[::-1] if order.descending else members
    keyed = [
        (sort_key(order.column, numbered(number)), account, index.row_id(account, f"c-{number}"))
        for account, number in members
    ]
    valued = sorted(each for each in keyed if each[0] is not None)
    shown = {
        row: last_key(order.column, numbered(n))
        for (_, _, row), (_, n) in zip(keyed, members, strict=True)
    }
    rest = sorted((shown[row], account, row) for key, account, row in keyed if key is None)
    if order.descending:
        valued.reverse()
        if order.column.path == "name":
            rest.reverse()
    ordered = valued + rest
    return [(account, int(index.stored(row).vendor_id[2:])) for _, account, row in ordered]


@pytest.mark.parametrize("few", [0, 8, 10**9], ids=["always few", "usual", "never few"])
async def test_every_scope_order_and_search_matches_a_naive_scan(filled, monkeypatch, few):
    monkeypatch.setattr(module, "SORT_BELOW_ONE_IN", few)
    everything = set(await filled.ids(Scope(), Order(), parse("")))
    orders = [Order(column, down) for column in (None, *COLUMNS) for down in (False, True)]
    for typed in QUERIES:
        query = parse(typed)
        matching = set(await filled.ids(Scope(), Order(), query)) if typed else everything
        assert matching <= everything
        for scope, order in itertools.product(SCOPES, orders):
            ids = await filled.ids(scope, order, query)
            shown = [
                (stored.account_id, int(stored.vendor_id[2:])) for stored in map(filled.stored, ids)
            ]
            expected = naive(filled, scope, order, matching)
            assert shown == expected, (scope, order, typed)
            filled.file.reader._cache.renew(None)
            assert await filled.first(scope, order, query, 9) == ids[:9]


async def test_empty_query_finds_all_contacts_in_scope(filled):
    loaded = [len(await filled.ids(scope, Order(), parse(""))) for scope in SCOPES]
    assert loaded == [170, 150, 20, 7, 0, 0]


async def test_search_with_filters_but_no_account_is_rejected(filled):
    with pytest.raises(ValueError, match="account"):
        await filled.ids(Scope("", WEB), Order(), parse(""))


async def test_concurrent_writes_are_not_partly_visible(filled):
    ids, _ = await asyncio.gather(
        filled.ids(Scope(), Order(COLUMNS[0]), parse("example")),
        load(filled, "c", range(200, 260), size=10),
    )
    assert len(set(ids)) == len(ids)
    assert len(await filled.ids(Scope(), Order(), parse(""))) == 230


@pytest.mark.parametrize("is_meant", [True, False], ids=["meant", "for the one before"])
async def test_search_survives_an_interrupt_at_any_moment(index, monkeypatch, is_meant):
    for threshold in ("MIN_PAGES_OF_COMMON_WORD", "MIN_TIMES_OTHER_WORDS"):
        monkeypatch.setattr(common_words, threshold, 0)
    raws = [person(number, name="order ordinary") for number in range(50)]
    await index.write_changes(await index.listing("a"), CURSOR, page(raws))
    reader, asked = index.file.reader, (Scope(), Order(COLUMN["name"]))

    def ends_before(moment, words):
        """Whether a search ends before it is interrupted, after `moment` steps of SQLite."""
        turn, ticks = CancelToken(), iter(range(moment, -1, -1))

        def tick():
            if next(ticks, -1) == 0:
                reader.interrupt(turn) if is_meant else reader.connection.interrupt()
            return False

        reader.connection.set_progress_handler(tick, 3)
        try:
            assert len(reader.ids(*asked, parse(words), turn)) == 50
        except SupersededError:
            assert is_meant
        finally:
            reader.connection.set_progress_handler(None)
        return next(ticks, -1) > 0

    moment = 0
    while not ends_before(moment, f"order or nobody{moment}"):
        moment += 1 + moment // 100
    assert moment > 20


async def test_search_runs_only_reading_statements(index, monkeypatch):
    """A statement that writes ends the whole transaction where it is interrupted, and makes SQLite
    read all tables' definitions anew."""
    for threshold in ("MIN_PAGES_OF_COMMON_WORD", "MIN_TIMES_OTHER_WORDS"):
        monkeypatch.setattr(common_words, threshold, 0)
    await index.write_changes(await index.listing("a"), CURSOR, page([person(1, name="ordinary")]))
    asked = []
    index.file.reader.connection.exec_trace = lambda _cursor, sql, _values: not asked.append(sql)
    for words in ("ordi", "ordi nobody", "custom.plan:x", '"ordinary one"', "202555", "has:email"):
        await index.ids(Scope(), Order(COLUMN["name"]), parse(words))
    await index.known("custom.plan", "")
    begun = {sql.split()[0].upper() for sql in asked}
    assert begun == {"BEGIN", "PRAGMA", "SELECT", "WITH", "ROLLBACK"}


async def test_hits_by_account_are_what_a_search_in_each_account_finds(filled):
    for typed in filter(None, QUERIES):
        found = {
            account: len(await filled.ids(Scope(account), Order(), parse(typed)))
            for account in MEMBERS
        }
        expected = {account: count for account, count in found.items() if count}
        assert await filled.hits_by_account(parse(typed)) == expected, typed
