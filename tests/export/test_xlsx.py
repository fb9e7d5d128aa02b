"""contactdesk.export.xlsx: a workbook, as openpyxl reads it."""

from __future__ import annotations

import os
import time
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from contactdesk.export.formats import SHOWN
from contactdesk.export.options import Options
from contactdesk.export.table import TITLES, Cell
from contactdesk.export.write import write
from contactdesk.export.xlsx import CUT, MAX_CELL_CHARS, date_of, zone_name
from contactdesk.model import Column, Contact, Kind
from tests.export.samples import exported


def opened(tmp_path, contacts, options=None):
    out = tmp_path / "out.xlsx"
    assert write("xlsx", out, contacts, *([options] if options else [])) == len(contacts)
    return load_workbook(out)


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def zone(monkeypatch):
    """Sets this process's time zone."""

    def change(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield change
    monkeypatch.undo()
    time.tzset()


def test_every_cell_is_text_as_it_was_sent(tmp_path):
    texts = ("+14155550192", "0049", "123E45", "=1+1", "007", "1/2", "TRUE", "https://x.example")
    contact = Contact("1", "=cmd|' /C calc'!A0", texts, ("+44 20 7946 0958",), "0012", "-5")
    sheet = opened(tmp_path, [exported(contact)])["Contacts"]
    header, row = sheet.iter_rows()
    assert [cell.value for cell in header] == list(TITLES.values())
    found = dict(zip(TITLES, row, strict=True))
    assert found["name"].value == "=cmd|' /C calc'!A0"
    assert found["emails"].value == "; ".join(texts)
    assert found["phones"].value == "+44 20 7946 0958"
    assert (found["company"].value, found["title"].value) == ("0012", "-5")
    assert {cell.data_type for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize(
    "text", ["+14155550192", "0049", "123E45", "=1+1", "@SUM(A1)", "1", "x\ny"]
)
def test_text_alone_in_a_cell_stays_text(tmp_path, text):
    sheet = opened(tmp_path, [exported(Contact("1", text))])["Contacts"]
    cell = sheet.cell(2, 4)
    assert (cell.value, cell.data_type) == (text, "s")


def test_dates_are_dates_in_the_reader_s_zone(tmp_path, zone):
    zone("America/New_York")
    columns = tuple(Column(f"D{n}", f"$.d{n}", Kind.DATE) for n in range(5))
    raw = {
        "d0": "2025-07-20T02:30:00.000Z",
        "d1": "2025-01-20T02:30:00.000Z",
        "d2": "1990-02-03",
        "d3": "1850-02-03",
        "d4": "soon",
    }
    book = opened(tmp_path, [exported(Contact("1", "J", raw=raw))], Options(SHOWN, columns))
    cells = next(book["Contacts"].iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [
        datetime(2025, 7, 19, 22, 30),
        datetime(2025, 1, 19, 21, 30),
        datetime(1990, 2, 3),
        "1850-02-03",
        "soon",
    ]
    assert [cell.number_format for cell in cells[:3]] == ["yyyy-mm-dd hh:mm"] * 2 + ["yyyy-mm-dd"]
    assert ["Time zone of the dates", "America/New_York"] in values(book["About"])


def test_date_of_a_cell():
    assert date_of(Cell("2026-03-01", Kind.DATE)) == date(2026, 3, 1)
    assert date_of(Cell("2026-03-01", Kind.TEXT)) is None
    assert date_of(Cell("9999-12-31T23:59:59-12:00", Kind.DATE)) is None
    assert date_of(Cell(["2026-03-01"], Kind.DATE)) is None


def test_zone_is_named(zone):
    zone("Europe/Berlin")
    assert zone_name() == "Europe/Berlin"
    zone("")
    os.environ.pop("TZ")
    assert zone_name()


def test_header_is_bold_frozen_and_filtered(tmp_path):
    sheet = opened(tmp_path, [exported(), exported()])["Contacts"]
    assert all(cell.font.b for cell in next(sheet.iter_rows()))
    assert not any(cell.font.b for cell in list(sheet.iter_rows())[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:L3"
    widths = [sheet.column_dimensions[name].width for name in "ABCDEFGHIJK"]
    assert all(8 <= width <= 61 for width in widths)
    assert len(set(widths)) > 3


def test_longer_text_than_a_cell_holds_is_cut_and_said(tmp_path):
    said = []
    long = "\U0001f468" * MAX_CELL_CHARS
    contacts = [exported(Contact("1", long)), exported(Contact("2", "x" * MAX_CELL_CHARS))]
    book = opened(tmp_path, contacts, Options(on_cut=said.append))
    sheet = book["Contacts"]
    assert sheet.cell(2, 4).value.endswith("\U0001f468" + CUT)
    assert sheet.cell(3, 4).value == "x" * MAX_CELL_CHARS
    # The display name is cut as well.
    assert said == [2]
    assert any(row[0] == "Cells cut" and row[1].startswith("2 ") for row in values(book["About"]))


def test_more_contacts_than_a_sheet_holds_fill_another(tmp_path, monkeypatch):
    monkeypatch.setattr("contactdesk.export.xlsx.MAX_ROWS", 3)
    book = opened(tmp_path, [exported(Contact(str(n), f"N{n}")) for n in range(5)])
    assert book.sheetnames == ["Contacts", "Contacts 2", "Contacts 3", "About"]
    names = [[row[3] for row in values(book[name])] for name in book.sheetnames[:3]]
    assert names == [["Name", "N0", "N1"], ["Name", "N2", "N3"], ["Name", "N4"]]
    assert book["Contacts 2"].freeze_panes == "A2"


def test_what_the_export_holds_is_said_on_its_own_sheet(tmp_path):
    book = opened(tmp_path, [exported()], Options(about=(("Contacts", "1 of 9"),)))
    assert values(book["About"])[0] == ["Contacts", "1 of 9"]


def test_harmful_characters_go_and_joiners_stay(tmp_path):
    contact = Contact("1", "a\0b\x1b\u202e علی\u200cرضا \U0001fa77 \ud800", company="_x0041_")
    sheet = opened(tmp_path, [exported(contact)])["Contacts"]
    assert sheet.cell(2, 4).value == "ab علی\u200cرضا \U0001fa77 \ufffd"
