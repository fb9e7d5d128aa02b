"""What the contacts of a person say, field by field: a line a value, and how it stands to the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import groupby

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextTable

from contactdesk.memories.reading import Memory
from contactdesk.model import Kind, Layout
from contactdesk.people.compare import ComparedField, ComparedValue, Standing
from contactdesk.people.traits import CONSENT
from contactdesk.records.blocks import Block, Line
from contactdesk.ui.document.builder import REST, SHOW_ALL, percent, units
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.person.links import DISMISS, FIELD, RESTORE, contact_href, memory_href
from contactdesk.ui.person.shown_person import ShownPerson, scoped
from contactdesk.ui.person.words import (
    CONTACT_PLACES,
    KINDS,
    SIGNS,
    consent_words,
    field_words,
    standing_tip,
    standing_words,
)

COMPARED, SUMMARY = "person-compared", "summary"
"""The keys of the section and of its first part; the others have those of their fields."""

ACCOUNT_SHARE, STANDING_UNITS = 22, 24
NARROW_ACCOUNT_UNITS = 22
MIN_COLUMNS = 4
"""Columns that the view has room for, from which on the standing has one of its own."""

MAX_AGENTS = 3
"""Agents named beside a value until all are asked for."""

translate = QCoreApplication.translate


class SaidValue(Struct, frozen=True):
    """A value of one contact: by its record, and by the memories that say it in the same words."""

    value: ComparedValue
    memories: tuple[Memory, ...] = ()


def compared_section(person: ShownPerson, dismissed: Collection[str]) -> Section:
    """The compared fields; the disagreement about those in `dismissed` is hidden."""
    parts = [Part(SUMMARY, lambda out: _summary(Inline(out), person, dismissed))]
    for each in person.fields:
        writer = _FieldWriter(person, each, is_dismissed=each.field in dismissed)
        parts.append(Part(each.field, writer.write))
    title = translate("person", "Compared")
    return Section(COMPARED, title, _block(person), tuple(parts) if person.fields else ())


def _summary(put: Inline, person: ShownPerson, dismissed: Collection[str]) -> None:
    """Which fields differ, as links to them."""
    differing = [
        each.field for each in person.fields if each.differs and each.field not in dismissed
    ]
    put.paragraph()
    if not differing:
        put.text(translate("person", "No source contradicts another."), put.formats.muted)
        return
    words = translate("person", "Differences in %Ln field(s):", "", len(differing))
    put.text(f"{SIGNS[Standing.DIFFERS]} {words}", put.colored(theme.color("warning")))
    for field in differing:
        put.gap()
        put.text(field_words(field), put.formats.link, href=FIELD + field)


def _block(person: ShownPerson) -> Callable[[], Block]:
    def made() -> Block:
        """A card a field, for copying."""
        cards = [
            Block(
                field_words(field.field),
                lines=tuple(
                    value_line(
                        person, field.field, each, label=person.contacts[each.source].account
                    )
                    for each in field.values
                ),
            )
            for field in person.fields
        ]
        return Block(translate("person", "Compared"), blocks=tuple(cards), layout=Layout.CARDS)

    return made


def value_line(person: ShownPerson, field: str, value: ComparedValue, *, label: str = "") -> Line:
    """A value at its scoped path. A contact's own field is at its name in the search language."""
    own = CONTACT_PLACES.get(field, "")
    path = value.trait.path if value.trait is not None else own
    text = value.text
    if field == CONSENT and value.trait is not None:
        text = consent_words(value.trait) if value.trait.memory else value.text
    kind = KINDS.get(field, Kind.TEXT)
    return Line(label or field_words(field), text, kind, scoped(value.source, path))


class _FieldWriter:
    def __init__(self, person: ShownPerson, field: ComparedField, *, is_dismissed: bool) -> None:
        self._person = person
        self._field = field
        self._is_dismissed = is_dismissed

    def write(self, out: PartWriter) -> None:
        self._heading(Inline(out))
        said = _said(self._person, self._field.values)
        is_wide = out.columns >= MIN_COLUMNS
        widths = [units(NARROW_ACCOUNT_UNITS), REST]
        if is_wide:
            widths = [percent(ACCOUNT_SHARE), REST, units(STANDING_UNITS)]
        table = out.builder.table(out.cursor, len(said), len(widths), widths)
        before = -1
        for row, each in enumerate(said):
            source = each.value.source
            if source != before:
                self._account(out, table, row, source)
                before = source
            put = Inline(out, table.cellAt(row, 1).firstCursorPosition())
            self._value(put, each)
            if is_wide:
                put = Inline(out, table.cellAt(row, 2).firstCursorPosition())
            else:
                put.gap()
            self._standing(put, each.value)
        out.builder.leave(out.cursor, table)
        self._silent(Inline(out))

    def _heading(self, put: Inline) -> None:
        field = self._field
        put.heading(field_words(field.field), level=0)
        if not field.differs:
            return
        if self._is_dismissed:
            put.text(f"{GAP}{translate('person', 'differs, dismissed')}", put.formats.muted)
            words, href = translate("person", "Show again"), RESTORE + field.field
        else:
            sign = f"{GAP}{SIGNS[Standing.DIFFERS]} {standing_words(Standing.DIFFERS)}"
            put.text(sign, put.colored(theme.color("warning")))
            words, href = translate("person", "Dismiss"), DISMISS + field.field
        put.gap()
        put.text(words, put.formats.link, href=href)

    def _account(self, out: PartWriter, table: QTextTable, row: int, source: int) -> None:
        put = Inline(out, table.cellAt(row, 0).firstCursorPosition())
        contact = self._person.contacts[source]
        tip = translate("person", "Open the contact in {account}").format(account=contact.account)
        put.text(one_line(contact.account), put.formats.link, href=contact_href(source), tip=tip)

    def _value(self, put: Inline, said: SaidValue) -> None:
        line = value_line(self._person, self._field.field, said.value)
        put.out.blocks.value(put.cursor, line)
        put.run_as_window()  # our words follow, whatever the direction of the value
        trait = said.value.trait
        if self._field.field == CONSENT and trait is not None and not trait.memory:
            put.text(f"{GAP}{one_line(trait.key)}", put.formats.muted)
        self._agents(put, said)

    def _agents(self, put: Inline, said: SaidValue) -> None:
        """Badges of the agents whose memories say it, which open the memories."""
        source = said.value.source
        memories = self._person.contacts[source].memories
        if memories is None or not said.memories:
            return
        key = f"agents {self._field.field} {source} {said.value.memory}"
        some = said.memories if key in put.out.expanded else said.memories[:MAX_AGENTS]
        for each in some:
            put.gap()
            name = memories.name_of(each)
            put.chip(None, name, href=memory_href(source, each.number), tip=each.agent or name)
        if left := len(said.memories) - len(some):
            put.gap()
            words = translate("person", "and %Ln more", "", left)
            put.text(words, put.formats.link, href=SHOW_ALL + key)

    def _standing(self, put: Inline, value: ComparedValue) -> None:
        standing = value.standing
        form = put.formats.muted
        if standing is Standing.DIFFERS and not self._is_dismissed:
            form = put.colored(theme.color("warning"))
        words = f"{SIGNS[standing]} {standing_words(standing)}"
        put.text(words, form, tip=standing_tip(standing))
        if standing is Standing.DIFFERS and value.same_as:
            names = [self._person.contacts[each].account for each in value.same_as]
            same = translate("person", "same in {accounts}")
            same = same.format(accounts=", ".join(dict.fromkeys(names)))
            put.text(f"{GAP}{one_line(same)}", put.formats.muted)

    def _silent(self, put: Inline) -> None:
        silent = self._field.silent
        if not silent:
            return
        names = dict.fromkeys(self._person.contacts[each].account for each in silent)
        words = translate("person", "Nothing in {accounts}").format(accounts=", ".join(names))
        put.paragraph()
        put.text(one_line(words), put.formats.small)


def _said(person: ShownPerson, values: Sequence[ComparedValue]) -> list[SaidValue]:
    """Values in the order of the sources, those of one contact in the same words together."""
    found: list[SaidValue] = []
    for source, own in groupby(values, key=lambda each: each.source):
        memories = person.contacts[source].memories
        by_number = {each.number: each for each in memories.memories} if memories else {}
        together: dict[tuple[str, str, str], list[ComparedValue]] = {}
        for each in own:
            consent = each.trait.consent if each.trait is not None else ""
            key = each.trait.key if each.trait is not None and consent else ""
            together.setdefault((each.text, key, consent), []).append(each)
        for said in together.values():
            tellers = {each.memory: by_number.get(each.memory) for each in said}
            found.append(SaidValue(said[0], tuple(filter(None, tellers.values()))))
    return found
