"""Texts of the table's cells, made from what the index has of a contact."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from contactdesk.index import STAND_IN, STAND_IN_FIELD
from contactdesk.memories.agents import short_names
from contactdesk.memories.field_values import PERSONAS, is_field
from contactdesk.model import Column, Kind
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


def plain_names(_account_id: str, agents: Collection[str]) -> Mapping[str, str]:
    """Agents without nicknames."""
    return short_names(agents, {})


class Cells:
    """Which columns are read from the index, and how their values are written."""

    def __init__(
        self,
        columns: Sequence[Column],
        agent_names: AgentNames = plain_names,
        prepared: Collection[str] = (),
    ) -> None:
        """`columns` are all that come from the index; `prepared` are the paths of fields that not
        all contacts' values are known of yet."""
        self.prepared = prepared
        self._agent_names = agent_names
        self._fields = [column for column in columns if is_field(column.path)]
        self.stored = [*columns, *map(about, self._fields), STAND_IN, STAND_IN_FIELD]
        """What `Index.rows` reads of a row."""
        self._place = {column.path: place for place, column in enumerate(self.stored[:-2])}

    def words(
        self, column: Column, account_id: str, values: Sequence[Any], forms: LocaleFormats
    ) -> str:
        """The words of a cell, as the vendor or the user wrote them. `values` are a row's, in the
        order of `stored`."""
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
