"""Reads one reply of a vendor into a page: each record by itself, its bytes kept."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from contactdesk.errors import UnexpectedReplyError, VendorError
from contactdesk.jsonpath import dig, steps, text_at
from contactdesk.model import Contact, Cursor, Json, Page, Provider, Record
from contactdesk.records.depth import DEEPEST, is_deep, shallow

ENVELOPE = msgspec.json.Decoder(dict[str, msgspec.Raw])
RECORDS = msgspec.json.Decoder(list[msgspec.Raw])
ANYTHING = msgspec.json.Decoder()
TOO_DEEP = "A part of the record is nested too deep to be read."
BROKEN = (KeyError, TypeError, AttributeError, ValueError, IndexError)
"""What reading a record that is not as documented may raise."""

NO_TEXT = re.compile("[\x00\ud800-\udfff]")
HUGE_TOTAL = 2**53
LONGEST_NUMBER = 400
# A half of a pair of surrogates is legal in JSON and no text: msgspec refuses all that it is in.
# Every other escape is matched too, so that what follows an escaped backslash is let alone.
ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
LONGEST_SAID = 400
SAID_IN = ("detail", "message", "error", "errors", "field-errors", "title", "description")
REQUEST_ID_IN = ("request_id", "trace", "requestId")


def read_page(provider: Provider, body: bytes, cursor: Cursor = None, overlap: int = 0) -> Page:
    """One page from the bytes of a reply of status 200.

    A record that does not fit the documents is still a record. Raises UnexpectedReplyError where
    the reply as a whole is not a page, VendorError where it reports a failure.
    """
    whole = without_halves(body)
    try:
        envelope, raws = _split(provider, whole)
    except RecursionError:  # one record is nested too deep; the others are none the worse for it
        whole = shallow(whole)
        envelope, raws = _split(provider, whole)
    if provider.errors_at and (failed := dig(envelope, provider.errors_at)):
        raise VendorError("said-error", said=said_in({"errors": failed})[0], status=200)
    own = _as_sent(body, whole, raws) if whole is not body else map(bytes, raws)
    records = tuple([read_record(provider.contact, raw) for raw in own])
    return Page(
        records,
        provider.paging.next_cursor(envelope, len(records), cursor, overlap),
        _honest_total(dig(envelope, provider.total) if provider.total else None),
        provider.paging.problem(envelope, len(records)),
    )


def without_halves(body: bytes) -> bytes:
    """The same JSON, byte for byte as long, without escaped halves of surrogate pairs."""
    # Most vendors escape nothing: then it is looked through once.
    if b"\\u" not in body or (b"\\ud" not in body and b"\\uD" not in body):
        return body
    return ESCAPE.sub(lambda found: b"\\ufffd" if found[1] else found[0], body)


def _as_sent(body: bytes, whole: bytes, raws: list[msgspec.Raw]) -> Iterator[bytes]:
    """The records' own bytes in `body`, where `whole` was read in its place."""
    place = 0
    for raw in map(bytes, raws):
        place = whole.index(raw, place)
        yield body[place : place + len(raw)]
        place += len(raw)


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
            raise UnexpectedReplyError("bad-shape", said=said_in(envelope)[0], status=200)
        return envelope, RECORDS.decode(items)
    except msgspec.ValidationError:
        raise UnexpectedReplyError("bad-shape", status=200) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnexpectedReplyError("bad-json", status=200) from None


def read_record(contact: Callable[[Json], Contact], raw: bytes) -> Record:
    """A record from its bytes, whatever they hold: what cannot be read is said in `malformed`."""
    try:
        value, malformed = _read(raw)
    except (UnicodeDecodeError, RecursionError, ValueError):
        return _nameless(raw, "The record could not be read.")
    if not isinstance(value, dict):
        return _nameless(raw, "The record is not an object.")
    try:
        read = contact(value)
    except BROKEN:
        own = text_at(value, "$.id")
        read, malformed = Contact(own, own, raw=value), "The record breaks the vendor's documents."
    sent = _sent_id(contact, read.id, raw)
    if sent and not NO_TEXT.search(sent):
        return Record(read, raw, malformed)
    malformed = malformed or (
        "The record's id holds what is no text." if sent else "The record has no id."
    )
    made = _made_id(sent.encode("utf-8", "surrogatepass") or raw)
    return Record(replace(read, id=made, name=read.name or made), raw, malformed)


def _sent_id(contact: Callable[[Json], Contact], vendor_id: str, raw: bytes) -> str:
    """The id with what no text can hold, and two ids may differ in: U+FFFD may stand for a half of
    a pair of surrogates."""
    if "\ufffd" not in vendor_id or without_halves(raw) == raw:
        return vendor_id
    try:
        value = json.loads(shallow(raw).decode())
        try:
            return contact(value).id
        except BROKEN:
            return text_at(value, "$.id")
    except ValueError:
        return vendor_id


def _read(raw: bytes) -> tuple[Any, str]:
    """(the value of a record, what of it could not be read)"""
    try:
        return decoded(raw), ""
    except RecursionError:
        return decoded(shallow(raw)), TOO_DEEP


def _nameless(raw: bytes, malformed: str) -> Record:
    made = _made_id(raw)
    return Record(Contact(made, made), raw, malformed)


def _made_id(raw: bytes) -> str:
    """The same id for the same bytes."""
    return "unnamed-" + hashlib.sha256(raw).hexdigest()[:16]


def decoded(raw: bytes) -> Any:
    """The value of JSON bytes; a number no computer counts with stays the text it is. Raises
    UnicodeDecodeError or ValueError where they are no JSON, RecursionError where `is_deep`."""
    raw = without_halves(raw)
    try:
        value = ANYTHING.decode(raw)
    except msgspec.DecodeError:
        # As text: of bytes, json takes halves of surrogate pairs that are no UTF-8.
        value = json.loads(raw.decode(), parse_int=_whole_number, parse_float=_number)
    # Counting takes a microsecond and rules out nearly every record.
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and is_deep(value):
        raise RecursionError
    return value


def _whole_number(text: str) -> int | str:
    return int(text) if len(text) <= LONGEST_NUMBER else text


def _number(text: str) -> float | str:
    read = float(text)
    return read if math.isfinite(read) else text


def _honest_total(value: Any) -> int | None:
    """A count that can be one: a whole number, not negative, not absurd."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < HUGE_TOTAL:
        return None
    return value


def said_in(reply: Any) -> tuple[str, str]:
    """(what the vendor says went wrong, its request id) from the body of a failure.

    The five vendors and the proxies before them use `message`, `detail`, `error`, `errors[]`,
    `field-errors{}` and more, as text, lists or objects: whatever is text is taken, bounded.
    """
    if not isinstance(reply, dict):
        return " · ".join(_texts(reply))[:LONGEST_SAID], ""
    said: dict[str, None] = {}
    for key in SAID_IN:
        for text in _texts(reply.get(key)):
            if not any(text in known for known in said):
                said[text] = None
    request_id = next((i for key in REQUEST_ID_IN if (i := text_at(reply, f"$.{key}"))), "")
    return " · ".join(said)[:LONGEST_SAID], request_id[:100]


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """Every message in a part of an error body; `field: message` where a field is named."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list) and depth < 4:
        for item in value[:10]:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        yield from _texts_of_object(value, depth)


def _texts_of_object(value: dict[str, Any], depth: int) -> Iterator[str]:
    where = text_at(value, "$.field") or text_at(value, "$.path")
    told = [value[key] for key in ("message", "detail", "error") if key in value]
    if told:
        for text in _texts(told, depth + 1):
            yield f"{where}: {text}" if where else text
        return
    for key, part in list(value.items())[:10]:
        for text in _texts(part, depth + 1):
            yield f"{key}: {text}"
