"""contactdesk.ui.changes.words and contactdesk.ui.changes.texts: true in every state and zone."""

from datetime import UTC, date, datetime

import pytest

from contactdesk.history.kinds import FIELD
from contactdesk.index import ChangeRow
from contactdesk.ui.changes import texts, words
from contactdesk.ui.changes.words import Found
from contactdesk.ui.kit.wording import Extent, moment_words

ALL = Extent(930, 930, True, 0)
NONE = Extent(0, None, False, None)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


def found(**parts):
    return Found(
        **{"shown": 0, "unread": 0, "is_narrow": False, "only_since": None, "kept_days": 90} | parts
    )


@pytest.mark.parametrize(
    ("of", "extent", "title", "does"),
    [
        (found(), NONE, "No contacts loaded yet", "load"),
        (found(), ALL, "No changes", ""),
        (found(is_narrow=True), ALL, "No changes match", "clear"),
        (found(only_since=1_764_000_000.0), ALL, "Nothing has changed since ", "show"),
        (found(only_since=0.0), ALL, "No changes", ""),
    ],
)
def test_empty_list_says_why(of, extent, title, does):
    empty = words.emptiness(of, extent)
    assert empty.title.startswith(title)
    assert empty.does == does
    assert bool(empty.action) == bool(does)


def test_what_is_kept_forever_is_not_said_to_be_deleted():
    assert "deleted" in words.emptiness(found(), ALL).hint
    assert "deleted" not in words.emptiness(found(kept_days=0), ALL).hint


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("UTC", date(2026, 3, 9), "Today"),
        ("Pacific/Kiritimati", date(2026, 3, 10), "Today"),
        ("Pacific/Pago_Pago", date(2026, 3, 9), "Today"),
    ],
)
def test_days_are_those_of_this_computers_zone(zone, name, day, said):
    zone(name)
    assert texts.day_of(NOON.timestamp()) == day
    assert texts.day_words(texts.day_of(NOON.timestamp()), NOON) == said
    assert texts.day_words(texts.day_of(NOON.timestamp() - 86_400), NOON) == "Yesterday"
    assert texts.day_words(texts.day_of(NOON.timestamp() - 3 * 86_400), NOON) not in (
        "",
        "Today",
        "Yesterday",
    )


def test_moment_beyond_the_calendar_is_left_out():
    change = ChangeRow(1, 1e18, (FIELD,), (), "a", "c", 1, "Ada")
    assert moment_words(change.time) == ""
    assert texts.grouped_by(change, "day") == (None, "a")
    assert texts.sentence(change, lambda _: "Account", False) == "Ada, Changed, Account"
