"""Find within memories: the field, what is found, and the step from match to match."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.find_bar import FindBar
from contactdesk.ui.memories.memory_finder import MemoryFinder


class Finding(QObject):
    """`shown_number` gives the number of the memory that is shown.

    Signals: `sought` (the text to mark, as typed, "" for none), `match_reached` (a `Match` to show),
    `changed` (other counts), `left` (the user is done).
    """

    sought = Signal(str)
    match_reached = Signal(object)
    changed = Signal()
    left = Signal()

    def __init__(self, shown_number: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self._shown_number = shown_number
        self._shown: ContactMemories | None = None
        self._pending = 0
        self.bar = FindBar(parent)
        self.finder = MemoryFinder(self)
        self.bar.sought.connect(self._on_sought)
        self.bar.stepped.connect(self._on_stepped)
        self.bar.left.connect(self.left)
        self.finder.changed.connect(self._on_changed)

    @property
    def is_active(self) -> bool:
        """Whether a text is looked for."""
        return bool(self.finder.sought)

    def counts(self) -> Mapping[int, int]:
        """Number of a memory -> matches in it."""
        return self.finder.by_memory()

    def show_record(self, shown: ContactMemories) -> None:
        """Looks for the same text in other memories."""
        self._shown = shown
        if self.bar.text() or self.is_active:
            self._on_sought(self.bar.text())

    def set_order(self, numbers: Sequence[int]) -> None:
        """The order of the memories in the list, in which matches are stepped through."""
        self.finder.set_order(numbers)

    def _on_sought(self, typed: str) -> None:
        self._pending = 0
        self.sought.emit(typed)
        self.finder.find(self._shown, typed)

    def _on_stepped(self, direction: int) -> None:
        if not self.finder.is_complete:
            self._pending = direction
            return
        match = self.finder.step(direction, self._shown_number())
        if match is not None:
            self.match_reached.emit(match)
        self._say()

    def _on_changed(self) -> None:
        self._say()
        self.changed.emit()
        if self._pending and self.finder.is_complete:
            direction, self._pending = self._pending, 0
            self._on_stepped(direction)

    def show_position(self) -> None:
        """Another memory is shown: says where among the matches that is."""
        self._say()

    def _say(self) -> None:
        finder = self.finder
        can_step = finder.is_complete and bool(finder.matches(self._shown_number()))
        self.bar.say(self._words() if self.is_active else "", can_step=can_step)

    def _words(self) -> str:
        """ "3 of 7", before the first step "7 matches"; "3 of 10,000+" where counting stopped."""
        finder = self.finder
        if not finder.is_complete:
            return self.tr("Searching…")
        shown = self._shown_number()
        found, position = len(finder.matches(shown)), finder.position(shown)
        if not found:
            return self.tr("No matches")
        if not position and not finder.is_cut:
            return self.tr("%Ln match(es)", "", found)
        count = number(found) + "+" * finder.is_cut
        words = self.tr("{position} of {count}")
        return words.format(position=number(position), count=count)
