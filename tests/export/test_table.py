"""contactdesk.export.table: the columns of CSV and spreadsheets, and what is in their cells."""

from __future__ import annotations

import csv
import json
from datetime import date

from msgspec.structs import replace

from contactdesk.export.exported import FIELDS, Exported, exported_person
from contactdesk.export.formats import ALL, SHOWN
from contactdesk.export.options import Options
from contactdesk.export.table import Cell, every_field, shown, table_of
from contactdesk.export.write import write
from contactdesk.export.xlsx import date_of
from contactdesk.index import ContactPerson
from contactdesk.memories.field_values import PERSONAS
from contactdesk.model import PERSON_COLUMNS, SEEN_COLUMNS, Column, Contact, Kind
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record
from tests.export.samples import exported

BLAND = {
    "id": "b1",
    "name": "Jane",
    "metadata": {"plan": "gold", "seats": 7, "tags": ["a", "b"]},
    "identifiers": [
        {"identifier_type": "phone_number", "identifier_value": "+1415", "is_primary": True},
        {"identifier_type": "email", "identifier_value": "j@x.example"},
    ],
    "memories": [
        {"summary": "Likes tea", "open_items": [{"description": "a"}, {"description": "b"}]},
        {"summary": "", "recent_messages": [{"role": "user", "content": "Hi"}]},
    ],
}
QUO = {
    "id": "q1",
    "defaultFields": {"firstName": "Bo", "role": "Tenant", "company": "Acme"},
    "customFields": [
        {"name": "Unit #", "type": "string", "value": "02"},
        {"name": "Company", "type": "string", "value": "Other GmbH"},
        {"name": "Lease", "type": "multi-select", "value": ["x", "y"]},
    ],
}


def recorded(provider_id, raw, account="A"):
    data = json.dumps(raw).encode()
    contact = read_record(all_providers()[provider_id].contact, data).contact
    return Exported(account, provider_id, contact, data)


def rows_of(contacts, options):
    """The rows as dicts by column title."""
    table = table_of(contacts, options)
    titles = [column.title for column in table.columns]
    assert len(set(titles)) == len(titles)
    return [dict(zip(titles, map(Cell.text, table.row(each)), strict=True)) for each in contacts]


def test_all_fields_have_custom_fields_title_and_counts_of_memories():
    contacts = [recorded("bland", BLAND), recorded("quo", QUO)]
    jane, bo = rows_of(contacts, Options(ALL))
    assert jane["Plan"] == "gold"
    assert jane["Seats"] == "7"
    assert jane["Tags"] == "a; b"
    assert jane["Memories"] == "2"
    assert {title: text for title, text in jane.items() if text in ("1", "2")} == {
        "Memories": "2",
        "Open items": "2",
        "Recent messages": "1",
    }
    assert jane["Unit #"] == ""
    assert bo["Unit #"] == "02"
    assert bo["Lease"] == "x; y"
    assert bo["Title"] == "Tenant"
    assert bo["Company"] == "Acme"
    assert bo["Custom fields: Company"] == "Other GmbH"
    assert bo["Memories"] == ""


def test_badge_names_the_values_it_is_at():
    raw = {
        "id": "c1",
        "emails": [
            {"type": "office", "email": "a@x.example", "is_unsubscribed": True},
            {"type": "office", "email": "b@x.example", "is_unsubscribed": False},
        ],
    }
    (row,) = rows_of([recorded("close", raw)], Options(ALL))
    assert row["E-mail"] == "a@x.example; b@x.example"
    assert row["office"] == "a@x.example; b@x.example"
    assert row["Unsubscribed"] == "a@x.example"


def test_day_is_the_same_in_text_and_spreadsheet():
    raw = {
        "id": "q1",
        "customFields": [
            {"name": "Lease", "type": "date", "value": "2025-06-30T16:00:00.000+0000"}
        ],
    }
    each = recorded("quo", raw)
    table = every_field([each])
    titles = [column.title for column in table.columns]
    assert date_of(table.row(each)[titles.index("Lease")]) == date(2025, 6, 30)


def test_standard_columns_come_first_under_their_names():
    table = table_of([recorded("quo", QUO)], Options(ALL))
    assert tuple(column.name for column in table.columns)[: len(FIELDS)] == FIELDS
    assert [column.title for column in table.columns][:3] == ["Account", "Vendor", "ID"]


def test_shown_columns_are_whole_and_in_their_order():
    columns = (
        Column("Summary", "$.memories[0].summary"),
        Column("Account", "account"),
        Column("Phone", "phone", Kind.PHONE),
        Column("Memories", "$.memories", Kind.COUNT),
        Column("Custom", "$.metadata", Kind.JSON),
    )
    raw = {**BLAND, "memories": [{"summary": "long " * 200}]}
    raw["identifiers"] = [
        {"identifier_type": "phone_number", "identifier_value": each} for each in ("+1415", "+1416")
    ]
    (row,) = rows_of([recorded("bland", raw, "Support EU")], Options(SHOWN, columns))
    assert list(row) == ["Summary", "Account", "Phone", "Memories", "Custom"]
    assert row["Summary"] == "long " * 200
    assert row["Account"] == "Support EU"
    assert row["Phone"] == "+1415; +1416"
    assert row["Memories"] == "1"
    assert json.loads(row["Custom"]) == BLAND["metadata"]


def test_personas_are_written_by_the_names_of_their_account():
    raw = {"memories": [{"persona_id": "p-1"}, {"agent_number": "+1415"}, {"persona_id": "p-1"}]}
    contact = Contact("1", "Jane", raw=raw)
    columns = (Column("Personas", PERSONAS, Kind.TAGS),)
    names = {"A": {"p-1": "Anna"}}
    table = table_of((), Options(fields=SHOWN, columns=columns, agent_names=names))
    cells = [table.row(exported(contact, account=account))[0].text() for account in "AB"]
    assert cells == ["Anna; +1415", "p-1; +1415"]


def test_fields_beyond_the_last_column_share_it(monkeypatch):
    monkeypatch.setattr("contactdesk.export.table.MAX_COLUMNS", 2)
    raw = {"id": "b1", "name": "J", "metadata": {f"k{n}": f"v{n}" for n in range(5)}}
    contacts = [recorded("bland", raw)]
    (row,) = rows_of(contacts, Options(ALL))
    assert len(row) == len(FIELDS) + 3
    rest = row["Further fields"].splitlines()
    assert {"K1: v1", "K2: v2", "K3: v3", "K4: v4"} <= {*rest, "K1: v1"}
    assert not any(line.startswith("K0") for line in rest)


def test_record_that_cannot_be_read_has_its_basics():
    each = exported(Contact("c1", "Jane", ("j@x.example",), raw={}), b"not json")
    table = every_field([each])
    assert len(table.columns) == len(FIELDS)
    assert [cell.text() for cell in table.row(each)][2:4] == ["c1", "Jane"]


def test_csv_of_all_fields_is_read_back(tmp_path):
    contacts = [recorded("bland", BLAND), recorded("quo", QUO)]
    out = tmp_path / "out.csv"
    assert write("csv", out, contacts, Options(ALL)) == 2
    with out.open(encoding="utf-8", newline="") as file:
        jane, bo = csv.DictReader(file)
    assert (jane["name"], jane["Plan"], jane["Memories"]) == ("Jane", "gold", "2")
    assert (bo["title"], bo["Unit #"]) == ("Tenant", "02")


def of_people():
    """Two contacts of Jane, then one of Bo."""
    jane = recorded("bland", BLAND, "Support")
    again = recorded("quo", {**QUO, "defaultFields": JANE_AT_QUO}, "Sales")
    bo = recorded("quo", QUO, "Sales")
    of_jane = ContactPerson(("a1", "b1"), 2, ("bland", "quo"), None, ())
    of_bo = ContactPerson(("a2", "q1"), 1, ("quo",), None, ())
    owners = [exported_person(each.own, each) for each in (of_jane, of_jane, of_bo)]
    return [
        replace(each, person=person) for each, person in zip((jane, again, bo), owners, strict=True)
    ]


JANE_AT_QUO = {
    "firstName": "J.",
    "company": "Initech",
    "emails": [{"name": "work", "value": "J@X.example"}, {"name": "home", "value": "j@h.example"}],
    "phoneNumbers": [{"name": "cell", "value": "+1 (415) 555-0100"}],
}


def test_table_of_people_has_a_row_a_person_with_the_best_of_each_column(tmp_path):
    columns = (
        Column("Name", "name"),
        *PERSON_COLUMNS[:2],
        Column("E-mail", "email"),
        Column("Phone", "phone"),
        Column("Company", "company"),
    )
    out = tmp_path / "people.csv"
    options = Options(fields=SHOWN, columns=columns, per_person=True)
    assert write("csv", out, of_people(), options) == 2
    assert list(csv.reader(out.read_text("utf-8").splitlines())) == [
        ["Name", "Contacts", "Vendors", "E-mail", "Phone", "Company"],
        [
            "Jane",
            "2",
            "Bland AI; Quo",
            "j@x.example; j@h.example",
            "+1415; +1 (415) 555-0100",
            "Initech",
        ],
        ["Bo", "1", "Quo", "", "", "Acme"],
    ]


def test_same_number_in_two_contacts_is_one_number_of_the_person():
    told = (("+1 (415) 555-0192",), ("0014155550192", "+14155550193"))
    contacts = [exported(Contact(str(n), "Jane", phones=each)) for n, each in enumerate(told)]
    options = Options(per_person=True)
    table = table_of(contacts, options)
    (row,) = table.rows(contacts, options)
    numbers = dict(zip(FIELDS, row, strict=True))["phones"]
    assert numbers.value == ["+1 (415) 555-0192", "+14155550193"]


def test_table_of_contacts_says_whose_each_is(tmp_path):
    out = tmp_path / "contacts.csv"
    assert write("csv", out, of_people(), Options()) == 3
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [row["id"] for row in rows] == ["b1", "q1", "q1"]
    jane, again, bo = (row["person"] for row in rows)
    assert jane == again != bo


def test_columns_about_the_person_are_written_as_they_are_shown():
    person = ContactPerson(("a", "1"), 3, ("bland", "close"), 12, ("email", "role"))
    each = replace(exported(), person=exported_person(("b", "2"), person))
    table = shown(PERSON_COLUMNS)
    assert [column.title for column in table.columns] == [c.title for c in PERSON_COLUMNS]
    assert [cell.text() for cell in table.row(each)] == [
        "3",
        "Bland AI; Close",
        "12",
        "email; role",
    ]


def test_person_that_is_gone_meanwhile_is_the_contact_itself():
    known = ContactPerson(("a", "1"), 1, ("bland",), None, ())
    assert exported_person(("a", "1"), None).value == exported_person(("x", "2"), known).value
    assert exported_person(("a", "1"), None).value != exported_person(("a", "2"), None).value


def test_columns_of_when_a_contact_was_noticed_are_those_of_the_index():
    seen = {SEEN_COLUMNS[0].path: "2026-03-01T10:00:00.000Z", SEEN_COLUMNS[1].path: ""}
    table = shown(SEEN_COLUMNS)
    assert [column.title for column in table.columns] == [
        "First seen here",
        "Last change seen here",
    ]
    assert [cell.value for cell in table.row(replace(exported(), seen=seen))] == [*seen.values()]
