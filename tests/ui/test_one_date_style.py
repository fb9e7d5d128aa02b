"""A date reads the same in the table, the details, what is copied from them, and Markdown."""

import json

import pytest
from PySide6.QtCore import QLocale

from contactdesk.export.markdown import escaped, page
from contactdesk.index import Order, Scope
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.providers import all_providers
from contactdesk.records.blocks import overview
from contactdesk.search.query import parse
from contactdesk.ui.document.plain_text import block_text
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.wording import clock_words
from contactdesk.ui.table.model import ContactTable

RAW = {
    "id": "q",
    "createdAt": "2025-01-20T02:30:00.000Z",
    "updatedAt": "2025-07-20T02:30:00.000Z",
    "customFields": [
        {"name": "Renewal", "key": "r", "type": "date", "value": "2025-09-03T00:00:00.000Z"}
    ],
}
SAID = {
    "America/New_York": {
        "C": ("2025-01-19 21:30", "2025-07-19 22:30", "2025-09-03"),
        "en_US": (
            "Jan 19, 2025, 9:30 PM",
            "Jul 19, 2025, 10:30 PM",
            "Sep 3, 2025",
        ),
        "de_DE": ("19. Jan. 2025, 21:30", "19. Juli 2025, 22:30", "3. Sept. 2025"),
    },
    "Australia/Sydney": {
        "C": ("2025-01-20 13:30", "2025-07-20 12:30", "2025-09-03"),
        "en_US": (
            "Jan 20, 2025, 1:30 PM",
            "Jul 20, 2025, 12:30 PM",
            "Sep 3, 2025",
        ),
        "de_DE": ("20. Jan. 2025, 13:30", "20. Juli 2025, 12:30", "3. Sept. 2025"),
    },
}


def plain(text):
    """With plain spaces for the ones that do not break."""
    return text.replace("\u202f", " ")


@pytest.fixture
def locale():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize("where", SAID)
@pytest.mark.parametrize("name", ["C", "en_US", "de_DE"])
async def test_one_date_style(workspace, qtbot, zone, locale, where, name):
    zone(where)
    locale(name)
    quo, index = all_providers()["quo"], workspace.index
    body = json.dumps({"data": [RAW], "totalItems": 1, "nextPageToken": None}).encode()
    await index.write_page(await index.listing("a"), quo, body)
    created, updated, renewal = SAID[where][name]
    blocks = overview(quo, RAW)
    table = ContactTable(index, lambda _account: "")
    table.show_columns((CONTACT_COLUMNS["created_at"], CONTACT_COLUMNS["updated_at"]))
    table.show_ids(await index.ids(Scope(), Order(), parse("")))
    assert (table.text_at(0, 0), table.text_at(0, 1)) == (created, updated)
    view = DocumentView()
    qtbot.addWidget(view)
    view.show_blocks(blocks)
    copied = "\n".join(map(block_text, blocks))
    written = page(quo, "Phones", quo.contact(RAW), local_formats())
    for said in (created, updated, renewal):
        assert said in plain(view.toPlainText())
        assert said in plain(copied)
        assert escaped(said) in plain(written)
    assert plain(clock_words(1737340200)) == created
