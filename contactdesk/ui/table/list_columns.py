"""The columns of a list: what each one sorts by, and how wide it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt


class ListColumn(Struct, frozen=True):
    """`by` is what it sorts by, as the index calls it, "" for a column that sorts nothing; widths are
    in pixels, `narrow` where there is little room. `first` is the direction of the first click on
    its header; `is_backward`: what it shows ascends where `by` descends."""

    by: str
    width: int
    narrow: int
    first: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    is_backward: bool = False


def column_of(columns: Sequence[ListColumn], by: str) -> int:
    """The column that shows what `by` sorts; -1 for none."""
    found = (number for number, column in enumerate(columns) if by and column.by == by)
    return next(found, -1)


def fitted_widths(
    columns: Sequence[ListColumn], shown: Sequence[int], room: int, stretched: int
) -> Mapping[int, int]:
    """Widths of the shown columns that fill `room` pixels: what is missing is shared by all, what is
    left goes to the column `stretched`."""
    wide = {each: columns[each].width for each in shown}
    narrow = {each: columns[each].narrow for each in shown}
    missing = sum(wide.values()) - room
    if missing > 0:
        share = min(1, missing / (sum(wide.values()) - sum(narrow.values())))
        wide = {each: round(w - share * (w - narrow[each])) for each, w in wide.items()}
    wide[stretched] += max(0, room - sum(wide.values()))
    return wide
