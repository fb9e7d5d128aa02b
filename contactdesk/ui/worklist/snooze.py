"""Until when an open item is snoozed: tomorrow, next week, or a day from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QDialogButtonBox,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from contactdesk.ui.kit import text
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.locale_formats import local_formats

MONDAY, DAYS_OF_WEEK = 0, 7

Today = Callable[[], date]


def next_week(today: date) -> date:
    """The Monday after today."""
    return today + timedelta(days=(MONDAY - today.weekday() - 1) % DAYS_OF_WEEK + 1)


class SnoozeMenu(QMenu):
    """Says with each choice which day it is."""

    chosen = Signal(object)  # the date on which the items show again
    date_wanted = Signal()

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("snoozeMenu")
        self.setTitle(self.tr("Snooze until…"))
        self._today = today
        self._tomorrow = self._add("actionSnoozeTomorrow", lambda day: day + timedelta(days=1))
        self._next_week = self._add("actionSnoozeWeek", next_week)
        pick = self.addAction(self.tr("Pick a date…"))
        pick.setObjectName("actionSnoozeDate")
        pick.triggered.connect(lambda: self.date_wanted.emit())
        self.aboutToShow.connect(self._name)
        self._name()

    def _add(self, name: str, of: Callable[[date], date]) -> QAction:
        action = self.addAction("")
        action.setObjectName(name)
        action.triggered.connect(lambda: self.chosen.emit(of(self._today())))
        return action

    def _name(self) -> None:
        day, today = local_formats().day, self._today()
        words = self.tr("Tomorrow, {day}").format(day=day(today + timedelta(days=1)))
        self._tomorrow.setText(text.mnemonic(words))
        words = self.tr("Next week, {day}").format(day=day(next_week(today)))
        self._next_week.setText(text.mnemonic(words))


class SnoozeDialog(QDialog):
    """A calendar of the days to come."""

    chosen = Signal(object)  # a date

    def __init__(self, today: date, count: int, parent: QWidget | None = None) -> None:
        """`count` items are to be snoozed."""
        super().__init__(parent)
        self.setObjectName("snoozeDialog")
        self.setWindowTitle(self.tr("Snooze until"))
        tomorrow = today + timedelta(days=1)
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName(self.tr("Day on which the items show again"))
        self.calendar.setMinimumDate(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.activated.connect(lambda _day: self.accept())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        snooze = buttons.addButton(self.tr("Snooze"), QDialogButtonBox.ButtonRole.AcceptRole)
        snooze.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        words = self.tr("%Ln item(s) are hidden until the day you choose.", "", count)
        column = QVBoxLayout(self)
        column.addWidget(HintLabel(words, parent=self))
        column.addWidget(self.calendar)
        column.addWidget(buttons)
        self.calendar.setFocus()

    def accept(self) -> None:
        day = self.calendar.selectedDate()
        self.chosen.emit(date(day.year(), day.month(), day.day()))
        super().accept()
