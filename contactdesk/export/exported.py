"""One exported contact, and the fields that CSV and JSON have in common."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from contactdesk.history.columns import FIRST_SEEN, LAST_CHANGE
from contactdesk.index.types import ContactPerson, Stored
from contactdesk.model import Contact
from contactdesk.people.columns import PERSON_PATHS
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation

FIELDS = (
    *("account", "provider", "id", "name", "display_name", "emails", "phones"),
    *("company", "title", "person", "created_at", "updated_at"),
)


PERSON_BYTES = 8


class ExportedPerson(Struct, frozen=True):
    """The person of an exported contact.

    `value` tells in a file which contacts are one person: 16 hexadecimal digits, the same for all of
    them. It is made of the person's own contact, so it stays the same in later files, whatever the
    account is called, until another contact becomes the person's own. `columns`: path of
    `people.columns` -> what a table shows.
    """

    value: str = ""
    columns: Mapping[str, Any] = {}


def exported_person(key: tuple[str, str], person: ContactPerson | None) -> ExportedPerson:
    """The person of a contact with this (account id, the vendor's id); None if the contact is gone
    meanwhile."""
    own = "\0".join(person.own if person else key).encode("utf-8", "surrogatepass")
    value = blake2b(own, digest_size=PERSON_BYTES).hexdigest()
    if person is None:
        return ExportedPerson(value)
    shown = person.contacts, person.vendors, person.days_behind, person.differs
    return ExportedPerson(value, dict(zip(PERSON_PATHS, shown, strict=True)))


NO_PERSON = ExportedPerson()


def exported_seen(stored: Stored) -> dict[str, str]:
    """When a stored contact was noticed here."""
    return {FIRST_SEEN: stored.first_seen, LAST_CHANGE: stored.last_change}


class Exported(Struct, frozen=True):
    """A contact with its account's label, its provider's id, the vendor's bytes, what the user noted
    on it, its person, and when it was noticed here: path of `history.columns` -> a moment in UTC."""

    account: str
    provider: str
    contact: Contact
    raw: bytes = b""
    annotation: Annotation = NO_ANNOTATION
    person: ExportedPerson = NO_PERSON
    seen: Mapping[str, str] = {}

    def values(self) -> dict[str, str | list[str]]:
        """Values by field name, in the order of FIELDS."""
        contact = self.contact
        return {
            "account": self.account,
            "provider": self.provider,
            "id": contact.id,
            "name": contact.name,
            "display_name": contact.display_name,
            "emails": list(contact.emails),
            "phones": list(contact.phones),
            "company": contact.company,
            "title": contact.title,
            "person": self.person.value,
            "created_at": contact.created_at,
            "updated_at": contact.updated_at,
        }
