"""E-mail addresses as they are pasted: from a mail header, a mailto: link, a list of recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

MAILTO = "mailto:"
# Quotes and brackets never belong to an address; an apostrophe may, but not at its ends.
ADDRESS = r"""[^\s<>()\[\]"“”„‘,;:@]+@[^\s<>()\[\]"“”„‘,;:@]+"""
ONE_ADDRESS = re.compile(ADDRESS)
AROUND_ADDRESS = " \t\"'“”„‘’."
HEADER = re.compile(r"^(?:from|sender|reply-to|to|cc|bcc)\s*:\s*", re.IGNORECASE)
END_OF_ADDRESS = re.compile(r">\s*(?:[;,]\s*|$)")
SEPARATOR = re.compile(r"[;,]")

# Bare addresses, a name, and what the bracket holds. A name has no colon, or it may be a search
# field, and no quotes but around the whole of it: what is beside them is not part of the name.
RECIPIENT = re.compile(
    rf"""\s*((?:{ADDRESS}\s*[;,]\s*)*)(?:"[^"<>:]*"|[^"<>:@-][^"<>:@]*)?\s*<([^<>]*)"""
)


def pasted_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a text that is nothing but pasted addresses, each once; else ().

    Understood are `Jane Doe <jane@x.com>`, with `"Doe, Jane"` or nothing before the bracket, a
    quoted address, a mailto: link, several of them separated by commas or semicolons, and all that
    after `To:`. A bare address is a word like any other: () too.
    """
    text = HEADER.sub("", text.strip(), count=1) if "@" in unquote(text) else ""
    if text.lower().startswith(MAILTO):
        link = text[len(MAILTO) :]
        # What follows the question mark is a subject, which may contain spaces.
        found = _bare(unquote(link.partition("?")[0]))
    elif "<" in text:
        found = list(_bracketed(text))
    else:
        is_plain = text == text.strip(AROUND_ADDRESS) and not SEPARATOR.search(text)
        found = [] if is_plain else _bare(text)
    return tuple(dict.fromkeys(found)) if all(found) else ()


def _bare(text: str) -> list[str]:
    """Addresses separated by commas or semicolons; "" for anything else between them."""
    parts = (part.strip(AROUND_ADDRESS) for part in SEPARATOR.split(text) if part.strip())
    return [part if ONE_ADDRESS.fullmatch(part) else "" for part in parts]


def _bracketed(text: str) -> Iterator[str]:
    """Addresses in angle brackets, and bare ones between them; "" for anything else."""
    *recipients, rest = END_OF_ADDRESS.split(text)
    for each in recipients:
        found = RECIPIENT.fullmatch(each)
        address = unquote(found[2].strip()).removeprefix(MAILTO) if found else ""
        yield from _bare(found[1]) if found else ()
        yield address if ONE_ADDRESS.fullmatch(address) else ""
    yield from _bare(rest)
