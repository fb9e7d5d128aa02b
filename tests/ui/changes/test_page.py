"""contactdesk.ui.changes.page: what changed between refreshes, in a window on the sandbox.

Its parts: contactdesk.ui.changes.model, contactdesk.ui.changes.view, contactdesk.ui.changes.actions,
contactdesk.ui.changes.filter_bar, contactdesk.ui.changes.export_dialog,
contactdesk.ui.kit.list_export, contactdesk.ui.table.list_rows, contactdesk.ui.table.list_view,
contactdesk.ui.table.list_model, contactdesk.ui.table.list_page,
contactdesk.ui.table.list_actions, contactdesk.ui.table.menu_table, contactdesk.ui.kit.filter_bar,
contactdesk.ui.kit.unread_changes, contactdesk.ui.kit.unread_dot,
contactdesk.ui.kit.filter_field, contactdesk.ui.kit.contact_places.
"""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from contactdesk.ui.changes import columns
from contactdesk.ui.changes.export_dialog import ChangesExportDialog
from contactdesk.ui.changes.filter_bar import ChangeFilter
from contactdesk.userdata.looks import Look
from tests.ui.changed_people import ChangedPeople, load, reload
from tests.ui.pages_harness import column, entry

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

HOSTILE = '<b>bold</b> <img src="file:///etc/passwd">\u202e\x00\n' + "x" * 5_000


@pytest.fixture
def people(pane, monkeypatch):
    return ChangedPeople(pane.workspace.sandbox, monkeypatch)


async def show_changes(pane, until):
    pane.window.actions_by_name["actionShowChanges"].trigger()
    page = pane.browser.pages.current()
    await until(lambda: pane.is_still() and page.status()[0])
    return page


async def changed(pane, until, people, **edits):
    """Loads two vendors, then reads them again after the edits; the page."""
    await load(pane, until, "opencx", "quo")
    people.edit_each(**edits)
    await reload(pane, until, "opencx", "quo")
    return await show_changes(pane, until)


def rename(name):
    return lambda record: record.update(name=name)


def set_company(record):
    record["defaultFields"]["company"] = "Acme"


async def test_first_load_is_no_change_and_the_page_says_from_when_on(pane, until):
    await load(pane, until, "opencx")
    page = await show_changes(pane, until)
    assert page.model.rowCount() == 0
    assert page.empty.title() == "No changes"
    assert "from the second refresh on" in page.empty.findChild(object, "emptyHint").text()
    assert entry(pane, "Changes")[1:] == ("", "none yet")


async def test_changed_contacts_are_rows_by_day_and_account(pane, until, people):
    page = await changed(
        pane, until, people, opencx={3: rename("Renata Obi")}, quo={1: set_company}
    )
    named = dict(zip(column(page, columns.NAME), column(page, columns.WHAT), strict=True))
    assert named["Renata Obi"] == "Name changed"
    assert "Company changed" in named.values()
    assert set(column(page, columns.DAY)) == {"Today"}
    assert column(page, columns.ACCOUNT) == ["OpenCX", "Quo"]
    assert (page.table.objectName(), page.table.accessibleName()) == ("changesTable", "Changes")
    await until(lambda: entry(pane, "Changes")[1] == "2")
    index = page.model.index(0, page.model.lead)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Unread, Renata Obi, Name changed, OpenCX, ")


async def test_new_and_gone_contacts_are_said_in_words(pane, until, people):
    await load(pane, until, "opencx")
    people.edit_each(opencx={5: lambda _record: False})
    await reload(pane, until, "opencx")
    await reload(pane, until, "opencx")
    people.edit_each(opencx={5: lambda _record: True})
    await reload(pane, until, "opencx")
    page = await show_changes(pane, until)
    assert column(page, columns.WHAT) == ["New", "Gone"]
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("gone"))
    await until(lambda: column(page, columns.WHAT) == ["Gone"] and pane.is_still())


async def test_gone_contact_shows_its_last_record_and_says_so(pane, until, people):
    await load(pane, until, "opencx")
    people.edit_each(opencx={5: rename("Last Name")})
    await reload(pane, until, "opencx")
    people.edit_each(opencx={5: lambda _record: False})
    await reload(pane, until, "opencx")
    await reload(pane, until, "opencx")
    page = await show_changes(pane, until)
    await until(lambda: column(page, columns.WHAT)[:1] == ["Gone"] and pane.is_still())
    page.table.setFocus()
    page.table.go_to_row(0)
    view = pane.browser.detail.view
    await until(lambda: view.gone.isVisible() and pane.is_still())
    assert view.gone.text().startswith("This contact is gone: OpenCX ")
    tab = pane.browser.history.tab
    assert tab.state.text().startswith("Gone: not found since ")
    assert "+ Last Name" in tab.differences.as_text()
    assert b"Last Name" in tab.versions.pair()[1].raw
    await pane.open(until, "opencx")
    pane.table.go_to_row(0)
    await until(lambda: pane.browser.detail.is_showing() and pane.browser.shown_contact.key)
    assert not view.gone.isVisible()
    await until(pane.is_still)


async def test_all_are_marked_as_read_at_once_and_later_ones_are_unread(pane, until, people):
    page = await changed(pane, until, people, opencx={3: rename("Renata Obi")})
    assert page.model.is_unread(0)
    page.actions_on.reading.trigger()
    await until(lambda: entry(pane, "Changes")[1] == "" and pane.is_still())
    assert not page.model.is_unread(0)
    assert not page.actions_on.reading.isEnabled()
    assert entry(pane, "Changes")[2] == "all read"
    undo = pane.window.actions_by_name["actionUndoChange"]
    assert undo.text() == "&Undo: mark all changes as read"
    undo.trigger()
    await until(lambda: page.model.is_unread(0) and entry(pane, "Changes")[1] == "1")
    pane.window.actions_by_name["actionRedoChange"].trigger()
    await until(lambda: entry(pane, "Changes")[1] == "" and pane.is_still())
    assert not any(map(pane.browser.table_model.is_unread, range(pane.rows)))
    people.edit_each(opencx={4: rename("Otto Brandt")})
    await reload(pane, until, "opencx")
    await until(lambda: page.model.rowCount() == 2 and pane.is_still())
    unread = [page.model.text_at(r, columns.NAME) for r in (0, 1) if page.model.is_unread(r)]
    assert unread == ["Otto Brandt"]
    page.filters.unread.setChecked(True)
    await until(lambda: page.model.rowCount() == 1 and pane.is_still())
    page.actions_on.reading.trigger()
    await until(lambda: page.empty.title().startswith("Nothing has changed since "))
    page.empty.findChild(QPushButton, "emptyAction").click()
    await until(lambda: page.model.rowCount() == 2)
    await until(pane.is_still)


async def test_last_look_outlives_the_window(pane, until, people):
    page = await changed(pane, until, people, opencx={3: rename("Renata Obi")})
    page.actions_on.reading.trigger()
    await until(lambda: not pane.context.unread.count() and pane.is_still())
    look = pane.userdata.looks.seen("changes")
    assert isinstance(look, Look)
    assert look.at >= page.model.change_at(0).time


async def test_filters_narrow_the_list_and_an_empty_one_offers_to_clear_them(pane, until, people):
    page = await changed(
        pane, until, people, opencx={3: rename("Renata Obi")}, quo={1: set_company}
    )
    page.filters.account.setCurrentIndex(1)
    await until(lambda: set(column(page, columns.ACCOUNT)) == {"OpenCX"} and pane.is_still())
    page.filters.clear()
    page.filters.words.setText("renata")
    await until(lambda: column(page, columns.NAME) == ["Renata Obi"] and pane.is_still())
    assert "matching change" in pane.status
    page.filters.words.setText("nobody at all")
    await until(lambda: page.empty.title() == "No changes match")
    page.empty.findChild(QPushButton, "emptyAction").click()
    await until(lambda: page.model.rowCount() == 2)
    await until(pane.is_still)


async def test_place_is_found_again(pane, until, people):
    page = await changed(pane, until, people, opencx={n: rename(f"Person {n}") for n in range(9)})
    page.filters.set_filter(ChangeFilter(account_id=pane.workspace.account("opencx"), group=""))
    await until(lambda: pane.is_still() and page.model.rowCount() == 9)
    page.table.go_to_row(4)
    chosen = page.table.current_change()
    await pane.open(until, "quo")
    page.filters.clear()
    await until(lambda: not page.is_busy())
    await show_changes(pane, until)
    await until(lambda: page.table.current_change() == chosen and pane.is_still())
    assert page.filters.filter().group == ""


async def test_current_change_opens_the_history_of_its_contact(pane, until, people):
    page = await changed(pane, until, people, opencx={3: rename("Renata Obi")})
    page.table.setFocus()
    page.table.go_to_row(0)
    history = pane.browser.history
    await until(lambda: history.tab is not None and not history.tab.is_busy)
    assert pane.browser.shown_contact.row_id == page.model.change_at(0).contact
    assert pane.browser.detail.tabs.tabText(pane.browser.detail.tabs.currentIndex()) == "History"
    assert "+ Renata Obi" in history.tab.differences.as_text()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    await until(lambda: pane.browser.detail.isAncestorOf(QApplication.focusWidget()))


async def test_name_is_sorted_and_the_day_stays_first(pane, until, people):
    page = await changed(
        pane,
        until,
        people,
        opencx={n: rename(name) for n, name in enumerate(("Zoe", "Ada", "Mia"))},
    )
    page.table.horizontalHeader().setSortIndicator(columns.NAME, Qt.SortOrder.AscendingOrder)
    await until(lambda: column(page, columns.NAME) == ["Ada", "Mia", "Zoe"] and pane.is_still())
    assert page.table.horizontalHeader().logicalIndex(0) == columns.DAY
    assert not page.table.repeats_group(0)
    assert page.table.repeats_group(1)


async def test_selected_changes_are_copied_as_a_table(pane, until, people):
    page = await changed(
        pane, until, people, opencx={3: rename("Renata Obi")}, quo={1: set_company}
    )
    page.table.selectAll()
    page.table.setFocus()
    QGuiApplication.clipboard().clear()
    QTest.keyClick(page.table, "c", Qt.KeyboardModifier.ControlModifier)
    await until(QGuiApplication.clipboard().text)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[1] for line in lines] == ["OpenCX", "Quo"]
    assert lines[0].endswith("Renata Obi\tName changed")


@pytest.mark.parametrize("fmt", ["csv", "md"])
async def test_exported_file_has_every_change(pane, until, people, tmp_path, fmt):
    page = await changed(pane, until, people, opencx={3: rename("=Renata|*Obi*")})
    page.export_action().trigger()
    dialog = pane.window.findChild(ChangesExportDialog)
    box = dialog.findChild(object, "changesFormat")
    box.setCurrentIndex(box.findData(fmt))
    out, done = tmp_path / f"changes.{fmt}", []
    dialog.written.connect(lambda count, _out: done.append(count))
    dialog.write_to(out)
    await until(lambda: done)
    text = out.read_text(encoding="utf-8")
    if fmt == "csv":
        (row,) = csv.DictReader(text.splitlines())
        assert (row["account"], row["name"], row["fields"]) == ("OpenCX", "'=Renata|*Obi*", "name")
        assert row["kinds"] == "field"
    else:
        assert "## " in text
        assert "\\*Obi\\*" in text
        assert "Name changed" in text


async def test_hostile_texts_are_plain(pane, until, people):
    page = await changed(pane, until, people, opencx={3: rename(HOSTILE)})
    name = column(page, columns.NAME)[0]
    assert "<b>bold</b>" in name
    assert "\u202e" not in name
    assert "\n" not in name
    tip = page.model.index(0, columns.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    page.table.go_to_row(0)
    history = pane.browser.history
    await until(lambda: history.tab is not None and not history.tab.is_busy)
    assert "<b>bold</b>" in history.tab.differences.toPlainText()


async def test_contacts_that_changed_have_a_dot_in_the_table(pane, until, people):
    await changed(pane, until, people, opencx={3: rename("Renata Obi")})
    await pane.open(until, "opencx")
    model, row = pane.browser.table_model, pane.texts("name").index("Renata Obi")
    await until(lambda: model.is_unread(row))
    assert [r for r in range(pane.rows) if model.is_unread(r)] == [row]
    index = model.index(row, pane.column("name"))
    said = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == "Changed since you marked all as read"
    delegate, rect = pane.table.itemDelegate(), pane.table.visualRect(index)
    assert said in delegate.tip_words(pane.table, rect, index)


async def test_person_has_a_dot_if_any_of_their_contacts_changed(pane, until, people):
    await load(pane, until, "opencx", "quo")

    def note(record):
        if record["name"] == "Marcus Okafor":
            record["custom_data"] = {"plan": "changed"}

    people.edit_each(opencx=dict.fromkeys(range(200), note))
    await reload(pane, until, "opencx")
    pane.window.actions_by_name["actionShowPeople"].trigger()
    await until(lambda: pane.rows and pane.is_still())
    model, names = pane.browser.table_model, pane.texts("name")
    row = names.index("Marcus Okafor")
    await until(lambda: model.is_unread(row))
    unread = {names[each] for each in range(pane.rows) if model.is_unread(each)}
    assert unread == {"Marcus Okafor"}
    for vendor, is_changed in (("quo", False), ("opencx", True)):
        await pane.open(until, vendor)
        row = pane.texts("name").index("Marcus Okafor")
        assert model.is_unread(row) is is_changed


async def test_dot_is_painted_within_the_margin(pane, until, people):
    await changed(pane, until, people, opencx={0: rename("Renata Obi")})
    await pane.open(until, "opencx")
    model, row = pane.browser.table_model, pane.texts("name").index("Renata Obi")
    await until(lambda: model.is_unread(row))
    index = model.index(row, pane.column("name"))
    pane.table.scrollTo(index)
    rect = pane.table.visualRect(index)
    image = pane.table.viewport().grab(rect).toImage()
    from contactdesk.ui.kit import theme

    assert image.pixelColor(4, rect.height() // 2) == theme.color("accent")
    pane.context.unread.mark_read()
    await until(lambda: not model.is_unread(row))
    image = pane.table.viewport().grab(rect).toImage()
    assert image.pixelColor(4, rect.height() // 2) != theme.color("accent")
    await until(pane.is_still)
