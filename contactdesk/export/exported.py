"""One exported contact, and the fields that CSV and JSON have in common."""

from __future__ import annotations

from msgspec import Struct

from contactdesk.model import Contact
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation

FIELDS = (
    *("account", "provider", "id", "name", "display_name", "emails", "phones"),
    *("company", "title", "created_at", "updated_at"),
)


class Exported(Struct, frozen=True):
    """A contact with its account's label, its provider's id, the vendor's bytes, and what the user
    noted on it."""

    account: str
    provider: str
    contact: Contact
    raw: bytes = b""
    annotation: Annotation = NO_ANNOTATION

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
            "created_at": contact.created_at,
            "updated_at": contact.updated_at,
        }
