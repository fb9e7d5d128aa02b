"""Texts about how much is loaded and searched, for the sidebar and the status line; errors too."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QLocale

from contactdesk.errors import ContactDeskError
from contactdesk.model import Column
from contactdesk.people.linking import MAX_CONTACTS_TOGETHER
from contactdesk.records.moments import local_at, today
from contactdesk.sync.engine import State, WalkState
from contactdesk.sync.rate_limit import MAX_PAUSE_S
from contactdesk.sync.walk import Changes, Reloaded
from contactdesk.ui.kit import error_words
from contactdesk.ui.kit.locale_formats import local_formats

MAX_COUNTDOWN_S = 100
"""A longer wait is given as a time of day."""

translate = QCoreApplication.translate


def tr(words: str) -> str:
    return translate("wording", words)


def places_among_equals(labels: Sequence[str]) -> list[int]:
    """For each label its number among the equal ones, from 1; 0 where there is no other."""
    return [
        labels[: at + 1].count(label) if labels.count(label) > 1 else 0
        for at, label in enumerate(labels)
    ]


def numbered(label: str, place: int) -> str:
    """A label with its number among equals: "Close (2)"."""
    return f"{label} ({number(place)})" if place else label


def number(count: int) -> str:
    """A whole number with the locale's separators: 4,310."""
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


def error_references(error: ContactDeskError) -> list[tuple[str, str]]:
    """(label, value) of the vendor's own names for an error, for its support."""
    labels = {
        "code": tr("Error code"),
        "type": tr("Error type"),
        "docs": tr("Documentation"),
    }
    return [(labels[name], value) for name, value in error.references.items()]


def sentence_case(words: str) -> str:
    """The words with a capital first letter; the others stay."""
    return words[:1].upper() + words[1:]


def contacts(count: int) -> str:
    return translate("wording", "%Ln contact(s)", "", count)


def crowd() -> str:
    """Why a contact in a crowd has no links but the user's."""
    words = translate(
        "wording",
        "Linked only by hand: more than {contacts} are connected by shared numbers or addresses here.",
    )
    return words.format(contacts=contacts(MAX_CONTACTS_TOGETHER))


def people(count: int) -> str:
    return translate("wording", "%Ln person(people)", "", count)


def requests(count: int) -> str:
    return translate("wording", "%Ln request(s)", "", count)


def time_words(seconds: float) -> str:
    """A duration, rounded to what an estimate can know."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return tr("under a minute")
    if minutes < 90:
        return tr("about {} min").format(number(minutes))
    hours, rest = divmod(minutes, 60)
    if hours < 10 and rest >= 10:
        return tr("about {} h {} min").format(number(hours), number(rest // 10 * 10))
    return tr("about {} h").format(number(round(minutes / 60)))


def seconds_left(walk: WalkState) -> int:
    """Whole seconds until a waiting walk resumes."""
    return max(0, math.ceil((walk.resumes_at or 0) - time.monotonic()))


def wait_words(walk: WalkState) -> str:
    """When a waiting walk resumes: a countdown if soon, else a time of day."""
    seconds = seconds_left(walk)
    if seconds < MAX_COUNTDOWN_S:
        return tr("trying again in {} s").format(number(seconds))
    at = clock_words(time.time() + seconds)
    if seconds <= MAX_PAUSE_S:
        return tr("trying again at {}").format(at)
    return tr("resumes at {} if contactdesk stays open").format(at)


def clock_words(at: float) -> str:
    """A moment, in seconds since 1970, as a time of day; with its date unless it is today."""
    moment, forms = local_at(at), local_formats()
    if moment is None:
        return ""
    is_today = moment.date() == today(datetime.now(UTC))
    return forms.clock(moment) if is_today else forms.moment(moment)


def moment_words(at: float | None) -> str:
    """A moment, in seconds since 1970, with its day; "" for none."""
    moment = local_at(at) if at is not None else None
    return local_formats().moment(moment) if moment is not None else ""


def loaded_words(loaded: int, total: int | None, complete: bool) -> str:
    """ "600 of 4,310 loaded", "600 loaded · more available" or "all 4,310 loaded"."""
    if not loaded and not complete:
        return tr("nothing loaded yet")
    if complete:
        return tr("all {} loaded").format(number(loaded))
    if total is None or total < loaded:
        return tr("{} loaded · more available").format(number(loaded))
    return tr("{} of {} loaded").format(number(loaded), number(total))


def state_words(walk: WalkState | None, loaded: int) -> str:
    """The second line of an account in the sidebar."""
    if walk is None or walk.state is State.NOT_LOADED:
        return tr("not loaded")
    match walk.state:
        case State.LOADING if walk.rereading and walk.listing.pages:
            return tr("reloading, {} so far").format(number(walk.listing.walked))
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


def total_difference_words(walk: WalkState) -> str:
    """ "Bland AI reported 2,400 contacts; 2,397 came" after a complete pass; "" where both agree or
    the vendor gives no honest total."""
    total, came = walk.listing.total, walk.listing.walked
    if walk.has_more or total is None or total == came:
        return ""
    words = translate("wording", "{vendor} reported %Ln contact(s); {count} came", "", total)
    return words.format(vendor=walk.provider.title, count=number(came))


class Extent(Struct, frozen=True):
    """How much of a scope is in the index.

    `total`, `requests_left` and `seconds_left` are None if a vendor reports no total. `remark` is
    the state of a refresh, or "". `loading`: the rest is being loaded; `paused`: loading it is
    paused. `filtered`: the vendor's filters leave contacts out.
    """

    loaded: int
    total: int | None
    complete: bool
    requests_left: int | None
    remark: str = ""
    seconds_left: float | None = None
    loading: bool = False
    filtered: bool = False
    paused: bool = False

    @classmethod
    def of(cls, walks: Sequence[WalkState], loaded: int) -> Extent:
        """The extent of some walks together; `loaded` counts their contacts in the index."""
        if not walks:
            return cls(loaded, None, False, None)
        complete = all(not walk.has_more for walk in walks)
        requests_left = _sum(walk.requests_left() for walk in walks)
        # A finished account has exactly as many contacts as were loaded.
        total = _sum(
            walk.listing.walked if not walk.has_more else walk.listing.total for walk in walks
        )
        times = [walk.seconds_left() for walk in walks]
        known = [seconds for seconds in times if seconds is not None]
        # Accounts load in parallel: the slowest one sets the time.
        longest = max(known) if len(known) == len(times) else None
        loading = all(walk.loading_all for walk in walks if walk.has_more) and not complete
        return cls(
            loaded,
            total,
            complete,
            requests_left,
            remark_words(walks),
            longest,
            loading,
            filtered=any(walk.filters for walk in walks),
            paused=loading and all(walk.paused for walk in walks if walk.has_more),
        )

    def words(self) -> str:
        return loaded_words(self.loaded, self.total, self.complete)

    def price(self) -> str:
        """What the rest costs: "75 requests · about 8 min"; "" if unknown."""
        if self.requests_left is None:
            return ""
        parts = [requests(self.requests_left)]
        if self.seconds_left is not None:
            parts.append(time_words(self.seconds_left))
        return " · ".join(parts)


def remark_words(walks: Sequence[WalkState]) -> str:
    """What a refresh is doing or did, and what may be missing."""
    if any(walk.rereading and walk.loading_all for walk in walks):
        return tr("Contacts moved during loading · Reloading all pages")
    if any(walk.rereading for walk in walks):
        return tr("Reloading all pages")
    if any(walk.refreshing for walk in walks):
        return tr("Checking for changes")
    remarks = _result_words(walks)
    if any(walk.listing.shifted and not walk.has_more for walk in walks):
        remarks.append(tr("Contacts moved during loading: refresh to make sure none is missing"))
    if large := sum(walk.oversized_contacts for walk in walks):
        remarks.append(translate("wording", "%Ln contact(s) larger than 8 MB", "", large))
    return " · ".join(remarks)


def _result_words(walks: Sequence[WalkState]) -> list[str]:
    """What a refresh brought, with what it left unchecked."""
    changes = [walk.changes for walk in walks if walk.changes is not None]
    reloaded = [walk.reloaded for walk in walks if walk.reloaded is not None]
    if changes and reloaded:
        return _both_words(changes, reloaded)
    if changes:
        return [_changes_words(changes)]
    return _reloaded_words(reloaded) if reloaded else []


def _changes_words(changes: Sequence[Changes]) -> str:
    new, changed = sum(each.new for each in changes), sum(each.changed for each in changes)
    if new or changed:
        words = tr("Refreshed: {new} new, {changed} changed since {time} · deletions not checked")
    else:
        words = tr("Refreshed: no changes since {time} · deletions not checked")
    time_of_day = clock_words(min(each.since for each in changes))
    return words.format(new=number(new), changed=number(changed), time=time_of_day)


def _both_words(changes: Sequence[Changes], reloaded: Sequence[Reloaded]) -> list[str]:
    """For accounts of which some were asked for changes and others reloaded."""
    every: list[Changes | Reloaded] = [*changes, *reloaded]
    new, changed = sum(each.new for each in every), sum(each.changed for each in every)
    removed = sum(each.removed for each in reloaded)
    if new or changed or removed:
        words = tr("Refreshed: {new} new, {changed} changed, {removed} deleted")
    else:
        words = tr("Refreshed: no new or changed contacts")
    unchecked = translate("wording", "deletions not checked in %Ln account(s)", "", len(changes))
    said = words.format(new=number(new), changed=number(changed), removed=number(removed))
    return [said, unchecked, *_missing_words(reloaded)]


def _reloaded_words(reloaded: Sequence[Reloaded]) -> list[str]:
    new, changed = sum(each.new for each in reloaded), sum(each.changed for each in reloaded)
    removed = sum(each.removed for each in reloaded)
    if new or changed or removed:
        words = tr("Reloaded: {new} new, {changed} changed, {removed} deleted")
    else:
        words = tr("Reloaded: no new or changed contacts")
    said = words.format(new=number(new), changed=number(changed), removed=number(removed))
    return [said, *_missing_words(reloaded)]


def _missing_words(reloaded: Sequence[Reloaded]) -> list[str]:
    missing = sum(each.missing for each in reloaded)
    words = tr("{count} not found this time: reload again to remove them")
    return [words.format(count=number(missing))] if missing else []


def as_of_words(walks: Sequence[WalkState]) -> str:
    """ "As of 7:52 AM": no shown contact was read earlier; "" if that is unknown."""
    times = [walk.read_at for walk in walks if walk.listing.walked or walk.read_at]
    known = [at for at in times if at is not None]
    if not known or len(known) < len(times):
        return ""
    return tr("As of {time}").format(time=clock_words(min(known)))


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
    """The status line; never "no results" while pages are missing. While `counting`, `shown` is
    only what has been counted so far."""
    if searched:
        words = _search_words(extent, shown, counting)
        return f"{words} · {unsearched_words()}" if extent.filtered else words
    words = sentence_case(extent.words())
    if extent.remark:
        words = f"{words} · {extent.remark}"
    return with_order(words, extent, sorted_by)


def with_order(words: str, extent: Extent, sorted_by: Column | None) -> str:
    """The status line with what the rows are sorted by, as long as that is not all there are."""
    if sorted_by is None or extent.complete:
        return words
    return tr("{} · sorted by {} (loaded contacts only)").format(words, sorted_by.title)


def _search_words(extent: Extent, shown: int, counting: bool) -> str:
    words = _match_words(shown, counting).format(_searched_words(extent))
    if extent.complete or not extent.loading:
        return words
    price = extent.price()
    if extent.paused:
        rest = tr("loading is paused")
    else:
        rest = tr("loading the rest: {}").format(price) if price else tr("loading the rest")
    return f"{words} · {rest}"


def _match_words(shown: int, counting: bool) -> str:
    """A template whose one field is what was searched."""
    if not counting:
        return translate("wording", "%Ln match(es) in {}", "", shown)
    if shown:
        return translate("wording", "%Ln+ match(es) in {}", "", shown)
    return tr("Searching {}")


def _searched_words(extent: Extent) -> str:
    if extent.complete:
        return contacts(extent.loaded)
    if extent.total is None or extent.total < extent.loaded:
        return tr("the {} loaded so far").format(number(extent.loaded))
    return tr("the {} of {} loaded so far").format(number(extent.loaded), number(extent.total))


def unsearchable_words() -> str:
    """Of a search without anything to look for: no contact was searched, so none is counted."""
    return tr("Nothing to search for")


def unsearched_words() -> str:
    """What the vendor's filters left out of a search, and what to do."""
    return tr("only contacts matching the filters were searched: clear them to search all")


def rest_words(extent: Extent) -> str:
    """The offer to load the rest, with its price; "" if nothing is missing or it is loading."""
    if extent.complete or extent.loading:
        return ""
    price = extent.price()
    return tr("Load the rest: {}").format(price) if price else tr("Load the rest")
