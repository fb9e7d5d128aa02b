"""The export dialog: scope, format, fields and file."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from contactdesk.errors import ContactDeskError
from contactdesk.export.formats import ALL, FORMATS, SHOWN, STANDARD, TABLE_FORMATS
from contactdesk.export.options import Options
from contactdesk.model import Column
from contactdesk.people.columns import PERSON_PATHS
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.rest import RestOfContacts
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.file_dialog import ask_for_file
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.window.export_writer import ExportWriter

DESCRIPTIONS = {
    "xlsx": "Excel (XLSX) — a table for spreadsheets",
    "csv": "CSV — a table for programs",
    "json": "JSON — every field as the vendor sent it",
    "vcf": "vCard — for address books",
    "md": "Markdown — one readable page per contact",
}
MIN_WIDTH_UNITS = 112
SELECTED, IN_VIEW, WITH_REST = range(3)
"""Ids of the buttons that choose the scope."""

PER_PERSON, PER_CONTACT = "person", "contact"
"""What a row of a table of people is."""

WHOSE_COLUMNS = (Column("Person", "person"), Column("Account", "account"))
"""Where a row of a table of people is a contact: in place of the columns about all contacts."""


class ExportDialog(QDialog):
    """Asks for scope and format, then for a file.

    `columns` are those of the window's table, `search` is what the view was searched for. With
    `rest`, contacts that are not loaded yet can be fetched first. `people`: the ids are those of
    people, of whom all contacts are written, or a row with the best of each column.
    """

    written = Signal(int, str, int)  # rows (`rows_words`), the file's path, cells that were cut

    def __init__(
        self,
        context: WindowContext,
        shown: array[int],
        selected: list[int],
        extent: wording.Extent,
        parent: QWidget | None = None,
        *,
        columns: Sequence[Column] = (),
        search: str = "",
        rest: RestOfContacts | None = None,
        people: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self._is_of_people = people
        self.setWindowTitle(self.tr("Export people") if people else self.tr("Export contacts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown, self._selected = shown, list(selected)
        self._extent, self._search = extent, search.strip()
        self._columns = tuple(columns)
        self._context = context
        self._rest = rest
        self._is_over = False
        self._count = self._cut_cells = 0
        self._writer = ExportWriter(context, self._on_read)
        self._build()
        self.setMinimumWidth(MIN_WIDTH_UNITS * theme.unit())
        self._on_choice_changed()

    # Widgets

    def _build(self) -> None:
        column = QVBoxLayout(self)
        self._which = QButtonGroup(self)
        self._add_scopes(column)
        self._scope = text.Label(wrap=True, name="exportScope")
        column.addWidget(self._scope)
        column.addLayout(self._choices())
        self._progress = HintLabel(parent=self, name="exportProgress")
        self._problem = text.Label(wrap=True, selectable=True, name="exportProblem")
        self._problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(self.tr("Choose file…"))
        self._save.setObjectName("exportSave")
        self._save.setDefault(True)
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        for widget in (self._progress, self._problem, buttons):
            column.addWidget(widget)
        self._save.clicked.connect(self._on_choose)
        buttons.rejected.connect(self.reject)

    def _add_scopes(self, column: QVBoxLayout) -> None:
        number = wording.number
        words = {
            SELECTED: self.tr("Selected ({count})").format(count=number(len(self._selected))),
            IN_VIEW: self.tr("All in this view ({count})").format(count=number(len(self._shown))),
            WITH_REST: self.tr("All in this view, after loading the rest"),
        }
        names = ("exportSelected", "exportShown", "exportRest")
        for choice, name in zip((SELECTED, IN_VIEW, WITH_REST), names, strict=True):
            button = QRadioButton(words[choice])
            button.setObjectName(name)
            self._which.addButton(button, choice)
            column.addWidget(button)
        self._which.button(SELECTED).setEnabled(bool(self._selected))
        self._which.button(WITH_REST).setVisible(
            self._rest is not None and not self._extent.complete
        )
        first = SELECTED if len(self._selected) > 1 else IN_VIEW
        self._which.button(first).setChecked(True)
        self._which.idToggled.connect(lambda *_: self._on_choice_changed())

    def _choices(self) -> QGridLayout:
        self._format, self._rows, self._fields = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._format.setObjectName("exportFormat")
        for name in FORMATS:
            self._format.addItem(self.tr(DESCRIPTIONS[name]), name)
        self._rows.setObjectName("exportRows")
        self._rows.addItem(
            self.tr("One row per person, with the best value of each field"), PER_PERSON
        )
        self._rows.addItem(self.tr("One row per contact, with its person"), PER_CONTACT)
        self._fields.setObjectName("exportFields")
        self._fields.addItem(self.tr("Columns shown"), SHOWN)
        self._fields.addItem(self.tr("All fields, with custom fields and counts"), ALL)
        self._notes = QCheckBox(self.tr("Add notes and summaries"))
        self._notes.setObjectName("exportNotes")
        self._annotations = QCheckBox(self.tr("Add my favorites, tags and notes"))
        self._annotations.setObjectName("exportAnnotations")
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        rows = {self.tr("Format"): self._format, self.tr("Rows"): self._rows}
        for row, (name, box) in enumerate({**rows, self.tr("Fields"): self._fields}.items()):
            label = text.Label(name)
            label.setBuddy(box)
            box.setAccessibleName(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
            for widget in (label, box):
                widget.setVisible(box is not self._rows or self._is_of_people)
        grid.addWidget(self._notes, 3, 1)
        grid.addWidget(self._annotations, 4, 1)
        for box in (self._format, self._rows):
            box.currentIndexChanged.connect(lambda _index: self._on_choice_changed())
        return grid

    def _on_choice_changed(self) -> None:
        chosen = self._chosen_format()
        for box in (self._fields, self._rows):
            box.setEnabled(chosen in TABLE_FORMATS)
        self._notes.setEnabled(chosen == "vcf")
        self._scope.setText(self._scope_words(self._which.checkedId()))
        self._grow()

    def _grow(self) -> None:
        """Makes room for words that have become longer."""
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if self.height() < needed:
            self.resize(self.width(), needed)

    def _is_per_person(self) -> bool:
        """Whether a row of the file is a person."""
        is_table = self._chosen_format() in TABLE_FORMATS
        return self._is_of_people and is_table and self._rows.currentData() == PER_PERSON

    def rows_words(self, count: int) -> str:
        """So many rows of the file: contacts, or people."""
        return _counted(count, people=self._is_per_person())

    def _chosen_format(self) -> str:
        return str(self._format.currentData())

    # Scope

    def _scope_words(self, choice: int) -> str:
        """What will be exported, of what, and what loading the rest costs."""
        extent = self._extent
        in_view = _counted(len(self._shown), people=self._is_of_people)
        if choice == WITH_REST:
            words = self.tr("Contacts that aren't loaded yet are fetched first: {price}")
            unknown = self.tr("number of requests unknown")
            sentences = [words.format(price=extent.price() or unknown)]
        elif choice == SELECTED:
            words = self.tr("{count} of {contacts} in this view")
            sentences = [_of(words, len(self._selected), in_view)]
        elif self._search and not self._is_of_people:
            words = self.tr("{count} of {contacts} match the search")
            sentences = [_of(words, len(self._shown), wording.contacts(extent.loaded))]
        else:
            sentences = [in_view]
        if self._is_of_people and not self._is_per_person():
            sentences.append(self.tr("all contacts of each person, also of other accounts"))
        if not extent.complete and choice != WITH_REST:
            words = self.tr("loaded contacts only ({extent})")
            sentences.append(words.format(extent=extent.words()))
        if extent.filtered:
            sentences.append(self.tr("only contacts matching the vendor's filters"))
        return " · ".join(sentences)

    def _table_columns(self) -> tuple[Column, ...]:
        """The columns shown; of contacts of people, whose each is in place of what all are."""
        if not self._is_of_people or self._is_per_person():
            return self._columns
        return (*WHOSE_COLUMNS, *(c for c in self._columns if c.path not in PERSON_PATHS))

    def _options(self) -> Options:
        return Options(
            fields=str(self._fields.currentData()) if self._fields.isEnabled() else STANDARD,
            columns=self._table_columns(),
            per_person=self._is_per_person(),
            notes=self._notes.isEnabled() and self._notes.isChecked(),
            annotations=self._annotations.isChecked(),
            on_cut=self._on_cut,
            formats=local_formats(),
            agent_names={
                account.label: dict(self._context.userdata.nicknames.of(account.id))
                for account in self._context.accounts
            },
        )

    def _about(self, choice: int) -> tuple[tuple[str, str], ...]:
        """Facts about the export for its file."""
        facts = (
            (self.tr("Exported"), local_formats().moment(datetime.now())),
            (
                self.tr("People") if self._is_of_people else self.tr("Contacts"),
                self._scope_words(choice),
            ),
            (self.tr("Search"), self._search),
        )
        return tuple(fact for fact in facts if fact[1])

    # Writing

    def _on_choose(self) -> None:
        chosen = self._chosen_format()
        name = f"contacts.{chosen}"
        ask_for_file(self, self.tr("Export to"), name, self.write_to, suffix=chosen)

    def write_to(self, out: Path) -> None:
        """Writes the contacts in scope; closes the dialog when the file is complete."""
        writing = self._write(out, self._chosen_format(), self._which.checkedId(), self._options())
        self._set_busy(True)
        self._problem.hide()
        spawn(writing, lambda count: self._on_written(count, out), self._on_failed)

    async def _write(self, out: Path, fmt: str, choice: int, options: Options) -> int | None:
        """The number of contacts written, None where the export was stopped."""
        if choice == WITH_REST and self._rest is not None:
            found = await self._rest.load(self._say_progress)
            if found is None or self._is_over:
                self._on_stopped()
                return None
            self._shown, self._extent, choice = found, self._rest.extent(), IN_VIEW
        ids: Sequence[int] = self._selected if choice == SELECTED else self._shown
        if self._is_of_people:
            ids = await self._context.index.people.contacts(ids)
        self._count = len(ids)
        options = replace(options, about=self._about(choice))
        return await self._writer.write(fmt, out, ids, options)

    def _set_busy(self, busy: bool) -> None:
        boxes = (self._format, self._rows, self._fields, self._notes, self._annotations)
        for widget in (*self._which.buttons(), *boxes, self._save):
            widget.setEnabled(not busy)
        if not busy:
            self._which.button(SELECTED).setEnabled(bool(self._selected))
            self._progress.say("")
            self._on_choice_changed()

    def _say_progress(self, words: str) -> None:
        if not self._is_over:
            self._progress.say(words)
            self._grow()

    def _on_read(self, number: int) -> None:
        words = self.tr("{count} of {contacts} read")
        self._say_progress(_of(words, number, wording.contacts(self._count)))

    def _on_cut(self, count: int) -> None:
        self._cut_cells = count

    def _on_written(self, count: int | None, out: Path) -> None:
        if count is not None and not self._is_over:
            self.written.emit(count, str(out), self._cut_cells)
            self.accept()

    def _on_stopped(self) -> None:
        if not self._is_over:
            self._set_busy(False)
            words = self.tr("Loading stopped before all contacts were loaded. No file was written.")
            self._show_problem(words)

    def _on_failed(self, error: ContactDeskError) -> None:
        if not self._is_over:
            self._set_busy(False)
            self._show_problem(wording.error_text(error))

    def _show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()
        self._grow()

    def done(self, result: int) -> None:
        self._is_over = True
        if self._rest is not None and result == QDialog.DialogCode.Rejected:
            self._rest.stop()
        self._writer.stop()
        super().done(result)


def _of(words: str, count: int, contacts: str) -> str:
    return words.format(count=wording.number(count), contacts=contacts)


def _counted(count: int, *, people: bool) -> str:
    return wording.people(count) if people else wording.contacts(count)
