import pytest
from PySide6.QtGui import QTextBlockFormat

from contactdesk.ui.detail.document_builder import SHOW_ALL, Page
from contactdesk.ui.kit.text import TextView


@pytest.fixture
def view(qtbot):
    made = TextView()
    qtbot.addWidget(made)
    return made


def test_a_page_takes_the_place_of_the_one_before(view):
    for text in ("first", "second"):
        page = Page(view)
        with page.writing() as cursor:
            page.insert(cursor, text, page.inks.plain)
    assert view.toPlainText() == "second"


def test_what_follows_a_table_stands_outside_of_it(view):
    page = Page(view)
    with page.writing() as cursor:
        table = page.table(cursor, 1, 2, first=30)
        page.insert(table.cellAt(0, 0).firstCursorPosition(), "in", page.inks.muted)
        page.leave(cursor, table)
        page.paragraph(cursor, QTextBlockFormat())
        page.insert(cursor, "after", page.inks.plain)
        assert cursor.currentTable() is None
    assert view.toPlainText().split() == ["in", "after"]


def test_frames_are_remembered_and_may_be_nested(view):
    page = Page(view)
    with (
        page.writing() as cursor,
        page.frame(cursor, "card", padding=4),
        page.frame(cursor, "bubble_user", padding=4),
    ):
        page.insert(cursor, "inside", page.inks.plain)
    tones = [
        (frame.parentFrame().parentFrame() is None, tone) for frame, tone in page.written.frames
    ]
    assert tones == [(True, "card"), (False, "bubble_user")]


def test_a_chip_stays_on_one_line(view):
    page = Page(view)
    with page.writing() as cursor:
        page.chip(cursor, "two\nwords <b>")
    assert "\u202ftwo\u00a0words\u00a0<b>\u202f" in view.document().toRawText()
    assert page.written.chips == [(0, 15)]


def test_more_is_a_link_with_its_count(view):
    page = Page(view)
    with page.writing() as cursor:
        page.more(cursor, "$.list", 250)
    found = view.document().find("show all 250")
    assert found.charFormat().anchorHref() == f"{SHOW_ALL}$.list"
