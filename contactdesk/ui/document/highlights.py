"""Highlights the hits of a query in a rendered document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from contactdesk.model import Kind
from contactdesk.records.blocks import Line, searched_text
from contactdesk.search.highlight import Span as TextSpan
from contactdesk.search.highlight import hits, hits_in
from contactdesk.search.query import Query, parse
from contactdesk.ui.document.map import DocumentMap, PlacedText, Span
from contactdesk.ui.kit import theme

RegionOf = Callable[[str], str]
"""Gives the region of the record that a path lies in, as `highlight.hits_in` takes it."""

MAX_HIGHLIGHTS = 2_000
"""Each highlight is a cursor that Qt moves with every change of the document."""


SHOWN_IN_OTHER_WORDS = frozenset({Kind.BOOL, Kind.DATE, Kind.DAY, Kind.AGE})
"""Kinds searched by other texts than the one shown: a hit in those highlights the whole value."""


class Highlights:
    """The hits in one view's document; the current one has a color of its own."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view
        self._query = parse("")
        self._map = DocumentMap()
        self._region_of: RegionOf | None = None
        self._current: Span | None = None

    def set_query(self, query: Query) -> None:
        self._query, self._current = query, None
        self._refresh()

    def set_document(self, placed: DocumentMap, region_of: RegionOf | None) -> None:
        """Follows a rewritten document. Without `region_of`, a term matches in any field."""
        self._map, self._region_of, self._current = placed, region_of, None
        self._refresh()

    def set_current(self, span: Span) -> None:
        self._current = span
        self._refresh()

    def spans(self, path: str) -> list[Span]:
        """The hits in the displayed part of the value at a path."""
        return [span for text in self._map.at_path(path) for span in self._spans(text)]

    def _spans(self, placed: PlacedText) -> list[Span]:
        region = self._region_of(placed.path) if self._region_of is not None else None
        found = self._hits(region, placed.text)
        line = placed.line
        if line is not None and _is_reworded(placed, line):
            is_hit = self._hits(region, searched_text(line.value, line.kind, region or ""))
            found = (found or [(0, len(placed.text))]) if is_hit else []
        return [placed.span(start, end) for start, end in found]

    def _hits(self, region: str | None, text: str) -> list[TextSpan]:
        if region is None:
            return hits(text, self._query)
        return hits_in(region, text, self._query)

    def _refresh(self) -> None:
        selections: list[QTextEdit.ExtraSelection] = []
        if not self._query.empty:
            for placed in self._map.texts:
                spans = self._spans(placed)[: MAX_HIGHLIGHTS - len(selections)]
                selections += [self._selection(span) for span in spans]
        self._view.setExtraSelections(selections)

    def _selection(self, span: Span) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(theme.color("hit_now" if span == self._current else "hit"))
        form.setForeground(theme.color("text"))
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        # A plain structure: Qt offers no constructor for its two attributes.
        made.cursor, made.format = cursor, form
        return made


def _is_reworded(placed: PlacedText, line: Line) -> bool:
    """Whether the text shown is another than the one that is searched."""
    is_value = line.path == placed.path
    return is_value and (placed.is_reworded or line.kind in SHOWN_IN_OTHER_WORDS)
