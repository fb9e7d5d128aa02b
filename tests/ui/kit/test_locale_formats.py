from datetime import date, datetime

import pytest
from PySide6.QtCore import QDate, QLocale, QTime

from contactdesk.model import Kind
from contactdesk.records.formatting import format_cell, format_value
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.locale_formats import LONG, SHORT, formats_of, short_day, template

AT = datetime(2025, 7, 3, 9, 5)


@pytest.mark.parametrize(
    ("locale", "moment"),
    [
        ("en_GB", "3 Jul 2025, 09:05"),
        ("de_DE", "3. Juli 2025, 09:05"),
        ("ja_JP", "2025年7月3日, 9:05"),
        ("hu_HU", "2025. júl. 3, 9:05"),
    ],
)
def test_moments_are_written_as_the_locale_writes_them(locale, moment):
    assert formats_of(QLocale(locale)).moment(AT) == moment


def test_numbers_have_the_locales_signs():
    forms = formats_of(QLocale("de_DE"))
    assert (forms.group, forms.point) == (".", ",")
    assert forms.day(date(2025, 7, 3)) == "3. Juli 2025"
    assert forms.clock(AT) == "09:05"


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("dddd, d MMMM yyyy", "d MMM yyyy"),
        ("dddd, MMMM d, yyyy", "MMM d, yyyy"),
        ("yyyy年M月d日dddd", "yyyy年M月d日"),
        ("dddd, d 'de' MMMM 'de' yyyy", "d 'de' MMM 'de' yyyy"),
    ],
)
def test_the_weekday_is_left_out(long, short):
    assert short_day(long) == short


def test_the_c_locale_has_iso_dates():
    forms = formats_of(QLocale("C"))
    assert (forms.moment(AT), forms.day(AT.date())) == ("2025-07-03 09:05", "2025-07-03")


@pytest.mark.parametrize("locale", ["en_US", "fr_FR", "ru_RU", "lt_LT", "ar_EG", "hi_IN", "th_TH"])
def test_dates_are_written_as_qt_writes_them(locale):
    by_qt = QLocale(locale)
    day = by_qt.toString(QDate(2025, 7, 3), short_day(by_qt.dateFormat(LONG)))
    clock = by_qt.toString(QTime(9, 5), by_qt.timeFormat(SHORT))
    assert formats_of(by_qt).moment(AT) == f"{day}, {clock}"


def test_afternoon_and_midnight():
    forms = formats_of(QLocale("en_US"))
    assert forms.clock(datetime(2025, 7, 3, 0, 30)).startswith("12:30")
    assert forms.clock(datetime(2025, 7, 3, 13, 0)).endswith("PM")


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("ddd d MMM yy", "{d:} {name} {y}"),
        ("yyyy'{'MM''dd", "{y}{{{M:02}'{d:02}"),
        ("HH:mm:ss t", "{H:02}:{m:02}"),
        ("'ils' d", "ils {d:}"),
        ("hh:mm", "{H:02}:{m:02}"),
    ],
)
def test_qts_patterns_are_read_once(pattern, made):
    assert template(pattern) == made


@pytest.fixture
def arabic():
    before = QLocale()
    QLocale.setDefault(QLocale("ar_EG"))
    yield formats_of(QLocale())
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (5, Kind.NUMBER, "٥"),
        (1234567.5, Kind.NUMBER, "١٬٢٣٤٬٥٦٧٫٥"),
        (["a", "b"], Kind.COUNT, "٢"),
        ("+44 20", Kind.PHONE, "+44 20"),
        ("A5", Kind.TEXT, "A5"),
    ],
)
def test_numbers_have_the_locales_digits_and_texts_those_that_were_sent(arabic, value, kind, words):
    assert format_value(value, kind, AT, arabic) == words


def test_every_number_of_ours_has_the_same_digits(arabic):
    found = (
        format_value(61, Kind.DURATION, AT, arabic),
        format_cell(3, Kind.COUNT, arabic),
        wording.number(156),
        wording.time_words(600),
        wording.time_words(5 * 3600),
        wording.contacts(156),
        arabic.day(date(2025, 7, 3)),
        arabic.clock(AT),
    )
    assert not [words for words in found if set(words) & set("0123456789")]
