"""Faults by HTTP status: errors, Retry-After, expired cursors, redirects."""

from __future__ import annotations

import time
from email.utils import formatdate
from functools import partial

from contactdesk.sandbox.faults.exchange import JSON_HEADERS, Exchange, Fault, fixed_reply
from contactdesk.sandbox.vendors.api import Reply

PROXY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


BLOCK_PAGE = (
    b"<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head>"
    b"<body><h1>Sorry, you have been blocked</h1></body></html>"
)
BLOCK_TEXT = b"error code: 1010"


def _block(body: bytes, content_type: str, exchange: Exchange) -> Reply:
    """A refusal by the network before the vendor, with status `value` (403)."""
    headers = {"Content-Type": content_type, "CF-RAY": "8f2b0c1d2e3f4a5b-FRA"}
    return Reply(int(exchange.value or 403), body, headers)


def _status(status: int, message: str, exchange: Exchange) -> Reply:
    """The vendor's own error, with `value` as Retry-After if given."""
    headers = {} if exchange.value is None else {"Retry_After": str(exchange.value)}
    return exchange.error(status, message, **headers)


def _retry_after_seconds(status: int, exchange: Exchange) -> Reply:
    """Retry-After `value` (2) seconds."""
    seconds = 2 if exchange.value is None else exchange.value
    return exchange.error(status, "Please retry later", Retry_After=str(seconds))


def _retry_after_date(exchange: Exchange) -> Reply:
    """Retry-After as a date, `value` (2) seconds after the Date header."""
    now = time.time()
    at = formatdate(now + float(exchange.value or 2), usegmt=True)
    return exchange.error(
        429, "Too many requests", Retry_After=at, Date=formatdate(now, usegmt=True)
    )


def _cursor_refused(exchange: Exchange) -> Reply:
    """Status `value` (400) for any request with a cursor or an offset."""
    sent = exchange.request.param(exchange.vendor.cursor_param)
    if sent in (None, "0"):
        return exchange.answer()
    return exchange.error(int(exchange.value or 400), "The cursor has expired")


def _max_skip(exchange: Exchange) -> Reply:
    """An error in Close's words for any offset beyond `value` (100)."""
    limit = int(exchange.value or 100)
    if int(exchange.request.param(exchange.vendor.cursor_param) or 0) <= limit:
        return exchange.answer()
    words = "The skip you set is larger than the maximum skip for this resource"
    return exchange.error(400, f"{words} (max_skip = {limit}).")


def _few_left(exchange: Exchange) -> Reply:
    """A correct page whose headers leave one request for `value` (60) seconds."""
    reply = exchange.answer()
    left = f"limit=100, remaining=1, reset={exchange.value or 60}"
    return Reply(reply.status, reply.body, {**reply.headers, "RateLimit": left})


def _errors_200(exchange: Exchange) -> Reply:
    """The vendor's error body with status 200."""
    error = exchange.error(500, "Something went wrong on our side")
    return Reply(200, error.body, dict(JSON_HEADERS))


def _redirect(exchange: Exchange) -> Reply:
    """To `value`, or to this server under another host name, which is another origin."""
    location = exchange.value or f"http://localhost:{exchange.port}/elsewhere{exchange.target}"
    return Reply(302, b"", {"Location": location})


def _redirect_loop(exchange: Exchange) -> Reply:
    return Reply(307, b"", {"Location": exchange.target})


STATUS_FAULTS: dict[str, Fault] = {
    "bad-request": partial(_status, 400, "The request was not understood"),
    "key-refused": partial(_status, 401, "The API key was revoked"),
    "plan-402": partial(_status, 402, "Your plan does not include API access"),
    "forbidden": partial(_status, 403, "contacts:read is required"),
    "block-page": partial(_block, BLOCK_PAGE, "text/html; charset=UTF-8"),
    "block-text": partial(_block, BLOCK_TEXT, "text/plain; charset=UTF-8"),
    "not-found": partial(_status, 404, "Nothing lives at this address"),
    "gone-410": partial(_status, 410, "The cursor is gone"),
    "status-422": partial(_status, 422, "The request could not be processed"),
    "status-429": partial(_status, 429, "Too many requests"),
    "status-429-retry": partial(_retry_after_seconds, 429),
    "status-429-date": _retry_after_date,
    "status-500": partial(_status, 500, "Something went wrong on our side"),
    "status-502-html": partial(fixed_reply, 502, PROXY_PAGE, "text/html"),
    "status-503-retry": partial(_retry_after_seconds, 503),
    "status-504": partial(fixed_reply, 504, b"upstream request timeout", "text/plain"),
    "status-520": partial(fixed_reply, 520, PROXY_PAGE, "text/html"),
    "status-204": partial(fixed_reply, 204, b"", ""),
    "cursor-refused": _cursor_refused,
    "max-skip": _max_skip,
    "few-left": _few_left,
    "errors-200": _errors_200,
    "redirect": _redirect,
    "redirect-loop": _redirect_loop,
}
