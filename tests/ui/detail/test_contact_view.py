"""contactdesk.ui.detail.contact_view: when the widgets that show a contact are made."""

import subprocess
import sys

from contactdesk.search.query import parse
from contactdesk.ui.detail.contact_view import ContactView
from contactdesk.ui.detail.pane import DetailPane
from tests.ui.detail import shown_pane
from tests.ui.detail.shown_pane import show

# pytest finds a fixture by its name in the module of the test.
pane = shown_pane.pane

IMPORTED = """
import sys
from contactdesk.__main__ import load
load()
parts = ("detail.contact_view", "document.view", "detail.raw_view", "filters.fields")
print([part for part in parts if f"contactdesk.ui.{part}" in sys.modules])
"""


def view_in(pane):
    return pane.findChild(ContactView)


def test_startup_does_not_import_it():
    ran = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"


def test_empty_pane_does_not_make_it(pane):
    pane.set_query(parse("anna"))
    pane.clear()
    assert view_in(pane) is None


def test_make_soon_makes_it_once_when_idle(qtbot):
    pane = DetailPane()
    qtbot.addWidget(pane)
    pane.make_soon()
    assert view_in(pane) is None
    qtbot.waitUntil(lambda: view_in(pane) is not None)
    made = view_in(pane)
    pane.make_soon()
    show(pane)
    assert pane.findChildren(ContactView) == [made]


async def test_it_is_made_after_the_first_rows(pane_of, workspace, tmp_path, qtbot, until):
    window = pane_of(workspace, tmp_path, qtbot)
    assert view_in(window.browser.detail) is None
    await window.open(until, "bland")
    await until(lambda: view_in(window.browser.detail) is not None)
    assert not window.browser.detail.is_showing()


def test_query_set_before_the_first_contact_is_applied(pane, qtbot):
    pane.set_query(parse("ada"))
    show(pane, query="ada")
    qtbot.waitUntil(lambda: pane.hits.is_complete)
    assert view_in(pane).matched.isVisible()
