"""The widgets that show a contact: header, warning, places of matches, and tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.model import Contact, Provider
from contactdesk.ui.detail.contact_tabs import ContactTabs
from contactdesk.ui.detail.header import DetailHeader
from contactdesk.ui.detail.hit_stepper import HitStepper
from contactdesk.ui.detail.matched_line import MatchedLine
from contactdesk.ui.detail.record_hits import RecordHits
from contactdesk.ui.document.folds import Folds
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.record_words import malformed_words


class ContactView(QWidget):
    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(self, hits: RecordHits, parent: QWidget, folds: Folds | None = None) -> None:
        super().__init__(parent)
        # Each with its final parent: Qt restyles a widget, with all its children, when it moves.
        self.header = DetailHeader(self)
        self.malformed = HintLabel(tone="warning", parent=self, name="oddRecord")
        self.no_match = HintLabel(parent=self, name="noMatch")
        self.matched = MatchedLine(self)
        self.tabs = ContactTabs(self, folds)
        self.stepper = HitStepper(hits, self.tabs)
        self.header.copied.connect(self.copied)
        self.tabs.copied.connect(self.copied)
        self.header.search_wanted.connect(self.search_wanted)
        self.tabs.search_wanted.connect(self.search_wanted)
        self.matched.link_activated.connect(lambda number: self.stepper.go_to(int(number)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        lines = QVBoxLayout()
        lines.setContentsMargins(4 * theme.unit(), 0, 4 * theme.unit(), theme.unit())
        lines.addWidget(self.malformed)
        lines.addWidget(self.no_match)
        lines.addWidget(self.matched)
        column.addLayout(lines)
        column.addWidget(self.tabs, 1)

    def show_head(
        self, account_label: str, provider: Provider, contact: Contact, malformed: str
    ) -> None:
        self.header.show_contact(account_label, provider, contact)
        words = self.tr("This record doesn't match {vendor}'s API documentation. {problem}")
        self.malformed.say(
            words.format(vendor=provider.title, problem=malformed_words(malformed))
            if malformed
            else ""
        )

    def say_no_match(self, is_other: bool) -> None:
        """Says that the contact is not among the search's matches."""
        self.no_match.say(self.tr("This contact is not among the matches.") if is_other else "")
