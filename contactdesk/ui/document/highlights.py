"""Highlights the hits of a query in a rendered document, and a text that is looked for in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from contactdesk.model import Kind
from contactdesk.records.blocks import Line, searched_text
from contactdesk.records.formatting import format_value
from contactdesk.search.highlight import Span as TextSpan
from contactdesk.search.highlight import hits, hits_in
from contactdesk.search.literal import occurrences
from contactdesk.search.query import Query, parse
from contactdesk.ui.document.map import DocumentMap, PlacedText, Span
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.locale_formats import local_formats

RegionOf = Callable[[str], str]
"""Gives the region of the record that a path lies in, as `highlight.hits_in` takes it."""

MAX_HIGHLIGHTS = 2_000
"""Each highlight is a cursor that Qt moves with every change of the document."""


SHOWN_IN_OTHER_WORDS = frozenset({Kind.BOOL, Kind.DATE, Kind.DAY, Kind.AGE})
"""Kinds searched by other texts than the one shown: a hit in those highlights the whole value."""


class Highlights:
    """The hits in one view's document, and beside them the occurrences of a sought text, in other
    colors. The current one of each has a color of its own.

    With `found`, methods are about the occurrences, else about the hits.
    """

    def __init__(self, view: QTextEdit) -> None:
        self._view = view
        self._query = parse("")
        self._map = DocumentMap()
        self._region_of: RegionOf | None = None
        self._current: dict[bool, Span | None] = {}
        self._sought = ""

    def set_query(self, query: Query) -> None:
        self._query = query
        self._current.pop(False, None)
        self._refresh()

    def set_sought(self, sought: str) -> None:
        """Marks a text, as `literal.sought_text` gives it; "" for none."""
        self._sought = sought
        self._current.pop(True, None)
        self._refresh()

    def set_document(self, placed: DocumentMap, region_of: RegionOf | None) -> None:
        """Follows a rewritten document. Without `region_of`, a term matches in any field."""
        self._map, self._region_of = placed, region_of
        self._current.clear()
        self._refresh()

    def set_current(self, span: Span, *, found: bool = False) -> None:
        self._current[found] = span
        self._refresh()

    def spans(self, path: str, *, found: bool = False) -> list[Span]:
        """The hits in the displayed part of the value at a path."""
        find = self._found if found else self._spans
        return [span for text in self._map.at_path(path) for span in find(text)]

    def _found(self, placed: PlacedText) -> list[Span]:
        """The occurrences in what is shown; where that is in words of ours, the whole of it if the
        value has the text."""
        found, line = occurrences(placed.text, self._sought), placed.line
        if not found and placed.is_reworded and line is not None and line.path == placed.path:
            text = format_value(line.value, line.kind, datetime.now(UTC), local_formats())
            found = [(0, len(placed.text))] if occurrences(text, self._sought) else []
        return [placed.span(*each) for each in found]

    def is_hit(self, line: Line, region_of: RegionOf | None) -> bool:
        """Whether the query matches in a line's value or in a label that the vendor chose."""
        if self._query.empty:
            return False
        region = region_of(line.path) if region_of is not None else None
        texts = (
            searched_text(line.value, line.kind, region or ""),
            *([line.label] if line.label_path else ()),
        )
        return any(text and self._hits(region, text) for text in texts)

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
            selections += self._selections(found=False)
        if self._sought:
            # Later ones are painted over earlier ones.
            selections += self._selections(found=True)
        self._view.setExtraSelections(selections)

    def _selections(self, *, found: bool) -> list[QTextEdit.ExtraSelection]:
        find = self._found if found else self._spans
        made: list[QTextEdit.ExtraSelection] = []
        for placed in self._map.texts:
            spans = find(placed)[: MAX_HIGHLIGHTS - len(made)]
            made += [self._selection(span, found=found) for span in spans]
        return made

    def _selection(self, span: Span, *, found: bool) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        color = "found" if found else "hit"
        form.setBackground(theme.color(color + "_now" * (span == self._current.get(found))))
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
