"""Chips above the table, each a condition that it writes into the search field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from contactdesk.search.toggling import has_condition, toggled
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.text import set_tip

MEMORY_CONDITIONS = ("has:memory", "open:>0", "priority:high", "talked:<7d")
"""Conditions for vendors whose agents remember."""


class QuickFilters(QWidget):
    """Shows which of its conditions the search has; pressing one changes the search."""

    search_wanted = Signal(str)  # the whole text for the search field

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quickFilters")
        self.setAccessibleName(self.tr("Quick filters"))
        self._search = ""
        chips = QWidget(self)
        row, column = FlowLayout(chips), QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.addWidget(chips)
        titles = {
            "has:memory": self.tr("Has memory"),
            "open:>0": self.tr("Open items"),
            "priority:high": self.tr("High priority"),
            "talked:<7d": self.tr("Talked in 7 days"),
            "-has:email": self.tr("No e-mail"),
            "is:favorite": self.tr("Favorites"),
        }
        self.chips = {each: self._chip(chips, each, title) for each, title in titles.items()}
        for chip in self.chips.values():
            row.addWidget(chip)

    def _chip(self, parent: QWidget, condition: str, title: str) -> QToolButton:
        chip = QToolButton(parent)
        chip.setText(title)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tip = self.tr("Only contacts that match {condition}, added to the search field")
        set_tip(chip, tip.format(condition=condition))
        chip.clicked.connect(lambda _on: self._on_clicked(condition))
        return chip

    def offer(self, *, memories: bool) -> None:
        """Shows the chips that can find something; without `memories`, none about them."""
        for condition in MEMORY_CONDITIONS:
            self.chips[condition].setVisible(memories)

    def show_search(self, text: str) -> None:
        """Presses the chips whose conditions the search has."""
        self._search = text
        for condition, chip in self.chips.items():
            chip.setChecked(has_condition(text, condition))

    def _on_clicked(self, condition: str) -> None:
        # The search may refuse: the chip shows what the search has.
        self.show_search(self._search)
        self.search_wanted.emit(toggled(self._search, condition))
