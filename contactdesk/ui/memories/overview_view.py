"""All memories of a contact brought together."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from contactdesk.search.query import Query
from contactdesk.ui.document.sectioned_view import SectionedView
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.conversation import MESSAGES, Conversation
from contactdesk.ui.memories.entities import ENTITIES, entities_section
from contactdesk.ui.memories.fact_grid import FACTS, fact_grid_section
from contactdesk.ui.memories.open_items import OPEN_ITEMS, open_items_section
from contactdesk.ui.memories.sections_pane import SectionsPane
from contactdesk.ui.memories.summaries import SUMMARIES, summaries_section


class OverviewView(SectionsPane):
    """Open items, facts by agent, summaries, entities and one conversation of all messages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        view = SectionedView(name="memoryOverview")
        super().__init__(view, parent)
        view.setAccessibleName(self.tr("Overview"))

    def show_memories(
        self, shown: ContactMemories, query: Query, *, keep_place: bool = False
    ) -> None:
        """Shows the overview from its top; with `keep_place`, as it was scrolled and unfolded."""
        all_of, expanded = shown.overview, self.view.expanded
        builders = {
            OPEN_ITEMS: lambda: open_items_section(shown, all_of, expanded, with_agents=True),
            FACTS: lambda: fact_grid_section(shown, all_of, expanded),
            SUMMARIES: lambda: summaries_section(shown, all_of, expanded),
            ENTITIES: lambda: entities_section(shown, all_of, expanded, with_agents=True),
            MESSAGES: self.messages_section,
        }

        def talk() -> Conversation:
            return Conversation(shown, all_of.messages, with_agents=True)

        self.show_built(shown, all_of, builders, talk, keep_place=keep_place)
        self.set_query(query)
