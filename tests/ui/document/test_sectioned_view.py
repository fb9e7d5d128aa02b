"""contactdesk.ui.document.sectioned_view, with contactdesk.ui.document.sections,
contactdesk.ui.document.section_parts and
contactdesk.ui.document.placed_parts, which it is made of."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextBlockFormat

from contactdesk.model import Kind
from contactdesk.records.blocks import Block, Line
from contactdesk.search.query import parse
from contactdesk.ui.document.builder import FOLD
from contactdesk.ui.document.sectioned_view import SectionedView
from contactdesk.ui.document.sections import Part, Section


@pytest.fixture
def view(qtbot):
    made = SectionedView()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def part(key, *texts, link=""):
    """A part of some lines, each at a path of its own; `link` ends the first of them."""

    def write(out):
        for number, text in enumerate(texts):
            out.builder.paragraph(out.cursor, QTextBlockFormat())
            path = f"$.{key}[{number}].text"
            out.blocks.value(out.cursor, Line("Text", text, Kind.LONG, path))
            if link and not number:
                out.builder.insert(out.cursor, "more", out.builder.formats.link, link)
        if link.removeprefix(FOLD) in out.expanded:
            out.builder.paragraph(out.cursor, QTextBlockFormat())
            out.builder.insert(out.cursor, "unfolded", out.builder.formats.plain)

    return Part(key, write)


def section(key, *parts):
    return Section(key, key.title(), lambda: Block(key.title()), parts)


def long(key, count=60):
    return part(key, *(f"{key} {number}" for number in range(count)))


def lines(view):
    return [text for text in view.toPlainText().splitlines() if text]


def text_at_top(view):
    """The first line below the document's margin."""
    margin = round(view.document().documentMargin())
    return view.cursorForPosition(QPoint(20, margin + 4)).block().text()


def test_sections_are_written_in_order(view):
    view.show_sections(
        [section("a", part("a", "one"), part("b", "two")), section("c", part("c", "3"))]
    )
    assert lines(view) == ["one", "two", "3"]


def test_what_is_below_the_view_is_written_later(view, qtbot):
    view.show_sections([section("a", *(long(f"p{number}") for number in range(5)))])
    assert "p4 59" not in view.toPlainText()
    qtbot.waitUntil(lambda: "p4 59" in view.toPlainText())
    assert len(lines(view)) == 300


def test_parts_come_and_go_without_moving_the_others(view):
    view.show_sections([section("a", long("m")), section("z", part("z", "end"))])
    assert text_at_top(view) == "m 0"
    view.replace_section(section("a", long("older"), long("m")), kept=("m",))
    assert lines(view)[:1] == ["older 0"]
    assert text_at_top(view) == "m 0"
    view.replace_section(section("a", part("other", "new")))
    assert lines(view) == ["new", "end"]


def test_kept_parts_stay_when_those_before_them_go(view):
    view.show_sections(
        [
            section("a", part("x", "x"), part("y", "y"), part("w", "w")),
            section("z", part("z", "end")),
        ]
    )
    view.replace_section(section("a", part("w", "not written again")), kept=("w",))
    assert lines(view) == ["w", "end"]


def test_values_are_found_after_text_before_them_grew(view):
    view.set_query(parse("needle"))
    view.show_sections([section("a", part("a", "a needle")), section("b", part("b", "needle"))])
    view.replace_section(section("a", part("a", "first", "second", "\U0001f600", "a needle")))
    assert [each.cursor.selectedText() for each in view.extraSelections()] == ["needle", "needle"]
    assert view.hit_count("$.b[0].text") == 1
    assert view.menu_at(view.document().find("second").selectionStart()).actions()


def test_a_link_unfolds_its_part_and_keeps_the_keyboard_on_it(view, qtbot):
    view.show_sections([section("a", part("a", "folded ", link=f"{FOLD}a"))])
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.textCursor().selectedText() == "more"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert lines(view) == ["folded more", "unfolded"]
    assert view.textCursor().selectedText() == "more"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert lines(view) == ["folded more"]


def test_other_links_are_asked_for(view, qtbot):
    view.show_sections([section("a", part("a", "text", link="sort:key"))])
    with qtbot.waitSignal(view.requested) as asked:
        view.link_activated.emit("sort:key")
    assert asked.args == ["sort:key"]


def test_the_section_at_the_top_is_told_while_scrolling(view, qtbot):
    told = []
    view.section_changed.connect(told.append)
    view.show_sections(
        [section("a", long("a")), section("b", long("b")), section("c", part("c", "c"))]
    )
    view.show_section("b")
    assert (view.section(), text_at_top(view)) == ("b", "b 0")
    view.verticalScrollBar().setValue(0)
    assert told == ["a", "b", "a"]


def test_a_section_can_be_opened_at_its_end(view):
    view.show_sections([section("a", long("a")), section("b", long("b")), section("c", long("c"))])
    view.show_section("b", at_end=True)
    bottom = view.cursorForPosition(QPoint(20, view.viewport().height() - 4)).block().text()
    assert bottom in {"b 59", "c 0", ""}
    assert view.section() == "b"


def test_a_hit_below_what_was_written_is_gone_to(view):
    view.set_query(parse("59"))
    view.show_sections([section("a", *(long(f"p{number}") for number in range(5)))])
    assert view.go_to("$.p4[59].text") == 0
    assert view.textCursor().block().text() == "p4 59"


def test_a_value_that_is_not_shown_by_itself_leads_to_its_item(view):
    view.show_sections([section("a", long("a"))])
    asked = []
    view.hidden_wanted.connect(asked.append)
    view.go_to("$.a[7].channel")
    assert asked == ["$.a[7].channel"]
    assert view.textCursor().block().text() == "a 7"


def test_the_place_is_kept_on_wish(view):
    sections = [section("a", *(long(f"p{number}") for number in range(5)))]
    view.show_sections(sections)
    view.write_all()
    view.verticalScrollBar().setValue(900)
    view.show_sections(sections, keep_place=True)
    assert view.verticalScrollBar().value() == 900
    view.show_sections(sections)
    assert view.verticalScrollBar().value() == 0
