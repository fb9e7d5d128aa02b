"""Error replies: status, the vendor's own message, rate limit headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict

import msgspec

from contactdesk.errors import (
    ContactDeskError,
    KeyRefusedError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
    VendorError,
)
from contactdesk.model import Provider
from contactdesk.records.parse import MAX_MESSAGE_CHARS, error_message, is_deep
from contactdesk.security.redact import redact

KEY_STATUS_KINDS = {401: "key-refused", 402: "plan", 403: "forbidden"}
STATUS_KINDS = {400: "bad-request", 404: "not-found", 410: "bad-request", 422: "bad-request"}
RETRYABLE_STATUSES = {408, 425}
NO_CONTENT_STATUSES = {204, 205, 206}
NETWORK_SIGN_IN_STATUS = 511
"""RFC 6585: a captive portal requires a sign-in."""

MAX_RETRY_AFTER_S = 24 * 3600.0
"""Longer values are cut to this."""

MAX_SKIP_MESSAGE = re.compile(r"max_skip\s*=\s*(\d{1,12})")
RATE_LIMIT_FIELDS = re.compile(r"\b(limit|remaining|reset|q|r|t|w)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)")
RATE_LIMIT_RESET = re.compile(r"(?:\breset|;\s*t)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)")
DECIMAL = re.compile(r"\d+(?:\.\d+)?")


class _Reply(TypedDict):
    status: int
    said: str
    request_id: str


def error_from_reply(
    provider: Provider, status: int, headers: Mapping[str, str], body: bytes
) -> ContactDeskError:
    """The error for a reply of any status but 200.

    Header names are in lower case; `body` is decompressed, and may be truncated or empty.
    """
    said, request_id = _vendor_message(body)
    request_id = request_id or _one_line(headers.get("x-request-id", ""))[:100]
    reply = _Reply(status=status, said=said, request_id=request_id)
    if status in KEY_STATUS_KINDS:
        return _key_refused(provider, reply)
    if status == 429:
        return RateLimitedError(retry_after(headers), **reply)
    if status in NO_CONTENT_STATUSES or status == NETWORK_SIGN_IN_STATUS:
        return UnexpectedReplyError(
            "empty" if status in NO_CONTENT_STATUSES else "web-page", **reply
        )
    if status in RETRYABLE_STATUSES or status >= 500:
        return VendorDownError(retry_after(headers), **reply)
    if status in (400, 422) and (found := MAX_SKIP_MESSAGE.search(said)):
        return _list_end(provider, int(found[1]), reply)
    if 300 <= status < 400:
        return VendorError("moved", **reply)
    return VendorError(STATUS_KINDS.get(status, "http"), **reply)


def check_body(media_type: str, body: bytes) -> None:
    """Raise for a Wi-Fi sign-in page or a proxy's page sent instead of JSON, or an empty body."""
    start = body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if "html" in media_type.lower() or start.startswith(b"<"):
        raise UnexpectedReplyError("web-page", status=200)
    if not body.strip():
        raise UnexpectedReplyError("empty", status=200)


def _key_refused(provider: Provider, reply: _Reply) -> KeyRefusedError:
    kind = KEY_STATUS_KINDS[reply["status"]]
    if kind == "forbidden" and provider.scope:
        details = {"scope": provider.scope}
        return KeyRefusedError(kind, advice="key-permission", details=details, **reply)
    return KeyRefusedError(kind, **reply)


def _list_end(provider: Provider, most: int, reply: _Reply) -> VendorError:
    """The error of a vendor that lists only its first `most` contacts."""
    if not provider.filters:
        return VendorError("max-skip", advice="list-end", details={"most": most}, **reply)
    details: dict[str, str | int] = {"most": most, "filter": provider.filters[0].label}
    return VendorError("max-skip", advice="list-end-filter", details=details, **reply)


def _vendor_message(body: bytes) -> tuple[str, str]:
    """The vendor's message and request id; "" where the body is not JSON (a proxy's page)."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return "", ""
    if is_deep(value):
        return "", ""
    # Redact before shortening: a truncated key would not be recognized.
    said, request_id = error_message(_redacted(value))
    return _one_line(said)[:MAX_MESSAGE_CHARS], _one_line(request_id)


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_redacted(each) for each in value]
    if isinstance(value, dict):
        return {redact(name): _redacted(each) for name, each in value.items()}
    return value


def _one_line(text: str) -> str:
    """One line without control characters, safe to print in a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait according to a reply's headers; None without a valid time.

    Header names are in lower case. Supported are `Retry-After` (seconds, or a date compared with
    the server's own `Date`, since our clock may be wrong), `RateLimit: …, reset=…` as Close
    sends it, and `RateLimit-Reset`.
    """
    seconds = _number(headers.get("retry-after", ""))
    if seconds is None:
        seconds = _seconds_until(headers.get("retry-after", ""), headers.get("date", ""), now)
    if seconds is None and (found := RATE_LIMIT_RESET.search(headers.get("ratelimit", ""))):
        seconds = float(found[1])
    if seconds is None:
        seconds = _number(headers.get("ratelimit-reset", ""))
    return None if seconds is None else min(MAX_RETRY_AFTER_S, max(0.0, seconds))


def remaining_requests(headers: Mapping[str, str]) -> tuple[int, float, int | None] | None:
    """(requests remaining, seconds until the reset, the limit if stated) from a reply's headers;
    None where they do not state it.

    Header names are in lower case. Supported are `RateLimit: limit=…, remaining=…, reset=…` as
    Close sends it, `RateLimit: "name";r=…;t=…` with its `RateLimit-Policy`, and the older
    `RateLimit-Remaining` etc., with or without `X-`.
    """
    stated = {
        name: float(number)
        for name, number in RATE_LIMIT_FIELDS.findall(headers.get("ratelimit", ""))
    }
    policy = dict(RATE_LIMIT_FIELDS.findall(headers.get("ratelimit-policy", "")))
    for name in ("limit", "remaining", "reset"):
        for header in (f"ratelimit-{name}", f"x-ratelimit-{name}"):
            if (number := _number(headers.get(header, ""))) is not None:
                stated.setdefault(name, number)
    left, seconds = stated.get("remaining", stated.get("r")), stated.get("reset", stated.get("t"))
    if left is None or seconds is None or seconds > MAX_RETRY_AFTER_S:
        return None  # a reset this far away is a timestamp, not a duration
    limit = stated.get("limit") or stated.get("q") or float(policy.get("q", 0))
    return int(left), seconds, int(limit) or None


def _number(text: str) -> float | None:
    return float(text) if DECIMAL.fullmatch(text := text.strip()) else None


def _seconds_until(text: str, date: str, now: datetime | None) -> float | None:
    when = _http_date(text)
    if when is None:
        return None
    return (when - (_http_date(date) or now or datetime.now(UTC))).total_seconds()


def _http_date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
