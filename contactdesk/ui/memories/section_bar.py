"""The bar of a document's sections with their counts; it stays while the document scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from contactdesk.ui.kit.text import mnemonic
from contactdesk.ui.kit.wording import number

Section = tuple[str, str, int]
"""(key, title, count; 0 for none to show)."""


class SectionBar(QTabBar):
    """A section is chosen by a click, by Left and Right, or by `choose_number`; the section in view
    is highlighted. Where the bar is too narrow it scrolls sideways."""

    section_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memorySections")
        self.setAccessibleName(self.tr("Sections of the memory"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        # Left and Right do what they do.
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sections: Sequence[Section] = ()
        self.currentChanged.connect(self._on_current_changed)
        self.tabBarClicked.connect(self._on_clicked)

    @property
    def sections(self) -> Sequence[Section]:
        return self._sections

    def show_sections(self, sections: Sequence[Section], current: str) -> None:
        """Shows the sections of a document, and which one is in view."""
        if sections != self._sections:
            self.blockSignals(True)
            self._fill(sections)
            self.blockSignals(False)
        self.show_current(current)

    def _fill(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        while self.count() > len(sections):
            self.removeTab(self.count() - 1)
        for at, (_key, title, count) in enumerate(sections):
            words = self.tr("{section} {count}").format(section=title, count=number(count))
            if at == self.count():
                self.addTab("")
            self.setTabText(at, mnemonic(words if count else title))

    def show_current(self, key: str) -> None:
        """Highlights a section without jumping there."""
        at = next((at for at, each in enumerate(self._sections) if each[0] == key), -1)
        if at >= 0 and at != self.currentIndex():
            self.blockSignals(True)
            self.setCurrentIndex(at)
            self.blockSignals(False)

    def choose_number(self, at: int) -> None:
        """Jumps to the section at an index, if there is one."""
        if 0 <= at < len(self._sections):
            self.show_current(self._sections[at][0])
            self.section_chosen.emit(self._sections[at][0])

    def _on_current_changed(self, at: int) -> None:
        if 0 <= at < len(self._sections):
            self.section_chosen.emit(self._sections[at][0])

    def _on_clicked(self, at: int) -> None:
        # A section that is current already may be far away by now.
        if at >= 0 and at == self.currentIndex():
            self.section_chosen.emit(self._sections[at][0])
