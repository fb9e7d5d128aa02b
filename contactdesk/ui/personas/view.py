"""The table of personas: numbers are links that the mouse, Enter and the arrow keys reach."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from contactdesk.index import AgentStats
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.button import ENTER_KEYS
from contactdesk.ui.personas import columns
from contactdesk.ui.personas.columns import COLUMNS
from contactdesk.ui.personas.model import PersonasModel, key_of
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.padded_cell import PaddedCell, set_tone
from contactdesk.ui.table.row_table import RowTable

MIN_NAME_PX = 110


class LinkCell(PaddedCell):
    """Paints what leads somewhere in the color of links."""

    def __init__(self, view: QAbstractItemView, model: PersonasModel) -> None:
        super().__init__(view)
        self._model = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        stats = self._model.rows[index.row()]
        if columns.link(stats, index.column()):
            set_tone(option, "accent")
        elif index.column() > columns.ACCOUNT:
            option.palette.setColor(QPalette.ColorRole.Text, theme.color("muted"))


class PersonasTable(RowTable):
    """A row is selected as a whole; within it, Left and Right go from number to number."""

    link_followed = Signal(object, int)  # AgentStats, column
    current_changed = Signal()

    def __init__(self, model: PersonasModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agents = model
        self._is_automatic = True
        self._is_fitting = False
        self._pressed = QModelIndex()
        self.setObjectName("personasTable")
        self.setAccessibleName(self.tr("Personas"))
        self.setModel(model)
        self.setItemDelegate(LinkCell(self, model))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self._set_up_headers()
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(columns.PEOPLE, Qt.SortOrder.DescendingOrder)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, column.width)
        self.setSortingEnabled(True)
        header.sectionResized.connect(lambda _column, old, new: self._on_resized(old, new))

    def show_account(self, shown: bool) -> None:
        """Shows or hides the column that says of which account an agent is."""
        was_automatic = self._is_automatic
        self.setColumnHidden(columns.ACCOUNT, not shown)
        self._is_automatic = was_automatic
        self.fit()

    # Rows

    def current(self) -> AgentStats | None:
        """The agent of the current row."""
        row = self.currentIndex().row()
        return self._agents.rows[row] if 0 <= row < self._agents.rowCount() else None

    def go_to(self, key: tuple[str, str]) -> bool:
        """Makes an agent current; False if it is not in the table."""
        row = self._agents.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._agents.index(row, columns.NAME))
        return row >= 0

    def follow(self, index: ModelIndex) -> bool:
        """Follows the link of a cell; False if it has none."""
        if not index.isValid():
            return False
        stats = self._agents.rows[index.row()]
        if not columns.link(stats, index.column()):
            return False
        self.link_followed.emit(stats, index.column())
        return True

    def key(self) -> tuple[str, str] | None:
        stats = self.current()
        return key_of(stats) if stats is not None else None

    # Widths

    def fit(self) -> None:
        """Gives the names what the numbers leave, until the user resizes a column."""
        if self._is_automatic:
            self._is_fitting = True
            others = sum(self.columnWidth(each) for each in range(1, len(COLUMNS)))
            room = self.viewport().width() - others
            self.setColumnWidth(columns.NAME, max(MIN_NAME_PX, room))
            self._is_fitting = False

    def _on_resized(self, old: int, new: int) -> None:
        # With every other order of the rows, Qt hides anew what is hidden.
        if old and new and not self._is_fitting and self.isVisible():
            self._is_automatic = False

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self.follow(self.currentIndex()):
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _typed: str) -> None:
        """Typed letters do nothing."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index == self._pressed:
            self.follow(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._show_cursor(event.position().toPoint())

    def _show_cursor(self, at: QPoint) -> None:
        index = self.indexAt(at)
        is_link = index.isValid() and columns.link(self._agents.rows[index.row()], index.column())
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand if is_link else arrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid() or not self.hasFocus():
            return
        # The frame of the row is the table's; this one is where Enter leads.
        place: QRect = self.visualRect(index)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
