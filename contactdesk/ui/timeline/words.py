"""A timeline's events and gaps in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QDate, QLocale

from contactdesk.model import Kind
from contactdesk.people.timeline import Event, EventKind, Gap, GapKind
from contactdesk.providers import all_providers
from contactdesk.records.formatting import format_value, humanize
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.text import line

translate = QCoreApplication.translate

BETWEEN = " · "

KIND_ICONS = {
    EventKind.CREATED: "plus",
    EventKind.UPDATED: "edit",
    EventKind.WORKFLOW_ADDED: "play",
    EventKind.WORKFLOW_STARTED: "play",
    EventKind.CALL: "phone",
    EventKind.MESSAGE: "chat",
    EventKind.OPEN_ITEM: "flag",
    EventKind.ITEM_DONE: "check",
    EventKind.NOTE: "note",
}
GAP_ICON = "info"

GROUPS: tuple[frozenset[EventKind], ...] = (
    frozenset(),
    frozenset((EventKind.MESSAGE,)),
    frozenset((EventKind.CALL,)),
    frozenset((EventKind.WORKFLOW_ADDED, EventKind.WORKFLOW_STARTED)),
    frozenset((EventKind.OPEN_ITEM, EventKind.ITEM_DONE)),
    frozenset((EventKind.NOTE,)),
    frozenset((EventKind.CREATED, EventKind.UPDATED)),
)
"""The kinds that are chosen together; the first is all."""


class TimelineNames(Struct, frozen=True):
    """What the contacts and agents of a timeline are called; all of it is vendors' text.

    person: of whoever talks to the agents. account: a contact's row id -> its account's label;
    account_by_id: an account's id -> its label. agent: a contact's row id and an agent -> its name.
    """

    person: str = ""
    account: Callable[[int], str] = lambda _row_id: ""
    account_by_id: Callable[[str], str] = lambda _id: ""
    agent: Callable[[int, str], str] = lambda _row_id, agent: agent


class EventWords(Struct, frozen=True):
    """A row: its title, the note beside the title, the text below, the time of day, and the vendor."""

    icon: str
    title: str
    aside: str = ""
    text: str = ""
    time: str = ""
    vendor: str = ""

    def spoken(self) -> str:
        """All of it on one line."""
        parts = self.time, self.title, self.aside, self.text, self.vendor
        return BETWEEN.join(filter(None, parts))


def group_words(at: int) -> str:
    """The name of one of GROUPS."""
    return (
        translate("timeline", "All kinds"),
        translate("timeline", "Messages"),
        translate("timeline", "Calls"),
        translate("timeline", "Workflows"),
        translate("timeline", "Open items"),
        translate("timeline", "Notes"),
        translate("timeline", "Records"),
    )[at]


def vendor_title(provider_id: str) -> str:
    """A vendor's name, "" for what the user did."""
    provider = all_providers().get(provider_id)
    return provider.title if provider is not None else ""


def event_words(event: Event, names: TimelineNames, zone: tzinfo | None) -> EventWords:
    """An event, its time in a zone, None for this computer's."""
    title, aside, text = _said(event, names)
    return EventWords(
        KIND_ICONS[event.kind],
        line(title),
        line(aside),
        line(text),
        clock(event, zone),
        vendor_title(event.provider_id),
    )


def _said(event: Event, names: TimelineNames) -> tuple[str, str, str]:
    """(title, note beside the title, text below)."""
    account = names.account(event.row_id)
    if event.kind is EventKind.MESSAGE:
        speaker = names.person if event.is_contact else names.agent(event.row_id, event.agent)
        title = speaker or kind_title(event.kind)
        return title, humanize(event.channel) if event.channel else "", event.text
    if event.kind in (EventKind.OPEN_ITEM, EventKind.ITEM_DONE):
        agent = names.agent(event.row_id, event.agent) if event.agent else account
        words = BETWEEN.join(map(humanize, event.words))
        return kind_title(event.kind), agent, event.text or words
    if event.kind is EventKind.CALL:
        parts = [humanize(each) for each in event.words]
        if event.duration >= 0:
            parts.append(
                format_value(event.duration, Kind.DURATION, datetime.now(UTC), local_formats())
            )
        return kind_title(event.kind), account, BETWEEN.join(parts)
    if event.kind is EventKind.WORKFLOW_STARTED:
        parts = [event.text, *map(humanize, event.words)]
        return kind_title(event.kind), account, BETWEEN.join(filter(None, parts))
    return kind_title(event.kind), account if event.text else "", event.text or account


def kind_title(kind: EventKind) -> str:
    """What kind of event it is."""
    return {
        EventKind.CREATED: translate("timeline", "Contact created"),
        EventKind.UPDATED: translate("timeline", "Contact updated"),
        EventKind.WORKFLOW_ADDED: translate("timeline", "Added to workflow"),
        EventKind.WORKFLOW_STARTED: translate("timeline", "Workflow started"),
        EventKind.CALL: translate("timeline", "Call"),
        EventKind.MESSAGE: translate("timeline", "Message"),
        EventKind.OPEN_ITEM: translate("timeline", "Open item"),
        EventKind.ITEM_DONE: translate("timeline", "Item done"),
        EventKind.NOTE: translate("timeline", "Note"),
    }[kind]


def not_loaded_words(gaps: Sequence[Gap], names: TimelineNames) -> EventWords:
    """Which accounts may have more contacts of the person; gaps of ACCOUNT_NOT_LOADED."""
    accounts = [
        names.account_by_id(gap.account_id) or vendor_title(gap.provider_id) for gap in gaps
    ]
    title = translate("timeline", "Not all contacts are loaded")
    text = translate("timeline", "More about this person may be in {accounts}.")
    return EventWords(GAP_ICON, title, text=line(text.format(accounts=", ".join(accounts))))


def gap_words(gap: Gap, names: TimelineNames) -> EventWords:
    """What a record is known to be without, and why."""
    vendor = vendor_title(gap.provider_id)
    agent = names.agent(gap.row_id, gap.agent) if gap.agent else ""
    if gap.kind is GapKind.EARLIER_CALLS:
        title = translate("timeline", "Earlier calls aren't available")
        text = translate("timeline", "{vendor} sends only the most recent calls.")
    else:
        title = translate("timeline", "Earlier messages aren't available")
        if agent:
            text = translate(
                "timeline", "{vendor} sends only the most recent messages with {agent}."
            )
        else:
            text = translate("timeline", "{vendor} sends only the most recent messages.")
    text = text.format(vendor=vendor, agent=agent)
    return EventWords(GAP_ICON, title, text=line(text), vendor=vendor)


def clock(event: Event, zone: tzinfo | None) -> str:
    """The time of day of a moment, "" for a day."""
    if event.at is None:
        return ""
    at = datetime.fromtimestamp(event.at, UTC).astimezone(zone)
    return local_formats().clock(at)


def day_words(day: date) -> str:
    """A day with its weekday, in the locale's long form."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
