"""The search bar of the raw record: finds keys and values in its JSON tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from contactdesk.text.normalize import normalize
from contactdesk.ui.detail.raw_json import children, summary
from contactdesk.ui.detail.raw_tree import TreePath
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.sliced_work import SlicedWork
from contactdesk.ui.kit.text import Label
from contactdesk.ui.kit.wording import number

MAX_HITS = 5_000


class RawSearch(QWidget):
    """Searches as the user types, in slices, and steps through the hits, round and round."""

    hit_chosen = Signal(object)  # TreePath

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._hits: list[TreePath] = []
        self._current = -1
        self._work = SlicedWork(self)
        self._work.finished.connect(self._on_finished)
        self.field = QLineEdit(self)
        self.field.setObjectName("rawSearch")
        add_clear_button(self.field)
        self.field.setAccessibleName(self.tr("Search the raw record"))
        self.field.setPlaceholderText(self.tr("Search keys and values"))
        icon = theme.icon("search", "muted")
        search = self.field.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        # Screen readers announce the icon as a button.
        search.setText(self.tr("Search"))
        search.triggered.connect(self.field.setFocus)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self.next_hit)
        self.count = Label(parent=self, name="rawCount")
        unit = theme.unit()
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * unit, 2 * unit, 3 * unit, 2 * unit)
        row.setSpacing(unit)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(self._button("chevron-up", self.tr("Previous match"), self.previous_hit))
        row.addWidget(self._button("chevron-down", self.tr("Next match"), self.next_hit))

    def _button(self, icon: str, name: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(theme.icon(icon))
        button.setAccessibleName(name)
        button.clicked.connect(slot)
        return button

    def set_value(self, value: Any) -> None:
        """Searches another parsed record for the text in the field; None for no record."""
        self._value = value
        self._on_typed(self.field.text())

    def _on_typed(self, typed: str) -> None:
        self._work.cancel()
        self._hits, self._current = [], -1
        self.count.setText("")
        if typed.strip() and self._value is not None:
            self._work.start(self._find(normalize(typed.strip())))

    def _find(self, sought: str) -> Iterator[None]:
        """Collects the paths of matching keys and values, in the order of the tree."""
        stack: list[tuple[TreePath, str | int, Any]] = [((), "", self._value)]
        while stack and len(self._hits) < MAX_HITS:
            path, key, value = stack.pop()
            text = "" if isinstance(value, list) else summary(value)
            in_key = isinstance(key, str) and sought in normalize(key)
            if path and (in_key or sought in normalize(text)):
                self._hits.append(path)
            below = enumerate(children(value))
            stack += reversed([((*path, row), inner, each) for row, (inner, each) in below])
            yield

    def _on_finished(self) -> None:
        if self._hits:
            self._go_to(0)
        else:
            self.count.setText(self.tr("No matches"))

    def next_hit(self) -> None:
        self._go_to(self._current + 1)

    def previous_hit(self) -> None:
        self._go_to(self._current - 1)

    def _go_to(self, hit: int) -> None:
        if not self._hits:
            return
        self._current = hit % len(self._hits)
        self.hit_chosen.emit(self._hits[self._current])
        at, count = number(self._current + 1), number(len(self._hits))
        self.count.setText(self.tr("Match {at} of {count}").format(at=at, count=count))
