"""What tells that two contacts are the same person: e-mail addresses and phone numbers, comparable."""

from __future__ import annotations

from contactdesk.model import Contact
from contactdesk.text.phones import is_international, phone_digits

EMAIL, PHONE, PHONE_TAIL = "email", "phone", "phone-tail"
TAIL = 8
"""Last digits by which a number with and one without its country are comparable."""

SHORTEST_PHONE = 5


def identity_keys(contact: Contact) -> list[tuple[str, str]]:
    """(kind, value) pairs, each once.

    "email": lower case, the part after + kept. "phone": all digits of a number written with its
    country. "phone-tail": the last eight digits of any number, a hint and no proof; who is the
    same person must be decided with the number's country, which only a table of numbering plans
    knows.
    """
    found: dict[tuple[str, str], None] = {}
    for email in contact.emails:
        address = email.strip().lower()
        if "@" in address:
            found[EMAIL, address] = None
    for phone in contact.phones:
        for key in _phone_keys(phone):
            found[key] = None
    return list(found)


def _phone_keys(phone: str) -> list[tuple[str, str]]:
    digits = phone_digits(phone)
    keys = []
    if is_international(phone) and len(digits) >= SHORTEST_PHONE:
        keys.append((PHONE, digits))
    if len(digits) >= TAIL:
        keys.append((PHONE_TAIL, digits[-TAIL:]))
    return keys
