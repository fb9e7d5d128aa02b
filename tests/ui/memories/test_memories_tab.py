"""contactdesk.ui.memories.memories_tab: list and view, wide and narrow, by keyboard.

Covers contactdesk.ui.memories.memory_chooser (which row is chosen from contact to contact),
contactdesk.ui.memories.memory_list, contactdesk.ui.memories.row_delegate (what a row paints),
contactdesk.ui.memories.memory_pages (only the shown row is built),
contactdesk.ui.memories.sort_button and contactdesk.ui.memories.memory_menu.
"""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from contactdesk.search.query import parse
from contactdesk.ui.kit import theme
from contactdesk.ui.memories.memories_tab import MIN_WIDE_PX, MemoriesTab
from contactdesk.ui.memories.memory_rows import MemorySort
from tests.ui.memories.tab_records import (
    CARE,
    CARE_DESK,
    NAMELESS,
    ORDERS,
    ORDERS_FIRST,
    ORDERS_SECOND,
    RECORD,
    many,
    record,
    shown,
)


@pytest.fixture
def tab(qtbot, qapp):
    theme.apply(qapp, "light")
    made = MemoriesTab()
    qtbot.addWidget(made)
    made.resize(MIN_WIDE_PX + 100, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(tab, raw=RECORD, query="", *, keep_place=False, **options):
    tab.set_record(lambda: shown(raw, **options), parse(query))
    tab.refresh(keep_place=keep_place)


def text(tab):
    # What is below the visible part is written later.
    tab.page.view.write_all()
    return tab.page.view.toPlainText()


def highlighted(tab):
    """The marked texts and the colors they are marked in."""
    marks = tab.page.view.extraSelections()
    return {(m.cursor.selectedText(), m.format.background().color().name()) for m in marks}


# The list and the view


def test_overview_is_shown_first_and_a_memory_when_chosen(tab):
    show(tab)
    assert tab.chooser.number == 0
    assert "An older sentence." in text(tab)
    assert "Where is my lamp?" in text(tab)
    tab.chooser.choose(2)
    assert "An older sentence." in text(tab)
    assert "Where is my lamp?" not in text(tab)


def test_names_for_scripts_and_screen_readers(tab):
    show(tab)
    assert tab.list.objectName() == "memoryList"
    assert tab.list.accessibleName() == "Memories"
    tab.chooser.choose(1)
    assert tab.page.view.objectName() == "memoryView"
    assert tab.page.view.accessibleName() == "Memory"


def test_wide_tab_has_the_list_beside_and_a_narrow_one_a_drop_down_above(tab, qtbot):
    show(tab)
    assert tab.list.isVisible()
    assert not tab.chooser.box.isVisible()
    qtbot.waitUntil(lambda: tab.list.geometry().right() < tab.pages.geometry().left())
    tab.resize(360, 640)
    assert not tab.list.isVisible()
    assert tab.chooser.box.isVisible()
    qtbot.waitUntil(lambda: tab.chooser.box.geometry().bottom() < tab.pages.geometry().top())
    assert tab.width() == 360


def test_drop_down_and_list_are_on_the_same_row(tab):
    show(tab)
    tab.chooser.box.setCurrentIndex(1)
    assert tab.list.currentIndex().row() == 1
    assert tab.chooser.number == 4
    tab.list.setCurrentIndex(tab.list.model().index(2, 0))
    assert tab.chooser.box.currentIndex() == 2
    assert tab.chooser.number == 1


def test_every_row_can_be_reached_by_keyboard(tab, qtbot):
    show(tab)
    tab.list.setFocus()
    seen = [tab.chooser.number]
    for _ in range(5):
        QTest.keyClick(tab.list, Qt.Key.Key_Down)
        seen.append(tab.chooser.number)
    assert seen == [0, 4, 1, 2, 3, 5]
    assert not tab.chooser.step(1)
    assert tab.chooser.step(-1)
    assert tab.chooser.number == 3


def test_choice_is_kept_for_the_agent_from_contact_to_contact(tab):
    show(tab)
    tab.chooser.choose(4)
    show(tab, record(CARE_DESK, ORDERS_SECOND, ORDERS_FIRST, contact="c-32"))
    assert tab.chooser.number == 2
    show(tab, record(CARE_DESK, contact="c-33"))
    assert tab.chooser.number == 0
    show(tab, record(ORDERS_FIRST, contact="c-34"))
    assert tab.chooser.number == 1


def test_memory_of_a_match_is_not_the_users_choice(tab):
    show(tab)
    tab.open_item(1)
    assert tab.chooser.number == 2
    show(tab, record(CARE_DESK, contact="c-32"))
    assert tab.chooser.number == 0


def test_refresh_keeps_the_chosen_memory_and_the_place(tab):
    show(tab, many(3, 60))
    tab.chooser.choose(2)
    bar = tab.page.view.verticalScrollBar()
    bar.setValue(150)
    show(tab, many(3, 60), keep_place=True)
    assert tab.chooser.number == 2
    assert bar.value() == 150


def test_sort_order_is_kept_and_moves_no_choice(tab):
    show(tab)
    tab.chooser.choose(1)
    order = next(a for a in tab.sort.menu().actions() if a.objectName() == "actionSortByItems")
    order.trigger()
    assert [row.number for row in tab.chooser.model.rows] == [0, 2, 1, 4, 3, 5]
    assert tab.chooser.number == 1
    assert "Open items" in tab.sort.accessibleName()
    show(tab, record(NAMELESS, CARE_DESK, contact="c-32"))
    assert tab.sort.order is MemorySort.OPEN_ITEMS
    assert [row.number for row in tab.chooser.model.rows] == [0, 2, 1]


def test_only_the_shown_row_is_built(tab, monkeypatch):
    built = []
    show_number = tab.pages.show_number
    monkeypatch.setattr(
        tab.pages, "show_number", lambda n, **o: (built.append(n), show_number(n, **o))
    )
    show(tab, many(200, 5))
    assert built == [0]
    tab.chooser.choose(150)
    assert built == [0, 150]
    assert "Sentence 149 4" in text(tab)


# Matches


def test_matches_of_the_windows_search_are_counted_beside_the_rows(tab):
    show(tab, query="lamp")
    tab.show_hits({0: 2, 3: 1})
    counts = {
        row.number: tab.list.model().index(at, 0) for at, row in enumerate(tab.chooser.model.rows)
    }
    assert "2 match" in counts[1].data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 match" in counts[4].data(Qt.ItemDataRole.AccessibleTextRole)


def test_found_text_is_marked_beside_the_hits_of_the_search(tab, qtbot):
    show(tab, query="lamp")
    tab.chooser.choose(1)
    hit, found = theme.color("hit").name(), theme.color("found").name()
    assert {("lamp", hit)} <= highlighted(tab)
    tab.finding.bar.field.setText("malmo")
    qtbot.waitUntil(lambda: len(tab.finding.finder.matches(0)) == 1)
    assert {("lamp", hit), ("Malmö", found)} <= highlighted(tab)
    tab.finding.bar.field.clear()
    assert ("Malmö", found) not in highlighted(tab)
    assert ("lamp", hit) in highlighted(tab)


def test_another_search_keeps_what_is_looked_for_in_the_memories(tab, qtbot):
    show(tab, query="lamp")
    tab.chooser.choose(1)
    tab.finding.bar.field.setText("malmo")
    qtbot.waitUntil(lambda: len(tab.finding.finder.matches(0)) == 1)
    tab.set_query(parse("where"))
    marked = {words for words, _color in highlighted(tab)}
    assert marked == {"Where", "Malmö"}


def test_step_opens_the_memory_of_the_match_and_scrolls_there(tab, qtbot):
    show(tab, many(3, 60))
    tab.chooser.choose(3)
    tab.finding.bar.field.setText("Sentence 1 3")
    QTest.keyClick(tab.finding.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.chooser.number == 2)
    assert tab.chooser.number == 2
    now = theme.color("found_now").name()
    assert ("Sentence 1 3", now) in highlighted(tab)
    QTest.keyClick(tab.finding.bar.field, Qt.Key.Key_Return)
    assert tab.finding.bar.count.text() == "2 of 11"


def test_step_in_the_overview_stays_there_and_shows_what_was_hidden(tab, qtbot):
    show(tab, many(3, 60))
    assert "Sentence 1 3\n" not in text(tab)
    tab.finding.bar.field.setText("Sentence 1 3")
    QTest.keyClick(tab.finding.bar.field, Qt.Key.Key_Return)
    now = theme.color("found_now").name()
    qtbot.waitUntil(lambda: ("Sentence 1 3", now) in highlighted(tab))
    assert tab.chooser.number == 0
    assert tab.finding.bar.count.text() == "1 of 11"
    tab.chooser.choose(2)
    assert tab.finding.bar.count.text().startswith("11 match")


def test_found_text_is_marked_in_the_overview_too(tab, qtbot):
    show(tab)
    tab.finding.bar.field.setText("malmo")
    qtbot.waitUntil(lambda: len(tab.finding.finder.matches(0)) == 1)
    assert ("Malmö", theme.color("found").name()) in highlighted(tab)


# Sections


def test_bar_has_the_sections_of_the_shown_memory_with_counts(tab):
    show(tab)
    tab.chooser.choose(1)
    titles = [tab.sections.tabText(at) for at in range(tab.sections.count())]
    assert any("2" in title for title in titles if title.startswith("Open"))
    tab.chooser.choose(5)
    assert not any(
        tab.sections.tabText(at).startswith("Open") for at in range(tab.sections.count())
    )


def test_section_is_jumped_to_by_alt_and_its_number(tab, qtbot):
    show(tab, many(1, 80))
    tab.chooser.choose(1)
    last = tab.page.sections()[-1][0]
    tab.activateWindow()
    tab.list.setFocus()
    qtbot.waitUntil(tab.list.hasFocus)
    key = Qt.Key(Qt.Key.Key_1 + len(tab.page.sections()) - 1)
    QTest.keyClick(tab.list, key, Qt.KeyboardModifier.AltModifier)
    assert tab.sections.sections[tab.sections.currentIndex()][0] == last
    assert tab.page.view.verticalScrollBar().value() > 0
    QTest.keyClick(tab.list, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert tab.sections.currentIndex() == 0


def test_jump_to_a_short_last_section_leaves_it_highlighted(tab):
    show(tab, many(1, 80))
    tab.chooser.choose(1)
    first, *_, before_last, last = tab.sections.sections
    tab.sections.choose_number(len(tab.sections.sections) - 2)
    assert tab.sections.sections[tab.sections.currentIndex()] == before_last
    tab.sections.choose_number(len(tab.sections.sections) - 1)
    assert tab.sections.sections[tab.sections.currentIndex()] == last != first


def test_bar_follows_the_scrolling(tab, qtbot):
    show(tab, many(1, 80))
    tab.chooser.choose(1)
    bar = tab.page.view.verticalScrollBar()
    bar.setValue(0)
    first = tab.sections.currentIndex()
    messages = [key for key, *_ in tab.page.sections()].index("messages")
    tab.page.go_to("messages")
    assert tab.sections.currentIndex() == messages != first
    bar.setValue(0)
    qtbot.waitUntil(lambda: tab.sections.currentIndex() == first)


# Menu


def menu_of(tab):
    at = tab.list.visualRect(tab.list.currentIndex()).center()
    where = tab.list.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(tab.list.viewport(), event)
    menus = [each for each in tab.findChildren(QMenu) if each is not tab.sort.menu()]
    return {action.objectName(): action for action in menus[-1].actions() if action.text()}


# A menu raises itself, which the off-screen platform cannot.
@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_menu_copies_and_asks_for_a_nickname(tab):
    show(tab)
    tab.chooser.choose(1)
    copied, wanted = [], []
    tab.copied.connect(copied.append)
    tab.nickname_wanted.connect(wanted.append)
    actions = menu_of(tab)
    actions["actionCopyPersona"].trigger()
    actions["actionCopySummary"].trigger()
    actions["actionNameAgent"].trigger()
    assert copied == [ORDERS, ORDERS_FIRST["summary"]]
    assert wanted == [ORDERS]


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_menu_shows_the_memory_as_the_vendor_keeps_it(tab):
    show(tab)
    tab.chooser.choose(1)
    assert '"persona_id"' not in text(tab)
    menu_of(tab)["actionShowAgentView"].trigger()
    assert '"persona_id"' in text(tab)
    assert tab.sections.sections[tab.sections.currentIndex()][0] == "as-sent"


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_nameless_memory_cannot_be_given_a_nickname(tab):
    show(tab)
    tab.chooser.choose(3)
    actions = menu_of(tab)
    assert not actions["actionNameAgent"].isEnabled()
    assert not actions["actionCopyPersona"].isEnabled()
    assert actions["actionCopyMemory"].isEnabled()


def test_nicknames_name_the_rows(tab):
    show(tab, nicknames={CARE: "Care & Co <b>"})
    titles = [row.title for row in tab.chooser.model.rows]
    assert "Care & Co <b>" in titles


# Hostile texts, painting, names


def test_hostile_texts_are_painted_as_text(tab, tmp_path, qtbot):
    magic = QImage(40, 40, QImage.Format.Format_RGB32)
    magic.fill(QColor(255, 0, 255))
    magic.save(str(tmp_path / "m.png"))
    bad = f'<img src="{tmp_path}/m.png"><b>\u202e\ud800' + "w" * 3000
    show(tab, record({**CARE_DESK, "persona_id": bad, "summary": bad}))
    for width in (360, MIN_WIDE_PX + 100):
        tab.resize(width, 600)
        qtbot.waitUntil(lambda w=width: tab.width() == w)
        image = tab.grab().toImage()
        colors = {
            image.pixel(x, y) & 0xFFFFFF
            for x in range(0, image.width(), 3)
            for y in range(0, image.height(), 3)
        }
        assert 0xFF00FF not in colors


def test_row_paints_the_count_of_open_items(tab, qtbot):
    def painted(raw):
        show(tab, raw)
        at = tab.list.visualRect(tab.list.model().index(1, 0))
        image = tab.list.viewport().grab(at).toImage()
        pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
        colors = (image.pixelColor(*each) for each in pixels)
        return any(each.red() - each.blue() > 60 for each in colors)

    assert painted(record(CARE_DESK))
    assert not painted(record({**CARE_DESK, "open_items": []}))


def test_every_control_has_an_accessible_name(tab):
    show(tab)
    for widget in tab.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            inner = widget.objectName().startswith("qt_")
            assert widget.accessibleName() or inner, widget
    for button in tab.findChildren(QToolButton):
        # Qt makes some of its own within others.
        if button.parent() in (tab, tab.finding.bar):
            assert button.accessibleName() or button.text(), button


def test_theme_change_repaints_in_the_new_colors(tab, qapp):
    show(tab)
    theme.apply(qapp, "dark")
    try:
        assert tab.list.palette().base().color() == theme.color("base")
        image = tab.list.viewport().grab().toImage()
        assert QColor(image.pixel(image.width() - 2, image.height() - 2)).lightness() < 128
    finally:
        theme.apply(qapp, "light")


def test_menu_key_opens_the_menu_at_the_chosen_row(tab):
    show(tab)
    wanted = []
    tab.chooser.menu_wanted.disconnect()
    tab.list.menu_wanted.connect(wanted.append)
    tab.list.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    assert event.type() == QEvent.Type.ContextMenu
    QApplication.sendEvent(tab.list, event)
    place = tab.list.viewport().mapFromGlobal(wanted[0])
    assert tab.list.visualRect(tab.list.currentIndex()).contains(place)
