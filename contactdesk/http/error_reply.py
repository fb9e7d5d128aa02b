"""Error replies: status, the vendor's own message, rate limit headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypedDict

import msgspec

from contactdesk.errors import (
    ContactDeskError,
    KeyRefusedError,
    NetworkError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
    VendorError,
)
from contactdesk.http.blocked import blockers_words, is_blocked
from contactdesk.jsonpath import text_at
from contactdesk.model import Provider
from contactdesk.records.error_body import (
    MAX_MESSAGE_CHARS,
    MAX_REQUEST_ID_CHARS,
    error_message,
    error_references,
)
from contactdesk.records.parse import is_deep
from contactdesk.security.redact import redact

KEY_STATUS_KINDS = {401: "key-refused", 402: "plan", 403: "forbidden"}
STATUS_KINDS = {400: "bad-request", 404: "not-found", 410: "bad-request", 422: "bad-request"}
RETRYABLE_STATUSES = {408, 425}
ERRORS: dict[int, Callable[..., ContactDeskError]] = {
    **dict.fromkeys((204, 205, 206), partial(UnexpectedReplyError, "empty")),
    407: partial(NetworkError, "proxy"),
    451: partial(UnexpectedReplyError, "blocked"),
    511: partial(UnexpectedReplyError, "web-page"),  # RFC 6585: a captive portal
}
"""Statuses whose error depends on nothing else; the last three come from the network only."""

REQUEST_ID_HEADERS = ("x-request-id", "cf-ray")
"""The vendor's, else that of the network before it."""

MAX_RETRY_AFTER_S = 24 * 3600.0
"""Longer values are cut to this."""

MAX_SKIP_MESSAGE = re.compile(r"max_skip\s*=\s*(\d{1,12})")
RATE_LIMIT_FIELDS = re.compile(r"\b(limit|remaining|reset|q|r|t|w)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)")
RATE_LIMIT_RESET = re.compile(r"(?:\breset|;\s*t)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)")
RATE_LIMIT_HEADERS = ("ratelimit-", "x-ratelimit-", "x-rate-limit-")
RATE_RESET_PATHS = ("$.error.rate_reset", "$.rate_reset")
DECIMAL = re.compile(r"\d+(?:\.\d+)?")


class _Reply(TypedDict):
    status: int
    said: str
    request_id: str
    references: dict[str, str]


def error_from_reply(
    provider: Provider, status: int, headers: Mapping[str, str], body: bytes
) -> ContactDeskError:
    """The error for a reply of any status but 200.

    Header names are in lower case; `body` is decompressed, and may be truncated or empty.
    """
    value = _decoded(body)
    reply = _reply(status, headers, value)
    if status in KEY_STATUS_KINDS:
        if is_blocked(headers, body, value):
            return _blocked(body, reply)
        return _key_refused(provider, reply)
    if status in ERRORS:
        return ERRORS[status](**reply)
    if status == 429:
        return RateLimitedError(retry_after(headers, value), **reply)
    if status in RETRYABLE_STATUSES or status >= 500:
        return VendorDownError(retry_after(headers), **reply)
    if status in (400, 422) and (found := MAX_SKIP_MESSAGE.search(reply["said"])):
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


def _blocked(body: bytes, reply: _Reply) -> UnexpectedReplyError:
    reply["said"] = reply["said"] or _one_line(redact(blockers_words(body)))[:MAX_MESSAGE_CHARS]
    return UnexpectedReplyError("blocked", **reply)


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


def _decoded(body: bytes) -> Any:
    """The body's value without keys in it; None where it is not JSON (a proxy's page)."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None
    # Redact before shortening: a truncated key would not be recognized.
    return None if is_deep(value) else _redacted(value)


def _reply(status: int, headers: Mapping[str, str], value: Any) -> _Reply:
    """The vendor's message, request id and codes, each one line."""
    said, request_id = error_message(value)
    ids = (request_id, *(headers.get(name, "") for name in REQUEST_ID_HEADERS))
    return _Reply(
        status=status,
        said=_one_line(said)[:MAX_MESSAGE_CHARS],
        request_id=next(filter(None, map(_one_line, ids)), "")[:MAX_REQUEST_ID_CHARS],
        references={key: _one_line(text) for key, text in error_references(value).items()},
    )


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


def retry_after(
    headers: Mapping[str, str], value: Any = None, now: datetime | None = None
) -> float | None:
    """Seconds to wait according to a reply's headers, else its body; None without a valid time.

    Header names are in lower case. Supported are `Retry-After` (seconds, or a date compared with
    the server's own `Date`, since our clock may be wrong), `RateLimit: …, reset=…` as Close
    sends it, `RateLimit-Reset` and its kin, and `rate_reset` in the body (`value`), as Close once
    sent it.
    """
    seconds = _number(headers.get("retry-after", ""))
    if seconds is None:
        seconds = _seconds_until(headers.get("retry-after", ""), headers.get("date", ""), now)
    if seconds is None and (found := RATE_LIMIT_RESET.search(headers.get("ratelimit", ""))):
        seconds = float(found[1])
    if seconds is None:
        seconds = _stated(headers, "reset", now)
    if seconds is None:
        in_body = (text_at(value, path) for path in RATE_RESET_PATHS)
        seconds = next((s for s in map(_number, in_body) if s is not None), None)
    return None if seconds is None else min(MAX_RETRY_AFTER_S, max(0.0, seconds))


def remaining_requests(
    headers: Mapping[str, str], now: datetime | None = None
) -> tuple[int, float, int | None] | None:
    """(requests remaining, seconds until the reset, the limit if stated) from a reply's headers;
    None where they do not state it.

    Header names are in lower case. Supported are `RateLimit: limit=…, remaining=…, reset=…` as
    Close sends it, `RateLimit: "name";r=…;t=…` with its `RateLimit-Policy`, and the older
    `RateLimit-Remaining` etc., also as `X-RateLimit-…` and `X-Rate-Limit-…`.
    """
    stated = {
        name: float(number)
        for name, number in RATE_LIMIT_FIELDS.findall(headers.get("ratelimit", ""))
    }
    policy = dict(RATE_LIMIT_FIELDS.findall(headers.get("ratelimit-policy", "")))
    for name in ("limit", "remaining", "reset"):
        if (number := _stated(headers, name, now)) is not None:
            stated.setdefault(name, number)
    left, seconds = stated.get("remaining", stated.get("r")), stated.get("reset", stated.get("t"))
    if left is None or seconds is None or not 0 <= seconds <= MAX_RETRY_AFTER_S:
        return None
    limit = stated.get("limit") or stated.get("q") or float(policy.get("q", 0))
    return int(left), seconds, int(limit) or None


def _stated(headers: Mapping[str, str], name: str, now: datetime | None) -> float | None:
    """The number in the first of RATE_LIMIT_HEADERS with this ending; a reset in seconds."""
    texts = (headers.get(header + name, "") for header in RATE_LIMIT_HEADERS)
    number = next((n for n in map(_number, texts) if n is not None), None)
    if name != "reset" or number is None or number <= MAX_RETRY_AFTER_S:
        return number
    # A reset this far away is a timestamp, not a duration.
    clock = _http_date(headers.get("date", "")) or now or datetime.now(UTC)
    return number - clock.timestamp()


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
