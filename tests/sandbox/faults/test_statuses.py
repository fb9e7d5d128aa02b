"""Status faults: errors, Retry-After, refused cursors, redirects."""

from email.utils import parsedate_to_datetime

import pytest

from contactdesk.sandbox import FAULTS, VENDORS
from contactdesk.sandbox.faults.statuses import STATUS_FAULTS

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


def test_public_fault_names_exist():
    wanted = """status-500 status-502-html status-503-retry status-429 status-429-date key-refused
    forbidden plan-402 not-found bad-json html-200 empty-200 null-body truncated
    close-before-answer reset stall slow-drip bad-utf8 redirect gzip-bomb too-big errors-200
    cursor-repeats empty-page-more missing-cursor has-more-text duplicate-page broken-record down"""
    assert set(wanted.split()) <= set(FAULTS)


def test_every_status_fault_has_a_test():
    tested = {"cursor-refused", "max-skip", "few-left", "block-page", "block-text"}
    assert set(STATUSES) | tested == set(STATUS_FAULTS)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("kind", STATUSES)
def test_status_fault_sends_its_status_in_the_vendor_s_own_shape(caller, valid, provider, kind):
    answer = caller.get_with_fault(kind, provider)
    assert answer.status == STATUSES[kind]
    assert caller.sandbox.requests[-1]["status"] == STATUSES[kind]
    if answer.status in DOCUMENTED:
        valid(f"{provider}-error", answer.json)


def test_blocks_are_not_in_the_vendors_shape(caller):
    page = caller.get_with_fault("block-page")
    assert page.status == 403
    assert b"<title>Attention Required!" in page.body
    text = caller.get_with_fault("block-text", value=401)
    assert (text.status, text.body) == (401, b"error code: 1010")
    assert text.headers["cf-ray"]


def test_retry_after(caller):
    assert "retry-after" not in caller.get_with_fault("status-429").headers
    assert caller.get_with_fault("status-429", value="-1").headers["retry-after"] == "-1"
    assert caller.get_with_fault("status-503-retry").headers["retry-after"] == "2"
    assert caller.get_with_fault("status-429-retry", value="soon").headers["retry-after"] == "soon"
    headers = caller.get_with_fault("status-429-date", value=30).headers
    waits = parsedate_to_datetime(headers["retry-after"]) - parsedate_to_datetime(headers["date"])
    assert 29 <= waits.total_seconds() <= 31


def test_cursor_refused_spares_the_first_page(caller):
    caller.sandbox.set_faults([{"kind": "cursor-refused", "value": 410}])
    assert caller.get("bland", [("offset", "0")]).status == 200
    assert caller.get("bland", [("offset", "50")]).status == 410


def test_max_skip_refuses_larger_offsets(caller):
    query = [("_skip", "101")]
    caller.sandbox.set_faults([{"provider": "close", "kind": "max-skip", "value": 100}])
    assert caller.get("close").status == 200
    answer = caller.get("close", query)
    assert answer.status == 400
    assert b"max_skip = 100" in answer.body


def test_few_left_sends_a_nearly_exhausted_rate_limit(caller):
    answer = caller.get_with_fault("few-left", value=7)
    assert answer.status == 200
    assert answer.headers["ratelimit"] == "limit=100, remaining=1, reset=7"


def test_errors_200_sends_an_error_body_with_status_200(caller, valid):
    answer = caller.get_with_fault("errors-200")
    assert answer.status == 200
    valid("bland-error", answer.json)


def test_redirects_name_another_origin_or_loop(caller):
    place = caller.get_with_fault("redirect").headers["location"]
    assert place.startswith(f"http://localhost:{caller.sandbox.port}/")
    loop = caller.get_with_fault("redirect-loop").headers["location"]
    assert loop == "/bland/v1/contacts"
