"""contactdesk.ui.kit.wording: texts about how much is loaded and searched."""

import time
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QLocale

from contactdesk.errors import NetworkError
from contactdesk.model import Column
from contactdesk.sync.engine import State
from contactdesk.sync.walk import Changes, Reloaded
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.wording import Extent


@dataclass
class StandIn:
    """What the words need of a walk."""

    state: State = State.PARTIAL
    has_more: bool = True
    paused: bool = False
    error: object = None
    resumes_at: float | None = None
    left: int | None = 3
    seconds: float | None = None
    rereading: bool = False
    refreshing: bool = False
    loading_all: bool = False
    changes: object = None
    reloaded: object = None
    read_at: float | None = None
    oversized_contacts: int = 0
    filters: dict = field(default_factory=dict)
    listing: object = field(
        default_factory=lambda: SimpleNamespace(walked=600, total=4310, pages=6, shifted=False)
    )

    def requests_left(self):
        return self.left

    def seconds_left(self):
        return self.seconds


@pytest.fixture(autouse=True)
def english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("walk", "words"),
    [
        (None, "not loaded"),
        (StandIn(State.NOT_LOADED), "not loaded"),
        (StandIn(State.LOADING, listing=SimpleNamespace(pages=0, total=None)), "loading…"),
        (StandIn(State.LOADING), "600 of 4,310 loaded"),
        (StandIn(State.COMPLETE), "complete"),
        (StandIn(State.PARTIAL), "600 of 4,310 loaded"),
        (StandIn(State.PARTIAL, paused=True), "paused at 600"),
        (StandIn(State.PARTIAL, listing=SimpleNamespace(pages=1, total=None)), "600 loaded · more available"),
        (StandIn(State.FAILED, error=NetworkError("busy")), "Too many requests are running"),
    ],
)  # fmt: skip
def test_state_words(walk, words):
    assert wording.state_words(walk, 600) == words


def test_short_wait_counts_down_and_a_long_one_names_the_time():
    soon = StandIn(State.WAITING, resumes_at=time.monotonic() + 8)
    assert wording.state_words(soon, 0) in ("trying again in 8 s", "trying again in 7 s")
    late = StandIn(State.WAITING, resumes_at=time.monotonic() + 800)
    assert wording.wait_words(late).startswith("trying again at ")
    later = StandIn(State.WAITING, resumes_at=time.monotonic() + 1_000)
    assert wording.wait_words(later).startswith("resumes at ")


def test_wait_until_another_day_names_the_date():
    day = StandIn(State.WAITING, resumes_at=time.monotonic() + 86_400)
    at = time.localtime(time.time() + 86_400)
    assert (
        f"resumes at {time.strftime('%b', at)} {at.tm_mday}, {at.tm_year}, "
        in wording.wait_words(day)
    )
    assert wording.wait_words(day).endswith(" if contactdesk stays open")


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"rereading": True, "refreshing": True}, "Reloading all pages"),
        (
            {"rereading": True, "loading_all": True},
            "Contacts moved during loading · Reloading all pages",
        ),
        ({"refreshing": True}, "Checking for changes"),
        ({"oversized_contacts": 1}, "1 contact larger than 8 MB"),
        ({}, ""),
    ],
)
def test_remark_names_what_a_refresh_does(changed, remark):
    extent = Extent.of([StandIn(**changed)], 600)
    assert extent.remark == remark
    assert wording.status_words(extent, 600, False, None).endswith(remark or "loaded")


def test_remark_counts_what_a_refresh_by_changes_brought():
    at = time.mktime((*time.localtime()[:3], 14, 5, 0, 0, 0, -1))
    walk = StandIn(State.COMPLETE, has_more=False, left=0, changes=Changes(at, 2, 1_200))
    words = "Refreshed: 2 new, 1,200 changed since 2:05\u202fPM · deletions not checked"
    assert wording.remark_words([walk]) == words
    walk.changes = Changes(at)
    words = "Refreshed: no changes since 2:05\u202fPM · deletions not checked"
    assert wording.remark_words([walk]) == words
    walk.listing.shifted = True
    assert wording.remark_words([walk]).endswith("refresh to make sure none is missing")


def test_remark_counts_what_a_reload_found_removed_and_missed():
    walk = StandIn(State.COMPLETE, has_more=False, left=0, reloaded=Reloaded(1, 0, 3))
    assert wording.remark_words([walk]) == "Reloaded: 1 new, 0 changed, 3 deleted"
    walk.reloaded = Reloaded(missing=2)
    assert wording.remark_words([walk]) == (
        "Reloaded: no new or changed contacts · 2 not found this time: reload again to remove them"
    )


def test_remark_says_once_what_a_refresh_of_several_accounts_brought():
    asked = StandIn(State.COMPLETE, has_more=False, left=0, changes=Changes(0.0, 1, 2))
    again = StandIn(State.COMPLETE, has_more=False, left=0, reloaded=Reloaded(1, 3, 4, 5))
    assert wording.remark_words([asked, again, asked]) == (
        "Refreshed: 3 new, 7 changed, 4 deleted · deletions not checked in 2 accounts"
        " · 5 not found this time: reload again to remove them"
    )
    asked.changes, again.reloaded = Changes(0.0), Reloaded()
    words = "Refreshed: no new or changed contacts · deletions not checked in 1 account"
    assert wording.remark_words([asked, again]) == words


def test_age_is_that_of_the_account_read_first_and_unknown_for_none():
    at = time.mktime((*time.localtime()[:3], 7, 52, 0, 0, 0, -1))
    fresh, old = StandIn(read_at=at + 60), StandIn(read_at=at)
    assert wording.as_of_words([fresh, old]) == "As of 7:52\u202fAM"
    assert wording.as_of_words([fresh, StandIn()]) == ""
    assert wording.as_of_words([]) == ""


def test_search_in_loaded_part_names_the_part():
    extent = Extent.of([StandIn(left=75)], 600)
    assert (
        wording.status_words(extent, 0, True, None) == "0 matches in the 600 of 4,310 loaded so far"
    )
    assert wording.rest_words(extent) == "Load the rest: 75 requests"


def test_search_in_everything_names_the_total():
    extent = Extent.of(
        [StandIn(State.COMPLETE, has_more=False, left=0, listing=SimpleNamespace(walked=90, total=None, shifted=False))],
        90,
    )  # fmt: skip
    assert wording.status_words(extent, 12, True, None) == "12 matches in 90 contacts"
    assert wording.rest_words(extent) == ""


def test_search_under_filters_says_what_was_left_out():
    part = Extent.of([StandIn(filters={"search": "a"})], 600)
    whole = Extent.of([StandIn(filters={"search": "a"}, has_more=False)], 90)
    said = " · only contacts matching the filters were searched: clear them to search all"
    assert (
        wording.status_words(part, 12, True, None)
        == "12 matches in the 600 of 4,310 loaded so far" + said
    )
    assert wording.status_words(whole, 12, True, None) == "12 matches in 90 contacts" + said
    assert "searched" not in wording.status_words(part, 600, False, None)


def test_sort_of_a_part_says_so():
    extent = Extent.of([StandIn()], 600)
    words = wording.status_words(extent, 600, False, Column("Name", "name"))
    assert words == "600 of 4,310 loaded · sorted by Name (loaded contacts only)"


def test_total_is_unknown_if_one_vendor_reports_none():
    silent = StandIn(left=None, listing=SimpleNamespace(walked=50, total=None, shifted=False))
    extent = Extent.of([StandIn(), silent], 650)
    assert extent.total is None
    assert extent.words() == "650 loaded · more available"
    assert wording.rest_words(extent) == "Load the rest"


def test_total_below_the_loaded_count_is_not_shown():
    assert wording.loaded_words(700, 600, False) == "700 loaded · more available"


def test_counts_have_singular_and_plural():
    assert (wording.contacts(1), wording.contacts(2)) == ("1 contact", "2 contacts")
    assert (wording.requests(1), wording.requests(2)) == ("1 request", "2 requests")


def test_rest_is_priced_in_requests_and_time():
    extent = Extent.of([StandIn(left=75, seconds=460.0)], 600)
    assert wording.rest_words(extent) == "Load the rest: 75 requests · about 8 min"


def test_time_of_parallel_accounts_is_the_slowest():
    walks = [StandIn(left=75, seconds=460.0), StandIn(left=25, seconds=1_500.0)]
    assert Extent.of(walks, 600).price() == "100 requests · about 25 min"
    walks.append(StandIn(left=5, seconds=None))
    assert Extent.of(walks, 600).price() == "105 requests"


def test_rest_is_not_offered_while_it_loads():
    done = StandIn(State.COMPLETE, has_more=False, left=0, seconds=0.0)
    extent = Extent.of([StandIn(left=75, seconds=460.0, loading_all=True), done], 600)
    assert wording.rest_words(extent) == ""
    words = wording.status_words(extent, 12, True, None)
    assert words.endswith("loaded so far · loading the rest: 75 requests · about 8 min")
    assert words.startswith("12 matches in the 600 of ")
    silent = Extent.of([StandIn(left=None, loading_all=True)], 600)
    assert wording.status_words(silent, 12, True, None).endswith(" · loading the rest")
    half = Extent.of([StandIn(loading_all=True), StandIn()], 600)
    assert wording.rest_words(half)


def test_count_in_progress_has_a_plus():
    extent = Extent.of([StandIn()], 600)
    assert (
        wording.status_words(extent, 50, True, None, True)
        == "50+ matches in the 600 of 4,310 loaded so far"
    )
    assert (
        wording.status_words(extent, 0, True, None, True)
        == "Searching the 600 of 4,310 loaded so far"
    )
    whole = Extent(4_310, 4_310, True, 0)
    assert wording.status_words(whole, 50, True, None, True) == "50+ matches in 4,310 contacts"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a minute"),
        (59.0, "under a minute"),
        (61.0, "about 2 min"),
        (3_600.0, "about 60 min"),
        (6_000.0, "about 1 h 40 min"),
        (7_300.0, "about 2 h"),
        (86_400.0, "about 24 h"),
    ],
)
def test_time_words(seconds, words):
    assert wording.time_words(seconds) == words


def test_all_digits_of_a_text_are_those_of_the_locale():
    QLocale.setDefault(QLocale("ar_EG"))
    extent = Extent(600, 4_310, False, 75, seconds_left=5 * 3_600 + 1_500)
    wait = StandIn(State.WAITING, resumes_at=time.monotonic() + 50)
    for words in (
        extent.words(),
        extent.price(),
        wording.wait_words(wait),
        wording.time_words(300),
    ):
        assert not set(words) & set("0123456789"), words
