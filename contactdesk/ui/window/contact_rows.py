"""A short list of contacts to choose from, two lines each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.row_ground import paint_ground
from contactdesk.ui.kit.row_words import (
    LEADING,
    TRAILING,
    draw_line,
    part_of,
    row_color,
    strong_font,
)

CANDIDATE = int(Qt.ItemDataRole.UserRole)
VISIBLE_ROWS = 7


class Candidate(Struct, frozen=True):
    """A contact in the list. `remark` says why it is offered, "" for what was searched."""

    row_id: int
    name: str
    details: str
    icon: QIcon
    remark: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return text.line(", ".join(filter(None, (self.name, self.details, self.remark))))


class ContactRows(QListWidget):
    """Double-click or Enter on a row activates it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooserRows")
        self.setAccessibleName(self.tr("Contacts"))
        self.setItemDelegate(CandidateDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(VISIBLE_ROWS * row_height(self) + 2)

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Shows these; the chosen one stays if it is among them."""
        chosen = self.candidate()
        self.clear()
        for each in candidates:
            item = QListWidgetItem()
            item.setData(CANDIDATE, each)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, each.spoken)
            item.setToolTip(text.tooltip(each.spoken))
            self.addItem(item)
            if chosen is not None and each.row_id == chosen.row_id:
                self.setCurrentItem(item)

    def candidate(self) -> Candidate | None:
        """The chosen contact."""
        chosen = self.selectedItems()
        return self.candidate_of(chosen[0]) if chosen else None

    @staticmethod
    def candidate_of(item: QListWidgetItem) -> Candidate:
        """The contact of a row."""
        found: Candidate = item.data(CANDIDATE)
        return found


class CandidateDelegate(QStyledItemDelegate):
    """The name and the remark above, account and addresses below, as plain text."""

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, row_height(option.widget))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        paint_ground(painter, own, 1.5)
        candidate: Candidate = index.data(CANDIDATE)
        unit, line_height = theme.unit(), own.fontMetrics.height()
        area = own.rect.adjusted(3 * unit, unit + unit // 2, -3 * unit, 0)
        painter.save()
        painter.setLayoutDirection(own.direction)
        icon = part_of(own, area, 0, line_height)
        icon.setHeight(line_height)
        candidate.icon.paint(painter, icon)
        area = part_of(own, area, line_height + 2 * unit, area.width() - line_height - 2 * unit)
        area.setHeight(line_height)
        faint, room = row_color(own, "muted"), area.width()
        if candidate.remark:
            taken = draw_line(painter, area, candidate.remark, own.font, faint, TRAILING)
            room -= taken + 2 * unit
        place, strong = part_of(own, area, 0, room), strong_font(own.font)
        draw_line(painter, place, candidate.name, strong, row_color(own, "text"), LEADING)
        below = area.translated(0, line_height)
        draw_line(painter, below, candidate.details, own.font, faint, LEADING)
        painter.restore()


def row_height(widget: QWidget) -> int:
    """The height of a row in pixels."""
    return 2 * widget.fontMetrics().height() + 3 * theme.unit()
