"""contactdesk.ui.worklist.snooze: the days that are offered."""

from datetime import date

import pytest
from PySide6.QtCore import QDate

from contactdesk.ui.worklist.snooze import SnoozeDialog, SnoozeMenu, next_week


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_next_week_begins_on_the_monday_after_today(today, monday):
    assert next_week(today) == monday


def test_menu_tells_the_chosen_day(qtbot):
    menu = SnoozeMenu(lambda: date(2026, 11, 28))
    qtbot.addWidget(menu)
    heard = []
    menu.chosen.connect(heard.append)
    for name in ("actionSnoozeTomorrow", "actionSnoozeWeek"):
        menu.findChild(object, name).trigger()
    assert heard == [date(2026, 11, 29), date(2026, 11, 30)]


def test_dialog_offers_only_days_to_come(qtbot):
    dialog = SnoozeDialog(date(2026, 11, 28), 3)
    qtbot.addWidget(dialog)
    heard = []
    dialog.chosen.connect(heard.append)
    dialog.calendar.setSelectedDate(QDate(2026, 11, 1))
    dialog.accept()
    assert heard == [date(2026, 11, 29)]
