"""contactdesk.ui.filters.date_text: every way to type a date is understood, or refused."""

import pytest
from PySide6.QtCore import QLocale

from contactdesk.ui.filters.date_text import moment_text, read_moment


def read(words, locale="en_US"):
    moment = read_moment(words, QLocale(locale))
    return moment.toString("yyyy-MM-dd HH:mm") if moment is not None else None


@pytest.mark.parametrize(
    ("words", "locale", "moment"),
    [
        ("2024", "en_US", "2024-01-01 00:00"),
        ("2024-09", "en_US", "2024-09-01 00:00"),
        ("9/2024", "en_US", "2024-09-01 00:00"),
        ("2024-09-07", "en_US", "2024-09-07 00:00"),
        ("2024-09-07 18:30:15", "en_US", "2024-09-07 18:30"),
        ("9/7/2024", "en_US", "2024-09-07 00:00"),
        ("9/7/24 6:05 PM", "en_US", "2024-09-07 18:05"),
        ("9/7/24 12:05\u202fAM", "en_US", "2024-09-07 00:05"),
        ("7.9.2024 18:05", "de_DE", "2024-09-07 18:05"),
        ("07/09/99", "en_GB", "1999-09-07 00:00"),
        ("7 Sep 2024", "en_GB", "2024-09-07 00:00"),
        ("Sep 7, 2024", "en_US", "2024-09-07 00:00"),
        ("7. März 2024", "de_DE", "2024-03-07 00:00"),
        ("٧/٩/٢٠٢٤", "ar_EG", "2024-09-07 00:00"),
        ("２０２４", "ja_JP", "2024-01-01 00:00"),
    ],
)
def test_a_typed_date_is_understood(words, locale, moment):
    assert read(words, locale) == moment


@pytest.mark.parametrize(
    "words", ["", "soon", "2024-13", "2/30/2024", "24", "9/7", "0000", "20245", "1:30", "March"]
)
def test_what_is_not_a_date_is_refused(words):
    assert read(words) is None


@pytest.mark.parametrize("locale", ["C", "en_US", "de_DE", "ar_EG", "fa_IR", "ja_JP", "th_TH"])
@pytest.mark.parametrize("words", ["2024-02-29", "2024-12-01 00:30", "2024-12-01 12:00"])
def test_a_shown_moment_is_read_back(locale, words):
    moment = read_moment(words, QLocale(locale))
    assert read_moment(moment_text(moment, QLocale(locale)), QLocale(locale)) == moment


def test_a_pasted_moment_with_a_zone_keeps_it():
    moment = read_moment("2024-09-07T18:30:00.000+02:00", QLocale("en_US"))
    assert moment.toUTC().toString("HH:mm") == "16:30"
