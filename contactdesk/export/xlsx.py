"""XLSX: a sheet with one row per contact, or per item of another list. Every cell is text, except
dates, which are dates.

Text stays what it is: `+44…` is no formula, leading zeros stay, `123E45` is no number. A moment is
written in this computer's zone, which the second sheet names: spreadsheets know no zones.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from contactdesk.export.exported import Exported
from contactdesk.export.file_errors import file_errors
from contactdesk.export.options import DEFAULT, Options
from contactdesk.export.table import Cell, table_of
from contactdesk.model import Kind
from contactdesk.records.moments import local, parse_day, parse_moment

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576
"""Rows of a sheet with its header; further contacts go to further sheets."""

MAX_CELL_CHARS = 32_767
"""UTF-16 units of a cell; a longer text is cut and ends with CUT."""

CUT = "… [cut]"
FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar has a day before this one that never was; earlier days are text."""

DATE_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd"}
MIN_WIDTH, MAX_WIDTH, DATE_WIDTH = 8, 60, 17
MEASURED_ROWS = 200
BLOCK_BYTES = 1 << 16


def encode(contacts: Iterable[Exported], options: Options = DEFAULT) -> Iterator[bytes]:
    """The file; it exists as a whole before its first block."""
    table = table_of(contacts, options)
    titles = [column.title for column in table.columns]
    sheet = "People" if options.per_person else "Contacts"
    return encode_rows(sheet, titles, table.rows(contacts, options), options)


def encode_rows(
    sheet: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]], options: Options = DEFAULT
) -> Iterator[bytes]:
    """A file with one row per item, each as long as `titles`. `sheet` is the first sheet's name."""
    if options.scratch is None:
        with TemporaryDirectory() as folder:
            yield from _encode(sheet, titles, rows, options, Path(folder))
    else:
        yield from _encode(sheet, titles, rows, options, options.scratch)


def _encode(
    sheet: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    options: Options,
    scratch: Path,
) -> Iterator[bytes]:
    with file_errors():
        scratch.mkdir(mode=0o700, exist_ok=True)
    whole = scratch / "whole"
    book = _Book(whole, sheet, titles, options)
    try:
        for row in rows:
            book.add(row)
        book.finish()
    finally:
        book.close()
    if book.cut_cells:
        options.on_cut(book.cut_cells)
    with file_errors(), whole.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


class _Book:
    """A workbook that is written to disk row by row."""

    def __init__(self, path: Path, name: str, titles: Sequence[str], options: Options) -> None:
        # Deferred: few exports are spreadsheets.
        from xlsxwriter.workbook import Workbook

        self._book: Workbook = Workbook(
            os.fspath(path),
            {
                "constant_memory": True,
                "tmpdir": os.fspath(path.parent),
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.use_zip64()
        self._name = name
        self._titles = titles
        self._options = options
        self._bold = self._book.add_format({"bold": True})
        self._formats = {
            kind: self._book.add_format({"num_format": text, "align": "left"})
            for kind, text in DATE_FORMATS.items()
        }
        self.cut_cells = 0
        self._sheets = 0
        self._start_sheet()

    def _start_sheet(self) -> None:
        self._sheets += 1
        with file_errors():
            suffix = "" if self._sheets == 1 else f" {self._sheets}"
            sheet = self._book.add_worksheet(f"{self._name}{suffix}")
        self._sheet: Worksheet = sheet
        self._row = 0
        self._widths = [max(MIN_WIDTH, len(title) + 4) for title in self._titles]
        for number, title in enumerate(self._titles):
            sheet.write_string(0, number, self._fitted(title), self._bold)

    def add(self, cells: Iterable[Cell]) -> None:
        if self._row + 1 >= MAX_ROWS:
            self._end_sheet()
            self._start_sheet()
        self._row += 1
        with file_errors():
            for number, cell in enumerate(cells):
                self._write(number, cell)

    def _write(self, number: int, cell: Cell) -> None:
        at = date_of(cell)
        if at is not None:
            self._sheet.write_datetime(self._row, number, at, self._formats[type(at)])
            self._widths[number] = max(self._widths[number], DATE_WIDTH)
        elif text := cell.text():
            self._sheet.write_string(self._row, number, self._fitted(text))
            if self._row <= MEASURED_ROWS:
                self._widths[number] = max(self._widths[number], _width(text))

    def _fitted(self, text: str) -> str:
        """The text, cut if it does not fit in a cell."""
        units = text.encode("utf-16-le") if len(text) > MAX_CELL_CHARS // 2 else b""
        if len(units) <= 2 * MAX_CELL_CHARS:
            return text
        self.cut_cells += 1
        return units[: 2 * (MAX_CELL_CHARS - len(CUT))].decode("utf-16-le", "ignore") + CUT

    def _end_sheet(self) -> None:
        sheet, last = self._sheet, max(0, len(self._titles) - 1)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, self._row), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_column_name(last)}{self._row + 1}"})
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, min(MAX_WIDTH, width))

    def finish(self) -> None:
        """Writes the sheet about the export."""
        self._end_sheet()
        with file_errors():
            sheet = self._book.add_worksheet("About")
            sheet.set_column(0, 0, 24)
            sheet.set_column(1, 1, MAX_WIDTH)
            for row, (label, text) in enumerate(self._about()):
                sheet.write_string(row, 0, self._fitted(label), self._bold)
                sheet.write_string(row, 1, self._fitted(text))

    def _about(self) -> list[tuple[str, str]]:
        lines = [*self._options.about, ("Time zone of the dates", zone_name())]
        if self.cut_cells:
            said = (
                f"{self.cut_cells:,} longer than {MAX_CELL_CHARS:,} characters; they end with {CUT}"
            )
            lines.append(("Cells cut", said))
        return lines

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        with file_errors():
            try:
                self._book.close()
            except FileCreateError as error:
                raise error.args[0] from None


def date_of(cell: Cell) -> datetime | date | None:
    """The day or, in this computer's zone, the moment of a cell; None where it is text."""
    if cell.kind is Kind.DAY:
        at = parse_day(cell.value)
    elif cell.kind in (Kind.DATE, Kind.AGE):
        at = parse_moment(cell.value)
    else:
        return None
    if isinstance(at, datetime):
        moment = local(at)
        at = None if moment is None else moment.replace(tzinfo=None)
    day = at.date() if isinstance(at, datetime) else at
    return at if day is not None and day >= FIRST_DAY else None


def zone_name() -> str:
    """The name of this computer's zone: Europe/Berlin, or what the system calls it now."""
    _, _, linked = os.path.realpath("/etc/localtime").partition("/zoneinfo/")
    named = os.environ.get("TZ", "").removeprefix(":") or linked
    return named or datetime.now().astimezone().tzname() or ""


def _width(text: str) -> int:
    return min(MAX_WIDTH, max(map(len, text[:1_000].split("\n"))) + 2)


def _column_name(number: int) -> str:
    """0 -> A, 26 -> AA."""
    name = ""
    while number >= 0:
        name = chr(ord("A") + number % 26) + name
        number = number // 26 - 1
    return name
