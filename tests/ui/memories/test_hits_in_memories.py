"""Hits of the window's search inside memories, in the real pane: stepped to, unfolded, marked."""

import json

import pytest

from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from tests.ui.memories.rich_record import BLAND, RECORD


@pytest.fixture
def detail(qtbot):
    made = DetailPane()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "stops"),
    [
        ("hull", ["Lost in Hull"]),
        ("swift", ["Swift"]),
        ("missing", ["The parcel for order-7731 is still missing."] * 2),
        ("web", ["support · 15:00 · Web"]),
        ("m-2", ["m-2"]),
        ("assistant", ["…e771 · 15:02", "support · 15:00 · Web"]),
    ],
)
def test_each_hit_is_stepped_to_in_its_memory(detail, qtbot, zone, typed, stops):
    zone("UTC")
    contact = BLAND.contact(RECORD)
    raw = json.dumps(RECORD).encode()
    detail.show_contact("Support", BLAND, contact, raw, parse(typed))
    qtbot.waitUntil(lambda: detail.hits.is_complete and bool(detail.hits.places))
    found = []
    while detail.step_hit(1):
        view = detail.tabs.memories.page.view
        found.append(view.textCursor().block().text())
        assert view.extraSelections()
    assert found == stops
