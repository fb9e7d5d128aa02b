"""What each fault does on the wire."""

import gzip
import http.client
import json
import socket
import zlib
from email.utils import parsedate_to_datetime

import pytest

from contactdesk.sandbox import FAULTS, VENDORS
from contactdesk.sandbox.fault_kinds import BODY_FAULTS, LINE_FAULTS, STATUS_FAULTS

PROVIDERS = list(VENDORS)
STATUSES = {
    "bad-request": 400,
    "key-refused": 401,
    "plan-402": 402,
    "forbidden": 403,
    "not-found": 404,
    "gone-410": 410,
    "status-422": 422,
    "status-429": 429,
    "status-429-retry": 429,
    "status-429-date": 429,
    "status-500": 500,
    "status-502-html": 502,
    "status-503-retry": 503,
    "status-504": 504,
    "status-520": 520,
    "status-204": 204,
    "errors-200": 200,
    "redirect": 302,
    "redirect-loop": 307,
}
DOCUMENTED = {400, 401, 403, 404, 429, 500}


def spoiled(caller, kind, provider="bland", **more):
    caller.sandbox.set_faults([{"provider": provider, "kind": kind, **more}])
    query = [("maxResults", "50")] if provider == "quo" else []
    return caller.get(provider, query)


def test_the_kinds_asked_for_are_there():
    wanted = """status-500 status-502-html status-503-retry status-429 status-429-date key-refused
    forbidden plan-402 not-found bad-json html-200 empty-200 null-body truncated
    close-before-answer reset stall slow-drip bad-utf8 redirect gzip-bomb too-big errors-200
    cursor-repeats empty-page-more missing-cursor has-more-text duplicate-page broken-record down"""
    assert set(wanted.split()) <= set(FAULTS)
    assert set(STATUSES) | {"cursor-refused", "max-skip", "few-left"} == set(STATUS_FAULTS)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("kind", STATUSES)
def test_status_faults(caller, valid, provider, kind):
    answer = spoiled(caller, kind, provider)
    assert answer.status == STATUSES[kind]
    assert caller.sandbox.requests[-1]["status"] == STATUSES[kind]
    if answer.status in DOCUMENTED:
        valid(f"{provider}-error", answer.json)


def test_retry_after(caller):
    assert "retry-after" not in spoiled(caller, "status-429").headers
    assert spoiled(caller, "status-429", value="-1").headers["retry-after"] == "-1"
    assert spoiled(caller, "status-503-retry").headers["retry-after"] == "2"
    assert spoiled(caller, "status-429-retry", value="soon").headers["retry-after"] == "soon"
    headers = spoiled(caller, "status-429-date", value=30).headers
    waits = parsedate_to_datetime(headers["retry-after"]) - parsedate_to_datetime(headers["date"])
    assert 29 <= waits.total_seconds() <= 31


def test_a_cursor_is_refused_but_not_the_first_page(caller):
    caller.sandbox.set_faults([{"kind": "cursor-refused", "value": 410}])
    assert caller.get("bland", [("offset", "0")]).status == 200
    assert caller.get("bland", [("offset", "50")]).status == 410


def test_errors_with_status_200(caller, valid):
    answer = spoiled(caller, "errors-200")
    assert answer.status == 200
    valid("bland-error", answer.json)


def test_redirects_go_elsewhere(caller):
    place = spoiled(caller, "redirect").headers["location"]
    assert place.startswith(f"http://localhost:{caller.sandbox.port}/")
    loop = spoiled(caller, "redirect-loop").headers["location"]
    assert loop == "/bland/v1/contacts"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("empty-200", b""),
        ("null-body", b"null"),
        ("list-body", b"[]"),
        ("text-body", b'"ok"'),
        ("no-items", b"{}"),
    ],
)
def test_bodies_that_are_no_page(caller, kind, body):
    answer = spoiled(caller, kind)
    assert (answer.status, answer.body) == (200, body)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "kind", ["bad-json", "html-200", "html-as-json", "bad-utf8", "deep-nesting"]
)
def test_bodies_that_cannot_be_read(caller, provider, kind):
    answer = spoiled(caller, kind, provider)
    assert answer.status == 200
    with pytest.raises((ValueError, RecursionError)):
        json.loads(answer.body.decode())
    html = answer.body.startswith(b"<!DOCTYPE html>")
    assert html is kind.startswith("html")
    assert ("html" in answer.headers["content-type"]) is (kind == "html-200")


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("huge-number", b"9" * 5000),
        ("not-a-number", b'"odd":NaN'),
        ("lone-surrogate", rb'"\ud800"'),
        ("deep-nesting", b"[" * 100_000),
    ],
)
def test_odd_values_stand_in_the_first_record(caller, provider, kind, text):
    body = spoiled(caller, kind, provider).body
    start = body.index(VENDORS[provider].items.encode())
    assert text in body[start : start + len(text) + 40]


def test_packed_bodies(caller):
    answer = spoiled(caller, "gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["errors"] is None
    with pytest.raises(EOFError):
        gzip.decompress(spoiled(caller, "truncated-gzip").body)
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(spoiled(caller, "fake-gzip").body)
    assert spoiled(caller, "odd-encoding").headers["content-encoding"] == "x-sandbox"


@pytest.mark.parametrize(("kind", "times"), [("gzip-bomb", 1), ("gzip-bomb-twice", 2)])
def test_bombs_are_small_on_the_wire(caller, kind, times):
    answer = spoiled(caller, kind)
    assert answer.headers["content-encoding"] == ", ".join(["gzip"] * times)
    assert len(answer.body) < 400_000
    body = gzip.decompress(answer.body) if times == 2 else answer.body
    unpacked = zlib.decompressobj(31)
    size = 0
    while body:
        size += len(unpacked.decompress(body, 1 << 20))
        body = unpacked.unconsumed_tail
    assert size > 200_000_000


def test_a_page_that_is_too_big_is_sound(caller):
    answer = spoiled(caller, "too-big")
    assert len(answer.body) > 9_000_000
    assert answer.json["errors"] is None


def test_no_content_type(caller):
    answer = spoiled(caller, "no-content-type")
    assert "content-type" not in answer.headers
    assert answer.json["errors"] is None


@pytest.mark.parametrize("kind", ["truncated", "truncated-chunked", "reset"])
def test_answers_that_break_off(caller, kind):
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        spoiled(caller, kind)


def test_a_body_without_length_breaks_off_unnoticed(caller):
    answer = spoiled(caller, "truncated-close")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|Invalid"):
        json.loads(answer.body.decode(errors="replace"))


@pytest.mark.parametrize("kind", ["close-before-answer", "down"])
def test_no_answer_at_all(caller, kind):
    with pytest.raises(ConnectionError):
        spoiled(caller, kind)
    assert caller.sandbox.requests[-1]["status"] == 0
    caller.sandbox.set_faults([])
    assert caller.get("bland").status == 200


def test_hang_up_after_a_good_answer(caller):
    assert spoiled(caller, "hang-up").json["errors"] is None
    with pytest.raises(ConnectionError):
        caller.get("bland")


@pytest.mark.parametrize("kind", ["mute", "stall"])
def test_silence(make_caller, kind):
    caller = make_caller(timeout=0.3)
    with pytest.raises(TimeoutError):
        spoiled(caller, kind)


def test_silence_may_end(caller):
    with pytest.raises(http.client.IncompleteRead):
        spoiled(caller, "stall", value=0.01)


@pytest.mark.parametrize("kind", ["slow-drip", "slow-headers", "endless", "continue-flood"])
def test_answers_without_an_end_stop_with_the_sandbox(make_caller, kind):
    caller = make_caller()
    caller.sandbox.set_faults([{"kind": kind}])
    request = (
        b"GET /bland/v1/contacts HTTP/1.1\r\nHost: x\r\nAuthorization: "
        + caller.keys["bland"].encode()
        + b"\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", caller.sandbox.port), timeout=20) as client:
        client.sendall(request)
        data = b""
        while len(data) < 30:
            data += client.recv(64)
        assert data.startswith(b"HTTP/1.1 100" if kind == "continue-flood" else b"HTTP/1.1 200")
        caller.sandbox.close()
        try:
            while client.recv(1 << 16):
                pass
        except ConnectionResetError:
            pass


def test_a_slow_drip_arrives_whole(make_caller):
    caller = make_caller(sizes={"bland": 0})
    assert spoiled(caller, "slow-drip", value=0.0001).json["data"] == []


def test_a_header_that_is_too_big(caller):
    with pytest.raises(http.client.LineTooLong):
        spoiled(caller, "big-header")


def test_every_kind_was_met_by_a_test():
    tested = set(STATUSES) | {
        "max-skip",
        "few-left",
        "cursor-refused",
        "mute",
        "stall",
        "slow-drip",
        "slow-headers",
    }
    tested |= {"endless", "continue-flood", "hang-up", "close-before-answer", "down", "reset"}
    tested |= {"truncated", "truncated-chunked", "truncated-close", "big-header"}
    assert tested == set(STATUS_FAULTS) | set(LINE_FAULTS)
    bodies = {"bad-json", "html-200", "html-as-json", "bad-utf8", "deep-nesting", "huge-number"}
    bodies |= {"not-a-number", "lone-surrogate", "empty-200", "null-body", "list-body", "text-body"}
    bodies |= {"no-items", "gzip", "truncated-gzip", "fake-gzip", "odd-encoding", "gzip-bomb"}
    assert bodies | {"gzip-bomb-twice", "too-big", "no-content-type"} == set(BODY_FAULTS)


def test_a_bound_on_the_offset(caller):
    query = [("_skip", "101")]
    caller.sandbox.set_faults([{"provider": "close", "kind": "max-skip", "value": 100}])
    assert caller.get("close").status == 200
    answer = caller.get("close", query)
    assert answer.status == 400
    assert b"max_skip = 100" in answer.body


def test_headers_that_say_little_is_left(caller):
    answer = spoiled(caller, "few-left", value=7)
    assert answer.status == 200
    assert answer.headers["ratelimit"] == "limit=100, remaining=1, reset=7"
