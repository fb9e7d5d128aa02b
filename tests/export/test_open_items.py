"""contactdesk.export.open_items: a checklist, CSV and a spreadsheet."""

import csv
from datetime import datetime

import pytest
from openpyxl import load_workbook

from contactdesk.export.open_items import ITEM_FORMATS, ListedItem, checklist, write_items


@pytest.fixture(autouse=True)
def in_utc(zone):
    zone("UTC")


CALL = ListedItem(
    *("Call *Jane* back\n- today", "high", "callback", "Jane Döe", "Anna"),
    *("2026-11-18T18:00:00Z", "order o_1", "Support EU"),
)
FORMULA = ListedItem("=cmd|' /C calc'!A0", person="+1 415 555 0192", is_done=True)
SNOOZED = ListedItem("", type="follow_up", since="soon", snoozed_until="2026-12-01")
ITEMS = [CALL, FORMULA, SNOOZED]


def test_checklist_has_one_line_for_each_item():
    assert checklist(ITEMS) == (
        "- [ ] **high** Call \\*Jane\\* back - today "
        "(Jane Döe, Anna, 2026-11-18 18:00, order o_1, Support EU)\n"
        "- [x] =cmd\\|' /C calc'!A0 (+1 415 555 0192)\n"
        "- [ ] follow_up (soon)\n"
    )


def test_csv_runs_nothing_as_a_formula(tmp_path):
    out = tmp_path / "items.csv"
    assert write_items("csv", out, ITEMS) == 3
    header, call, formula, snoozed = csv.reader(out.read_text("utf-8").splitlines(keepends=True))
    assert header == [
        *("priority", "item", "type", "person", "agent", "since", "related_to", "account"),
        *("done", "snoozed_until"),
    ]
    assert call[1] == "Call *Jane* back\n- today"
    assert call[5] == "2026-11-18T18:00:00Z"
    assert (formula[1], formula[3], formula[8]) == (
        *("'=cmd|' /C calc'!A0", "+1 415 555 0192", "yes"),
    )
    assert snoozed[9] == "2026-12-01"


def test_every_cell_of_the_spreadsheet_is_text_or_a_date(tmp_path):
    out = tmp_path / "items.xlsx"
    assert write_items("xlsx", out, ITEMS) == 3
    book = load_workbook(out)
    assert book.sheetnames == ["Open items", "About"]
    header, call, formula, snoozed = book["Open items"].iter_rows()
    assert [cell.value for cell in header][:3] == ["Priority", "Open item", "Type"]
    assert call[5].value == datetime(2026, 11, 18, 18)
    assert (formula[1].value, formula[1].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert (formula[3].value, formula[3].data_type) == ("+1 415 555 0192", "s")
    assert snoozed[9].value == datetime(2026, 12, 1)


def test_markdown_file_is_the_checklist(tmp_path):
    out = tmp_path / "items.md"
    assert write_items("md", out, ITEMS) == 3
    assert out.read_text("utf-8") == checklist(ITEMS)


@pytest.mark.parametrize("fmt", ITEM_FORMATS)
def test_list_without_items_is_a_file(tmp_path, fmt):
    out = tmp_path / "items"
    assert write_items(fmt, out, []) == 0
    assert out.exists()
