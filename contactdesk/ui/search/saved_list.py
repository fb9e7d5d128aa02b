"""The list of saved searches, below the accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.context_menu import keyboard_position
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.userdata.searches import SavedSearch

MAX_VISIBLE_ROWS = 8
"""Rows before the list scrolls."""

SAVED = int(Qt.ItemDataRole.UserRole)
COUNT = SAVED + 1
DELTA = SAVED + 2
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ModelIndex = QModelIndex | QPersistentModelIndex


class SavedCount(Struct, frozen=True):
    """How many contacts a search finds, and what that means, for people; `delta` are those that came
    since the user last looked, less those that went, and `delta_words` say since when."""

    count: int
    words: str
    delta: int = 0
    delta_words: str = ""


class SavedDelegate(QStyledItemDelegate):
    """Paints a search's count at the right, and before it how it changed since the last look."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        taken = self._count_width(option, index) + option.decorationSize.width() + 4 * theme.unit()
        option.text = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, max(0, option.rect.width() - taken)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().paint(painter, option, index)
        if not (count := index.data(COUNT)):
            return
        painter.save()
        painter.setFont(option.font)
        painter.setPen(theme.color("muted"))
        area = option.rect.adjusted(0, 0, -2 * theme.unit(), 0)
        painter.drawText(area, RIGHT, count)
        if delta := index.data(DELTA):
            painter.setPen(theme.color("accent"))
            beside = option.fontMetrics.horizontalAdvance(count) + 2 * theme.unit()
            painter.drawText(area.adjusted(0, 0, -beside, 0), RIGHT, delta)
        painter.restore()

    def _count_width(self, option: QStyleOptionViewItem, index: ModelIndex) -> int:
        texts = filter(None, (index.data(COUNT), index.data(DELTA)))
        metrics = option.fontMetrics
        return sum(metrics.horizontalAdvance(each) + 2 * theme.unit() for each in texts)


class SavedList(QWidget):
    """Hidden while nothing is saved. Enter or a click runs a search."""

    chosen = Signal(str)  # its name
    rename_wanted = Signal(str)  # its name
    removal_wanted = Signal(str)  # its name
    watch_wanted = Signal(str)  # its name: be told, or not any more

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
        self.rows.setItemDelegate(SavedDelegate(self.rows))
        self._counts: Mapping[str, SavedCount] = {}
        self.rows.setIconSize(QSize(16, 16))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._on_menu)
        self.rows.itemClicked.connect(self._on_chosen)
        self.rows.itemActivated.connect(self._on_chosen)
        self._rename = self._action(self.tr("Rename…"), "F2", "edit", self.rename_wanted)
        self._remove = self._action(self.tr("Remove"), "Del", "trash", self.removal_wanted)
        self._watch = self._action(self.tr("Notify me"), "", "", self.watch_wanted)
        self._watch.setObjectName("actionNotifyMe")
        self._watch.setCheckable(True)
        self._watch.setToolTip(self.tr("Show a notification when a refresh finds more"))
        self.rows.currentItemChanged.connect(lambda *_: self._show_watched())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.rows)
        self.hide()

    def _action(self, words: str, keys: str, icon: str, signal: object) -> QAction:
        action = QAction(words, self)
        if icon:
            action.setIcon(theme.icon(icon))
        if keys:
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
            icon = theme.icon("bell" if each.watched else "star", "muted")
            item = QListWidgetItem(icon, text.line(each.name))
            item.setData(SAVED, each)
            item.setSizeHint(QSize(0, self._row_height()))
            self.rows.addItem(item)
        self.show_counts(self._counts)
        self.set_current(shown)
        self._show_watched()
        self.rows.setFixedHeight(
            min(len(saved), MAX_VISIBLE_ROWS) * self._row_height() + 2 * theme.unit()
        )
        self.setVisible(bool(saved))

    def show_counts(self, counts: Mapping[str, SavedCount]) -> None:
        """Shows how many contacts each search finds, by its name."""
        self._counts = counts
        for row in range(self.rows.count()):
            item = self.rows.item(row)
            search: SavedSearch = item.data(SAVED)
            found = counts.get(search.name)
            words = [found.words, found.delta_words] if found is not None else []
            if search.watched:
                words.append(self.tr("You are notified when a refresh finds more"))
            item.setData(COUNT, "" if found is None else QLocale().toString(found.count))
            item.setData(DELTA, "" if found is None else _signed(found.delta))
            item.setToolTip(text.tooltip("\n".join(filter(None, (search.text, *words)))))
            spoken = ", ".join(filter(None, words))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, spoken)

    def set_current(self, shown: str) -> None:
        """Makes the search with this name current, or none."""
        items = (self.rows.item(row) for row in range(self.rows.count()))
        found = next((each for each in items if each.data(SAVED).name == shown), None)
        if found is not self.rows.currentItem():
            self.rows.setCurrentItem(found)  # type: ignore[arg-type]

    def _show_watched(self) -> None:
        item = self.rows.currentItem()
        found = item.data(SAVED) if item is not None else None
        self._watch.setChecked(isinstance(found, SavedSearch) and found.watched)

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


def _signed(delta: int) -> str:
    """+3, −2, or "" for no difference."""
    if not delta:
        return ""
    number = QLocale().toString(abs(delta))
    return f"+{number}" if delta > 0 else f"−{number}"
