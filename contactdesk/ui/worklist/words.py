"""What the page of open items says about how many there are, and why there are none."""

from __future__ import annotations

from msgspec import Struct

from contactdesk.ui.kit import wording
from contactdesk.ui.kit.item_words import all_hidden_words, hidden_words, show_hidden_words
from contactdesk.ui.kit.placeholder import EmptyReason
from contactdesk.ui.kit.wording import Extent, number, translate


class Found(Struct, frozen=True):
    """How many items are shown, and of how many: `open` are neither done nor snoozed, `all` also
    those that are. `is_narrow`: words or filters leave some out."""

    shown: int
    open: int
    all: int
    is_narrow: bool
    shows_hidden: bool


def status_words(found: Found, extent: Extent) -> str:
    """The status line: how many items, of which contacts."""
    if not extent.loaded and not extent.complete:
        return wording.sentence_case(extent.words())
    if found.is_narrow:
        items = translate("worklist", "%Ln matching open item(s)", "", found.shown)
    else:
        items = translate("worklist", "%Ln open item(s)", "", found.shown)
    words = scope_words(extent).format(items=items)
    hidden = found.all - found.open
    if hidden and not found.shows_hidden:
        return f"{words} · {hidden_words(hidden)}"
    return words


def scope_words(extent: Extent) -> str:
    """A template whose one field is a number of items."""
    if extent.complete:
        words = translate("worklist", "{{items}} of {contacts}")
        return words.format(contacts=wording.contacts(extent.loaded))
    if extent.total is None or extent.total < extent.loaded:
        words = translate("worklist", "{{items}} of the contacts loaded so far ({loaded})")
        return words.format(loaded=number(extent.loaded))
    words = translate("worklist", "{{items}} of the contacts loaded so far ({loaded} of {total})")
    return words.format(loaded=number(extent.loaded), total=number(extent.total))


def scope_of_count(extent: Extent) -> str:
    """In which contacts the items in the sidebar are."""
    if extent.complete:
        return translate("worklist", "in %Ln contact(s)", "", extent.loaded)
    if extent.total is None or extent.total < extent.loaded:
        return translate("worklist", "in %Ln loaded contact(s)", "", extent.loaded)
    words = translate("worklist", "in {loaded} of {total} contacts")
    return words.format(loaded=number(extent.loaded), total=number(extent.total))


def emptiness(found: Found, extent: Extent) -> EmptyReason:
    """Why there are no rows, and what to do about it."""
    if not extent.loaded and not extent.complete:
        if extent.loading:
            return EmptyReason("clock", translate("worklist", "Loading contacts…"))
        return EmptyReason(
            "load-all",
            translate("worklist", "No contacts loaded yet"),
            translate("worklist", "Open items come with the contacts."),
            wording.rest_words(extent),
            "load",
        )
    if found.all and found.is_narrow:
        return EmptyReason(
            "filter",
            translate("worklist", "No open items match"),
            _left(extent),
            translate("worklist", "Clear filters"),
            "clear",
        )
    if found.all:
        return EmptyReason(
            "check",
            all_hidden_words(),
            _left(extent),
            show_hidden_words(),
            "show",
        )
    title = translate("worklist", "No open items in %Ln contact(s)", "", extent.loaded)
    if not extent.complete:
        title = translate(
            "worklist", "No open items in the %Ln contact(s) loaded so far", "", extent.loaded
        )
    return EmptyReason("check", title, "", wording.rest_words(extent), "load")


def _left(extent: Extent) -> str:
    """What is not loaded yet; "" for nothing."""
    if extent.complete:
        return ""
    words = translate("worklist", "{loaded}. Items of other contacts appear as they load.")
    return words.format(loaded=wording.sentence_case(extent.words()))
