"""What one agent remembers about a contact."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from contactdesk.records.blocks import tabs
from contactdesk.search.query import Query
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.sections_pane import SectionsPane


class MemoryView(SectionsPane):
    """Summary, open items, facts, entities, messages, and whatever else the vendor keeps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        view = DocumentView(name="memoryView")
        super().__init__(view, parent)
        view.setAccessibleName(self.tr("Memory"))

    def show_memory(
        self, shown: ContactMemories, number: int, query: Query, *, keep_place: bool = False
    ) -> None:
        """Shows the memory with a `Memory.number` from its top; with `keep_place`, as it was
        scrolled and unfolded."""
        self.set_query(query)
        path = next((each.path for each in shown.memories if each.number == number), "")
        for tab in tabs(shown.provider, shown.record):
            for item in tab.items:
                if item.path == path:
                    self.view.show_blocks(item.build(), shown.region_of, keep_place=keep_place)
