"""What the detail pane shows of a contact: who it is, what matched, and everything in tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from contactdesk.ui.detail.header import DetailHeader
from contactdesk.ui.detail.raw_view import RawView
from contactdesk.ui.detail.view import DetailView
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import TextView

MOST_GROUPS = 6
"""Different places of hits that are named in the line of what matched."""


class Matched(TextView):
    """The line that says where a query matched; each place is a link to its first hit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="matchedIn")
        self.setAccessibleName(self.tr("Matched in"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(0)
        self.document().setDocumentMargin(0)

    def show_groups(self, groups: list[tuple[str, int]]) -> None:
        self.setPlainText("")
        self.setVisible(bool(groups))
        if not groups:
            return
        form = QTextCharFormat()
        form.setForeground(theme.color("muted"))
        self.insert(self.tr("Matched in "), form)
        for at, (where, number) in enumerate(groups[:MOST_GROUPS]):
            self.insert(", " if at else " ", form)
            self.insert(where, None, href=str(number))
        if len(groups) > MOST_GROUPS:
            more = self.tr(" and {count} more").format(count=len(groups) - MOST_GROUPS)
            self.insert(more, form)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = QFontMetrics(self.font()).lineSpacing()
        height = min(self.document().size().height(), 4 * lines)
        self.setFixedHeight(max(lines, round(height)) + 2)


class ContactPage(QWidget):
    """The parts, empty; the detail pane fills them."""

    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # Made where they stay: what is moved is dressed again, with all that is in it.
        self.header = DetailHeader(self)
        self.malformed = HintLabel(tone="warning", parent=self, name="oddRecord")
        self.matched = Matched(self)
        self._build_tabs()
        for part in (self.header, self.details, self.raw):
            part.copied.connect(self.copied)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        lines = QVBoxLayout()
        lines.setContentsMargins(4 * theme.unit(), 0, 4 * theme.unit(), theme.unit())
        lines.addWidget(self.malformed)
        lines.addWidget(self.matched)
        column.addLayout(lines)
        column.addWidget(self.tabs, 1)

    def _build_tabs(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("detailTabs")
        self.tabs.setAccessibleName(self.tr("Parts of the contact"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.details = DetailView(self.tabs, name="detailsView")
        self.details.setAccessibleName(self.tr("Details"))
        self.raw = RawView(self.tabs)
        self.tabs.addTab(self.details, self.tr("Details"))
        self.tabs.addTab(self.raw, self.tr("Raw"))
