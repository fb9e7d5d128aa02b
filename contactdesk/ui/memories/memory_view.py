"""What one agent remembers about a contact."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from contactdesk.memories.as_sent import memory_as_sent
from contactdesk.memories.overview import Overview
from contactdesk.memories.reading import Memory
from contactdesk.records.blocks import Block
from contactdesk.search.query import Query
from contactdesk.ui.document.save_as import save_as
from contactdesk.ui.document.sectioned_view import SectionedView
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.conversation import MESSAGES, Conversation
from contactdesk.ui.memories.entities import ENTITIES, entities_section
from contactdesk.ui.memories.fact_grid import FACTS
from contactdesk.ui.memories.fact_table import SORT, FactTable
from contactdesk.ui.memories.inline import Inline
from contactdesk.ui.memories.leftovers import (
    AS_SENT,
    COPY_SENT,
    SAVE_SENT,
    TECHNICAL,
    leftover_sections,
)
from contactdesk.ui.memories.open_items import OPEN_ITEMS, open_items_section
from contactdesk.ui.memories.part_lines import summary_line, tr
from contactdesk.ui.memories.sections_pane import SectionsPane

SUMMARY = "summary"
"""The key of the summary's section."""


class MemoryView(SectionsPane):
    """Summary, open items, facts, entities, messages, and whatever else the vendor keeps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        view = SectionedView(name="memoryView")
        super().__init__(view, parent)
        self._memory: Memory | None = None
        self._facts: FactTable | None = None
        view.setAccessibleName(self.tr("Memory"))

    def show_memory(
        self, shown: ContactMemories, number: int, query: Query, *, keep_place: bool = False
    ) -> None:
        """Shows the memory with a `Memory.number` from its top; with `keep_place`, as it was
        scrolled and unfolded."""
        memory = next(each for each in shown.memories if each.number == number)
        self._memory, expanded = memory, self.view.expanded
        only, facts = Overview.of((memory,)), FactTable(shown, memory)
        if keep_place and self._facts is not None:
            facts.resume(self._facts)
        self._facts = facts
        builders: dict[str, Callable[[], Section]] = {
            SUMMARY: lambda: _summary_section(shown, only, memory),
            OPEN_ITEMS: lambda: open_items_section(shown, only, expanded, with_agents=False),
            FACTS: lambda: facts.section(expanded),
            ENTITIES: lambda: entities_section(shown, only, expanded, with_agents=False),
            MESSAGES: self.messages_section,
        }
        for section in leftover_sections(shown, memory):
            builders[section.key] = _given(section)

        def talk() -> Conversation:
            return Conversation(shown, only.messages, with_agents=False)

        self.show_built(shown, only, builders, talk, keep_place=keep_place)
        self.set_query(query)

    def reveal_other(self, path: str) -> None:
        self.view.expanded.add(TECHNICAL)
        if TECHNICAL in self._builders:
            self._show_again(TECHNICAL)
        super().reveal_other(path)

    def follow(self, href: str) -> None:
        if href.startswith(SORT) and self._facts is not None:
            self._facts.sort_by(href.removeprefix(SORT))
            self._show_again(FACTS)
        elif href == COPY_SENT:
            self.copied.emit(self._as_sent())
        elif href == SAVE_SENT:
            save_as(self, "memory.json", self._as_sent().encode("utf-8", "replace"))
        else:
            super().follow(href)

    def show_as_sent(self) -> None:
        """Unfolds the memory as the vendor keeps it, and scrolls there."""
        self.view.expanded.add(AS_SENT)
        self._show_again(AS_SENT)
        self.go_to(AS_SENT)

    def _as_sent(self) -> str:
        if self._shown is None or self._memory is None:
            return ""
        return memory_as_sent(self._shown.provider, self._shown.raw, self._memory)


def _given(section: Section) -> Callable[[], Section]:
    return lambda: section


def _summary_section(shown: ContactMemories, only: Overview, memory: Memory) -> Section:
    """The summary, and when the agent last talked with the contact."""
    line, title, talk = summary_line(shown.paths, memory), tr("Summary"), only.last_talk(memory)

    def write(out: PartWriter) -> None:
        put = Inline(out)
        put.heading(title)
        if talk:
            put.gap()
            words = tr("last talk: {age}").format(age=short_age(talk))
            put.text(words, put.formats.muted, tip=full_date(talk))
        put.paragraph()
        if line.value is None:
            put.text(tr("No summary"), put.formats.muted)
        else:
            out.blocks.value(out.cursor, line)

    return Section(SUMMARY, title, lambda: Block(title, lines=(line,)), (Part("text", write),))
