"""What is said of an open item that the user decided about."""

from __future__ import annotations

from contactdesk.records.moments import parse_day
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.wording import translate
from contactdesk.userdata.item_states import ItemState


def state_words(state: ItemState | None) -> str:
    """What the user decided about an item; "" for nothing."""
    if state is None:
        return ""
    if state.done:
        words, day = translate("worklist", "Done {day}"), parse_day(state.set_at)
    else:
        words, day = translate("worklist", "Snoozed until {day}"), parse_day(state.snoozed_until)
    return words.format(day=local_formats().day(day) if day else "").strip()


def hidden_words(count: int) -> str:
    """How many items are out of sight."""
    return translate("worklist", "%Ln done or snoozed", "", count)


def all_hidden_words() -> str:
    return translate("worklist", "Everything is done or snoozed")


def show_hidden_words() -> str:
    """What brings them into sight."""
    return translate("worklist", "Show done and snoozed")
