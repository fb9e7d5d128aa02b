"""contactdesk.ui.changes.page: what changed between refreshes, in a window on the sandbox.

Its parts: contactdesk.ui.changes.model, contactdesk.ui.changes.view, contactdesk.ui.changes.actions,
contactdesk.ui.table.list_rows.
"""

import pytest

from contactdesk.ui.changes import columns
from tests.ui.changed_people import ChangedPeople, load, reload
from tests.ui.pages_harness import column, entry, show

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def people(pane, monkeypatch):
    return ChangedPeople(pane.workspace.sandbox, monkeypatch)


def renamed(number, name):
    """Gives the contact with this number at OpenCX another name."""

    def change(record, seen=[]):  # noqa: B006
        if record["id"] not in seen:
            seen.append(record["id"])
        if seen.index(record["id"]) == number:
            record["name"] = name
        return record

    return change


async def show_changes(pane, until):
    page = pane.browser.pages.current()
    pane.window.actions_by_name["actionShowChanges"].trigger()
    page = pane.browser.pages.current()
    await until(pane.is_still)
    return page


async def test_first_load_is_no_change_and_the_page_says_from_when_on(pane, until):
    await load(pane, until, "opencx")
    page = await show_changes(pane, until)
    assert page.model.rowCount() == 0
    assert page.empty.title() == "No changes"
    assert entry(pane, "Changes")[1:] == ("", "none yet")


async def test_changed_contact_is_a_row_by_day_and_account(pane, until, people):
    await load(pane, until, "opencx", "quo")
    people.edit("opencx", renamed(3, "Renata Obi"))
    await reload(pane, until, "opencx", "quo")
    page = await show(pane, until, "actionShowChanges")
    assert column(page, columns.NAME) == ["Renata Obi"]
    assert column(page, columns.WHAT) == ["Name changed"]
    assert column(page, columns.DAY) == ["Today"]
    assert column(page, columns.ACCOUNT) == ["OpenCX"]
    await until(lambda: entry(pane, "Changes")[1] == "1")
