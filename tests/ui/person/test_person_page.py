"""contactdesk.ui.person.person_page: every field compared, reasons, open items, links.

Covers contactdesk.ui.person.compared_section, contactdesk.ui.person.items_section,
contactdesk.ui.kit.item_words,
contactdesk.ui.person.links_section, and contactdesk.ui.person.words.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from contactdesk.memories.item_key import item_key
from contactdesk.search.query import parse
from contactdesk.ui.kit.item_words import state_words
from contactdesk.ui.person.links import DISMISS, FIELD, RESTORE, UNLINK, contact_href, memory_href
from contactdesk.ui.person.person_head import PersonHead
from contactdesk.ui.person.person_page import PersonPage
from contactdesk.ui.person.shown_person import ShownPerson
from contactdesk.ui.person.wishes import PersonWishes
from contactdesk.userdata.item_states import ItemState
from tests.ui.markup_probe import magic_text, shows_magic, tip_shows_magic
from tests.ui.person.shown_person import BLAND, CLOSE, RECORDS, person

MANY = {
    **BLAND,
    "memories": [
        {
            **BLAND["memories"][0],
            "open_items": [{"description": f"Item {number}"} for number in range(60)],
        }
    ],
}


@pytest.fixture
def wishes(qapp):
    return PersonWishes()


@pytest.fixture
def page(qtbot, wishes):
    made = PersonPage(wishes)
    qtbot.addWidget(made)
    made.resize(520, 700)
    made.show()
    return made


def text(page):
    page.view.write_all()
    return page.view.toPlainText()


def part(page, first, then):
    """The text from one heading to the next."""
    shown = text(page)
    start = shown.index(f"\n{first}")
    return shown[start : shown.index(f"\n{then}", start + 1)]


def words(part):
    """The lines of a part that say something, without the space around badges."""
    lines = (line.replace("\u202f", " ").replace("\u2060", "").strip() for line in part.split("\n"))
    return [" ".join(line.split()) for line in lines if line.strip()]


def links(page):
    page.view.write_all()
    found, block = [], page.view.document().begin()
    while block.isValid():
        piece = block.begin()
        while not piece.atEnd():
            form = piece.fragment().charFormat()
            if form.isAnchor():
                found.append((piece.fragment().text().strip(), form.anchorHref()))
            piece += 1
        block = block.next()
    return found


def heard(signal):
    found = []
    signal.connect(lambda *values: found.append(values if len(values) > 1 else values[0]))
    return found


def test_names_for_screen_readers(page):
    assert (page.objectName(), page.accessibleName()) == ("personPage", "Person")
    page.show_person(person())
    assert page.sections.accessibleName() == "Sections of the person"
    interface = QAccessible.queryAccessibleInterface(page.view)
    assert interface.text(QAccessible.Text.Name) == "Person, compared"


def test_head_says_how_many_contacts_there_are_at_which_vendors(page):
    page.show_person(person())
    head = page.findChild(PersonHead)
    assert head.count.text().startswith("3 contact")
    assert "at 3 vendor" in head.count.text()
    badges = [each.accessibleName() for each in head.children() if hasattr(each, "show_icon")]
    assert badges == ["Bland AI", "Close", "Quo"]
    assert head.name.text() == "Maria Garcia"


def test_every_field_has_a_line_a_vendor_with_sign_and_word(page):
    page.show_person(person())
    assert words(part(page, "Name", "E-mail")) == [
        *("Name", "Bland AI", "Maria Garcia", "= agrees"),
        *("Close", "Maria", "= agrees", "Quo", "Maria Garcia", "= agrees"),
    ]
    company = words(part(page, "Company", "Role"))
    assert company == [
        *("Company", "Bland AI", "Acme Inc. sales-anna …0111", "= agrees"),
        *("Quo", "Acme", "= agrees", "Nothing in Close"),
    ]
    role = words(part(page, "Role", "Time zone"))
    assert role[1:] == [
        *("Close", "CTO", "= agrees", "Quo", "Chief Technology Officer", "= agrees"),
        "Nothing in Bland AI",
    ]


def test_what_differs_says_so_in_its_heading_and_on_top_and_on_its_lines(page):
    page.show_person(person())
    zone = words(part(page, "Time zone", "Wants messages"))
    assert zone[0].split() == ["Time", "zone", "≠", "differs", "Dismiss"]
    assert zone.count("≠ differs") == 2
    consent = words(part(page, "Wants messages", "Open items"))
    assert "Opted in to SMS: yes …0111" in consent
    assert "Maria@acme.test Unsubscribed" in consent
    top = words(text(page)[: text(page).index("\nName")])[0]
    assert top.startswith("≠ Differences in 3 field")
    assert top.endswith("Phone Time zone Wants messages")


def test_number_that_nothing_joins_to_the_others_differs_and_the_others_are_named(page):
    page.show_person(person())
    phone = words(part(page, "Phone", "Company"))
    assert phone == [
        *("Phone ≠ differs Dismiss", "Bland AI", "+14155550192", "≠ differs same in Close"),
        *("Close", "+1 415 555 0192", "≠ differs same in Bland AI"),
        *("Quo", "+14155550193", "≠ differs"),
    ]


def test_dismissed_disagreement_is_quiet_and_can_be_shown_again(page, wishes):
    asked = heard(wishes.dismiss_wanted)
    page.show_person(person())
    page.view.link_activated.emit(f"{DISMISS}phone")
    assert asked == [("phone", True)]
    page.show_person(person(), {"phone"}, keep_place=True)
    assert "Phone differs, dismissed Show again" in words(part(page, "Phone", "Company"))
    assert "≠ Differences in 2 field" in text(page)
    page.view.link_activated.emit(f"{RESTORE}phone")
    assert asked[1:] == [("phone", False)]


def test_account_leads_to_its_contact_and_agents_to_their_memories(page, wishes):
    contacts, memories = heard(wishes.contact_wanted), heard(wishes.memory_wanted)
    page.show_person(person())
    assert ("Close", contact_href(1)) in links(page)
    page.view.link_activated.emit(contact_href(1))
    assert contacts == [2]
    assert ("sales-anna", memory_href(0, 1)) in [
        (name.strip("\u202f"), href) for name, href in links(page)
    ]
    page.view.link_activated.emit(memory_href(0, 2))
    page.view.link_activated.emit(memory_href(0, 0))
    (row_id, place), last = memories
    assert (row_id, place.number, place.item) == (1, 2, None)
    assert last == (1, None)


def test_open_items_of_all_contacts_are_one_list_that_leads_to_their_memories(page, wishes):
    other = {**BLAND, "id": "b2", "memories": [{"open_items": ["Order a demo"]}]}
    page.show_person(person({"bland": BLAND, "close": RECORDS["close"]}))
    items = words(part(page, "Open items", "What agents know"))
    assert items[0] == "Open items 2"
    assert items[1].startswith("High Call back on Friday Call sales-anna Bland AI")
    assert items[2].startswith("Send the offer")
    memories = heard(wishes.memory_wanted)
    href = next(href for _name, href in links(page) if href.count(":") == 3)
    page.view.link_activated.emit(href)
    assert memories[0][0] == 1
    assert memories[0][1].item is not None
    page.show_person(person({"bland": other, "quo": RECORDS["quo"]}))
    assert "Order a demo" in text(page)


def decided(shown, **states):
    """What the user decided about the open items whose text begins with a word."""
    found = {}
    for at, kept in shown.open_items():
        word = kept.item.text.split()[0]
        if word in states:
            key = item_key(kept.memory.agent, kept.item)
            found[(*shown.contacts[at].key, key)] = states[word]
    return found


DONE = ItemState(done=True, set_at="2026-11-02T10:00:00Z")
SNOOZED = ItemState(snoozed_until="2026-12-24", set_at="2026-11-02T10:00:00Z")


def test_done_and_snoozed_items_are_left_out_until_asked_for(page):
    shown = person({"bland": BLAND, "close": RECORDS["close"]})
    page.show_person(shown, (), decided(shown, Call=DONE, Send=SNOOZED))
    items = words(part(page, "Open items", "What agents know"))
    assert items == ["Open items 0", "Everything is done or snoozed Show done and snoozed"]
    page.show_person(shown, (), decided(shown, Call=DONE), keep_place=True)
    items = words(part(page, "Open items", "What agents know"))
    assert [items[0], items[-1]] == ["Open items 1", "1 done or snoozed Show done and snoozed"]
    assert items[1].startswith("Send the offer")
    assert len(items) == 3
    page.view.link_activated.emit(href_of(page, "Show done and snoozed"))
    items = words(part(page, "Open items", "What agents know"))
    assert items[0] == "Open items 1"
    assert items[1].startswith("High Call back on Friday")
    assert items[1].endswith(state_words(DONE))
    page.view.link_activated.emit(href_of(page, "Hide them"))
    assert "Call back on Friday" not in text(page)
    page.show_person(shown, (), {}, keep_place=True)
    items = words(part(page, "Open items", "What agents know"))
    assert items[0] == "Open items 2"
    assert "snoozed" not in " ".join(items)


def test_snoozed_item_says_until_when(page):
    shown = person({"bland": BLAND, "close": RECORDS["close"]})
    page.show_person(shown, (), decided(shown, Send=SNOOZED))
    page.view.link_activated.emit(href_of(page, "Show done and snoozed"))
    assert state_words(SNOOZED) in text(page)


def href_of(page, name):
    return next(href for each, href in links(page) if each == name)


def test_long_list_of_open_items_is_shown_whole_when_asked_for(page):
    page.show_person(person({"bland": MANY, "close": RECORDS["close"]}))
    assert "Item 59" not in text(page)
    more = next(href for name, href in links(page) if name == "Show all 60")
    page.view.link_activated.emit(more)
    assert "Item 59" in text(page)


def test_agents_memories_are_listed_with_what_they_know(page):
    page.show_person(person())
    known = " ".join(words(part(page, "What agents know", "Why one person")))
    assert known.startswith("What agents know 2 Bland AI All memories")
    assert "sales-anna" in known
    assert "Wants the Team plan." in known


def test_reasons_are_given_in_words_with_unlink(page, wishes):
    unlinked = heard(wishes.unlink_wanted)
    page.show_person(person())
    why = words(part(page, "Why one person", "Might be the same person"))
    assert why[:3] == [
        "Why one person",
        "Bland AI Maria Garcia Unlink",
        "The others are linked with this contact.",
    ]
    assert why[4] == (
        "With Bland AI: e-mail Maria@acme.test equal to maria@acme.test;"
        " phone +1 415 555 0192 equal to +14155550192; names agree"
    )
    page.view.link_activated.emit(f"{UNLINK}2")
    assert unlinked == [2]


def test_who_might_be_the_same_can_be_linked_or_held_apart(page, wishes):
    linked, apart, opened = (
        heard(wishes.link_wanted),
        heard(wishes.apart_wanted),
        heard(wishes.contact_wanted),
    )
    page.show_person(person())
    offered = {name: href for name, href in links(page)}
    for name in ("Link", "Not the same", "M. Garcia"):
        page.view.link_activated.emit(offered[name])
    assert linked == [(99, 1)]
    assert apart == [(99, 1)]
    assert opened == [99]


def test_menu_of_a_value_copies_it_searches_for_it_and_opens_its_contact(page, wishes):
    contacts, searched, copied = (
        heard(wishes.contact_wanted),
        heard(page.search_wanted),
        heard(page.copied),
    )
    page.show_person(person())
    for path, name, search in (
        ("2:phone", "+14155550193", "phone:"),
        ("0:$.memories[0].facts.timezone", "America/New_York", "fact.timezone:"),
    ):
        placed = page.view.value_of(path)
        menu = page.view.menu_at(placed.start + 1)
        actions = {each.objectName(): each for each in menu.actions()}
        actions["actionCopyValue"].trigger()
        actions["actionShowSame"].trigger()
        actions["actionOpenContact"].trigger()
        assert copied.pop() == name
        assert searched.pop().startswith(search)
    assert contacts == [3, 1]


def test_page_that_is_shown_anew_stays_where_it_was_with_the_keyboard_on_its_link(page, qtbot):
    page.show_person(person({**RECORDS, "bland": MANY}))
    page.view.write_all()
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    assert page.view.go_to_link(f"{UNLINK}2")
    place, top = page.view.verticalScrollBar().value(), page.view.cursorRect().top()
    assert place
    page.show_person(person({**RECORDS, "bland": MANY}), {"phone"}, keep_place=True)
    assert page.view.cursorRect().top() == top
    assert page.view.textCursor().selectedText() == "Unlink"
    page.view.verticalScrollBar().setValue(place - 40)
    top = page.view.cursorRect().top()
    page.show_person(person({**RECORDS, "bland": MANY, "opencx": OPENCX}), keep_place=True)
    assert page.view.verticalScrollBar().value() > place
    assert page.view.cursorRect().top() == top
    assert page.view.textCursor().selectedText() == "Unlink"
    page.show_person(person({**RECORDS, "bland": MANY}), keep_place=True)
    page.view.verticalScrollBar().setValue(0)
    page.show_person(person({**RECORDS, "bland": MANY}), keep_place=True)
    assert page.view.textCursor().selectedText() == "Unlink"
    assert page.view.verticalScrollBar().value() == 0
    page.view.verticalScrollBar().setValue(place)
    page.show_person(person())
    assert page.view.verticalScrollBar().value() == 0


def test_keyboard_goes_on_where_the_followed_link_was(page, qtbot):
    page.resize(520, 320)
    page.show_person(person())
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    page.view.write_all()
    assert page.view.go_to_link(f"{DISMISS}phone")
    page.show_person(person(), {"phone"}, keep_place=True)
    assert page.view.textCursor().charFormat().anchorHref() == f"{RESTORE}phone"
    assert page.view.go_to_link(f"{UNLINK}3")
    place = page.view.verticalScrollBar().value()
    assert place
    page.show_person(person({each: RECORDS[each] for each in ("bland", "close")}), keep_place=True)
    assert page.view.textCursor().position() > page.view.document().characterCount() // 4


def test_links_are_reached_and_followed_by_the_keyboard(page, wishes, qtbot):
    contacts = heard(wishes.contact_wanted)
    page.show_person(person())
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if page.view.textCursor().charFormat().anchorHref() == contact_href(1):
            break
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert contacts == [2]


def test_field_named_on_top_scrolls_to_it(page):
    page.resize(520, 260)
    page.show_person(person())
    page.view.write_all()
    page.view.link_activated.emit(f"{FIELD}consent")
    assert page.view.verticalScrollBar().value() > 0


def test_hits_of_the_search_are_marked_in_every_contact(page):
    page.show_person(person())
    page.view.write_all()
    page.set_query(parse("garcia"))
    assert len(page.view.extraSelections()) >= 2


def test_nobody_leaves_an_empty_page(page):
    page.show_person(person())
    page.clear()
    assert not text(page).strip()
    assert not page.sections.sections


def test_sections_are_jumped_to_by_the_bar_above(page):
    page.show_person(person())
    titles = [title for _key, title, _count in page.sections.sections]
    assert titles == [
        *("Compared", "Open items", "What agents know", "Why one person"),
        "Might be the same person",
    ]
    page.view.write_all()
    page.sections.choose_number(3)
    assert page.view.verticalScrollBar().value() > 0


def test_what_is_copied_of_a_page_has_every_value_with_its_account(page):
    copied = heard(page.copied)
    page.show_person(person())
    menu = page.view.menu_at(0)
    next(each for each in menu.actions() if each.objectName() == "actionCopyAll").trigger()
    for said in ("Time zone", "America/Los_Angeles", "Quo: Acme", "Call back on Friday"):
        assert said in copied[0]


OPENCX = {"id": "o1", "name": "Maria Garcia", "phone_number": "+14155550192"}

HOSTILE = '<b>N</b><img src="/dev/zero">\u202e&amp;\n\0\ud800' + "x" * 3_000


def hostile(value, text=HOSTILE):
    if isinstance(value, dict):
        return {key: hostile(each, text) for key, each in value.items()}
    if isinstance(value, list):
        return [hostile(each, text) for each in value]
    return text + value if isinstance(value, str) else value


def test_no_text_of_a_vendor_is_taken_for_markup(page, tmp_path):
    magic = magic_text(tmp_path)
    records = {vendor: {**hostile(raw, magic), "id": raw["id"]} for vendor, raw in RECORDS.items()}
    page.show_person(person(records))
    page.view.write_all()
    bar = page.view.verticalScrollBar()
    for place in range(0, bar.maximum() + 1, page.view.viewport().height()):
        bar.setValue(place)
        assert not shows_magic(page)
    formats = page.view.document().allFormats()
    tips = [each.toCharFormat().toolTip() for each in formats if each.isCharFormat()]
    assert any(tips)
    assert not any(map(tip_shows_magic, filter(None, tips)))


def test_hostile_texts_are_shown_as_plain_text(page):
    records = {vendor: {**hostile(raw), "id": raw["id"]} for vendor, raw in RECORDS.items()}
    records["bland"]["memories"][0]["facts"] = {"company": HOSTILE[:150], "timezone": "<b>UTC"}
    page.show_person(person(records))
    assert "<b>N</b>" in text(page)
    assert "\u202e" not in text(page).replace("\u2066", "")
    page.view.menu_at(page.view.document().characterCount() // 2)


def test_person_of_nothing_is_shown(page):
    page.show_person(ShownPerson.of([]))
    page.show_person(person({"bland": {"id": ""}, "quo": {"id": ""}}))
    assert "Why one person" in text(page)


def test_words_behind_a_name_from_right_to_left_stay_behind_it(page):
    name = "مُنى بن سالم"
    page.show_person(person({"bland": {**BLAND, "name": name}, "close": {**CLOSE, "name": name}}))
    page.resize(360, 700)
    document = page.view.document()
    text(page)
    lines, block = [], document.begin()
    while block.isValid():
        if name in block.text():
            lines.append(block)
        block = block.next()
    assert lines
    assert {each.textDirection() for each in lines} == {Qt.LayoutDirection.LeftToRight}


def test_tab_goes_through_the_sections_to_the_first_link_and_back(qtbot, wishes):
    window = QWidget()
    qtbot.addWidget(window)
    before, page = QLineEdit(), PersonPage(wishes)
    column = QVBoxLayout(window)
    for each in (before, page):
        column.addWidget(each)
    window.resize(520, 700)
    page.show_person(person(RECORDS))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before.setFocus()
    found = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backtab):
        QTest.keyClick(QApplication.focusWidget(), key)
        found.append(QApplication.focusWidget())
    assert found == [page.sections, page.view, page.sections, before]
    page.setFocus()
    assert page.view.hasFocus()
