"""contactdesk.ui.browser.noting and contactdesk.ui.window.note_commands."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.browser import noting
from contactdesk.userdata.annotations import Annotation


async def shown(pane, until, row=0):
    pane.table.go_to_row(row)
    await until(lambda: pane.browser.shown_contact.row_id == pane.table.current_id())
    return pane.browser.shown_contact.key


def bar(pane):
    return pane.browser.detail.view.header.notes


def act(pane, name):
    pane.window.actions_by_name[name].trigger()


async def test_contact_gets_a_star_a_tag_and_a_note(pane, until):
    await pane.open(until, "bland")
    key = await shown(pane, until)
    assert key == (pane.workspace.account("bland"), key[1])
    act(pane, "actionToggleFavorite")
    act(pane, "actionAddTag")
    QTest.keyClicks(bar(pane).tags.field, "VIP")
    QTest.keyClick(bar(pane).tags.field, Qt.Key.Key_Return)
    act(pane, "actionEditNote")
    QTest.keyClicks(bar(pane).note, "likes tea")
    other = await shown(pane, until, 1)
    store = pane.userdata.annotations
    assert store.of(key) == Annotation(True, ("VIP",), "likes tea")
    assert store.of(other) == Annotation()
    assert bar(pane).note.isHidden()
    await shown(pane, until, 0)
    assert bar(pane).note.toPlainText() == "likes tea"
    assert bar(pane).star.isChecked()


async def test_changes_are_taken_back_and_made_again_by_command(pane, until):
    await pane.open(until, "bland")
    key = await shown(pane, until)
    actions, store = pane.window.actions_by_name, pane.userdata.annotations
    assert not actions["actionUndoChange"].isEnabled()
    act(pane, "actionToggleFavorite")
    assert actions["actionUndoChange"].text() == "&Undo: add to favorites"
    assert actions["actionToggleFavorite"].isChecked()
    act(pane, "actionUndoChange")
    assert not store.of(key).favourite
    assert not bar(pane).star.isChecked()
    assert (actions["actionUndoChange"].text(), actions["actionUndoChange"].isEnabled()) == (
        "&Undo",
        False,
    )
    assert actions["actionRedoChange"].text() == "Re&do: add to favorites"
    act(pane, "actionRedoChange")
    assert store.of(key).favourite
    assert not actions["actionRedoChange"].isEnabled()


async def test_all_selected_contacts_become_favorites_at_once(pane, until):
    await pane.open(until, "bland")
    key = await shown(pane, until)
    act(pane, "actionToggleFavorite")
    pane.table.selectAll()
    act(pane, "actionToggleFavorite")
    store = pane.userdata.annotations
    assert len(store.all()) == pane.rows
    assert pane.window.statusBar().currentMessage() == f"Added {pane.rows} contacts to favorites"
    act(pane, "actionToggleFavorite")
    assert not store.all()
    act(pane, "actionUndoChange")
    act(pane, "actionUndoChange")
    assert list(store.all()) == [key]


async def test_too_many_selected_contacts_are_left_alone(pane, until, monkeypatch):
    monkeypatch.setattr(noting, "MAX_AT_ONCE", 3)
    await pane.open(until, "bland")
    pane.table.selectAll()
    act(pane, "actionToggleFavorite")
    assert not pane.userdata.annotations.all()
    message = f"{pane.rows} contacts selected; at most 3 can change at once"
    assert pane.window.statusBar().currentMessage() == message


async def test_commands_on_a_contact_need_one(pane, until):
    await pane.open(until, "bland")
    actions = pane.window.actions_by_name
    assert not actions["actionToggleFavorite"].isEnabled()
    await shown(pane, until)
    names = "actionToggleFavorite", "actionAddTag", "actionEditNote"
    assert all(actions[name].isEnabled() for name in names)
    assert set(pane.table.actions()) >= {actions[name] for name in names}


async def test_tag_leads_to_a_search(pane, until):
    await pane.open(until, "bland")
    key = await shown(pane, until)
    await pane.userdata.annotations.set(key, Annotation(tags=("two words",)))
    pane.browser.context.changes.annotations_changed.emit()
    (chip,) = bar(pane).tags.chips()
    chip.label.click()
    assert pane.window.search_field.text() == 'tag:"two words"'


async def test_note_being_typed_is_kept_at_the_end(pane, until):
    await pane.open(until, "bland")
    key = await shown(pane, until)
    act(pane, "actionEditNote")
    QTest.keyClicks(bar(pane).note, "last words")
    pane.end()
    assert pane.userdata.annotations.of(key).note == "last words"


async def test_nothing_can_be_taken_back_after_an_account_was_removed(pane, until):
    await pane.open(until, "bland")
    await shown(pane, until)
    act(pane, "actionToggleFavorite")
    pane.window.note_commands.forget()
    assert not pane.window.actions_by_name["actionUndoChange"].isEnabled()
