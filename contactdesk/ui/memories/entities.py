"""Entities as rows that open: the things the talks are about, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence, Set

from PySide6.QtCore import QCoreApplication

from contactdesk.memories.entities import KeptEntity, MergedEntity
from contactdesk.memories.overview import KeptItem, Overview
from contactdesk.model import Layout
from contactdesk.records.blocks import Block
from contactdesk.records.formatting import humanize
from contactdesk.ui.document.builder import FOLD
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.fact_values import write_rows
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import EntityLines, fact_lines, tr
from contactdesk.ui.memories.part_list import list_parts

ENTITIES = "entities"
"""The section's key."""

FIRST_ENTITIES = 50
INDENT_UNITS = 5

ENTITY = "entity:"
"""Prefix of links to an entity's row."""

translate = QCoreApplication.translate


def fold_key(entity: MergedEntity) -> str:
    """The key of an unfolded row."""
    return f"entity {entity.kept[0].entity.path}"


def entity_href(entity: MergedEntity) -> str:
    """The target of a link to an entity's row."""
    return ENTITY + fold_key(entity)


def entities_section(
    shown: ContactMemories, overview: Overview, expanded: Set[str], *, with_agents: bool
) -> Section:
    """The entities of an overview; with `with_agents`, each says who knows of it."""
    entities, title = overview.entities, tr("Entities")
    writer = _EntityWriter(shown, overview, with_agents=with_agents)
    heading = Part("heading", lambda out: Inline(out).heading(title, number(len(entities))))
    parts = list_parts(ENTITIES, entities, FIRST_ENTITIES, expanded, writer.write)
    return Section(
        ENTITIES, title, writer.block, (heading, *parts) if entities else (), len(entities)
    )


class _EntityWriter:
    def __init__(self, shown: ContactMemories, overview: Overview, *, with_agents: bool) -> None:
        self._shown = shown
        self._overview = overview
        self._with_agents = with_agents
        self._paths = shown.paths

    # For copying

    def block(self) -> Block:
        cards = [self._card(kept) for each in self._overview.entities for kept in each.kept]
        return Block(tr("Entities"), blocks=tuple(cards), layout=Layout.CARDS)

    def _card(self, kept: KeptEntity) -> Block:
        lines = [line for line in EntityLines(self._paths, kept.entity).all() if line.value]
        inner = [line for fact in kept.entity.facts for line in fact_lines(fact)]
        title = self._shown.name_of(kept.memory) if self._with_agents else ""
        return Block(title, lines=(*lines, *inner), path=kept.entity.path)

    # Rows

    def write(self, out: PartWriter, entities: Sequence[MergedEntity]) -> None:
        for each in entities:
            self._row(Inline(out), each)
            if fold_key(each) in out.expanded:
                self._content(out, each)

    def _row(self, put: Inline, entity: MergedEntity) -> None:
        key = fold_key(entity)
        first = EntityLines(self._paths, entity.kept[0].entity)
        put.paragraph(above=1.5)
        put.text(f"{put.mark(key)} {one_line(self._title(entity))}", href=FOLD + key)
        if first.id.value is not None:
            put.cover(first.id)
        status = self._status(entity)
        if status is not None:
            put.gap()
            put.reworded(status.status, humanize(entity.status))
        self._aside(put, entity)

    def _title(self, entity: MergedEntity) -> str:
        return entity.id.strip() or humanize(entity.type) or tr("Entity")

    def _status(self, entity: MergedEntity) -> EntityLines | None:
        """The lines of the memory with the newest status."""
        found = (each.entity for each in entity.kept if each.entity.status.strip())
        newest = next(found, None)
        return EntityLines(self._paths, newest) if newest is not None else None

    def _aside(self, put: Inline, entity: MergedEntity) -> None:
        put.gap()
        typed = next((each.entity for each in entity.kept if each.entity.type), None)
        if typed is not None:
            line = EntityLines(self._paths, typed).type
            put.reworded(line, humanize(entity.type), put.formats.muted)
        if self._with_agents and len(entity.agents) > 1:
            words = translate("memories", "%Ln agent(s)", "", len(entity.agents))
            put.text(f" · {words}", put.formats.muted)
        line = EntityLines(self._paths, entity.kept[0].entity).discussed
        if line.value is not None:
            put.text(" · ", put.formats.muted)
            age = short_age(line.value) or line.value
            put.reworded(line, age, put.formats.muted, tip=full_date(line.value))

    # What a row opens to

    def _content(self, out: PartWriter, entity: MergedEntity) -> None:
        status = self._status(entity)
        with out.builder.frame(out.cursor, "card", padding=2 * out.builder.unit):
            for number_, kept in enumerate(entity.kept):
                lines = EntityLines(self._paths, kept.entity)
                is_first = status is not None and status.status.path == lines.status.path
                self._kept(Inline(out), kept, lines, has_status=is_first, is_first=not number_)
            write_rows(out, self._shown, entity.facts, with_agents=self._with_agents)
            items = self._overview.items_about(entity)
            self._items(Inline(out), items)
            if not (self._with_agents or entity.notes or entity.facts or items):
                Inline(out).text(tr("Nothing else is known about it."), out.builder.formats.muted)

    def _kept(
        self,
        put: Inline,
        kept: KeptEntity,
        lines: EntityLines,
        *,
        has_status: bool,
        is_first: bool,
    ) -> None:
        """What one memory says of it beyond the row."""
        older_status = lines.status if lines.status.value is not None and not has_status else None
        if self._with_agents or not is_first:
            put.paragraph(above=0 if is_first else 1)
            if self._with_agents:
                put.agent(self._shown, kept.memory)
            if older_status is not None:
                put.gap()
                put.reworded(older_status, humanize(str(older_status.value)))
            if not is_first and lines.discussed.value is not None:
                put.gap()
                age = short_age(lines.discussed.value) or lines.discussed.value
                tip = full_date(lines.discussed.value)
                put.reworded(lines.discussed, age, put.formats.muted, tip=tip)
        if lines.notes.value is not None:
            put.paragraph()
            put.out.blocks.value(put.cursor, lines.notes)

    def _items(self, put: Inline, items: Sequence[KeptItem]) -> None:
        """The open items about it."""
        for each in items:
            put.paragraph(above=0.5)
            put.text(f"{tr('Open item')}{GAP}", put.formats.muted)
            put.text(one_line(each.item.text or humanize(each.item.type)))
