"""Input fields of filters: what is entered is what is sent.

Covers contactdesk.ui.filters.date_edit and contactdesk.ui.kit.choice_box.
"""

import pytest
from PySide6.QtCore import QDateTime, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from contactdesk.model import Filter, Kind
from contactdesk.ui.filters.fields import (
    MAX_CHIPS,
    MAX_VALUES,
    ChoiceField,
    DateField,
    ListField,
    TextField,
    describe,
    field_for,
    from_utc,
)

SEARCH = Filter("Search", "search", note="Names and e-mails only.", longest=20)
AFTER = Filter("Updated after", "updated_after", Kind.DATE)
ORDER = Filter("Order", "order_by", choices=(("a:asc", "Oldest first"), ("a:desc", "Newest first")))
IDS = Filter("External ids", "ids", many=True, most=5, longest=10)
SOURCES = Filter("Sources", "sources", many=True)


@pytest.fixture
def made(qtbot):
    def make(declared, default=""):
        field = field_for(declared, default)
        qtbot.addWidget(field)
        field.resize(300, 60)
        field.show()
        return field

    return make


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        (SEARCH, TextField),
        (AFTER, DateField),
        (ORDER, ChoiceField),
        (IDS, ListField),
        (Filter("x", "x", Kind.DATE, many=True), ListField),
    ],
)
def test_each_kind_has_its_field(made, declared, kind):
    field = made(declared)
    assert type(field) is kind
    assert not field.value()
    assert field.check()
    assert field.focusProxy().accessibleName() == declared.label


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        (SEARCH, "jane"),
        (AFTER, "2026-03-01T10:30:00.000Z"),
        (AFTER, "2026-03-01T10:30:27.123Z"),
        (ORDER, "a:desc"),
        (IDS, ["one", "two"]),
    ],
)
def test_value_is_returned_and_can_be_unset(made, declared, value):
    field = made(declared)
    field.set_value(value)
    assert field.value() == value
    field.set_value("")
    assert not field.value()


def test_unset_choice_names_the_default_that_is_sent(made):
    field = made(ORDER, "a:asc")
    words = [field.box.itemText(at) for at in range(field.box.count())]
    assert words == ["Oldest first (default)", "Newest first"]
    field.set_value("a:asc")
    assert field.value() == ""
    assert made(ORDER).box.itemText(0) == "Default"


def test_note_of_a_filter_is_shown(made):
    assert "Names and e-mails only." in [
        label.text() for label in made(SEARCH).findChildren(QLabel)
    ]


def test_date_is_local_on_screen_and_sent_in_utc(made):
    field = made(AFTER)
    assert not field.edit.isVisible()
    field.tick.setChecked(True)
    assert field.edit.isVisible()
    local = QDateTime.fromString("2026-03-01T09:15:00", Qt.DateFormat.ISODate)
    field.edit.set_moment(local)
    sent = field.value()
    assert sent.endswith("Z")
    assert from_utc(sent) == local
    assert "2026" in field.edit.text()


def test_a_typed_year_stays(made, qtbot):
    field = made(AFTER)
    field.tick.click()
    for typed, day in (("2024", "2024-01-01"), ("2023-5-9", "2023-05-09")):
        field.edit.selectAll()
        qtbot.keyClicks(field.edit, typed)
        assert field.edit.text() == typed
        assert field.check()
        assert from_utc(field.value()).toString("yyyy-MM-dd") == day


def test_what_is_not_a_date_is_said_and_not_sent(made, qtbot):
    field = made(AFTER)
    field.tick.click()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "soon")
    assert not field.check()
    assert "Not a date" in field.problem.text()
    assert field.value() == ""
    field.tick.click()
    assert field.check()
    assert field.problem.text() == ""


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_a_day_chosen_in_the_calendar_keeps_the_time(made, qtbot):
    field = made(AFTER)
    field.set_value("2026-03-01T10:30:00.000Z")
    calendar = field.edit.open_calendar()
    calendar.clicked.emit(calendar.selectedDate().addDays(2))
    assert field.value() == "2026-03-03T10:30:00.000Z"


def test_the_wheel_over_a_closed_box_changes_nothing(made):
    field = made(ORDER)
    choice = field.box
    at = QPointF(choice.rect().center())
    wheel = QWheelEvent(
        at,
        choice.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    wheel.setAccepted(True)
    QApplication.sendEvent(choice, wheel)
    assert choice.currentIndex() == 0
    assert not wheel.isAccepted()  # the panel scrolls instead


@pytest.mark.parametrize(
    ("name", "day", "sent"),
    [
        ("America/New_York", "2026-01-01", "2026-01-01T05:00:00.000Z"),
        ("America/New_York", "2026-07-01", "2026-07-01T04:00:00.000Z"),
        ("Europe/Berlin", "2026-01-01", "2025-12-31T23:00:00.000Z"),
        ("Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00.000Z"),
        ("Asia/Kolkata", "2026-03-01", "2026-02-28T18:30:00.000Z"),
        ("Australia/Sydney", "2026-01-01", "2025-12-31T13:00:00.000Z"),
        ("Australia/Sydney", "2026-07-01", "2026-06-30T14:00:00.000Z"),
    ],
)
def test_date_is_shown_in_the_local_time_zone(made, zone, name, day, sent):
    zone(name)
    field = made(AFTER)
    field.tick.setChecked(True)
    field.edit.set_moment(QDateTime.fromString(f"{day}T00:00:00", Qt.DateFormat.ISODate))
    assert field.value() == sent
    assert describe(AFTER, sent) == f"Updated after {day}"


def test_edited_date_replaces_the_given_one(made, qtbot):
    field = made(AFTER)
    field.set_value("2026-03-01T10:30:27.123Z")
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    assert field.value() == "2026-03-02T10:30:00.000Z"


def test_pasted_lines_and_commas_become_distinct_values(made, qtbot):
    field = made(SOURCES)
    QApplication.clipboard().setText(" one\ntwo, three ;\n\n two\tfour\r\n")
    field.edit.paste()
    assert field.value() == ["one", "two", "three", "four"]
    qtbot.keyClicks(field.edit, "five")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.value()[-1] == "five"
    assert field.edit.text() == ""
    field.chips.itemAt(0).widget().button.click()
    assert field.value() == ["two", "three", "four", "five"]


def test_comma_in_quotation_marks_stays_in_the_value(made, qtbot):
    field = made(SOURCES)
    qtbot.keyClicks(field.edit, '"Import, May"')
    assert field.value() == ["Import, May"]
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(field.edit, "csv,")
    assert field.value() == ["Import, May", "csv"]
    assert SOURCES.params(field.value()) == [("sources", "Import, May"), ("sources", "csv")]


def test_examples_are_added_by_mouse_and_keyboard(made, qtbot):
    field = made(Filter("Sources", "sources", many=True, examples=("public-api", "csv-v2")))
    first, second = field.examples
    first.click()
    first.click()
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert field.value() == ["public-api", "csv-v2"]
    assert first.accessibleName() == "Add public-api"
    assert made(SOURCES).examples == []


def test_exceeded_limits_are_explained_and_values_kept(made):
    field = made(IDS)
    field.edit.setText("a,b,c,d,e,f")
    assert not field.check()
    assert "At most 5" in field.problem.text()
    assert len(field.value()) == 6
    field.set_value(["x" * 11])
    assert not field.check()
    assert "10 characters" in field.problem.text()
    text = made(SEARCH)
    text.edit.setText("y" * 21)
    assert not text.check()
    assert "20 characters" in text.problem.text()


def test_long_list_shows_some_chips_and_a_count(made):
    field = made(SOURCES)
    field.set_value([str(n) for n in range(5_000)])
    assert field.chips.count() == MAX_CHIPS
    assert str(5_000 - MAX_CHIPS) in field.more.text()
    assert not field.check()
    assert str(MAX_VALUES) in field.problem.text()


def local_midnight():
    moment = QDateTime.fromString("2026-03-01T00:00:00", Qt.DateFormat.ISODate)
    return moment.toUTC().toString("yyyy-MM-ddTHH:mm:ss.zzz") + "Z"


@pytest.mark.parametrize(
    ("declared", "value", "words"),
    [
        (SEARCH, "jane", "Search: jane"),
        (ORDER, "a:desc", "Order: Newest first"),
        (ORDER, "odd", "Order: odd"),
        (IDS, ["a", "b", "c", "d"], "External ids: a, b and 2 more"),
        (AFTER, "not a date", "Updated after: not a date"),
        (AFTER, local_midnight(), "Updated after 2026-03-01"),
    ],
)
def test_filter_descriptions(declared, value, words):
    assert describe(declared, value) == words
