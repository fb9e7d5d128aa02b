"""The columns of the list of open items, and what it is sorted and grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from contactdesk.ui.kit.wording import translate
from contactdesk.ui.table import list_columns
from contactdesk.ui.table.list_columns import ListColumn

PRIORITY, ITEM, PERSON, PERSONA, AGE, ABOUT, ACCOUNT, STATE = range(8)


COLUMNS = (
    ListColumn("priority", 84, 78),
    ListColumn("text", 320, 140),
    ListColumn("person", 140, 92),
    ListColumn("agent", 96, 78),
    # The first click shows the oldest items first.
    ListColumn("created_at", 76, 70, Qt.SortOrder.DescendingOrder, is_backward=True),
    ListColumn("about", 130, 84),
    ListColumn("account", 124, 84),
    ListColumn("", 190, 110),
)
"""By column number."""

GROUPS = ("", "person", "agent", "priority", "account")
"""What rows may be grouped by, as `ItemOrder.by`; "" for nothing."""


def title(column: int) -> str:
    """A column's title."""
    return (
        translate("worklist", "Priority"),
        translate("worklist", "Item"),
        translate("worklist", "Person"),
        translate("worklist", "Persona"),
        translate("worklist", "Age"),
        translate("worklist", "About"),
        translate("worklist", "Account"),
        translate("worklist", "State"),
    )[column]


def group_title(group: str) -> str:
    """What a group is called in the list of groups."""
    return title(column_of(group)) if group else translate("worklist", "No groups")


def column_of(by: str) -> int:
    """The column that shows what `ItemOrder.by` sorts; -1 for none."""
    return list_columns.column_of(COLUMNS, by)


def group_columns(group: str) -> Sequence[int]:
    """The column of the names of the groups, none without groups."""
    return [column_of(group)] if group else []


def header_data(column: int, role: int) -> Any:
    """What Qt asks about a column's header."""
    if role == Qt.ItemDataRole.DisplayRole:
        return title(column)
    if role == Qt.ItemDataRole.InitialSortOrderRole:
        return COLUMNS[column].first
    return None
