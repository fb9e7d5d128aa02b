"""contactdesk.ui.table.hits: matches are highlighted in cells, in every script, and nothing else."""

from array import array

import pytest
from PySide6.QtGui import QImage

from contactdesk.model import Column
from contactdesk.search.query import parse
from contactdesk.ui.kit import theme
from contactdesk.ui.table.hits import HitFinder, visible_spans
from contactdesk.ui.table.model import ContactTable
from contactdesk.ui.table.view import ContactTableView

COLUMNS = (Column("Name", "name", width=200), Column("Company", "company", width=200))


class OneRow:
    """A fake index of one contact."""

    name = ""

    def rows(self, ids, columns, *, people=False):
        return [(i, "an-account", self.name, "", "", "") for i in ids]


@pytest.fixture
def table(qtbot, qapp):
    theme.apply(qapp, "light")
    model = ContactTable(OneRow(), lambda _account: "")
    table = ContactTableView(model)
    qtbot.addWidget(table)
    table.horizontalHeader().hide()
    table.resize(420, 60)
    table.show()
    model.show_columns(COLUMNS)
    table.columns.restore({"widths": {"name": 200, "company": 200}})
    model.show_ids(array("i", [1]))
    return table


def show(table, said, words, region="name"):
    """Shows a name, and highlights what a search finds in it."""
    table.model()._index.name = said
    table.model().reread()
    table.show_hits(HitFinder(parse(words), [region, None]))
    return table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def marked(table, said, words, region="name"):
    """The first and last pixel column of the first cell that has the color of a hit."""
    image, hit = show(table, said, words, region), theme.color("hit").rgb()
    rows = range(table.rowHeight(0))
    found = [x for x in range(200) for y in rows if image.pixel(x, y) == hit]
    return (min(found), max(found)) if found else None


def test_only_the_match_is_highlighted(table):
    first = marked(table, "anna berlin", "anna")
    second = marked(table, "anna berlin", "berl")
    assert first is not None
    assert second is not None
    assert first[1] < second[0]
    assert marked(table, "anna berlin", "zzz") is None
    assert marked(table, "anna berlin", "") is None


def test_columns_that_are_not_searched_have_no_highlight(table):
    assert marked(table, "anna", "anna", None) is None
    assert marked(table, "anna", "anna", "") is not None


def test_right_to_left_text_is_highlighted_where_it_is_drawn(table):
    first = marked(table, "\u2068يوسف الحربي\u2069", "يوسف")
    second = marked(table, "\u2068يوسف الحربي\u2069", "الحربي")
    assert first is not None
    assert second is not None
    # The first word is to the right of the second.
    assert first[0] > second[0]


def test_an_elided_match_highlights_the_ellipsis(table):
    found = marked(table, "a very long name that goes on and on until the hit: zebra", "zebra")
    assert found is not None
    assert found[0] > 100


def test_a_selected_row_keeps_its_highlights(table):
    table.selectRow(0)
    assert marked(table, "anna berlin", "anna") is not None


def test_spans_are_counted_in_utf16_units():
    assert visible_spans("😀 anna", "😀 anna", ((2, 6),)) == [(3, 7)]
    assert visible_spans("anna berlin", "anna be…", ((5, 11),)) == [(5, 7), (7, 8)]
    assert visible_spans("anna berlin", "anna…", ((5, 11),)) == [(4, 5)]
    assert visible_spans("anna berlin", "anna…", ((0, 4),)) == [(0, 4)]


def test_matches_of_a_text_are_found_once():
    finder = HitFinder(parse("an"), ["name", None])
    assert finder.find(0, "anna") == finder.find(0, "anna") == ((0, 2),)
    assert finder._find.cache_info().misses == 1


@pytest.mark.parametrize("sheet", ["", "QTableView::item { padding-left: 9px; }"])
def test_text_is_in_the_same_place_with_and_without_a_search(table, sheet, monkeypatch):
    monkeypatch.setattr(theme, "NATIVE", True)
    table.setStyleSheet(sheet)

    def left_edge(words):
        image = show(table, "hanna berlin", words)
        ground, hit = image.pixel(150, 3), theme.color("hit").rgb()
        rows = range(table.rowHeight(0))
        return next(
            x for x in range(200) if any(image.pixel(x, y) not in (ground, hit) for y in rows)
        )

    assert left_edge("berlin") == left_edge("")
