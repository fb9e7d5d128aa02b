"""Targets of the links on the page of a person."""

from __future__ import annotations

CONTACT, MEMORY = "person-contact:", "person-memory:"
"""Open the contact at a position; the memory with a number of it, at an open item if one is named."""

DISMISS, RESTORE = "person-dismiss:", "person-restore:"
"""Dismiss the disagreement about a field, and show it again."""

UNLINK, LINK, APART = "person-unlink:", "person-link:", "person-apart:"
"""Take the contact at a position out of the person; link two contacts by their row ids, or hold them
apart."""


def contact_href(at: int) -> str:
    return f"{CONTACT}{at}"


def memory_href(at: int, number: int, item: int | None = None) -> str:
    return f"{MEMORY}{at}:{number}" + ("" if item is None else f":{item}")


def pair_href(prefix: str, one: int, other: int) -> str:
    """A link that decides about two contacts, given by their row ids."""
    return f"{prefix}{one}:{other}"


def numbers_in(href: str) -> list[int]:
    """The numbers behind the prefix of a link."""
    return [int(each) for each in href.split(":")[1:]]
