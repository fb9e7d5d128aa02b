"""contactdesk.index.read.selection: what is not asked twice. Its answers are compared in test_reader.py."""

import pytest

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from tests.index.people import load


@pytest.fixture
def filled(index, loop):
    loop.run_until_complete(load(index, "a", range(90)))
    loop.run_until_complete(load(index, "b", range(90, 120)))
    return index


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("scope", [Scope(), Scope("a"), Scope("b"), Scope("nobody")])
async def test_first_hits_in_loading_order(filled, scope, descending):
    query, order = parse("example"), Order(None, descending)
    every = list(await filled.ids(scope, order, query))
    assert every == sorted(every, reverse=descending)
    assert len(every) == {"": 120, "a": 90, "b": 30}.get(scope.account_id, 0)
    for count in (1, 40, 500):
        assert list(await filled.first(scope, order, query, count)) == every[:count]


async def test_first_hits_leave_out_a_forgotten_account(filled):
    await filled.file.write(
        lambda: filled.file.writer.connection.execute(
            "UPDATE account SET forgotten = 1 WHERE id = 'a'"
        )
    )
    found = await filled.first(Scope(), Order(), parse("example"), 10)
    assert list(found) == list(await filled.ids(Scope("b"), Order(), parse("example")))[:10]


async def test_scope_is_read_once_while_typing(filled):
    asked = []

    def note(cursor, sql, values):
        asked.append(sql)
        return True

    connection = filled.file.reader.connection
    connection.exec_trace = note
    try:
        found = [
            len(await filled.first(Scope("b"), Order(), parse("example"[:end]), 100))
            for end in range(1, 8)
        ]
    finally:
        connection.exec_trace = None
    assert found == [30] * 7
    assert len([sql for sql in asked if "FROM contact c WHERE c.account" in sql]) == 1
    # What is written meanwhile counts.
    await load(filled, "b", range(200, 205))
    assert len(await filled.first(Scope("b"), Order(), parse("example"), 100)) == 35
