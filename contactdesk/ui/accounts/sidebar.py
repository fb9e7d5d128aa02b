"""The list on the left: all contacts, people, pages about all of them, then every account with its
state."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QIcon,
    QPainter,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from contactdesk.ui.kit import text
from contactdesk.ui.kit.context_menu import keyboard_position
from contactdesk.ui.kit.row_ground import paint_ground
from contactdesk.ui.kit.row_words import (
    LEADING,
    TRAILING,
    draw_line,
    part_of,
    row_color,
    small_font,
)
from contactdesk.userdata.keys import PEOPLE

ModelIndex = QModelIndex | QPersistentModelIndex
ACCOUNT = int(Qt.ItemDataRole.UserRole)
ENTRY = ACCOUNT + 1
PAGE_KEY = "page/"
"""Before a page's name in its entry's key; an account's id has no slash."""


class Entry(Struct, frozen=True):
    """One line of the list. `account_id` is "" for all contacts; `tone` a color role; `age` says
    when the contacts were read. `page` is the name of the page it opens, "" for contacts.
    `is_people`: it shows a row a person."""

    account_id: str
    title: str
    state: str
    count: str
    icon: QIcon
    tone: str = "muted"
    age: str = ""
    page: str = ""
    is_people: bool = False

    @property
    def key(self) -> str:
        """Tells it from the other entries."""
        if self.is_people:
            return PEOPLE
        return PAGE_KEY + self.page if self.page else self.account_id

    def spoken(self) -> tuple[str, str]:
        """Name and description for screen readers: a page and People are named by their titles
        alone."""
        if self.page or self.is_people:
            return self.title, ", ".join(filter(None, (self.count, self.state)))
        return ", ".join(filter(None, (self.title, self.state, self.count))), ""


class AccountListModel(QAbstractListModel):
    """The entries in order; an entry whose words change is only painted again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        if [e.key for e in entries] != [e.key for e in self._entries]:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(self._entries, entries, strict=True)):
            if replace(old, icon=new.icon) != new:
                self._entries[row] = new
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, key: str) -> int:
        return next((row for row, e in enumerate(self._entries) if e.key == key), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return entry.spoken()[0]
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return entry.spoken()[1]
            case Qt.ItemDataRole.ToolTipRole:
                return text.tooltip("\n".join(filter(None, (entry.title, entry.state, entry.age))))
            case _ if role == ACCOUNT:
                return entry.account_id
            case _ if role == ENTRY:
                return entry
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry in two lines: name and count above, state below."""

    MARGIN = 10
    ICON = 22

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(150, option.fontMetrics.height() * 2 + self.MARGIN * 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        entry: Entry = index.data(ENTRY)
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        paint_ground(painter, own, 2.5)
        inner = own.rect.adjusted(self.MARGIN, self.MARGIN - 2, -self.MARGIN, -self.MARGIN + 2)
        icon = QRect(inner.left(), inner.top(), self.ICON, self.ICON)
        icon.moveTop(inner.center().y() - self.ICON // 2)
        entry.icon.paint(painter, QStyle.visualRect(own.direction, inner, icon))
        painter.save()
        # The alignments below are those of left-to-right; a mirrored window mirrors them.
        painter.setLayoutDirection(own.direction)
        self._paint_words(painter, own, part_of(own, inner, self.ICON + 8), entry)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, own: QStyleOptionViewItem, area: QRect, entry: Entry
    ) -> None:
        words, faint = row_color(own, "text"), row_color(own, "muted")
        small, half = small_font(own.font), area.height() // 2
        top = QRect(area.left(), area.top(), area.width(), half)
        room = area.width() - QFontMetrics(small).horizontalAdvance(entry.count) - 6
        draw_line(painter, part_of(own, top, 0, room), entry.title, own.font, words, LEADING)
        draw_line(painter, part_of(own, top, room), entry.count, small, faint, TRAILING)
        below = QRect(area.left(), area.center().y(), area.width(), half)
        draw_line(painter, below, entry.state, small, row_color(own, entry.tone), LEADING)


class AccountList(QListView):
    """One entry is always chosen; choosing another says which. A page is about all contacts."""

    scope_changed = Signal(str)  # an account's id, "" for all contacts, for people and for a page
    menu_wanted = Signal(QPoint)  # where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountList")
        self.setAccessibleName(self.tr("Accounts"))
        self._entries = AccountListModel(self)
        self._silent = False
        self.setModel(self._entries)
        self.setItemDelegate(EntryDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(130)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_entries(self, entries: list[Entry]) -> None:
        """The lines in order; the chosen one stays chosen while it is there."""
        chosen = self.chosen()
        self._silent = True
        try:
            self._entries.show_entries(entries)
            row = max(0, self._entries.row_of(chosen))
            if self.currentIndex().row() != row:
                self.setCurrentIndex(self._entries.index(row))
        finally:
            self._silent = False

    def scope(self) -> str:
        return str(self.currentIndex().data(ACCOUNT) or "")

    def page(self) -> str:
        """The name of the chosen page, "" while contacts are chosen."""
        entry = self.currentIndex().data(ENTRY)
        return entry.page if isinstance(entry, Entry) else ""

    def is_people(self) -> bool:
        """Whether a row a person is chosen."""
        return self.chosen() == PEOPLE

    def chosen(self) -> str:
        """The key of the chosen entry."""
        entry = self.currentIndex().data(ENTRY)
        return entry.key if isinstance(entry, Entry) else ""

    def has(self, key: str) -> bool:
        """Whether there is an entry with this key."""
        return self._entries.row_of(key) >= 0

    def choose(self, key: str) -> None:
        """Chooses an entry by its key: an account's id, "" for all contacts, PEOPLE."""
        row = self._entries.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._entries.index(row))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_keyboard:
            self.menu_wanted.emit(self.viewport().mapToGlobal(keyboard_position(self)))
        elif self.indexAt(event.pos()).isValid():
            self.menu_wanted.emit(event.globalPos())

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._silent and current.isValid():
            self.scope_changed.emit(str(current.data(ACCOUNT) or ""))

    def _on_selection_changed(self, chosen: QItemSelection, _before: QItemSelection) -> None:
        # Assistive technology selects a line and makes none current.
        if (indexes := chosen.indexes()) and indexes[0] != self.currentIndex():
            self.setCurrentIndex(indexes[0])
