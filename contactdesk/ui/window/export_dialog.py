"""The export dialog: scope, format and file. Files are written off the GUI thread."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.export.exported import Exported
from contactdesk.export.formats import FORMATS
from contactdesk.export.write import write
from contactdesk.records.parse import read_record
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.tasks import spawn
from contactdesk.worker import Worker

BATCH_CONTACTS = 500
DESCRIPTIONS = {
    "csv": "CSV — a table for spreadsheets",
    "json": "JSON — every field as the vendor sent it",
    "vcf": "vCard — for address books",
    "md": "Markdown — one readable page per contact",
}


class ExportDialog(QDialog):
    """Asks for scope and format, then for a file. `written` carries the count and the path."""

    written = Signal(int, str)

    def __init__(
        self,
        context: WindowContext,
        shown: array[int],
        selected: list[int],
        extent: wording.Extent,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export contacts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._choices = (list(selected), shown)
        self._worker = Worker("export")
        self._build(len(selected), len(shown), extent)

    def _build(self, selected: int, shown: int, extent: wording.Extent) -> None:
        self._which = QButtonGroup(self)
        some = QRadioButton(self.tr("Selected ({count})").format(count=wording.number(selected)))
        all_of_them = QRadioButton(
            self.tr("All in this view ({count})").format(count=wording.number(shown))
        )
        some.setObjectName("exportSelected")
        all_of_them.setObjectName("exportShown")
        some.setEnabled(selected > 0)
        (some if selected > 1 else all_of_them).setChecked(True)
        column = QVBoxLayout(self)
        for i, button in enumerate((some, all_of_them)):
            self._which.addButton(button, i)
            column.addWidget(button)
        if not extent.complete:
            words = self.tr("Only loaded contacts are exported: {extent}.").format(
                extent=extent.words()
            )
            column.addWidget(text.Label(words, wrap=True, name="exportScope"))
        self._format = ChoiceBox()
        self._format.setObjectName("exportFormat")
        self._format.setAccessibleName(self.tr("Format"))
        for name in FORMATS:
            self._format.addItem(self.tr(DESCRIPTIONS[name]), name)
        self._problem = text.Label(wrap=True, selectable=True, name="exportProblem")
        self._problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(self.tr("Choose file…"))
        self._save.setObjectName("exportSave")
        self._save.setDefault(True)
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        for widget in (self._format, self._problem, buttons):
            column.addWidget(widget)
        self._save.clicked.connect(self._on_choose)
        buttons.rejected.connect(self.reject)

    def _on_choose(self) -> None:
        chosen = str(self._format.currentData())
        dialog = QFileDialog(self, self.tr("Export to"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(chosen)
        dialog.selectFile(f"contacts.{chosen}")
        dialog.fileSelected.connect(lambda name: self.write_to(Path(name)))
        dialog.open()

    def write_to(self, out: Path) -> None:
        """Writes the contacts in scope; closes the dialog when the file is complete."""
        ids = list(self._choices[self._which.checkedId()])
        self._save.setEnabled(False)
        spawn(self._write(ids, out), lambda count: self._on_written(count, out), self._on_failed)

    async def _write(self, ids: list[int], out: Path) -> int:
        chosen = str(self._format.currentData())
        loop = asyncio.get_running_loop()
        return await self._worker.call(lambda: write(chosen, out, self._contacts(ids, loop)))

    def _contacts(self, ids: list[int], loop: asyncio.AbstractEventLoop) -> Iterator[Exported]:
        """Reads in batches. Runs on the worker's thread; the index is asked on the window's loop."""
        accounts = {account.id: account for account in self._context.accounts}
        for start in range(0, len(ids), BATCH_CONTACTS):
            wish = self._context.index.stored_many(ids[start : start + BATCH_CONTACTS])
            for stored in asyncio.run_coroutine_threadsafe(wish, loop).result():
                account = accounts[stored.account_id]
                provider = self._context.providers[account.provider]
                contact = read_record(provider.contact, stored.raw).contact
                yield Exported(account.label, provider.id, contact, stored.raw)

    def done(self, result: int) -> None:
        self._worker.stop()
        super().done(result)

    def _on_written(self, count: int, out: Path) -> None:
        self.written.emit(count, str(out))
        self.accept()

    def _on_failed(self, error: ContactDeskError) -> None:
        self._save.setEnabled(True)
        self._problem.setText(wording.error_text(error))
        self._problem.show()
