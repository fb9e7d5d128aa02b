"""Reads a vendor's reply into a page: each record by itself, with its bytes kept."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from msgspec.structs import replace

from contactdesk.errors import UnexpectedReplyError, VendorError
from contactdesk.jsonpath import dig, steps, text_at
from contactdesk.model import Contact, Cursor, Json, Page, Provider, Record
from contactdesk.records.error_body import error_message, error_references

ENVELOPE = msgspec.json.Decoder(dict[str, msgspec.Raw])
RECORDS = msgspec.json.Decoder(list[msgspec.Raw])
ANYTHING = msgspec.json.Decoder()
MALFORMED_ERRORS = (KeyError, TypeError, AttributeError, ValueError, IndexError)
"""What a provider's `contact` may raise on a record that differs from the documentation."""

TOO_DEEP = "too-deep"
"""The kind in `Record.malformed` of a record with more than MAX_LEVELS levels."""

MAX_LEVELS = 200
"""Levels of lists and objects that are read. JSON readers give up at a depth that differs between
Pythons: about 1,000 levels on 3.11, 10,000 on 3.13."""

MAX_TOTAL = 2**53
MAX_NUMBER_CHARS = 400
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
# A lone surrogate is legal JSON but not text: msgspec refuses the whole document. Every other
# escape is matched too, so that an escaped backslash does not start one.
ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class Part(msgspec.Struct, array_like=True, frozen=True):
    """Which records of a reply to read: with all of them in `parts` equal parts, those of one,
    `number`, which counts from 0."""

    number: int = 0
    parts: int = 1

    def bounds(self, count: int) -> tuple[int, int]:
        """Where the part begins and ends among `count` records."""
        return count * self.number // self.parts, count * (self.number + 1) // self.parts


WHOLE = Part()


def read_page(
    provider: Provider, body: bytes, cursor: Cursor = None, overlap: int = 0, part: Part = WHOLE
) -> Page:
    """One page from the bytes of a reply of status 200, or one part of its records.

    A malformed record is still a record. Raises UnexpectedReplyError if the reply as a whole is
    not a page, VendorError if it reports a failure.
    """
    readable = replace_lone_surrogates(body)
    try:
        envelope, raws = _split(provider, readable)
    except RecursionError:  # one record is nested too deep, and must not cost the others
        readable = truncate_depth(readable)
        envelope, raws = _split(provider, readable)
    if provider.errors_at and (failed := dig(envelope, provider.errors_at)):
        raise VendorError(
            "said-error",
            said=error_message({"errors": failed})[0],
            status=200,
            references=error_references({"errors": failed}),
        )
    original = _original_bytes(body, readable, raws) if readable is not body else map(bytes, raws)
    some = islice(original, *part.bounds(len(raws)))
    return Page(
        tuple([read_record(provider.contact, raw) for raw in some]),
        provider.paging.next_cursor(envelope, len(raws), cursor, overlap),
        _plausible_total(dig(envelope, provider.total) if provider.total else None),
        provider.paging.problem(envelope, len(raws)),
    )


def replace_lone_surrogates(body: bytes) -> bytes:
    """The same JSON at the same length, with U+FFFD for escaped lone surrogates."""
    # Most vendors escape nothing: then one scan is enough.
    if b"\\u" not in body or (b"\\ud" not in body and b"\\uD" not in body):
        return body
    return ESCAPE.sub(lambda found: b"\\ufffd" if found[1] else found[0], body)


def _original_bytes(body: bytes, readable: bytes, raws: list[msgspec.Raw]) -> Iterator[bytes]:
    """The records' bytes in `body`, where `readable`, of the same length, was parsed instead."""
    at = 0
    for raw in map(bytes, raws):
        at = readable.index(raw, at)
        yield body[at : at + len(raw)]
        at += len(raw)


def _split(provider: Provider, body: bytes) -> tuple[Json, list[msgspec.Raw]]:
    """The reply without its records, and the records' own bytes."""
    key = str(steps(provider.items)[0])
    try:
        parts = ENVELOPE.decode(body)
        envelope = {name: ANYTHING.decode(raw) for name, raw in parts.items() if name != key}
        items = parts.get(key)
        if items is None or bytes(items).strip() == b"null":
            if provider.errors_at and dig(envelope, provider.errors_at):
                return envelope, []
            raise UnexpectedReplyError("bad-shape", said=error_message(envelope)[0], status=200)
        return envelope, RECORDS.decode(items)
    except msgspec.ValidationError:
        raise UnexpectedReplyError("bad-shape", status=200) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnexpectedReplyError("bad-json", status=200) from None


# One record


def read_record(contact: Callable[[Json], Contact], raw: bytes) -> Record:
    """A record from any bytes; never an error. `malformed` is the kind of what is wrong with it."""
    try:
        value, malformed = _decode_bounded(raw)
    except (UnicodeDecodeError, RecursionError, ValueError):
        return _unreadable(raw, "unreadable")
    if not isinstance(value, dict):
        return _unreadable(raw, "not-object")
    try:
        read = contact(value)
    except MALFORMED_ERRORS:
        own = text_at(value, "$.id")
        read, malformed = Contact(own, "", raw=value), "undocumented"
    sent = _sent_id(contact, read.id, raw)
    if sent and not NOT_STORABLE.search(sent):
        return Record(read, raw, malformed)
    malformed = malformed or ("bad-id" if sent else "no-id")
    made = _substitute_id(sent.encode("utf-8", "surrogatepass") or raw)
    return Record(replace(read, id=made), raw, malformed)


def _sent_id(contact: Callable[[Json], Contact], vendor_id: str, raw: bytes) -> str:
    """The id as sent, lone surrogates included: two ids may differ in nothing else."""
    if "\ufffd" not in vendor_id or replace_lone_surrogates(raw) == raw:
        return vendor_id
    try:
        value = json.loads(truncate_depth(raw).decode())
        try:
            return contact(value).id
        except MALFORMED_ERRORS:
            return text_at(value, "$.id")
    except ValueError:
        return vendor_id


def _decode_bounded(raw: bytes) -> tuple[Any, str]:
    """(the value of a record, TOO_DEEP if a part of it was cut off)"""
    try:
        return decode_json(raw), ""
    except RecursionError:
        return decode_json(truncate_depth(raw)), TOO_DEEP


def _unreadable(raw: bytes, malformed: str) -> Record:
    return Record(Contact(_substitute_id(raw), ""), raw, malformed)


def _substitute_id(raw: bytes) -> str:
    """The same id for the same bytes."""
    return "unnamed-" + hashlib.sha256(raw).hexdigest()[:16]


def decode_json(raw: bytes) -> Any:
    """The value of JSON bytes; a number out of range stays the text it is. Raises
    UnicodeDecodeError or ValueError if they are not JSON, RecursionError if `is_deep`."""
    raw = replace_lone_surrogates(raw)
    try:
        value = ANYTHING.decode(raw)
    except msgspec.DecodeError:
        # Decoded first: from bytes, json would accept UTF-8 encoded surrogates.
        value = json.loads(raw.decode(), parse_int=_integer, parse_float=_float)
    # Counting brackets takes a microsecond and rules out nearly every record.
    if raw.count(b"[") + raw.count(b"{") > MAX_LEVELS and is_deep(value):
        raise RecursionError
    return value


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= MAX_NUMBER_CHARS else text


def _float(text: str) -> float | str:
    read = float(text)
    return read if math.isfinite(read) else text


# Depth


def values_in(value: Any) -> Iterable[Any]:
    """The values of an object or a list; none in anything else."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def is_deep(value: Any, inside: Callable[[Any], Iterable[Any]] = values_in) -> bool:
    """Whether a decoded value has more than MAX_LEVELS levels of lists and objects."""
    level = [value]
    for _ in range(MAX_LEVELS):
        level = [each for outer in level for each in inside(outer) if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def truncate_depth(body: bytes) -> bytes:
    """The same JSON at the same length, with blanks for what is deeper than MAX_LEVELS. Bytes that
    are not JSON stay so."""
    kept = bytearray(body)
    depth = start = 0
    for token in STRING_OR_BRACKET.finditer(body):
        sign = token[0]
        if sign in (b"[", b"{"):
            depth += 1
            if depth == MAX_LEVELS:
                start = token.end()
        elif sign in (b"]", b"}"):
            if depth == MAX_LEVELS:
                kept[start : token.start()] = b" " * (token.start() - start)
            depth -= 1
    return bytes(kept)


# The reply around the records


def _plausible_total(value: Any) -> int | None:
    """A total that can be a count: a whole number, not negative, not absurd."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MAX_TOTAL:
        return None
    return value
