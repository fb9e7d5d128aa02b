"""All memories of a contact brought together."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from contactdesk.search.query import Query
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.sections_pane import SectionsPane


class OverviewView(SectionsPane):
    """Open items, facts by agent, summaries, entities and one conversation of all messages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        view = DocumentView(name="memoryOverview")
        super().__init__(view, parent)
        view.setAccessibleName(self.tr("Overview"))

    def show_memories(
        self, shown: ContactMemories, query: Query, *, keep_place: bool = False
    ) -> None:
        """Shows the overview from its top; with `keep_place`, as it was scrolled and unfolded."""
        self.set_query(query)
        self.view.show_blocks([], shown.region_of, keep_place=keep_place)
