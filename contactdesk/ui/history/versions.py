"""The list of a contact's versions: when each was noticed here, and what changed with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from contactdesk.index import Version
from contactdesk.ui.history import words
from contactdesk.ui.kit import text, theme

NOTICED, WHAT = range(2)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
PADDING_UNITS = 8
ROW_PADDING_PX = 10
CELL_PADDING_PX = 6
"""Before the text, as in the style sheet of the header."""

MAX_NOTICED_PART = 0.6

OLDEST = 0.0
"""Stands for when the oldest version was noticed, which is not known."""

ModelIndex = QModelIndex | QPersistentModelIndex


class VersionsModel(QAbstractTableModel):
    """Rows are versions, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._versions: Sequence[Version] = ()

    def show_versions(self, versions: Sequence[Version]) -> None:
        self.beginResetModel()
        self._versions = versions
        self.endResetModel()

    def versions(self) -> Sequence[Version]:
        return self._versions

    # Qt's model interface

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._versions)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        version = self._versions[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole if index.column() == NOTICED:
                return words.noticed_words(version)
            case Qt.ItemDataRole.DisplayRole:
                return words.what_words(version)
            case Qt.ItemDataRole.ToolTipRole:
                return text.tooltip(words.tip_words(version))
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == NOTICED:
                said = words.noticed_words(version), words.what_words(version)
                return ", ".join(filter(None, said))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self.tr("What changed") if section == WHAT else self.tr("Noticed here")


class _Cell(QStyledItemDelegate):
    """As high as the rows of other lists."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + ROW_PADDING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        own = QStyleOptionViewItem(option)
        own.rect = option.rect.adjusted(CELL_PADDING_PX, 0, 0, 0)
        super().paint(painter, own, index)


class VersionsList(QTreeView):
    """One version may be chosen, which is compared with the one before it, or two."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versionsList")
        self.setAccessibleName(self.tr("Versions"))
        self._model = VersionsModel(self)
        self.setModel(self._model)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Cell(self))
        self._widest = 0
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(NOTICED, QHeaderView.ResizeMode.Interactive)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def show_versions(self, versions: Sequence[Version], wanted: float | None = None) -> None:
        """Lists versions; chooses the one that was noticed at a time, else the newest."""
        self.selectionModel().blockSignals(True)
        self._model.show_versions(versions)
        self.selectionModel().blockSignals(False)
        widest = max((words.noticed_words(each) for each in versions[:50]), key=len, default="")
        width = QFontMetrics(self.font()).horizontalAdvance(widest)
        self._widest = width + PADDING_UNITS * theme.unit()
        self._fit()
        if versions:
            self.choose(self._row_at(wanted))

    def _fit(self) -> None:
        """What changed gets at least a part of the room."""
        most = round(self.viewport().width() * MAX_NOTICED_PART)
        self.setColumnWidth(NOTICED, min(self._widest, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _row_at(self, wanted: float | None) -> int:
        versions = self._model.versions()
        if wanted is not None:
            # Of a contact that is gone, what was noticed is the end of its last version.
            for row, each in enumerate(versions):
                if (each.since or OLDEST) == wanted:
                    return row
        return 0

    def choose(self, row: int) -> None:
        """Makes a version the only one that is chosen."""
        index = self._model.index(row, NOTICED)
        flags = QItemSelectionModel.SelectionFlag
        self.setCurrentIndex(index)
        self.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)

    def versions(self) -> Sequence[Version]:
        return self._model.versions()

    def pair(self) -> tuple[Version | None, Version] | None:
        """(the older, the newer) of the chosen versions; of a single one, the older is the one before
        it, None where there is none. None while nothing is chosen."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if not rows:
            return None
        versions = self._model.versions()
        newer, older = rows[0], rows[-1] if len(rows) > 1 else rows[0] + 1
        return versions[older] if older < len(versions) else None, versions[newer]
