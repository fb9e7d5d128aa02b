import json

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor

from contactdesk.records.blocks import overview, tabs
from contactdesk.search.query import parse
from contactdesk.ui.detail.view import DetailView
from tests.ui.detail.detail_records import RECORD, provider


@pytest.fixture
def view(qtbot):
    made = DetailView()
    qtbot.addWidget(made)
    made.resize(460, 700)
    made.show()
    made.show_blocks(overview(provider(), RECORD))
    return made


def menu(view, text):
    """What the context menu over a text copies, by the name of its action."""
    place = view.document().find(text)
    assert not place.isNull(), text
    copied = {}
    texts = []
    view.copied.connect(texts.append)
    for action in view.menu_at(place.selectionStart()).actions():
        if action.isEnabled() and not action.isSeparator():
            texts.clear()
            action.trigger()
            copied[action.objectName()] = texts[0]
    view.copied.disconnect(texts.append)
    return copied


def test_a_value_is_copied_as_it_came(view):
    found = menu(view, "ada@example.com")
    assert found["actionCopyValue"] == "ada@example.com"
    assert found["actionCopyLabelAndValue"] == "office: ada@example.com"
    assert found["actionCopyPath"] == "$.emails[0].email"
    assert found["actionCopySection"] == "E-mails\noffice: ada@example.com"
    assert "Contact\nName: Ada Lovelace" in found["actionCopyAll"]


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("Europe/London", "$.zone", "Europe/London"),
        ("No answer", "$.calls[0].status", "no-answer"),
        ("1 min 01 s", "$.calls[0].seconds", "61"),
        ("12 High Street", "$.note", "12 High Street\nLeeds"),
        ("Leeds", "$.note", "12 High Street\nLeeds"),
        ("vip", "$.tags", json.dumps(["vip", "two words"], indent=2)),
        ("Zone", "$.zone", "Europe/London"),
        ("life", "$.secret.of", "life"),
    ],
)
def test_every_place_knows_its_value(view, text, path, value):
    found = menu(view, text)
    assert (found["actionCopyPath"], found["actionCopyValue"]) == (path, value)


def test_what_is_selected_can_be_copied(view):
    cursor = view.document().find("Lovelace")
    view.setTextCursor(cursor)
    names = [action.objectName() for action in view.menu_at(cursor.position()).actions()]
    assert names[0] == "actionCopySelection"


def test_a_heading_offers_everything_only(view):
    view.show_blocks([])
    assert [action.objectName() for action in view.menu_at(0).actions()] == ["actionCopyAll"]


def test_a_conversation_is_copied_by_turns(view):
    view.show_blocks(tabs(provider(), RECORD)[0].items[0].build())
    found = menu(view, "Does it compute?")
    turns = found["actionCopySection"].splitlines()
    assert turns[0] == "Recent messages"
    assert turns[1].endswith("User · SMS: Does it compute?")


def test_labels_that_the_vendor_chose_are_found_too(view):
    view.set_query(parse("office"))
    (selection,) = view.extraSelections()
    assert selection.cursor.selectedText() == "Office"


def test_grounds_are_painted_where_they_are(view):
    view.show_blocks(tabs(provider(), RECORD)[0].items[0].build())
    tones = [tone for _, tone in view._written.frames]
    assert tones == ["card", "bubble_user", "bubble_agent"]
    from contactdesk.ui.kit import theme

    image = view.grab().toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert {theme.color("bubble_user").name(), theme.color("bubble_agent").name()} <= colours


def test_a_table_without_room_becomes_cards(view):
    def tables():
        return [tone for _, tone in view._written.frames]

    view.resize(900, 700)
    assert tables() == []
    view.resize(240, 700)
    assert tables() == ["card"]
    assert "1 min 01 s" in view.toPlainText()


def test_links_open_all_of_a_value(view):
    view.show_blocks(overview(provider(), {"note": "z" * 9000}))
    before = len(view.toPlainText())
    view.link_activated.emit("all:$.note")
    assert len(view.toPlainText()) > before


async def test_a_vendors_link_asks_first(view, until, qapp):
    view.link_activated.emit("open:https://example.com/ada")
    await until(qapp.activeModalWidget)
    box = qapp.activeModalWidget()
    assert "example.com" in box.text()
    box.reject()
    await until(lambda: qapp.activeModalWidget() is None)


def test_a_part_is_scrolled_to_by_its_heading(view):
    view.resize(460, 200)
    headings = [block.title for block in view.blocks if block.title]
    view.go_to_section(headings[3])
    place = view.cursorForPosition(view.viewport().rect().topLeft() + QPoint(60, 16))
    assert place.block().text().startswith(headings[3])
    view.go_to_section("no such part")
    assert view.verticalScrollBar().value() > 0


def test_nothing_can_be_typed_or_changed(view):
    assert view.isReadOnly()
    before = view.toPlainText()
    view.textCursor().movePosition(QTextCursor.MoveOperation.End)
    view.insertFromMimeData(None)
    assert view.toPlainText() == before


def test_right_to_left_text_keeps_its_direction(view):
    from PySide6.QtCore import Qt

    view.show_blocks(overview(provider(), {"name": "ليلى حداد", "note": "سأل العميل " * 12}))
    block = view.document().find("سأل").block()
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft
    assert view.document().find("Name").block().textDirection() == Qt.LayoutDirection.LeftToRight
