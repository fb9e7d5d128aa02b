"""contactdesk.index.read.account_order, against the accounts in the contacts' rows."""

from array import array

import pytest

from contactdesk.index.postings.bitmap import BitmapReader
from contactdesk.index.read import account_order
from contactdesk.index.read.account_order import AccountOrder
from contactdesk.index.read.reader import CancelToken
from contactdesk.index.write import removal
from tests.index.people import load


@pytest.fixture(params=["runs", "too many runs"])
def reader(index, loop, request, monkeypatch):
    """Runs of 7 contacts, of accounts that do not come in the order of their numbers; one of the
    accounts has none, and some contacts are gone."""
    if request.param == "too many runs":
        monkeypatch.setattr(account_order, "MIN_RUNS", 3)
        monkeypatch.setattr(account_order, "CONTACTS_PER_RUN", 10**9)

    async def fill():
        for account in ("a", "nobody's", "b", "c"):
            await index.listing(account)
        for place, account in enumerate("cabacbbca"):
            start = 7 * place
            await load(index, account, range(start, start + 7), filters={"from": str(start)})
        writer = index.file.writer
        ids = [row[0] for row in writer.connection.execute(GONE)]

        def remove():
            with writer.links.transaction():
                removal.remove_contacts(writer.connection, 3, ids, writer.links)

        await index.file.write(remove)

    loop.run_until_complete(fill())
    return BitmapReader(index.file.rows.connection, CancelToken().check)


GONE = "SELECT id FROM contact WHERE account = 3 AND id % 5 = 0"
BY_ACCOUNT = "SELECT id FROM contact ORDER BY account, id"


def test_contacts_are_sorted_by_account_and_row_id(reader):
    by_account = [row[0] for row in reader.connection.execute(BY_ACCOUNT)]
    order = AccountOrder(reader)
    for wanted in (set(by_account), {each for each in by_account if each % 3 == 0}, set()):
        ids = order.sort(array("i", sorted(wanted)))
        assert list(ids) == [each for each in by_account if each in wanted]
    assert by_account != sorted(by_account)


def test_table_has_the_value_of_each_contacts_account(reader):
    values = {1: 7, 2: 5, 4: 9}
    table = AccountOrder(reader).table(values)
    assert len(table) == reader.size
    for row_id, account in reader.connection.execute("SELECT id, account FROM contact"):
        assert table[row_id] == values.get(account, 0)


def test_empty_index_has_no_order(index):
    reader = BitmapReader(index.file.rows.connection, CancelToken().check)
    assert list(AccountOrder(reader).sort(array("i"))) == []
    assert list(AccountOrder(reader).table({})) == [0]
