"""The page shown in place of rows: not loaded, loading, empty, no match, failed."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.fixed_icon import FixedIcon


class Emptiness(Enum):
    """Why there are no rows. Each reason has its own text and action."""

    NONE = "none"
    NOT_LOADED = "not loaded"
    LOADING = "loading"
    NO_CONTACTS = "no contacts"
    NO_MATCH = "no match"
    NO_MATCH_FILTERED = "no match among the filtered contacts"
    FAILED = "failed"


ICON_SIDE_PX = 40

ICONS = {
    Emptiness.NOT_LOADED: "load-all",
    Emptiness.LOADING: "clock",
    Emptiness.NO_CONTACTS: "people",
    Emptiness.NO_MATCH: "search",
    Emptiness.NO_MATCH_FILTERED: "filter",
    Emptiness.FAILED: "alert",
}


class Empty(Struct, frozen=True):
    """The page's texts; `action` is the label of its button, "" for none."""

    why: Emptiness
    title: str = ""
    hint: str = ""
    action: str = ""


class EmptyPage(QWidget):
    """Covers the table's viewport while there are no rows."""

    acted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("emptyPage")
        self._why = Emptiness.NONE
        self._icon = FixedIcon(ICON_SIDE_PX, self)
        self._title = text.Label(parent=self, wrap=True, name="emptyTitle")
        self._hint = text.Label(parent=self, wrap=True, name="emptyHint")
        self._act = QPushButton(self)
        self._act.setObjectName("emptyAction")
        bold = self._title.font()
        bold.setPointSizeF(bold.pointSizeF() * 1.25)
        bold.setBold(True)
        self._title.setFont(bold)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._title, self._hint):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self._act, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        self._act.clicked.connect(self.acted)
        over.installEventFilter(self)
        self.hide()

    def why(self) -> Emptiness:
        return self._why

    def show_empty(self, empty: Empty) -> None:
        self._why = empty.why
        if empty.why is Emptiness.NONE:
            self.hide()
            return
        self._icon.show_icon(theme.icon(ICONS[empty.why], "muted"))
        self._title.setText(empty.title)
        self._hint.setText(empty.hint)
        self._hint.setVisible(bool(empty.hint))
        self._act.setText(empty.action)
        self._act.setVisible(bool(empty.action))
        self._fit()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)
