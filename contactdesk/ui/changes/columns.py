"""The columns of the list of changes, and what it is sorted and grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from contactdesk.ui.kit import text
from contactdesk.ui.kit.wording import translate
from contactdesk.ui.table.list_columns import ListColumn

DAY, ACCOUNT, TIME, NAME, WHAT = range(5)

DOWN = Qt.SortOrder.DescendingOrder

COLUMNS = (
    ListColumn("", 96, 62),
    ListColumn("account", 124, 58),
    ListColumn("time", 96, 68, DOWN),
    ListColumn("person", 170, 100),
    ListColumn("kind", 330, 130),
)
"""By column number."""

GROUPS = ("day", "account", "")
"""What rows may be grouped by, as `ChangeOrder.group`; "" for nothing."""


def title(column: int) -> str:
    """A column's title."""
    return (
        translate("changes", "Day"),
        translate("changes", "Account"),
        translate("changes", "Noticed"),
        translate("changes", "Name"),
        translate("changes", "What changed"),
    )[column]


def group_title(group: str) -> str:
    """What a way of grouping is called in the list of them."""
    return {
        "day": translate("changes", "By day and account"),
        "account": translate("changes", "By account"),
    }.get(group, translate("changes", "No groups"))


def group_columns(group: str) -> Sequence[int]:
    """The columns of the names of the groups, from the outermost group to the innermost."""
    return {"day": [DAY, ACCOUNT], "account": [ACCOUNT]}.get(group, [])


def header_data(column: int, role: int) -> Any:
    """What Qt asks about a column's header."""
    if role == Qt.ItemDataRole.DisplayRole:
        return title(column)
    if role == Qt.ItemDataRole.InitialSortOrderRole:
        return COLUMNS[column].first
    if role == Qt.ItemDataRole.ToolTipRole and column == TIME:
        words = translate(
            "changes", "When contactdesk noticed it; the change itself happened earlier"
        )
        return text.tooltip(words)
    return None
