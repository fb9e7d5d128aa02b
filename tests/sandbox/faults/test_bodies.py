"""Body faults: wrong content, wrong encoding, too large."""

import gzip
import json
import zlib

import pytest

from contactdesk.sandbox import VENDORS
from contactdesk.sandbox.faults.bodies import BODY_FAULTS

PROVIDERS = list(VENDORS)


def test_every_body_fault_has_a_test():
    bodies = {"bad-json", "html-200", "html-as-json", "bad-utf8", "deep-nesting", "huge-number"}
    bodies |= {"not-a-number", "lone-surrogate", "empty-200", "null-body", "list-body", "text-body"}
    bodies |= {"no-items", "gzip", "truncated-gzip", "fake-gzip", "odd-encoding", "gzip-bomb"}
    assert bodies | {"gzip-bomb-twice", "too-big", "no-content-type"} == set(BODY_FAULTS)


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
def test_body_is_valid_but_not_a_page(caller, kind, body):
    answer = caller.get_with_fault(kind)
    assert (answer.status, answer.body) == (200, body)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "kind", ["bad-json", "html-200", "html-as-json", "bad-utf8", "deep-nesting"]
)
def test_body_cannot_be_parsed(caller, provider, kind):
    answer = caller.get_with_fault(kind, provider)
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
def test_odd_value_is_in_the_first_record(caller, provider, kind, text):
    body = caller.get_with_fault(kind, provider).body
    start = body.index(VENDORS[provider].items_key.encode())
    assert text in body[start : start + len(text) + 40]


def test_gzip_faults_are_valid_truncated_or_fake(caller):
    answer = caller.get_with_fault("gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["errors"] is None
    with pytest.raises(EOFError):
        gzip.decompress(caller.get_with_fault("truncated-gzip").body)
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(caller.get_with_fault("fake-gzip").body)
    assert caller.get_with_fault("odd-encoding").headers["content-encoding"] == "x-sandbox"


@pytest.mark.parametrize(("kind", "times"), [("gzip-bomb", 1), ("gzip-bomb-twice", 2)])
def test_gzip_bombs_are_small_before_decompression(caller, kind, times):
    answer = caller.get_with_fault(kind)
    assert answer.headers["content-encoding"] == ", ".join(["gzip"] * times)
    assert len(answer.body) < 400_000
    body = gzip.decompress(answer.body) if times == 2 else answer.body
    unpacked = zlib.decompressobj(31)
    size = 0
    while body:
        size += len(unpacked.decompress(body, 1 << 20))
        body = unpacked.unconsumed_tail
    assert size > 200_000_000


def test_too_big_page_is_otherwise_valid(caller):
    answer = caller.get_with_fault("too-big")
    assert len(answer.body) > 9_000_000
    assert answer.json["errors"] is None


def test_no_content_type_sends_a_valid_page(caller):
    answer = caller.get_with_fault("no-content-type")
    assert "content-type" not in answer.headers
    assert answer.json["errors"] is None
