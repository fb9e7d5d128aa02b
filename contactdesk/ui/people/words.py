"""What People says about how many there are, and among which contacts."""

from __future__ import annotations

from contactdesk.model import Column
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.wording import Extent, number, translate


def status_words(
    extent: Extent,
    shown: int,
    searched: bool,
    sorted_by: Column | None = None,
    *,
    counting: bool = False,
) -> str:
    """ "1,204 people in 3,410 contacts loaded so far". While `counting`, `shown` is only what has been
    counted so far."""
    if not extent.loaded and not extent.complete:
        return wording.sentence_case(extent.words())
    words = _people_words(shown, searched, counting).format(contacts_words(extent))
    if extent.remark and not searched:
        words = f"{words} · {extent.remark}"
    return wording.with_order(words, extent, None if searched else sorted_by)


def scope_words(extent: Extent) -> str:
    """Among which contacts people are counted, below their name in the sidebar."""
    loaded, total = extent.loaded, extent.total
    if not loaded and not extent.complete:
        return wording.loaded_words(0, None, complete=False)
    if extent.complete:
        return translate("people", "in %Ln contact(s)", "", loaded)
    if total is None or total < loaded:
        return translate("people", "in %Ln loaded contact(s)", "", loaded)
    return translate("people", "in {loaded} of %Ln contact(s)", "", total).format(
        loaded=number(loaded)
    )


def _people_words(shown: int, searched: bool, counting: bool) -> str:
    """A template whose one field is in which contacts."""
    if searched and counting and not shown:
        return translate("people", "Searching {}")
    if searched and counting:
        return translate("people", "%Ln+ matching person(people) in {}", "", shown)
    if searched:
        return translate("people", "%Ln matching person(people) in {}", "", shown)
    if counting:
        return translate("people", "%Ln+ person(people) in {}", "", shown)
    return translate("people", "%Ln person(people) in {}", "", shown)


def contacts_words(extent: Extent) -> str:
    """ "3,410 contacts", "3,410 contacts loaded so far" or "3,410 of 4,310 contacts loaded so far"."""
    loaded, total = extent.loaded, extent.total
    if extent.complete:
        return wording.contacts(loaded)
    if total is None or total < loaded:
        return translate("people", "%Ln contact(s) loaded so far", "", loaded)
    words = translate("people", "{loaded} of %Ln contact(s) loaded so far", "", total)
    return words.format(loaded=number(loaded))
