"""What a vendor's refusal means: its status, its own words, how long it asks to wait."""

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

KEY_REFUSED = {401: "key-refused", 402: "plan", 403: "forbidden"}
REFUSED = {400: "bad-request", 404: "not-found", 410: "bad-request", 422: "bad-request"}
TRY_LATER = {408, 425}
NO_CONTENT = {204, 205, 206}
SIGN_IN = 511
"""RFC 6585: a captive portal wants a person to sign in."""

LONGEST_ASKED = 24 * 3600.0
"""A vendor that asks for a longer pause, in seconds, is taken to mean this."""

MAX_SKIP = re.compile(r"max_skip\s*=\s*(\d{1,12})")
NUMBERS = re.compile(r"\b(limit|remaining|reset|q|r|t|w)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)")
RESET = re.compile(r"(?:\breset|;\s*t)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)")
SECONDS = re.compile(r"\d+(?:\.\d+)?")


class _Details(TypedDict):
    status: int
    said: str
    request_id: str


def refusal(
    provider: Provider, status: int, headers: Mapping[str, str], body: bytes
) -> ContactDeskError:
    """The error that an answer of any status but 200 stands for.

    `headers` have names in lower case; `body` is inflated, and may be cut short or empty.
    """
    said, request_id = _said(body)
    request_id = request_id or _plain(headers.get("x-request-id", ""))[:100]
    details = _Details(status=status, said=said, request_id=request_id)
    if status in KEY_REFUSED:
        return _key_refused(provider, details)
    if status == 429:
        return RateLimitedError(asked_pause(headers), **details)
    if status in NO_CONTENT or status == SIGN_IN:
        return UnexpectedReplyError("empty" if status in NO_CONTENT else "web-page", **details)
    if status in TRY_LATER or status >= 500:
        return VendorDownError(asked_pause(headers), **details)
    if status in (400, 422) and (found := MAX_SKIP.search(said)):
        return VendorError("max-skip", hint=_beyond(provider, int(found[1])), **details)
    if 300 <= status < 400:
        return VendorError("moved", **details)
    return VendorError(REFUSED.get(status, "http"), **details)


def check_body(media_type: str, body: bytes) -> None:
    """Refuses what a Wi-Fi sign-in page or a proxy sends in the vendor's place."""
    start = body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if "html" in media_type.lower() or start.startswith(b"<"):
        raise UnexpectedReplyError("web-page", status=200)
    if not body.strip():
        raise UnexpectedReplyError("empty", status=200)


def _key_refused(provider: Provider, details: _Details) -> KeyRefusedError:
    hint = ""
    if details["status"] == 403 and provider.scope:
        hint = f"The key lacks {provider.scope}. Give it that permission, or use another key."
    return KeyRefusedError(KEY_REFUSED[details["status"]], hint=hint, **details)


def _beyond(provider: Provider, most: int) -> str:
    """What helps where a vendor lists only so many."""
    words = f"It lists the first {most:,} and no more; what was loaded is kept."
    if provider.filters:
        words += f" Filter by {provider.filters[0].label} to reach the others."
    return words


def _said(body: bytes) -> tuple[str, str]:
    """The vendor's words and request id; none where the body is not JSON (a proxy's web page)."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return "", ""
    if is_deep(value):
        return "", ""
    # Keys go before the texts are shortened: half a key would not be known as one.
    said, request_id = error_message(_redacted(value))
    return _plain(said)[:MAX_MESSAGE_CHARS], _plain(request_id)


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_redacted(each) for each in value]
    if isinstance(value, dict):
        return {redact(name): _redacted(each) for name, each in value.items()}
    return value


def _plain(text: str) -> str:
    """One line without control characters: it may be printed in a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def asked_pause(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds a refusal asks to wait; None where its headers name no time that can be read.

    `headers` have names in lower case. Read are `Retry-After` (seconds, or a date held against
    the server's own `Date`, since our clock may be wrong), `RateLimit: …, reset=…` as Close
    sends it, and `RateLimit-Reset`.
    """
    asked = _seconds(headers.get("retry-after", ""))
    if asked is None:
        asked = _until(headers.get("retry-after", ""), headers.get("date", ""), now)
    if asked is None and (found := RESET.search(headers.get("ratelimit", ""))):
        asked = float(found[1])
    if asked is None:
        asked = _seconds(headers.get("ratelimit-reset", ""))
    return None if asked is None else min(LONGEST_ASKED, max(0.0, asked))


def room(headers: Mapping[str, str]) -> tuple[int, float, int | None] | None:
    """(requests left, seconds until there are more, the whole limit if told), as the headers of
    any answer tell; None where they do not.

    `headers` have names in lower case. Read are `RateLimit: limit=…, remaining=…, reset=…` as
    Close sends it, `RateLimit: "name";r=…;t=…` with its `RateLimit-Policy`, and the older
    `RateLimit-Remaining` and the like, with or without `X-`.
    """
    said = {name: float(number) for name, number in NUMBERS.findall(headers.get("ratelimit", ""))}
    policy = dict(NUMBERS.findall(headers.get("ratelimit-policy", "")))
    for name in ("limit", "remaining", "reset"):
        for header in (f"ratelimit-{name}", f"x-ratelimit-{name}"):
            if (number := _seconds(headers.get(header, ""))) is not None:
                said.setdefault(name, number)
    left, seconds = said.get("remaining", said.get("r")), said.get("reset", said.get("t"))
    if left is None or seconds is None or seconds > LONGEST_ASKED:
        return None  # a reset far away is a moment, not a while
    limit = said.get("limit") or said.get("q") or float(policy.get("q", 0))
    return int(left), seconds, int(limit) or None


def _seconds(text: str) -> float | None:
    return float(text) if SECONDS.fullmatch(text := text.strip()) else None


def _until(text: str, date: str, now: datetime | None) -> float | None:
    when = _moment(text)
    if when is None:
        return None
    return (when - (_moment(date) or now or datetime.now(UTC))).total_seconds()


def _moment(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
