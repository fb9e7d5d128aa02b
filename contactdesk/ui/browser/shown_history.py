"""The tab History of the shown contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from contactdesk.index import Version, Written
from contactdesk.records.parse import read_record
from contactdesk.search.query import parse
from contactdesk.sync.engine import WalkState
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.shown_contact import ShownContact
from contactdesk.ui.detail.offered_tabs import HISTORY
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit.contact_places import HistoryPlace
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.userdata.keys import ContactKey

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
        self._place: HistoryPlace | None = None
        self._gone: ContactKey | None = None
        self._reading = LatestTask(self)
        # The tab of another contact opens before that contact is told.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        pane.tab_opened.connect(self._on_opened)
        shown.changed.connect(self._on_shown_changed)
        shown.history_wanted.connect(self._show_place)

    @property
    def tab(self) -> HistoryTab | None:
        """What was made for the tab; None if it was never opened."""
        if not self._is_offered:
            return None
        return cast("HistoryTab | None", self._pane.tabs.offered.content(HISTORY))

    def is_busy(self) -> bool:
        """Whether what it shows is about to change."""
        is_tab_busy = self.tab is not None and self.tab.is_busy
        return self._soon.isActive() or self._reading.busy or is_tab_busy

    def _on_shown_changed(self) -> None:
        self._gone = None
        self._reading.cancel()
        if self._shown.key is not None:
            self._offer()

    def _offer(self) -> None:
        if not self._is_offered:
            self._is_offered = True
            self._pane.tabs.offered.offer(HISTORY, self.tr("History"), self._make)

    def _make(self, parent: QWidget) -> QWidget:
        from contactdesk.ui.history.history_tab import HistoryTab

        made = HistoryTab(self._context.index.history.versions, self._agent_name, parent)
        made.copied.connect(self._pane.tabs.copied)
        return made

    def _agent_name(self, account_id: str, agent: str) -> str:
        return self._context.agent_names.names(account_id, frozenset({agent}))[agent]

    def _on_opened(self, name: str) -> None:
        if name == HISTORY:
            self._soon.start()

    def _read(self) -> None:
        key, tab, place = self._shown.key or self._gone, self.tab, self._place
        self._place = None
        if key is not None and tab is not None:
            provider = self._context.provider_of(key[0])
            tab.show_contact(*key, provider, place.time if place is not None else None)

    def _show_place(self, place: HistoryPlace) -> None:
        """Opens the tab at what was noticed at a time, for this once."""
        self._place = place
        if place.gone is not None:
            self._gone = place.gone
            reading = self._context.index.history.versions(*place.gone)
            self._reading.start(reading, self._show_gone)
        elif self._pane.tabs.open(HISTORY, as_choice=False):
            self._soon.start()

    def _show_gone(self, versions: Sequence[Version]) -> None:
        """Shows the last record of a contact that is not in the index any more."""
        key, context = self._gone, self._context
        if key is None or not versions or not context.account_label(key[0]):
            return
        provider, raw = context.provider_of(key[0]), versions[0].raw
        contact = read_record(provider.contact, raw).contact
        self._offer()
        nicknames = context.userdata.nicknames.of(key[0])
        self._pane.show_contact(
            *(context.account_label(key[0]), provider, contact, raw, parse("")),
            nicknames=nicknames,
        )
        self._pane.view.say_gone(provider.title)
        if self._pane.tabs.open(HISTORY, as_choice=False):
            self._soon.start()

    def contacts_changed(self, _walk: WalkState, written: Written) -> None:
        """Reads again if the shown contact was written anew while its history is open."""
        is_shown = self.tab is not None and self.tab.isVisible()
        if is_shown and self._shown.row_id in written.changed:
            self._soon.start()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._reading.blockSignals(True)
        self._reading.cancel()
        if self.tab is not None:
            self.tab.end()
