"""Names and values, one pair per row."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QLineEdit

from contactdesk.ui.kit.text import Label, block, copied, line

MAX_CHARS = 4_000


def facts_grid(facts: Iterable[tuple[str, str]]) -> QGridLayout:
    """Each value in a read-only field, not a label: paths are long and need to be copied."""
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        field = QLineEdit(copied(block(value, MAX_CHARS)))
        field.setReadOnly(True)
        field.setAccessibleName(line(name))
        field.setCursorPosition(0)
        grid.addWidget(Label(name), row, 0)
        grid.addWidget(field, row, 1)
    return grid
