"""The reading mode: one contact's memories over the whole window, and steps by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.kit.text import show_tip
from contactdesk.ui.window.pane_state import PaneState

READ, FIND = "actionReadMemories", "actionFindMemories"
STEPS = {
    "actionNextMemory": 1,
    "actionPreviousMemory": -1,
    "actionNextContact": 1,
    "actionPreviousContact": -1,
}
MESSAGE_MS = 3_000


class ReadingMode(QObject):
    """Hides what is not read, and shows it again as it was: selection, scroll positions and panes.

    The steps from memory to memory and from contact to contact work outside it, too. `bars` are the
    bars of the window that are hidden.
    """

    def __init__(
        self,
        browser: Browser,
        panes: PaneState,
        bars: Sequence[QWidget],
        actions: Mapping[str, QAction],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._browser = browser
        self._panes = panes
        self._bars = bars
        self._actions = actions
        self._window = window
        self._focus: QWidget | None = None
        detail = browser.detail
        detail.shown_changed.connect(self.show_state)
        detail.reading_wanted.connect(actions[READ].toggle)
        # What a search finds is in the table.
        detail.search_wanted.connect(lambda _words: self.leave())
        actions[READ].toggled.connect(self._on_toggled)
        actions[FIND].triggered.connect(lambda _on=False: detail.tabs.find_in_memories())
        for name, direction in STEPS.items():
            step = self._step_contact if name.endswith("Contact") else self._step_memory
            actions[name].triggered.connect(lambda _on=False, s=step, d=direction: s(d))
            # Elsewhere, Alt and an arrow may mean something else: it opens a drop-down.
            actions[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for part in (detail, browser.table):
                part.addAction(actions[name])

    @property
    def is_on(self) -> bool:
        return self._actions[READ].isChecked()

    def leave(self) -> bool:
        """Shows the whole window again; False if it was shown already."""
        was_on = self.is_on
        self._actions[READ].setChecked(False)
        return was_on

    def show_state(self) -> None:
        """Enables the commands that do something for the contact that is shown."""
        detail = self._browser.detail
        is_showing, has_memories = detail.is_showing(), detail.has_memories()
        for name in (FIND, *STEPS):
            needs_memories = not name.endswith("Contact")
            self._actions[name].setEnabled(has_memories if needs_memories else is_showing)
        self._actions[READ].setEnabled(is_showing or self.is_on)

    def _on_toggled(self, is_on: bool) -> None:
        focus = self._window.focusWidget()
        self._panes.set_reading(is_on)
        for bar in self._bars:
            bar.setVisible(not is_on)
        self._browser.detail.set_reading(is_on)
        if is_on:
            self._focus = focus
            self._browser.detail.tabs.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            table = self._browser.table
            table.scrollTo(table.currentIndex())
            (self._focus or table).setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_state()

    def _step_memory(self, direction: int) -> None:
        if not self._browser.detail.tabs.step_memory(direction):
            self._say(self.tr("Last memory") if direction > 0 else self.tr("First memory"))

    def _step_contact(self, direction: int) -> None:
        """Makes the next or previous row current, of the table or the page; the contact follows."""
        if (page := self._browser.pages.current()) is not None:
            page.step(direction)
            return
        table = self._browser.table
        row = table.currentIndex().row() + direction
        if 0 <= row < self._browser.table_model.rowCount():
            table.go_to_row(row)
        elif direction < 0:
            self._say(self.tr("This is the first contact"))
        elif self._browser.extent().complete:
            self._say(self.tr("This is the last contact"))
        else:
            self._say(self.tr("This is the last of the contacts loaded so far"))

    def _say(self, words: str) -> None:
        """In the status bar, and while that is hidden beside the contact's name."""
        if self._window.statusBar().isVisible():
            self._window.statusBar().showMessage(words, MESSAGE_MS)
            return
        detail = self._browser.detail
        place = QPoint(detail.width() // 2, 0)
        show_tip(detail.mapToGlobal(place), words, detail, detail.rect())
