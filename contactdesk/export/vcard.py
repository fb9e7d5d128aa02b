"""vCard 3.0 (RFC 2426), the version every address book reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contactdesk.export.exported import Exported
from contactdesk.model import Contact

MAX_LINE_BYTES = 75
"""Without the line's end."""

MAX_VALUE_CHARS = 10_000
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})


def encode(contacts: Iterable[Exported]) -> Iterator[bytes]:
    """The file, card by card."""
    for each in contacts:
        yield vcard(each.contact, f"{each.provider}:{each.contact.id}")


def vcard(contact: Contact, uid: str) -> bytes:
    """One card. `uid` is stable, so that a second import updates the contact."""
    return b"".join(_folded(line) for line in _lines(contact, uid))


def _lines(contact: Contact, uid: str) -> Iterator[str]:
    # Which word of a name is the family name is unknown, and differs from country to country.
    name = _text(contact.display_name) or _text(contact.id) or "?"
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:;{name};;;")
    for label, value in (("ORG", contact.company), ("TITLE", contact.title)):
        if text := _text(value):
            yield f"{label}:{text}"
    for label, values in (("TEL", contact.phones), ("EMAIL;TYPE=INTERNET", contact.emails)):
        yield from (f"{label}:{text}" for value in values if (text := _text(value)))
    yield f"UID:{_text(uid)}"
    yield "END:VCARD"


def _text(value: str) -> str:
    """An escaped value without control and direction characters."""
    lines = value[:MAX_VALUE_CHARS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = ["".join(c if c.isprintable() else " " for c in line) for line in lines]
    return "\n".join(" ".join(line.split()) for line in shown).strip().translate(ESCAPES)


def _folded(line: str) -> bytes:
    """The line with its end; a long one is folded, each further part begins with a space."""
    rest = line.encode()
    parts: list[bytes] = []
    while len(rest) > MAX_LINE_BYTES:
        end = MAX_LINE_BYTES
        while rest[end] & 0xC0 == 0x80:  # not inside a character
            end -= 1
        parts.append(rest[:end])
        rest = b" " + rest[end:]
    return b"\r\n".join([*parts, rest]) + b"\r\n"
