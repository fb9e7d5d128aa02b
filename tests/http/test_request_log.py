from __future__ import annotations

import pytest

from contactdesk.http.request_log import RequestOutcome, masked
from tests.http.client_box import VENDOR


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ([], ""),
        ([("limit", "100"), ("offset", "300")], "limit=100&offset=300"),
        ([("_limit", "100"), ("_skip", "0")], "_limit=100&_skip=0"),
        ([("maxResults", "50"), ("pageToken", "abc")], "maxResults=50&pageToken=…"),
        ([("order_by", "updated_at:asc")], "order_by=updated_at:asc"),
        ([("search", "Jane")], "search=…"),
        ([("search", "1970-01-01")], "search=…"),
        ([("search", "4155550192")], "search=…"),
        ([("externalIds", "a"), ("externalIds", "b")], "externalIds=…&externalIds=…"),
        ([("lead_id", "lead_1")], "lead_id=…"),
        ([("filter[crm_associations][eq]", '[{"id":"1"}]')], "filter[crm_associations][eq]=…"),
        (
            [("filter[updated_at][gt]", "2026-03-01T00:00:00.000Z")],
            "filter[updated_at][gt]=2026-03-01T00:00:00.000Z",
        ),
        ([("updated_after", "2026-03-01")], "updated_after=2026-03-01"),
        ([("created_before", "Jane")], "created_before=…"),
        ([("cursor", "eyJpZCI6IjEifQ==")], "cursor=…"),
    ],
)
def test_masked(params, shown):
    assert masked(params) == shown


def test_outcome_becomes_a_log_entry():
    outcome = RequestOutcome(started=1_700_000_000.5, status=200, bytes=17)
    entry = outcome.entry(VENDOR, "Support", [("search", "Jane")], "bad-json")
    assert (entry.at, entry.account, entry.vendor) == (1_700_000_000.5, "Support", "Vendor")
    assert (entry.path, entry.params, entry.status, entry.bytes) == ("/ok", "search=…", 200, 17)
    assert entry.kind == "bad-json"
    assert entry.milliseconds >= 0
