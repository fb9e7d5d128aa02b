"""Exported files are read back by independent readers, with generated contacts."""

import csv
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from contactdesk.export.csv import guarded, is_phones
from contactdesk.export.exported import FIELDS, Exported
from contactdesk.export.formats import ALL
from contactdesk.export.markdown import escaped
from contactdesk.export.options import Options
from contactdesk.export.vcard import vcard
from contactdesk.export.write import ENCODERS
from contactdesk.model import Contact
from contactdesk.text.characters import harmless, without_invisible
from tests.qa.fuzz.strategies import CLEAN, JSON, TEXT, examples

CONTACT = st.builds(
    Contact,
    id=TEXT.map(lambda text: text or "id"),
    name=TEXT,
    emails=st.lists(TEXT, max_size=3).map(tuple),
    phones=st.lists(TEXT, max_size=3).map(tuple),
    company=TEXT,
    title=TEXT,
    created_at=TEXT,
    updated_at=TEXT,
    raw=st.dictionaries(TEXT, JSON, max_size=3),
)
EXPORTED = st.builds(Exported, TEXT, st.just("bland"), CONTACT)
DANGEROUS = "=+-@\t\r\n|%＝＋－＠"
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Semicolons(csv.excel):
    delimiter = ";"


def round_trip(text, dialect):
    """(the table rewritten and read in another dialect, the table as exported)."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    out = io.StringIO(newline="")
    csv.writer(out, dialect).writerows(rows)
    return list(csv.reader(io.StringIO(out.getvalue(), newline=""), dialect)), rows


@examples(100)
@given(st.lists(EXPORTED, max_size=3))
def test_csv_survives_every_dialect(contacts):
    text = b"".join(ENCODERS["csv"](contacts)).decode("utf-8")
    for dialect in (csv.excel, csv.unix_dialect, csv.excel_tab, Semicolons):
        again, rows = round_trip(text, dialect)
        assert again == rows
    assert len(rows) == len(contacts) + 1
    assert all(len(row) == len(FIELDS) for row in rows)
    for row, each in zip(rows[1:], contacts, strict=True):
        values = dict(zip(FIELDS, row, strict=True))
        for name, value in (("name", each.contact.name), ("emails", joined(each.contact.emails))):
            assert values[name].removeprefix("'") == harmless(value).removeprefix("'")


def joined(texts):
    return "; ".join(text for text in texts if text.strip())


@examples(2500)
@given(TEXT)
def test_no_csv_cell_is_a_formula(text):
    made = guarded(text)
    seen = without_invisible(made).lstrip(" \u00a0\ufeff")
    assert not seen.strip() or seen[0] not in DANGEROUS or is_phones(seen)
    assert made.removeprefix("'") == harmless(text).removeprefix("'")


@examples(500)
@given(TEXT.map(lambda text: "+1415" + text))
def test_what_counts_as_phone_numbers_calls_nothing(text):
    if is_phones(text):
        assert not re.search(r"[=@|!%&<>^*\"']|[A-Za-z]\w*\s*\(", text.replace(";ext=", ""))


@examples(300)
@given(st.from_regex(r"\+[0-9][0-9 .-]{3,20}[0-9]", fullmatch=True))
def test_phone_number_is_unchanged_in_csv(phone):
    enough = sum(map(str.isdigit, phone)) >= 4
    assert guarded(phone) == (phone if enough else "'" + phone)
    assert guarded(f"{phone}; {phone}") == guarded(phone) + f"; {phone}"


@examples(300)
@given(st.integers().map(str) | st.decimals(-(10**9), 10**9, places=2).map("{:f}".format))
def test_number_is_unchanged_in_csv(number):
    assert guarded(number) == number


def read_cards(data):
    """Strict vCard 3.0 reader (RFC 2426): a list of (name, parameters, value) for each card."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    assert all(len(each) <= 75 and b"\n" not in each and b"\r" not in each for each in physical)
    logical: list[bytes] = []
    for each in physical:
        each.decode("utf-8")
        if each.startswith((b" ", b"\t")):
            logical[-1] += each[1:]
        else:
            logical.append(each)
    cards: list[list[tuple[str, str, str]]] = []
    for each in logical:
        name, colon, value = each.decode("utf-8").partition(":")
        assert colon
        name, _, parameters = name.partition(";")
        assert re.fullmatch(r"[A-Z]+", name)
        if name == "BEGIN":
            cards.append([])
        cards[-1].append((name, parameters, read_value(value)))
    return cards


def read_value(value):
    """The unescaped parts between semicolons, joined by NUL."""
    parts, at = [""], 0
    while at < len(value):
        if value[at] == "\\":
            assert value[at + 1] in "\\;,n", value
            parts[-1] += "\n" if value[at + 1] == "n" else value[at + 1]
            at += 1
        elif value[at] == ";":
            parts.append("")
        else:
            assert value[at] != ",", value
            parts[-1] += value[at]
        at += 1
    return "\0".join(parts)


def as_in_card(text):
    """A text as a card holds it: lines without harmful characters and extra blanks."""
    return "\n".join(" ".join(each.split()) for each in harmless(text).split("\n")).strip()


def point(text):
    return as_in_card(without_invisible(text))


@examples(300)
@given(CONTACT, TEXT)
def test_vcard_is_read_back_with_the_same_values(contact, uid):
    (card,) = read_cards(vcard(contact, uid))
    names = [name for name, _, _ in card]
    assert names[0] == "BEGIN"
    assert names[-1] == "END"
    assert (
        names.count("FN") == names.count("N") == names.count("VERSION") == names.count("UID") == 1
    )
    values = {name: value for name, _, value in card}
    name = as_in_card(contact.display_name)
    assert values["FN"] == name or not name
    assert values["N"].count("\0") == 4
    assert [v for n, _, v in card if n == "TEL"] == [t for p in contact.phones if (t := point(p))]
    assert [v for n, _, v in card if n == "EMAIL"] == [t for p in contact.emails if (t := point(p))]
    assert values.get("ORG", "") == as_in_card(contact.company)
    assert values.get("TITLE", "") == as_in_card(contact.title)


@examples(40)
@given(st.lists(EXPORTED, max_size=3), st.booleans())
def test_workbook_is_read_back_with_the_same_texts(contacts, every_field):
    options = Options(ALL) if every_field else Options()
    data = b"".join(ENCODERS["xlsx"](contacts, options))
    sheet = load_workbook(io.BytesIO(data))["Contacts"]
    rows = list(sheet.iter_rows())
    assert len(rows) == len(contacts) + 1
    for row, each in zip(rows[1:], contacts, strict=True):
        values = dict(zip(FIELDS, (cell.value for cell in row), strict=False))
        for name, value in (("name", each.contact.name), ("emails", joined(each.contact.emails))):
            assert unescape(values[name] or "") == unescape(harmless(value))
        assert not any(cell.data_type in "fnb" for cell in row if cell.value is not None)


@examples(80)
@given(st.lists(EXPORTED, max_size=3))
def test_vcard_file_has_one_card_per_contact(contacts):
    data = b"".join(ENCODERS["vcf"](contacts))
    assert not contacts or len(read_cards(data)) == len(contacts)


@examples(100)
@given(st.lists(EXPORTED, max_size=3))
def test_json_is_read_back_with_the_same_names(contacts):
    read = json.loads(b"".join(ENCODERS["json"](contacts)))
    assert [each["name"].replace("?", "") for each in read] == [
        each.contact.name.encode("utf-8", "replace").decode().replace("?", "") for each in contacts
    ]


@examples(700)
@given(CLEAN)
def test_escaped_text_is_not_markdown_markup(text):
    html = MARKDOWN.render(f"- **Label:** {escaped(text, indent='  ')}\n")
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags <= {"ul", "li", "strong", "br", "p"}, html
    assert html.count("<li>") == 1
    assert html.count("<strong>") == 1


@examples(700)
@given(CLEAN)
def test_escaped_text_stays_in_its_markdown_cell(text):
    html = MARKDOWN.render(f"| A | B |\n| --- | --- |\n| {escaped(text)} | x |\n")
    assert html.count("<td>") == 2, html
    assert set(re.findall(r"</?(\w+)", html)) <= {"table", "thead", "tbody", "tr", "th", "td"}
