"""What covers a list while it has no rows: why, and what to do about it."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.button import SteadyButton
from contactdesk.ui.kit.fixed_icon import FixedIcon

ICON_SIDE_PX = 40


class EmptyReason(Struct, frozen=True):
    """Why a list is empty. `action` are the words of a button, "" for none; `does` is what it does:
    "load" (the rest), "clear" (the filters), "show" (rows that are hidden by default), or ""."""

    icon: str
    title: str
    hint: str = ""
    action: str = ""
    does: str = ""


class Placeholder(QWidget):
    """Covers the widget it is made for, hidden until there is something to say."""

    acted = Signal()
    second_acted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("emptyPage")
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

    def show_texts(
        self, icon: str, title: str, hint: str = "", action: str = "", second: str = ""
    ) -> None:
        """Shows itself; `action` and `second` are the labels of its buttons, "" for none."""
        self._icon.show_icon(theme.icon(icon, "muted"))
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._act.setText(action)
        self._act.setVisible(bool(action))
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._fit()
        self.show()
        self.raise_()

    def title(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._title.text()

    def _fit(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)
