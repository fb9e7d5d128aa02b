"""The bar of the chosen account's vendor filters: a button, a panel of fields, and chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Filter, Filters, Provider
from contactdesk.ui.filters.chips import Chip, FlowLayout, clear
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.text import Label, line, tooltip

if TYPE_CHECKING:
    from contactdesk.ui.filters.filter_fields import FilterField, Value

PANEL_WIDTH = 380


class FilterPanel(QFrame):
    """The fields of one vendor's filters. Enter or Apply applies, Esc leaves things as they are."""

    applied = Signal(dict)
    closed = Signal()

    def __init__(self, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filterPanel")
        self.setAccessibleName(self.tr("Filters"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.fields: dict[str, FilterField] = {}
        self._place = QRect()
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(3)
        head = self.tr("{vendor} is asked for these; the list is loaded anew.")
        column.addWidget(HintLabel(head.format(vendor=line(provider.title)), parent=inside))
        # Calendars, lists and choices are for this panel alone.
        from contactdesk.ui.filters.filter_fields import field_of

        for declared in provider.filters:
            field = field_of(declared)
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
        # Enter is the focused button's own here, as it is in a dialog.
        clear_button.setAutoDefault(True)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(clear_button)
        row.addStretch(1)
        row.addWidget(apply_button)
        return row

    def open_at(self, place: QRect, filters: Filters) -> None:
        """Shows `filters` under (or over) a place on the screen, in global pixels."""
        for param, field in self.fields.items():
            field.set_value(filters.get(param, ""))
        self._place = place
        self._put(place)
        self.show()
        next(iter(self.fields.values())).setFocus()

    def _put(self, place: QRect) -> None:
        """As high as the fields need and the screen has room for."""
        screen = QGuiApplication.screenAt(place.center()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        height = self._inside.heightForWidth(PANEL_WIDTH) + 4 * self.fontMetrics().height()
        height = min(height, room.height() * 4 // 5)
        self.resize(min(PANEL_WIDTH, room.width()), max(height, 120))
        left = place.left()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = place.right() - self.width()
        left = max(room.left(), min(left, room.right() - self.width()))
        top = min(place.bottom() + 4, room.bottom() - self.height())
        self.move(QPoint(left, max(room.top(), top)))

    def apply(self) -> None:
        """Hands over the fields; one with a problem keeps the panel open."""
        wrong = [field for field in self.fields.values() if not field.check()]
        if wrong:
            wrong[0].setFocus()
            self._put(self._place)
            self._scroll.ensureWidgetVisible(wrong[0])
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


class FilterBar(QWidget):
    """Hidden where the chosen account's vendor has no filters."""

    filters_changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.setAccessibleName(self.tr("Filters of the vendor"))
        self._provider: Provider | None = None
        self._filters: dict[str, Value] = {}
        self._panel: FilterPanel | None = None
        self.button = QToolButton(self)
        self.button.setObjectName("filterButton")
        self.button.setText(self.tr("Filter"))
        self.button.setIcon(theme.icon("filter"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.open_panel)
        self.clear_button = QToolButton(self)
        self.clear_button.setObjectName("clearFiltersButton")
        self.clear_button.setText(self.tr("Clear all"))
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clear_button.clicked.connect(self._on_clear_all)
        chips = QWidget(self)
        self._chips = FlowLayout(chips)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(chips, 1)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self.set_provider(None)

    @property
    def filters(self) -> dict[str, Value]:
        """What is applied: param -> value."""
        return dict(self._filters)

    @property
    def panel(self) -> FilterPanel | None:
        """The fields, once they were opened for this vendor."""
        return self._panel

    def set_provider(self, provider: Provider | None) -> None:
        """Offers another vendor's filters, none of them set."""
        if self._panel is not None:
            self._panel.close()
            self._panel.deleteLater()
            self._panel = None
        self._provider = provider
        self.set_filters({})
        has_filters = provider is not None and bool(provider.filters)
        if has_filters and provider is not None:
            tip = self.tr("Filters of {vendor}'s own list").format(vendor=provider.title)
            self.button.setToolTip(tooltip(tip))
        self.setVisible(has_filters)

    def set_filters(self, filters: Filters) -> None:
        """Shows what is applied already; nothing is emitted."""
        known = self._provider.filters if self._provider is not None else ()
        self._filters = {each.param: value for each in known if (value := filters.get(each.param))}
        self._show()

    def open_panel(self) -> None:
        if self._provider is None or not self._provider.filters:
            return
        if self._panel is None:
            self._panel = FilterPanel(self._provider, self)
            self._panel.applied.connect(self._apply)
            self._panel.closed.connect(self.button.setFocus)
        place = QRect(self.button.mapToGlobal(QPoint(0, 0)), self.button.size())
        self._panel.open_at(place, self._filters)

    def _apply(self, filters: dict[str, Value]) -> None:
        if filters == self._filters:
            return
        self.set_filters(filters)
        self.filters_changed.emit(self.filters)

    def _on_clear_all(self) -> None:
        self.button.setFocus()
        self._apply({})

    def _remove(self, param: str) -> None:
        self.button.setFocus()
        self._apply({key: value for key, value in self._filters.items() if key != param})

    def _show(self) -> None:
        clear(self._chips)
        declared = self._provider.filters if self._provider is not None else ()
        for each in declared:
            if each.param in self._filters:
                self._show_chip(each)
        self.clear_button.setVisible(bool(self._filters))
        self._chips.invalidate()
        self.updateGeometry()

    def _show_chip(self, declared: Filter) -> None:
        from contactdesk.ui.filters.filter_fields import said

        text = said(declared, self._filters[declared.param])
        chip = Chip(text, self.tr("Remove filter {text}").format(text=text), self)
        chip.setObjectName("filterChip")
        chip.removed.connect(lambda: self._remove(declared.param))
        self._chips.addWidget(chip)
        chip.show()
