"""The columns of the list of open items, and what it is sorted and grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import Qt

from contactdesk.ui.kit.wording import translate

PRIORITY, ITEM, PERSON, PERSONA, AGE, ABOUT, ACCOUNT, STATE = range(8)


class ItemColumn(Struct, frozen=True):
    """`by` is its `ItemOrder.by`, "" for a column that sorts nothing; widths are in pixels, `narrow`
    where there is little room. `first` is the direction of the first click on its header;
    `is_backward`: what it shows ascends where `by` descends."""

    by: str
    width: int
    narrow: int
    first: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    is_backward: bool = False


COLUMNS = (
    ItemColumn("priority", 84, 78),
    ItemColumn("text", 320, 140),
    ItemColumn("person", 140, 92),
    ItemColumn("agent", 96, 78),
    # The first click shows the oldest items first.
    ItemColumn("created_at", 76, 70, Qt.SortOrder.DescendingOrder, is_backward=True),
    ItemColumn("about", 130, 84),
    ItemColumn("account", 124, 84),
    ItemColumn("", 190, 110),
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


def fitted_widths(shown: Sequence[int], room: int) -> dict[int, int]:
    """Widths of the shown columns that fill `room` pixels: what is missing is shared by all, what is
    left goes to the items."""
    wide = {each: COLUMNS[each].width for each in shown}
    narrow = {each: COLUMNS[each].narrow for each in shown}
    missing = sum(wide.values()) - room
    if missing > 0:
        share = min(1, missing / (sum(wide.values()) - sum(narrow.values())))
        wide = {each: round(w - share * (w - narrow[each])) for each, w in wide.items()}
    wide[ITEM] += max(0, room - sum(wide.values()))
    return wide
