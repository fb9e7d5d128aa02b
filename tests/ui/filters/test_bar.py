"""contactdesk.ui.filters.bar: shows a chip for each filter, removes one or all.

Covers contactdesk.ui.filters.panel (applies on Apply and Enter, Escape discards).
"""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QVBoxLayout, QWidget

from contactdesk.model import Contact, Filter, Kind, Provider
from contactdesk.providers import all_providers
from contactdesk.providers.auth import raw_key
from contactdesk.providers.paging import by_offset
from contactdesk.ui.filters.bar import FilterBar
from contactdesk.ui.filters.panel import FilterPanel
from contactdesk.ui.kit.chips import Chip

# A popup raises itself and grabs the keyboard, which the off-screen platform cannot.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")

FILTERS = (
    Filter("Search", "search", note="Names and e-mails only."),
    Filter("Order", "order_by", choices=(("u:asc", "Oldest first"), ("u:desc", "Newest first"))),
    Filter("Updated after", "after", Kind.DATE),
    Filter("External ids", "ids", many=True, most=3, longest=10),
)
VENDOR = Provider(
    id="acme",
    title="Acme",
    base_url="https://api.acme.example",
    path="/contacts",
    auth=raw_key,
    paging=by_offset("offset", "$.more", "limit", 10),
    items="$.data",
    contact=lambda raw: Contact(raw["id"], raw["id"]),
    columns=(),
    sections=(),
    filters=FILTERS,
)


@pytest.fixture
def bar(qtbot):
    window = QWidget()
    made = FilterBar(window)
    column = QVBoxLayout(window)
    column.addWidget(made)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(700, 200)
    window.show()
    made.set_provider(VENDOR)
    made.heard = []
    made.filters_changed.connect(made.heard.append)
    made.window_ = window
    return made


def panel(bar):
    return bar.findChild(FilterPanel)


def chips(bar):
    return [chip.label.text() for chip in bar.findChildren(Chip, "filterChip") if chip.isVisible()]


def test_bar_is_visible_only_for_a_vendor_with_filters(bar):
    assert bar.isVisible()
    bar.set_provider(replace(VENDOR, filters=()))
    assert bar.isHidden()
    bar.set_provider(None)
    assert bar.isHidden()
    bar.set_provider(VENDOR)
    assert bar.isVisible()
    assert bar.heard == []


def defaults(bar):
    labels = bar.findChildren(QLabel, "filterDefault")
    return [label.text() for label in labels if label.isVisible()]


def test_value_that_is_sent_without_a_filter_is_shown(bar):
    assert defaults(bar) == []
    bar.set_provider(replace(VENDOR, always={"order_by": "u:asc", "hidden": "1"}))
    assert defaults(bar) == ["Order: Oldest first"]
    bar.set_filters({"order_by": "u:desc"})
    assert defaults(bar) == []
    assert chips(bar) == ["Order: Newest first"]
    bar.set_filters({})
    assert defaults(bar) == ["Order: Oldest first"]
    bar.set_provider(all_providers()["askelephant"])
    assert defaults(bar) == ["Order: Oldest change first"]


def test_filters_are_applied_on_enter(bar, qtbot):
    bar.open_panel()
    search = panel(bar).fields["search"]
    assert search.edit.hasFocus()
    qtbot.keyClicks(search.edit, "jane")
    assert bar.heard == []
    qtbot.keyClick(search.edit, Qt.Key.Key_Return)
    assert bar.heard == [{"search": "jane"}]
    assert panel(bar).isHidden()
    assert chips(bar) == ["Search: jane"]
    assert bar.window_.focusWidget() is bar.button


def test_escape_discards_changes(bar, qtbot):
    bar.set_filters({"search": "jane"})
    bar.open_panel()
    edit = panel(bar).fields["search"].edit
    edit.setText("other")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert panel(bar).isHidden()
    assert bar.heard == []
    bar.open_panel()
    assert edit.text() == "jane"


def test_apply_emits_every_kind_of_filter(bar):
    bar.open_panel()
    fields = panel(bar).fields
    fields["search"].edit.setText("  jane ")
    fields["order_by"].box.setCurrentIndex(2)
    fields["after"].set_value("2026-03-01T00:00:00.000Z")
    fields["ids"].edit.setText("x,y")
    panel(bar).findChild(QPushButton, "filterApplyButton").click()
    assert bar.heard == [
        {
            "search": "jane",
            "order_by": "u:desc",
            "after": "2026-03-01T00:00:00.000Z",
            "ids": ["x", "y"],
        }
    ]
    assert len(chips(bar)) == 4
    assert bar.filters == bar.heard[0]


def test_invalid_field_keeps_the_panel_open(bar):
    bar.open_panel()
    panel(bar).fields["ids"].edit.setText("a,b,c,d")
    panel(bar).apply()
    assert panel(bar).isVisible()
    assert bar.heard == []
    assert "At most 3" in panel(bar).fields["ids"].problem.text()


def test_filters_are_removed_one_by_one_or_all(bar):
    bar.set_filters(
        {"search": "jane", "order_by": "u:asc", "ids": ["a"], "unknown": "x", "after": ""}
    )
    assert bar.heard == []
    assert chips(bar) == ["Search: jane", "Order: Oldest first", "External ids: a"]
    bar.findChildren(Chip, "filterChip")[0].button.click()
    assert bar.heard == [{"order_by": "u:asc", "ids": ["a"]}]
    bar.clear_button.click()
    assert bar.heard[1:] == [{}]
    assert chips(bar) == []
    assert bar.clear_button.isHidden()


def test_applying_the_same_filters_emits_nothing(bar):
    bar.set_filters({"search": "jane"})
    bar.open_panel()
    panel(bar).apply()
    assert bar.heard == []


def test_another_vendor_starts_without_filters(bar):
    bar.set_filters({"search": "jane"})
    bar.open_panel()
    bar.set_provider(replace(VENDOR, id="other"))
    assert bar.filters == {}
    assert chips(bar) == []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert panel(bar) is None


def test_focusable_widgets_have_accessible_names(bar):
    bar.set_filters({"search": "jane", "ids": ["a", "b"]})
    bar.open_panel()
    for widget in [*bar.findChildren(QWidget), *panel(bar).findChildren(QWidget)]:
        inner = widget.objectName().startswith("qt_")
        if widget.isVisible() and not inner and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            shown = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or shown, widget


def test_hostile_text_is_shown_as_text(bar):
    bar.set_filters({"search": "<b>x</b>\u202eevil", "ids": ["<img src=x>"]})
    assert chips(bar)[0] == "Search: <b>x</b>evil"
    assert "<img" in chips(bar)[1]


def cut_widgets(bar):
    """Widgets of the panel that are smaller than they need, or reach out of their parent."""
    for widget in (
        each for field in panel(bar).fields.values() for each in field.findChildren(QWidget)
    ):
        if widget.isVisible() and not widget.objectName().startswith("qt_"):
            needed = widget.minimumSizeHint()
            inside = widget.parentWidget().rect().contains(widget.geometry())
            if not inside or widget.width() < needed.width() or widget.height() < needed.height():
                yield widget


def test_no_field_is_cut_when_values_are_added_or_letters_are_large(bar, qtbot):
    bar.open_panel()
    field = panel(bar).fields["ids"]
    before = panel(bar).height()
    field.set_value([f"value {n}" for n in range(25)])
    qtbot.waitUntil(lambda: panel(bar).height() > before)
    assert not list(cut_widgets(bar))
    large = panel(bar).font()
    large.setPointSizeF(large.pointSizeF() * 2)
    panel(bar).setFont(large)
    panel(bar).close()
    bar.open_panel()
    qtbot.waitUntil(lambda: not list(cut_widgets(bar)))
