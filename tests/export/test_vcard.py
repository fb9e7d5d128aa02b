"""contactdesk.export.vcard: cards that no value can break."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.export.vcard import MAX_TYPE_CHARS, types_of, vcard
from contactdesk.model import Card, CardList, Contact
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page, read_record
from contactdesk.text.characters import harmless, without_invisible

TEXT = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    ["BEGIN:VCARD\nEND:VCARD", "\r\nTEL:1", "\\", "\\n", ";", ",", "a\rb", "\u202e", "ж" * 90]
)
DATA = Path(__file__).parents[1] / "data"
ONCE = {"BEGIN", "VERSION", "FN", "N", "UID", "END"}


def unfolded(data):
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def value_of(line):
    return line.partition(":")[2]


def unescaped(text):
    parts = text.replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    return parts.replace("\0", "\\")


def test_a_card():
    contact = Contact(
        "c1", "Jane Döe", ("j@x.example",), ("+1 415", "+1 416"), "Smith, Sons; Co", "CEO\\CTO"
    )
    assert unfolded(vcard(contact, "bland:c1")) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Jane Döe",
        "N:;Jane Döe;;;",
        "ORG:Smith\\, Sons\\; Co",
        "TITLE:CEO\\\\CTO",
        "TEL:+1 415",
        "TEL:+1 416",
        "EMAIL;TYPE=INTERNET:j@x.example",
        "UID:bland:c1",
        "END:VCARD",
    ]


def test_card_without_a_name_uses_its_id():
    assert "FN:c1" in unfolded(vcard(Contact("c1", "\u202e \x00"), "x:c1"))
    assert "FN:?" in unfolded(vcard(Contact("", ""), ""))


def test_control_and_direction_characters_are_removed():
    lines = unfolded(vcard(Contact("1", "a\u202eb\x1b[31m\ud800c\td"), "u"))
    assert "FN:ab[31m\ufffdc d" in lines


@pytest.mark.parametrize(
    "name",
    ["علی\u200cرضا", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001fa77", "葛\U000e0100"],
)
def test_joiners_and_new_characters_stay(name):
    assert read(vcard(Contact("1", name), "u")).fn.value == name


def read(data):
    """The one card of a file, as an independent parser reads it."""
    (card,) = vobject.readComponents(data.decode("utf-8"))
    return card


def record(provider_id, raw):
    provider = all_providers()[provider_id]
    return provider, read_record(provider.contact, json.dumps(raw).encode()).contact


QUO = {
    "id": "67e9",
    "source": "salesforce",
    "sourceUrl": "https://example.com/contacts/42?a=1,2;3",
    "defaultFields": {
        "firstName": "Jane; Ann",
        "lastName": "O’Neil, Jr\\.",
        "company": "Acme, Inc.; West",
        "role": "Head of \\ things",
        "emails": [
            {"name": "Work", "value": "jane@example.com"},
            {"name": " Email", "value": "j@example.com"},
            {"name": "x", "value": None},
        ],
        "phoneNumbers": [
            {"name": "Work mobile", "value": "+14155550171"},
            {"name": "company phone", "value": "\u202a+1 415 555 0172\u202c"},
            {"name": "Assistant;TYPE=PREF\r\nTEL:666", "value": "+14155550173"},
            {"name": "Трубка", "value": "+14155550174"},
        ],
    },
    "customFields": [
        {"name": "Website", "type": "url", "value": "https://acme.example"},
        {"name": "Bad", "type": "url", "value": "https://acme.example/\r\nTEL:666"},
        {"name": "HQ", "type": "address", "value": "1 Main St, Springfield\nUSA"},
        {"name": "Note", "type": "string", "value": "1 Not an address"},
    ],
    "createdAt": "2024-01-01T00:00:00Z",
    "updatedAt": "2024-01-02T03:04:05.678+02:00",
}


def test_card_of_quo_is_read_back_field_by_field():
    provider, contact = record("quo", QUO)
    card = read(vcard(contact, "quo:67e9", provider.card))
    assert card.fn.value == "Jane; Ann O’Neil, Jr\\."
    assert (card.n.value.given, card.n.value.family) == ("Jane; Ann", "O’Neil, Jr\\.")
    assert card.org.value == ["Acme, Inc.; West"]
    assert card.title.value == "Head of \\ things"
    assert [(each.value, each.params.get("TYPE")) for each in card.email_list] == [
        ("jane@example.com", ["INTERNET", "WORK"]),
        ("j@example.com", ["INTERNET"]),
    ]
    assert [(each.value, each.params.get("TYPE")) for each in card.tel_list] == [
        ("+14155550171", ["WORK", "CELL"]),
        ("+1 415 555 0172", ["WORK"]),
        ("+14155550173", ["X-ASSISTANT-TYPE-PREF"]),
        ("+14155550174", None),
    ]
    assert [each.value for each in card.url_list] == [
        "https://acme.example",
        "https://example.com/contacts/42?a=1%2C2%3B3",
    ]
    (address,) = card.adr_list
    assert address.value.street == "1 Main St, Springfield\nUSA"
    assert address.value.city == address.value.country == ""
    assert card.rev.value == "2024-01-02T01:04:05Z"
    assert card.uid.value == "quo:67e9"


def test_card_of_askelephant_has_the_names_and_the_preferred_number():
    raw = {
        "id": "cnt_1",
        "first_name": "Ada",
        "last_name": "Lovelock",
        "description": "Met at the fair.",
        "emails": [
            {"email": "a@example.com", "is_primary": False},
            {"email": "ada@example.com", "is_primary": True},
        ],
        "updated_at": "2026-03-04T18:25:00Z",
    }
    provider, contact = record("askelephant", raw)
    card = read(vcard(contact, "u", provider.card))
    assert (card.n.value.given, card.n.value.family) == ("Ada", "Lovelock")
    assert [(each.value, each.params["TYPE"]) for each in card.email_list] == [
        ("ada@example.com", ["INTERNET", "PREF"]),
        ("a@example.com", ["INTERNET"]),
    ]
    assert not hasattr(card, "note")
    noted = read(vcard(contact, "u", provider.card, notes=True))
    assert noted.note.value == "Met at the fair."


def test_card_of_close_has_types_and_addresses_of_the_web():
    raw = {
        "id": "cont_1",
        "display_name": "Marta Quill",
        "phones": [{"type": "mobile", "phone": "+16000000021"}],
        "urls": [{"type": "url", "url": "https://quill.example"}],
    }
    provider, contact = record("close", raw)
    card = read(vcard(contact, "u", provider.card))
    assert (card.n.value.given, card.n.value.family) == ("Marta Quill", "")
    assert card.tel.params["TYPE"] == ["CELL"]
    assert card.url.value == "https://quill.example"


@pytest.mark.parametrize("provider", all_providers().values(), ids=lambda each: each.id)
def test_cards_of_recorded_contacts_are_read_back(provider):
    for file in sorted((DATA / provider.id).glob("page*.json")):
        for found in read_page(provider, file.read_bytes()).records:
            contact = found.contact
            card = read(vcard(contact, "u", provider.card, notes=True))
            assert card.fn.value == contact.display_name
            assert [each.value for each in getattr(card, "tel_list", [])] == list(contact.phones)
            assert [each.value for each in getattr(card, "email_list", [])] == list(contact.emails)


def test_summaries_of_memories_are_notes_on_wish():
    raw = {
        "id": "1",
        "name": "J",
        "memories": [{"summary": "Likes; tea"}, {"summary": "Calls\nlate"}],
    }
    provider, contact = record("bland", raw)
    assert "NOTE" not in vcard(contact, "u", provider.card).decode()
    card = read(vcard(contact, "u", provider.card, notes=True))
    assert card.note.value == "Likes; tea\n\nCalls\nlate"


@pytest.mark.parametrize(
    ("label", "types"),
    [
        ("Work mobile", ["WORK", "CELL"]),
        ("Office fax", ["WORK", "FAX"]),
        ("Phone Number", []),
        ("", []),
        ("Assistant", ["X-ASSISTANT"]),
        ("Front desk, 2nd floor (ask for Bo)", ["X-FRONT-DESK-2ND-FLOOR"]),
    ],
)
def test_labels_become_types(label, types):
    assert types_of(label) == types


CARD = Card(
    "$.given",
    "$.family",
    emails=(CardList("$.emails", "$.value", "$.label", "$.first"),),
    links=(CardList("$.links", "$.value"),),
    addresses=(CardList("$.addresses", "$.value", "$.label"),),
    notes=(CardList("", "$.note"),),
)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
def test_no_value_starts_a_line_of_its_own(name, email, phone, company, title, own):
    data = vcard(Contact(own, name, (email,), (phone, phone), company, title), f"x:{own}")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
    lines = unfolded(data)
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    assert (names[0], names[-1]) == ("BEGIN", "END")
    assert all(names.count(each) == 1 for each in ONCE)
    assert set(names) <= ONCE | {"ORG", "TITLE", "TEL", "EMAIL"}
    assert (names.count("TEL"), names.count("EMAIL")) == (
        2 * bool(_shown(without_invisible(phone))),
        bool(_shown(without_invisible(email))),
    )
    if _shown(company):
        assert unescaped(value_of(lines[names.index("ORG")])) == _shown(company)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT)
def test_hostile_card_is_read_back_field_by_field(given_name, family, email, label, other):
    raw = {
        "given": given_name,
        "family": family,
        "emails": [{"value": email, "label": label, "first": True}],
        "links": [{"value": other}],
        "addresses": [{"value": other, "label": label}],
        "note": other,
    }
    contact = Contact("1", f"{given_name} {family}", (email.strip(),), raw=raw)
    data = vcard(contact, "x:1", CARD, notes=True)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
    lines = unfolded(data)
    by_name = {}
    for line in lines:
        by_name.setdefault(re.split("[;:]", line)[0], []).append(line)
    assert set(by_name) <= ONCE | {"EMAIL", "URL", "ADR", "NOTE"}
    assert all(len(found) == 1 for found in by_name.values())
    family_name, given_part, *rest = parts_of(value_of(by_name["N"][0]))
    if _shown(given_name) or _shown(family):
        assert (family_name, given_part) == (_shown(family), _shown(given_name))
    assert rest == ["", "", ""]
    if "ADR" in by_name:
        types, _, value = by_name["ADR"][0].partition(":")
        assert parts_of(value)[2] == _shown(other)
        for each in re.findall(";TYPE=([^;]*)", types):
            assert re.fullmatch(rf"[A-Z]+|X-[A-Z0-9-]{{1,{MAX_TYPE_CHARS}}}", each)
    assert "".join(map(value_of, by_name.get("NOTE", []))) == "" or unescaped(
        value_of(by_name["NOTE"][0])
    ) == _shown(other)


def parts_of(value):
    """The unescaped parts of a structured value."""
    return [unescaped(part) for part in re.findall(r"((?:\\.|[^\\;])*)(?:;|$)", value)][:5]


def _shown(text):
    lines = harmless(text).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
