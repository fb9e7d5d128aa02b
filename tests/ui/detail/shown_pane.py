"""A detail pane in its own window, and helpers that fill it and read it."""

import json

import pytest

from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.document.sectioned_view import SectionedView
from tests.ui.detail.detail_records import RECORD, contact, provider


@pytest.fixture
def pane(qtbot):
    made = DetailPane()
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    return made


def show(pane, raw=RECORD, query="", account="Support EU", malformed="", vendor=None):
    vendor = vendor or provider()
    pane.show_contact(
        account, vendor, contact(raw), json.dumps(raw).encode(), parse(query), malformed
    )


def text_of(view):
    """All of a document, also what is still to be written."""
    if isinstance(view, SectionedView):
        view.write_all()
    return view.toPlainText()


def choose(pane, at):
    pane.tabs.tabBarClicked.emit(at)


def search(pane, qtbot, text):
    pane.set_query(parse(text))
    qtbot.waitUntil(lambda: pane.hits.is_complete)
