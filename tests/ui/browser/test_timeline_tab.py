"""contactdesk.ui.browser.timeline_tab: the timeline of a contact's person, in a window on five
vendors."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.people.timeline import EventKind
from contactdesk.ui.browser.timeline_tab import seconds
from contactdesk.ui.detail.offered_tabs import DETAILS, MEMORIES, PERSON, TIMELINE
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.item_states import ItemState
from tests.ui.browser.test_person_tab import member_at, open_tab, person_of, show

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


async def open_timeline(pane, until):
    assert pane.browser.detail.tabs.open(TIMELINE)
    await until(lambda: pane.browser.timeline_tab.view is not None and pane.is_still())
    return pane.browser.timeline_tab.view


def kinds(view):
    return {each.kind for each in view.timeline.events}


async def test_timeline_tells_of_all_contacts_of_the_person(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, member_at(pane, person, "quo"))
    view = await open_timeline(pane, until)
    assert set(view.timeline.vendors()) == {"askelephant", "bland", "close", "opencx", "quo"}
    assert {EventKind.CREATED, EventKind.MESSAGE} <= kinds(view)
    times = [each.at for each in view.timeline.events if each.at is not None]
    assert times == sorted(times, reverse=True)


async def test_timeline_stays_open_and_follows_to_another_contact(pane, until):
    await pane.open(until)
    person, alone = await person_of(pane, 5), await person_of(pane, 1)
    await show(pane, until, person[0])
    view = await open_timeline(pane, until)
    await show(pane, until, alone[0])
    assert open_tab(pane) == TIMELINE
    await until(lambda: {each.row_id for each in view.timeline.events} == {alone[0]})


async def test_message_opens_its_memory_and_a_record_its_details(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    bland, other = member_at(pane, person, "bland"), member_at(pane, person, "opencx")
    await show(pane, until, other)
    view = await open_timeline(pane, until)
    said = next(each for each in view.timeline.events if each.kind is EventKind.MESSAGE)
    view.opened.emit(said)
    assert pane.browser.shown_contact.row_id == bland
    assert open_tab(pane) == MEMORIES
    assert pane.browser.detail.tabs.memories.chooser.number == said.memory
    await show(pane, until, other)
    pane.browser.detail.tabs.open(TIMELINE)
    made = next(each for each in view.timeline.events if each.row_id == other)
    view.opened.emit(made)
    assert pane.browser.shown_contact.row_id == other
    assert open_tab(pane) == DETAILS


async def test_call_opens_the_details_where_they_have_it(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, member_at(pane, person, "quo"))
    view = await open_timeline(pane, until)
    call = next(each for each in view.timeline.events if each.kind is EventKind.CALL)
    view.opened.emit(call)
    assert pane.browser.shown_contact.row_id == call.row_id
    assert open_tab(pane) == DETAILS
    details = pane.browser.detail.details
    value = details.value_of(call.path)
    assert value is not None
    assert value.start == details.textCursor().position() > 0


async def test_contact_that_is_unlinked_leaves_the_timeline(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    gone = next(each for each in person if each != person[0])
    await show(pane, until, person[0])
    view = await open_timeline(pane, until)
    assert gone in {each.row_id for each in view.timeline.events}
    pane.browser.detail.wishes.unlink_wanted.emit(gone)
    await until(lambda: gone not in {each.row_id for each in view.timeline.events})
    assert person[0] in {each.row_id for each in view.timeline.events}


async def test_what_the_user_did_is_told_at_once(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    view = await open_timeline(pane, until)
    key = pane.context.index.keys([person[0]])[0]
    await pane.context.userdata.annotations.set(key, Annotation(note="Likes tea"))
    pane.context.changes.annotations_changed.emit()
    await until(lambda: EventKind.NOTE in kinds(view))
    note = next(each for each in view.timeline.events if each.kind is EventKind.NOTE)
    assert note.text == "Likes tea"


async def test_item_that_was_done_is_told_when(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    view = await open_timeline(pane, until)
    items = [each for each in view.timeline.events if each.kind is EventKind.OPEN_ITEM]
    account, vendor_id = pane.context.index.keys([items[0].row_id])[0]
    state = ItemState(done=True, set_at="2026-11-20T10:00:00.000Z")
    await pane.context.userdata.item_states.set([(account, vendor_id, items[0].item)], state)
    pane.context.changes.item_states_changed.emit()
    await until(lambda: EventKind.ITEM_DONE in kinds(view))
    done = next(each for each in view.timeline.events if each.kind is EventKind.ITEM_DONE)
    assert (done.text, done.at) == (items[0].text, seconds("2026-11-20T10:00:00Z"))


async def test_accounts_of_which_more_can_be_loaded_are_gaps(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    view = await open_timeline(pane, until)
    waiting = {each.account.id for each in pane.browser.walks() if each.has_more}
    assert {each.account_id for each in view.timeline.gaps if each.until is None} == waiting


def test_only_a_moment_has_seconds():
    assert seconds("2026-03-01T00:00:00Z") == 1772323200
    assert seconds("2026-03-01") is None
    assert seconds("") is None


def stops(first, last, key):
    """What gets the focus by a key, from one widget to another."""
    first.setFocus(Qt.FocusReason.ShortcutFocusReason)
    found = [QApplication.focusWidget()]
    while found[-1] is not last and len(found) < 40:
        QTest.keyClick(found[-1], key)
        found.append(QApplication.focusWidget())
    return found


async def test_tab_goes_from_the_tabs_through_what_is_above_the_page(pane, until):
    await pane.open(until)
    tabs = pane.browser.detail.tabs
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    view = await open_timeline(pane, until)
    boxes = (view.filters.vendor, view.filters.kind, view.filters.zone)
    above = [box for box in (view.filters.toggle, *boxes) if box.isVisible()]
    assert above
    way = [tabs.tabBar(), *above, view.list]
    assert stops(tabs.tabBar(), view.list, Qt.Key.Key_Tab) == way
    assert stops(view.list, tabs.tabBar(), Qt.Key.Key_Backtab) == way[::-1]
    tabs.open(PERSON)
    await until(lambda: pane.browser.person_tab.page is not None and pane.is_still())
    page = pane.browser.person_tab.page
    way = [tabs.tabBar(), page.sections, page.view]
    assert stops(tabs.tabBar(), page.view, Qt.Key.Key_Tab) == way
    assert stops(page.sections, tabs.tabBar(), Qt.Key.Key_Backtab) == way[1::-1]
    tabs.currentWidget().setFocus()
    assert page.view.hasFocus()
