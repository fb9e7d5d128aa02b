"""The bar of a vendor's filters: a button that opens the panel, and a chip for each filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from contactdesk.model import Filter, Filters, Provider
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.chips import Chip
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.text import Label, set_tip
from contactdesk.ui.kit.wording import translate

if TYPE_CHECKING:
    from contactdesk.ui.filters.fields import Value
    from contactdesk.ui.filters.panel import FilterPanel


class FilterBar(QWidget):
    """Hidden when the selected account's vendor has no filters."""

    filters_changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.setAccessibleName(self.tr("Vendor filters"))
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
        """The applied filters: param -> value."""
        return dict(self._filters)

    def set_provider(self, provider: Provider | None) -> None:
        """Offers a vendor's filters, none of them applied."""
        if self._panel is not None:
            self._panel.close()
            self._panel.deleteLater()
            self._panel = None
        self._provider = provider
        self.set_filters({})
        has_filters = provider is not None and bool(provider.filters)
        if has_filters and provider is not None:
            tip = self.tr("Filter the contacts that {vendor} sends").format(vendor=provider.title)
            set_tip(self.button, tip)
        self.setVisible(has_filters)

    def set_filters(self, filters: Filters) -> None:
        """Shows the applied filters; emits nothing."""
        known = self._provider.filters if self._provider is not None else ()
        self._filters = {each.param: value for each in known if (value := filters.get(each.param))}
        self._show()

    def open_panel(self) -> None:
        if self._provider is None or not self._provider.filters:
            return
        if self._panel is None:
            # Imported late: its calendars and lists would slow down the start.
            from contactdesk.ui.filters.panel import FilterPanel

            self._panel = FilterPanel(self._provider, self)
            self._panel.applied.connect(self._apply)
            self._panel.closed.connect(self.button.setFocus)
        anchor = QRect(self.button.mapToGlobal(QPoint(0, 0)), self.button.size())
        self._panel.open_at(anchor, self._filters)

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
        self._chips.clear()
        declared = self._provider.filters if self._provider is not None else ()
        always = self._provider.always if self._provider is not None else {}
        for each in declared:
            if each.param in self._filters:
                self._show_chip(each)
            elif each.param in always:
                self._show_default(each, always[each.param])
        self.clear_button.setVisible(bool(self._filters))
        self._chips.invalidate()
        self.updateGeometry()

    def _show_default(self, declared: Filter, value: str) -> None:
        """What is sent while the filter is not set: "Order: Oldest change first"."""
        words = translate("filters", "{label}: {value}")
        shown = words.format(label=declared.label, value=dict(declared.choices).get(value, value))
        label = Label(shown, self, name="filterDefault")
        label.setMinimumHeight(self.button.sizeHint().height())
        self._chips.addWidget(label)
        label.show()

    def _show_chip(self, declared: Filter) -> None:
        from contactdesk.ui.filters.fields import describe

        text = describe(declared, self._filters[declared.param])
        chip = Chip(text, self.tr("Remove filter: {text}").format(text=text), self)
        chip.setObjectName("filterChip")
        chip.removed.connect(lambda: self._remove(declared.param))
        self._chips.addWidget(chip)
        chip.show()
