"""contactdesk.ui.window.reading_mode: memories over the whole window, steps by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from contactdesk.ui.kit.nickname_dialog import NicknameDialog

ALT = Qt.KeyboardModifier.AltModifier


async def read(pane, until, row=1, search=""):
    """Opens Bland AI's contacts, shows one and enters the reading mode."""
    await pane.open(until, "bland")
    if search:
        pane.window.search_field.setText(search)
        await until(pane.is_still)
    pane.window.activateWindow()
    pane.table.go_to_row(row)
    await until(lambda: pane.browser.detail.is_showing())
    pane.window.actions_by_name["actionReadMemories"].trigger()
    return pane.browser.detail


def with_memories(pane):
    """Rows of contacts with memories."""
    return [row for row in range(pane.rows) if memories_in(pane, row)]


def memories_in(pane, row):
    model = pane.browser.table_model
    stored = pane.browser._context.index.stored(model.id_at(row))
    return b'"persona_id"' in stored.raw


async def read_memories(pane, until):
    await pane.open(until, "bland")
    return await read(pane, until, with_memories(pane)[0])


async def test_only_name_list_and_memory_are_shown(pane, until):
    detail = await read_memories(pane, until)
    browser, window = pane.browser, pane.window
    hidden = (browser.side, browser.table, window.bar, window.statusBar(), detail.view.matched)
    assert not any(part.isVisible() for part in hidden)
    assert not detail.tabs.tabBar().isVisible()
    assert not detail.view.header.mail.isVisible()
    assert detail.view.findChild(QLabel, "contactName").isVisible()
    await until(detail.tabs.memories.list.isVisible)
    assert detail.width() == browser.width()


async def test_escape_shows_everything_as_it_was(pane, until):
    await pane.open(until, "bland")
    sizes = pane.browser.splitter.sizes()
    bar = pane.table.verticalScrollBar()
    bar.setValue(40)
    detail = await read(pane, until, with_memories(pane)[0])
    place, top = pane.table.current_id(), bar.value()
    QTest.keyClick(pane.window.focusWidget(), Qt.Key.Key_Escape)
    assert not pane.window.actions_by_name["actionReadMemories"].isChecked()
    assert pane.table.isVisible()
    assert pane.window.bar.isVisible()
    assert pane.window.statusBar().isVisible()
    assert detail.tabs.tabBar().isVisible()
    assert detail.view.header.mail.isVisible() or detail.view.header.phone.isVisible()
    assert pane.browser.splitter.sizes() == sizes
    assert (pane.table.current_id(), bar.value()) == (place, top)


async def test_button_of_the_tab_enters_and_leaves(pane, until):
    detail = await read_memories(pane, until)
    button = detail.tabs.memories.reading
    assert button.isChecked()
    button.click()
    assert pane.table.isVisible()
    button.click()
    assert not pane.table.isVisible()


async def test_alt_and_arrows_step_through_memories_and_contacts(pane, until):
    detail = await read_memories(pane, until)
    chooser = detail.tabs.memories.chooser
    assert chooser.number == 0
    QTest.keyClick(detail, Qt.Key.Key_Down, ALT)
    assert chooser.number != 0
    QTest.keyClick(detail, Qt.Key.Key_Up, ALT)
    assert chooser.number == 0
    row = pane.table.currentIndex().row()
    before = pane.browser.shown_contact.row_id
    QTest.keyClick(detail, Qt.Key.Key_Right, ALT)
    await until(lambda: pane.browser.shown_contact.row_id != before)
    assert pane.table.currentIndex().row() == row + 1
    QTest.keyClick(detail, Qt.Key.Key_Left, ALT)
    await until(lambda: pane.browser.shown_contact.row_id == before)


async def test_row_stepped_to_is_in_sight_afterwards(pane, until):
    detail = await read_memories(pane, until)
    for _ in range(30):
        QTest.keyClick(detail, Qt.Key.Key_Right, ALT)
    row = pane.table.currentIndex().row()
    assert row >= 30
    pane.window.actions_by_name["actionReadMemories"].trigger()
    visible = pane.table.viewport().rect()
    assert visible.intersects(pane.table.visualRect(pane.table.currentIndex()))


async def test_contact_without_memories_says_so_and_shows_its_details(pane, until):
    await pane.open(until, "bland")
    none = [row for row in range(pane.rows) if not memories_in(pane, row)]
    detail = await read(pane, until, none[0])
    assert detail.view.no_memories.isVisible()
    assert "no memories" in detail.view.no_memories.text()
    assert detail.tabs.currentWidget() is detail.details
    pane.table.go_to_row(with_memories(pane)[0])
    await until(detail.has_memories)
    assert detail.tabs.currentWidget() is detail.tabs.memories
    assert not detail.view.no_memories.isVisible()


async def test_window_made_narrow_while_reading_keeps_the_memories(pane, until):
    detail = await read_memories(pane, until)
    pane.window.resize(700, 600)
    await until(lambda: pane.window.width() == 700)
    assert detail.isVisible()
    assert not pane.table.isVisible()
    pane.window.actions_by_name["actionReadMemories"].trigger()
    assert pane.table.isVisible()
    assert not detail.isVisible()


async def test_reading_in_a_narrow_window_shows_the_hidden_details(pane, until):
    await pane.open(until, "bland")
    row = with_memories(pane)[0]
    pane.window.resize(700, 600)
    await until(lambda: not pane.browser.detail.isVisible())
    detail = await read(pane, until, row)
    assert detail.isVisible()


async def test_ctrl_f_finds_within_memories_while_the_search_field_is_hidden(pane, until):
    detail = await read_memories(pane, until)
    pane.window.actions_by_name["actionFindContacts"].trigger()
    assert detail.tabs.memories.finding.bar.field.hasFocus()
    pane.window.actions_by_name["actionReadMemories"].trigger()
    pane.window.actions_by_name["actionFindContacts"].trigger()
    assert pane.window.search_field.hasFocus()
    pane.window.actions_by_name["actionFindMemories"].trigger()
    assert detail.tabs.memories.finding.bar.field.hasFocus()


async def test_marks_of_the_search_stay(pane, until):
    await pane.open(until, "bland")
    row = with_memories(pane)[0]
    pane.table.go_to_row(row)
    detail = pane.browser.detail
    await until(detail.has_memories)
    detail.open_memories()
    word = next(
        w
        for w in detail.tabs.memories.page.view.toPlainText().split()
        if len(w) > 5 and w.isalpha()
    )
    pane.window.search_field.setText(word)
    await until(lambda: pane.is_still() and detail.hits.is_complete)
    before = len(detail.tabs.memories.page.view.extraSelections())
    assert before
    pane.window.actions_by_name["actionReadMemories"].trigger()
    assert len(detail.tabs.memories.page.view.extraSelections()) == before
    pane.window.actions_by_name["actionReadMemories"].trigger()
    assert len(detail.tabs.memories.page.view.extraSelections()) == before


async def test_commands_need_a_contact_or_its_memories(pane, until):
    act = pane.window.actions_by_name
    await pane.open(until, "bland")
    assert not act["actionNextContact"].isEnabled()
    assert not act["actionReadMemories"].isEnabled()
    none = next(row for row in range(pane.rows) if not memories_in(pane, row))
    pane.table.go_to_row(none)
    await until(lambda: act["actionNextContact"].isEnabled())
    assert not act["actionNextMemory"].isEnabled()
    pane.table.go_to_row(with_memories(pane)[0])
    await until(lambda: act["actionNextMemory"].isEnabled())
    assert act["actionFindMemories"].isEnabled()


async def test_step_beyond_the_last_row_says_whether_more_may_come(pane, until):
    await pane.open(until, "bland")
    pane.window.search_field.setText("has:memory")
    await until(lambda: pane.is_still() and pane.rows < 200)
    pane.table.setFocus()
    pane.table.go_to_row(pane.rows - 1)
    await until(pane.browser.detail.is_showing)
    assert not pane.browser.extent().complete
    QTest.keyClick(pane.table, Qt.Key.Key_Right, ALT)
    message = pane.window.statusBar().currentMessage
    assert message() == "This is the last of the contacts loaded so far"
    pane.table.go_to_row(0)
    QTest.keyClick(pane.table, Qt.Key.Key_Left, ALT)
    assert message() == "This is the first contact"


async def test_nickname_given_in_the_list_is_used_at_once(pane, until):
    detail = await read_memories(pane, until)
    memories = detail.tabs.memories
    agent = next(row.agent for row in memories.chooser.model.rows if row.agent)
    memories.nickname_wanted.emit(agent)
    dialog = await until(lambda: pane.window.findChild(NicknameDialog))
    dialog.field.setText("Anna <i>")
    dialog.save_button.click()
    await until(lambda: "Anna <i>" in [row.title for row in memories.chooser.model.rows])
    assert memories.isVisible()
