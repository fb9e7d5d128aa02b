"""contactdesk.ui.browser.people_view: people in the window, on the sandbox's vendors."""

import csv
import json

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from contactdesk.ui.browser.saved_counts import as_saved
from contactdesk.ui.filters.quick_filters import PEOPLE_CONDITIONS
from contactdesk.ui.table.column_state import View
from contactdesk.ui.window.export_dialog import ExportDialog
from contactdesk.userdata.keys import PEOPLE
from tests.ui.pages_harness import entry
from tests.ui.people_harness import counted, ids, person_of_several, show_people

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


async def test_entry_is_right_below_all_contacts_and_says_in_how_many_contacts(pane, until):
    await pane.open(until)
    await counted(pane, until)
    row, count, state = entry(pane, "People")
    assert row == 1
    assert int(count) == pane.browser.people.counts.counts.people
    loaded = sum(pane.workspace.index.counts().values())
    assert state == f"in {loaded} loaded contacts"
    index = pane.browser.accounts.model().index(row, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "People"


async def test_table_of_people_has_a_row_a_person_and_its_own_name(pane, until):
    await show_people(pane, until, whole=True)
    index = pane.workspace.index
    found = await index.ids(Scope(people=True), Order(), parse(""))
    assert sorted(ids(pane)) == sorted(found)
    contacts = sum(index.counts().values())
    assert pane.rows < contacts
    assert (pane.table.objectName(), pane.table.accessibleName()) == ("peopleTable", "People")
    assert pane.status == f"{pane.rows} people in {contacts} contacts"
    assert pane.window.search_field.placeholderText() == "Search people"
    assert pane.browser.people.counts.counts.people == pane.rows
    hint = pane.browser.detail.findChild(object, "nothingShown")
    assert hint.text() == "Select a person"
    await pane.open(until)
    assert hint.text() == "Select a contact"
    assert (pane.table.objectName(), pane.table.accessibleName()) == ("contactTable", "Contacts")
    assert pane.window.search_field.placeholderText() == "Search loaded contacts"


async def test_row_shows_vendors_and_number_of_contacts(pane, until):
    await show_people(pane, until)
    row = person_of_several(pane, 5)
    titles = [pane.browser.context.vendor_title(a.provider) for a in pane.workspace.accounts]
    model = pane.browser.table_model
    assert model.text_at(row, pane.column("person.vendors")) == ", ".join(titles)
    assert int(model.text_at(row, pane.column("person.contacts"))) >= 5


async def test_people_load_more_while_somebody_scrolls(pane, until):
    await show_people(pane, until)
    asked, rows = pane.asked(), pane.rows
    pane.table.scrollToBottom()
    await until(lambda: pane.asked() > asked and pane.is_still() and pane.rows > rows)
    found = await pane.workspace.index.ids(Scope(people=True), Order(), parse(""))
    assert ids(pane) == found.tolist()


async def test_search_finds_a_person_by_any_contact(pane, until):
    await show_people(pane, until, whole=True)
    index, row = pane.workspace.index, person_of_several(pane)
    person = pane.browser.table_model.id_at(row)
    others = (await index.people.members(person))[1:]
    account_id, vendor_id = index.keys([others[-1]])[0]
    pane.window.search_field.setText(f'id:"{vendor_id}"')
    await until(lambda: pane.rows == 1 and pane.is_still())
    assert ids(pane) == [person]
    assert pane.status.startswith("1 matching person in ")
    matched = pane.browser.table_model.text_at(0, pane.column("matched"))
    assert matched.endswith(f" · {pane.browser.context.account_words(account_id)}")


async def test_search_without_hits_names_the_contacts_that_were_searched(pane, until):
    await show_people(pane, until)
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    assert pane.status.startswith("0 matching people in ")
    assert pane.status.endswith("contacts loaded so far")
    assert "loaded so far" in pane.browser.empty._title.text()


async def test_chosen_person_is_shown_by_the_own_contact(pane, until):
    await show_people(pane, until)
    row = person_of_several(pane)
    pane.table.go_to_row(row)
    await until(pane.browser.detail.is_showing)
    assert pane.browser.shown_contact.row_id == pane.browser.table_model.id_at(row)


async def test_chips_are_those_of_people(pane, until):
    await show_people(pane, until)
    chips = pane.browser.quick_filters.chips
    assert {each for each, chip in chips.items() if chip.isVisible()} == set(PEOPLE_CONDITIONS)
    assert pane.browser.people.button.isVisible()
    QTest.mouseClick(chips["in:>1"], Qt.MouseButton.LeftButton)
    assert pane.window.search_field.text() == "in:>1"
    await until(lambda: pane.rows and pane.is_still())
    assert pane.table.isColumnHidden(pane.column("matched"))
    assert all(len(pane.browser.table_model.vendors_at(row)) > 1 for row in range(pane.rows))
    chips["in:1"].setFocus()
    QTest.keyClick(chips["in:1"], Qt.Key.Key_Space)
    assert pane.window.search_field.text() == "in:1"
    await until(lambda: pane.rows and pane.is_still())
    assert all(len(pane.browser.table_model.vendors_at(row)) == 1 for row in range(pane.rows))
    await pane.open(until, "bland")
    assert not pane.browser.people.button.isVisible()
    assert not any(chips[each].isVisible() for each in PEOPLE_CONDITIONS)


async def test_each_number_of_who_is_where_is_what_its_search_finds(pane, until):
    await pane.open(until)
    await counted(pane, until)
    pane.window.actions_by_name["actionCompareVendors"].trigger()
    await until(lambda: pane.rows and pane.is_still())
    panel = pane.browser.people.where
    assert pane.browser.accounts.is_people()
    assert panel.isVisible()
    index = pane.workspace.index
    for cell in panel.cells.values():
        found = await index.ids(Scope(people=True), Order(), parse(cell.search()))
        assert cell.text() == str(len(found)), cell.search()
    cell = panel.cells["bland", "close"]
    QTest.keyClick(cell, Qt.Key.Key_Space)
    assert pane.window.search_field.text() == "in:bland -in:close"
    await until(lambda: pane.rows == int(cell.text()) and pane.is_still())


async def test_people_have_columns_and_a_place_of_their_own(pane, until):
    await pane.open(until)
    pane.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    await show_people(pane, until)
    assert pane.table.columns.sorted_by() == (None, False)
    contacts = pane.column("person.contacts")
    pane.table.horizontalHeader().setSortIndicator(contacts, Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    counts = [int(each) for each in pane.texts("person.contacts")]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1
    pane.table.go_to_row(7)
    chosen = pane.table.current_id()
    await pane.open(until)
    assert pane.table.columns.sorted_by()[0].path == "name"
    await show_people(pane, until)
    assert pane.table.columns.sorted_by()[0].path == "person.contacts"
    assert pane.table.current_id() == chosen
    assert pane.settings.text("account") == PEOPLE


async def test_people_are_shown_again_in_another_window_on_the_same_profile(
    workspace, tmp_path, qtbot, pane_of, until
):
    first = pane_of(workspace, tmp_path, qtbot)
    await show_people(first, until)
    first.table.go_to_row(5)
    chosen, store = first.table.current_id(), first.userdata
    first.window.close()
    first.end()
    second = pane_of(workspace, tmp_path, qtbot, store)
    second.browser.accounts.choose(second.settings.text("account"))
    await until(lambda: second.rows and second.is_still())
    assert second.table.objectName() == "peopleTable"
    assert second.table.current_id() == chosen


async def test_saved_search_is_run_among_people_again(pane, until):
    await show_people(pane, until)
    pane.window.search_field.setText("in:close")
    await until(lambda: pane.rows and pane.is_still())
    made = as_saved("in:close", pane.browser.request()[0], View("", False, ("name", "email")))
    assert made.account == PEOPLE
    await pane.userdata.searches.save(replace(made, name="At Close"))
    controller = pane.window.search_controller
    controller.saved.show_name()
    assert controller.saved.name_shown() == "At Close"
    await pane.open(until)
    controller.saved.show_name()
    assert controller.saved.name_shown() == ""
    pane.browser.saved.chosen.emit("At Close")
    await until(lambda: pane.browser.accounts.is_people() and pane.rows and pane.is_still())
    assert pane.window.search_field.text() == "in:close"
    assert pane.table.objectName() == "peopleTable"
    assert [each.path for each in pane.table.columns_to_copy()] == ["name", "email"]


async def test_value_search_from_people_stays_among_people(pane, until):
    await show_people(pane, until)
    pane.table.search_wanted.emit("in:bland")
    await until(lambda: pane.rows and pane.is_still())
    assert pane.browser.accounts.is_people()
    assert pane.window.search_field.text() == "in:bland"


async def test_one_account_without_linked_contacts_has_no_list_of_people(
    workspace, tmp_path, qtbot, pane_of, until
):
    for account in list(workspace.accounts)[1:]:
        workspace.accounts.remove(account.id)
    alone = pane_of(workspace, tmp_path, qtbot)
    await alone.open(until)
    await counted(alone, until)
    linked = alone.browser.people.counts.counts.people < sum(workspace.index.counts().values())
    assert (entry(alone, "People") is not None) == linked
    assert alone.window.actions_by_name["actionShowPeople"].isEnabled() == linked


async def test_copied_person_has_the_best_of_each_column_and_all_records(pane, until):
    await show_people(pane, until, whole=True)
    row, act = person_of_several(pane, 3), pane.window.actions_by_name
    pane.table.go_to_row(row)
    person = pane.table.current_id()
    act["actionCopySelection"].trigger()
    titles, cells = (line.split("\t") for line in clipboard().split("\n"))
    copied = dict(zip(titles, cells, strict=True))
    (best,) = pane.workspace.index.people.rows([person])
    assert copied["Contacts"] == str(best.contacts)
    assert copied["E-mail"] == best.best["email"][0]
    vendors = pane.browser.table_model.text_at(row, pane.column("person.vendors"))
    assert copied["Vendors"] == vendors
    assert pane.window.statusBar().currentMessage() == "Copied 1 person"
    act["actionCopyJson"].trigger()
    index = pane.workspace.index
    records = [json.loads(index.stored(each).raw) for each in await index.people.members(person)]
    assert json.loads(clipboard()) == records


def clipboard():
    return QGuiApplication.clipboard().text()


async def test_exported_people_are_a_row_each_or_all_their_contacts(pane, until, tmp_path):
    await show_people(pane, until, whole=True)
    pane.window.search_field.setText("in:>2")
    await until(lambda: pane.rows and pane.is_still())
    people = ids(pane)
    contacts = await pane.workspace.index.people.contacts(people)
    dialog = export_dialog(pane)
    assert dialog.windowTitle() == "Export people"
    assert scope_words(dialog) == f"{len(people)} people"
    assert dialog.rows_words(2) == "2 people"
    rows = await exported(dialog, tmp_path / "people.csv", until)
    assert len(rows) == len(people)
    (first,) = pane.workspace.index.people.rows(people[:1])
    assert rows[0]["Name"] == first.best["name"][0]
    assert all(int(row["Contacts"]) > 2 for row in rows)

    dialog = export_dialog(pane)
    box = dialog.findChild(QComboBox, "exportRows")
    box.setCurrentIndex(box.findData("contact"))
    assert scope_words(dialog).endswith("all contacts of each person, also of other accounts")
    assert dialog.rows_words(2) == "2 contacts"
    rows = await exported(dialog, tmp_path / "contacts.csv", until)
    assert len(rows) == len(contacts)
    assert len({row["Person"] for row in rows}) == len(people)
    assert "Contacts" not in rows[0]


def export_dialog(pane):
    dialog = ExportDialog(
        pane.browser.context,
        pane.browser.table_model.ids(),
        [],
        pane.browser.extent(),
        pane.window,
        columns=pane.table.columns_to_copy(),
        people=True,
    )
    box = dialog.findChild(QComboBox, "exportFormat")
    box.setCurrentIndex(box.findData("csv"))
    dialog.open()
    return dialog


def scope_words(dialog):
    return dialog.findChild(QLabel, "exportScope").text()


async def exported(dialog, out, until):
    done = []
    dialog.written.connect(lambda *what: done.append(what))
    dialog.write_to(out)
    await until(lambda: done)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done[0][0] == len(rows)
    return rows


async def test_chosen_person_stays_chosen_when_another_contact_becomes_their_own(pane, until):
    await show_people(pane, until)
    row, index = person_of_several(pane), pane.workspace.index
    pane.table.go_to_row(row)
    await until(pane.browser.detail.is_showing)
    own, other = (await index.people.members(pane.table.current_id()))[:2]
    pane.table.verticalScrollBar().setValue((row + 1) * pane.table.rowHeight(0) + 7)
    top = pane.table.top_row()

    def swap():
        with index.file.writer.connection as connection:
            connection.execute("UPDATE link SET person = ? WHERE person = ?", (other, own))
            connection.execute("UPDATE link SET contact = ? WHERE contact = ?", (own, other))
            connection.execute("UPDATE person SET id = ? WHERE id = ?", (other, own))

    await index.file.write(swap)
    pane.browser.rows.load_soon()
    await until(lambda: pane.table.current_id() == other and pane.is_still())
    assert pane.browser.shown_contact.row_id == other
    assert pane.table.top_row() == top
    key = index.keys([own])[0]
    assert pane.browser.places._row_id(key) == other
