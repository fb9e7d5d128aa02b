import pytest
from PySide6.QtGui import QTextBlockFormat

from contactdesk.ui.document.builder import SHOW_ALL, DocumentBuilder, percent
from contactdesk.ui.document.map import Chip
from contactdesk.ui.kit.text import TextView


@pytest.fixture
def view(qtbot):
    made = TextView()
    qtbot.addWidget(made)
    return made


def test_new_content_replaces_the_old(view):
    for text in ("first", "second"):
        builder = DocumentBuilder(view)
        with builder.replacing_content() as cursor:
            builder.insert(cursor, text, builder.formats.plain)
    assert view.toPlainText() == "second"


def test_text_after_a_table_is_outside_it(view):
    builder = DocumentBuilder(view)
    with builder.replacing_content() as cursor:
        table = builder.table(cursor, 1, 2, (percent(30), percent(70)))
        builder.insert(table.cellAt(0, 0).firstCursorPosition(), "in", builder.formats.muted)
        builder.leave(cursor, table)
        builder.paragraph(cursor, QTextBlockFormat())
        builder.insert(cursor, "after", builder.formats.plain)
        assert cursor.currentTable() is None
    assert view.toPlainText().split() == ["in", "after"]


def test_nested_frames_are_recorded(view):
    builder = DocumentBuilder(view)
    with (
        builder.replacing_content() as cursor,
        builder.frame(cursor, "card", padding=4),
        builder.frame(cursor, "bubble_user", padding=4),
    ):
        builder.insert(cursor, "inside", builder.formats.plain)
    colors = [
        (frame.parentFrame().parentFrame() is None, color) for frame, color in builder.map.frames
    ]
    assert colors == [(True, "card"), (False, "bubble_user")]


def test_chip_stays_on_one_line(view):
    builder = DocumentBuilder(view)
    with builder.replacing_content() as cursor:
        builder.chip(cursor, "two\nwords <b>")
    assert "\u202ftwo\u00a0words\u00a0<b>\u202f" in view.document().toRawText()
    assert builder.map.chips == [Chip(0, 15, "chip")]


def test_show_all_link_names_the_count(view):
    builder = DocumentBuilder(view)
    with builder.replacing_content() as cursor:
        builder.show_all_link(cursor, "$.list", 250)
    found = view.document().find("show all 250")
    assert found.charFormat().anchorHref() == f"{SHOW_ALL}$.list"


def test_a_chip_with_a_color_has_its_ground(view):
    builder = DocumentBuilder(view)
    with builder.replacing_content() as cursor:
        builder.chip(cursor, "High", "danger")
    assert [chip.color for chip in builder.map.chips] == ["danger_ground"]
