"""Where in a contact a query matches: collected in slices, without blocking the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal

from contactdesk.model import Json, Provider
from contactdesk.records.blocks import Text, texts
from contactdesk.search.highlight import hits_in
from contactdesk.search.query import Query, parse
from contactdesk.ui.kit.query_words import place_words
from contactdesk.ui.kit.sliced_work import SlicedWork

MAX_PLACES = 2_000
"""Collecting stops here: nobody steps through more."""

CHUNK_CHARS, CHUNK_OVERLAP_CHARS = 50_000, 200
"""Long texts are searched in chunks; the overlap finds hits across a boundary."""


class RecordHits(QObject):
    """The texts of one record that a query matches, in display order."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: list[Text] = []
        self.is_complete = True
        self._query = parse("")
        self._work = SlicedWork(self)
        self._work.finished.connect(self._on_finished)

    def collect(self, provider: Provider, raw: Json, query: Query) -> None:
        """Starts collecting; emits `changed` at the end, for an empty query at once."""
        self._query = query
        self.clear()
        if not query.empty:
            self.is_complete = False
            self._work.start(self._collect(texts(provider, raw)))
        else:
            self.changed.emit()

    def clear(self) -> None:
        self._work.cancel()
        self.places = []
        self.is_complete = True

    def _collect(self, every: Iterator[Text]) -> Iterator[None]:
        for text in every:
            for start in range(0, len(text.text), CHUNK_CHARS):
                chunk = text.text[start : start + CHUNK_CHARS + CHUNK_OVERLAP_CHARS]
                if hits_in(text.region, chunk, self._query):
                    self.places.append(text)
                    break
                yield
            if len(self.places) == MAX_PLACES:
                return
            yield

    def _on_finished(self) -> None:
        self.is_complete = True
        self.changed.emit()

    def groups(self, memory_names: Sequence[str] = ()) -> list[tuple[str, int]]:
        """(description, index of its first place) for each group of places described alike.

        `memory_names` are what the memories are called, in the record's order.
        """
        first: dict[str, int] = {}
        for number, text in enumerate(self.places):
            place = text.place
            if text.tab and text.item < len(memory_names):
                place = place._replace(item=memory_names[text.item])
            first.setdefault(place_words(place), number)
        return list(first.items())
