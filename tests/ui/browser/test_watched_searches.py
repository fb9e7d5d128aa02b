"""contactdesk.ui.browser.watched_searches: what is told, and what is not."""

from PySide6.QtGui import QAction

from contactdesk.userdata.searches import SavedSearch


async def saved(pane, until, **options):
    """A saved search in All contacts, watched unless said otherwise; what is told about it."""
    await pane.userdata.searches.save(SavedSearch("Hot", "a", "", watched=True, **options))
    told = []
    pane.browser.background.watched.grew.connect(lambda name, more: told.append((name, more)))
    return told


def counted(pane, count):
    pane.browser.background.saved_counts.counted.emit({"Hot": count})


async def test_growth_after_a_refresh_is_told_once(pane, until):
    told = await saved(pane, until)
    counted(pane, 3)
    pane.loading.refreshed.emit()
    counted(pane, 5)
    assert told == [("Hot", 2)]
    counted(pane, 9)
    assert told == [("Hot", 2)]


async def test_fewer_or_as_many_are_not_told(pane, until):
    told = await saved(pane, until)
    for count in (3, 3, 1):
        counted(pane, count)
        pane.loading.refreshed.emit()
    counted(pane, 1)
    assert told == []


async def test_first_count_and_a_search_saved_anew_are_not_told(pane, until):
    told = await saved(pane, until)
    pane.loading.refreshed.emit()
    counted(pane, 5)
    await pane.userdata.searches.save(SavedSearch("Hot", "b", "", watched=True))
    pane.loading.refreshed.emit()
    counted(pane, 50)
    assert told == []


async def test_search_that_is_not_watched_is_not_told(pane, until):
    told = await saved(pane, until)
    await pane.userdata.searches.watch("Hot", False)
    counted(pane, 3)
    pane.loading.refreshed.emit()
    counted(pane, 5)
    assert told == []


async def test_list_and_menu_turn_it_on_and_off(pane, until):
    await pane.open(until, "opencx")
    await pane.userdata.searches.save(SavedSearch("Hot", "a", pane.workspace.account("opencx")))
    controller = pane.window.search_controller
    controller.forget_recent()
    rows = controller.saved_list.rows
    await until(lambda: rows.count() == 1)
    rows.setCurrentRow(0)
    (action,) = [a for a in rows.actions() if a.objectName() == "actionNotifyMe"]
    assert isinstance(action, QAction)
    assert not action.isChecked()
    action.trigger()
    await until(lambda: pane.userdata.searches.saved()[0].watched)
    command = pane.window.actions_by_name["actionWatchSearch"]
    rows.itemClicked.emit(rows.item(0))
    await until(lambda: pane.window.search_field.text() == "a" and pane.is_still())
    assert command.isChecked()
    assert action.isChecked()
    # Saved anew with other columns, it stays watched; so it does under another name.
    await pane.userdata.searches.rename("Hot", "Warm")
    assert controller.saved.is_watched("Warm")
    command.trigger()
    await until(lambda: not pane.userdata.searches.saved()[0].watched)
    assert not command.isChecked()
