"""A page with a list: buttons and a filter bar above it, and what covers it while it is empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.button import button_of
from contactdesk.ui.kit.filter_bar import FilterBar
from contactdesk.ui.kit.page import Page
from contactdesk.ui.kit.placeholder import EmptyReason, Placeholder
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.table.list_actions import ListActions
from contactdesk.ui.table.list_rows import ListRows
from contactdesk.ui.table.list_view import ListTable

NOTHING_LOADED = Extent(0, None, False, None)


class ListPage(Page):
    """The subclass makes the parts, then calls `_arrange` and `_connect`."""

    filters: FilterBar
    table: ListTable
    rows: ListRows
    actions_on: ListActions
    empty: Placeholder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extent = NOTHING_LOADED
        self._reason = EmptyReason("", "")

    def _arrange(self, leading: Sequence[QAction]) -> None:
        """`leading` are the actions whose buttons have words; those to copy and export have icons."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._button_row(leading))
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)

    def _button_row(self, leading: Sequence[QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        margin = 2 * theme.unit()
        row.setContentsMargins(margin, margin, margin, 0)
        for action in leading:
            row.addWidget(button_of(action, self))
        row.addStretch(1)
        for action in (self.actions_on.copying, self.actions_on.exporting):
            button = button_of(action, self)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter_changed)
        self.filters.left_downwards.connect(self.table.setFocus)
        self.table.order_changed.connect(lambda: self.rows.load(from_top=True))
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self.contact_opened)
        self.table.value_actions.search_wanted.connect(
            lambda search: self.contacts_wanted.emit("", search)
        )
        self.table.value_actions.copied.connect(self.copied)
        self.actions_on.said.connect(self.said)
        self.actions_on.export_wanted.connect(self.export)
        self.empty.acted.connect(lambda: self._on_empty_acted(self._reason.does))
        self.rows.loaded.connect(self._on_loaded)

    # For the subclass to give

    def export(self) -> None:
        """Asks for a format and a file, and writes the rows in the list or those selected."""
        raise NotImplementedError

    def _current(self) -> object | None:
        """What the current row shows; None without one, or if it is gone."""
        raise NotImplementedError

    def _show_columns(self) -> None:
        """Shows the groups and columns that the filters ask for."""
        raise NotImplementedError

    def _on_current_changed(self) -> None:
        """Shows the contact of the current row in the details."""
        raise NotImplementedError

    def _why_empty(self) -> EmptyReason | None:
        """Why there are no rows; None while that is not known."""
        raise NotImplementedError

    def _show_all(self) -> None:
        """Shows the rows that are hidden by default."""
        raise NotImplementedError

    # Page

    def show_extent(self, extent: Extent) -> None:
        self._extent = extent
        self._show_emptiness()

    def step(self, direction: int) -> None:
        row = self.table.currentIndex().row() + direction
        if 0 <= row < self.table.model().rowCount():
            self.table.go_to_row(row)

    def enter(self) -> None:
        # The table is no focus proxy: Tab would skip the filters above it.
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> bool:
        self.filters.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.words.selectAll()
        return True

    def export_action(self) -> QAction:
        return self.actions_on.exporting

    def end(self) -> None:
        self.rows.end()

    # What changes

    def _on_filter_changed(self) -> None:
        self._show_columns()
        self.rows.load(from_top=True)
        self.status_changed.emit()

    def _on_loaded(self) -> None:
        # Qt does not tell that the current row is gone.
        if self._current() is None:
            self.contact_changed.emit(0, None)
        self._show_words()

    def _show_words(self) -> None:
        self._show_emptiness()
        self.status_changed.emit()

    def _show_emptiness(self) -> None:
        is_settled = not self.table.model().rowCount() and not self.rows.is_busy
        reason = self._why_empty() if is_settled else None
        if reason is None:
            self.empty.hide()
        else:
            self._reason = reason
            self.empty.show_texts(reason.icon, reason.title, reason.hint, reason.action)

    def _on_empty_acted(self, does: str) -> None:
        match does:
            case "clear":
                self.filters.clear()
            case "show":
                self._show_all()
            case "load":
                self.load_wanted.emit()
