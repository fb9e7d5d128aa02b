"""Every fault the sandbox can show, by name: answers that are wrong, late, or none at all.

A fault takes the exchange and returns the reply to be sent, or None when it has dealt with the
connection itself. A new one is a function and a line in FAULTS.
"""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache, partial

from contactdesk.sandbox.fault_pages import PAGE_FAULTS
from contactdesk.sandbox.line import Exchange
from contactdesk.sandbox.wire import Reply

Fault = Callable[[Exchange], Reply | None]
JSON = {"Content-Type": "application/json"}
MB = 1 << 20
BOMB_MB = 256
DRIP = 0.05
"""Seconds between the bytes of a slow answer, unless the rule's value says otherwise."""
PORTAL = (
    b"<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body><h1>Welcome</h1>"
    b"<form><button>Accept and connect</button></form></body></html>"
)
PROXY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


def _status(status: int, message: str, exchange: Exchange) -> Reply:
    """The vendor's own failure of this status; `value` is a Retry-After to send with it."""
    headers = {} if exchange.value is None else {"Retry_After": str(exchange.value)}
    return exchange.error(status, message, **headers)


def _retry_later(status: int, exchange: Exchange) -> Reply:
    """`value`: what Retry-After says, 2 (seconds) unless given."""
    after = 2 if exchange.value is None else exchange.value
    return exchange.error(status, "Please retry later", Retry_After=str(after))


def _retry_at(exchange: Exchange) -> Reply:
    """Retry-After as a date, `value` seconds (2) after the Date header."""
    now = time.time()
    at = formatdate(now + float(exchange.value or 2), usegmt=True)
    return exchange.error(
        429, "Too many requests", Retry_After=at, Date=formatdate(now, usegmt=True)
    )


def _cursor_refused(exchange: Exchange) -> Reply:
    """400 (or the status in `value`) to any request that carries a cursor or an offset."""
    sent = exchange.ask.value(exchange.vendor.cursor_param)
    if sent in (None, "0"):
        return exchange.answer()
    return exchange.error(int(exchange.value or 400), "The cursor has expired")


def _max_skip(exchange: Exchange) -> Reply:
    """Nothing beyond offset `value` (100), said as Close says it."""
    most = int(exchange.value or 100)
    if int(exchange.ask.value(exchange.vendor.cursor_param) or 0) <= most:
        return exchange.answer()
    words = "The skip you set is larger than the maximum skip for this resource"
    return exchange.error(400, f"{words} (max_skip = {most}).")


def _few_left(exchange: Exchange) -> Reply:
    """A sound page whose headers say that one request is left for `value` seconds (60)."""
    reply = exchange.answer()
    left = f"limit=100, remaining=1, reset={exchange.value or 60}"
    return Reply(reply.status, reply.body, {**reply.headers, "RateLimit": left})


def _html(status: int, body: bytes, content_type: str, _exchange: Exchange) -> Reply:
    return Reply(status, body, {"Content-Type": content_type})


def _body(body: bytes, _exchange: Exchange) -> Reply:
    return Reply(200, body, dict(JSON))


def _no_content(_exchange: Exchange) -> Reply:
    return Reply(204, b"", {})


def _errors_200(exchange: Exchange) -> Reply:
    """A failure body with status 200; Bland's form of it has data null and errors."""
    return Reply(200, exchange.error(500, "Something went wrong on our side").body, dict(JSON))


def _bad_utf8(exchange: Exchange) -> Reply:
    reply = exchange.answer()
    # the last text of the page: inside a record or its envelope, never an id at the front
    head, quote, tail = reply.body.rpartition(b'":"')
    return Reply(reply.status, head + quote + b"\xff\xc3(" + tail, reply.headers)


def _inserted(text: bytes, exchange: Exchange) -> Reply:
    """The first record with one field more."""
    reply = exchange.answer()
    return Reply(reply.status, reply.body.replace(b"[{", b"[{" + text + b",", 1), reply.headers)


def _without_type(exchange: Exchange) -> Reply:
    reply = exchange.answer()
    return Reply(reply.status, reply.body, {"Content-Type": ""})


def _encoded(body: Callable[[bytes], bytes], encoding: str, exchange: Exchange) -> Reply:
    reply = exchange.answer()
    return Reply(reply.status, body(reply.body), {**reply.headers, "Content-Encoding": encoding})


@lru_cache(maxsize=2)
def _bomb(megabytes: int) -> bytes:
    """Gzip of an empty list behind so many megabytes of spaces."""
    block = b" " * MB
    made = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(made.compress(block) for _ in range(megabytes)), made.flush()])


def _gzip_bomb(times: int, exchange: Exchange) -> Reply:
    """`value`: megabytes after unpacking."""
    body = _bomb(int(exchange.value or BOMB_MB))
    for _ in range(times - 1):
        body = gzip.compress(body)
    return Reply(200, body, {**JSON, "Content-Encoding": ", ".join(["gzip"] * times)})


def _too_big(exchange: Exchange) -> Reply:
    """A sound page behind `value` megabytes (9) of spaces, whatever page size was asked."""
    reply = exchange.answer()
    return Reply(reply.status, b" " * (int(exchange.value or 9) * MB) + reply.body, reply.headers)


def _truncated(exchange: Exchange) -> None:
    """Half of what Content-Length promised."""
    reply = exchange.answer()
    exchange.line.head(200, {**reply.headers, "Content-Length": str(len(reply.body))})
    exchange.line.raw(reply.body[: len(reply.body) // 2])


def _truncated_chunked(exchange: Exchange) -> None:
    reply = exchange.answer()
    half = reply.body[: len(reply.body) // 2]
    exchange.line.head(200, {**reply.headers, "Transfer-Encoding": "chunked"})
    exchange.line.raw(f"{len(half):x}\r\n".encode() + half + b"\r\n")


def _truncated_close(exchange: Exchange) -> None:
    """Half a page with no length at all: it ends where the connection does."""
    reply = exchange.answer()
    exchange.line.head(200, {**reply.headers, "Connection": "close"})
    exchange.line.raw(reply.body[: len(reply.body) // 2])


def _endless(exchange: Exchange) -> None:
    exchange.line.head(200, {**JSON, "Transfer-Encoding": "chunked"})
    block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    while not exchange.line.wait(0.001):
        exchange.line.raw(block)


def _close(_exchange: Exchange) -> None:
    """Nothing is sent; the connection is closed in good order."""


def _down(exchange: Exchange) -> None:
    exchange.line.reset()


def _reset(exchange: Exchange) -> None:
    """RST in the middle of the body."""
    _truncated(exchange)
    exchange.line.reset()


def _mute(exchange: Exchange) -> None:
    """Not a byte for `value` seconds (for ever)."""
    exchange.line.wait(exchange.value)


def _stall(exchange: Exchange) -> None:
    """Half the body, then nothing for `value` seconds (for ever)."""
    _truncated(exchange)
    exchange.line.wait(exchange.value)


def _slow_drip(exchange: Exchange) -> None:
    reply = exchange.answer()
    exchange.line.head(reply.status, {**reply.headers, "Content-Length": str(len(reply.body))})
    exchange.line.drip(reply.body, float(exchange.value or DRIP))


def _slow_headers(exchange: Exchange) -> None:
    exchange.line.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"." * 5000, float(exchange.value or DRIP))


def _continue_flood(exchange: Exchange) -> None:
    """Endless `100 Continue`."""
    while not exchange.line.wait(0.001):
        exchange.line.raw(b"HTTP/1.1 100 Continue\r\n\r\n")


def _hang_up(exchange: Exchange) -> None:
    """A good answer that says keep-alive; then the connection is closed all the same."""
    reply = exchange.answer()
    length = {"Content-Length": str(len(reply.body)), "Connection": "keep-alive"}
    exchange.line.head(reply.status, reply.headers | length)
    exchange.line.raw(reply.body)


def _big_header(exchange: Exchange) -> None:
    exchange.line.head(200, {**JSON, "X-Big": "a" * (2 * MB), "Content-Length": "2"})
    exchange.line.raw(b"{}")


def _redirect(exchange: Exchange) -> Reply:
    """To `value`, or to the same server under another name, which is another origin."""
    place = exchange.value or f"http://localhost:{exchange.port}/elsewhere{exchange.target}"
    return Reply(302, b"", {"Location": place})


def _redirect_loop(exchange: Exchange) -> Reply:
    return Reply(307, b"", {"Location": exchange.target})


NESTED = b'"odd":' + b"[" * 100_000 + b"]" * 100_000

STATUS_FAULTS: dict[str, Fault] = {
    "bad-request": partial(_status, 400, "The request was not understood"),
    "key-refused": partial(_status, 401, "The API key was revoked"),
    "plan-402": partial(_status, 402, "Your plan does not include API access"),
    "forbidden": partial(_status, 403, "contacts:read is required"),
    "not-found": partial(_status, 404, "Nothing lives at this address"),
    "gone-410": partial(_status, 410, "The cursor is gone"),
    "status-422": partial(_status, 422, "The request could not be processed"),
    "status-429": partial(_status, 429, "Too many requests"),
    "status-429-retry": partial(_retry_later, 429),
    "status-429-date": _retry_at,
    "status-500": partial(_status, 500, "Something went wrong on our side"),
    "status-502-html": partial(_html, 502, PROXY_PAGE, "text/html"),
    "status-503-retry": partial(_retry_later, 503),
    "status-504": partial(_html, 504, b"upstream request timeout", "text/plain"),
    "status-520": partial(_html, 520, PROXY_PAGE, "text/html"),
    "status-204": _no_content,
    "cursor-refused": _cursor_refused,
    "max-skip": _max_skip,
    "few-left": _few_left,
    "errors-200": _errors_200,
    "redirect": _redirect,
    "redirect-loop": _redirect_loop,
}

BODY_FAULTS: dict[str, Fault] = {
    "bad-json": partial(_body, b'{"data":[{"id":"half a rec'),
    "html-200": partial(_html, 200, PORTAL, "text/html; charset=utf-8"),
    "html-as-json": partial(_body, PORTAL),
    "empty-200": partial(_body, b""),
    "null-body": partial(_body, b"null"),
    "list-body": partial(_body, b"[]"),
    "text-body": partial(_body, b'"ok"'),
    "no-items": partial(_body, b"{}"),
    "bad-utf8": _bad_utf8,
    "deep-nesting": partial(_inserted, NESTED),
    "huge-number": partial(_inserted, b'"odd":' + b"9" * 5000),
    "not-a-number": partial(_inserted, b'"odd":NaN'),
    "lone-surrogate": partial(_inserted, b'"odd":"' + rb"\ud800" + b'"'),
    "no-content-type": _without_type,
    "gzip": partial(_encoded, gzip.compress, "gzip"),
    "truncated-gzip": partial(_encoded, lambda body: gzip.compress(body)[:-200], "gzip"),
    "fake-gzip": partial(_encoded, bytes, "gzip"),
    "odd-encoding": partial(_encoded, bytes, "x-sandbox"),
    "gzip-bomb": partial(_gzip_bomb, 1),
    "gzip-bomb-twice": partial(_gzip_bomb, 2),
    "too-big": _too_big,
}

LINE_FAULTS: dict[str, Fault] = {
    "truncated": _truncated,
    "truncated-chunked": _truncated_chunked,
    "truncated-close": _truncated_close,
    "endless": _endless,
    "close-before-answer": _close,
    "down": _down,
    "reset": _reset,
    "mute": _mute,
    "stall": _stall,
    "slow-drip": _slow_drip,
    "slow-headers": _slow_headers,
    "continue-flood": _continue_flood,
    "hang-up": _hang_up,
    "big-header": _big_header,
}

FAULTS: dict[str, Fault] = {**STATUS_FAULTS, **BODY_FAULTS, **LINE_FAULTS, **PAGE_FAULTS}
"""Name -> fault."""
