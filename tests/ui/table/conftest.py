"""The contact table on an index filled by two vendors."""

from array import array

import pytest

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from contactdesk.ui.table.model import ALL_COLUMNS, ContactTable
from contactdesk.ui.table.view import ContactTableView


@pytest.fixture
def filled(workspace, loop):
    """The workspace with all contacts of two vendors in the index, and their ids in loading order."""

    async def fill():
        for vendor in ("close", "bland"):
            await workspace.sync.load_all(await workspace.sync.walk(workspace.account(vendor)))
        return await workspace.index.ids(Scope(), Order(), parse(""))

    workspace.ids = loop.run_until_complete(fill())
    return workspace


@pytest.fixture
def model(filled):
    labels = {account.id: account.label for account in filled.accounts}
    model = ContactTable(filled.index, labels.__getitem__)
    model.show_columns(ALL_COLUMNS)
    return model


@pytest.fixture
def view(model, qtbot):
    view = ContactTableView(model, place_of=lambda _account, column: column.path)
    qtbot.addWidget(view)
    view.resize(800, 400)
    view.show()
    return view


@pytest.fixture
def shuffled():
    """Puts ids in another order, always the same."""
    return lambda ids: array("i", sorted(ids, key=lambda i: (i * 7919) % 1009))
