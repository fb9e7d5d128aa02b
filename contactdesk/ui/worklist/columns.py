"""The columns of the list of open items, and what it is sorted and grouped by."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from PySide6.QtCore import Qt

from contactdesk.ui.kit.wording import translate

PRIORITY, ITEM, PERSON, PERSONA, AGE, ABOUT, ACCOUNT, STATE = range(8)


class ItemColumn(Struct, frozen=True):
    """`by` is its `ItemOrder.by`, "" for a column that sorts nothing; `first` the direction of the
    first click on its header; `is_backward`: what it shows ascends where `by` descends."""

    by: str
    width: int
    first: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    is_backward: bool = False


COLUMNS = (
    ItemColumn("priority", 84),
    ItemColumn("text", 300),
    ItemColumn("person", 150),
    ItemColumn("agent", 110),
    # The first click shows the oldest items first.
    ItemColumn("created_at", 84, Qt.SortOrder.DescendingOrder, is_backward=True),
    ItemColumn("about", 130),
    ItemColumn("account", 124),
    ItemColumn("", 150),
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
    found = (number for number, column in enumerate(COLUMNS) if by and column.by == by)
    return next(found, -1)


def header_data(column: int, role: int) -> Any:
    """What Qt asks about a column's header."""
    if role == Qt.ItemDataRole.DisplayRole:
        return title(column)
    if role == Qt.ItemDataRole.InitialSortOrderRole:
        return COLUMNS[column].first
    return None
