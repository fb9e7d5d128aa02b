"""Texts of the table's cells, made from what the index has of a contact."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from contactdesk.index import STAND_IN, STAND_IN_FIELD
from contactdesk.memories.agents import short_names
from contactdesk.memories.field_values import PERSONAS, is_field
from contactdesk.model import CONTACT_FIELDS, Column, Kind
from contactdesk.people.columns import PERSON_PATHS
from contactdesk.records.formatting import LocaleFormats, decoded, format_cell
from contactdesk.ui.table.field_columns import about, differs, kind_of

AgentNames = Callable[[str, Collection[str]], Mapping[str, str]]
"""(account id, agents) -> what each of them is called."""

NESTED_KINDS = (Kind.TAGS, Kind.COUNT, Kind.JSON)
"""Kinds whose values may be lists or objects, which the index has as JSON text."""

translate = QCoreApplication.translate

NOT_PREPARED = "…"
"""Shown for a field whose value is not known yet."""

DIFFERS_MARK = "≠"

NOT_READ: Any = object()
"""In the place of a value of `Cells.later`."""


def plain_names(_account_id: str, agents: Collection[str]) -> Mapping[str, str]:
    """Agents without nicknames."""
    return short_names(agents, {})


class Cells:
    """Which columns are read from the index, and how their values are written.

    `at_once` and `later` are what `Index.rows` reads of a row: first what most tables show. The rest
    is read when it comes into sight: what is looked for in each contact of a person and, of a contact,
    what is known of its person.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        agent_names: AgentNames = plain_names,
        prepared: Collection[str] = (),
        *,
        people: bool = False,
    ) -> None:
        """`columns` are all that come from the index; `prepared` are the paths of fields that not
        all contacts' values are known of yet. `people`: rows are people, not contacts."""
        self.prepared = prepared
        self._agent_names = agent_names
        self._fields = [column for column in columns if is_field(column.path)]
        every = [*columns, *map(about, self._fields)]
        common = (*CONTACT_FIELDS, *PERSON_PATHS)
        self.later = [
            c for c in every if (c.path not in common if people else c.path in PERSON_PATHS)
        ]
        first = [column for column in every if column not in self.later]
        self.at_once = [*first, STAND_IN, STAND_IN_FIELD]
        self._place = {column.path: place for place, column in enumerate([*first, *self.later])}

    def values(self, read: Sequence[Any]) -> list[Any]:
        """The values of a row, of those of `at_once`."""
        return [*read[:-2], *[NOT_READ] * len(self.later), *read[-2:]]

    def with_later(self, values: Sequence[Any], later: Sequence[Any]) -> list[Any]:
        """The values of a row with those of `later`."""
        count = len(values) - len(self.later) - 2
        return [*values[:count], *later, *values[-2:]]

    def is_missing(self, column: Column, values: Sequence[Any]) -> bool:
        """Whether the value of a column is one of `later` that was not read."""
        place = self._place.get(column.path)
        return place is not None and values[place] is NOT_READ

    def words(
        self, column: Column, account_id: str, values: Sequence[Any], forms: LocaleFormats
    ) -> str:
        """The words of a cell, as the vendor or the user wrote them. `values` are a row's, as
        `values` gives them."""
        value = values[self._place[column.path]]
        if is_field(column.path):
            return self._field_words(column, value, values, forms)
        if column.path == "name" and not value:
            value = values[-2]
        if column.path == PERSONAS and value:
            names = self._agent_names(account_id, agents := json.loads(value))
            value = [names.get(each, each) for each in agents]
        return format_cell(value, column.kind, forms)

    def read(self, column: Column, values: Sequence[Any]) -> Any:
        """A cell's value as the index has it, lists as JSON text; None for none."""
        return values[self._place[column.path]]

    def value(self, column: Column, values: Sequence[Any]) -> Any:
        """A cell's value as the index has it, lists decoded; None for none."""
        value = self.read(column, values)
        return decoded(value) if column.kind in NESTED_KINDS and isinstance(value, str) else value

    def description(self, column: Column, values: Sequence[Any]) -> str:
        """What a screen reader says of a cell besides its text."""
        if column.path == "name":
            return stand_in_words(values[-1])
        if is_field(column.path) and differs(values[self._place[about(column).path]]):
            return translate("ContactTable", "Memories differ: the value of the newest is shown")
        return ""

    def _field_words(
        self, column: Column, value: Any, values: Sequence[Any], forms: LocaleFormats
    ) -> str:
        if value is None:
            return NOT_PREPARED if column.path in self.prepared else ""
        told = values[self._place[about(column).path]]
        words = format_cell(value, kind_of(told), forms)
        return f"{words} {DIFFERS_MARK}" if differs(told) else words


def stand_in_words(field: str) -> str:
    """What a name's stand-in is, for screen readers; "" for a name. `field` is as in the index."""
    return {
        "company": translate("ContactTable", "No name; company shown"),
        "email": translate("ContactTable", "No name; e-mail address shown"),
        "phone": translate("ContactTable", "No name; phone number shown"),
        "external_id": translate("ContactTable", "No name; external ID shown"),
        "id": translate("ContactTable", "No name; ID shown"),
    }.get(field, "")
