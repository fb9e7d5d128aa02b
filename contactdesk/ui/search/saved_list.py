"""The list of saved searches, below the accounts, with how many contacts each finds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.context_menu import keyboard_position
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.userdata.searches import SavedSearch

ModelIndex = QModelIndex | QPersistentModelIndex
Count = tuple[int, int] | None

MAX_VISIBLE_ROWS = 8
"""Rows before the list scrolls."""

SAVED = int(Qt.ItemDataRole.UserRole)


COUNT = SAVED + 1
"""(contacts that match, all in the search's scope), None while they are not counted."""

DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
COUNT_SCALE = 0.88
GAP_PX = 8


class SavedDelegate(QStyledItemDelegate):
    """Paints the count at the end of a row, and elides the name before it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        count = index.data(COUNT)
        if count is None:
            super().paint(painter, option, index)
            return
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * COUNT_SCALE)
        words = wording.number(count[0])
        width = QFontMetrics(small).horizontalAdvance(words) + GAP_PX
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        room = own.rect.width() - width - own.decorationSize.width() - 3 * GAP_PX
        own.text = own.fontMetrics.elidedText(own.text, Qt.TextElideMode.ElideRight, room)
        style = own.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        is_chosen = bool(own.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(small)
        painter.setPen(theme.color("text" if is_chosen else "muted"))
        area = own.rect.adjusted(0, 0, -GAP_PX, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(area, QStyle.visualAlignment(own.direction, flags), words)
        painter.restore()


class SavedList(QWidget):
    """Hidden while nothing is saved. Enter or a click runs a search."""

    chosen = Signal(str)  # its name
    rename_wanted = Signal(str)  # its name
    replacement_wanted = Signal(str)  # its name
    removal_wanted = Signal(str)  # its name
    shown = Signal()  # it became visible, or other searches are listed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = HintLabel(self.tr("Saved searches"), parent=self, name="savedHeading")
        unit = theme.unit()
        heading.setContentsMargins(2 * unit, 2 * unit, 0, unit)
        self.rows = QListWidget(self)
        self.rows.setObjectName("savedSearches")
        self.rows.setAccessibleName(self.tr("Saved searches"))
        self.rows.setFrameShape(QListWidget.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        self.rows.setIconSize(QSize(16, 16))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._on_menu)
        self.rows.itemClicked.connect(self._on_chosen)
        self.rows.itemActivated.connect(self._on_chosen)
        self.rows.setItemDelegate(SavedDelegate(self.rows))
        self._counts: dict[str, Count] = {}
        self._rename = self._action(self.tr("Rename…"), "F2", "edit", self.rename_wanted)
        words = self.tr("Replace with current search and columns")
        self._replace = self._action(words, "", "star", self.replacement_wanted)
        self._remove = self._action(self.tr("Remove"), "Del", "trash", self.removal_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.rows)
        self.hide()

    def _action(self, words: str, keys: str, icon: str, signal: object) -> QAction:
        action = QAction(theme.icon(icon), words, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._emit(signal))
        self.rows.addAction(action)
        return action

    def _emit(self, signal: object) -> None:
        if name := self.name():
            signal.emit(name)  # type: ignore[attr-defined]

    def name(self) -> str:
        """The name of the current search, "" if there is none."""
        item = self.rows.currentItem()
        found = item.data(SAVED) if item is not None else None
        return found.name if isinstance(found, SavedSearch) else ""

    def show_saved(self, saved: Sequence[SavedSearch], shown: str) -> None:
        """Lists the saved searches; the one with the name `shown` becomes current."""
        self.rows.clear()
        for each in saved:
            item = QListWidgetItem(theme.icon("star", "muted"), text.line(each.name))
            item.setData(SAVED, each)
            self._describe(item, each)
            item.setSizeHint(QSize(0, self._row_height()))
            self.rows.addItem(item)
        self.set_current(shown)
        self.rows.setFixedHeight(
            min(len(saved), MAX_VISIBLE_ROWS) * self._row_height() + 2 * theme.unit()
        )
        self._counts = {each.name: self._counts.get(each.name) for each in saved}
        self.setVisible(bool(saved))
        self.shown.emit()

    def show_count(self, name: str, count: Count) -> None:
        """Show how many contacts a search finds; None for nothing that can be counted."""
        self._counts[name] = count
        for row in range(self.rows.count()):
            item = self.rows.item(row)
            if item.data(SAVED).name == name:
                self._describe(item, item.data(SAVED))

    def count_of(self, name: str) -> Count:
        """What `show_count` was told."""
        return self._counts.get(name)

    def _describe(self, item: QListWidgetItem, search: SavedSearch) -> None:
        count = self._counts.get(search.name)
        words = "" if count is None else count_words(*count)
        item.setData(COUNT, count)
        item.setData(DESCRIPTION, words)
        item.setToolTip(text.tooltip("\n".join(filter(None, (search.text, words)))))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def set_current(self, shown: str) -> None:
        """Makes the search with this name current, or none."""
        items = (self.rows.item(row) for row in range(self.rows.count()))
        found = next((each for each in items if each.data(SAVED).name == shown), None)
        if found is not self.rows.currentItem():
            self.rows.setCurrentItem(found)  # type: ignore[arg-type]

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 2 * theme.unit()

    def _on_chosen(self, item: QListWidgetItem) -> None:
        found = item.data(SAVED)
        if isinstance(found, SavedSearch):
            self.chosen.emit(found.name)

    def _on_menu(self, at: QPoint) -> None:
        if self.rows.itemAt(at) is None:  # asked for by the keyboard
            at = keyboard_position(self.rows)
        if self.rows.itemAt(at) is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self.rows.actions())
            menu.popup(self.rows.mapToGlobal(at))


def count_words(hits: int, contacts: int) -> str:
    """What a count is of: only loaded contacts are searched."""
    words = QCoreApplication.translate("SavedList", "{count} of {contacts} loaded so far match")
    return words.format(count=wording.number(hits), contacts=wording.contacts(contacts))
