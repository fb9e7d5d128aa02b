"""The page shown in place of rows: not loaded, loading, empty, no match, failed."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.button import SteadyButton
from contactdesk.ui.kit.fixed_icon import FixedIcon


class Emptiness(Enum):
    """Why there are no rows. Each reason has its own text and action."""

    NONE = "none"
    NOT_LOADED = "not loaded"
    LOADING = "loading"
    NO_CONTACTS = "no contacts"
    NO_MATCH = "no match"
    NOTHING_SEARCHED = "nothing to search for"
    NO_MATCH_FILTERED = "no match among the filtered contacts"
    FAILED = "failed"


ICON_SIDE_PX = 40

ICONS = {
    Emptiness.NOT_LOADED: "load-all",
    Emptiness.LOADING: "clock",
    Emptiness.NO_CONTACTS: "people",
    Emptiness.NO_MATCH: "search",
    Emptiness.NOTHING_SEARCHED: "search",
    Emptiness.NO_MATCH_FILTERED: "filter",
    Emptiness.FAILED: "alert",
}


class Empty(Struct, frozen=True):
    """The page's texts; `action` and `second` are the labels of its buttons, "" for none.

    Where loading failed, `does` is a banner's action for `account_id`.
    """

    why: Emptiness
    title: str = ""
    hint: str = ""
    action: str = ""
    second: str = ""
    does: str = ""
    account_id: str = ""


class EmptyPage(QWidget):
    """Covers the table's viewport while there are no rows."""

    acted = Signal()
    second_acted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("emptyPage")
        self._why = Emptiness.NONE
        self._icon = FixedIcon(ICON_SIDE_PX, self)
        self._title = text.Label(parent=self, wrap=True, name="emptyTitle")
        self._hint = text.Label(parent=self, wrap=True, name="emptyHint")
        self._act = SteadyButton(parent=self)
        self._act.setObjectName("emptyAction")
        self._second = SteadyButton(parent=self)
        self._second.setObjectName("emptySecond")
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
        for button in (self._act, self._second):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        self._act.clicked.connect(self.acted)
        self._second.clicked.connect(self.second_acted)
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
        self._second.setText(empty.second)
        self._second.setVisible(bool(empty.second))
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
