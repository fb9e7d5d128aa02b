import pytest

from contactdesk.records.blocks import tabs
from contactdesk.search.query import parse
from contactdesk.ui.detail.items_tab import WIDE_UNITS, ItemsTab
from contactdesk.ui.kit import theme
from tests.ui.detail.detail_records import RECORD, provider


@pytest.fixture
def page(qtbot):
    made = ItemsTab()
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show()
    return made


def show(page, memories=RECORD["memories"], *, keep_place=False):
    (tab,) = tabs(provider(), {"memories": memories})
    page.set_tab(tab)
    page.refresh(keep_place=keep_place)


def titles(page):
    return [page.list.item(row).text() for row in range(page.list.count())]


def test_list_has_the_titles_and_tooltips_say_what_they_are(page):
    show(page)
    assert titles(page) == ["sales", "support"]
    assert "Persona" in page.list.item(0).toolTip()
    assert page.list.accessibleName() == "Memories"


def test_single_item_has_no_list(page):
    show(page, RECORD["memories"][:1])
    assert not page.list.isVisible()
    assert "Wants an engine." in page.view.toPlainText()


def test_list_is_above_the_item_or_beside_it_when_wide(page, qtbot):
    show(page)
    qtbot.waitUntil(lambda: page.list.geometry().bottom() <= page.view.geometry().top())
    page.resize((WIDE_UNITS + 10) * theme.unit(), 600)
    qtbot.waitUntil(lambda: page.list.geometry().right() <= page.view.geometry().left())


def test_long_list_leaves_room_for_the_item(page):
    show(page, [{"persona": f"p{n}", "summary": "s"} for n in range(200)])
    assert page.list.height() < page.height() // 3


def test_same_row_stays_selected_among_equal_titles(page):
    twins = [{"persona": "twin", "summary": "one"}, {"persona": "twin", "summary": "two"}]
    show(page, twins)
    page.choose(1)
    show(page, twins, keep_place=True)
    assert page.list.currentRow() == 1
    assert "two" in page.view.toPlainText()


def test_hits_are_highlighted_in_the_item(page):
    show(page)
    page.set_query(parse("plans"))
    assert [each.cursor.selectedText() for each in page.view.extraSelections()] == ["plans"]
