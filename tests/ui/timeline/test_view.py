"""contactdesk.ui.timeline: rows, words, painting, filters and what opens."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from contactdesk.people.timeline import (
    Event,
    EventKind,
    EventSource,
    Gap,
    GapKind,
    Timeline,
    timeline,
)
from contactdesk.providers import all_providers
from contactdesk.records.blocks import viewed
from contactdesk.ui.timeline.delegate import TimelineDelegate
from contactdesk.ui.timeline.filters import TimelineFilters
from contactdesk.ui.timeline.model import ROW, TimelineModel
from contactdesk.ui.timeline.view import TimelineView
from contactdesk.ui.timeline.words import (
    KIND_ICONS,
    TimelineNames,
    event_words,
    gap_words,
    kind_title,
)

NAMES = TimelineNames(
    "Ann Lee",
    lambda row_id: {1: "Support", 2: "Sales"}.get(row_id, ""),
    lambda account_id: account_id.title(),
    lambda _row_id, agent: agent or "Agent",
)


@pytest.fixture(autouse=True)
def american(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def moment(text):
    return datetime.fromisoformat(text).timestamp()


def said(text, at, **more):
    return Event(EventKind.MESSAGE, moment(at), "bland", 1, text=text, memory=1, **more)


def call(at, **more):
    return Event(EventKind.CALL, moment(at), "close", 2, words=("inbound", "no-answer"), **more)


@pytest.fixture
def view(qtbot):
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    return made


TWO_DAYS = Timeline(
    (
        said("Bye", "2026-03-02T10:00:00Z", is_contact=True, channel="sms"),
        call("2026-03-01T09:00:00Z", duration=61),
        said("Hello", "2026-03-01T08:00:00Z", agent="sales"),
    ),
    (Gap(GapKind.EARLIER_MESSAGES, moment("2026-03-01T08:00:00Z"), "bland", "b", 1, "sales"),),
)


def show(view, found, **options):
    view.show_timeline(found, NAMES, **options)
    view.filters.zone.setCurrentIndex(view.filters.zone.findData("UTC"))


def rows(view):
    model = view.model
    return [model.data(model.index(at, 0), ROW) for at in range(model.rowCount())]


def texts(view):
    model = view.model
    return [str(model.data(model.index(at, 0))) for at in range(model.rowCount())]


def test_days_head_their_events_and_a_gap_follows_the_oldest_of_its_kind(view):
    show(view, TWO_DAYS)
    first, second, third = TWO_DAYS.events
    assert rows(view) == [
        date(2026, 3, 2),
        first,
        date(2026, 3, 1),
        second,
        third,
        TWO_DAYS.gaps[0],
    ]


def test_a_gap_stands_where_it_ends_though_other_vendors_tell_of_before(view):
    until = TWO_DAYS.events[1].at
    gap = Gap(GapKind.EARLIER_CALLS, until, "close", "c", 2)
    show(view, Timeline(TWO_DAYS.events, (gap,)))
    assert rows(view)[3:] == [TWO_DAYS.events[1], gap, TWO_DAYS.events[2]]


def test_rows_are_read_out_whole(view):
    show(view, TWO_DAYS)
    assert texts(view) == [
        "Monday, March 2, 2026",
        "10:00 AM · Ann Lee · SMS · Bye · Bland AI".replace(" AM", "\u202fAM"),
        "Sunday, March 1, 2026",
        "9:00\u202fAM · Call · Sales · Inbound · No answer · 1 min 01 s · Close",
        "8:00\u202fAM · sales · Hello · Bland AI",
        "Earlier messages aren't available · Bland AI sends only the most recent messages with "
        "sales. · Bland AI",
    ]


def test_the_list_has_its_name_for_assistive_technology(view):
    show(view, TWO_DAYS)
    interface = QAccessible.queryAccessibleInterface(view.list)
    assert interface.text(QAccessible.Text.Name) == "Timeline"
    assert view.list.objectName() == "timelineView"
    for box in (view.filters.vendor, view.filters.kind, view.filters.zone):
        assert box.accessibleName()


def test_times_are_in_the_chosen_zone(view):
    show(view, Timeline(TWO_DAYS.events, (), 0, ("Asia/Tokyo",)))
    zones = view.filters.zone
    assert [zones.itemText(at) for at in range(zones.count())] == [
        "Local time",
        "Asia/Tokyo (contact's)",
        "UTC",
    ]
    zones.setCurrentIndex(1)
    assert texts(view)[1].startswith("7:00\u202fPM")


def test_filtered_by_vendor_and_kind(view):
    show(view, TWO_DAYS)
    filters = view.filters
    assert [filters.vendor.itemText(at) for at in range(3)] == [
        "All vendors",
        "Bland AI (2)",
        "Close (1)",
    ]
    filters.vendor.setCurrentIndex(2)
    assert [each.kind for each in view.timeline.events] == [EventKind.CALL]
    assert "1 of" in filters.count.text()
    filters.kind.setCurrentIndex(filters.kind.findText("Messages (2)"))
    assert view.timeline.events == ()
    assert view.empty_text() == "No events match these filters"
    filters.clear()
    assert len(view.timeline.events) == 3
    assert view.empty_text() == ""


def test_filters_stay_for_the_next_person_who_has_them(view):
    show(view, TWO_DAYS)
    view.filters.vendor.setCurrentIndex(1)
    view.show_timeline(Timeline(TWO_DAYS.events[:2]), NAMES)
    assert view.filters.vendor_id() == "bland"
    view.show_timeline(Timeline(TWO_DAYS.events[1:2]), NAMES)
    assert view.filters.vendor_id() == ""
    assert len(view.timeline.events) == 1


def test_a_person_without_events_says_so_and_what_has_no_time_is_counted(view):
    view.show_timeline(Timeline((), (), 2), NAMES)
    assert view.empty_text() == "No events"
    assert "without a time" in view.filters.count.text()
    view.show_timeline(TWO_DAYS, NAMES)
    assert view.empty_text() == ""


def test_accounts_that_are_not_loaded_are_said_first(view):
    accounts = ("quo", "phones"), ("close", "crm")
    gaps = [Gap(GapKind.ACCOUNT_NOT_LOADED, None, *each) for each in accounts]
    show(view, Timeline(TWO_DAYS.events, tuple(gaps)))
    assert (
        texts(view)[0]
        == "Not all contacts are loaded · More about this person may be in Phones, Crm."
    )
    assert rows(view)[1] == date(2026, 3, 2)


def test_enter_and_a_double_click_open_an_event_but_no_day(view, qtbot):
    show(view, TWO_DAYS)
    opened = []
    view.opened.connect(opened.append)
    view.list.setCurrentIndex(view.model.index(0, 0))
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert opened == []
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert opened == [TWO_DAYS.events[0]]
    place = view.list.visualRect(view.model.index(3, 0)).center()
    QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened[-1] == TWO_DAYS.events[1]


def test_copied_is_the_whole_text(view):
    show(view, Timeline((said("Long " * 500, "2026-03-02T10:00:00Z"),)))
    copied = []
    view.copied.connect(copied.append)
    view.list.setCurrentIndex(view.model.index(1, 0))
    QTest.keyClick(view.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    view.list.setCurrentIndex(view.model.index(0, 0))
    QTest.keyClick(view.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == ["Long " * 500, "Monday, March 2, 2026"]


def test_the_current_event_stays_when_more_come(view):
    show(view, TWO_DAYS)
    view.list.setCurrentIndex(view.model.index(3, 0))
    newer = said("New", "2026-03-03T10:00:00Z")
    view.show_timeline(Timeline((newer, *TWO_DAYS.events)), NAMES, keep_place=True)
    current = view.model.data(view.list.currentIndex(), ROW)
    assert current == TWO_DAYS.events[1]


def test_hostile_text_is_shown_as_it_is(view):
    show(view, Timeline((said("<b>Hi</b>\u202e\n" + "x" * 100_000, "2026-03-02T10:00:00Z"),)))
    shown = texts(view)[1]
    assert "<b>Hi</b>" in shown
    assert "\u202e" not in shown
    assert len(shown) < 10_000
    tip = view.model.data(view.model.index(1, 0), Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip.replace("&lt;b&gt;", "")
    view.grab()


def test_ten_thousand_events_are_rows_of_one_height(view):
    messages = [
        {
            "role": "user",
            "content": f"Message {at}",
            "timestamp": f"2026-03-{at % 28 + 1:02}T10:00:00Z",
        }
        for at in range(10_000)
    ]
    provider = all_providers()["bland"]
    raw = {"id": "1", "memories": [{"persona_id": "p", "recent_messages": messages}]}
    source = EventSource(1, "a", provider, provider.contact(raw), viewed(provider, raw))
    view.show_timeline(timeline([source]), NAMES)
    assert view.model.rowCount() == 10_000 + 28 + 1
    heights = {view.list.rowHeight(at) for at in (0, 1, 5_000, 10_027)}
    assert heights == {TimelineDelegate.height(view.list.fontMetrics())}
    view.list.scrollToBottom()
    view.grab()


def test_every_kind_and_gap_has_its_words():
    for kind in EventKind:
        event = Event(kind, moment("2026-03-02T10:00:00Z"), "close", 2, text="Text", agent="sales")
        words = event_words(event, NAMES, UTC)
        assert words.icon in KIND_ICONS.values()
        assert words.text == "Text" or kind in (EventKind.CALL,)
        assert words.title
        assert kind_title(kind)
    for gap in (GapKind.EARLIER_CALLS, GapKind.EARLIER_MESSAGES):
        words = gap_words(Gap(gap, 1.0, "quo", "phones"), TimelineNames())
        assert words.text.startswith("Quo sends only the most recent ")


def test_rows_are_painted_in_both_directions(view, qapp):
    show(view, TWO_DAYS)
    picture = view.list.grab().toImage()
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.list.setCurrentIndex(view.model.index(1, 0))
    assert view.list.grab().toImage() != picture


def test_the_model_has_one_column_and_no_children():
    model = TimelineModel()
    assert (model.rowCount(), model.columnCount()) == (0, 1)
    assert model.row_at(5) is None


def test_in_a_narrow_pane_the_filters_are_behind_a_button(view):
    show(view, TWO_DAYS)
    filters = view.filters
    assert not filters.toggle.isVisible()
    assert filters.zone.isVisible()
    view.resize(240, 400)
    assert filters.toggle.isVisible()
    assert not filters.zone.isVisible()
    filters.toggle.click()
    assert filters.zone.isVisible()
    assert filters.vendor.isVisible()
    view.resize(500, 400)
    assert not filters.toggle.isVisible()
    assert filters.zone.isVisible()


def test_filters_offer_only_what_there_is(qtbot):
    filters = TimelineFilters()
    qtbot.addWidget(filters)
    filters.resize(600, 40)
    filters.offer(Timeline(TWO_DAYS.events[1:2]))
    assert not filters.vendor.isVisibleTo(filters)
    assert not filters.kind.isVisibleTo(filters)
    filters.offer(TWO_DAYS)
    assert filters.vendor.isVisibleTo(filters)
    assert filters.kind.isVisibleTo(filters)


def stops(first, count, key):
    """What has the focus after each press of a key, by its object name."""
    first.setFocus()
    found = []
    for _ in range(count):
        QTest.keyClick(QApplication.focusWidget(), key)
        found.append(QApplication.focusWidget().objectName())
    return found


@pytest.mark.parametrize("width", [900, 250])
def test_tab_goes_through_what_is_seen_in_both_directions(qtbot, width):
    window = QWidget()
    qtbot.addWidget(window)
    before, after, view = QLineEdit(), QLineEdit(), TimelineView()
    before.setObjectName("before")
    after.setObjectName("after")
    column = QVBoxLayout(window)
    for each in (before, view, after):
        column.addWidget(each)
    window.resize(width, 600)
    view.show_timeline(TWO_DAYS, NAMES)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    filters = ["timelineVendor", "timelineKind", "timelineZone"]
    if width < 300:
        assert stops(before, 2, Qt.Key.Key_Tab) == ["timelineToggle", "timelineView"]
        view.filters.toggle.click()
        filters = ["timelineToggle", *filters]
    order = [*filters, "timelineView", "after"]
    assert stops(before, len(order), Qt.Key.Key_Tab) == order
    back = ["timelineView", *reversed(filters), "before"]
    assert stops(after, len(back), Qt.Key.Key_Backtab) == back
    view.setFocus()
    assert view.list.hasFocus()
