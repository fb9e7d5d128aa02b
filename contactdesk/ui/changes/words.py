"""What the page of changes says about how many there are, and why there are none."""

from __future__ import annotations

from msgspec import Struct

from contactdesk.ui.kit import wording
from contactdesk.ui.kit.placeholder import EmptyReason
from contactdesk.ui.kit.wording import Extent, moment_words, number, translate


class Found(Struct, frozen=True):
    """How many changes are shown, and how many of all are unread. `is_narrow`: words or filters may
    leave some out; `only_since`: those before this moment are left out, in seconds since 1970, None
    for no such bound. `kept_days`: how long changes are kept, 0 for always."""

    shown: int
    unread: int
    is_narrow: bool
    only_since: float | None
    kept_days: int


def status_words(found: Found, extent: Extent) -> str:
    """The status line: how many changes, in which contacts."""
    if not extent.loaded and not extent.complete:
        return wording.sentence_case(extent.words())
    if found.is_narrow or found.only_since is not None:
        changes = translate("changes", "%Ln matching change(s)", "", found.shown)
    else:
        changes = translate("changes", "%Ln change(s)", "", found.shown)
    words = _scope_words(extent).format(changes=changes)
    if found.unread:
        return f"{words} · {unread_words(found.unread)}"
    return words


def unread_words(count: int) -> str:
    return translate("changes", "%Ln unread", "", count)


def since_words(since: float, count: int) -> str:
    """What the sidebar says below "Changes": since when there are unread ones."""
    if not since:
        return translate("changes", "unread") if count else translate("changes", "none yet")
    if not count:
        return translate("changes", "all read")
    return translate("changes", "since {moment}").format(moment=moment_words(since))


def since_tip(since: float) -> str:
    if not since:
        return translate("changes", "Unread changes, in all accounts")
    words = translate("changes", "Changes noticed since you marked all as read on {moment}")
    return words.format(moment=moment_words(since))


def _scope_words(extent: Extent) -> str:
    """A template whose one field is a number of changes."""
    if extent.complete:
        words = translate("changes", "{{changes}} in {contacts}")
        return words.format(contacts=wording.contacts(extent.loaded))
    if extent.total is None or extent.total < extent.loaded:
        words = translate("changes", "{{changes}} in the contacts loaded so far ({loaded})")
        return words.format(loaded=number(extent.loaded))
    words = translate("changes", "{{changes}} in the contacts loaded so far ({loaded} of {total})")
    return words.format(loaded=number(extent.loaded), total=number(extent.total))


def emptiness(found: Found, extent: Extent) -> EmptyReason:
    """Why there are no rows, and what to do about it."""
    if found.is_narrow:
        return EmptyReason(
            "filter",
            translate("changes", "No changes match"),
            "",
            translate("changes", "Clear filters"),
            "clear",
        )
    if found.only_since:
        words = translate("changes", "Nothing has changed since {moment}")
        return EmptyReason(
            "check",
            words.format(moment=moment_words(found.only_since)),
            translate("changes", "Everything before is marked as read."),
            translate("changes", "Show all changes"),
            "show",
        )
    if not extent.loaded and not extent.complete:
        if extent.loading:
            return EmptyReason("clock", translate("changes", "Loading contacts…"))
        title = translate("changes", "No contacts loaded yet")
        return EmptyReason("load-all", title, _kept(found), wording.rest_words(extent), "load")
    return EmptyReason("check", translate("changes", "No changes"), _kept(found))


def _kept(found: Found) -> str:
    """From when on changes are kept, and for how long."""
    first = translate(
        "changes",
        "Each refresh is compared with what was loaded before: changes are kept from the second"
        " refresh on.",
    )
    if not found.kept_days:
        return first
    days = translate("changes", "They are deleted after %Ln day(s).", "", found.kept_days)
    return f"{first} {days}"
