"""contactdesk.ui.window.person_commands and contactdesk.ui.window.person_choice: link, unlink and not the
same, in a window on five vendors."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from contactdesk.index import Scope
from contactdesk.search.query import parse
from contactdesk.ui.browser.person_tab import read_person
from contactdesk.ui.window import person_commands
from contactdesk.ui.window.contact_chooser import ContactChooser
from contactdesk.userdata.keys import PEOPLE, pair_of

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

LINK, UNLINK, PART = "actionLinkContacts", "actionUnlinkContact", "actionNotSamePerson"


def act(pane, name):
    action = pane.window.actions_by_name[name]
    assert action.isEnabled(), name
    action.trigger()


def enabled(pane):
    return [pane.window.actions_by_name[name].isEnabled() for name in (LINK, UNLINK, PART)]


def said(pane):
    return pane.window.statusBar().currentMessage()


async def settled(pane, until):
    await until(lambda: not pane.context.linking.busy and pane.is_still())


async def found(pane, words):
    """The row ids of the contacts that a search finds."""
    return list(await pane.context.index.search_counts.first(Scope(), parse(words), 100))


async def members(pane, row_id):
    return await pane.context.index.people.members(row_id)


async def everybody(pane):
    """The contacts of each person, as (account, vendor id)."""
    index = pane.context.index
    people = [await members(pane, each) for each in await found(pane, "")]
    return {frozenset(index.keys(each)) for each in people}


def select(pane, ids):
    table, rows = pane.table, [pane.browser.table_model.row_of(each) for each in ids]
    assert all(row >= 0 for row in rows)
    table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag
    for row in rows:
        index = pane.browser.table_model.index(row, 0)
        table.selectionModel().select(index, flags.Select | flags.Rows)


async def show(pane, until, row_id):
    pane.table.clearSelection()
    assert pane.table.go_to(row_id)
    await until(lambda: pane.browser.shown_contact.row_id == row_id)


async def two_people(pane):
    """Two contacts that are linked with no other, of two vendors."""
    singles = [each for each in await found(pane, "") if len(await members(pane, each)) == 1]
    index = pane.context.index
    first = singles[0]
    account = index.keys([first])[0][0]
    return first, next(each for each in singles if index.keys([each])[0][0] != account)


async def five_contacts(pane):
    """The contacts of a person whom all five vendors know."""
    for each in await found(pane, ""):
        if len(await members(pane, each)) == 5:
            return list(await members(pane, each))
    raise AssertionError("nobody has five contacts")


async def test_selected_contacts_become_one_person(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    before = await everybody(pane)
    select(pane, [one, other])
    act(pane, LINK)
    await until(lambda: said(pane).startswith("Linked 2 contacts as one person"))
    assert "Ctrl+Z" in said(pane)
    await settled(pane, until)
    assert set(await members(pane, one)) == {one, other}
    assert pane.window.actions_by_name["actionUndoChange"].text() == "&Undo: link contacts"
    act(pane, "actionUndoChange")
    await settled(pane, until)
    assert await everybody(pane) == before
    assert not pane.userdata.judgements.all()
    act(pane, "actionRedoChange")
    await settled(pane, until)
    assert set(await members(pane, one)) == {one, other}


async def test_unlinked_contact_is_a_person_of_its_own_until_it_is_taken_back(pane, until):
    await pane.open(until)
    person = await five_contacts(pane)
    before = await everybody(pane)
    await show(pane, until, person[1])
    act(pane, UNLINK)
    account = pane.context.account_label(pane.context.index.keys([person[1]])[0][0])
    await until(lambda: said(pane).endswith(f"({account}) · Ctrl+Z to undo"))
    assert said(pane).startswith("Unlinked “")
    await settled(pane, until)
    assert await members(pane, person[1]) == [person[1]]
    assert set(await members(pane, person[0])) == set(person) - {person[1]}
    keys = pane.context.index.keys(person)
    pairs = {pair_of(keys[1], key) for key in keys if key != keys[1]}
    assert dict(pane.userdata.judgements.all()) == dict.fromkeys(pairs, False)
    act(pane, "actionUndoChange")
    await settled(pane, until)
    assert await everybody(pane) == before


async def test_person_stays_one_when_its_own_contact_is_unlinked(pane, until):
    await pane.open(until)
    own, *others = await five_contacts(pane)
    await show(pane, until, own)
    act(pane, UNLINK)
    await until(lambda: pane.userdata.judgements.all())
    await settled(pane, until)
    assert await members(pane, own) == [own]
    assert set(await members(pane, others[0])) == set(others)


async def test_linking_again_takes_back_that_they_were_not_the_same(pane, until):
    await pane.open(until)
    person = await five_contacts(pane)
    await show(pane, until, person[1])
    act(pane, UNLINK)
    await until(lambda: pane.userdata.judgements.all())
    await settled(pane, until)
    select(pane, person[:2])
    act(pane, LINK)
    await settled(pane, until)
    await until(lambda: said(pane).startswith("Linked"))
    assert set(await members(pane, person[1])) == set(person)
    assert False not in pane.userdata.judgements.all().values()


async def test_selected_people_are_kept_apart_with_all_their_contacts(pane, until):
    await pane.open(until)
    person = await five_contacts(pane)
    one, _other = await two_people(pane)
    select(pane, [person[0], one])
    act(pane, PART)
    await until(lambda: pane.userdata.judgements.all())
    keys, (key,) = pane.context.index.keys(person), pane.context.index.keys([one])
    assert set(pane.userdata.judgements.all()) == {pair_of(key, each) for each in keys}
    assert said(pane).startswith("Marked 2 contacts as not the same person")


async def test_contact_is_chosen_by_a_search_and_linked_by_keyboard(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    await show(pane, until, one)
    act(pane, LINK)
    dialog = await until(lambda: pane.window.findChild(ContactChooser))
    name = pane.browser.detail.view.header.findChild(QLabel, "contactName").text()
    assert name in dialog.findChild(QLabel, "chooserQuestion").text()
    assert not dialog.choose_button.isEnabled()
    vendor_id = pane.context.index.keys([other])[0][1]
    dialog.activateWindow()
    await until(dialog.field.hasFocus)
    QTest.keyClicks(dialog.field, vendor_id)
    await until(lambda: dialog.rows.count())
    assert dialog.status.text().startswith("1 match in the")
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.rows.candidate().row_id == other
    QTest.keyClick(dialog.rows, Qt.Key.Key_Return)
    await until(lambda: pane.userdata.judgements.all())
    await settled(pane, until)
    assert set(await members(pane, one)) == {one, other}


async def test_own_contacts_are_not_found_again(pane, until):
    await pane.open(until)
    person = await five_contacts(pane)
    await show(pane, until, person[0])
    act(pane, LINK)
    dialog = await until(lambda: pane.window.findChild(ContactChooser))
    dialog.field.setText(f'id:"{pane.context.index.keys([person[1]])[0][1]}"')
    await until(lambda: dialog.status.text().startswith("0 matches in the"))
    dialog.close()


async def test_contact_marked_as_not_the_same_is_offered_for_linking(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    await pane.context.linking.keep_apart([one, other])
    await show(pane, until, one)
    act(pane, LINK)
    dialog = await until(lambda: pane.window.findChild(ContactChooser))
    offered = [dialog.rows.item(row) for row in range(dialog.rows.count())]
    assert other in [dialog.rows.candidate_of(item).row_id for item in offered]
    remarks = {dialog.rows.candidate_of(item).remark for item in offered}
    assert "Marked as not the same person" in remarks
    dialog.close()


async def test_one_of_two_linked_contacts_is_marked_without_a_question(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    await pane.context.linking.link([one, other])
    await settled(pane, until)
    await show(pane, until, one)
    act(pane, PART)
    await until(lambda: False in pane.userdata.judgements.all().values())
    await settled(pane, until)
    assert await members(pane, one) == [one]


async def test_several_that_may_be_meant_are_asked_about(pane, until):
    await pane.open(until)
    person = await five_contacts(pane)
    await show(pane, until, person[0])
    act(pane, PART)
    dialog = await until(lambda: pane.window.findChild(ContactChooser))
    assert dialog.field.isHidden()
    shown = {dialog.rows.candidate_of(dialog.rows.item(row)).row_id for row in range(4)}
    assert set(person[1:]) <= shown
    dialog.rows.setCurrentRow(0)
    chosen = dialog.rows.candidate().row_id
    dialog.choose_button.click()
    await until(lambda: pane.userdata.judgements.all())
    keys = pane.context.index.keys([person[0], chosen])
    assert dict(pane.userdata.judgements.all()) == {pair_of(*keys): False}


async def with_a_maybe(pane):
    """A contact alone that might be the same person as one other contact, and that one."""
    people = pane.context.index.people
    for each in await found(pane, "maybe:yes"):
        links = await people.links(each)
        if links.members == (each,) and len(links.maybes) == 1:
            return each, links.maybes[0].contact
    raise AssertionError("there is no maybe")


async def test_maybe_is_linked_in_the_dialog(pane, until):
    await pane.open(until)
    one, other = await with_a_maybe(pane)
    await show(pane, until, one)
    assert enabled(pane) == [True, False, True]
    act(pane, LINK)
    dialog = await until(lambda: pane.window.findChild(ContactChooser))
    (offered,) = [dialog.rows.candidate_of(dialog.rows.item(0))]
    assert (offered.row_id, offered.remark) == (other, "Might be the same person")
    assert "equal" in offered.details
    dialog.rows.setCurrentRow(0)
    dialog.choose_button.click()
    await until(lambda: pane.userdata.judgements.all())
    await settled(pane, until)
    assert await members(pane, one) == await members(pane, other)


async def test_maybe_is_settled_by_not_the_same_person(pane, until):
    await pane.open(until)
    one, other = await with_a_maybe(pane)
    person = await members(pane, other)
    await show(pane, until, one)
    act(pane, PART)
    await until(lambda: pane.userdata.judgements.all())
    await settled(pane, until)
    (key,), keys = pane.context.index.keys([one]), pane.context.index.keys(person)
    assert set(pane.userdata.judgements.all()) == {pair_of(key, each) for each in keys}
    assert (await pane.context.index.people.links(one)).maybes == ()
    assert enabled(pane) == [True, False, False]
    act(pane, "actionUndoChange")
    await settled(pane, until)
    assert enabled(pane) == [True, False, True]


async def test_commands_are_enabled_where_they_do_something(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    person = await five_contacts(pane)
    pane.table.clearSelection()
    await show(pane, until, person[0])
    assert enabled(pane) == [True, True, True]
    await show(pane, until, one)
    assert enabled(pane)[:2] == [True, False]
    assert pane.window.actions_by_name[LINK].text().endswith("…")
    select(pane, [one, other])
    assert enabled(pane) == [True, False, True]
    assert not pane.window.actions_by_name[LINK].text().endswith("…")
    select(pane, person[:2])
    assert enabled(pane) == [False, True, True]
    menu = pane.table.menu_at(pane.browser.table_model.index(0, 0))
    assert {LINK, UNLINK, PART} <= {each.objectName() for each in menu.actions()}


async def test_too_many_selected_contacts_are_not_linked(pane, until, monkeypatch):
    monkeypatch.setattr(person_commands, "MAX_AT_ONCE", 3)
    await pane.open(until)
    pane.table.selectAll()
    for name in LINK, UNLINK, PART:
        act(pane, name)
        assert said(pane) == f"{pane.rows} contacts selected; at most 3 can change at once"
    assert not pane.userdata.judgements.all()


async def test_judgement_on_contacts_that_are_absent_holds_once_they_are_loaded(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    index = pane.context.index
    keys = index.keys([one, other])
    await index.forget(keys[1][0])
    assert index.row_id(*keys[1]) is None
    pane.context.undo.judge({pair_of(*keys): True}, "link")
    await settled(pane, until)
    await pane.loading.start_over(keys[1][0])
    await pane.open(until)
    await until(lambda: index.row_id(*keys[1]) is not None)
    await settled(pane, until)
    assert set(await members(pane, index.row_id(*keys[0]))) == {
        index.row_id(*each) for each in keys
    }


async def test_country_of_an_account_reaches_the_index(pane, until):
    await pane.open(until, "close")
    close, news = pane.workspace.account("close"), []
    pane.context.changes.people_changed.connect(lambda: news.append(1))
    pane.workspace.accounts.change(close, region="DE")
    pane.browser.open()
    await until(lambda: news)
    assert pane.context.index.people.region(close) == "DE"


async def test_search_for_linked_contacts_follows_what_is_linked(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    pane.window.search_field.setText("linked:yes")
    await until(lambda: pane.browser.table_model.row_of(one) < 0 and pane.is_still())
    before = pane.rows
    await pane.context.linking.link([one, other])
    await until(lambda: pane.browser.table_model.row_of(one) >= 0)
    assert pane.rows == before + 2
    act(pane, "actionUndoChange")
    await until(lambda: pane.rows == before)


async def test_dismissed_disagreement_is_not_found_until_it_is_taken_back(pane, until):
    await pane.open(until)
    differing = await found(pane, "differs:company")
    person = await read_person(pane.context, differing[0])
    digest = person.differing["company"]
    accounts = {each.key[0] for each in person.contacts}
    pane.context.linking.dismiss("company", digest, accounts)
    await settled(pane, until)
    hidden = set(await members(pane, differing[0]))
    assert set(await found(pane, "differs:company")) == set(differing) - hidden
    act(pane, "actionUndoChange")
    await settled(pane, until)
    assert await found(pane, "differs:company") == differing


async def test_rows_of_people_are_linked_and_kept_apart_as_people(pane, until):
    await pane.open(until)
    one, other = await two_people(pane)
    person = await five_contacts(pane)
    pane.browser.accounts.choose(PEOPLE)
    await until(lambda: pane.rows and pane.is_still() and pane.browser.request()[0].people)
    before = pane.rows
    select(pane, [one, other])
    assert enabled(pane) == [True, False, True]
    act(pane, LINK)
    await until(lambda: pane.rows == before - 1)
    act(pane, "actionUndoChange")
    await until(lambda: pane.rows == before)
    await show(pane, until, person[0])
    act(pane, UNLINK)
    await until(lambda: pane.rows == before + 1)
    select(pane, [person[0], one])
    assert enabled(pane) == [True, False, True]
