"""A combo box that the wheel does not change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """The wheel over a closed box scrolls what the box is in; its open list scrolls as usual."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def select_data(box: ChoiceBox, data: object) -> None:
    """Makes the choice with this data current; the first one, which is all, where there is none."""
    found = (each for each in range(box.count()) if _same(box.itemData(each), data))
    box.setCurrentIndex(next(found, 0))


def refill(box: ChoiceBox, entries: Sequence[tuple[object, str]]) -> None:
    """Shows other choices, as (data, words), silently; the chosen one stays if it is still there."""
    shown = [(box.itemData(each), box.itemText(each)) for each in range(box.count())]
    if len(shown) == len(entries) and all(
        _same(data, other) and words == wanted
        for (data, words), (other, wanted) in zip(shown, entries, strict=True)
    ):
        return
    chosen = box.currentData()
    was_blocked = box.blockSignals(True)
    box.clear()
    for data, words in entries:
        box.addItem(words, data)
    select_data(box, chosen)
    box.blockSignals(was_blocked)


def _same(held: object, data: object) -> bool:
    """Qt gives tuples back as lists."""
    return (list(held) if isinstance(held, list | tuple) else held) == (
        list(data) if isinstance(data, list | tuple) else data
    )
