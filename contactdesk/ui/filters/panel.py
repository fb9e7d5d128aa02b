"""The panel in which the user sets a vendor's filters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Filters, Provider
from contactdesk.ui.filters.fields import FilterField, field_for
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import Label, line

MIN_WIDTH_PX, MIN_HEIGHT_PX = 380, 120


class _Fields(QWidget):
    """The fields, as tall as they need at their width: a scroll area by itself gives wrapped text
    and chips the height of one line."""

    resized = Signal()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = self.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)
            self.resized.emit()


class FilterPanel(QFrame):
    """A popup with a field for each of a vendor's filters. Enter applies them, Esc cancels."""

    applied = Signal(dict)
    closed = Signal()

    def __init__(self, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filterPanel")
        self.setAccessibleName(self.tr("Filters"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.fields: dict[str, FilterField] = {}
        self._anchor = QRect()
        self._inside = inside = _Fields()
        column = QVBoxLayout(inside)
        column.setSpacing(3)
        hint = self.tr("Filtered by {vendor}; the list reloads.")
        column.addWidget(HintLabel(hint.format(vendor=line(provider.title)), parent=inside))
        for declared in provider.filters:
            field = field_for(declared, provider.always.get(declared.param, ""))
            field.setObjectName(f"filter {declared.param}")
            column.addSpacing(6)
            if not field.has_caption:
                column.addWidget(Label(declared.label, inside))
            column.addWidget(field)
            self.fields[declared.param] = field
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.resized.connect(self._fit)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(4, 4, 4, 8)
        outer.addWidget(self._scroll)
        outer.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        clear_button = QPushButton(self.tr("Clear"), self)
        clear_button.setObjectName("filterClearButton")
        clear_button.clicked.connect(self._on_clear)
        apply_button = QPushButton(self.tr("Apply"), self)
        apply_button.setObjectName("filterApplyButton")
        apply_button.setDefault(True)
        apply_button.clicked.connect(self.apply)
        # Enter presses the focused button, as in a dialog.
        clear_button.setAutoDefault(True)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(clear_button)
        row.addStretch(1)
        row.addWidget(apply_button)
        return row

    def open_at(self, anchor: QRect, filters: Filters) -> None:
        """Opens at the rectangle of a button, in global pixels, with `filters` in the fields."""
        for param, field in self.fields.items():
            field.set_value(filters.get(param, ""))
        self._anchor = anchor
        self._fit()
        self.show()
        next(iter(self.fields.values())).setFocus()

    def _fit(self) -> None:
        """Makes the panel as large as its fields, within the screen, and moves it to the anchor."""
        anchor, inside = self._anchor, self._inside
        screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
        screen_area = screen.availableGeometry()
        frame = self.sizeHint() - self._scroll.sizeHint()
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        needed = inside.minimumSizeHint().width() + frame.width() + bar
        width = min(max(MIN_WIDTH_PX, needed), screen_area.width())
        height = inside.heightForWidth(width - frame.width()) + frame.height()
        self.resize(width, max(MIN_HEIGHT_PX, min(height, screen_area.height() * 4 // 5)))
        left = anchor.left()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = anchor.right() - self.width()
        left = max(screen_area.left(), min(left, screen_area.right() - self.width()))
        top = min(anchor.bottom() + 4, screen_area.bottom() - self.height())
        self.move(QPoint(left, max(screen_area.top(), top)))

    def apply(self) -> None:
        """Emits the filters and closes; an invalid field keeps the panel open and gets the focus."""
        invalid = [field for field in self.fields.values() if not field.check()]
        if invalid:
            invalid[0].setFocus()
            self._scroll.ensureWidgetVisible(invalid[0])
            return
        values = {param: field.value() for param, field in self.fields.items()}
        self.close()
        self.applied.emit({param: value for param, value in values.items() if value})

    def _on_clear(self) -> None:
        for field in self.fields.values():
            field.set_value("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
