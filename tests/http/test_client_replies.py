"""contactdesk.http.client: the result of every kind of reply, and of every httpx error."""

from __future__ import annotations

import gc
import inspect
import logging
import ssl
import traceback
import tracemalloc

import httpx
import pytest

from contactdesk.errors import (
    ContactDeskError,
    NetworkError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
)
from contactdesk.http.client import MAX_BODY_BYTES
from contactdesk.http.pool import Timeouts
from contactdesk.http.transport_error import translate_error
from tests.http import client_box
from tests.http.client_box import KEY, SHORT, everything
from tests.http.faultserver import BEHAVIORS, GOOD

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
clients = client_box.clients
box = client_box.box

EXPECTED = {
    "ok": "",
    "ok-close": "",
    "ok-gzip": "",
    "wrong-type": "",
    "no-type": "",
    "cookie": "",
    "disconnect": "broken",
    "cut-length": "broken",
    "cut-chunk": "broken",
    "cut-end": "bad-json",
    "cut-gzip": "bad-json",
    "garbage": "broken",
    "huge-header": "broken",
    "fake-gzip": "bad-encoding",
    "brotli": "bad-encoding",
    "bomb": "too-big",
    "double-gzip": "bad-encoding",
    "web-page": "web-page",
    "web-page-as-json": "web-page",
    "empty": "empty",
    "blank": "empty",
    "null": "bad-shape",
    "list": "bad-shape",
    "text": "bad-shape",
    "no-data": "bad-shape",
    "bad-utf8": "bad-json",
    "deep": "bad-shape",
    "deep-inside": "bad-shape",
    "nan": "bad-json",
    "204": "empty",
    "304": "moved",
    "redirect-self": "moved",
    "400": "bad-request",
    "401": "key-refused",
    "401-brotli": "key-refused",
    "401-endless": "key-refused",
    "401-quotes-key": "key-refused",
    "402": "plan",
    "403": "forbidden",
    "404": "not-found",
    "408": "server",
    "409": "http",
    "410": "bad-request",
    "422": "bad-request",
    "425": "server",
    "429": "rate",
    "429-seconds": "rate",
    "429-date": "rate",
    "429-day": "rate",
    "429-negative": "rate",
    "429-junk": "rate",
    "429-close": "rate",
    "500": "server",
    "502": "server",
    "503": "server",
    "503-stalls": "server",
    "511": "web-page",
    "521": "server",
    "999": "server",
    "no-answer": "read-timeout",
    "head-stalls": "read-timeout",
    "body-stalls": "read-timeout",
    "body-drips": "slow",
    "head-drips": "slow",
    "continue-flood": "slow",
    "endless": "too-big",
}


def test_every_behavior_has_an_expectation():
    assert set(BEHAVIORS) == set(EXPECTED)


@pytest.mark.parametrize("path", [name for name, kind in EXPECTED.items() if kind])
async def test_fault(clients, caplog, path):
    # Short timeouts only where a timeout is expected: the machine may be busy.
    is_timed = EXPECTED[path] in ("read-timeout", "slow") or path == "503-stalls"
    box = clients(timeouts=SHORT if is_timed else Timeouts())
    caplog.set_level(logging.DEBUG)
    error = await box.fails(path)
    assert error.kind == EXPECTED[path]
    assert error.__cause__ is None
    assert KEY not in everything(error) + caplog.text + repr(box.lines)
    line, *again = box.lines
    assert line.path == f"/{path}"
    # A broken connection is tried once more at once: it may have been closed while idle.
    assert len(box.server.requests) == len(box.lines) == (2 if error.kind == "broken" else 1)
    assert [each.kind for each in again] == [line.kind] * len(again)
    if error.kind not in ("bad-json", "bad-shape") or path == "cut-gzip":
        assert line.kind == error.kind
        assert (error.vendor, error.account) == ("Vendor", "Support")
        assert error.status == (line.status or None)


@pytest.mark.parametrize("path", [name for name, kind in EXPECTED.items() if not kind])
async def test_good_answer(box, path):
    reply = await box.get(path)
    assert (reply.request.status, reply.body) == (200, GOOD)
    assert all(name == name.lower() for name in reply.headers)
    (line,) = box.lines
    assert (line.status, line.kind, line.account, line.vendor) == (200, "", "Support", "Vendor")
    assert line.bytes > 0
    assert line.milliseconds >= reply.milliseconds > 0


async def test_vendor_message_is_shown_without_the_key(box):
    error = await box.fails("401-quotes-key")
    assert error.said.startswith("The key [key] is unknown")
    assert KEY[:10] not in error.said
    assert len(error.said) <= 400


async def test_missing_permission_is_named(box):
    error = await box.fails("403")
    assert (error.said, error.request_id) == ("missing scope contacts:read · Forbidden", "rid_17")
    assert (error.advice, error.details) == ("key-permission", {"scope": "contacts:read"})


async def test_retry_after_of_replies(box):
    asked = {}
    for path in ("429", "429-seconds", "429-day", "429-negative", "429-junk", "429-close"):
        error = await box.fails(path)
        assert isinstance(error, RateLimitedError)
        asked[path] = error.retry_after
    assert asked == {
        "429": None,
        "429-seconds": 2,
        "429-day": 86_400,
        "429-negative": None,
        "429-junk": None,
        "429-close": 0.4,
    }
    assert 0 < (await box.fails("429-date")).retry_after <= 3
    for path, seconds in (("503", 1), ("503-stalls", 7)):
        error = await box.fails(path)
        assert isinstance(error, VendorDownError)
        assert error.retry_after == seconds


async def test_gzip_bomb_does_not_fill_memory(box):
    await box.fails("bomb")  # warm up: the server's copy and all imports
    gc.collect()
    tracemalloc.start()
    try:
        await box.fails("bomb")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_BODY_BYTES


@pytest.mark.parametrize("path", ["endless", "bomb", "401-endless"])
async def test_error_keeps_no_frame_with_the_body(box, path):
    """It lives as long as its notice: frames would keep the body in memory."""
    error = await box.fails(path)
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    assert not {"_reply_or_error", "_exchange", "_read_body"} & {
        each.f_code.co_name for each in frames
    }


async def test_max_bytes_limits_the_body(box):
    assert (await box.get(max_bytes=len(GOOD))).body == GOOD
    for path in ("ok", "ok-gzip"):
        error = await box.fails(path, max_bytes=len(GOOD) - 1)
        assert (error.kind, error.status) == ("too-big", 200)
    assert (await box.fails("bomb", max_bytes=32 << 20)).kind == "too-big"


def tree(error_type):
    yield error_type
    for each in error_type.__subclasses__():
        yield from tree(each)


def httpx_errors():
    every = {
        value
        for _name, value in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(value, Exception)
    }
    for each in list(every):
        every.update(found for found in tree(each) if found.__module__.startswith("httpx"))
    return sorted(every, key=lambda found: found.__name__)


def instance(error_type):
    """An httpx error without calling its constructor, with the key in its text."""
    error = error_type.__new__(error_type, KEY)
    error.args = (KEY,)
    return error


@pytest.mark.parametrize("error_type", httpx_errors())
def test_every_httpx_error_is_translated(error_type):
    error = translate_error(instance(error_type))
    assert isinstance(error, ContactDeskError)
    assert KEY not in str(error) + repr(error)


def test_httpx_errors_are_complete():
    names = {found.__name__ for found in httpx_errors()}
    assert len(names) >= 28
    assert {"CookieConflict", "InvalidURL", "PoolTimeout", "ReadError", "StreamClosed"} <= names


@pytest.mark.parametrize(
    ("error", "kind", "error_type"),
    [
        (httpx.PoolTimeout(""), "busy", NetworkError),
        (httpx.WriteTimeout(""), "read-timeout", NetworkError),
        (httpx.DecodingError(""), "bad-encoding", UnexpectedReplyError),
        (httpx.LocalProtocolError(KEY), "broken", NetworkError),
        (TimeoutError(), "slow", NetworkError),
        (ssl.SSLError(), "broken", NetworkError),
        (ConnectionResetError(), "broken", NetworkError),
    ],
)
def test_translation(error, kind, error_type):
    translated = translate_error(error)
    assert (translated.kind, type(translated)) == (kind, error_type)


@pytest.mark.parametrize("error", [ValueError(), KeyError(), RuntimeError(), AssertionError()])
def test_bug_is_not_translated(error):
    assert translate_error(error) is None


async def test_bug_is_raised_unchanged(box):
    def auth(_key):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await box.client.get(box.provider(auth=auth), KEY, [])
