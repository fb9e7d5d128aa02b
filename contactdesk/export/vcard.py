"""A contact as a vCard 3.0 (RFC 2426), the version every address book reads."""

from __future__ import annotations

from collections.abc import Iterator

from contactdesk.model import Contact

LONGEST_LINE = 75
"""Bytes of a line, its end not counted."""

LONGEST_VALUE = 10_000
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})


def vcard(contact: Contact, uid: str) -> bytes:
    """One card. `uid` stays the same for the same contact, so that a second import updates it."""
    return b"".join(_folded(line) for line in _lines(contact, uid))


def _lines(contact: Contact, uid: str) -> Iterator[str]:
    # Which word of a name is the family name is not known, and differs from country to country.
    name = _text(contact.name) or _text(contact.id) or "?"
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:;{name};;;")
    for label, value in (("ORG", contact.company), ("TITLE", contact.title)):
        if text := _text(value):
            yield f"{label}:{text}"
    for label, values in (("TEL", contact.phones), ("EMAIL;TYPE=INTERNET", contact.emails)):
        yield from (f"{label}:{text}" for value in values if (text := _text(value)))
    yield f"UID:{_text(uid)}"
    yield "END:VCARD"


def _text(value: str) -> str:
    """A value without what could begin a line of its own, hide, or turn text around."""
    lines = value[:LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = ["".join(c if c.isprintable() else " " for c in line) for line in lines]
    return "\n".join(" ".join(line.split()) for line in shown).strip().translate(ESCAPES)


def _folded(line: str) -> bytes:
    """The line with its end; one that is too long goes on behind a space in the next."""
    rest = line.encode()
    parts: list[bytes] = []
    while len(rest) > LONGEST_LINE:
        end = LONGEST_LINE
        while rest[end] & 0xC0 == 0x80:  # not inside a character
            end -= 1
        parts.append(rest[:end])
        rest = b" " + rest[end:]
    return b"\r\n".join([*parts, rest]) + b"\r\n"
