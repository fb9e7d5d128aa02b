"""The search field, and the list under it of what could be typed there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from contactdesk.ui.kit import text, theme

MOST_ROWS = 9
"""Offers that are in sight at once; the rest is scrolled to."""

OFFER = int(Qt.ItemDataRole.UserRole)


class Offer(Struct, frozen=True):
    """One line under the field: what it says, and what the field holds when it is taken.

    `kind` is "field", "value", "recent" or "saved". `cursor` is where typing goes on, -1 for the
    end. What is kept (recent and saved) is a whole search, and starts at once.
    """

    kind: str
    words: str
    text: str
    cursor: int = -1

    @property
    def is_whole(self) -> bool:
        return self.kind in ("recent", "saved")


ICONS = {"recent": "clock", "saved": "star", "field": "filter", "value": "chevron-right"}


class OfferList(QListWidget):
    """Lies over the window below the field and never has the focus: typing goes on in the field."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field.window())
        self.setObjectName("searchOffers")
        self.setAccessibleName(self.tr("Suggestions for the search"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._field = field
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self.clear()
        for offer in offers:
            item = QListWidgetItem(theme.icon(ICONS[offer.kind], "muted"), text.line(offer.words))
            item.setData(OFFER, offer)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 2 * theme.unit()))
            self.addItem(item)
        # None is chosen: Enter belongs to what was typed until the user goes down the list.
        self.setCurrentIndex(QModelIndex())
        if offers:
            self._place()
            self.show()
            self.raise_()
        else:
            self.hide()

    def offer(self, row: int = -1) -> Offer | None:
        """The offer of a row, else of the chosen one."""
        item = self.item(row if row >= 0 else self.currentRow())
        found = item.data(OFFER) if item is not None else None
        return found if isinstance(found, Offer) else None

    def step(self, way: int) -> None:
        """Up and down; above the first row is the field itself, with none chosen."""
        row = self.currentRow() + way
        if row < -1:
            row = self.count() - 1
        if 0 <= row < self.count():
            self.setCurrentRow(row)
        else:
            self.setCurrentIndex(QModelIndex())

    def _place(self) -> None:
        window = self.window()
        below = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        rows = min(self.count(), MOST_ROWS)
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + 2 * theme.unit()
        width = min(max(self._field.width(), 90 * theme.unit()), window.width() - 4)
        left = min(below.x(), window.width() - width - 2)
        self.setGeometry(max(2, left), below.y(), width, height)


class SearchField(QLineEdit):
    """Text that the user types or takes is said by `textChanged`, as in any line of text."""

    offers_wanted = Signal(str, int)  # what is typed and where the cursor stands
    kept_wanted = Signal()  # Down in an empty field: recent and saved searches
    settled = Signal(str)  # the user is done with typing this search
    forgotten = Signal(str)  # a recent search that shall not be offered again
    left_downwards = Signal()
    help_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, clearButtonEnabled=True)
        self._offers: OfferList | None = None
        self.setObjectName("searchField")
        self.setAccessibleName(self.tr("Search contacts"))
        self.setPlaceholderText(self.tr("Search everything that is loaded"))
        self.setMinimumWidth(140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        glass = self.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        # A screen reader meets it as a button.
        glass.setText(self.tr("Search"))
        glass.triggered.connect(self.setFocus)
        self.help_button = self._button("help", self.tr("How to search"))
        self.help_button.triggered.connect(self.help_wanted)
        self.save_button = self._button("star", self.tr("Save this search"))
        self.save_button.triggered.connect(self.save_wanted)
        self.save_button.setVisible(False)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.editingFinished.connect(self._on_finished)

    def _button(self, icon: str, words: str) -> QAction:
        action = QAction(theme.icon(icon, "muted"), words, self)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        return action

    def show_saved(self, name: str) -> None:
        """The star says whether the search shown is saved, and under which name."""
        self.save_button.setIcon(theme.icon("star", "accent" if name else "muted"))
        words = self.tr("Saved as {name}").format(name=name) if name else ""
        self.save_button.setText(text.line(words or self.tr("Save this search")))
        self.save_button.setToolTip(text.tooltip(self.save_button.text()))

    # The list

    @property
    def offers(self) -> OfferList:
        if self._offers is None or self._offers.parent() is not self.window():
            self._offers = OfferList(self)
            self._offers.itemClicked.connect(self._on_clicked)
        return self._offers

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offers for the text as it is; none hide the list."""
        self.offers.show_offers(offers if self.hasFocus() else ())

    def is_offering(self) -> bool:
        return self._offers is not None and self._offers.isVisible()

    def hide_offers(self) -> None:
        if self._offers is not None:
            self._offers.hide()

    def forget(self) -> None:
        """Empties the field; `clear` would leave its text one Undo away."""
        self.hide_offers()
        self.setText("")

    def take(self, offer: Offer) -> None:
        """Puts an offer into the field, as if it had been typed."""
        self.hide_offers()
        self.setText(offer.text)
        if offer.cursor >= 0:
            self.setCursorPosition(offer.cursor)
        if offer.is_whole:
            self.settled.emit(offer.text)
        else:
            self.offers_wanted.emit(self.text(), self.cursorPosition())

    def _on_clicked(self, item: QListWidgetItem) -> None:
        offer = item.data(OFFER)
        if isinstance(offer, Offer):
            self.take(offer)

    # Typing

    def _on_edited(self, typed: str) -> None:
        if typed.strip():
            self.offers_wanted.emit(typed, self.cursorPosition())
        else:
            self.hide_offers()

    def _on_changed(self, typed: str) -> None:
        self.save_button.setVisible(bool(typed.strip()))

    def _on_finished(self) -> None:
        if self.text().strip():
            self.settled.emit(self.text())

    def event(self, event: QEvent) -> bool:
        # Tab never comes to keyPressEvent: it moves the focus before that.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Tab and plain and self._on_tab():
                return True
        # Esc belongs to nobody else while there is something to close or to clear.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            has_use = self.is_offering() or self.text()
            if event.key() == Qt.Key.Key_Escape and has_use:
                event.accept()
                return True
        return super().event(event)

    def _on_tab(self) -> bool:
        if not self.is_offering():
            return False
        offer = self.offers.offer() or self.offers.offer(0)
        if offer is None or (offer.is_whole and self.offers.offer() is None):
            return False
        self.take(offer)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        taken = False
        if event.key() in (keys.Key_Down, keys.Key_Up):
            taken = self._on_vertical(1 if event.key() == keys.Key_Down else -1)
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            taken = self._on_enter()
        elif event.key() == keys.Key_Escape:
            taken = self._on_escape()
        elif event.key() == keys.Key_Delete and self.is_offering():
            taken = self._on_delete()
        if not taken:
            super().keyPressEvent(event)

    def _on_vertical(self, way: int) -> bool:
        if self.is_offering():
            self.offers.step(way)
        elif way < 0:
            return False
        elif not self.text().strip():
            self.kept_wanted.emit()
        else:
            self.left_downwards.emit()
        return True

    def _on_enter(self) -> bool:
        chosen = self.offers.offer() if self.is_offering() else None
        self.hide_offers()
        if chosen is not None:
            self.take(chosen)
        return chosen is not None

    def _on_escape(self) -> bool:
        """First the list goes, then the text."""
        if self.is_offering():
            self.hide_offers()
        elif self.text():
            self.clear()
        else:
            return False
        return True

    def _on_delete(self) -> bool:
        offer = self.offers.offer()
        if offer is None or offer.kind != "recent":
            return False
        self.forgotten.emit(offer.text)
        self.kept_wanted.emit()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide_offers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hide_offers()
