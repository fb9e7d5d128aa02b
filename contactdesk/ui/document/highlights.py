"""Highlights the hits of a query in a rendered document, and a text that is looked for in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


Searched = tuple[bool, str, bool, str]
"""Whether occurrences are looked for, the path of a text, whether it is a value, and the text."""


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
        self._known: dict[Searched, Sequence[TextSpan]] = {}

    def set_query(self, query: Query) -> None:
        if query is self._query and False not in self._current:
            return
        self._query = query
        self._known.clear()
        self._current.pop(False, None)
        self._refresh()

    def set_sought(self, sought: str) -> None:
        """Marks a text, as `literal.sought_text` gives it; "" for none."""
        self._sought = sought
        self._known.clear()
        self._current.pop(True, None)
        self._refresh()

    def set_document(self, placed: DocumentMap, region_of: RegionOf | None) -> None:
        """Follows a rewritten document. Without `region_of`, a term matches in any field."""
        if region_of is None or region_of is not self._region_of:
            self._known.clear()
        self._map, self._region_of = placed, region_of
        self._current.clear()
        self._refresh()

    def set_current(self, span: Span, *, found: bool = False) -> None:
        self._current[found] = span
        self._refresh()

    def spans(self, path: str, *, found: bool = False) -> list[Span]:
        """The hits in the displayed part of the value at a path."""
        every = self._map.at_path(path)
        return [span for text in every for span in self._spans(text, found=found)]

    def _spans(self, placed: PlacedText, *, found: bool) -> list[Span]:
        """What is found in a text; each text of a record is searched once."""
        key = found, placed.path, placed.line is not None, placed.text
        spans = self._known.get(key)
        if spans is None:
            find = self._occurrences if found else self._hits_in
            spans = self._known[key] = find(placed)
        return [placed.span(start, end) for start, end in spans]

    def _occurrences(self, placed: PlacedText) -> Sequence[TextSpan]:
        """The occurrences in what is shown; where that is in words of ours, the whole of it if the
        value has the text."""
        found, line = occurrences(placed.text, self._sought), placed.line
        if not found and placed.is_reworded and line is not None and line.path == placed.path:
            text = format_value(line.value, line.kind, datetime.now(UTC), local_formats())
            found = [(0, len(placed.text))] if occurrences(text, self._sought) else []
        return found

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

    def _hits_in(self, placed: PlacedText) -> Sequence[TextSpan]:
        region = self._region_of(placed.path) if self._region_of is not None else None
        found = self._hits(region, placed.text)
        line = placed.line
        if line is not None and _is_reworded(placed, line):
            is_hit = self._hits(region, searched_text(line.value, line.kind, region or ""))
            found = (found or [(0, len(placed.text))]) if is_hit else []
        return found

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
        made: list[QTextEdit.ExtraSelection] = []
        for placed in self._map.texts:
            spans = self._spans(placed, found=found)[: MAX_HIGHLIGHTS - len(made)]
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
