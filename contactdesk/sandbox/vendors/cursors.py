"""Opaque cursors, signed with the filters of the listing they belong to."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import blake2b

from contactdesk.sandbox.vendors.api import ListRequest, Params

SIGNATURE_BYTES = 12


def encode_cursor(provider: str, seed: int, position: int, filters: Params) -> str:
    """A cursor for a position in the listing with exactly these filters."""
    body = f"{position:x}".encode()
    signed = _signature(provider, seed, body, filters) + body
    return urlsafe_b64encode(signed).decode().rstrip("=")


def decode_cursor(provider: str, seed: int, cursor: str, filters: Params) -> int | None:
    """The position; None for a cursor that is forged or belongs to another listing."""
    try:
        signed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = int(signed[SIGNATURE_BYTES:], 16)
    except ValueError:
        return None
    # compared as text, because base64 decodes several texts to the same bytes
    return position if encode_cursor(provider, seed, position, filters) == cursor else None


def _signature(provider: str, seed: int, body: bytes, filters: Params) -> bytes:
    message = json.dumps([provider, seed, body.decode(), sorted(filters)]).encode()
    return blake2b(message, digest_size=SIGNATURE_BYTES, key=b"contactdesk sandbox").digest()


def bound_filters(request: ListRequest, unbound: Iterable[str]) -> Params:
    """The parameters a cursor is bound to: all but those that may change between pages."""
    return [pair for pair in request.query if pair[0] not in unbound]


def take_page(candidates: Iterable[tuple[int, bool]], limit: int) -> tuple[list[int], int | None]:
    """The first `limit` matching numbers, and the next match after them, if any."""
    found: list[int] = []
    for number, matches in candidates:
        if matches:
            if len(found) == limit:
                return found, number
            found.append(number)
    return found, None
