"""Chips above the table, each a condition that it writes into the search field."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from contactdesk.search.toggling import has_condition, toggled
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.text import set_tip

MEMORY_CONDITIONS = ("has:memory", "open:>0", "priority:high", "talked:<7d")
"""Conditions for vendors whose agents remember."""

CONTACT_CONDITIONS = (*MEMORY_CONDITIONS, "-has:email", "is:favorite")
SEVERAL_VENDORS, ONE_VENDOR = "in:>1", "in:1"
PEOPLE_CONDITIONS = (SEVERAL_VENDORS, ONE_VENDOR, "maybe:yes", "differs:yes", "behind:>30d")
OPPOSITES = {SEVERAL_VENDORS: ONE_VENDOR, ONE_VENDOR: SEVERAL_VENDORS}
"""Condition -> the one that nobody meets together with it."""


class QuickFilters(QWidget):
    """Shows which of its conditions the search has; pressing one changes the search. Behind them is the
    button that opens who is where."""

    search_wanted = Signal(str)  # the whole text for the search field

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quickFilters")
        self.setAccessibleName(self.tr("Quick filters"))
        self._search = ""
        chips = QWidget(self)
        flow = FlowLayout(chips)
        self.where_button = QToolButton(chips)
        self.where_button.setObjectName("whereButton")
        self.where_button.setText(self.tr("Who is where…"))
        self.where_button.setIcon(theme.icon("columns"))
        self.where_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.where_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_tip(self.where_button, self.tr("People in one vendor but not in another"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.addWidget(chips)
        titles = self._titles()
        self.chips = {each: self._chip(chips, each, title) for each, title in titles.items()}
        for button in (*self.chips.values(), self.where_button):
            flow.addWidget(button)
        self.offer(CONTACT_CONDITIONS)

    def _titles(self) -> dict[str, str]:
        return {
            SEVERAL_VENDORS: self.tr("Several vendors"),
            ONE_VENDOR: self.tr("Only one vendor"),
            "maybe:yes": self.tr("May be the same"),
            "differs:yes": self.tr("Disagreements"),
            "behind:>30d": self.tr("Agent behind"),
            "has:memory": self.tr("Has memory"),
            "open:>0": self.tr("Open items"),
            "priority:high": self.tr("High priority"),
            "talked:<7d": self.tr("Talked in 7 days"),
            "-has:email": self.tr("No e-mail"),
            "is:favorite": self.tr("Favorites"),
        }

    def _chip(self, parent: QWidget, condition: str, title: str) -> QToolButton:
        chip = QToolButton(parent)
        chip.setText(title)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        of_people = self.tr("Only people who match {condition}, added to the search field")
        of_contacts = self.tr("Only contacts that match {condition}, added to the search field")
        tip = of_people if condition in PEOPLE_CONDITIONS else of_contacts
        set_tip(chip, tip.format(condition=condition))
        chip.clicked.connect(lambda _on: self._on_clicked(condition))
        return chip

    def offer(self, conditions: Collection[str], *, people: bool = False) -> None:
        """Shows the chips of these conditions; with `people`, the button behind them."""
        for condition, chip in self.chips.items():
            chip.setVisible(condition in conditions)
        self.where_button.setVisible(people)

    def show_search(self, text: str) -> None:
        """Presses the chips whose conditions the search has."""
        self._search = text
        for condition, chip in self.chips.items():
            chip.setChecked(has_condition(text, condition))

    def _on_clicked(self, condition: str) -> None:
        # The search may refuse: the chip shows what the search has.
        self.show_search(self._search)
        search, opposite = self._search, OPPOSITES.get(condition, "")
        if opposite and has_condition(search, opposite):
            search = toggled(search, opposite)
        self.search_wanted.emit(toggled(search, condition))


def conditions_of(*, memories: bool, people: bool) -> tuple[str, ...]:
    """The conditions that can find something: of people, or of contacts whose agents remember or
    not."""
    if people:
        return PEOPLE_CONDITIONS
    return tuple(c for c in CONTACT_CONDITIONS if memories or c not in MEMORY_CONDITIONS)
