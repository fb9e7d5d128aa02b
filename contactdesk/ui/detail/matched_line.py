"""The line that names the places a query matched in, as links."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import TextView

MAX_GROUPS = 6
"""Groups of places that are named; the rest is a number."""

MAX_LINES = 4


class MatchedLine(TextView):
    """Each link's target is the number of the group's first place."""

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
        self.insert(self.tr("Matched in:"), form)
        for at, (where, number) in enumerate(groups[:MAX_GROUPS]):
            self.insert(", " if at else " ", form)
            self.insert(where, None, href=str(number))
        if (rest := len(groups) - MAX_GROUPS) > 0:
            self.insert(f", {self.tr('and %Ln more', '', rest)}", form)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = QFontMetrics(self.font()).lineSpacing()
        height = min(self.document().size().height(), MAX_LINES * line)
        self.setFixedHeight(max(line, round(height)) + 2)
