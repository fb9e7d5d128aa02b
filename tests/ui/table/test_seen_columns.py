"""contactdesk.history.columns: when a contact was noticed here, as columns on a real window."""

from PySide6.QtCore import Qt

from contactdesk.history.columns import FIRST_SEEN, LAST_CHANGE, SEEN_PATHS
from contactdesk.model import SEEN_COLUMNS
from tests.ui.changed_people import ChangedPeople, load, reload


def test_paths_are_those_of_the_columns():
    assert tuple(column.path for column in SEEN_COLUMNS) == SEEN_PATHS


async def test_columns_are_hidden_until_chosen_and_offered_for_contacts(pane, until):
    for vendor in "bland", "quo", None:
        await pane.open(until, vendor)
        header = pane.table.horizontalHeader()
        assert all(header.isSectionHidden(pane.column(path)) for path in SEEN_PATHS)


async def test_who_changed_last_is_sorted_first(pane, until, monkeypatch):
    people = ChangedPeople(pane.workspace.sandbox, monkeypatch)
    await load(pane, until, "quo")
    people.edit_each(quo={7: lambda record: record["defaultFields"].update(role="Baker")})
    await reload(pane, until, "quo")
    header = pane.table.horizontalHeader()
    for path in SEEN_PATHS:
        header.setSectionHidden(pane.column(path), False)
    header.setSortIndicator(pane.column(LAST_CHANGE), Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    changed, *others = pane.texts(LAST_CHANGE)
    assert changed
    assert not any(others)
    assert all(pane.texts(FIRST_SEEN))
    menu = pane.table.menu_at(pane.browser.table_model.index(0, pane.column(LAST_CHANGE)))
    same = [each.text() for each in menu.actions() if each.objectName() == "actionShowSame"]
    assert same == []
