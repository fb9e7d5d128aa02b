"""The request log: every request sent and its result, without keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.http.request_log import Request
from contactdesk.records.moments import local_at
from contactdesk.text.characters import harmless_line
from contactdesk.ui.kit import error_words, theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.screen import resize_within_screen
from contactdesk.ui.kit.text import line, title
from contactdesk.ui.kit.wording import error_title
from contactdesk.ui.table.row_table import RowTable

MAX_ROWS = 5_000
DROPPED_ROWS = 500
"""Rows dropped together when the log is full: one at a time, every request would move them all."""

NUMBER_COLUMNS = (5, 6, 7, 8)
COLUMN_WIDTHS = (110, 130, 100, 120, 210, 60, 60, 80, 60, 180)

Index = QModelIndex | QPersistentModelIndex


class RequestLog(QAbstractTableModel):
    """The latest requests, oldest first. `add` serves as a Client's `on_request`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests: list[Request] = []
        self._titles = (
            self.tr("Time"),
            self.tr("Account"),
            self.tr("Vendor"),
            self.tr("Path"),
            self.tr("Parameters"),
            self.tr("Status"),
            self.tr("ms"),
            self.tr("Bytes"),
            self.tr("Rows"),
            self.tr("Result"),
        )

    def add(self, request: Request) -> None:
        if len(self._requests) >= MAX_ROWS:
            self.beginRemoveRows(QModelIndex(), 0, DROPPED_ROWS - 1)
            del self._requests[:DROPPED_ROWS]
            self.endRemoveRows()
        row = len(self._requests)
        self.beginInsertRows(QModelIndex(), row, row)
        self._requests.append(request)
        self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._requests.clear()
        self.endResetModel()

    def as_text(self, rows: list[int]) -> str:
        """Tab-separated lines with a header, for the clipboard."""
        lines = ["\t".join(self._titles)]
        lines += ["\t".join(self._values(self._requests[row])) for row in rows]
        return "\n".join(lines)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._requests)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        request = self._requests[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(request)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in NUMBER_COLUMNS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and request.kind not in ("", "cancelled"):
            return theme.color("danger")
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def _values(self, request: Request) -> list[str]:
        """The cells as they are copied: whole, and numbers without separators."""
        values = [*self._cells(request)]
        values[1:5] = (request.account, request.vendor, request.path, request.params)
        values[6:8] = (str(round(request.milliseconds)), str(request.bytes))
        values[8] = "" if request.rows is None else str(request.rows)
        return [harmless_line(value) for value in values]

    def _cells(self, request: Request) -> tuple[str, ...]:
        locale = QLocale()
        moment = local_at(request.at)
        return (
            "–" if moment is None else moment.time().isoformat("milliseconds"),
            line(request.account),
            line(request.vendor),
            line(request.path),
            line(request.params),
            str(request.status or "–"),
            locale.toString(round(request.milliseconds)),
            locale.toString(request.bytes),
            "–" if request.rows is None else locale.toString(request.rows),
            self._result(request),
        )

    def _result(self, request: Request) -> str:
        if not request.kind:
            return self.tr("OK")
        if request.kind == "cancelled":
            return self.tr("Canceled")
        if request.kind not in error_words.KINDS:
            return line(request.kind)
        return line(error_title(ContactDeskError(request.kind, vendor=request.vendor)))


class RequestLogWindow(QDialog):
    """A window that stays open and follows the newest request."""

    def __init__(self, log: RequestLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("requestLogWindow")
        self.setAccessibleName(self.tr("Request log"))
        self.setWindowTitle(title(self.tr("Request log")))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.table = RowTable()
        # With no row selected, Copy takes all of them.
        self.table.chooses_on_focus = False
        self.table.setObjectName("requestTable")
        self.table.setAccessibleName(self.tr("Requests"))
        self.table.setModel(log)
        self._set_up_table()
        words = self.tr(
            "Every request since contactdesk started, up to {n}. Keys and search terms are never"
            " logged."
        )
        column = QVBoxLayout(self)
        column.addWidget(HintLabel(words.format(n=QLocale().toString(MAX_ROWS))))
        column.addWidget(self.table, 1)
        column.addLayout(self._buttons())
        resize_within_screen(self, 1_100, 480)
        self._is_at_end = True
        log.rowsAboutToBeInserted.connect(self._on_rows_about_to_be_inserted)
        log.rowsInserted.connect(self._on_rows_inserted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.scrollToBottom()

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for column, width in enumerate(COLUMN_WIDTHS):
            table.setColumnWidth(column, width)
        copy = QAction(self.tr("Copy rows"), table)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._on_copy)
        table.addAction(copy)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton(theme.icon("copy"), self.tr("Copy"))
        self.copy_button.setObjectName("copyButton")
        self.copy_button.clicked.connect(self._on_copy)
        self.clear_button = QPushButton(self.tr("Clear"))
        self.clear_button.setObjectName("clearButton")
        self.clear_button.clicked.connect(self._log.clear)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("closeButton")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _on_copy(self) -> None:
        """Copies the selected rows, or all of them if none is selected."""
        selected = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        rows = selected or list(range(self._log.rowCount()))
        QGuiApplication.clipboard().setText(self._log.as_text(rows))

    def _on_rows_about_to_be_inserted(self) -> None:
        bar = self.table.verticalScrollBar()
        # In rows; two of slack, because the scroll bar learns of its new range a little later.
        self._is_at_end = bar.value() >= bar.maximum() - 2

    def _on_rows_inserted(self) -> None:
        if self._is_at_end:
            self.table.scrollToBottom()
