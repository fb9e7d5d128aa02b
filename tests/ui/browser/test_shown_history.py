"""contactdesk.ui.browser.shown_history: the tab History follows the shown contact."""

import pytest

from contactdesk.ui.detail.offered_tabs import HISTORY
from tests.ui.changed_people import ChangedPeople, load, reload


@pytest.fixture
def people(pane, monkeypatch):
    return ChangedPeople(pane.workspace.sandbox, monkeypatch)


def name_in(pane):
    return pane.browser.history.tab.differences.as_text()


async def test_history_follows_the_chosen_contact(pane, until, people):
    await load(pane, until, "opencx")
    people.edit_each(opencx={n: lambda r, n=n: r.update(name=f"New {n}") for n in range(3)})
    await reload(pane, until, "opencx")
    rows = [pane.texts("name").index(f"New {n}") for n in range(3)]
    pane.table.go_to_row(rows[0])
    await until(lambda: pane.browser.shown_contact.key is not None)
    assert pane.browser.history.tab is None
    assert pane.browser.detail.tabs.open(HISTORY)
    for number, row in enumerate(rows):
        pane.table.go_to_row(row)
        await until(lambda n=number: f"+ New {n}" in name_in(pane))
    await until(pane.is_still)


async def test_change_of_the_shown_contact_is_added_to_its_history(pane, until, people):
    await load(pane, until, "opencx")
    pane.table.go_to_row(0)
    await until(lambda: pane.browser.shown_contact.key is not None)
    pane.browser.detail.tabs.open(HISTORY)
    tab = pane.browser.history.tab
    await until(lambda: len(tab.versions.versions()) == 1)
    people.edit_each(opencx={n: lambda r: r.update(name="Someone else") for n in range(200)})
    await reload(pane, until, "opencx")
    await until(lambda: len(tab.versions.versions()) == 2)
    # Who looks at the newest version looks at the new one now; an older one stays.
    await until(lambda: tab.versions.pair()[1].since is not None)
    tab.versions.choose(1)
    tab.show_contact(*pane.browser.shown_contact.key, pane.workspace.providers["opencx"])
    await until(lambda: not tab.is_busy)
    assert tab.versions.pair()[1] == tab.versions.versions()[1]
    await until(pane.is_still)
