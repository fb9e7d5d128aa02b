"""The dialog that writes the rows of a list to a file: which of them, and in which format."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.export.options import Options
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.file_dialog import ask_for_file
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.tasks import in_steps, spawn
from contactdesk.worker import Worker

MIN_WIDTH_UNITS = 100
SELECTED, ALL = range(2)


class ListExport(Struct, frozen=True):
    """What is exported: `name` begins the objectNames of the dialog's parts, `title` names it;
    `scope` says how many rows there are, and of which contacts.

    `formats` are (name, description). `read` gives rows by their ids, a few at a time; `write` writes
    them to a file of a format, off the GUI thread, and returns how many; `written` says so, with the
    file's path.
    """

    name: str
    file_stem: str
    title: str
    scope: str
    formats: Sequence[tuple[str, str]]
    read: Callable[[Sequence[int]], Sequence[Any]]
    write: Callable[[str, Path, Sequence[Any], Options], int]
    written: Callable[[int, str], str]


class ListExportDialog(QDialog):
    """Asks for scope and format, then for a file."""

    said = Signal(str)  # for the status bar
    written = Signal(int, str)  # rows, the file's path

    def __init__(
        self,
        export: ListExport,
        shown: array[int],
        selected: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        """`shown` are the ids of all rows: a copy, as pages that arrive meanwhile change the list."""
        super().__init__(parent)
        self._export = export
        self.setObjectName(f"{export.name}ExportDialog")
        self.setWindowTitle(text.title(export.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown = shown
        self._selected = list(selected)
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
                f"{self._export.name}Selected",
                self.tr("Selected ({count})").format(count=number(len(self._selected))),
            ),
            (
                ALL,
                f"{self._export.name}Shown",
                self.tr("All in this list ({count})").format(count=number(len(self._shown))),
            ),
        ):
            button = QRadioButton(words)
            button.setObjectName(name)
            self._which.addButton(button, choice)
            column.addWidget(button)
        self._which.button(SELECTED).setEnabled(bool(self._selected))
        self._which.button(SELECTED if len(self._selected) > 1 else ALL).setChecked(True)
        name = self._export.name
        column.addWidget(text.Label(self._export.scope, wrap=True, name=f"{name}Scope"))
        column.addLayout(self._format_row())
        self._problem = text.Label(wrap=True, selectable=True, name=f"{name}Problem")
        self._problem.hide()
        column.addWidget(self._problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(self.tr("Choose file…"))
        self._save.setObjectName(f"{name}Save")
        self._save.setDefault(True)
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.clicked.connect(lambda: self._on_choose())
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _format_row(self) -> QGridLayout:
        self._format = ChoiceBox()
        self._format.setObjectName(f"{self._export.name}Format")
        for name, description in self._export.formats:
            self._format.addItem(description, name)
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
        name = f"{self._export.file_stem}.{chosen}"
        ask_for_file(self, self.tr("Export to"), name, self.write_to, suffix=chosen)

    def write_to(self, out: Path) -> None:
        """Writes the rows in scope; closes the dialog when the file is complete."""
        self._set_busy(True)
        self._problem.hide()
        ids = self._selected if self._which.checkedId() == SELECTED else self._shown
        writing = self._write(str(self._format.currentData()), out, ids)
        spawn(writing, lambda count: self._on_written(count, out), self._on_failed)

    async def _write(self, fmt: str, out: Path, ids: Sequence[int]) -> int | None:
        """The number of rows written, None where the dialog was closed before."""
        export, rows = self._export, list[Any]()
        async for some in in_steps(ids):
            if self._is_over:
                return None
            rows += export.read(some)
        about = (
            (self.tr("Exported"), local_formats().moment(datetime.now())),
            (self.tr("Rows"), export.scope),
        )
        options = Options(formats=local_formats(), about=about)
        return await self._worker.call(lambda: export.write(fmt, out, rows, options))

    def _set_busy(self, busy: bool) -> None:
        for widget in (*self._which.buttons(), self._format, self._save):
            widget.setEnabled(not busy)
        if not busy:
            self._which.button(SELECTED).setEnabled(bool(self._selected))

    def _on_written(self, count: int | None, out: Path) -> None:
        if count is None or self._is_over:
            return
        self.said.emit(self._export.written(count, text.line(str(out))))
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
