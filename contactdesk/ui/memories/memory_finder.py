"""Finds a text within a contact's memories, in slices, and steps through what it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from contactdesk.records.blocks import shown_values
from contactdesk.records.formatting import format_value
from contactdesk.search.literal import occurrences, sought_text
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.sliced_work import SlicedWork
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.memory_rows import OVERVIEW
from contactdesk.ui.memories.overview_order import OverviewOrder

MAX_MATCHES = 10_000
"""Finding stops here, and says so: nobody steps through more."""


class FoundText(NamedTuple):
    """A value that contains the text, and how many `times`. `number` is the memory's; `path` is the
    value's path in the viewed record."""

    number: int
    path: str
    times: int


class Match(NamedTuple):
    """One occurrence in a value; `at` counts them from 0. `number` is the memory to show it in, or
    OVERVIEW."""

    number: int
    path: str
    at: int


class MemoryFinder(QObject):
    """`changed` says that other matches are known, or that the search is over."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sought = ""
        self.is_complete = True
        self._found: list[FoundText] = []
        self._total = 0
        self._order: Sequence[int] = ()
        self._shown: ContactMemories | None = None
        self._matches: list[Match] = []
        self._in_overview: list[Match] = []
        self._current: Match | None = None
        self._work = SlicedWork(self)
        self._work.finished.connect(self._on_finished)

    def find(self, shown: ContactMemories | None, typed: str) -> None:
        """Starts to look for a text, as typed, in all memories."""
        self._work.cancel()
        self.sought = sought_text(typed)
        self._shown = shown
        self._found, self._total, self._current = [], 0, None
        self._matches, self._in_overview = [], []
        self.is_complete = not self.sought or shown is None
        if self.sought and shown is not None:
            self._work.start(self._collect(shown))
        self.changed.emit()

    def _collect(self, shown: ContactMemories) -> Iterator[None]:
        now, forms = datetime.now(UTC), local_formats()
        for value in shown_values(shown.provider, shown.record):
            if value.tab:
                text = format_value(value.value, value.kind, now, forms)
                if spans := occurrences(text, self.sought):
                    number = shown.memories[value.item].number
                    self._found.append(FoundText(number, value.path, len(spans)))
                    self._total += len(spans)
                    if self._total >= MAX_MATCHES:
                        return
            yield

    def _on_finished(self) -> None:
        self.is_complete = True
        self._arrange()
        if self._shown is not None and self._found:
            self._arrange_overview(self._shown)
        self.changed.emit()

    # What was found

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than what was found."""
        return self._total >= MAX_MATCHES

    def by_memory(self) -> Mapping[int, int]:
        """Number of a memory -> occurrences in it."""
        counts: Counter[int] = Counter()
        for each in self._found:
            counts[each.number] += each.times
        return counts

    def set_order(self, numbers: Sequence[int]) -> None:
        """The order of the memories in the list, in which matches are stepped through."""
        self._order = numbers
        self._arrange()

    def _arrange(self) -> None:
        rank = {number: at for at, number in enumerate(self._order)}
        found = sorted(self._found, key=lambda each: rank.get(each.number, len(rank)))
        self._matches = [Match(f.number, f.path, at) for f in found for at in range(f.times)]

    def _arrange_overview(self, shown: ContactMemories) -> None:
        order = OverviewOrder(shown)
        ranked = [(order.rank(each.path), each) for each in self._found]
        found = sorted(((r, f) for r, f in ranked if r is not None), key=lambda each: each[0])
        self._in_overview = [Match(OVERVIEW, f.path, at) for _, f in found for at in range(f.times)]

    def matches(self, shown_number: int) -> Sequence[Match]:
        """What is stepped through while a memory is shown: the matches of all memories, one after
        the other; in the overview, those in it, from top to bottom."""
        if shown_number == OVERVIEW and self._in_overview:
            return self._in_overview
        return self._matches

    def position(self, shown_number: int) -> int:
        """The place of the current match among `matches`, from 1; 0 before the first step."""
        matches = self.matches(shown_number)
        return matches.index(self._current) + 1 if self._current in matches else 0

    def step(self, direction: int, shown_number: int) -> Match | None:
        """The next (1) or previous (-1) match, round and round; the first one is that of the memory
        that is shown, if it has one. None if there is none."""
        matches = self.matches(shown_number)
        if not matches:
            return None
        here = [at for at, each in enumerate(matches) if each.number == shown_number]
        at = self.position(shown_number) - 1
        if at >= 0 and (not here or matches[at].number == shown_number):
            at += direction
        elif here:
            at = here[0] if direction > 0 else here[-1]
        else:
            at = 0 if direction > 0 else -1
        self._current = matches[at % len(matches)]
        return self._current
