"""Where in a contact a query matched: collected in slices, said in words, stepped through."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from contactdesk.model import Json, Provider
from contactdesk.records.blocks import Text, texts
from contactdesk.search.highlight import hits_in
from contactdesk.search.query import Query, parse
from contactdesk.ui.kit.query_words import place_words
from contactdesk.ui.kit.sliced_work import SlicedWork

MOST = 2_000
"""Places that are collected; beyond them nobody steps."""

STRETCH, OVERLAP = 50_000, 200
"""Characters of a text that are looked at in one go, and those looked at twice."""


class DetailHits(QObject):
    """The places of one record that a query matches, in the order they are shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: list[Text] = []
        self.is_whole = True
        self._query = parse("")
        self._slices = SlicedWork(self)
        self._slices.finished.connect(self._on_finished)

    def look(self, provider: Provider, raw: Json, query: Query) -> None:
        """Starts looking; `changed` comes at once where the query is empty, else at the end."""
        self._query = query
        self.clear()
        if not query.empty:
            self.is_whole = False
            self._slices.start(self._look(texts(provider, raw)))
        else:
            self.changed.emit()

    def clear(self) -> None:
        self._slices.cancel()
        self.places = []
        self.is_whole = True

    def _look(self, every: Iterator[Text]) -> Iterator[None]:
        for text in every:
            for start in range(0, len(text.text), STRETCH):
                if hits_in(text.region, text.text[start : start + STRETCH + OVERLAP], self._query):
                    self.places.append(text)
                    break
                yield
            if len(self.places) == MOST:
                return
            yield

    def _on_finished(self) -> None:
        self.is_whole = True
        self.changed.emit()

    def groups(self) -> list[tuple[str, int]]:
        """The distinct places in words, each with the number of its first hit in `places`."""
        first: dict[str, int] = {}
        for number, place in enumerate(self.places):
            first.setdefault(place_words(place.place), number)
        return list(first.items())
