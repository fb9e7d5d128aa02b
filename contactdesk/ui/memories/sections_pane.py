"""A pane with one document in sections that a section bar jumps to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.search.query import Query
from contactdesk.ui.document.view import DocumentView


class SectionsPane(QWidget):
    """Base of the overview and of a memory.

    Signals: `copied` (a text for the clipboard), `search_wanted` (one for the search field),
    `section_changed` (key of the section at the top of the view, by scrolling or by a jump),
    `sections_changed` (other sections or counts), `memory_wanted` (number of a memory to open,
    from 1).
    """

    copied = Signal(str)
    search_wanted = Signal(str)
    section_changed = Signal(str)
    sections_changed = Signal()
    memory_wanted = Signal(int)

    def __init__(self, view: DocumentView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.setFocusProxy(view)
        view.copied.connect(self.copied)
        view.search_wanted.connect(self.search_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)

    def set_query(self, query: Query) -> None:
        """Marks the query's hits."""
        self.view.set_query(query)

    def set_sought(self, typed: str) -> None:
        """Marks a text that is looked for, beside the query's hits; "" for none."""
        self.view.set_sought(typed)

    def sections(self) -> list[tuple[str, str, int]]:
        """(key, title, count) of each section that has something, top to bottom; 0: no count."""
        return []

    def section(self) -> str:
        """The key of the section at the top of the view."""
        return ""

    def go_to(self, section: str) -> None:
        """Scrolls to a section; a conversation opens at its newest message."""

    def hit_count(self, path: str) -> int:
        """Number of hits in the value at a path of the viewed record."""
        return self.view.hit_count(path)

    def go_to_path(self, path: str, number: int = 0) -> int:
        """Scrolls to a hit in the value at a path, unfolding what hides it; -1 is its last hit.

        Returns the hit's number.
        """
        return self.view.go_to(path, number)

    def go_to_found(self, path: str, number: int) -> None:
        """Scrolls to an occurrence of the sought text in the value at a path, unfolding what hides
        it."""
        self.view.go_to(path, number, found=True)
