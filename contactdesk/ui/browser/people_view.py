"""People in the window: their entry in the sidebar, their counts, and who is where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from contactdesk.ui.accounts.sidebar import Entry
from contactdesk.ui.browser.contacts_panel import ContactsPanel
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.places import LAST_ACCOUNT
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.wording import Extent, number, translate
from contactdesk.ui.people.counts import PeopleCounts
from contactdesk.ui.people.words import scope_words
from contactdesk.userdata.keys import PEOPLE

if TYPE_CHECKING:
    from contactdesk.ui.people.where_panel import WherePanel


class PeopleView(QObject):
    """Follows the index and what is shown: `show` is told whether people are."""

    changed = Signal()  # what the sidebar says of people
    shown_changed = Signal(bool)  # whether people are shown
    search_wanted = Signal(str)  # the whole text for the search field

    def __init__(self, context: WindowContext, panel: ContactsPanel, detail: DetailPane) -> None:
        super().__init__(panel)
        self._context = context
        self._panel, self._detail = panel, detail
        self._is_shown = False
        self._extent = Extent(0, None, False, None)
        self._where: WherePanel | None = None
        self.counts = PeopleCounts(context.index, lambda: len(context.accounts), self)
        self.counts.changed.connect(self._on_counted)
        self.button = panel.quick_filters.where_button
        self.button.clicked.connect(self.open_where)
        context.changes.people_changed.connect(self.counts.count_soon)
        self.counts.count_soon()

    def entries(self, extent: Extent) -> list[Entry]:
        """The entry in the sidebar, if there is one; `extent` is how much of all accounts is loaded."""
        self._extent = extent
        # What is shown keeps its entry, even if the other accounts were removed.
        if not (self.counts.exist() or self._is_shown or self._was_last()):
            return []
        known = self.counts.is_known and self.counts.counts.people
        count = number(self.counts.counts.people) if known else ""
        title, state = translate("people", "People"), scope_words(extent)
        return [Entry("", title, state, count, theme.icon("person"), is_people=True)]

    def show(self, is_people: bool) -> None:
        """People are shown, or contacts, or a page."""
        self._is_shown = is_people
        self._panel.table.call_rows(people=is_people)
        self._detail.choose_for_people(is_people)
        self.shown_changed.emit(is_people)

    def follow(self, row_id: int) -> None:
        """Makes the person in the details current again after their row id changed: another contact
        has become their own."""
        table = self._panel.table
        if not self._is_shown or not row_id or table.currentIndex().isValid():
            return
        own = next(iter(self._context.index.people.members_at_once(row_id)), row_id)
        scroll_bar = table.verticalScrollBar()
        place = scroll_bar.value()
        if own != row_id and table.go_to(own):
            scroll_bar.setValue(place)

    def open_where(self) -> None:
        """Opens the panel of who is where below its button."""
        from contactdesk.ui.people.where_panel import PanelVendor, WherePanel

        context = self._context
        vendors = [
            PanelVendor(each, context.vendor_title(each), context.vendor_icon(each))
            for each in context.vendors()
        ]
        if self._where is not None:
            self._where.deleteLater()
        self._where = panel = WherePanel(vendors, self._panel)
        panel.search_wanted.connect(self.search_wanted)
        panel.closed.connect(self.button.setFocus)
        panel.show_counts(self.counts.counts, self._extent)
        anchor = self.button if self.button.isVisible() else self._panel
        panel.open_at(QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size()))

    @property
    def where(self) -> WherePanel | None:
        """The panel of who is where, None before it was first opened."""
        return self._where

    def is_busy(self) -> bool:
        return self.counts.is_busy()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.counts.end()

    def _was_last(self) -> bool:
        """Whether people were shown last time, before it is known whether there are any."""
        return not self.counts.is_known and self._context.settings.text(LAST_ACCOUNT) == PEOPLE

    def _on_counted(self) -> None:
        if self._where is not None:
            self._where.show_counts(self.counts.counts, self._extent)
        if self._is_shown:
            # What contacts disagree on is found a moment after they came.
            self._panel.model.reread()
        self.changed.emit()
