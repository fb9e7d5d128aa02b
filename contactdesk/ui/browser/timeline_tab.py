"""The timeline of the person behind the shown contact: the tab, and what fills it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

from contactdesk.index import Written
from contactdesk.index.types import Stored
from contactdesk.memories.agents import short_names
from contactdesk.memories.item_key import item_key
from contactdesk.memories.reading import memories_of
from contactdesk.records.blocks import viewed
from contactdesk.records.moments import parse_moment
from contactdesk.records.parse import read_record
from contactdesk.sync.engine import WalkState
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.person_tab import MAX_CONTACTS, PersonTab, accounts_not_loaded
from contactdesk.ui.detail.offered_tabs import TIMELINE
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.tasks import LatestTask, can_start

if TYPE_CHECKING:
    from contactdesk.people.timeline import Event, EventSource, Timeline
    from contactdesk.ui.timeline.view import TimelineView
    from contactdesk.ui.timeline.words import TimelineNames

translate = QCoreApplication.translate


class TimelineTab(QObject):
    """Follows the person that the tab Person finds; every contact has a timeline, also alone."""

    def __init__(self, context: WindowContext, pane: DetailPane, person: PersonTab) -> None:
        super().__init__(pane)
        self._context, self._pane, self._person = context, pane, person
        self._view: TimelineView | None = None
        self._shown: frozenset[int] = frozenset()
        self._reading = LatestTask(self)
        self._reading.failed.connect(lambda _error: None)  # the index says so by itself
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        pane.tab_opened.connect(self._on_opened)
        person.found.connect(self._on_found)
        person.forgotten.connect(self._forget)
        changes = context.changes
        for changed in (changes.annotations_changed, changes.item_states_changed):
            changed.connect(self._follow)
        changes.nicknames_changed.connect(self._follow)

    @property
    def view(self) -> TimelineView | None:
        """Made when the tab is first opened."""
        return self._view

    @property
    def busy(self) -> bool:
        """Whether the timeline is about to be read."""
        return self._reading.busy or self._soon.isActive()

    def on_written(self, _walk: WalkState, written: Written) -> None:
        """Contacts were written: maybe one of the person's."""
        members = self._person.members
        if written.removed or not set(written.changed).isdisjoint(members):
            self._follow()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._forget()
        changes = self._context.changes
        for changed in (changes.annotations_changed, changes.item_states_changed):
            changed.disconnect(self._follow)
        changes.nicknames_changed.disconnect(self._follow)

    def _on_found(self) -> None:
        title = translate("TimelineTab", "Timeline")
        self._pane.tabs.offered.offer(TIMELINE, title, self._make)
        if self._shown and self._shown != frozenset(self._person.members):
            self._follow()

    def _follow(self) -> None:
        """Reads the timeline anew while it is open."""
        if self._pane.is_showing() and self._pane.tabs.offered.is_open(TIMELINE):
            self._soon.start()

    def _forget(self) -> None:
        self._shown = frozenset()
        self._soon.stop()
        self._reading.cancel()

    def _make(self, parent: QWidget) -> QWidget:
        from contactdesk.ui.timeline.view import TimelineView

        made = TimelineView(parent)
        made.copied.connect(self._pane.tabs.copied)
        made.opened.connect(self._open)
        self._view = made
        return made

    def _on_opened(self, name: str) -> None:
        if name != TIMELINE or self._view is None:
            return
        if self._shown.isdisjoint(self._person.members):
            self._view.clear()
        if can_start():
            self._read()

    def _read(self) -> None:
        if members := list(self._person.members):
            self._reading.start(read_timeline(self._context, members), self._on_read)

    def _on_read(self, found: tuple[Timeline, TimelineNames]) -> None:
        members = frozenset(self._person.members)
        if self._view is not None and members:
            keep_place = not self._shown.isdisjoint(members)
            self._view.show_timeline(*found, keep_place=keep_place)
            self._shown = members

    def _open(self, event: Event) -> None:
        """Goes to what is behind an event: the place in the memory, or in the contact's details."""
        from contactdesk.ui.memories.contact_memories import MemoryPlace

        wishes, tabs = self._pane.wishes, self._pane.tabs
        if not event.memory:
            wishes.contact_wanted.emit(event.row_id)
            if event.path:
                tabs.details.go_to(event.path)
            return
        place = MemoryPlace(event.memory, item=event.item or None)
        wishes.memory_wanted.emit(event.row_id, place)
        if event.path and not event.item and tabs.memories is not None:
            tabs.memories.page.go_to_path(event.path)


async def read_timeline(
    context: WindowContext, members: Sequence[int]
) -> tuple[Timeline, TimelineNames]:
    """Reads the contacts of a person, off the GUI thread, and puts together what happened."""
    from contactdesk.people.timeline import timeline
    from contactdesk.ui.timeline.words import TimelineNames

    ids = list(members)[:MAX_CONTACTS]
    sources: list[EventSource] = []
    local: list[Event] = []
    agents: dict[int, dict[str, str]] = {}
    for row_id, stored in await _stored(context, ids):
        source = _source(context, row_id, stored)
        found = memories_of(source.provider, source.viewed)
        sources.append(source)
        local += _done_here(context, source, stored)
        nicknames = context.userdata.nicknames.of(stored.account_id)
        agents[row_id] = short_names([each.agent for each in found], nicknames)
        await asyncio.sleep(0)  # a record may be large: the window goes on in between
    not_loaded = await accounts_not_loaded(context)
    numbers = wording.places_among_equals([each.account_id for each in sources])
    labels = {
        each.row_id: wording.numbered(context.account_label(each.account_id), number)
        for each, number in zip(sources, numbers, strict=True)
    }
    names = TimelineNames(
        next((each.contact.name for each in sources if each.contact.name), ""),
        lambda row_id: labels.get(row_id, ""),
        context.account_label,
        lambda row_id, agent: agents.get(row_id, {}).get(agent, agent),
    )
    made = await asyncio.to_thread(timeline, sources, local, not_loaded)
    return made, names


async def _stored(context: WindowContext, ids: Sequence[int]) -> list[tuple[int, Stored]]:
    """(row id, stored contact) of those that are there, of accounts that are."""
    found = [(each, one) for each in ids for one in await context.index.stored_many([each])]
    return [(each, one) for each, one in found if context.account_label(one.account_id)]


def _source(context: WindowContext, row_id: int, stored: Stored) -> EventSource:
    from contactdesk.people.timeline import EventSource

    provider = context.provider_of(stored.account_id)
    contact = read_record(provider.contact, stored.raw).contact
    raw = viewed(provider, contact.raw)
    return EventSource(row_id, stored.account_id, provider, contact, raw)


def _done_here(context: WindowContext, source: EventSource, stored: Stored) -> Iterator[Event]:
    """The user's note on a contact, and the open items marked as done, each when it was set."""
    from contactdesk.people.timeline import Event, EventKind

    key = stored.account_id, stored.vendor_id
    annotations, states = context.userdata.annotations, context.userdata.item_states
    note, at = annotations.of(key).note, seconds(annotations.set_at(key))
    own = source.provider.id, source.row_id
    if note and at is not None:
        yield Event(EventKind.NOTE, at, *own, text=note)
    for memory in memories_of(source.provider, source.viewed):
        for item in memory.open_items:
            item_id = item_key(memory.agent, item)
            state = states.state((*key, item_id))
            at = seconds(state.set_at) if state is not None and state.done else None
            if at is not None:
                yield Event(
                    EventKind.ITEM_DONE,
                    at,
                    *own,
                    id=str(item_id),
                    text=item.text,
                    agent=memory.agent,
                    memory=memory.number,
                    item=item_id,
                )


def seconds(text: str) -> float | None:
    """A moment as seconds since 1970; None for anything else."""
    found = parse_moment(text)
    return found.timestamp() if isinstance(found, datetime) else None
