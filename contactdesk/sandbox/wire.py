"""What passes between the server and a vendor: what was asked, what is answered."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

Pairs = list[tuple[str, str]]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """One GET of a contact list. `size` and `seed` say which made-up organisation is asked."""

    query: Pairs
    authorization: str
    size: int
    seed: int

    def value(self, name: str) -> str | None:
        """The parameter's value; None where it was not sent."""
        return next((value for key, value in self.query if key == name), None)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]


@dataclass(slots=True)
class Reply:
    """One answer, ready to be sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def value(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


def json_reply(
    status: int, value: Any, content_type: str = "application/json", **headers: str
) -> Reply:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, body, {"Content-Type": content_type, **named})


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor's list call. The paths name where a page keeps its parts, for faults."""

    id: str
    path: str
    answer: Callable[[Ask], Reply]
    # status, what went wrong in words -> the vendor's own failure body
    error: Callable[[int, str], Reply]
    record: Callable[[int, int], Record]  # number, seed
    items: str
    next_at: str  # "" where the vendor pages by offset
    more_at: tuple[str, ...]  # () where the vendor has no such flag
    name_at: tuple[str, ...]  # a text of every record that is shown
    rate: tuple[int, float]  # requests, seconds
    cursor_param: str


class RefusedError(Exception):
    """The request breaks the vendor's rules; `reply` says so in the vendor's own shape."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def seal(provider: str, seed: int, position: int, filters: Pairs) -> str:
    """An opaque cursor: a position in the listing with exactly these filters."""
    body = f"{position:x}".encode()
    return urlsafe_b64encode(_seal(provider, seed, body, filters) + body).decode().rstrip("=")


def unseal(provider: str, seed: int, cursor: str, filters: Pairs) -> int | None:
    """The position; None for a cursor that is forged, foreign, or made with other filters."""
    try:
        whole = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = int(whole[12:], 16)
    except ValueError:
        return None
    # sealed again, because base64 reads many texts as the same bytes
    return position if seal(provider, seed, position, filters) == cursor else None


def _seal(provider: str, seed: int, body: bytes, filters: Pairs) -> bytes:
    said = json.dumps([provider, seed, body.decode(), sorted(filters)])
    return blake2b(said.encode(), digest_size=12, key=b"contactdesk sandbox").digest()


def filters_of(ask: Ask, free: Iterable[str]) -> Pairs:
    """What a cursor is bound to: every parameter but those that may change between pages."""
    return [pair for pair in ask.query if pair[0] not in free]


def whole(text: str | None, low: int, high: int) -> int | None:
    """A whole number in decimal digits from low to high; None for anything else."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return number if low <= (number := int(text)) <= high else None


def moment(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date or time; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found.timestamp()


def window(matches: Iterable[tuple[int, bool]], limit: int) -> tuple[list[int], int | None]:
    """The first `limit` numbers that match, and the first one after them, if any."""
    found: list[int] = []
    for number, fits in matches:
        if fits:
            if len(found) == limit:
                return found, number
            found.append(number)
    return found, None
