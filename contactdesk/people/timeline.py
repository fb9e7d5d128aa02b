"""What happened with a person, from the records of all contacts, on one clock.

Moments are UTC; an event of which only the day is known has a day and no moment. An event is once in
a timeline, by the id its vendor gave it, however many contacts tell of it. What the records are known
not to hold is a gap, as data.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.jsonpath import dig, items_at, text_at
from contactdesk.memories.conversation import Turn, conversation
from contactdesk.memories.item_key import item_key
from contactdesk.memories.reading import Memory, Moments, memories_of
from contactdesk.model import Contact, EventPaths, Json, Provider
from contactdesk.records.moments import EPOCH, FIRST, LAST, parse_moment


class EventKind(Enum):
    """What happened; in the order in which events of one moment are listed."""

    CREATED = "created"
    UPDATED = "updated"
    WORKFLOW_ADDED = "workflow-added"
    WORKFLOW_STARTED = "workflow-started"
    CALL = "call"
    MESSAGE = "message"
    OPEN_ITEM = "open-item"
    ITEM_DONE = "item-done"
    NOTE = "note"


ORDER = {kind: place for place, kind in enumerate(EventKind)}

FIRST_S = (FIRST + timedelta(days=2) - EPOCH).total_seconds()
LAST_S = (LAST - timedelta(days=2) - EPOCH).total_seconds()
"""Moments outside these have no day in some zone, and are ignored."""


MAX_ZONE_CHARS = 64
MAX_DURATION_S = timedelta(days=30).total_seconds()


class EventSource(Struct, frozen=True):
    """A contact of the person: `viewed` is its record as `records.blocks.viewed` gives it."""

    row_id: int
    account_id: str
    provider: Provider
    contact: Contact
    viewed: Json


class Event(Struct, frozen=True, gc=False):
    """Something that happened.

    at: seconds since 1970; None where only the `day` is known ("" otherwise), as ISO 8601.
    row_id: the contact that tells of it, the first of several; path: of a value of it in the
    contact's viewed record.
    text: what was said, promised or noted, or the name of a workflow. words: identifiers of the
    vendor's, such as a call's direction. duration: seconds, -1 for none.
    is_contact: whether the contact said it; agent: the persona or number that keeps it; channel: as
    sent. memory: the number of the memory, 0 for none; item: the open item's key, 0 for none.
    """

    kind: EventKind
    at: float | None
    provider_id: str
    row_id: int
    id: str = ""
    day: str = ""
    path: str = ""
    text: str = ""
    words: tuple[str, ...] = ()
    duration: float = -1
    is_contact: bool = False
    agent: str = ""
    channel: str = ""
    memory: int = 0
    item: int = 0


class GapKind(Enum):
    EARLIER_MESSAGES = "earlier-messages"  # the agent keeps the newest messages only
    EARLIER_CALLS = "earlier-calls"  # the record has the newest calls only
    ACCOUNT_NOT_LOADED = "account-not-loaded"  # contacts of the person may still come


class Gap(Struct, frozen=True, gc=False):
    """A stretch of time that the records are known to cover only in part.

    It ends at `until`, in seconds since 1970; with None it is the whole timeline.
    """

    kind: GapKind
    until: float | None
    provider_id: str
    account_id: str
    row_id: int = 0
    agent: str = ""


class Timeline(Struct, frozen=True):
    """Events, the newest first, those of a day only after all moments; and gaps.

    `undated` counts the messages and items without a known time. `zones` are the person's own
    time zones, as the vendors name them.
    """

    events: tuple[Event, ...] = ()
    gaps: tuple[Gap, ...] = ()
    undated: int = 0
    zones: tuple[str, ...] = ()

    def vendors(self) -> Counter[str]:
        """Provider id -> number of events."""
        return Counter([each.provider_id for each in self.events])

    def kinds(self) -> Counter[EventKind]:
        return Counter([each.kind for each in self.events])

    def only(self, vendor: str = "", kinds: frozenset[EventKind] = frozenset()) -> Timeline:
        """The events of a vendor and of some kinds, "" and none for all; gaps go with theirs."""
        if not vendor and not kinds:
            return self
        events = [
            each
            for each in self.events
            if (not kinds or each.kind in kinds) and (not vendor or each.provider_id == vendor)
        ]
        gaps = [
            each
            for each in self.gaps
            if (not kinds or KIND_OF_GAP.get(each.kind) in (None, *kinds))
            and (not vendor or each.provider_id == vendor)
        ]
        return replace(self, events=tuple(events), gaps=tuple(gaps))


KIND_OF_GAP = {
    GapKind.EARLIER_MESSAGES: EventKind.MESSAGE,
    GapKind.EARLIER_CALLS: EventKind.CALL,
}
"""What is missing in a gap; of the others, anything may be."""


def timeline(
    sources: Sequence[EventSource],
    local: Iterable[Event] = (),
    not_loaded: Iterable[tuple[str, str]] = (),
) -> Timeline:
    """The timeline of a person with these contacts, the person's own first.

    `local` are what the user did, which no record tells; `not_loaded` are (account, provider) of
    accounts whose contacts are not all loaded.
    """
    building = _Building()
    for source in sources:
        building.add(source)
    for event in local:
        building.put((event.provider_id, event.kind, event.id or event), event)
    gaps = [Gap(GapKind.ACCOUNT_NOT_LOADED, None, *each[::-1]) for each in not_loaded]
    return building.timeline(gaps)


class Day(Struct, frozen=True):
    """A day in a zone, with its events, the newest first, and the gaps that end in it."""

    date: date
    events: Sequence[Event]
    gaps: Sequence[Gap] = ()


def days(found: Timeline, zone: tzinfo | None) -> list[Day]:
    """A timeline by days of a zone, None for this computer's, the newest first.

    Takes time for each day, not for each event. Gaps without an end are in no day.
    """
    timed = [each for each in found.events if each.at is not None]
    whole: dict[date, list[Event]] = {}
    for event in found.events[len(timed) :]:
        whole.setdefault(date.fromisoformat(event.day), []).append(event)
    made: dict[date, Day] = {}
    start, later = 0, [-(each.at or 0) for each in timed]
    while start < len(timed):
        day = _day_at(timed[start].at or 0, zone)
        first = _start_of(day, zone)
        end = bisect_right(later, -first, lo=start + 1)
        made[day] = Day(day, timed[start:end])
        start = end
    for day, events in whole.items():
        before = made.get(day, Day(day, ()))
        made[day] = replace(before, events=[*before.events, *events])
    for gap in found.gaps:
        if gap.until is not None:
            day = _day_at(gap.until, zone)
            before = made.get(day, Day(day, ()))
            made[day] = replace(before, gaps=[*before.gaps, gap])
    return [made[day] for day in sorted(made, reverse=True)]


def _day_at(seconds: float, zone: tzinfo | None) -> date:
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date()


def _start_of(day: date, zone: tzinfo | None) -> float:
    """The first second of a day; where midnight is skipped, the end of the gap."""
    return datetime.combine(day, time(), zone).timestamp()


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo | None:
    """A time zone by its IANA name; None if there is none of this name."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name[:MAX_ZONE_CHARS])
    except (ValueError, OSError, LookupError):
        return None


class _Building:
    """The events so far, each under what makes it the same as another."""

    def __init__(self) -> None:
        self._events: dict[object, Event] = {}
        self._gaps: dict[object, Gap] = {}
        self._seconds: dict[str, float | None] = {}
        self._moments = Moments()
        self._undated = 0
        self._zones: dict[str, None] = {}

    def put(self, identity: object, event: Event) -> None:
        """Adds an event unless it is there already."""
        self._events.setdefault(identity, event)

    def add(self, source: EventSource) -> None:
        at = source.provider.person.time_zone
        if at and (zone := text_at(source.viewed, at)) and zone_of(zone) is not None:
            self._zones.setdefault(zone)
        self._add_times(source)
        for paths in source.provider.events:
            self._add_list(source, paths)
        memories = memories_of(source.provider, source.viewed)
        if memories:
            self._add_messages(source, memories)
            self._add_items(source, memories)

    def timeline(self, gaps: Sequence[Gap]) -> Timeline:
        """Everything in order. Events of one moment are told by kind, then as the vendor lists
        them; the newest first means the last of them first."""
        events = [*self._events.values()]
        timed = [each for each in events if each.at is not None]
        timed.sort(key=lambda each: (each.at, ORDER[each.kind]))
        timed.reverse()
        whole = [each for each in events if each.at is None]
        whole.sort(key=lambda each: (each.day, ORDER[each.kind]), reverse=True)
        found = (*gaps, *self._gaps.values())
        return Timeline((*timed, *whole), found, self._undated, tuple(self._zones))

    def _add_times(self, source: EventSource) -> None:
        """When the vendor's record was made, and when it was last changed, if it was."""
        contact = source.contact
        own = (source.account_id, contact.id)
        created = self._event(EventKind.CREATED, source, contact.created_at)
        updated = self._event(EventKind.UPDATED, source, contact.updated_at)
        if created is not None:
            self.put((EventKind.CREATED, own), created)
        is_change = created is None or updated is None or updated.at != created.at
        if updated is not None and is_change:
            self.put((EventKind.UPDATED, own), updated)

    def _add_list(self, source: EventSource, paths: EventPaths) -> None:
        kind = EventKind(paths.kind)
        oldest: float | None = None
        for number, item in enumerate(items_at(source.viewed, paths.each)):
            event = self._event(kind, source, text_at(item, paths.at))
            if event is None:
                continue
            id = text_at(item, paths.id)
            event = replace(
                event,
                id=id,
                path=f"{paths.each}[{number}]{paths.at[1:]}",
                text=text_at(item, paths.title) if paths.title else "",
                words=tuple(filter(None, (text_at(item, each) for each in paths.words))),
                duration=_number(item, paths.duration),
            )
            said = (event.at, event.day, event.text, event.words)
            self.put((source.provider.id, kind, id or (source.row_id, number, said)), event)
            if event.at is not None and (oldest is None or event.at < oldest):
                oldest = event.at
        if paths.only_newest and oldest is not None:
            self._note_gap(GapKind.EARLIER_CALLS, oldest, source, "")

    def _add_messages(self, source: EventSource, memories: Sequence[Memory]) -> None:
        repeats: Counter[object] = Counter()
        for turn in conversation(memories, self._moments):
            if not turn.at:
                self._undated += 1
                continue
            said = (source.provider.id, turn.role, turn.text, turn.at)
            repeats[said] += 1
            event = self._event(EventKind.MESSAGE, source, turn.at)
            if event is not None:
                event = _message(event, turn, source.provider)
                self.put((EventKind.MESSAGE, said, repeats[said]), event)
        for memory in memories:
            times = [self._read(each.at)[0] for each in memory.messages]
            oldest = min((each for each in times if each is not None), default=None)
            if oldest is not None:
                self._note_gap(GapKind.EARLIER_MESSAGES, oldest, source, memory.agent)

    def _add_items(self, source: EventSource, memories: Sequence[Memory]) -> None:
        for memory in memories:
            for item in memory.open_items:
                event = self._event(EventKind.OPEN_ITEM, source, item.created_at)
                if event is None:
                    self._undated += 1
                    continue
                event = replace(
                    event,
                    path=item.path,
                    text=item.text,
                    words=tuple(filter(None, (item.type, item.priority))),
                    agent=memory.agent,
                    memory=memory.number,
                    item=item_key(memory.agent, item),
                )
                self.put((source.provider.id, EventKind.OPEN_ITEM, event.item), event)

    def _note_gap(self, kind: GapKind, oldest: float, source: EventSource, agent: str) -> None:
        """Note that the record may have had older items than it has now, unless it was created
        after them."""
        created, _day = self._read(source.contact.created_at)
        if created is not None and created >= oldest:
            return
        gap = Gap(kind, oldest, source.provider.id, source.account_id, source.row_id, agent)
        self._gaps.setdefault((kind, source.row_id, agent), gap)

    def _event(self, kind: EventKind, source: EventSource, text: str) -> Event | None:
        """An event at a time as sent; None if it is none."""
        at, day = self._read(text)
        if at is None and not day:
            return None
        return Event(kind, at, source.provider.id, source.row_id, day=day)

    def _read(self, text: str) -> tuple[float | None, str]:
        """(seconds since 1970, "") of a moment, (None, its day) of a day, else (None, "")."""
        if text in self._seconds:
            return self._seconds[text], ""
        found = parse_moment(text)
        if isinstance(found, datetime):
            seconds = (found - EPOCH).total_seconds()
            self._seconds[text] = at = seconds if FIRST_S <= seconds <= LAST_S else None
            return at, ""
        return None, found.isoformat() if found else ""


def _message(event: Event, turn: Turn, provider: Provider) -> Event:
    kept = turn.kept[0]
    text_at_path = provider.memories.message[1] if provider.memories is not None else "$"
    return replace(
        event,
        path=f"{kept.message.path}{text_at_path[1:]}",
        text=turn.text,
        is_contact=turn.is_contact,
        agent=kept.memory.agent,
        channel=turn.channel,
        memory=kept.memory.number,
    )


def _number(item: Any, path: str) -> float:
    found = dig(item, path) if path else None
    if not isinstance(found, int | float) or isinstance(found, bool):
        return -1
    return float(found) if 0 <= found < MAX_DURATION_S else -1
