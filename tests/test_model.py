"""The path language, tolerant reading, and the small constructors of a declaration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.jsonpath import dig, items_at, label_at, steps, text_at, texts_at
from contactdesk.model import (
    CONTACT_COLUMNS,
    CONTACT_FIELDS,
    Filter,
    Kind,
    columns_at,
    fields_at,
    named_contact,
)

RAW = {
    "id": " c1 ",
    "n": 7,
    "yes": True,
    "mails": [{"at": "a@x.example"}, {"at": None}, 5, {"at": "b@x.example", "main": True}],
    "a b/c-d@e": {"0": "text, not a position"},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", []),
        ("$.emails[0].email", ["emails", 0, "email"]),
        ('$."a.b".c', ["a.b", "c"]),
        ("$.a b/c-d@e", ["a b/c-d@e"]),
    ],
)
def test_path_is_parsed_to_keys_and_indexes(path, found):
    assert steps(path) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.mails[0].at", "a@x.example"),
        ("$.mails[9].at", None),
        ("$.mails.at", None),
        ("$.n.at", None),
        ("$.n[0]", None),
        ("$.a b/c-d@e.0", "text, not a position"),
        ("$.a b/c-d@e[0]", None),
        ("$.missing", None),
    ],
)
def test_value_at_a_path_or_none(path, found):
    assert dig(RAW, path) == found


def test_text_at_gives_only_texts_and_numbers():
    assert [text_at(RAW, path) for path in ("$.id", "$.n", "$.yes", "$.mails", "$.no")] == [
        " c1 ",
        "7",
        "",
        "",
        "",
    ]


def test_texts_of_a_list_start_with_the_primary_ones():
    assert texts_at(RAW, "$.mails", "$.at") == ("a@x.example", "b@x.example")
    assert texts_at(RAW, "$.mails", "$.at", first="$.main") == ("b@x.example", "a@x.example")
    assert texts_at(RAW, "$.n", "$.at") == ()
    assert list(items_at(RAW, "$.id")) == []


@given(st.recursive(st.none() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)))
def test_path_lookup_never_raises(value):
    assert isinstance(text_at(value, "$.a[0].b"), str)
    assert isinstance(texts_at(value, "$", "$.a", first="$.b"), tuple)


def test_contact_texts_are_trimmed_and_unique():
    contact = named_contact(
        RAW,
        name="  Ada \n",
        emails=["A@x.example", " a@x.example ", "", "b@x.example"],
        phones=["+1 2", "+1 2"],
        company=" Acme ",
        times_at=("$.n", "$.no"),
    )
    assert (contact.id, contact.name, contact.company) == ("c1", "Ada", "Acme")
    assert contact.emails == ("A@x.example", "b@x.example")
    assert contact.phones == ("+1 2",)
    assert (contact.created_at, contact.updated_at) == ("7", "")
    assert contact.raw is RAW


@pytest.mark.parametrize(
    "blank", ["", " \n", "\u200b", "\u3164\u3164", "\u2800 \ufe0f", "\u202e\u2066"]
)
def test_name_with_nothing_to_see_is_no_name(blank):
    contact = named_contact(RAW, name=blank, company=blank, emails=["a@x.example"])
    assert (contact.name, contact.company, contact.display_name) == ("", "", "a@x.example")
    assert named_contact(RAW, name=f"{blank}Zoë").name.endswith("Zoë")


def test_display_name_is_the_name_else_the_best_there_is():
    given = {"company": "Acme", "emails": ["a@x.example"], "phones": ["+1"], "external_id": " E-1 "}
    assert named_contact(RAW, name="Ada", **given).display_name == "Ada"
    for field, shown in zip(given, ("Acme", "a@x.example", "+1", "E-1"), strict=True):
        contact = named_contact(RAW, name="  ", **given)
        assert (contact.name, contact.display_name) == ("", shown)
        given = given | {field: ""}
    assert named_contact(RAW).display_name == "c1"
    assert named_contact({}).display_name == ""


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("$.createdByUserId", "Created by user ID"),
        ("$.initial_email_id", "Initial e-mail ID"),
        ("$.created_at", "Created"),
        ("$.crm_association.crm_object_id", "CRM object ID"),
        ("$.id", "ID"),
        ("$.idea", "Idea"),
        ("$.memories[0]", "Memories"),
    ],
)
def test_label_of_a_path(path, label):
    assert label_at(path) == label


def test_fields_and_columns_by_path():
    (field,) = fields_at("$.notes", kind=Kind.LONG)
    assert (field.label, field.path, field.kind) == ("Notes", "$.notes", Kind.LONG)
    email, other = columns_at("email", "$.lead_id", shown=False)
    assert (email.title, email.kind, email.shown) == ("E-mail", Kind.EMAIL, False)
    assert (other.title, other.path, other.kind) == ("Lead ID", "$.lead_id", Kind.TEXT)
    assert CONTACT_COLUMNS["email"].shown
    assert set(CONTACT_COLUMNS) == set(CONTACT_FIELDS)


def test_filter_repeats_its_key_unless_it_has_its_own_encoding():
    assert Filter("A", "a", many=True).params(["1", "2"]) == [("a", "1"), ("a", "2")]
    assert Filter("A", "a").params("12") == [("a", "12")]
    own = Filter("A", "a", write=lambda values: [("a[]", ",".join(values))])
    assert own.params(["1", "2"]) == [("a[]", "1,2")]


def test_contact_repr_has_no_personal_data():
    made = named_contact({"id": "c-1", "note": "private"}, name="Ada", emails=["ada@example.com"])
    assert repr(made) == "Contact('c-1')"
