"""What the user noted on contacts, in every format, on wish."""

import csv
import json

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from contactdesk.export.formats import ALL, FORMATS, SHOWN, STANDARD
from contactdesk.export.options import Options
from contactdesk.export.write import write
from contactdesk.model import Column
from contactdesk.userdata.annotations import Annotation
from tests.export.samples import exported

NOTED = Annotation(favourite=True, tags=("key account", "=1+1"), note="Call *soon*\n+1 415")
CONTACTS = [replace(exported(), annotation=NOTED), exported()]


def written(tmp_path, fmt, **options):
    out = tmp_path / f"out.{fmt}"
    assert write(fmt, out, CONTACTS, Options(**options)) == 2
    return out


@pytest.mark.parametrize("fields", [STANDARD, SHOWN, ALL])
def test_table_has_columns_for_them(tmp_path, fields):
    columns = (Column("Name", "name"),)
    out = written(tmp_path, "csv", annotations=True, fields=fields, columns=columns)
    with out.open(encoding="utf-8", newline="") as file:
        header, noted, other = csv.reader(file)
    assert header[-3:] == ["my_favorite", "my_tags", "my_note"]
    assert noted[-3:] == ["yes", "key account; =1+1", "Call *soon*\n+1 415"]
    assert other[-3:] == ["", "", ""]


def test_spreadsheet_has_them_as_text(tmp_path):
    sheet = load_workbook(written(tmp_path, "xlsx", annotations=True))["Contacts"]
    header, noted, _other = sheet.iter_rows()
    assert [cell.value for cell in header][-3:] == ["My favorite", "My tags", "My note"]
    assert [cell.data_type for cell in noted][-3:] == ["s", "s", "s"]


def test_json_has_them_beside_the_vendors_record(tmp_path):
    noted, other = json.loads(written(tmp_path, "json", annotations=True).read_text("utf-8"))
    assert noted["annotation"] == {
        "favorite": True,
        "tags": ["key account", "=1+1"],
        "note": "Call *soon*\n+1 415",
    }
    assert other["annotation"] == {"favorite": False, "tags": [], "note": ""}
    assert "annotation" not in noted["raw"]


def test_markdown_lists_them_after_the_account(tmp_path):
    first, second = written(tmp_path, "md", annotations=True).read_text("utf-8").split("\n---\n")
    assert (
        "- **ID:** c1\n- **My favorite:** yes\n- **My tags:** key account, =1+1\n"
        "- **My note:** Call \\*soon\\*\\\n  +1 415\n"
    ) in first
    assert "My " not in second


def test_card_has_categories_and_a_note(tmp_path):
    first, second, _end = written(tmp_path, "vcf", annotations=True).read_text("utf-8").split("END")
    assert "CATEGORIES:Favorite,key account,=1+1\n" in first
    assert "NOTE:Call *soon*\\n+1 415\n" in first
    assert "CATEGORIES" not in second
    assert "NOTE" not in second


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_file_has_them_without_the_wish(tmp_path, fmt):
    assert b"key account" not in written(tmp_path, fmt).read_bytes()
    if fmt == "xlsx":
        sheet = load_workbook(tmp_path / "out.xlsx")["Contacts"]
        assert "My tags" not in [cell.value for cell in next(sheet.iter_rows())]
