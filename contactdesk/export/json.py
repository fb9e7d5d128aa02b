"""JSON: one array with one object per line; `raw` is the vendor's record, byte for byte, and
`annotation`, on wish, what the user noted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contactdesk.export.exported import Exported
from contactdesk.export.options import DEFAULT, Options
from contactdesk.records.parse import is_deep


def encode(contacts: Iterable[Exported], options: Options = DEFAULT) -> Iterator[bytes]:
    """The file, object by object."""
    before = b"[\n"
    for each in contacts:
        values: dict[str, Any] = {**each.values()}
        if options.annotations:
            noted = each.annotation
            values["annotation"] = {
                "favorite": noted.favourite,
                "tags": noted.tags,
                "note": noted.note,
            }
        head = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
        yield before + head[:-1] + b', "raw": ' + _raw(each) + b"}"
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _raw(each: Exported) -> bytes:
    """The stored bytes; as a string if they are not valid JSON, to keep the file readable."""
    if not each.raw:
        return json.dumps(each.contact.raw, ensure_ascii=False).encode("utf-8", "replace")
    if each.contact.raw:  # it was parsed from these bytes
        return each.raw
    try:
        is_readable = not is_deep(msgspec.json.decode(each.raw))
    except (msgspec.DecodeError, RecursionError, ValueError):
        is_readable = False
    return each.raw if is_readable else json.dumps(each.raw.decode("utf-8", "replace")).encode()
