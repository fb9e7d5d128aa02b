from __future__ import annotations

import email.utils
import json
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from contactdesk.errors import (
    KeyRefusedError,
    NetworkError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
    VendorError,
)
from contactdesk.http.error_reply import (
    check_body,
    error_from_reply,
    remaining_requests,
    retry_after,
)
from contactdesk.providers import all_providers
from contactdesk.security.redact import remember
from tests.http.client_box import VENDOR

KEY = "sk-CANARY-refusal-0123456789"


def refused(status, body=b"", **headers):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_from_reply(
        VENDOR, status, {k.replace("_", "-"): v for k, v in headers.items()}, data
    )


@pytest.mark.parametrize(
    ("status", "kind", "error_type"),
    [
        (201, "http", VendorError),
        (204, "empty", UnexpectedReplyError),
        (206, "empty", UnexpectedReplyError),
        (300, "moved", VendorError),
        (308, "moved", VendorError),
        (400, "bad-request", VendorError),
        (401, "key-refused", KeyRefusedError),
        (402, "plan", KeyRefusedError),
        (403, "forbidden", KeyRefusedError),
        (404, "not-found", VendorError),
        (405, "http", VendorError),
        (408, "server", VendorDownError),
        (410, "bad-request", VendorError),
        (415, "http", VendorError),
        (422, "bad-request", VendorError),
        (407, "proxy", NetworkError),
        (425, "server", VendorDownError),
        (429, "rate", RateLimitedError),
        (500, "server", VendorDownError),
        (511, "web-page", UnexpectedReplyError),
        (599, "server", VendorDownError),
    ],
)
def test_status(status, kind, error_type):
    error = refused(status)
    assert (error.kind, type(error), error.status) == (kind, error_type, status)
    assert (error.said, error.request_id) == ("", "")


CLOUDFLARE = {
    "type": "https://developers.cloudflare.com/support/troubleshooting/error-1010/",
    "title": "Error 1010: Access denied",
    "status": 403,
    "detail": "The site owner has blocked access based on your browser's signature.",
    "error_code": 1010,
    "cloudflare_error": True,
}
BLOCK_PAGE = b"<html><head><title>Access&#32;denied &amp; logged</title></head><p>x</html>"


@pytest.mark.parametrize(
    ("status", "body", "headers", "said"),
    [
        (403, b"error code: 1010", {}, "error code: 1010"),
        (401, b"Blocked\nby policy", {}, "Blocked by policy"),
        (403, BLOCK_PAGE, {}, "Access denied & logged"),
        (401, b"\xef\xbb\xbf  <!doctype html><p>no title", {}, ""),
        (402, b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", {}, ""),
        (401, BLOCK_PAGE, {"www_authenticate": "Bearer"}, "Access denied & logged"),
        (403, b"", {"content_type": "text/html"}, ""),
        (403, CLOUDFLARE, {}, f"{CLOUDFLARE['detail']} · {CLOUDFLARE['title']}"),
        (403, {**CLOUDFLARE, "cloudflare_error": None}, {}, None),
        (451, b"", {}, ""),
    ],
)
def test_refusal_that_is_not_the_vendors_says_nothing_about_the_key(status, body, headers, said):
    error = refused(status, body, cf_ray="8f2b-FRA", **headers)
    assert (error.kind, type(error)) == ("blocked", UnexpectedReplyError)
    assert error.retryable
    assert error.request_id == "8f2b-FRA"
    assert said is None or error.said == said


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ({"message": "Forbidden"}, {}),
        ({"type": "https://app.askelephant.ai/errors/forbidden"}, {}),
        (b'{"message": "cut sho', {}),
        (b'"Unauthorized"', {}),
        (b"", {}),
        (b" \r\n", {}),
        (b"Unauthorized", {"www_authenticate": 'Basic realm="Close API"'}),
    ],
)
def test_refusal_by_the_vendor_is_about_the_key(body, headers):
    for status, kind in ((401, "key-refused"), (403, "forbidden")):
        error = refused(status, body, **headers)
        assert (error.kind, type(error)) == (kind, KeyRefusedError)


def test_blocking_page_does_not_show_the_key():
    remember(KEY)
    page = f"<title>Blocked: {KEY}</title>".encode()
    assert KEY[:12] not in refused(403, page).said + refused(403, KEY.encode()).said


@pytest.mark.parametrize(
    ("body", "references"),
    [
        (
            {"message": "x", "code": "0800401", "docs": "https://quo.com/docs", "status": 401},
            {"code": "0800401", "docs": "https://quo.com/docs"},
        ),
        (
            {
                "type": "https://app.askelephant.ai/errors/validation_failed",
                "errors": [
                    {"field": "limit", "code": "invalid_range", "message": "x"},
                    {"code": "invalid_range"},
                    {"code": "unknown_field"},
                    "text",
                ],
            },
            {
                "code": "invalid_range, unknown_field",
                "type": "https://app.askelephant.ai/errors/validation_failed",
            },
        ),
        ({"code": {"odd": 1}, "errors": "x", "type": " ", "docs": "a\nb\x1b"}, {"docs": "a b"}),
        ({"code": "x" * 500}, {"code": "x" * 200}),
        (b"<html>", {}),
        ([1], {}),
    ],
)
def test_references_are_the_vendors_own_names_for_the_error(body, references):
    assert refused(400, body).references == references


def test_advice_names_the_permission_only_where_the_vendor_has_one():
    assert refused(403).details == {"scope": "contacts:read"}
    assert refused(403).advice == "key-permission"
    assert (refused(401).advice, refused(401).details) == ("", {})
    plain = error_from_reply(replace(VENDOR, scope=""), 403, {}, b"")
    assert (plain.advice, plain.details) == ("", {})


@pytest.mark.parametrize(
    ("body", "said", "request_id"),
    [
        (
            {"statusCode": 401, "message": "Unauthorized", "error": "Unauthorized"},
            "Unauthorized",
            "",
        ),
        ({"message": "No", "code": "0800401", "trace": "t-1"}, "No", "t-1"),
        ({"detail": "missing scope", "request_id": "rid_1"}, "missing scope", "rid_1"),
        ({"data": None, "errors": [{"error": "X", "message": "Bad offset"}]}, "Bad offset · X", ""),
        ({"field-errors": {"_limit": "too large"}}, "_limit: too large", ""),
        ({"message": ["limit must be a number", "again"]}, "limit must be a number · again", ""),
        (b"<html><body>Proxy says no</body></html>", "", ""),
        (b"error code: 521", "", ""),
        (b'{"message": "cut sho', "", ""),
        (b'{"message": "\xff"}', "", ""),
        (b"[" * 50_000, "", ""),
        (b'{"message":' + b"[" * 5_000 + b"]" * 5_000 + b"}", "", ""),
        (b"", "", ""),
        (b"17", "", ""),
        ({"message": "two\nlines\x1b[31m\u202eand \x00 more"}, "two lines [31m and more", ""),
    ],
)
def test_vendor_message(body, said, request_id):
    error = refused(400, body)
    assert (error.said, error.request_id) == (said, request_id)


def test_request_id_falls_back_to_the_header():
    assert refused(500, {}, x_request_id="req\x1b-7").request_id == "req -7"
    assert refused(500, {"request_id": "own"}, x_request_id="header").request_id == "own"


@pytest.mark.parametrize(
    "body",
    [
        {"message": f"unknown key {KEY}"},
        {"message": f"Authorization: Bearer {KEY}"},
        {"message": "x" * (400 - len(KEY) + 5) + KEY},
        {"errors": [{"field": KEY, "message": "bad"}]},
        {"errors": {KEY: "bad"}},
        {"request_id": KEY, "message": "x"},
        {"message": [KEY, {"detail": KEY}]},
    ],
)
def test_vendor_message_contains_no_part_of_the_key(body):
    remember(KEY)
    error = refused(401, body)
    assert KEY[:12] not in error.said + error.request_id + str(error) + repr(error)
    assert len(error.said) <= 400


def http_date(seconds):
    return email.utils.formatdate(seconds, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "2"}, 2),
        ({"retry-after": " 2 "}, 2),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "1e5"}, None),
        ({"retry-after": "\u0662"}, 2),
        ({"retry-after": "86400"}, 86_400),
        ({"retry-after": "86401"}, 86_400),
        ({"retry-after": "9" * 400}, 86_400),
        ({"retry-after": "Fri, 31 Feb 2026 10:00:00 GMT"}, None),
        ({"retry-after": http_date(1_000_030), "date": http_date(1_000_000)}, 30),
        ({"retry-after": http_date(1_000_000), "date": http_date(1_000_030)}, 0),
        ({"retry-after": http_date(2_000_020), "date": "junk"}, 20),
        ({"retry-after": http_date(2_000_020)}, 20),
        ({"retry-after": http_date(4e9), "date": "junk"}, 86_400),
        ({"ratelimit": "limit=100, remaining=0, reset=1"}, 1),
        ({"ratelimit": "limit=100, remaining=0, reset=0.35"}, 0.35),
        ({"ratelimit": '"default";r=0;t=12'}, 12),
        ({"ratelimit": "limit=100"}, None),
        ({"ratelimit": "limit=100, remaining=0, reset=-1"}, None),
        ({"ratelimit-reset": "3"}, 3),
        ({"ratelimit-reset": "x"}, None),
        ({"x-ratelimit-reset": "4"}, 4),
        ({"x-rate-limit-reset": "6"}, 6),
        ({"x-rate-limit-reset": "2000040"}, 40),
        ({"x-rate-limit-reset": "1999999"}, 0),
        ({"x-rate-limit-reset": "1000030", "date": http_date(1_000_000)}, 30),
        ({"retry-after": "5", "ratelimit": "limit=1, remaining=0, reset=9"}, 5),
        ({"retry-after": "x", "ratelimit": "reset=9", "ratelimit-reset": "4"}, 9),
    ],
)
def test_retry_after(headers, seconds):
    now = datetime.fromtimestamp(2_000_000, UTC)
    assert retry_after(headers, now=now) == seconds


@pytest.mark.parametrize(
    ("media_type", "body", "kind"),
    [
        ("text/html; charset=utf-8", b"{}", "web-page"),
        ("application/xhtml+xml", b"", "web-page"),
        ("application/json", b"<!doctype html>", "web-page"),
        ("", b"\xef\xbb\xbf\r\n <html>", "web-page"),
        ("application/json", b"", "empty"),
        ("application/json", b" \n", "empty"),
        ("text/plain", b" {}", ""),
        ("", b"[]", ""),
    ],
)
def test_check_body(media_type, body, kind):
    if not kind:
        check_body(media_type, body)
        return
    with pytest.raises(UnexpectedReplyError) as caught:
        check_body(media_type, body)
    assert (caught.value.kind, caught.value.status) == (kind, 200)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, None),
        ({"ratelimit": "limit=100, remaining=50, reset=5"}, (50, 5, 100)),
        ({"ratelimit": "limit=100, remaining=0, reset=0.4"}, (0, 0.4, 100)),
        (
            {"ratelimit": '"default";r=7;t=30', "ratelimit-policy": '"default";q=60;w=60'},
            (7, 30, 60),
        ),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "12"}, (3, 12, None)),
        (
            {"ratelimit-remaining": "3", "ratelimit-reset": "1.5", "ratelimit-limit": "9"},
            (3, 1.5, 9),
        ),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "1790000000"}, (3, 30, None)),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "1789999000"}, None),
        (
            {"x-rate-limit-limit": "60", "x-rate-limit-remaining": "5", "x-rate-limit-reset": "9"},
            (5, 9, 60),
        ),
        ({"x-ratelimit-remaining": "soon", "x-ratelimit-reset": "12"}, None),
        ({"ratelimit": "remaining=5"}, None),
    ],
)
def test_remaining_requests(headers, found):
    now = datetime.fromtimestamp(1_789_999_970, UTC)
    assert remaining_requests(headers, now) == found


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"error": {"rate_reset": 1.5, "message": "too many"}}, 1.5),
        ({"rate_reset": 3}, 3),
        ({"rate_reset": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_of_a_body(body, seconds):
    assert refused(429, body).retry_after == seconds
    assert refused(429, body, retry_after="9").retry_after == 9


def test_maximum_offset_hint_suggests_a_filter():
    words = (
        "The skip you set is larger than the maximum skip for this resource (max_skip = 250000)."
    )
    body = json.dumps({"error": words}).encode()
    error = error_from_reply(all_providers()["close"], 400, {}, body)
    assert error.kind == "max-skip"
    assert error.advice == "list-end-filter"
    assert error.details == {"most": 250_000, "filter": "Lead ID"}
    unfiltered = error_from_reply(VENDOR, 400, {}, body)
    assert (unfiltered.advice, unfiltered.details) == ("list-end", {"most": 250_000})
    assert error_from_reply(all_providers()["close"], 500, {}, body).kind == "server"
