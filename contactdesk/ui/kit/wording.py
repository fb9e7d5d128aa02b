"""The words for how much is loaded and searched, for the sidebar and the status line."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QDate, QLocale

from contactdesk.errors import ContactDeskError
from contactdesk.model import Column
from contactdesk.sync.engine import State, WalkState
from contactdesk.sync.rate_limit import LONGEST_WAIT
from contactdesk.ui.kit import error_words

translate = QCoreApplication.translate


def tr(words: str) -> str:
    return translate("wording", words)


def number(count: int) -> str:
    """A whole number as the user's locale writes it: 4,310."""
    return QLocale().toString(count)


def _error_tr(words: str) -> str:
    return translate("errors", words)


def error_title(error: ContactDeskError) -> str:
    """What happened, without a full stop."""
    return error_words.title(error, _error_tr)


def error_hint(error: ContactDeskError) -> str:
    """What to do about it."""
    return error_words.next_step(error, _error_tr, number)


def error_summary(error: ContactDeskError) -> str:
    """What happened, and what to do about it."""
    return f"{error_title(error)}. {error_hint(error)}"


def error_text(error: ContactDeskError) -> str:
    """Account, what happened, what the vendor said, and what to do about it, on one line."""
    return error_words.sentence(error, _error_tr, number)


def contacts(count: int) -> str:
    return translate("wording", "%Ln contact(s)", "", count)


def requests(count: int) -> str:
    return translate("wording", "%Ln request(s)", "", count)


def time_words(seconds: float) -> str:
    """How long something takes, no finer than anybody can know."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return tr("under a minute")
    if minutes < 90:
        return tr("about {} min").format(minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 10 and rest >= 10:
        return tr("about {} h {} min").format(hours, rest // 10 * 10)
    return tr("about {} h").format(number(round(minutes / 60)))


def seconds_left(walk: WalkState) -> int:
    """Whole seconds until a waiting walk goes on."""
    return max(0, math.ceil((walk.resumes_at or 0) - time.monotonic()))


def wait_words(walk: WalkState) -> str:
    """When a waiting walk goes on: in seconds when soon, by the clock when later."""
    seconds = seconds_left(walk)
    if seconds < 100:
        return tr("trying again in {} s").format(seconds)
    at = time.time() + seconds
    if seconds <= LONGEST_WAIT:
        return tr("trying again at {}").format(clock_words(at))
    return tr("later: resumes at {} while this window is open").format(clock_words(at))


def clock_words(at: float) -> str:
    """A moment, in seconds since 1970, by the clock; with its day unless that is today."""
    moment, now = time.localtime(at), time.localtime()
    clock = time.strftime("%H:%M", moment)
    if (moment.tm_year, moment.tm_yday) == (now.tm_year, now.tm_yday):
        return clock
    day = QLocale().toString(QDate(moment.tm_year, moment.tm_mon, moment.tm_mday), "d MMM")
    return f"{clock}, {day}"


def loaded_words(loaded: int, total: int | None, complete: bool) -> str:
    """ "600 of 4,310 loaded", "600 loaded, more to come" or "all 4,310 loaded"."""
    if not loaded and not complete:
        return tr("nothing loaded yet")
    if complete:
        return tr("all {} loaded").format(number(loaded))
    if total is None or total < loaded:
        return tr("{} loaded, more to come").format(number(loaded))
    return tr("{} of {} loaded").format(number(loaded), number(total))


def state_words(walk: WalkState | None, loaded: int) -> str:
    """The second line of an account in the sidebar."""
    if walk is None or walk.state is State.NOT_LOADED:
        return tr("not loaded")
    match walk.state:
        case State.LOADING if walk.again and walk.listing.pages:
            return tr("reading again, {} so far").format(number(walk.listing.walked))
        case State.LOADING if not walk.listing.pages:
            return tr("loading…")
        case State.WAITING:
            return wait_words(walk)
        case State.FAILED:
            return error_title(walk.error) if walk.error else tr("failed")
        case State.COMPLETE:
            return tr("complete")
    if walk.paused:
        return tr("paused at {}").format(number(loaded))
    return loaded_words(loaded, walk.listing.total, complete=False)


class Extent(Struct, frozen=True):
    """How much of a scope is in the index. `total` is None where a vendor does not say;
    `requests_left` and `seconds_left` likewise. `remark` says what else there is to know of it, or
    "". With `loading` the rest is on its way. `filtered`: what does not pass the vendor's filters is
    no part of it."""

    loaded: int
    total: int | None
    complete: bool
    requests_left: int | None
    remark: str = ""
    seconds_left: float | None = None
    loading: bool = False
    filtered: bool = False

    @classmethod
    def of(cls, walks: Sequence[WalkState], loaded: int) -> Extent:
        """Of these walks together; `loaded` counts what the index holds of them."""
        if not walks:
            return cls(loaded, None, False, None)
        complete = all(not walk.has_more for walk in walks)
        left = _sum(walk.requests_left() for walk in walks)
        # An account that has come to its end has as many contacts as were loaded.
        total = _sum(
            walk.listing.walked if not walk.has_more else walk.listing.total for walk in walks
        )
        times = [walk.seconds_left() for walk in walks]
        known = [seconds for seconds in times if seconds is not None]
        # Accounts are loaded side by side: the slowest of them says how long it takes.
        longest = max(known) if len(known) == len(times) else None
        loading = all(walk.loading_all for walk in walks if walk.has_more)
        loading = loading and not complete
        filtered = any(walk.filters for walk in walks)
        return cls(loaded, total, complete, left, remark_words(walks), longest, loading, filtered)

    def words(self) -> str:
        return loaded_words(self.loaded, self.total, self.complete)

    def price(self) -> str:
        """What the rest costs, as far as it is known: "75 requests · about 8 min"."""
        if self.requests_left is None:
            return ""
        parts = [requests(self.requests_left)]
        if self.seconds_left is not None:
            parts.append(time_words(self.seconds_left))
        return " · ".join(parts)


def remark_words(walks: Sequence[WalkState]) -> str:
    """What a refresh brings or brought, and what may be missing."""
    if any(walk.again for walk in walks):
        moved = any(walk.again and walk.loading_all for walk in walks)
        why = tr("Contacts moved while they were read. ") if moved else ""
        return why + tr("Reading all pages again")
    if any(walk.refreshing for walk in walks):
        return tr("Asking for changes")
    remarks = []
    if changes := [walk.changes for walk in walks if walk.changes is not None]:
        count = sum(each.count for each in changes)
        since = clock_words(min(each.since for each in changes))
        remarks.append(tr("Refreshed: {} changed since {}").format(number(count), since))
    if any(walk.listing.shifted and not walk.has_more for walk in walks):
        remarks.append(tr("Contacts moved while they were read: refresh to be sure of all"))
    if large := sum(walk.large for walk in walks):
        remarks.append(tr("{} larger than 8 MB").format(contacts(large)))
    return " · ".join(remarks)


def _sum(parts: Iterable[int | None]) -> int | None:
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def status_words(
    extent: Extent, shown: int, searched: bool, sorted_by: Column | None, counting: bool = False
) -> str:
    """The status line: never "no results" while pages are missing. While `counting`, more rows
    than those shown may come."""
    if searched:
        words = _search_words(extent, shown, counting)
        return f"{words} · {unsearched_words()}" if extent.filtered else words
    words = extent.words()
    words = words[:1].upper() + words[1:]
    if extent.remark:
        words = f"{words} · {extent.remark}"
    if sorted_by is not None and not extent.complete:
        return tr("{} · sorted by {} among what is loaded").format(words, sorted_by.title)
    return words


def _search_words(extent: Extent, shown: int, counting: bool) -> str:
    count = number(shown)
    if counting:
        count = tr("{}+").format(count) if shown else tr("Searching")
    if extent.complete:
        return tr("{} in all {}").format(count, contacts(extent.loaded))
    words = tr("{} in {}").format(count, extent.words())
    if not extent.loading:
        return words
    price = extent.price()
    rest = tr("loading the rest: {}").format(price) if price else tr("loading the rest")
    return f"{words} · {rest}"


def unsearched_words() -> str:
    """What a search did not see because of the vendor's filters, and what can be done."""
    return tr("only what passes the filters was searched: clear them to search all")


def rest_words(extent: Extent) -> str:
    """The offer to load what a search could not see, at its price; "" when nothing is missing or
    it is on its way."""
    if extent.complete or extent.loading:
        return ""
    price = extent.price()
    return tr("Load the rest: {}").format(price) if price else tr("Load the rest")
