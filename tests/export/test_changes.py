"""contactdesk.export.changes: changes as CSV and as Markdown."""

import csv

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.export.changes import CHANGE_FORMATS, ListedChange, write_changes


def change(**parts):
    kept = {
        "noticed": "2026-03-09T12:00:00.000Z",
        "day": "Mar 9, 2026",
        "clock": "1:00 PM",
        "account": "Support EU",
        "id": "c-1",
        "name": "Ada",
        "what": "E-mail changed",
        "kinds": ("field",),
        "fields": ("email",),
    }
    return ListedChange(**{**kept, **parts})


def test_csv_has_a_row_for_each_change_and_runs_no_formula(tmp_path):
    out = tmp_path / "changes.csv"
    assert write_changes("csv", out, [change(), change(name="=1+1")]) == 2
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == ["Ada", "'=1+1"]
    assert rows[0]["what"] == "E-mail changed"
    assert rows[0]["fields"] == "email"


def test_markdown_has_a_heading_for_each_day_and_account(tmp_path):
    out = tmp_path / "changes.md"
    changes = [change(), change(name="Bo"), change(account="Quo"), change(name="# *x*")]
    write_changes("md", out, changes)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("## ")] == [
        "## Mar 9, 2026 · Support EU",
        "## Mar 9, 2026 · Quo",
        "## Mar 9, 2026 · Support EU",
    ]
    assert "- 1:00 PM **Bo**: E-mail changed" in lines
    assert "*x*" not in lines[-1].replace("\\*x\\*", "")


@pytest.mark.parametrize("fmt", CHANGE_FORMATS)
def test_file_that_cannot_be_written_is_an_error(tmp_path, fmt):
    with pytest.raises(ContactDeskError):
        write_changes(fmt, tmp_path / "no" / "such" / "folder", [change()])
