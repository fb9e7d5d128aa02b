"""contactdesk.ui.browser.person_tab with contactdesk.ui.detail.also_in and
contactdesk.ui.detail.maybe_same: from contact to contact of one person, in a window on five vendors."""

import json

import pytest
from PySide6.QtGui import QAccessible

from contactdesk.index import Scope
from contactdesk.memories.item_key import item_key
from contactdesk.people.linking import MAX_CONTACTS_TOGETHER
from contactdesk.search.query import parse
from contactdesk.ui.detail.offered_tabs import DETAILS, MEMORIES, PERSON, RAW
from contactdesk.ui.memories.contact_memories import MemoryPlace
from contactdesk.userdata.item_states import ItemState

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


async def person_of(pane, vendors):
    """The contacts of a person whom that many vendors know, the person's own first."""
    index = pane.context.index
    for each in await index.search_counts.first(Scope(), parse(""), 500):
        members = await index.people.members(each)
        if len(members) == vendors:
            return members
    raise AssertionError("there is nobody like that")


def member_at(pane, members, vendor):
    account = pane.workspace.account(vendor)
    keys = pane.context.index.keys(members)
    return next(m for m, key in zip(members, keys, strict=True) if key[0] == account)


async def show(pane, until, row_id):
    assert pane.table.go_to(row_id)
    await until(lambda: pane.browser.shown_contact.row_id == row_id and pane.is_still())


def also_in(pane):
    return pane.browser.detail.view.header.also_in


def linked(pane):
    """The accounts that the header leads to."""
    return [each.text().strip() for each in also_in(pane).links()]


def tabs(pane):
    shown = pane.browser.detail.tabs
    return [shown.tabText(at) for at in range(shown.count())]


def open_tab(pane):
    return pane.browser.detail.tabs.current_name()


async def open_page(pane, until):
    also_in(pane).person.click()
    await until(lambda: pane.browser.person_tab.page is not None and pane.is_still())
    return pane.browser.person_tab.page


def page_text(pane):
    view = pane.browser.person_tab.page.view
    view.write_all()
    return view.toPlainText()


async def settled(pane, until):
    await until(lambda: not pane.context.linking.busy and pane.is_still())


async def test_header_leads_to_the_other_contacts_and_the_person(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    own = member_at(pane, person, "close")
    await show(pane, until, own)
    labels = [each.label for each in pane.context.accounts]
    assert linked(pane) == [each for each in labels if each != "Close"]
    assert tabs(pane)[0] == "Person"
    for button in (*also_in(pane).links(), also_in(pane).person):
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.text(QAccessible.Text.Name).startswith("Open the ")
    alone = await person_of(pane, 1)
    await show(pane, until, alone[0])
    assert also_in(pane).isHidden()
    assert "Person" not in tabs(pane)


async def test_link_opens_the_contact_and_the_table_follows(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    own, other = member_at(pane, person, "close"), member_at(pane, person, "bland")
    await show(pane, until, own)
    pane.browser.detail.tabs.open(RAW)
    next(each for each in also_in(pane).links() if each.text().strip() == "Bland AI").click()
    assert pane.browser.shown_contact.row_id == other
    assert pane.table.current_id() == other
    assert open_tab(pane) == RAW
    assert also_in(pane).back.isVisible()
    assert also_in(pane).back.accessibleName() == "Back to Close"
    also_in(pane).back.click()
    assert pane.browser.shown_contact.row_id == own
    assert pane.table.current_id() == own
    assert not also_in(pane).back.isVisible()


async def test_contact_that_the_table_lacks_is_shown_until_another_row_is_chosen(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    own, other = member_at(pane, person, "close"), member_at(pane, person, "quo")
    await pane.open(until, "close")
    await show(pane, until, own)
    next(each for each in also_in(pane).links() if each.text().strip() == "Quo").click()
    shown = pane.browser.shown_contact
    assert shown.row_id == other
    assert pane.table.current_id() == own
    third = member_at(pane, person, "bland")
    next(each for each in also_in(pane).links() if each.text().strip() == "Bland AI").click()
    assert shown.row_id == third
    also_in(pane).back.click()
    assert shown.row_id == other
    also_in(pane).back.click()
    assert shown.row_id == own
    next(each for each in also_in(pane).links() if each.text().strip() == "Quo").click()
    row = pane.browser.table_model.row_of(own)
    another = pane.browser.table_model.id_at(row + 1 if row + 1 < pane.rows else row - 1)
    await show(pane, until, another)
    assert not also_in(pane).back.isVisible()


async def test_contacts_of_one_account_have_the_same_numbers_everywhere(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    alone = await person_of(pane, 1)
    account = pane.context.index.keys(alone)[0][0]
    label = pane.context.account_label(account)
    pane.browser.detail.wishes.link_wanted.emit(person[0], alone[0])
    await show(pane, until, person[0])
    await until(lambda: len(pane.browser.person_tab.members) == 6)
    page = await open_page(pane, until)
    await until(lambda: len(page.person.contacts) == 6)
    named = {each.row_id: each.account for each in page.person.contacts}
    assert {f"{label} (1)", f"{label} (2)"} <= set(named.values())
    for shown in page.person.row_ids:
        await show(pane, until, shown)
        assert linked(pane) == [name for row_id, name in named.items() if row_id != shown]


async def test_page_of_the_person_stays_open_from_contact_to_contact(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    page = await open_page(pane, until)
    assert page.isVisible()
    labels = [each.label for each in pane.context.accounts]
    assert [each.account for each in page.person.contacts] == labels
    assert set(page.person.row_ids) == set(person)
    other = await person_of(pane, 3)
    await show(pane, until, other[0])
    assert open_tab(pane) == PERSON
    assert set(page.person.row_ids) == set(other)
    alone = await person_of(pane, 1)
    await show(pane, until, alone[0])
    assert open_tab(pane) == DETAILS
    await show(pane, until, person[1])
    assert open_tab(pane) == PERSON
    assert set(page.person.row_ids) == set(person)


async def test_account_on_the_page_opens_the_contact_and_back_leads_to_the_page(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    page = await open_page(pane, until)
    pane.browser.detail.wishes.contact_wanted.emit(person[2])
    assert pane.browser.shown_contact.row_id == person[2]
    assert open_tab(pane) == DETAILS
    also_in(pane).back.click()
    assert pane.browser.shown_contact.row_id == person[0]
    assert open_tab(pane) == PERSON
    pane.browser.detail.wishes.contact_wanted.emit(person[0])
    assert open_tab(pane) == DETAILS
    assert set(page.person.row_ids) == set(person)


async def test_memory_on_the_page_opens_in_its_contact(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    bland, other = member_at(pane, person, "bland"), member_at(pane, person, "close")
    await show(pane, until, other)
    await open_page(pane, until)
    pane.browser.detail.wishes.memory_wanted.emit(bland, MemoryPlace(number=1))
    assert pane.browser.shown_contact.row_id == bland
    assert open_tab(pane) == MEMORIES
    assert pane.browser.detail.tabs.memories.chooser.number == 1


async def test_unlinked_contact_leaves_the_page_and_comes_back_with_undo(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    page = await open_page(pane, until)
    pane.browser.detail.wishes.unlink_wanted.emit(person[-1])
    await settled(pane, until)
    await until(lambda: set(page.person.row_ids) == set(person[:-1]))
    assert len(linked(pane)) == 3
    pane.window.actions_by_name["actionUndoChange"].trigger()
    await settled(pane, until)
    await until(lambda: set(page.person.row_ids) == set(person))
    assert len(linked(pane)) == 4


async def test_person_of_two_that_is_unlinked_has_no_page_any_more(pane, until):
    await pane.open(until)
    person = await person_of(pane, 2)
    await show(pane, until, person[0])
    await open_page(pane, until)
    pane.browser.detail.wishes.unlink_wanted.emit(person[1])
    await settled(pane, until)
    await until(lambda: open_tab(pane) == DETAILS)
    assert "Person" not in tabs(pane)
    assert also_in(pane).isHidden()
    pane.window.actions_by_name["actionUndoChange"].trigger()
    await settled(pane, until)
    await until(lambda: open_tab(pane) == PERSON)


async def differing(pane, until):
    """Shows somebody whose contacts disagree; gives the page."""
    index = pane.context.index
    for each in await index.search_counts.first(Scope(), parse(""), 500):
        if len(await index.people.members(each)) > 1:
            await show(pane, until, each)
            page = await open_page(pane, until)
            if page.person.differing:
                return page
    raise AssertionError("all agree")


async def test_dismissed_disagreement_stays_hidden_until_it_is_taken_back(pane, until):
    await pane.open(until)
    page = await differing(pane, until)
    field, digest = next(iter(page.person.differing.items()))
    count = page_text(pane).count("differs, dismissed")
    pane.browser.detail.wishes.dismiss_wanted.emit(field, True)
    await settled(pane, until)
    assert page_text(pane).count("differs, dismissed") == count + 1
    assert (field, digest) in pane.userdata.dismissals.all()
    pane.window.actions_by_name["actionUndoChange"].trigger()
    await settled(pane, until)
    assert page_text(pane).count("differs, dismissed") == count


async def test_page_says_of_every_person_what_the_index_found_to_differ(pane, until):
    await pane.open(until)
    index = pane.context.index
    await index.people.compare()
    seen = 0
    for each in await index.search_counts.first(Scope(), parse(""), 500):
        if len(await index.people.members(each)) < 2:
            continue
        await show(pane, until, each)
        page = await open_page(pane, until)
        own = page.person.links.members[0]
        found = dict(
            index.file.rows.connection.execute(
                "SELECT kind, digest FROM difference WHERE person = ?", (own,)
            )
        )
        assert found == dict(page.person.differing)
        seen += 1
        if seen == 25:
            return


async def load(pane, vendor):
    """Loads an account while another one is shown."""
    sync = pane.workspace.sync
    await sync.load_all(await sync.walk(pane.workspace.account(vendor)))


async def test_contacts_that_come_with_a_page_join_the_person_that_is_shown(pane, until):
    await pane.open(until, "close")
    row = pane.texts("name").index("Siân Pemberton")
    own = pane.browser.table_model.id_at(row)
    await show(pane, until, own)
    assert also_in(pane).isHidden()
    assert "Person" not in tabs(pane)
    await load(pane, "quo")
    await until(lambda: linked(pane) == ["Quo"])
    assert tabs(pane)[0] == "Person"
    assert open_tab(pane) == DETAILS
    page = await open_page(pane, until)
    assert page.head.count.text().endswith(", loaded so far")
    page.view.write_all()
    page.view.verticalScrollBar().setValue(120)
    place = page.view.verticalScrollBar().value()
    await load(pane, "opencx")
    await until(lambda: len(page.person.row_ids) == 3 and pane.is_still())
    assert sorted(linked(pane)) == ["OpenCX", "Quo"]
    assert page.view.verticalScrollBar().value() == place
    for vendor in ("bland", "askelephant", "close"):
        await load(pane, vendor)
    await until(lambda: len(page.person.row_ids) == 5 and pane.is_still())
    await until(lambda: not page.head.count.text().endswith(", loaded so far"))


def marks(pane):
    return pane.browser.person_tab.page.view.extraSelections()


async def test_hits_are_marked_on_the_page_of_the_person_too(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    name = pane.context.index.people.rows([person[0]])[0].best["name"][0]
    pane.window.search_field.setText(f'name:"{name}"')
    await until(lambda: 0 < pane.rows < 20 and pane.is_still())
    await show(pane, until, person[0])
    await open_page(pane, until)
    assert marks(pane)
    pane.window.search_field.clear()
    await until(lambda: pane.is_still() and not marks(pane))
    pane.window.search_field.setText(f'name:"{name}"')
    await until(lambda: pane.is_still() and marks(pane))


def says_no_match(pane):
    return pane.browser.detail.view.no_match.isVisible()


async def test_contact_of_a_person_who_is_found_is_no_stranger_among_people(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    name = pane.context.index.people.rows([person[0]])[0].best["name"][0]
    pane.window.actions_by_name["actionShowPeople"].trigger()
    await until(lambda: pane.rows and pane.is_still())
    pane.window.search_field.setText(f'name:"{name}"')
    await until(lambda: 0 < pane.rows < 20 and pane.is_still())
    await show(pane, until, person[0])
    assert open_tab(pane) == PERSON
    pane.browser.detail.wishes.contact_wanted.emit(person[3])
    assert pane.browser.shown_contact.row_id == person[3]
    pane.browser.shown_contact.mark()
    assert not says_no_match(pane)


def maybe_same(pane):
    return pane.browser.detail.view.header.maybe_same


async def one_with_a_maybe(pane):
    """A contact that is a person of its own and might be one other; that one."""
    index = pane.context.index
    for each in await index.search_counts.first(Scope(), parse("maybe:yes"), 500):
        links = await index.people.links(each)
        if links.members == (each,) and len(links.maybes) == 1:
            return each, links.maybes[0].contact
    raise AssertionError("there is no maybe")


async def test_header_asks_whether_somebody_else_is_the_same_person(pane, until):
    await pane.open(until)
    one, other = await one_with_a_maybe(pane)
    await show(pane, until, one)
    link, _same, apart = maybe_same(pane).buttons()
    assert maybe_same(pane).isVisible()
    ((account_id, _vendor_id),) = pane.context.index.keys([other])
    assert link.text().endswith(f"({pane.context.account_label(account_id)})")
    apart.click()
    await until(maybe_same(pane).isHidden)
    await settled(pane, until)
    pane.window.actions_by_name["actionUndoChange"].trigger()
    await until(maybe_same(pane).isVisible)
    maybe_same(pane).buttons()[1].click()
    await until(also_in(pane).isVisible)
    assert maybe_same(pane).isHidden()
    assert {one, other} <= set(pane.browser.person_tab.members)
    await settled(pane, until)


async def test_who_might_be_a_person_of_several_contacts_is_on_the_page_alone(pane, until):
    await pane.open(until)
    one, other = await one_with_a_maybe(pane)
    members = [await person_of(pane, count) for count in (3, 4)]
    person = next(each for each in members if other not in each)
    await show(pane, until, one)
    pane.browser.detail.wishes.link_wanted.emit(one, person[0])
    await until(also_in(pane).isVisible)
    assert maybe_same(pane).isHidden()
    await open_page(pane, until)
    await until(lambda: "Might be the same person" in page_text(pane))


async def test_crowd_is_named_in_the_header_and_on_the_page(pane, until):
    await pane.open(until, "quo")
    index, account = pane.context.index, pane.workspace.account("quo")
    numbers = [f"+1 415 556 {each:04}" for each in range(MAX_CONTACTS_TOGETHER + 2)]
    callers = [
        {
            "id": f"caller-{n}",
            "defaultFields": {"phoneNumbers": [{"value": each} for each in numbers[n : n + 2]]},
        }
        for n in range(MAX_CONTACTS_TOGETHER + 1)
    ]
    page = json.dumps({"data": callers, "nextPageToken": None}).encode()
    listing = await index.listing(account)
    written = await index.write_changes(listing, pane.context.provider_of(account), page)
    pane.loading.on_written(pane.browser.walks()[0], written)
    caller, other = written.new[0], written.new[300]
    await until(lambda: pane.browser.table_model.row_of(caller) is not None and pane.is_still())
    note = pane.browser.detail.view.header.findChild(object, "crowdNote")
    words = "Linked only by hand: more than 500 contacts are connected"
    await show(pane, until, caller)
    assert note.text().startswith(words)
    assert note.isVisible()
    pane.browser.detail.wishes.link_wanted.emit(caller, other)
    await settled(pane, until)
    await until(also_in(pane).isVisible)
    await open_page(pane, until)
    await until(lambda: words in page_text(pane))
    assert note.isVisible()
    first = pane.browser.table_model.id_at(0)
    await show(pane, until, first)
    assert note.isHidden()


async def test_item_that_is_done_leaves_the_page_until_undone(pane, until):
    await pane.open(until)
    person = await person_of(pane, 5)
    await show(pane, until, person[0])
    page = await open_page(pane, until)
    await until(lambda: page.person.row_ids)
    at, kept = page.person.open_items()[0]
    key = (*page.person.contacts[at].key, item_key(kept.memory.agent, kept.item))
    assert "done or snoozed" not in page_text(pane)
    pane.context.undo.decide({key: ItemState(done=True)}, "mark as done")
    assert "1 done or snoozed" in page_text(pane)
    pane.window.actions_by_name["actionUndoChange"].trigger()
    assert "done or snoozed" not in page_text(pane)
    await settled(pane, until)
