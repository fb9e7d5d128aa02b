"""The tab History of the shown contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from contactdesk.index import Written
from contactdesk.sync.engine import WalkState
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.shown_contact import ShownContact
from contactdesk.ui.detail.offered_tabs import HISTORY
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit.contact_places import HistoryPlace

if TYPE_CHECKING:
    from contactdesk.ui.history.history_tab import HistoryTab


class ShownHistory(QObject):
    """Offers the tab for every contact, and reads its history when the tab is opened."""

    def __init__(self, context: WindowContext, shown: ShownContact, pane: DetailPane) -> None:
        super().__init__(pane)
        self._context = context
        self._shown = shown
        self._pane = pane
        self._is_offered = False
        shown.changed.connect(self._offer)
        shown.history_wanted.connect(self.show_place)

    @property
    def tab(self) -> HistoryTab | None:
        """What was made for the tab; None if it was never opened."""
        return cast("HistoryTab | None", self._pane.tabs.offered.content(HISTORY))

    def _offer(self) -> None:
        if self._is_offered or self._shown.key is None:
            return
        self._is_offered = True
        offered = self._pane.tabs.offered
        offered.offer(HISTORY, self.tr("History"), self._make)
        offered.opened.connect(self._on_opened)

    def _make(self, parent: QWidget) -> QWidget:
        from contactdesk.ui.history.history_tab import HistoryTab

        made = HistoryTab(self._context.index.history.versions, self._agent_name, parent)
        made.copied.connect(self._pane.tabs.copied)
        return made

    def _agent_name(self, account_id: str, agent: str) -> str:
        return self._context.agent_names.names(account_id, frozenset({agent}))[agent]

    def _on_opened(self, name: str) -> None:
        if name == HISTORY:
            self._read()

    def _read(self) -> None:
        key, tab = self._shown.key, self.tab
        if key is not None and tab is not None:
            tab.show_contact(*key, self._context.provider_of(key[0]))

    def show_place(self, place: HistoryPlace) -> None:
        """Opens the tab at what was noticed at a time."""
        if self._pane.tabs.open(HISTORY) and self.tab is not None:
            self.tab.show_at(place.time)

    def contacts_changed(self, _walk: WalkState, written: Written) -> None:
        """Reads again if the shown contact was written anew while its history is open."""
        is_shown = self.tab is not None and self.tab.isVisible()
        if is_shown and self._shown.row_id in written.changed:
            self._read()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        if self._is_offered and self.tab is not None:
            self.tab.end()
