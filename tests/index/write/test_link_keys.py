"""contactdesk.index.write.link_keys: the contacts of keys, merged many at a time, and common keys."""

from collections import Counter

import pytest

from contactdesk.index.people_rows import contacts_of_keys
from contactdesk.index.schema import INDEX, create
from contactdesk.index.write import link_keys as module
from contactdesk.index.write.link_keys import LinkKeys
from contactdesk.people.linking import MAX_CONTACTS_PER_KEY
from contactdesk.storage.database import connect
from tests.index.people import KEY


@pytest.fixture
def connection(tmp_path):
    connection = connect(tmp_path / "index.db", KEY, INDEX, 1000)
    create(connection)
    yield connection
    connection.close()


def count(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_contacts_of_a_key_are_found_before_and_after_merging(connection, monkeypatch):
    keys = LinkKeys(connection)
    keys.add([(-5, 1), (7, 1)])
    assert not keys.merge(0)
    monkeypatch.setattr(module, "MERGE_ABOVE_KEYS", 2)
    assert not keys.merge(10_000)
    assert keys.merge(10)
    assert (count(connection, "link_key"), count(connection, "link_fresh")) == (2, 0)
    keys.add([(7, 2)])
    assert not keys.merge(10)
    assert contacts_of_keys(connection, [-5, 7, 9]) == {-5: [1], 7: [1, 2]}
    keys.remove([(7, 1), (7, 2)])
    assert contacts_of_keys(connection, [-5, 7]) == {-5: [1]}
    assert contacts_of_keys(connection, []) == {}


def test_keys_that_wait_are_known_after_a_restart(connection, monkeypatch):
    LinkKeys(connection).add([(1, 1), (1, 2)])
    monkeypatch.setattr(module, "MERGE_ABOVE_KEYS", 2)
    assert LinkKeys(connection).merge(0)


def test_common_keys_are_counted(connection):
    keys = LinkKeys(connection)
    many = range(1, MAX_CONTACTS_PER_KEY + 2)

    def change(key, contacts, by):
        (keys.add if by > 0 else keys.remove)([(key, each) for each in contacts])
        groups = keys.groups_of_changed(Counter({key: by * len(contacts)}))
        return set(groups.get(key, ()))

    assert change(7, many[:-1], 1) == set(many[:-1])
    assert count(connection, "common_key") == 0
    # Everybody hears of it once.
    assert change(7, many[-1:], 1) == set(many)
    assert connection.execute("SELECT * FROM common_key").fetchall() == [(7, len(many))]
    assert change(7, [500], 1) == set()
    assert change(7, [500], -1) == set()
    assert change(7, many[:1], -1) == set(many[1:])
    assert count(connection, "common_key") == 0
