"""Targets of the links on the page of a person."""

from __future__ import annotations

CONTACT, OTHER, MEMORY = "person-contact:", "person-other:", "person-memory:"
"""Open the contact at a position; one of somebody else by its row id; the memory with a number of the
contact at a position, at an open item if one is named."""

FIELD, DISMISS, RESTORE = "person-field:", "person-dismiss:", "person-restore:"
"""Go to a field, dismiss the disagreement about it, show it again."""

UNLINK, LINK, APART = "person-unlink:", "person-link:", "person-apart:"
"""Take the contact at a position out of the person; link two contacts by their row ids, or hold them
apart."""


def contact_href(at: int) -> str:
    return f"{CONTACT}{at}"


def open_href(row_id: int) -> str:
    return f"{OTHER}{row_id}"


def memory_href(at: int, number: int, item: int | None = None) -> str:
    return f"{MEMORY}{at}:{number}" + ("" if item is None else f":{item}")


def pair_href(prefix: str, one: int, other: int) -> str:
    """A link that decides about two contacts, given by their row ids."""
    return f"{prefix}{one}:{other}"


def numbers_in(href: str) -> list[int]:
    """The numbers after the prefix of a link."""
    return [int(each) for each in href.split(":")[1:]]


def opposite(href: str) -> str:
    """The link that takes the place of a followed one: to show again what was dismissed, and back."""
    for prefix, other in ((DISMISS, RESTORE), (RESTORE, DISMISS)):
        if href.startswith(prefix):
            return other + text_in(href)
    return href


def text_in(href: str) -> str:
    """The text after the prefix of a link."""
    return href.partition(":")[2]
