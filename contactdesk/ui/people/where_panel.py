"""Who is where: for every two vendors, how many people are at one and not at the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication, QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from contactdesk.index import VendorCounts
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.button import press_on_enter
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import Label, set_tip
from contactdesk.ui.kit.wording import Extent, number, translate
from contactdesk.ui.people.words import contacts_words

STEPS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Key -> by how many rows and columns the focus moves."""

MIN_CELL_UNITS = 18


class PanelVendor(Struct, frozen=True):
    """A vendor that there are accounts of."""

    id: str
    title: str
    icon: QIcon


class WhereCell(QToolButton):
    """How many people are at one vendor but not at another or, with the same vendor twice, at
    it."""

    moved = Signal(int, int)  # by how many rows and columns

    def __init__(self, at: PanelVendor, not_at: PanelVendor, parent: QWidget) -> None:
        super().__init__(parent)
        self.at, self.not_at = at, not_at
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(MIN_CELL_UNITS * theme.unit())
        if self.is_whole:
            self.setFont(theme.font(weight=QFont.Weight.DemiBold))

    @property
    def is_whole(self) -> bool:
        """Whether it is about one vendor alone."""
        return self.at.id == self.not_at.id

    def search(self) -> str:
        """The search that finds the people it counts."""
        return f"in:{self.at.id}" if self.is_whole else f"in:{self.at.id} -in:{self.not_at.id}"

    def show_counts(self, counts: VendorCounts) -> None:
        count = (
            counts.at(self.at.id) if self.is_whole else counts.missing(self.at.id, self.not_at.id)
        )
        self.setText(number(count))
        self.setAccessibleName(self._words().format(count=number(count)))
        words = translate("people", "Search for {search}")
        set_tip(self, words.format(search=self.search()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := STEPS.get(event.key())) is not None:
            self.moved.emit(*step)
        else:
            super().keyPressEvent(event)

    def _words(self) -> str:
        if self.is_whole:
            words = translate("people", "In {vendor}: {{count}}")
        else:
            words = translate("people", "In {vendor} but not in {other}: {{count}}")
        return words.format(vendor=self.at.title, other=self.not_at.title)


class WherePanel(QFrame):
    """A popup with a row and a column for each vendor; every cell is a search. Arrow keys go from cell
    to cell, Enter chooses one, Esc closes it."""

    search_wanted = Signal(str)
    closed = Signal()

    def __init__(self, vendors: Sequence[PanelVendor], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("wherePanel")
        self.setAccessibleName(self.tr("Who is where"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._vendors = tuple(vendors)
        self.cells: dict[tuple[str, str], WhereCell] = {}
        self._hint = HintLabel(parent=self)
        title = Label(self.tr("Who is where"), self)
        title.setFont(theme.font(weight=QFont.Weight.DemiBold))
        column = QVBoxLayout(self)
        margin = 2 * theme.unit()
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(margin)
        column.addWidget(title)
        column.addWidget(self._hint)
        column.addLayout(self._grid())

    @property
    def vendors(self) -> tuple[PanelVendor, ...]:
        return self._vendors

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.unit())
        grid.setVerticalSpacing(1)
        center = Qt.AlignmentFlag.AlignCenter
        heads = [_vendor_label(vendor, self) for vendor in self._vendors]
        for place, vendor in enumerate(self._vendors, 1):
            grid.addWidget(_vendor_label(vendor, self), place + 1, 0)
            grid.addWidget(_hint(self.tr("not in"), self), 0, place, center)
            grid.addWidget(heads[place - 1], 1, place, center)
        grid.addWidget(_hint(self.tr("in"), self), 1, 0)
        widest = max((each.sizeHint().width() for each in heads), default=0)
        for row, at in enumerate(self._vendors, 2):
            for place, not_at in enumerate(self._vendors, 1):
                grid.addWidget(self._cell(at, not_at), row, place)
                grid.setColumnMinimumWidth(place, widest)
        return grid

    def _cell(self, at: PanelVendor, not_at: PanelVendor) -> WhereCell:
        cell = self.cells[at.id, not_at.id] = WhereCell(at, not_at, self)
        cell.clicked.connect(lambda: self._choose(cell))
        cell.moved.connect(lambda rows, columns: self._move(cell, rows, columns))
        return cell

    def show_counts(self, counts: VendorCounts, extent: Extent) -> None:
        """Shows how many people there are where, among the contacts that are loaded."""
        for cell in self.cells.values():
            cell.show_counts(counts)
        self._hint.say(hint_words(extent))

    def open_at(self, anchor: QRect) -> None:
        """`anchor` is a button's place on the screen; the panel goes below it, on the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = max(room.left(), min(anchor.left(), room.right() - self.width()))
        top = min(anchor.bottom() + 2, room.bottom() - self.height())
        self.move(QPoint(left, top))
        self.show()
        if self.cells:
            next(iter(self.cells.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, cell: WhereCell) -> None:
        self.close()
        self.search_wanted.emit(cell.search())

    def _move(self, cell: WhereCell, rows: int, columns: int) -> None:
        ids = [vendor.id for vendor in self._vendors]
        if self.isRightToLeft():
            columns = -columns
        row, column = ids.index(cell.at.id) + rows, ids.index(cell.not_at.id) + columns
        if 0 <= row < len(ids) and 0 <= column < len(ids):
            self.cells[ids[row], ids[column]].setFocus(Qt.FocusReason.TabFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif not press_on_enter(event, self.focusWidget()):
            super().keyPressEvent(event)


def hint_words(extent: Extent) -> str:
    """What the numbers are, and among which contacts."""
    words = translate(
        "people",
        "People in the row's vendor but not in the column's, among {contacts}. In bold:"
        " everyone in that vendor. Choose a number to see them.",
    )
    return words.format(contacts=contacts_words(extent))


def _vendor_label(vendor: PanelVendor, parent: QWidget) -> QWidget:
    """A vendor's icon and name."""
    made = QWidget(parent)
    icon = Label()
    icon.setPixmap(vendor.icon.pixmap(16, 16))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.unit())
    row.addWidget(icon)
    row.addWidget(Label(vendor.title))
    row.addStretch(1)
    return made


def _hint(words: str, parent: QWidget) -> HintLabel:
    """A hint on one line."""
    made = HintLabel(words, parent=parent)
    made.setWordWrap(False)
    return made
