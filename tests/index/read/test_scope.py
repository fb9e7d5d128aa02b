import pytest

from contactdesk.index import Scope
from contactdesk.index.read.scope import ResolvedScope
from contactdesk.index.write import removal
from tests.index.people import load

WEB = {"source": "web"}


def counted(index, scope):
    """The scope's size, and the contacts its conditions and its ids select."""
    connection = index.file.reader.connection
    resolved = ResolvedScope(connection, scope)
    where = connection.execute(f"SELECT c.id FROM contact c WHERE {resolved.conditions}").fetchall()
    listed = connection.execute(resolved.ids_sql or "SELECT id FROM contact").fetchall()
    assert sorted(where) == sorted(listed)
    assert len(where) == resolved.size
    return resolved.size, resolved.total


async def test_scope_selects_the_contacts_it_counts(index):
    await load(index, "a", range(30))
    await load(index, "b", range(30, 40))
    await load(index, "a", [1, 2, 3], filters=WEB)
    assert counted(index, Scope()) == (40, 40)
    assert counted(index, Scope("b")) == (10, 40)
    assert counted(index, Scope("a", WEB)) == (3, 40)
    assert counted(index, Scope("b", WEB)) == (0, 40)
    assert counted(index, Scope("nobody")) == (0, 40)


async def test_forgotten_account_is_not_in_scope(index):
    await load(index, "a", range(30))
    await load(index, "b", range(30, 40))
    await index.file.write(lambda: removal.hide_account(index.file.writer.connection, "a"))
    assert counted(index, Scope()) == (10, 40)
    assert counted(index, Scope("a")) == (0, 40)


async def test_filters_without_an_account_are_rejected(index):
    with pytest.raises(ValueError, match="account"):
        ResolvedScope(index.file.reader.connection, Scope("", WEB))
