"""contactdesk.export.csv: what a spreadsheet or a program reads of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.export.csv import encode, guarded
from contactdesk.export.exported import FIELDS
from contactdesk.model import Contact
from contactdesk.text.characters import harmless
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
            "title",
            "person",
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
            "CEO",
            "",
            "2026-03-01T00:00:00Z",
            "",
        ],
        ["b", "bland", "c2", "", "b@x.example", "b@x.example", "", "", "", "", "", ""],
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
        "-2+3",
        "-2+3+cmd|x",
        " =1",
        "\u00a0=1",
        "\u200e=1",
        "＝1",
        '=HYPERLINK("http://x")',
        "\ufeff=1",
        "+14155550192\t=1",
        "%0A=1",
        "|calc",
        "\0=1",
        "\u202e=1",
        "+14155550192; =1",
        "+14155550192; +cmd",
        "+14155550192 ext. 1; @SUM(A1)",
        "+1415(A1)",
        "+SUM(1,2)",
        "+12",
        "+1415 5550192|' /C calc'!A0",
        "+1 415 555 0192" * 200,
    ],
)
def test_formula_is_quoted(text):
    assert guarded(text).startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        *("-5", "-5.25", "Jane", "a=b", "", "12", "  ", "\t", "علی\u200cرضا"),
        "+14155550192",
        "+1 (415) 555-0192",
        "+44 (0)20 7946 0958",
        "+1 415 555 0192 x123",
        "+1 415 555 0192, ext. 123",
        "+14155550192;ext=123",
        "+7 495 123-45-67 доб. 12",
        "+1-800-FLOWERS",
        "＋４４ ２０ ７９４６ ０９５８",
        "＋１（４１５）５５５−０１９２",
        "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧",
        "\u200e+1 415 555 0192",
        "+14155550192; +44 20 7946 0958",
        "+14155550192, +442079460958 / 0612345678",
        "+14155550192 or +442079460958",
        "+14155550192\n+442079460958",
        "+1 415 555 0192 ext 1; +1 415 555 0193 x2",
    ],
)
def test_other_text_is_unchanged(text):
    assert guarded(text) == text


def test_phones_of_a_contact_are_unchanged(tmp_path):
    contact = Contact(
        "c1", "=1+1", phones=("+1 415 555 0192 x1", "＋４４ ２０７９４６０９５８", "0049 30")
    )
    (_, row) = csv.reader(written(tmp_path, "csv", exported(contact)).decode().splitlines())
    assert row[FIELDS.index("phones")] == "; ".join(contact.phones)
    assert row[FIELDS.index("name")] == "'=1+1"


def test_control_and_direction_characters_are_removed_and_joiners_stay(tmp_path):
    contact = Contact("c1", "علی\u200cرضا \U0001fa77\x1b\u202e")
    (_, row) = csv.reader(written(tmp_path, "csv", exported(contact)).decode().splitlines())
    assert row[FIELDS.index("name")] == "علی\u200cرضا \U0001fa77"


TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["=1+1", '"', "a\r\nb", ";", ",", "\0", "\ud800", "\u2028", "-", "+", "@"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(Contact, TEXT, TEXT, st.tuples(TEXT), st.tuples(TEXT, TEXT), TEXT)))
def test_csv_of_any_text_is_read_back(contacts):
    data = b"".join(encode(exported(each) for each in contacts))
    rows = list(csv.reader(_lines(data.decode("utf-8"))))
    assert [len(row) for row in rows] == [len(FIELDS)] * (len(contacts) + 1)
    for row, contact in zip(rows[1:], contacts, strict=True):
        assert row[3].removeprefix("'") == harmless(contact.name).removeprefix("'")
        assert not any(cell.lstrip(" \u00a0\ufeff")[:1] in ("=", "@", "＝", "＠") for cell in row)


def _lines(text):
    """As a file opened with newline="" gives them."""
    return io.StringIO(text, newline="")
