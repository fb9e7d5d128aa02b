"""contactdesk.ui.search: suggestions, recent and saved searches, the search help; the counts of
contactdesk.ui.search.saved_searches,
contactdesk.ui.browser.saved_counts, contactdesk.ui.browser.background and contactdesk.index.search_counts."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.errors import IndexFileError
from contactdesk.text.numbering import load_plans
from contactdesk.ui.search import saved_searches
from contactdesk.ui.search.help import SearchHelp
from contactdesk.ui.search.name_dialog import NameDialog
from contactdesk.ui.search.saved_list import COUNT
from contactdesk.ui.search.suggestion_list import Suggestion
from contactdesk.ui.table.model import MATCHED
from contactdesk.userdata.searches import SavedSearch


def dialog(pane, kind):
    return next((d for d in pane.window.findChildren(kind) if d.isVisible()), None)


async def named(pane, until, name):
    """Types a name into the dialog that is open, and accepts it."""
    await until(lambda: dialog(pane, NameDialog))
    form = dialog(pane, NameDialog)
    form.field.setText(name)
    form.save_button.click()


async def focused(pane, until):
    pane.window.activateWindow()
    pane.window.actions_by_name["actionFindContacts"].trigger()
    await until(pane.window.search_field.hasFocus)
    return pane.window.search_field


async def test_numbering_plans_are_loaded_once_the_field_is_entered(pane, until):
    await pane.open(until, "opencx")
    pane.window.activateWindow()
    pane.table.setFocus()
    await until(pane.table.hasFocus)
    load_plans.cache_clear()
    await focused(pane, until)
    await until(lambda: load_plans.cache_info().currsize == 1)


async def test_search_becomes_recent_once_committed(pane, until):
    await pane.open(until, "opencx")
    field = await focused(pane, until)
    QTest.keyClicks(field, "okafor")
    assert pane.userdata.searches.recent() == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: pane.userdata.searches.recent() == ["okafor"])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.is_suggesting()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "okafor"
    await until(lambda: pane.rows and pane.is_still())
    pane.window.actions_by_name["actionForgetSearches"].trigger()
    await until(lambda: pane.userdata.searches.recent() == [])
    # Closing the window would add it again.
    assert field.text() == ""


async def test_search_is_saved_renamed_and_removed(pane, until, monkeypatch):
    await pane.open(until, "opencx")
    act, rows = pane.window.actions_by_name, pane.window.search_controller.saved_list
    act["actionSaveSearch"].trigger()
    assert dialog(pane, NameDialog) is None
    assert not rows.isVisible()
    pane.window.search_field.setText("okafor")
    act["actionSaveSearch"].trigger()
    await named(pane, until, " Okafor   family ")
    columns = pane.table.columns
    shown = (columns.columns()[logical].path for logical in columns.shown())
    saved = SavedSearch(
        "Okafor family",
        "okafor",
        pane.workspace.account("opencx"),
        sort="",
        columns=tuple(path for path in shown if path != MATCHED.path),
    )
    await until(lambda: pane.userdata.searches.saved() == [saved])
    await until(lambda: rows.isVisible())
    assert rows.name() == "Okafor family"
    assert pane.window.search_field.save_button.text() == "Saved as Okafor family"
    act["actionRenameSearch"].trigger()
    await named(pane, until, "Okafors")
    await until(lambda: pane.userdata.searches.saved() == [replace(saved, name="Okafors")])
    asked = []

    async def yes(*said, **_more):
        asked.append(said)
        return True

    monkeypatch.setattr(saved_searches.text, "ask", yes)
    act["actionRemoveSearch"].trigger()
    await until(lambda: not pane.userdata.searches.saved() and not rows.isVisible())
    assert "Okafors" in asked[0][2]
    await until(pane.is_still)


async def test_saved_search_runs_from_the_list(pane, until):
    await pane.userdata.searches.save(SavedSearch("Okafors", "okafor"))
    await pane.userdata.searches.save(SavedSearch("Zed", "zed"))
    await pane.open(until, "opencx")
    listed = pane.window.search_controller.saved_list
    pane.window.search_controller.saved.show()
    assert [listed.rows.item(n).text() for n in range(2)] == ["Okafors", "Zed"]
    assert listed.name() == ""
    listed.rows.setCurrentRow(0)
    listed.rows.itemActivated.emit(listed.rows.item(0))
    assert pane.window.search_field.text() == "okafor"
    await until(lambda: pane.rows and pane.is_still())
    assert pane.userdata.searches.recent() == ["okafor"]
    pane.window.search_field.setText("something else")
    assert listed.name() == ""
    await until(pane.is_still)


async def saved_in_filtered_account(pane, until):
    await pane.open(until, "askelephant")
    pane.browser.filters.filters_changed.emit({"search": "Okafor"})
    await until(lambda: pane.asked("askelephant") == 2 and pane.is_still())
    pane.window.search_field.setText("an")
    pane.window.actions_by_name["actionSaveSearch"].trigger()
    await named(pane, until, "Ans")
    await until(lambda: pane.userdata.searches.saved() and pane.is_still())


async def test_saved_search_comes_back_with_its_account_and_filters(pane, until):
    await saved_in_filtered_account(pane, until)
    rows, listed = pane.rows, pane.window.search_controller.saved_list
    assert listed.name() == "Ans"
    pane.browser.filters.filters_changed.emit({})
    await until(pane.is_still)
    assert listed.name() == ""
    await pane.open(until, "close")
    assert listed.name() == ""
    listed.chosen.emit("Ans")
    await until(pane.is_still)
    assert pane.rows == rows
    assert pane.browser.accounts.scope() == pane.workspace.account("askelephant")
    assert pane.browser.filters.filters == {"search": "Okafor"}
    assert pane.window.search_field.text() == "an"
    assert listed.name() == "Ans"


async def test_saved_search_is_suggested_with_its_account(pane, until):
    await saved_in_filtered_account(pane, until)
    pane.window.search_field.clear()
    await pane.open(until, "close")
    field = await focused(pane, until)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(pane.is_still)
    assert pane.browser.accounts.scope() == pane.workspace.account("askelephant")
    assert field.text() == "an"


async def test_saved_search_of_a_removed_account_says_so_and_searches_all(pane, until):
    await pane.open(until, "close")
    await pane.userdata.searches.save(SavedSearch("Old", "okafor", "gone", {"search": "a"}))
    pane.window.search_controller.saved_list.chosen.emit("Old")
    await until(lambda: pane.browser.accounts.scope() == "" and pane.is_still())
    assert "“Old” was removed" in pane.browser.notices.own[0].words
    assert pane.window.search_field.text() == "okafor"


def test_taken_name_warns_that_it_replaces(pane, qtbot):
    form = NameDialog("okafor", "", ["Office"], pane.window)
    form.open()
    assert form.field.text() == "okafor"
    assert form.save_button.isEnabled()
    form.field.setText("Office")
    assert form.note.text() == "This replaces the saved search with that name."
    form.field.setText("  ")
    assert not form.save_button.isEnabled()
    assert form.note.text() == ""
    form.reject()


async def test_failed_write_is_shown(pane, until, monkeypatch):
    await pane.open(until, "opencx")

    async def full(_search):
        raise IndexFileError("index-full")

    monkeypatch.setattr(pane.userdata.searches, "note", full)
    pane.window.search_field.setText("okafor")
    pane.window.search_field.committed.emit("okafor")
    await until(lambda: pane.browser.notices.own)
    assert "disk is full" in pane.browser.notices.own[0].words
    await until(pane.is_still)


async def test_fields_and_values_in_the_index_are_suggested(pane, until):
    await pane.open(until)
    field = await focused(pane, until)
    QTest.keyClicks(field, "acc")
    await until(field.is_suggesting)
    assert field.suggestions.item(0).text() == "account:"
    assert field.suggestions.suggestion(0).meaning
    said = field.suggestions.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"account:, {field.suggestions.suggestion(0).meaning}"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "account:"
    await until(field.is_suggesting)
    QTest.keyClicks(field, "bl")
    await until(lambda: [o.text for o in shown(field)] == ['account:"Bland AI"'])
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == 'account:"Bland AI"'
    await until(lambda: pane.is_still() and pane.rows == 200)
    assert pane.status.startswith("200 matches in the 500 loaded so far")
    QTest.keyClicks(field, " has:mem")
    await until(lambda: [o.text for o in shown(field)] == ['account:"Bland AI" has:memory'])
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == 'account:"Bland AI" has:mem'
    await until(pane.is_still)
    pane.window.search_controller._on_suggestions(
        ("something old", [Suggestion("field", "name:", "name:")])
    )
    assert not field.is_suggesting()


def shown(field):
    return [field.suggestions.suggestion(row) for row in range(field.suggestions.count())]


async def test_completion_in_the_middle_keeps_the_text_around_it(pane, until):
    from contactdesk.ui.search.suggestions import suggest

    await pane.open(until, "bland")
    (found,) = await suggest(pane.workspace.index, "anna comp berlin", 9)
    assert found.text == "anna company: berlin"
    assert found.text[: found.cursor] == "anna company:"
    assert await suggest(pane.workspace.index, "company:", 7) == []
    assert await suggest(pane.workspace.index, "anna ", 5) == []


async def test_search_terms_are_not_in_the_settings(pane, until):
    await pane.open(until, "opencx")
    pane.window.search_field.setText("canary7f3e")
    pane.window.search_field.committed.emit("canary7f3e")
    await pane.userdata.searches.save(SavedSearch("canary7f3e", "canary7f3e"))
    await until(pane.is_still)
    pane.window.close()
    pane.settings.flush()
    written = content(pane.settings._file.fileName())
    assert "geometry" in written
    assert "canary7f3e" not in written


def content(name):
    return Path(name).read_text("utf-8")


async def test_help_lists_examples_and_tries_one(pane, until):
    await pane.open(until, "opencx")
    pane.window.actions_by_name["actionShowSearchHelp"].trigger()
    help_dialog = dialog(pane, SearchHelp)
    assert help_dialog is not None
    assert help_dialog.tree.topLevelItemCount() > 0
    item = help_dialog.tree.topLevelItem(0)
    help_dialog.tree.setCurrentItem(item)
    help_dialog.try_button.click()
    assert pane.window.search_field.text() == item.data(0, Qt.ItemDataRole.UserRole)
    assert not help_dialog.isVisible()
    await until(pane.is_still)


def counts(pane):
    rows = pane.window.search_controller.saved_list.rows
    return {rows.item(i).text(): rows.item(i).data(COUNT) for i in range(rows.count())}


async def test_saved_search_shows_how_many_contacts_it_finds_now(pane, until):
    await pane.open(until, "opencx")
    account = pane.workspace.account("opencx")
    loaded = pane.workspace.index.counts()[account]
    searches = pane.userdata.searches
    await searches.save(
        SavedSearch("All", "-okaforzzz", account),
        SavedSearch("None", "okaforzzz"),
        SavedSearch("Gone", "a", "removed account"),
    )
    pane.window.search_controller.forget_recent()
    await until(lambda: counts(pane).get("None") == "0")
    assert counts(pane)["All"] == str(loaded)
    assert counts(pane)["Gone"] == ""
    tip = pane.window.search_controller.saved_list.rows.item(0).toolTip()
    assert f"{loaded} matches in {loaded} contacts loaded so far" in tip


async def test_saved_search_brings_its_columns_and_order(pane, until):
    await pane.open(until, "bland")
    columns, header = pane.table.columns, pane.table.horizontalHeader()
    paths = [column.path for column in columns.columns()]
    columns.set_shown(paths.index("email"), True)
    columns.set_shown(paths.index("phone"), False)
    header.setSortIndicator(paths.index("name"), Qt.SortOrder.DescendingOrder)
    field = pane.window.search_field
    field.setText("a")
    await until(lambda: pane.rows and pane.is_still())
    pane.window.actions_by_name["actionSaveSearch"].trigger()
    await named(pane, until, "By name")
    await until(pane.userdata.searches.saved)
    (saved,) = pane.userdata.searches.saved()
    assert (saved.sort, saved.descending) == ("name", True)
    assert "email" in saved.columns
    assert "phone" not in saved.columns
    field.clear()
    columns.reset()
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    await until(pane.is_still)
    pane.browser.open_saved(replace(saved, columns=(*saved.columns, "$.gone")))
    await until(lambda: field.text() == "a" and pane.rows and pane.is_still())
    shown = (columns.columns()[i].path for i in columns.shown())
    assert tuple(path for path in shown if path != MATCHED.path) == saved.columns
    assert columns.sorted_by()[0].path == "name"
    assert columns.sorted_by()[1]
