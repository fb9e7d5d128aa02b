from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from contactdesk.ui.kit.ages import full_date, short_age

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def american(qapp, zone):
    zone("Europe/Madrid")
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("2026-11-28T11:00:00Z", "today"),
        ("2026-11-26T23:30:00Z", "yesterday"),  # in Madrid it is the 27th
        ("2026-11-27", "yesterday"),
        ("2026-11-19T18:00:00.000Z", "9 d"),
        ("2026-09-30", "59 d"),
        ("2026-08-20", "3 mo"),
        ("2024-12-20", "23 mo"),
        ("2024-11-20", "2 y"),
        ("2026-12-24", "Dec 24, 2026"),
        ("soon", ""),
        ("", ""),
        ("9999-99-99", ""),
    ],
)
def test_age_is_one_short_word(text, age):
    assert short_age(text, NOW) == age


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11-26T23:30:00Z", "Nov 27, 2026, 12:30\u202fAM"),
        ("2026-11-27", "Nov 27, 2026"),
        ("0001-01-01T00:00:00+14:00", ""),
        ("soon", ""),
    ],
)
def test_full_date_is_the_local_one(text, date):
    assert full_date(text) == date
