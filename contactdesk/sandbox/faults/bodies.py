"""Faults in the body of a complete answer: wrong content, wrong encoding, too large."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache, partial

from contactdesk.sandbox.faults.exchange import (
    JSON_HEADERS,
    MEGABYTE,
    Exchange,
    Fault,
    fixed_reply,
)
from contactdesk.sandbox.vendors.api import Reply

BOMB_MB = 256
CAPTIVE_PORTAL = (
    b"<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body><h1>Welcome</h1>"
    b"<form><button>Accept and connect</button></form></body></html>"
)
NESTED_ARRAYS = b"[" * 100_000 + b"]" * 100_000


def _bad_utf8(exchange: Exchange) -> Reply:
    reply = exchange.answer()
    # the last text of the page, so that no id is hit
    head, quote, tail = reply.body.rpartition(b'":"')
    return Reply(reply.status, head + quote + b"\xff\xc3(" + tail, reply.headers)


def _odd_field(value: bytes, exchange: Exchange) -> Reply:
    """Add a field with this JSON value to the first record."""
    reply = exchange.answer()
    body = reply.body.replace(b"[{", b'[{"odd":' + value + b",", 1)
    return Reply(reply.status, body, reply.headers)


def _no_content_type(exchange: Exchange) -> Reply:
    reply = exchange.answer()
    return Reply(reply.status, reply.body, {"Content-Type": ""})


def _encoded(encode: Callable[[bytes], bytes], encoding: str, exchange: Exchange) -> Reply:
    reply = exchange.answer()
    return Reply(reply.status, encode(reply.body), {**reply.headers, "Content-Encoding": encoding})


@lru_cache(maxsize=2)
def _bomb(megabytes: int) -> bytes:
    """Gzip of this many megabytes of spaces."""
    block = b" " * MEGABYTE
    made = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(made.compress(block) for _ in range(megabytes)), made.flush()])


def _gzip_bomb(layers: int, exchange: Exchange) -> Reply:
    """`value` (256) megabytes once decompressed."""
    body = _bomb(int(exchange.value or BOMB_MB))
    for _ in range(layers - 1):
        body = gzip.compress(body)
    return Reply(200, body, {**JSON_HEADERS, "Content-Encoding": ", ".join(["gzip"] * layers)})


def _too_big(exchange: Exchange) -> Reply:
    """A correct page after `value` (9) megabytes of spaces, at any page size."""
    reply = exchange.answer()
    padding = b" " * (int(exchange.value or 9) * MEGABYTE)
    return Reply(reply.status, padding + reply.body, reply.headers)


def _json_200(body: bytes) -> Fault:
    return partial(fixed_reply, 200, body, "application/json")


BODY_FAULTS: dict[str, Fault] = {
    "bad-json": _json_200(b'{"data":[{"id":"half a rec'),
    "html-200": partial(fixed_reply, 200, CAPTIVE_PORTAL, "text/html; charset=utf-8"),
    "html-as-json": _json_200(CAPTIVE_PORTAL),
    "empty-200": _json_200(b""),
    "null-body": _json_200(b"null"),
    "list-body": _json_200(b"[]"),
    "text-body": _json_200(b'"ok"'),
    "no-items": _json_200(b"{}"),
    "bad-utf8": _bad_utf8,
    "deep-nesting": partial(_odd_field, NESTED_ARRAYS),
    "huge-number": partial(_odd_field, b"9" * 5000),
    "not-a-number": partial(_odd_field, b"NaN"),
    "lone-surrogate": partial(_odd_field, rb'"\ud800"'),
    "no-content-type": _no_content_type,
    "gzip": partial(_encoded, gzip.compress, "gzip"),
    "truncated-gzip": partial(_encoded, lambda body: gzip.compress(body)[:-200], "gzip"),
    "fake-gzip": partial(_encoded, bytes, "gzip"),
    "odd-encoding": partial(_encoded, bytes, "x-sandbox"),
    "gzip-bomb": partial(_gzip_bomb, 1),
    "gzip-bomb-twice": partial(_gzip_bomb, 2),
    "too-big": _too_big,
}
