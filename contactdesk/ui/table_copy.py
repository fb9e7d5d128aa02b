"""Rows of a table as text for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView


def as_tsv(view: QTableView, rows: Iterable[int]) -> str:
    """The rows' shown columns in their order on screen, tab separated, below their titles."""
    header, model = view.horizontalHeader(), view.model()
    shown = [
        logical
        for place in range(header.count())
        if not header.isSectionHidden(logical := header.logicalIndex(place))
    ]
    titles = (model.headerData(column, Qt.Orientation.Horizontal) for column in shown)
    lines = ["\t".join(str(title) for title in titles)]
    for row in rows:
        cells = (str(model.index(row, column).data() or "") for column in shown)
        lines.append("\t".join(cell.replace("\t", " ") for cell in cells))
    return "\n".join(lines)
