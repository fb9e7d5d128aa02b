"""The page of personas: what each persona or agent number knows, over all contacts."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from contactdesk.index import AgentStats, Index
from contactdesk.index.columns import EMPTY, FACT, PEOPLE
from contactdesk.ui.kit import theme, wording
from contactdesk.ui.kit.known_agents import KnownAgents
from contactdesk.ui.kit.page import Page
from contactdesk.ui.kit.placeholder import Placeholder
from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.kit.wording import Extent, translate
from contactdesk.ui.memories.contact_memories import MemoryPlace
from contactdesk.ui.personas import columns
from contactdesk.ui.personas.columns import COLUMNS
from contactdesk.ui.personas.details import AgentDetails
from contactdesk.ui.personas.model import AgentKey, PersonasModel
from contactdesk.ui.personas.view import PersonasTable
from contactdesk.userdata.places import Place

RELOAD_INTERVAL_MS = 1_500
"""While pages arrive, the numbers are read again once in this time."""

OPEN_ITEMS_PAGE = "open-items"
NOTHING_LOADED = Extent(0, None, False, None)

Accounts = Callable[[], Sequence[tuple[str, str]]]
"""Gives (id, label) of the accounts whose vendors have agents that remember."""


class PersonasPage(Page):
    """A table of agents, and the details of the current one below it."""

    def __init__(
        self,
        index: Index,
        undo: Undo,
        names: KnownAgents,
        accounts: Accounts,
        account_icon: Callable[[str], QIcon],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("personasPage")
        self._index = index
        self._undo = undo
        self._names = names
        self._accounts = accounts
        self._extent = NOTHING_LOADED
        self._wanted: AgentKey | None = None
        self._shown: AgentKey | None = None
        self._is_known = False
        self.model = PersonasModel(names.name, lambda a: dict(accounts()).get(a, ""), self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.table = PersonasTable(self.model, self.splitter)
        self.details = AgentDetails(index, self.splitter)
        self.empty = Placeholder(self.table.viewport())
        self._reading, self._listing = LatestTask(self), LatestTask(self)
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_INTERVAL_MS)
        self._soon.timeout.connect(lambda: self._read() if can_start() else self._soon.start())
        self.renaming = QAction(theme.icon("edit"), self.tr("Nickname…"), self.table)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.renaming.setObjectName("actionGiveNickname")
        self.renaming.setShortcut(QKeySequence("F2"))
        self.renaming.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addAction(self.renaming)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.link_followed.connect(self.follow)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.doubleClicked.connect(self._on_double_clicked)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.renaming.triggered.connect(lambda: self.give_nickname())
        self.details.key_wanted.connect(self._on_key_wanted)
        self.details.contact_wanted.connect(self._on_contact_wanted)
        self.empty.acted.connect(self.load_wanted)
        self._names.changed.connect(self._on_names_changed)

    # Page

    def open(self, place: Place | None) -> None:
        if place is not None:
            key = str(place.filters.get("account", "")), str(place.filters.get("agent", ""))
            self._wanted = key if key[0] else None
            column = int(place.sort) if place.sort.isdecimal() else columns.PEOPLE
            down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            order = down if place.descending else up
            self.table.sortByColumn(min(column, len(COLUMNS) - 1), order)
        self.table.show_account(len(self._accounts()) > 1)
        self._names.read()
        self._read()

    def place(self) -> Place:
        key = self.table.key() or self._wanted
        header = self.table.horizontalHeader()
        return Place(
            sort=str(max(0, header.sortIndicatorSection())),
            descending=header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            filters={"account": key[0], "agent": key[1]} if key else {},
        )

    def show_extent(self, extent: Extent) -> None:
        self._extent = extent
        self._show_emptiness()

    def status(self) -> tuple[str, str]:
        if not self._is_known:
            return "", ""
        count = self.model.rowCount()
        words = translate("personas", "%Ln persona(s) and agent number(s)", "", count)
        scope = scope_words(self._extent).format(agents=words)
        return scope, wording.rest_words(self._extent)

    def contacts_changed(self) -> None:
        self._names.read()
        if not self._soon.isActive():
            self._soon.start()

    def is_busy(self) -> bool:
        is_reading = self._reading.busy or self._listing.busy
        return is_reading or self._soon.isActive() or self._names.is_busy

    def step(self, direction: int) -> None:
        row = self.table.currentIndex().row() + direction
        if 0 <= row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, self.table.currentIndex().column()))

    def end(self) -> None:
        self._soon.stop()
        for task in (self._reading, self._listing):
            task.blockSignals(True)
            task.cancel()

    # Numbers

    def _read(self) -> None:
        self._soon.stop()
        self._reading.start(self._index.agents.stats(), self._on_read)

    def _on_read(self, stats: list[AgentStats]) -> None:
        self._is_known = True
        known = {account_id for account_id, _label in self._accounts()}
        self.model.show_stats([each for each in stats if each.people and each.account_id in known])
        if self._wanted is not None and self.table.go_to(self._wanted):
            self._wanted = None
        elif not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, columns.NAME))
        self._show_details()
        self._show_emptiness()
        self.status_changed.emit()

    def _on_current_changed(self) -> None:
        if self.table.key() != self._shown:
            self.details.show_summaries()
            self._show_details()

    def _show_details(self) -> None:
        stats = self.table.current()
        self._shown = self.table.key()
        self.renaming.setEnabled(stats is not None and bool(stats.agent))
        self.details.show_agent(stats, self.model.name_of(stats) if stats else "")

    def _on_names_changed(self) -> None:
        self.model.rename()
        self._show_details()

    def _show_emptiness(self) -> None:
        if self.model.rowCount() or not self._is_known:
            self.empty.hide()
            return
        extent = self._extent
        if extent.complete:
            title = translate(
                "personas", "No persona remembers any of %Ln contact(s)", "", extent.loaded
            )
        elif extent.loaded:
            title = translate(
                "personas",
                "No persona remembers any of the %Ln contact(s) loaded so far",
                "",
                extent.loaded,
            )
        else:
            title = translate("personas", "No contacts loaded yet")
        self.empty.show_texts("memory", title, "", wording.rest_words(extent))

    # Links

    def follow(self, stats: AgentStats, column: int) -> None:
        """Opens what is behind a number."""
        match columns.link(stats, column):
            case columns.CONTACTS if search := columns.search_of(stats, column):
                self.contacts_wanted.emit(stats.account_id, search)
            case columns.CONTACTS:
                self._list(stats, EMPTY if column == columns.EMPTY else PEOPLE, "")
            case columns.ITEMS | columns.OLDEST_ITEMS as leads:
                self.page_wanted.emit(OPEN_ITEMS_PAGE, _items_place(stats, leads))
            case columns.DETAILS:
                self.details.keys.setFocus(Qt.FocusReason.OtherFocusReason)
            case columns.SUMMARY:
                self._on_contact_wanted(stats.longest_summaries[0].contact)

    def _on_key_wanted(self, key: str) -> None:
        if (stats := self.table.current()) is not None:
            self._list(stats, FACT, key)

    def _list(self, stats: AgentStats, what: str, key: str) -> None:
        """Lists the people behind a number, in the details."""
        spellings = {each.key: each.spellings for each in stats.fact_keys}.get(key, ())
        fact = next(iter(spellings), key)

        def show(ids: array[int]) -> None:
            words = translate("personas", "%Ln people", "", len(ids))
            if key:
                words = translate("personas", "%Ln people with “{fact}”", "", len(ids))
            self.details.show_people(words.format(fact=fact), ids)
            self.details.people.setFocus(Qt.FocusReason.OtherFocusReason)

        reading = self._index.agents.contacts(stats.account_id, stats.agent, what, key)
        self._listing.start(reading, show)

    def _on_contact_wanted(self, row_id: int) -> None:
        """Shows a contact at the memory of the current agent."""
        stats = self.table.current()
        agent = stats.agent if stats is not None else None
        self.contact_changed.emit(row_id, MemoryPlace(agent=agent))

    # Nicknames

    def _on_double_clicked(self) -> None:
        if self.table.currentIndex().column() == columns.NAME:
            self.give_nickname()

    def give_nickname(self) -> None:
        """Asks for the nickname of the current agent."""
        from contactdesk.ui.kit.nickname_dialog import NicknameDialog

        if (stats := self.table.current()) is not None and stats.agent:
            NicknameDialog(self._undo, stats.account_id, stats.agent, self.window()).open()

    def _on_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.renaming)
        place = self.table.visualRect(self.table.currentIndex()).center()
        menu.popup(self.table.viewport().mapToGlobal(place))


def scope_words(extent: Extent) -> str:
    """A template whose one field is a number of agents."""
    number = wording.number
    if extent.complete:
        words = translate("personas", "{{agents}} in {contacts}")
        return words.format(contacts=wording.contacts(extent.loaded))
    if extent.total is None or extent.total < extent.loaded:
        words = translate("personas", "{{agents}} in the contacts loaded so far ({loaded})")
        return words.format(loaded=number(extent.loaded))
    words = translate("personas", "{{agents}} in the contacts loaded so far ({loaded} of {total})")
    return words.format(loaded=number(extent.loaded), total=number(extent.total))


def _items_place(stats: AgentStats, leads: str) -> Place:
    """The page of open items narrowed to an agent: all that are counted, done or not."""
    return Place(
        sort="created_at" if leads == columns.OLDEST_ITEMS else "priority",
        filters={"account": stats.account_id, "agent": [stats.agent], "hidden": "shown"},
    )
