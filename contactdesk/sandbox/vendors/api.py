"""The interface between the server and a vendor: list request, reply, vendor description."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Params = list[tuple[str, str]]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListRequest:
    """One GET of a contact list. `size` and `seed` identify the fictional organization."""

    query: Params
    authorization: str
    size: int
    seed: int

    def param(self, name: str) -> str | None:
        """The first value of the parameter, or None."""
        return next((value for key, value in self.query if key == name), None)

    def params(self, name: str) -> list[str]:
        """Every value of a repeated parameter."""
        return [value for key, value in self.query if key == name]

    def int_param(self, name: str, low: int, high: int, default: int) -> int | None:
        """An integer parameter, or `default` where it is absent; None if it is not valid."""
        text = self.param(name)
        return default if text is None else parse_int(text, low, high)


@dataclass(slots=True)
class Reply:
    """An HTTP response, ready to send."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


def json_reply(
    status: int, value: Any, content_type: str = "application/json", **headers: str
) -> Reply:
    """A JSON reply. Underscores in the names of `headers` become hyphens."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, body, {"Content-Type": content_type, **named})


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor's list endpoint. The keys tell faults where a page keeps its parts."""

    id: str
    path: str
    answer: Callable[[ListRequest], Reply]
    # status, message -> the vendor's own error body
    error: Callable[[int, str], Reply]
    # number, seed -> the record
    record: Callable[[int, int], Record]
    items_key: str
    # "" where the vendor pages by offset
    cursor_key: str
    # () where the vendor has no such flag
    has_more_path: tuple[str, ...]
    # a text that every list shows
    name_path: tuple[str, ...]
    # requests, per seconds
    rate_limit: tuple[int, float]
    # query parameter that takes the cursor or the offset
    cursor_param: str


class InvalidRequestError(Exception):
    """The request breaks the vendor's rules; `reply` is the vendor's own error."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def parse_int(text: str | None, low: int, high: int) -> int | None:
    """An integer in ASCII digits from low to high, or None."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return number if low <= (number := int(text)) <= high else None


def parse_time(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date or time, UTC if it has no offset; else None."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found.timestamp()
