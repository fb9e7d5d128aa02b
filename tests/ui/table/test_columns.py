"""contactdesk.ui.table.columns and contactdesk.ui.table.row_table: widths, alignment, tool tips, keyboard."""

from array import array

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QIcon
from PySide6.QtWidgets import QStyleOptionViewItem

from contactdesk.model import Column, Kind
from contactdesk.providers import all_providers
from contactdesk.ui.kit import theme
from contactdesk.ui.table import delegate
from contactdesk.ui.table.columns import fitted_widths
from contactdesk.ui.table.model import ALL_COLUMNS, ContactTable
from contactdesk.ui.table.view import ContactTableView

COLUMNS = (
    Column("Name", "name", width=200),
    Column("Account", "account", width=100),
    Column("Calls", "$.calls", Kind.COUNT, width=60),
    Column("Updated", "updated_at", Kind.DATE, width=140),
)
BY_TAB = Qt.FocusReason.TabFocusReason
LONG = "A name of so many words that no cell of a table was ever wide enough for it"


class Rows:
    """A fake index: every id has the same values."""

    def rows(self, ids, columns, *, people=False):
        values = {"name": LONG, "$.calls": "[1, 2]", "updated_at": "2026-03-09T14:05:00Z"}
        return [(i, "an-account", *(values.get(c.path, "") for c in columns)) for i in ids]


@pytest.fixture
def view(qtbot, qapp):
    icon = theme.small_vendor_icon("close", "Close")
    model = ContactTable(Rows(), lambda _account: "Close EU")
    view = ContactTableView(model, account_icon=lambda a: icon if a == "an-account" else QIcon())
    qtbot.addWidget(view)
    view.resize(640, 300)
    view.show()
    model.show_columns(COLUMNS)
    view.columns.restore({})
    model.show_ids(array("i", [1, 2, 3]))
    return view


def option_of(view, column):
    option = QStyleOptionViewItem()
    index = view.model().index(0, column)
    view.itemDelegateForIndex(index).initStyleOption(option, index)
    return option


def test_numbers_and_their_heading_are_right_aligned(view):
    assert option_of(view, 2).displayAlignment & Qt.AlignmentFlag.AlignRight
    assert not option_of(view, 0).displayAlignment & Qt.AlignmentFlag.AlignRight
    role = Qt.ItemDataRole.TextAlignmentRole
    header = [view.model().headerData(i, Qt.Orientation.Horizontal, role) for i in range(4)]
    assert [bool(h) for h in header] == [False, False, True, False]


def test_an_account_has_its_vendors_icon(view):
    option = option_of(view, 1)
    assert (option.text, option.icon.isNull()) == ("Close EU", False)
    assert option_of(view, 0).icon.isNull()


def test_a_date_is_short_and_in_local_time(view):
    assert option_of(view, 3).text.startswith(("2026-03-", "2026-03-09"))
    assert "T" not in option_of(view, 3).text


def test_elided_text_is_shown_in_a_tool_tip(view, monkeypatch):
    for column, said in ((0, LONG), (1, "")):
        index = view.model().index(0, column)
        cell, rect = view.itemDelegateForIndex(index), view.visualRect(index)
        assert cell.elided_text(view, rect, index) == said
    at = view.visualRect(view.model().index(0, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    index = view.model().index(0, 0)
    option = QStyleOptionViewItem()
    shown = []
    # Off-screen, no tool tip can be raised.
    monkeypatch.setattr(delegate.text, "show_tip", lambda _at, words, *_: shown.append(words))
    assert view.itemDelegateForIndex(index).helpEvent(event, view, option, index)
    assert shown == [LONG]


def test_columns_share_the_width_until_one_is_resized(view, qtbot):
    header = view.horizontalHeader()
    view.resize(700, 300)
    assert header.length() <= view.viewport().width()
    assert header.sectionSize(0) > 200
    assert view.columns.state()["widths"] == {}
    header.resizeSection(0, 111)
    view.resize(900, 300)
    assert header.sectionSize(0) == 111
    assert view.columns.state()["widths"]["name"] == 111
    view.columns.reset()
    assert header.sectionSize(0) > 200


def test_a_hidden_column_leaves_its_width_to_the_others(view):
    header = view.horizontalHeader()
    before = header.sectionSize(0)
    for shown in (False, True):
        view.columns.menu(view).actions()[2].setChecked(shown)
        assert header.isSectionHidden(2) is not shown
        assert (header.sectionSize(0) > before) is not shown
        assert view.columns.state()["widths"] == {}


def test_other_columns_do_not_inherit_the_previous_order(view):
    header = view.horizontalHeader()
    header.moveSection(0, 2)
    assert view.columns.state()["order"][2] == "name"
    view.model().show_columns(ALL_COLUMNS)
    view.columns.restore({})
    assert view.columns.state()["order"] == [column.path for column in ALL_COLUMNS]


def test_showing_other_columns_is_not_a_resize(view):
    view.model().show_columns(COLUMNS[:2])
    view.columns.restore({})
    assert view.columns.state()["widths"] == {}


@pytest.mark.parametrize("name", ["all", *all_providers()])
def test_declared_columns_fit_a_small_table(name):
    columns = all_providers()[name].columns if name != "all" else ALL_COLUMNS
    shown = [column for column in columns if column.shown]
    widths = fitted_widths(shown, 630)
    assert sum(widths) <= 630
    assert all(width >= 60 for width in widths)
    assert len(shown) >= 4


def test_dates_and_phones_do_not_shrink():
    narrow = fitted_widths(COLUMNS, 100)
    assert narrow[1:] == [100, 60, 140]
    assert narrow[0] == 140
    company = Column("Company", "company", width=200)
    assert fitted_widths((*COLUMNS, company), 100)[-1] == 120
    assert sum(fitted_widths(COLUMNS, 600)) in range(590, 601)


def test_focus_by_keyboard_selects_the_current_row(view):
    view.setCurrentIndex(view.model().index(1, 0))
    for reason, chosen in ((Qt.FocusReason.MouseFocusReason, []), (BY_TAB, [2])):
        view.clearSelection()
        view.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, reason))
        assert view.selected_ids() == chosen


def test_home_and_end_go_to_the_first_and_last_row(view, qtbot):
    view.setCurrentIndex(view.model().index(1, 0))
    for key, row in ((Qt.Key.Key_End, 2), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(view, key)
        assert view.currentIndex().row() == row
        assert view.selected_ids() == [row + 1]


def test_the_focused_current_row_is_framed(view, qtbot):
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.setCurrentIndex(view.model().index(1, 0))
    picture = view.viewport().grab().toImage()
    line = view.rowViewportPosition(1)
    at = QPoint(view.viewport().width() // 2, line) * picture.devicePixelRatio()
    assert picture.pixelColor(at) == theme.color("accent")
