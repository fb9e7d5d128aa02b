"""What can be done with the selected open items: done, snoozed, open again, copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from contactdesk.index import ItemRow
from contactdesk.ui.kit.context_menu import keyboard_position
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.tasks import in_steps, spawn
from contactdesk.ui.kit.undo import Undo, undo_keys
from contactdesk.ui.table.list_actions import ListActions
from contactdesk.ui.worklist.model import OpenItemsModel
from contactdesk.ui.worklist.snooze import SnoozeDialog, SnoozeMenu, Today
from contactdesk.ui.worklist.view import OpenItemsTable
from contactdesk.userdata.item_states import ItemState

MAX_ASKED = 200
"""Selected cells that are asked whether there is something to take back."""


class ItemActions(ListActions):
    """Everything but copying and exporting can be undone.

    `checklist` makes the text that is copied.
    """

    def __init__(
        self,
        table: OpenItemsTable,
        model: OpenItemsModel,
        undo: Undo,
        today: Today,
        checklist: Callable[[Sequence[ItemRow]], str],
    ) -> None:
        super().__init__(table)
        self._model = model
        self._undo = undo
        self._today = today
        self._checklist = checklist
        self._make_actions()
        self._menu = SnoozeMenu(today, table)
        self._menu.chosen.connect(self.snooze)
        self._menu.date_wanted.connect(self.pick_date)
        table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._enable()

    def _make_actions(self) -> None:
        self.done = self._action("actionMarkDone", self.tr("Done"), "D", "check", self.mark_done)
        self.snoozing = self._action(
            "actionSnoozeItems", self.tr("Snooze until…"), "S", "clock", self.show_menu
        )
        self.reopening = self._action(
            "actionReopenItems", self.tr("Open again"), "R", "refresh", self.reopen
        )
        self._separate()
        self.opening = self._action(
            "actionOpenMemory", self.tr("Open memory"), "", "memory", self._table.opened.emit
        )
        self.copying = self._action(
            "actionCopyChecklist",
            self.tr("Copy as Markdown checklist"),
            "Ctrl+C",
            "copy",
            self.copy,
        )
        self._separate()
        self.exporting = self._action(
            "actionExportItems",
            self.tr("Export open items…"),
            "",
            "export",
            self.export_wanted.emit,
        )
        self._action(
            "actionSelectItems", self.tr("Select all"), "Ctrl+A", "", self._table.selectAll
        )

    def _enable(self) -> None:
        has_some = self._table.selectionModel().hasSelection()
        for action in (self.done, self.snoozing, self.opening, self.copying):
            action.setEnabled(has_some)
        rows = [index.row() for index in self._table.selectionModel().selectedIndexes()[:MAX_ASKED]]
        self.reopening.setEnabled(any(self._model.state_at(row) is not None for row in rows))

    # Decisions

    def mark_done(self) -> None:
        self._decide(ItemState(done=True))

    def reopen(self) -> None:
        self._decide(None)

    def snooze(self, until: date) -> None:
        self._decide(ItemState(snoozed_until=until.isoformat()))

    def show_menu(self) -> None:
        """The days to snooze until, beside the current row."""
        at = self._table.viewport().mapToGlobal(keyboard_position(self._table))
        self._menu.popup(at)

    @property
    def menu(self) -> SnoozeMenu:
        return self._menu

    def pick_date(self) -> None:
        count = len(self._table.selected_ids())
        dialog = SnoozeDialog(self._today(), count, self._table.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.snooze)
        dialog.open()

    def _decide(self, state: ItemState | None) -> None:
        if ids := self._table.selected_ids():
            spawn(self._read(ids), lambda items: self._on_decided(items, state))

    def _on_decided(self, items: Sequence[ItemRow], state: ItemState | None) -> None:
        words = self._words(state, len(items))
        self._undo.decide(dict.fromkeys([item.key for item in items], state), words[0])
        self.said.emit(words[1])

    def _words(self, state: ItemState | None, count: int) -> tuple[str, str]:
        """(what Undo names, what the status bar says)."""
        keys = undo_keys()
        if state is None:
            return (
                self.tr("open %Ln item(s) again", "", count),
                self.tr("%Ln item(s) open again", "", count),
            )
        if state.done:
            return (
                self.tr("mark %Ln item(s) as done", "", count),
                self.tr("%Ln item(s) done · {keys} to undo", "", count).format(keys=keys),
            )
        day = local_formats().day(date.fromisoformat(state.snoozed_until))
        said = self.tr("%Ln item(s) snoozed until {day} · {keys} to undo", "", count)
        return self.tr("snooze %Ln item(s)", "", count), said.format(day=day, keys=keys)

    # Reading many

    async def _read(self, ids: Sequence[int]) -> list[ItemRow]:
        """The items of some rows, read in steps: all of them may be selected."""
        items: list[ItemRow] = []
        async for some in in_steps(ids):
            items += self._model.items(some)
        return items

    def copy(self) -> None:
        """Copies the selected items as a Markdown checklist."""
        if ids := self._table.selected_ids():
            spawn(self._read(ids), self._on_read)

    def _on_read(self, items: Sequence[ItemRow]) -> None:
        QGuiApplication.clipboard().setText(self._checklist(items))
        self.said.emit(self.tr("Copied %Ln item(s)", "", len(items)))
