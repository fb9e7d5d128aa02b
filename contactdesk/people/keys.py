"""Identity keys: comparable e-mail addresses and phone numbers, to match contacts of one person."""

from __future__ import annotations

from contactdesk.model import Contact
from contactdesk.text.phones import EXTENSION_MARK, is_international, phone_numbers

EMAIL, PHONE, PHONE_TAIL = "email", "phone", "phone-tail"
PHONE_TAIL_DIGITS = 8
"""Last digits, which are the same with and without a country code."""

MIN_PHONE_DIGITS = 5


def identity_keys(contact: Contact) -> list[tuple[str, str]]:
    """(kind, value) pairs, each once.

    "email": the address in lower case, +tag included. "phone": all digits of a number with a
    country code, and `x` and its extension. "phone-tail": the last eight digits of any number, a
    hint but no proof: that needs the number's country, from a table of numbering plans.
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
    numbers = phone_numbers(phone)
    if len(numbers) != 1:
        return []
    digits = numbers[0].partition(EXTENSION_MARK)[0]
    keys = []
    if is_international(phone) and len(digits) >= MIN_PHONE_DIGITS:
        keys.append((PHONE, numbers[0]))
    if len(digits) >= PHONE_TAIL_DIGITS:
        keys.append((PHONE_TAIL, digits[-PHONE_TAIL_DIGITS:]))
    return keys
