"""One exported contact, and the fields that CSV and JSON have in common."""

from __future__ import annotations

from msgspec import Struct

from contactdesk.model import Contact
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation

FIELDS = (
    *("account", "provider", "id", "name", "display_name", "emails", "phones"),
    *("company", "title", "person", "created_at", "updated_at"),
)


class Exported(Struct, frozen=True):
    """A contact with its account's label, its provider's id, the vendor's bytes, what the user noted on
    it, and whose it is: `person` is the same for all contacts of one person (`person_id`)."""

    account: str
    provider: str
    contact: Contact
    raw: bytes = b""
    annotation: Annotation = NO_ANNOTATION
    person: str = ""

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
            "person": self.person,
            "created_at": contact.created_at,
            "updated_at": contact.updated_at,
        }


def person_id(provider_id: str, vendor_id: str) -> str:
    """What all contacts of a person have in common in a file: the provider's and the vendor's id of
    the person's own contact."""
    return f"{provider_id}:{vendor_id}"
