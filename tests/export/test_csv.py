"""contactdesk.export.csv: what a spreadsheet or a program reads of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.export.csv import cell, encode
from contactdesk.export.exported import FIELDS
from contactdesk.model import Contact
from tests.export.samples import exported, written


def test_csv(tmp_path):
    data = written(
        tmp_path, "csv", exported(), exported(Contact("c2", "", ("b@x.example",)), account="b")
    )
    rows = list(csv.reader(data.decode("utf-8").split("\r\n")))
    assert rows == [
        [
            "account",
            "provider",
            "id",
            "name",
            "display_name",
            "emails",
            "phones",
            "company",
            "created_at",
            "updated_at",
        ],
        [
            "Support EU",
            "bland",
            "c1",
            "Jane “J” Döe",
            "Jane “J” Döe",
            "jane@x.example; j@y.example",
            "+1 (415) 555-0192; +14155550193",
            "Smith, Sons; & Co",
            "2026-03-01T00:00:00Z",
            "",
        ],
        ["b", "bland", "c2", "", "b@x.example", "b@x.example", "", "", "", ""],
        [],
    ]


def test_csv_without_contacts_is_a_header(tmp_path):
    assert written(tmp_path, "csv") == (",".join(FIELDS) + "\r\n").encode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|x",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "＝1",
        '=HYPERLINK("http://x")',
        "\ufeff=1",
        "+14155550192\t=1",
        "%0A=1",
        "|calc",
        "\0=1",
        "+14155550192; =1",
    ],
)
def test_formula_is_quoted(text):
    assert cell(text).startswith("'")
    assert cell(["+14155550192", text]) == "'+14155550192; " + text.replace("\0", "")


@pytest.mark.parametrize(
    "text",
    ["+14155550192", "+1 (415) 555-0192", "-5", "-5.25", "Jane", "a=b", "", "12", "  ", "\t"],
)
def test_other_text_is_unchanged(text):
    assert cell(text) == text


def test_lists_of_phone_numbers_are_unchanged():
    assert cell(["+14155550192", "+1 (415) 555-0192"]) == "+14155550192; +1 (415) 555-0192"
    assert cell([]) == ""


TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["=1+1", '"', "a\r\nb", ";", ",", "\0", "\ud800", "\u2028", "-", "+", "@"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(Contact, TEXT, TEXT, st.tuples(TEXT), st.tuples(TEXT, TEXT), TEXT)))
def test_csv_of_any_text_is_read_back(contacts):
    data = b"".join(encode(exported(each) for each in contacts))
    # csv itself reads a bare carriage return inside quotes back as it was written
    rows = list(csv.reader(_lines(data.decode("utf-8"))))
    assert [len(row) for row in rows] == [len(FIELDS)] * (len(contacts) + 1)
    for row, contact in zip(rows[1:], contacts, strict=True):
        name = contact.name.replace("\0", "").encode("utf-8", "replace").decode()
        assert row[3].removeprefix("'") == name.removeprefix("'")
        assert not any(cell.lstrip(" \u00a0\ufeff")[:1] in ("=", "@", "＝", "＠") for cell in row)


def _lines(text):
    """As a file opened with newline="" gives them."""
    return io.StringIO(text, newline="")
