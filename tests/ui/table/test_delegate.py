"""contactdesk.ui.table.delegate: cells look exactly as Qt's own delegate paints them."""

from array import array
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QWidget

from contactdesk.index import STAND_IN, STAND_IN_FIELD
from contactdesk.model import Column, Kind
from contactdesk.search.query import parse
from contactdesk.ui.kit import text, theme
from contactdesk.ui.table.delegate import ContactDelegate
from contactdesk.ui.table.hits import HitFinder
from contactdesk.ui.table.model import MATCHED, ContactTable
from contactdesk.ui.table.view import ContactTableView

COLUMNS = (
    Column("Name", "name", width=150),
    Column("Account", "account", width=110),
    Column("Calls", "$.calls", Kind.COUNT, width=60),
    Column("Hidden", "title", width=80, shown=False),
    Column("Updated", "updated_at", Kind.DATE, width=140),
    MATCHED,
)
NAMES = (
    "Anna Berlin",
    "A name of so many words that no cell of a table was ever wide enough for it",
    "",
    "田中 太郎",
    "ليلى حداد",
    "ليلى حداد from a town with a name in another script than hers",
    "Zoë Ångström-Þórsdóttir",
    "👩\u200d👩\u200d👧 Family & friends <b>",
    "Zy" + "\u0323\u0324\u0325\u0331" + "\u0301" + "algo",
    "ไทยแลนด์",
    "1234567890 x",
)


class Rows:
    """A fake index: contacts with each of the names in turn."""

    def __init__(self):
        self.names = NAMES
        self.asked = 0

    def rows(self, ids, columns, *, people=False):
        self.asked += 1
        return [(i, "an-account", *(self._value(i, c.path) for c in columns)) for i in ids]

    def _value(self, i, path):
        if path == "name":
            return self.names[i % len(self.names)]
        if path in (STAND_IN.path, STAND_IN_FIELD.path):
            is_name = self.names[i % len(self.names)]
            return "" if is_name else {STAND_IN.path: "zoe@example.com"}.get(path, "email")
        calls = "[" + ", ".join("1" * (i * 7 % 12)) + "]"
        return {"$.calls": calls, "title": "x"}.get(path, f"2026-03-{1 + i % 28:02}T14:05:00Z")


@pytest.fixture(params=["light", "dark"])
def view(qtbot, qapp, request):
    theme.apply(qapp, request.param)
    icon = theme.small_vendor_icon("close", "Close")
    model = ContactTable(Rows(), lambda _account: "Close EU")
    view = ContactTableView(model, account_icon=lambda a: icon if a == "an-account" else QIcon())
    qtbot.addWidget(view)
    view.resize(560, 420)
    view.show()
    view.activateWindow()
    # The focus arrives with the window: wait, or it comes between two pictures.
    qtbot.waitUntil(view.hasFocus)
    model.show_columns(COLUMNS)
    view.columns.restore({})
    view.columns.show_matched(False)
    model.show_ids(array("i", range(40)))
    yield view
    theme.apply(qapp, "light")


def picture(view, ratio=1):
    """The table's viewport as painted now, on a screen with this device pixel ratio."""
    QApplication.processEvents()
    # Shows the scroll bar that a wider column needs.
    view.updateGeometries()
    part = view.viewport()
    made = QImage(part.size() * ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    part.render(made, QPoint(0, 0))
    return made


def by_qt(view, monkeypatch, ratio=1):
    with monkeypatch.context() as patch:
        patch.setattr(theme, "NATIVE", True)
        return picture(view, ratio)


def is_same(view, monkeypatch, ratio=1):
    return picture(view, ratio) == by_qt(view, monkeypatch, ratio)


@pytest.mark.parametrize("ratio", [1, 1.25, 2])
def test_rows_look_as_painted_by_qt(view, monkeypatch, ratio):
    assert picture(view, ratio) != empty_picture(view, ratio)
    assert is_same(view, monkeypatch, ratio)


def empty_picture(view, ratio):
    made = QImage(view.viewport().size() * ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(theme.color("base"))
    return made


def test_selected_rows_in_an_active_and_an_inactive_window(view, qtbot, monkeypatch):
    other = QWidget()
    qtbot.addWidget(other)
    plain = picture(view)
    view.selectRow(2)
    looks = []
    for window in (other, view):
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        looks.append(picture(view))
        assert is_same(view, monkeypatch)
    assert plain != looks[0] != looks[1]


@pytest.mark.parametrize("ratio", [1, 2])
def test_rows_scrolled_both_ways(view, monkeypatch, ratio):
    view.horizontalHeader().resizeSection(0, 500)
    QApplication.processEvents()
    view.verticalScrollBar().setValue(37)
    view.horizontalScrollBar().setValue(61)
    assert view.horizontalScrollBar().value() == 61
    assert is_same(view, monkeypatch, ratio)


def test_painting_follows_columns_rows_and_font(view, monkeypatch):
    header = view.horizontalHeader()
    seen = [picture(view)]
    header.moveSection(0, 2)
    seen.append(picture(view))
    header.resizeSection(0, 60)
    seen.append(picture(view))
    header.setSectionHidden(3, False)
    seen.append(picture(view))
    view.model().show_ids(array("i", reversed(range(40))))
    seen.append(picture(view))
    font = view.font()
    font.setItalic(True)
    view.setFont(font)
    seen.append(picture(view))
    assert all(one != other for one, other in pairwise(seen))
    assert is_same(view, monkeypatch)


def test_reread_rows_are_repainted(view, monkeypatch):
    before = picture(view)
    view.model()._index.names = NAMES[::-1]
    view.model().reread()
    assert picture(view) != before
    assert is_same(view, monkeypatch)


def test_what_stands_in_for_a_name_is_grey_and_described(view, monkeypatch):
    view.clearSelection()
    view.setCurrentIndex(view.model().index(-1, -1))
    row, named = NAMES.index(""), 0
    view.scrollToTop()
    colors = []
    for each in (named, row):
        cell = view.visualRect(view.model().index(each, 0))
        pixels = picture(view).copy(cell)
        points = ((x, y) for x in range(pixels.width()) for y in range(pixels.height()))
        colors.append({pixels.pixel(x, y) for x, y in points})
    assert theme.color("muted").rgb() in colors[1]
    assert theme.color("text").rgb() not in colors[1]
    assert theme.color("text").rgb() in colors[0]
    assert is_same(view, monkeypatch)
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    model = view.model()
    assert model.index(row, 0).data() == "zoe@example.com"
    assert model.index(row, 0).data(role) == "No name; e-mail address shown"
    assert (model.index(named, 0).data(role), model.index(row, 1).data(role)) == (None, None)


def test_stand_in_is_highlighted_by_a_search_for_what_it_is(view):
    row, marked = NAMES.index(""), theme.color("hit").rgb()
    for typed, expected in (("email:zoe", True), ("zoe", True), ("name:zoe", False)):
        show_hits(view, typed)
        pixels = picture(view).copy(view.visualRect(view.model().index(row, 0)))
        points = ((x, y) for x in range(pixels.width()) for y in range(pixels.height()))
        assert any(pixels.pixel(x, y) == marked for x, y in points) is expected, typed


def show_hits(view, typed):
    regions = ["name", "account", "$.calls", "title", "", None]
    view.show_hits(HitFinder(parse(typed), regions))


def test_hits_are_highlighted_and_matched_text_is_elided(view, monkeypatch):
    show_hits(view, "zzz")
    long = "Summary and 2 more · somebody with a very long name indeed that has no room"
    view.model().show_matched(dict.fromkeys(range(40), long), range(40))
    none = picture(view)
    assert none == by_qt(view, monkeypatch)
    show_hits(view, "be a 0")
    found = picture(view)
    marked = theme.color("hit").rgb()
    assert any(found.pixel(x, y) == marked for x in range(150) for y in range(0, 60, 2))
    assert found == by_qt(view, monkeypatch)
    show_hits(view, "zzz")
    assert picture(view) == none


@pytest.mark.parametrize(("typed", "column"), [("account:close", 1), ("9", 2)])
def test_hits_are_highlighted_in_columns_with_an_icon_or_numbers(
    view, qtbot, monkeypatch, typed, column
):
    before = picture(view)
    view.show_hits(HitFinder(parse(typed), ["name", "account", "", "title", "", None]))
    view.columns.show_matched(False)
    found, hit = picture(view), theme.color("hit").rgb()
    left, width = view.columnViewportPosition(column), view.columnWidth(column)
    marked = [
        (x, y)
        for x in range(found.width())
        for y in range(found.height())
        if found.pixel(x, y) == hit
    ]
    assert marked
    assert all(left <= x < left + width for x, _ in marked)
    assert found == by_qt(view, monkeypatch)
    view.selectRow(1)
    assert picture(view) != found
    assert is_same(view, monkeypatch)
    # The keyboard is in the search field, not in the table.
    field = QLineEdit(view)
    field.setGeometry(0, 0, 1, 1)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert is_same(view, monkeypatch)
    show_hits(view, "")
    view.clearSelection()
    assert picture(view) == before


def test_tall_combining_marks_are_clipped_to_the_row(view, monkeypatch):
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height())
    assert is_same(view, monkeypatch)


def test_text_is_laid_out_once(view, monkeypatch):
    picture(view)
    monkeypatch.setattr(text, "laid_out", None)
    assert picture(view) == picture(view)


def test_a_removed_contact_is_an_empty_row(view, monkeypatch):
    monkeypatch.setattr(view.model()._index, "rows", lambda ids, columns, **_kind: [])
    view.model().reread()
    view.clearFocus()
    assert picture(view) == empty_picture(view, 1)


def test_a_mirrored_or_disabled_table_is_painted_by_qt(view, monkeypatch):
    monkeypatch.setattr(ContactDelegate, "_paint_text", lambda *_: pytest.fail("painted by us"))
    view.setEnabled(False)
    picture(view)
    view.setEnabled(True)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    picture(view)


def test_mirrored_cell_keeps_the_direction_of_its_text(view):
    index = view.model().index(0, 0)
    option = QStyleOptionViewItem()
    view.itemDelegate().initStyleOption(option, index)
    assert option.text == index.data()
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.itemDelegate().initStyleOption(option, index)
    assert option.text == f"\u2068{index.data()}\u2069"
