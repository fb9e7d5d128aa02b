"""The commands on what the user adds: favorite, tag, note, taking back, export and import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import mnemonic

if TYPE_CHECKING:
    from contactdesk.ui.window.data_transfer import DataTransfer

MESSAGE_MS = 4_000

CONTACT_ACTIONS = ("actionToggleFavorite", "actionAddTag", "actionEditNote")


class NoteCommands(QObject):
    """Made once there is a browser; connects its actions."""

    def __init__(
        self,
        browser: Browser,
        actions: Mapping[str, QAction],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._browser, self._actions, self._window = browser, actions, window
        self._undo = undo = browser.context.undo
        for name, slot in {
            "actionUndoChange": undo.stack.undo,
            "actionRedoChange": undo.stack.redo,
            "actionToggleFavorite": browser.noting.toggle_favorites,
            "actionAddTag": browser.noting.edit_tags,
            "actionEditNote": browser.noting.edit_note,
            "actionExportData": lambda: spawn(self._transfer().export()),
            "actionImportData": lambda: self._transfer().choose_source(),
        }.items():
            actions[name].triggered.connect(lambda _on=False, slot=slot: slot())
        for name in CONTACT_ACTIONS:
            browser.table.addAction(actions[name])
        undo.changed.connect(self.show_state)
        browser.noting.shown.connect(self.show_state)
        browser.table.selectionModel().selectionChanged.connect(lambda *_: self._show_favorite())
        browser.noting.said.connect(lambda words: window.statusBar().showMessage(words, MESSAGE_MS))

    def _transfer(self) -> DataTransfer:
        from contactdesk.ui.window.data_transfer import DataTransfer

        return DataTransfer(self._browser.context, self._window)

    def show_state(self) -> None:
        """Enable what can be done, and say what would be taken back."""
        actions, stack = self._actions, self._undo.stack
        what, again = mnemonic(stack.undoText()), mnemonic(stack.redoText())
        undo, redo = self.tr("&Undo"), self.tr("Re&do")
        actions["actionUndoChange"].setText(
            self.tr("&Undo: {change}").format(change=what) if what else undo
        )
        actions["actionRedoChange"].setText(
            self.tr("Re&do: {change}").format(change=again) if again else redo
        )
        actions["actionUndoChange"].setEnabled(stack.canUndo())
        actions["actionRedoChange"].setEnabled(stack.canRedo())
        has_contact = self._browser.table.current_id() != 0
        for name in CONTACT_ACTIONS:
            actions[name].setEnabled(has_contact)
        self._show_favorite()

    def _show_favorite(self) -> None:
        actions, table = self._actions, self._browser.table
        actions["actionToggleFavorite"].setEnabled(table.has_place())
        actions["actionToggleFavorite"].setChecked(self._browser.noting.is_favorite())

    def forget(self) -> None:
        """Nothing can be taken back any more: what went with an account must stay away."""
        self._undo.forget()
