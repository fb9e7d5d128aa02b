"""The tab of a contact's memories: the list, and the overview or one memory beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from contactdesk.search.query import Query
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import set_tip
from contactdesk.ui.memories.contact_memories import ContactMemories, MemoryPlace
from contactdesk.ui.memories.finding import Finding
from contactdesk.ui.memories.memory_chooser import MemoryChooser
from contactdesk.ui.memories.memory_finder import Match
from contactdesk.ui.memories.memory_menu import MemoryMenu
from contactdesk.ui.memories.memory_pages import MemoryPages
from contactdesk.ui.memories.memory_rows import memory_rows
from contactdesk.ui.memories.memory_view import MemoryView
from contactdesk.ui.memories.section_bar import SectionBar
from contactdesk.ui.memories.sections_pane import SectionsPane
from contactdesk.ui.memories.sort_button import SortButton

MIN_WIDE_PX = 700
"""From this width on, the list is beside the view; below, a drop-down is above it."""

LIST_SHARE = 0.34
MIN_LIST_UNITS, MAX_LIST_UNITS = 56, 84
MIN_WIDTH_UNITS = 40
MAX_NUMBERED_SECTIONS = 7


class MemoriesTab(QWidget):
    """Shows the memories of one record: the chosen row of `chooser`, in `pages`.

    Signals: `copied` (a text for the clipboard), `search_wanted` (one for the search field),
    `nickname_wanted` (an agent), `reading_wanted` (into the reading mode, or out of it).
    """

    copied = Signal(str)
    search_wanted = Signal(str)
    nickname_wanted = Signal(str)
    reading_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: Callable[[], ContactMemories] | None = None
        self._shown: ContactMemories | None = None
        self._hits: Mapping[int, int] = {}
        self._is_wide: bool | None = None
        self._is_jumping = False
        self._make_parts()
        self._connect()
        self._arrange()

    def _make_parts(self) -> None:
        self.chooser = MemoryChooser(self)
        self.list = self.chooser.list
        self.finding = Finding(lambda: self.chooser.number, self)
        self.sort = SortButton(self)
        self.reading = QToolButton(self)
        self.reading.setObjectName("readMemories")
        self.reading.setIcon(theme.icon("expand", "muted"))
        self.reading.setAccessibleName(self.tr("Reading mode"))
        self.reading.setCheckable(True)
        self.set_reading(False)
        self.sections = SectionBar(self)
        self.pages = MemoryPages(self)
        self._line = QFrame(self)
        self._line.setFrameShape(QFrame.Shape.NoFrame)
        self._line.setObjectName("itemLine")
        self._line.setFixedWidth(1)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self.pages.show_number)
        self.chooser.chosen.connect(lambda _number: self.finding.show_position())
        self.chooser.menu_wanted.connect(self._open_menu)
        self.sort.sort_chosen.connect(lambda _order: self._show_rows(keep=True))
        self.reading.clicked.connect(lambda _on: self.reading_wanted.emit())
        self.finding.sought.connect(self.pages.set_sought)
        self.finding.match_reached.connect(self._on_match_reached)
        self.finding.changed.connect(self._show_matches)
        self.finding.left.connect(lambda: self.pages.page.setFocus())
        self.sections.section_chosen.connect(self._go_to_section)
        self.pages.copied.connect(self.copied)
        self.pages.search_wanted.connect(self.search_wanted)
        self.pages.section_changed.connect(self._on_section_changed)
        self.pages.sections_changed.connect(self._show_sections)
        self.pages.memory_wanted.connect(self.chooser.choose)
        for number in range(1, MAX_NUMBERED_SECTIONS + 1):
            self.addAction(_section_action(self, number))

    # Layout

    def _arrange(self) -> None:
        """The head above, list and view below it; `_fit` moves what depends on the width."""
        unit = theme.unit()
        self._head = QGridLayout()
        self._head.setContentsMargins(3 * unit, 2 * unit, 3 * unit, 2 * unit)
        self._head.setSpacing(unit)
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.sections)
        content.addWidget(self.pages, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addWidget(self._line)
        body.addLayout(content, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addLayout(self._head)
        column.addLayout(body, 1)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """That of the narrow layout: a wide tab, too, can be made that narrow at once."""
        return QSize(MIN_WIDTH_UNITS, MIN_WIDTH_UNITS) * theme.unit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Wide: the list beside the view. Narrow: a drop-down above the field to find."""
        is_wide, unit = self.width() >= MIN_WIDE_PX, theme.unit()
        share = round(self.width() * LIST_SHARE)
        self.list.setFixedWidth(max(MIN_LIST_UNITS * unit, min(MAX_LIST_UNITS * unit, share)))
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        for widget in (self.chooser.box, self.finding.bar, self.sort, self.reading):
            self._head.removeWidget(widget)
        row = 0 if is_wide else 1
        self._head.addWidget(self.finding.bar, row, 0)
        self._head.addWidget(self.sort, row, 1)
        self._head.addWidget(self.reading, 0, 2)
        if not is_wide:
            self._head.addWidget(self.chooser.box, 0, 0, 1, 2)
        for part in (self.list, self._line):
            part.setVisible(is_wide)
        self.chooser.box.setVisible(not is_wide)
        self.sort.show_words(is_wide)

    def set_reading(self, is_reading: bool) -> None:
        """Says whether the window shows nothing but the memories, and how to get there or back."""
        self.reading.setChecked(is_reading)
        words = self.tr("Leave reading mode (Esc)") if is_reading else self.tr("Reading mode (F11)")
        set_tip(self.reading, words)

    # The record

    def set_record(self, read: Callable[[], ContactMemories], query: Query) -> None:
        """Sets what the next `refresh` shows; `read` gives the memories of the record."""
        self._record = read
        self._hits = {}
        self.pages.set_query(query)

    def set_query(self, query: Query) -> None:
        """Marks the hits of the window's search."""
        self.pages.set_query(query)

    def refresh(self, *, keep_place: bool) -> None:
        """Shows the record. With `keep_place` it is the contact that is shown already: the chosen
        memory and the scroll position stay."""
        if self._record is None:
            return
        self._shown = self._record()
        self.pages.show_record(self._shown)
        self._show_rows(keep=keep_place)
        self.pages.show_number(self.chooser.number, keep_place=keep_place)
        self.finding.show_record(self._shown)

    def _show_rows(self, *, keep: bool) -> None:
        if self._shown is not None:
            rows = memory_rows(self._shown, self.sort.order)
            self.chooser.show_rows(rows, keep=keep)
            self.finding.set_order([row.number for row in rows])

    def show_hits(self, hits: Mapping[int, int]) -> None:
        """Place of a memory in the record -> the number of the window's search's matches in it."""
        self._hits = hits
        self._show_matches()

    def open_item(self, at: int) -> None:
        """Opens the memory at a place in the record, not as the user's choice."""
        if self._shown is not None and 0 <= at < len(self._shown.memories):
            self._open(self._shown.memories[at].number)

    def show_place(self, place: MemoryPlace) -> None:
        """Opens a memory, at an open item if the place names one, not as the user's choice."""
        if self._shown is not None and (number := self._shown.number_at(place)):
            self._open(number)
            if path := self._shown.path_at(place):
                self.pages.page.go_to_path(path)

    def _open(self, number: int) -> None:
        self.chooser.show(number)
        self.pages.show_number(number)

    @property
    def page(self) -> SectionsPane:
        """The overview or the memory that is shown."""
        return self.pages.page

    # Sections

    def _show_sections(self) -> None:
        page = self.pages.page
        self.sections.show_sections(page.sections(), page.section())

    def _go_to_section(self, key: str) -> None:
        # A short section at the end never gets to the top: it stays the chosen one nevertheless.
        self._is_jumping = True
        self.pages.page.go_to(key)
        self._is_jumping = False

    def _on_section_changed(self, key: str) -> None:
        if not self._is_jumping:
            self.sections.show_current(key)

    # Finding

    def find_text(self) -> None:
        """Goes to the field to find a text within the memories."""
        self.finding.bar.focus_field()

    def _on_match_reached(self, match: Match) -> None:
        self._open(match.number)
        self.pages.page.go_to_found(match.path, match.at)

    def _show_matches(self) -> None:
        """In the list: what is looked for here, else what the window's search finds."""
        if self.finding.is_active:
            self.chooser.show_matches(self.finding.counts())
        elif self._shown is not None:
            memories = self._shown.memories
            found = {memories[at].number: count for at, count in self._hits.items()}
            self.chooser.show_matches(found)

    # Menu

    def _open_menu(self, at: QPoint) -> None:
        number = self.chooser.number
        memories = self._shown.memories if self._shown is not None else ()
        memory = next((each for each in memories if each.number == number), None)
        if memory is not None:
            menu = MemoryMenu(memory, self)
            menu.copied.connect(self.copied)
            menu.nickname_wanted.connect(self.nickname_wanted)
            menu.agent_view_wanted.connect(self._show_agent_view)
            menu.popup(at)

    def _show_agent_view(self, number: int) -> None:
        self.chooser.choose(number)
        page = self.pages.page
        if isinstance(page, MemoryView):
            page.show_as_sent()


def _section_action(tab: MemoriesTab, number: int) -> QAction:
    """Jumps to a section by its number; as an action, it is in the list of shortcuts."""
    words = QCoreApplication.translate("MemoriesTab", "Go to section {number} of the memory")
    made = QAction(words.format(number=number), tab)
    made.setObjectName(f"actionShowSection{number}")
    made.setShortcut(QKeySequence(f"Alt+{number}"))
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.triggered.connect(lambda _on: tab.sections.choose_number(number - 1))
    return made
