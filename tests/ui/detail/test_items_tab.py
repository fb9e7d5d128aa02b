import pytest

from contactdesk.records.blocks import tabs
from contactdesk.search.query import parse
from contactdesk.ui.detail.items_tab import WIDE, ItemsPage
from contactdesk.ui.kit import theme
from tests.ui.detail.detail_records import RECORD, provider


@pytest.fixture
def page(qtbot):
    made = ItemsPage()
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show()
    return made


def read(page, memories=RECORD["memories"], *, keep_place=False):
    (page.tab,) = tabs(provider(), {"memories": memories})
    page.read(keep_place=keep_place)


def titles(page):
    return [page.list.item(row).text() for row in range(page.list.count())]


def test_titles_say_what_they_are(page):
    read(page)
    assert titles(page) == ["Persona sales", "Persona support"]
    assert page.list.accessibleName() == "Memories"


def test_a_single_item_has_no_list(page):
    read(page, RECORD["memories"][:1])
    assert not page.list.isVisible()
    assert "Wants an engine." in page.view.toPlainText()


def test_the_list_stands_above_or_beside(page, qtbot):
    read(page)
    qtbot.waitUntil(lambda: page.list.geometry().bottom() <= page.view.geometry().top())
    page.resize((WIDE + 10) * theme.unit(), 600)
    qtbot.waitUntil(lambda: page.list.geometry().right() <= page.view.geometry().left())


def test_hundreds_of_items_leave_room_for_the_one_that_is_read(page):
    read(page, [{"persona": f"p{n}", "summary": "s"} for n in range(200)])
    assert page.list.height() < page.height() // 3


def test_of_two_items_with_one_title_the_same_stays_chosen(page):
    twins = [{"persona": "twin", "summary": "one"}, {"persona": "twin", "summary": "two"}]
    read(page, twins)
    page.choose(1)
    read(page, twins, keep_place=True)
    assert page.list.currentRow() == 1
    assert "two" in page.view.toPlainText()


def test_hits_are_marked_in_the_item(page):
    read(page)
    page.set_query(parse("plans"))
    assert [each.cursor.selectedText() for each in page.view.extraSelections()] == ["plans"]
