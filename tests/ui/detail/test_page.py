"""contactdesk.ui.detail.page: the parts that show a contact, and when they are made."""

import subprocess
import sys

from contactdesk.search.query import parse
from contactdesk.ui.detail.page import ContactPage
from contactdesk.ui.detail.pane import DetailPane
from tests.ui.detail import shown_pane
from tests.ui.detail.shown_pane import show

# pytest finds a fixture by its name in the module of the test.
pane = shown_pane.pane

IMPORTED = """
import sys
from contactdesk.__main__ import load
load()
parts = ("contact_page", "detail_view", "raw_view", "filter_fields")
print([part for part in parts if f"contactdesk.ui.{part}" in sys.modules])
"""


def page_in(pane):
    return pane.findChild(ContactPage)


def test_no_start_waits_for_it():
    ran = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"


def test_an_empty_pane_does_without_it(pane):
    pane.set_query(parse("anna"))
    pane.clear()
    assert page_in(pane) is None


def test_it_is_made_when_there_is_nothing_else_to_do(qtbot):
    pane = DetailPane()
    qtbot.addWidget(pane)
    pane.make_soon()
    assert page_in(pane) is None
    qtbot.waitUntil(lambda: page_in(pane) is not None)
    made = page_in(pane)
    pane.make_soon()
    show(pane)
    assert pane.findChildren(ContactPage) == [made]


async def test_it_is_made_after_the_first_rows(pane_of, office, tmp_path, qtbot, until):
    window = pane_of(office, tmp_path, qtbot)
    assert page_in(window.browser.detail) is None
    await window.open(until, "bland")
    await until(lambda: page_in(window.browser.detail) is not None)
    assert not window.browser.detail.is_showing()


def test_a_query_of_before_is_marked_in_it(pane, qtbot):
    pane.set_query(parse("ada"))
    show(pane, query="ada")
    qtbot.waitUntil(lambda: pane.hits.is_whole)
    assert page_in(pane).matched.isVisible()
