"""A field for a date and a time of day: typed, stepped with the arrow keys, or from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from contactdesk.ui.filters.date_text import moment_text, read_moment
from contactdesk.ui.kit import theme

STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
"""Days by which a key changes the date."""


class DateEdit(QLineEdit):
    """Typed text stays as it is until the field loses the focus; then it has the locale's form.

    Qt's own date field completes a half-typed year to the current one, and moves between the
    parts of the date while somebody types.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        calendar = self.addAction(
            theme.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        calendar.setText(self.tr("Choose from a calendar"))
        calendar.triggered.connect(lambda: self.open_calendar())

    def moment(self) -> QDateTime | None:
        """What is typed, in this computer's time zone; None if it is not a date."""
        return read_moment(self.text(), QLocale())

    def set_moment(self, moment: QDateTime) -> None:
        self.setText(moment_text(moment, QLocale()))

    def open_calendar(self) -> QCalendarWidget:
        """Opens a calendar below the field; choosing a day keeps the time of day."""
        calendar = _Calendar(self)
        moment = self.moment()
        calendar.setSelectedDate(QDate.currentDate() if moment is None else moment.date())
        for chosen in (calendar.clicked, calendar.activated):
            chosen.connect(lambda day: self._choose(calendar, day))
        area = self.screen().availableGeometry()
        below = self.mapToGlobal(QPoint(0, self.height()))
        size = calendar.sizeHint()
        left = max(area.left(), min(below.x(), area.right() - size.width()))
        top = max(area.top(), min(below.y(), area.bottom() - size.height()))
        calendar.move(left, top)
        calendar.show()
        calendar.setFocus()
        return calendar

    def _choose(self, calendar: QCalendarWidget, day: QDate) -> None:
        self._set_day(day)
        calendar.close()

    def _set_day(self, day: QDate) -> None:
        moment = self.moment()
        at_start = moment is None or moment == moment.date().startOfDay()
        self.set_moment(
            day.startOfDay() if moment is None or at_start else QDateTime(day, moment.time())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moment, step = self.moment(), STEPS.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif step and moment is not None:
            self._set_day(moment.date().addDays(step))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        moment = self.moment()
        if moment is not None and self.isModified():
            self.set_moment(moment)


class _Calendar(QCalendarWidget):
    """A calendar in a popup of its own; Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Calendar"))
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)
