"""What can be done with changes: mark all as read, copy, export, open the contact."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from contactdesk.index import ChangeRow
from contactdesk.ui.changes.model import ChangesModel
from contactdesk.ui.changes.texts import Names, copied_row
from contactdesk.ui.changes.view import ChangesTable
from contactdesk.ui.kit.sanitize import copied
from contactdesk.ui.kit.tasks import in_steps, spawn
from contactdesk.ui.kit.undo import undo_keys
from contactdesk.ui.kit.unread_changes import UnreadChanges
from contactdesk.ui.table.list_actions import ListActions

_TO_SPACES = str.maketrans("\t\r\n", "   ")


class ChangeActions(ListActions):
    """Marking as read concerns every change; copying the selected ones."""

    def __init__(
        self, table: ChangesTable, model: ChangesModel, unread: UnreadChanges, account: Names
    ) -> None:
        super().__init__(table)
        self._model = model
        self._unread = unread
        self._account = account
        self.reading = self._action(
            "actionMarkRead", self.tr("Mark all as read"), "Ctrl+Return", "check", self.mark_read
        )
        self._separate()
        self.copying = self._action(
            "actionCopyChanges", self.tr("Copy rows"), "Ctrl+C", "copy", self.copy
        )
        self.exporting = self._action(
            "actionExportChanges",
            self.tr("Export changes…"),
            "",
            "export",
            self.export_wanted.emit,
        )
        self._action("actionSelectChanges", self.tr("Select all"), "Ctrl+A", "", table.selectAll)
        table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        unread.changed.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.reading.setEnabled(bool(self._unread.count()))
        self.copying.setEnabled(self._table.selectionModel().hasSelection())

    def mark_read(self) -> None:
        """Marks every change of every account as read."""
        count = self._unread.count()
        self._unread.mark_read()
        words = self.tr("%Ln change(s) marked as read · {keys} to undo", "", count)
        self.said.emit(words.format(keys=undo_keys()))

    def copy(self) -> None:
        """Copies the selected changes as a table."""
        if ids := self._table.selected_ids():
            spawn(self.read(ids), self._on_read)

    async def read(self, ids: Sequence[int]) -> list[ChangeRow]:
        """The changes of some rows, read in steps: all of them may be selected."""
        changes: list[ChangeRow] = []
        async for some in in_steps(ids):
            changes += self._model.changes(some)
        return changes

    def _on_read(self, changes: Sequence[ChangeRow]) -> None:
        rows = (copied_row(each, self._account) for each in changes)
        lines = ("\t".join(copied(cell).translate(_TO_SPACES) for cell in row) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.said.emit(self.tr("Copied %Ln change(s)", "", len(changes)))
