"""The welcome page of the first run: add an account, or try the demo."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Provider
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.fixed_icon import FixedIcon
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import Label, line, mnemonic, set_tip

MAX_WIDTH = 620


class Tile(QToolButton):
    """A tool button with a background of its own."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "line")))
        painter.setBrush(self.palette().base())
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 2 * theme.unit(), 2 * theme.unit())
        painter.end()
        super().paintEvent(event)


class WelcomePage(QScrollArea):
    """Shown while there is no account. Each vendor has a tile that adds an account."""

    add_requested = Signal(str)
    demo_requested = Signal()

    def __init__(self, providers: dict[str, Provider], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self.setAccessibleName(self.tr("Welcome"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setMaximumWidth(MAX_WIDTH)
        column = QVBoxLayout(page)
        column.setSpacing(3 * theme.unit())
        column.addStretch(2)
        for part in (self._heading(), self._words(), self._tiles(providers)):
            column.addWidget(part)
        column.addLayout(self._buttons())
        column.addSpacing(2 * theme.unit())
        column.addLayout(self._privacy_note())
        column.addStretch(3)
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.addStretch(1)
        row.addWidget(page, 100)
        row.addStretch(1)
        self.setWidget(outer)
        self.setFocusProxy(self.add_button)

    def _heading(self) -> QWidget:
        heading = Label(self.tr("All your contacts in one window"), wrap=True, name="heading")
        heading.setFont(theme.font(1.8, QFont.Weight.DemiBold))
        return heading

    def _words(self) -> QWidget:
        words = self.tr(
            "Browse, search and inspect the contacts that your vendors hold, side by side."
            " Choose a vendor to add your first account:"
        )
        return HintLabel(words, name="words")

    def _tiles(self, providers: dict[str, Provider]) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, 2 * theme.unit())
        self.tiles: dict[str, QToolButton] = {}
        for provider in providers.values():
            self.tiles[provider.id] = tile = self._tile(provider)
            flow.addWidget(tile)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        return box

    def _tile(self, provider: Provider) -> QToolButton:
        tile = Tile()
        tile.setObjectName(f"tile {provider.id}")
        tile.setText(mnemonic(provider.title))
        tile.setIcon(theme.vendor_icon(provider.id, provider.title))
        tile.setIconSize(QSize(36, 36))
        tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        tile.setFixedSize(104, 84)
        tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = self.tr("Add an account at {vendor}").format(vendor=line(provider.title))
        tile.setAccessibleName(name)
        set_tip(tile, name)
        tile.clicked.connect(lambda: self.add_requested.emit(provider.id))
        return tile

    def _buttons(self) -> QHBoxLayout:
        self.add_button = QPushButton(self.tr("Add an account"))
        self.add_button.setObjectName("addAccountButton")
        self.add_button.setIcon(theme.icon("plus", "accent_text"))
        self.add_button.setDefault(True)
        self.add_button.clicked.connect(lambda: self.add_requested.emit(""))
        self.demo_button = QPushButton(self.tr("Try the demo"))
        self.demo_button.setObjectName("tryDemoButton")
        self.demo_button.setIcon(theme.icon("play"))
        self.demo_button.setAutoDefault(True)
        set_tip(
            self.demo_button,
            self.tr("Five made-up vendors on this computer; your own data is not touched."),
        )
        self.demo_button.clicked.connect(self.demo_requested)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.demo_button)
        row.addStretch(1)
        return row

    def _privacy_note(self) -> QHBoxLayout:
        lock = FixedIcon(16, self)
        lock.show_icon(theme.icon("lock", "muted"))
        words = self.tr(
            "Read-only and local: the only data sent is requests to your vendors, and your keys"
            " stay in your system's keyring."
        )
        row = QHBoxLayout()
        row.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(HintLabel(words, name="promise"), 1)
        return row
