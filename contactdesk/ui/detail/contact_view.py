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
from contactdesk.ui.person.wishes import PersonWishes


class ContactView(QWidget):
    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(
        self,
        hits: RecordHits,
        parent: QWidget,
        folds: Folds | None = None,
        wishes: PersonWishes | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_reading = False
        # Each with its final parent: Qt restyles a widget, with all its children, when it moves.
        self.header = DetailHeader(wishes or PersonWishes(self), self)
        self.malformed = HintLabel(tone="warning", parent=self, name="oddRecord")
        self.gone = HintLabel(tone="warning", parent=self, name="goneContact")
        self.no_match = HintLabel(parent=self, name="noMatch")
        self.no_memories = HintLabel(parent=self, name="noMemories")
        self._matched = QWidget(self)
        self.matched = MatchedLine(self._matched)
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
        lines.addWidget(self.gone)
        lines.addWidget(self.no_match)
        lines.addWidget(self.no_memories)
        matched = QVBoxLayout(self._matched)
        matched.setContentsMargins(0, 0, 0, 0)
        matched.addWidget(self.matched)
        lines.addWidget(self._matched)
        column.addLayout(lines)
        column.addWidget(self.tabs, 1)

    def show_head(
        self, account_label: str, provider: Provider, contact: Contact, malformed: str
    ) -> None:
        self.header.show_contact(account_label, provider, contact)
        self.gone.say("")
        words = self.tr("This record doesn't match {vendor}'s API documentation. {problem}")
        self.malformed.say(
            words.format(vendor=provider.title, problem=malformed_words(malformed))
            if malformed
            else ""
        )

    def say_gone(self, vendor: str) -> None:
        """Says that what is shown is the last record of a contact that is gone."""
        words = self.tr("This contact is gone: {vendor} does not list it. This is its last record.")
        self.gone.say(words.format(vendor=vendor))

    def set_reading(self, is_reading: bool) -> None:
        """Shows the name and the memories only; where there are none, the details and a hint."""
        self._is_reading = is_reading
        self.header.set_compact(is_reading)
        self._matched.setVisible(not is_reading)
        self.tabs.set_reading(is_reading)
        self.say_memories()

    def say_memories(self) -> None:
        """Says in the reading mode why no memories are shown."""
        has_none = self._is_reading and self.tabs.memories is None
        self.no_memories.say(
            self.tr("This contact has no memories. These are the details.") if has_none else ""
        )

    def say_no_match(self, is_other: bool) -> None:
        """Says that the contact is not among the search's matches."""
        self.no_match.say(self.tr("This contact is not among the matches.") if is_other else "")
