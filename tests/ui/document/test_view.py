"""contactdesk.ui.document.view: a rendered record, with its menu and its backgrounds.

Covers contactdesk.ui.document.copy_menu (what each action copies) and
contactdesk.ui.document.backgrounds (chat bubbles and chips are painted), which it uses.
"""

import json
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, QPoint, QTimer
from PySide6.QtGui import QTextCursor

from contactdesk.providers import all_providers
from contactdesk.records.blocks import overview, tabs
from contactdesk.records.regions import Regions
from contactdesk.search.query import parse
from contactdesk.ui.document.view import MIN_COLUMN_UNITS, DocumentView
from contactdesk.ui.kit import theme
from tests.ui.detail.detail_records import RECORD, provider


@pytest.fixture
def view(qtbot):
    made = DocumentView()
    qtbot.addWidget(made)
    made.resize(460, 700)
    made.show()
    made.show_blocks(overview(provider(), RECORD))
    return made


def menu(view, text):
    """What the context menu on a text copies, by the name of its action."""
    place = view.document().find(text)
    assert not place.isNull(), text
    copied = {}
    texts = []
    view.copied.connect(texts.append)
    for action in view.menu_at(place.selectionStart()).actions():
        if action.isEnabled() and action.objectName().startswith("actionCopy"):
            texts.clear()
            action.trigger()
            copied[action.objectName()] = texts[0]
    view.copied.disconnect(texts.append)
    return copied


def test_copy_actions_give_the_raw_value_path_and_section(view):
    found = menu(view, "ada@example.com")
    assert found["actionCopyValue"] == "ada@example.com"
    assert found["actionCopyLabelAndValue"] == "Office: ada@example.com"
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
def test_menu_on_a_value_or_label_is_for_that_value(view, text, path, value):
    found = menu(view, text)
    assert (found["actionCopyPath"], found["actionCopyValue"]) == (path, value)


def test_selected_text_can_be_copied(view):
    cursor = view.document().find("Lovelace")
    view.setTextCursor(cursor)
    names = [action.objectName() for action in view.menu_at(cursor.position()).actions()]
    assert names[0] == "actionCopySelection"


def test_menu_of_an_empty_document_only_copies_all(view):
    view.show_blocks([])
    assert [action.objectName() for action in view.menu_at(0).actions()] == ["actionCopyAll"]


def test_conversation_is_copied_a_line_per_message(view):
    view.show_blocks(tabs(provider(), RECORD)[0].items[0].build())
    found = menu(view, "Does it compute?")
    turns = found["actionCopySection"].splitlines()
    assert turns[0] == "Recent messages"
    assert turns[1].endswith("User · SMS: Does it compute?")


def test_hits_in_labels_chosen_by_the_vendor_are_highlighted(view):
    view.set_query(parse("office"))
    (selection,) = view.extraSelections()
    assert selection.cursor.selectedText() == "Office"


def test_backgrounds_of_frames_are_painted(view):
    view.show_blocks(tabs(provider(), RECORD)[0].items[0].build())
    colors = [color for _, color in view._map.frames]
    assert colors == ["card", "bubble_user", "bubble_agent"]
    from contactdesk.ui.kit import theme

    image = view.grab().toImage()
    painted = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert {theme.color("bubble_user").name(), theme.color("bubble_agent").name()} <= painted


def test_table_too_wide_for_the_view_becomes_cards(view, qtbot):
    def frames():
        return [color for _, color in view._map.frames]

    view.resize(900, 700)
    assert frames() == []
    view.resize(240, 700)
    qtbot.waitUntil(lambda: frames() == ["card"])
    assert "1 min 01 s" in view.toPlainText()


def test_show_all_link_expands_a_value(view):
    view.show_blocks(overview(provider(), {"note": "z" * 9000}))
    before = len(view.toPlainText())
    view.link_activated.emit("all:$.note")
    assert len(view.toPlainText()) > before


async def test_vendor_link_asks_before_opening(view, until, qapp):
    view.link_activated.emit("open:https://example.com/ada")
    await until(qapp.activeModalWidget)
    box = qapp.activeModalWidget()
    assert "example.com" in box.text()
    box.reject()
    await until(lambda: qapp.activeModalWidget() is None)


def test_go_to_section_scrolls_to_its_heading(view):
    view.resize(460, 200)
    headings = [block.title for block in view.blocks if block.title]
    view.go_to_section(headings[3])
    place = view.cursorForPosition(view.viewport().rect().topLeft() + QPoint(60, 16))
    assert place.block().text().startswith(headings[3])
    view.go_to_section("no such part")
    assert view.verticalScrollBar().value() > 0


def test_document_is_read_only(view):
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


def show_quo(view, fields, typed=""):
    """Shows a contact of Quo with these custom fields, searched for."""
    quo, raw = all_providers()["quo"], {"id": "q", "customFields": fields}
    view.show_blocks(overview(quo, raw), Regions(quo).places(raw))
    view.set_query(parse(typed))
    return [selection.cursor.selectedText() for selection in view.extraSelections()]


RENEWAL = {"name": "Renewal", "key": "r", "type": "date", "value": "2024-09-11T00:00:00.000Z"}
OPTED_IN = {"name": "Opted in", "key": "o", "type": "boolean", "value": "false"}


@pytest.mark.parametrize("name", ["America/New_York", "Australia/Sydney"])
def test_a_day_is_shown_and_copied_without_a_time(view, zone, name):
    zone(name)
    show_quo(view, [RENEWAL])
    found = menu(view, "2024-09-11")
    assert found["actionCopyValue"] == "2024-09-11"
    assert found["actionCopySection"] == "Custom fields\nRenewal: 2024-09-11"
    assert "00:00" not in view.toPlainText()


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("custom.renewal:2024-09-11", ["11 Sept 2024"]),
        ("2024-09", ["11 Sept 2024"]),
        ("custom.renewal:2024-09-10", []),
        ("custom.opted-in:no", ["No"]),
        ("false", ["No"]),
        ("custom:yes", []),
    ],
)
def test_what_is_shown_in_other_words_is_highlighted_as_a_whole(view, zone, typed, marked):
    zone("America/New_York")
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        assert show_quo(view, [RENEWAL, OPTED_IN], typed) == marked
    finally:
        QLocale.setDefault(before)


def test_a_moment_of_the_record_is_not_searched_as_words(view):
    raw = {"id": "q", "createdAt": "2025-07-20T10:30:00.000Z"}
    quo = all_providers()["quo"]
    view.show_blocks(overview(quo, raw), Regions(quo).places(raw))
    view.set_query(parse("2025"))
    assert "2025-07-20" in view.toPlainText()
    assert view.extraSelections() == []


def test_a_badge_is_highlighted_and_stepped_to(view):
    view.set_query(parse("unsubscribed"))
    (selection,) = view.extraSelections()
    assert selection.cursor.selectedText() == "Unsubscribed"
    assert view.hit_count("$.emails[0].gone") == 1


def test_local_time_is_written_anew_while_nothing_is_selected(view, monkeypatch):
    cursor = view.document().find("Name")
    cursor.clearSelection()
    view.setTextCursor(cursor)
    before, place = view.toPlainText(), cursor.position()

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=7)

    view.refresh_times()
    assert view.toPlainText() == before
    monkeypatch.setattr("contactdesk.ui.document.view.datetime", Later)
    view.selectAll()
    view.refresh_times()
    assert view.toPlainText() == before
    view.setTextCursor(cursor_at(view, place))
    view.refresh_times()
    assert view.toPlainText() != before
    assert view.textCursor().position() == place


def cursor_at(view, position):
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    return cursor


def test_value_of_a_menu_is_searched_for(view):
    wanted = []
    view.search_wanted.connect(wanted.append)
    view.show_blocks(
        overview(provider(), RECORD), field_of=lambda path: "email" if "mail" in path else ""
    )
    place = view.document().find("ada@example.com")
    view.setTextCursor(place)
    for action in view.menu_at(place.selectionStart() + 1).actions():
        if action.objectName().startswith(("actionSearch", "actionShow")):
            action.trigger()
    assert wanted == ['"ada@example.com"', "ada@example.com", 'email:"ada@example.com"']


def test_scroll_bar_that_appears_does_not_have_the_document_written_again(view, qtbot, monkeypatch):
    """At widths where a column fits only without the bar, it would come and go forever."""
    calls = [{"status": f"call {n}", "seconds": n, "at": "2026-01-01"} for n in range(90)]
    unit = MIN_COLUMN_UNITS * theme.unit()
    view.show_blocks([])
    margin = view.width() - view.viewport().width()
    view.resize(3 * unit + margin + 2, 300)
    qtbot.waitUntil(lambda: view.viewport().width() == 3 * unit + 2)
    made = []
    renderer = view.renderer
    monkeypatch.setattr(view, "renderer", lambda builder: (made.append(1), renderer(builder))[1])
    view.show_blocks(overview(provider(), {"id": "c", "calls": calls}))
    assert view.viewport().width() < 3 * unit
    later = []
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: later.append(1)))
    qtbot.waitUntil(lambda: bool(later))
    assert len(made) == 1
    view.resize(2 * view.width(), 300)
    qtbot.waitUntil(lambda: len(made) == 2)


def test_badge_that_warns_has_a_warning_color(view):
    close = all_providers()["close"]
    mails = [{"email": "a@example.com", "is_unsubscribed": True}]
    view.show_blocks(overview(close, {"id": "c", "emails": mails}))
    assert [chip.color for chip in view._map.chips] == ["warning_ground"]
    bland = all_providers()["bland"]
    known = {"identifier_type": "email", "identifier_value": "a@example.com", "is_primary": True}
    view.show_blocks(overview(bland, {"id": "c", "identifiers": [known]}))
    assert [chip.color for chip in view._map.chips] == ["chip"]
