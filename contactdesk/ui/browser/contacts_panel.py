"""The contacts of an account, or of all, or people: filters, chips and the table."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.model import Provider
from contactdesk.ui.browser.cell_places import place_of
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.empty_page import EmptyPage
from contactdesk.ui.filters.bar import FilterBar
from contactdesk.ui.filters.quick_filters import QuickFilters, conditions_of
from contactdesk.ui.people.badges import VendorBadges
from contactdesk.ui.table.model import ContactTable
from contactdesk.ui.table.view import ContactTableView


class ContactsPanel(QWidget):
    """What pages take the place of. `empty` covers the rows while there are none."""

    def __init__(self, context: WindowContext, parent: QWidget) -> None:
        super().__init__(parent)
        # Made in their places: a widget that gets another parent is styled again.
        self.filters = FilterBar(self)
        self.quick_filters = QuickFilters(self)
        names = context.agent_names.names
        self.model = ContactTable(
            context.index,
            context.account_label,
            self,
            agent_names=names,
            annotation_of=context.userdata.annotations.of,
            vendor_names=context.vendor_names,
            is_unread=context.unread.has,
        )
        self.table = ContactTableView(
            self.model,
            self,
            account_icon=context.account_icon,
            badges=VendorBadges(context.vendors, context.vendor_icon),
            place_of=lambda account, column: place_of(context.provider_of(account), column),
        )
        context.unread.changed.connect(self.table.viewport().update)
        self.empty = EmptyPage(self.table.viewport())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.quick_filters)
        column.addWidget(self.table, 1)

    def offer(self, provider: Provider | None, *, memories: bool, people: bool) -> None:
        """Offers what finds something: the vendor's filters, and the chips of contacts or people.
        `memories`: whether agents remember any of them."""
        self.filters.set_provider(provider)
        self.quick_filters.offer(conditions_of(memories=memories, people=people), people=people)
