"""What may show that two contacts are one person: ids, e-mail addresses and phone numbers, hashed.

A key is a signed number of KEY_BYTES bytes. Its lowest two bits are its kind (ID, EMAIL or PHONE: the lower,
the stronger); the third is set if several people share it by its nature, such as sales@… or a
toll-free number. The rest is a hash of the normalized value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from contactdesk.jsonpath import dig, text_at
from contactdesk.model import Contact, LinkedId
from contactdesk.people.email_keys import email_key, is_role_address
from contactdesk.people.phone_keys import is_toll_free, phone_key

ID, EMAIL, PHONE = 0, 1, 2
KIND_BITS, SHARED_BIT, FLAG_BITS = 3, 4, 7
KEY_BYTES = 6
"""Among two million values, the chance that any two have the same key is 1 in 15."""

MAX_KEYS_PER_KIND = 50
"""Keys of one contact; the rest of a longer list does not link."""

MIN_DIGITS_OF_ID = 5
"""A shorter number is a position in a list, not an id."""

NOT_A_SYSTEM = re.compile(
    r"(?:csv|public|api|import|manual|upload|file|zapier|unknown|other|none)*v?\d*"
)
"""Names of sources, normalized, that say how a contact was added, not which system gave it its
id."""

NOT_A_PERSON = ("lead_", "cmp_", "orga_", "user_")
"""Prefixes of ids of things that are not contacts."""


class Key(Struct, frozen=True, gc=False):
    """What a key was made of: its kind, and the text as the vendor wrote it."""

    kind: int
    text: str


def link_keys(contact: Contact, ids: Sequence[LinkedId], region: str) -> tuple[int, ...]:
    """The keys of a contact, sorted, each once.

    `ids` are those the provider declares, `region` is the account's country for numbers without
    one, "" if none is known.
    """
    found = {_key(kind, text, region) for kind, text in _texts(contact, ids)}
    return tuple(sorted(key for key in found if key is not None))


def described_keys(contact: Contact, ids: Sequence[LinkedId], region: str) -> dict[int, Key]:
    """The keys of a contact, each with the first text it was made of."""
    texts = _texts(contact, ids)
    found: dict[int, Key] = {}
    for kind, text in texts:
        key = _key(kind, text, region)
        if key is not None:
            found.setdefault(key, Key(kind, text.rpartition(NAMESPACE_END)[2]))
    return found


def keys_of_number(text: str, region: str) -> int | None:
    """The key of a phone number; None if it links nobody."""
    number = phone_key(text, region)
    if not number:
        return None
    return _hash(PHONE, number, is_shared=is_toll_free(number))


def key_of_address(text: str) -> int | None:
    """The key of an e-mail address; None if it links nobody."""
    address = email_key(text)
    return _hash(EMAIL, address, is_shared=is_role_address(address)) if address else None


def kind_of(key: int) -> int:
    return key & KIND_BITS


def is_shared_by_nature(key: int) -> bool:
    """Whether a key belongs to several people from the start: a role's address, a firm's number."""
    return bool(key & SHARED_BIT)


NAMESPACE_END = "\x1f"
"""Between the namespace of an id and the id."""


def _texts(contact: Contact, ids: Sequence[LinkedId]) -> Iterator[tuple[int, str]]:
    """(kind, text) of everything that may become a key; an id's text begins with its namespace."""
    for linked in ids:
        for text in _ids(contact.raw, linked):
            yield ID, text
    for text in contact.emails[:MAX_KEYS_PER_KIND]:
        yield EMAIL, text
    for text in contact.phones[:MAX_KEYS_PER_KIND]:
        yield PHONE, text


def _key(kind: int, text: str, region: str) -> int | None:
    if kind == PHONE:
        return keys_of_number(text, region)
    return _hash(ID, text) if kind == ID else key_of_address(text)


def _hash(kind: int, text: str, *, is_shared: bool = False) -> int:
    # The kinds have bits of their own: the same text of two kinds is two keys.
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    number = int.from_bytes(digest, "big", signed=True)
    return (number & ~FLAG_BITS) | kind | (SHARED_BIT if is_shared else 0)


def _ids(raw: Mapping[str, Any], linked: LinkedId) -> Iterator[str]:
    """The ids of a declaration in a record, each after its namespace."""
    if not linked.each:
        items: Sequence[Any] = (raw,)
    else:
        found = dig(raw, linked.each)
        items = found[:MAX_KEYS_PER_KIND] if isinstance(found, list) else ()
    for item in items:
        if (id := _id(item, linked)) and (namespace := _namespace(item, linked)):
            yield f"{namespace}{NAMESPACE_END}{id}"


def _id(item: Any, linked: LinkedId) -> str:
    """The id in an item; "" if it is another thing's, or no more than a number in a list."""
    id = text_at(item, linked.path).strip()
    if not id or not id.startswith(linked.begins) or id.startswith(NOT_A_PERSON):
        return ""
    if linked.type_at and text_at(item, linked.type_at).strip().casefold() != linked.type:
        return ""
    is_number = id.isdecimal()
    is_weak = (is_number and len(id) < MIN_DIGITS_OF_ID) or len(set(id)) < 2
    return "" if is_weak or len(id) < 4 else id


def _namespace(item: Any, linked: LinkedId) -> str:
    if not linked.namespace_at:
        return linked.namespace
    source = text_at(item, linked.namespace_at).casefold()
    source = "".join(filter(str.isalnum, source))
    return "" if NOT_A_SYSTEM.fullmatch(source) else source
