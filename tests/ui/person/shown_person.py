"""People made of records of five vendors, as the page of a person gets them."""

from __future__ import annotations

import json
from typing import Any

from contactdesk.index import ContactLink, PersonLinks
from contactdesk.people.keys import described_keys
from contactdesk.people.names import name_words
from contactdesk.people.reasons import Side, reasons
from contactdesk.providers.vendors import askelephant, bland, close, opencx, quo
from contactdesk.ui.person.shown_person import OtherContact, PersonContact, ShownPerson

PROVIDERS = {each.PROVIDER.id: each.PROVIDER for each in (askelephant, bland, close, opencx, quo)}

BLAND = {
    "id": "b1",
    "name": "Maria Garcia",
    "identifiers": [
        {"identifier_type": "phone_number", "identifier_value": "+14155550192"},
        {"identifier_type": "email", "identifier_value": "maria@acme.test"},
    ],
    "memories": [
        {
            "persona_id": "sales-anna",
            "summary": "Wants the Team plan.",
            "facts": {"company": "Acme Inc.", "timezone": "America/New_York"},
            "open_items": [
                {"type": "call", "description": "Call back on Friday", "priority": "high"},
                {"description": "Send the offer", "created_at": "2026-05-01T10:00:00.000Z"},
            ],
        },
        {
            "agent_number": "+18005550111",
            "facts": {"company": "Acme Inc.", "opted_in_to_sms": True},
        },
    ],
}
CLOSE = {
    "id": "cont_c1",
    "name": "Maria",
    "title": "CTO",
    "timezone": "America/Los_Angeles",
    "emails": [{"email": "Maria@acme.test", "type": "office", "is_unsubscribed": True}],
    "phones": [{"phone": "+1 415 555 0192", "type": "mobile"}],
}
QUO = {
    "id": "q1",
    "defaultFields": {
        "firstName": "Maria",
        "lastName": "Garcia",
        "company": "Acme",
        "role": "Chief Technology Officer",
        "emails": [{"value": "maria@acme.test"}],
        "phoneNumbers": [{"value": "+14155550193"}],
    },
}
RECORDS: dict[str, dict[str, Any]] = {"bland": BLAND, "close": CLOSE, "quo": QUO}


def person_contact(at: int, vendor: str, raw: dict[str, Any]) -> PersonContact:
    provider = PROVIDERS[vendor]
    return PersonContact.of(
        at + 1,
        (f"account-{vendor}", str(raw["id"])),
        provider.title,
        provider,
        provider.contact(raw),
        json.dumps(raw).encode(),
    )


def person(records: dict[str, dict[str, Any]] | None = None) -> ShownPerson:
    """A person with a contact for each vendor, every one linked with the first."""
    made = [person_contact(*each) for each in _numbered(records or RECORDS)]
    links = tuple(ContactLink(each.row_id, 1, _why(each, made[0])) for each in made[1:])
    maybe = ContactLink(99, 1, _why(made[-1], made[0]))
    found = PersonLinks(tuple(each.row_id for each in made), links, (maybe,))
    return ShownPerson.of(made, found, [OtherContact(99, "M. Garcia", "OpenCX")])


def _numbered(records: dict[str, dict[str, Any]]) -> list[tuple[int, str, dict[str, Any]]]:
    return [(at, vendor, raw) for at, (vendor, raw) in enumerate(records.items())]


def _why(one: PersonContact, other: PersonContact) -> Any:
    sides = (
        Side(name_words(each.contact.name), described_keys(each.contact, each.provider.ids, ""))
        for each in (one, other)
    )
    return tuple(reasons(*sides))
