"""The dialog that writes open items to a file: which of them, and in which format."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.export.open_items import ITEM_FORMATS, ListedItem, write_items
from contactdesk.export.options import Options
from contactdesk.index import ItemRow
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.worklist.model import OpenItemsModel
from contactdesk.worker import Worker

ITEMS_PER_STEP = 512
"""Items that are read before the event loop goes on."""

MIN_WIDTH_UNITS = 100
SELECTED, ALL = range(2)


class ItemsExportDialog(QDialog):
    """Asks for scope and format, then for a file. `scope` says how many items there are, and of which
    contacts."""

    said = Signal(str)  # for the status bar
    written = Signal(int, str)  # items, the file's path

    def __init__(
        self,
        model: OpenItemsModel,
        selected: Sequence[int],
        listed: Callable[[ItemRow], ListedItem],
        scope: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("itemsExportDialog")
        self.setWindowTitle(self.tr("Export open items"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._model = model
        # Pages that arrive meanwhile change the list.
        self._shown: array[int] = model.ids()[:]
        self._selected = list(selected)
        self._listed = listed
        self._scope = scope
        self._is_over = False
        self._worker = Worker("export")
        self._build()
        self.setMinimumWidth(MIN_WIDTH_UNITS * theme.unit())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        self._which = QButtonGroup(self)
        number = wording.number
        for choice, name, words in (
            (
                SELECTED,
                "itemsSelected",
                self.tr("Selected ({count})").format(count=number(len(self._selected))),
            ),
            (
                ALL,
                "itemsShown",
                self.tr("All in this list ({count})").format(count=number(len(self._shown))),
            ),
        ):
            button = QRadioButton(words)
            button.setObjectName(name)
            self._which.addButton(button, choice)
            column.addWidget(button)
        self._which.button(SELECTED).setEnabled(bool(self._selected))
        self._which.button(SELECTED if len(self._selected) > 1 else ALL).setChecked(True)
        column.addWidget(text.Label(self._scope, wrap=True, name="itemsScope"))
        column.addLayout(self._format_row())
        self._problem = text.Label(wrap=True, selectable=True, name="itemsProblem")
        self._problem.hide()
        column.addWidget(self._problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(self.tr("Choose file…"))
        self._save.setObjectName("itemsSave")
        self._save.setDefault(True)
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.clicked.connect(lambda: self._on_choose())
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _format_row(self) -> QGridLayout:
        self._format = ChoiceBox()
        self._format.setObjectName("itemsFormat")
        descriptions = {
            "xlsx": self.tr("Excel (XLSX) — a table for spreadsheets"),
            "csv": self.tr("CSV — a table for programs"),
            "md": self.tr("Markdown — a checklist"),
        }
        for name in ITEM_FORMATS:
            self._format.addItem(descriptions[name], name)
        label = text.Label(self.tr("Format"))
        label.setBuddy(self._format)
        self._format.setAccessibleName(self.tr("Format"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._format, 0, 1)
        return grid

    # Writing

    def _on_choose(self) -> None:
        chosen = str(self._format.currentData())
        dialog = QFileDialog(self, self.tr("Export to"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(chosen)
        dialog.selectFile(f"open-items.{chosen}")
        dialog.fileSelected.connect(lambda name: self.write_to(Path(name)))
        dialog.open()

    def write_to(self, out: Path) -> None:
        """Writes the items in scope; closes the dialog when the file is complete."""
        self._set_busy(True)
        self._problem.hide()
        ids = self._selected if self._which.checkedId() == SELECTED else self._shown
        writing = self._write(str(self._format.currentData()), out, ids)
        spawn(writing, lambda count: self._on_written(count, out), self._on_failed)

    async def _write(self, fmt: str, out: Path, ids: Sequence[int]) -> int | None:
        """The number of items written, None where the dialog was closed before."""
        items: list[ListedItem] = []
        for start in range(0, len(ids), ITEMS_PER_STEP):
            if self._is_over:
                return None
            items += map(self._listed, self._model.items(ids[start : start + ITEMS_PER_STEP]))
            await asyncio.sleep(0)
        about = (
            (self.tr("Exported"), local_formats().moment(datetime.now())),
            (self.tr("Open items"), self._scope),
        )
        options = Options(formats=local_formats(), about=about)
        return await self._worker.call(lambda: write_items(fmt, out, items, options))

    def _set_busy(self, busy: bool) -> None:
        for widget in (*self._which.buttons(), self._format, self._save):
            widget.setEnabled(not busy)
        if not busy:
            self._which.button(SELECTED).setEnabled(bool(self._selected))

    def _on_written(self, count: int | None, out: Path) -> None:
        if count is None or self._is_over:
            return
        words = self.tr("%Ln open item(s) written to {}", "", count)
        self.said.emit(words.format(text.line(str(out))))
        self.written.emit(count, str(out))
        self.accept()

    def _on_failed(self, error: ContactDeskError) -> None:
        if not self._is_over:
            self._set_busy(False)
            self._problem.setText(wording.error_text(error))
            self._problem.show()

    def done(self, result: int) -> None:
        self._is_over = True
        self._worker.stop()
        super().done(result)
