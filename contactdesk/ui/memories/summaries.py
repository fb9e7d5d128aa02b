"""Summaries of all memories, the newest first."""

from __future__ import annotations

from collections.abc import Sequence, Set

from contactdesk.memories.overview import Overview
from contactdesk.memories.reading import Memory
from contactdesk.records.blocks import Block
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.inline import Inline
from contactdesk.ui.memories.part_lines import summary_line, tr
from contactdesk.ui.memories.part_list import list_parts

SUMMARIES = "summaries"
"""The section's key."""

FIRST_SUMMARIES = 10


def summaries_section(shown: ContactMemories, overview: Overview, expanded: Set[str]) -> Section:
    """The summary of each memory that has one, with its agent and the age of its last talk."""
    memories, title = overview.summaries, tr("Summaries")

    def write(out: PartWriter, some: Sequence[Memory]) -> None:
        for memory in some:
            put = Inline(out)
            put.paragraph(above=2)
            put.agent(shown, memory)
            talk = overview.last_talk(memory)
            if talk:
                put.gap()
                put.text(short_age(talk), put.formats.muted, tip=full_date(talk))
            put.paragraph(above=0.5)
            out.blocks.value(out.cursor, summary_line(shown.paths, memory))

    def block() -> Block:
        cards = (
            Block(shown.name_of(each), lines=(summary_line(shown.paths, each),), path=each.path)
            for each in memories
        )
        return Block(title, blocks=tuple(cards))

    heading = Part("heading", lambda out: Inline(out).heading(title, number(len(memories))))
    parts = list_parts(SUMMARIES, memories, FIRST_SUMMARIES, expanded, write)
    return Section(SUMMARIES, title, block, (heading, *parts) if memories else (), len(memories))
