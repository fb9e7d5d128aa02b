"""The fixed words of formatted values: yes and no, ages, durations, time zones."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contactdesk.records.formatting import Phrases

translate = QCoreApplication.translate


def _tr(text: str) -> str:
    return translate("value_words", text)


def phrases() -> Phrases:
    """The window's PLAIN_PHRASES."""
    return {
        "yes": _tr("Yes"),
        "no": _tr("No"),
        "now": _tr("just now"),
        "today": _tr("today"),
        "yesterday": _tr("yesterday"),
        "tomorrow": _tr("tomorrow"),
        "hours": _tr("{hours} h {minutes:02} min"),
        "minutes": _tr("{minutes} min {seconds:02} s"),
        "seconds": _tr("{seconds} s"),
        "there": _tr("{zone} · {clock} there (UTC{offset})"),
        "there-tomorrow": _tr("{zone} · {clock} tomorrow there (UTC{offset})"),
        "there-yesterday": _tr("{zone} · {clock} yesterday there (UTC{offset})"),
    }


def distance(count: int, unit: str, *, is_past: bool) -> str:
    """3, "day" -> "3 days ago" or "in 3 days", as `LocaleFormats.distance`."""
    return (_ago if is_past else _ahead)(count, unit)


def _ago(count: int, unit: str) -> str:
    return {
        "minute": translate("value_words", "%Ln minute(s) ago", "", count),
        "hour": translate("value_words", "%Ln hour(s) ago", "", count),
        "day": translate("value_words", "%Ln day(s) ago", "", count),
        "week": translate("value_words", "%Ln week(s) ago", "", count),
        "month": translate("value_words", "%Ln month(s) ago", "", count),
        "year": translate("value_words", "%Ln year(s) ago", "", count),
    }[unit]


def _ahead(count: int, unit: str) -> str:
    return {
        "minute": translate("value_words", "in %Ln minute(s)", "", count),
        "hour": translate("value_words", "in %Ln hour(s)", "", count),
        "day": translate("value_words", "in %Ln day(s)", "", count),
        "week": translate("value_words", "in %Ln week(s)", "", count),
        "month": translate("value_words", "in %Ln month(s)", "", count),
        "year": translate("value_words", "in %Ln year(s)", "", count),
    }[unit]
