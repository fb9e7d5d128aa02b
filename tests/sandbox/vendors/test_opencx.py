"""OpenCX: authorization, fixed pages, date filters."""

import pytest

from contactdesk.sandbox import SIZES
from contactdesk.sandbox.api_keys import UNSCOPED, api_key

MIDDLE = "2026-02-01T00:00:00.000Z"


def test_key_is_a_bearer_token(caller, valid):
    key = caller.keys["opencx"]
    assert key.startswith("ocx_live_")
    assert caller.get("opencx", authorization=f"bearer {key}").status == 200
    answer = caller.get("opencx", authorization=key)
    assert answer.status == 401
    assert answer.json["error"] == "Unauthorized"


def test_key_without_the_scope_is_forbidden(caller, valid):
    answer = caller.get("opencx", authorization=f"Bearer {api_key('opencx', 7, UNSCOPED)}")
    assert answer.status == 403
    assert "contacts:read" in answer.json["message"]
    valid("opencx-error", answer.json)


def test_pages_hold_fifty_records(caller):
    assert [len(page["items"]) for page in caller.pages("opencx")] == [50, 50, 40]
    assert caller.get("opencx", [("limit", "10")]).status == 400


@pytest.mark.parametrize("field", ["created", "updated"])
def test_date_filters_split_the_listing(caller, field):
    after = caller.records("opencx", [(f"{field}_after", MIDDLE)])
    before = caller.records("opencx", [(f"{field}_before", MIDDLE)])
    assert after
    assert before
    assert all(record[f"{field}_at"] > MIDDLE for record in after)
    assert all(record[f"{field}_at"] < MIDDLE for record in before)
    assert len(after) + len(before) == SIZES["opencx"]


def test_date_filters_combine_and_exclude_the_bound(caller):
    whole = caller.records("opencx")
    at = sorted(record["created_at"] for record in whole)[70]
    found = caller.records("opencx", [("created_after", at), ("updated_after", at)])
    assert {r["id"] for r in found} == {
        r["id"] for r in whole if r["created_at"] > at and r["updated_at"] > at
    }
    assert at not in {record["created_at"] for record in found}


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13-01", "2026-02-01T00:00:00 02:00"])
def test_invalid_date_is_refused(caller, valid, text):
    answer = caller.get("opencx", [("updated_before", text)])
    assert answer.status == 400
    valid("opencx-error", answer.json)


def test_utc_offset_of_a_date_is_applied(caller):
    utc = caller.records("opencx", [("created_after", "2026-02-01T00:00:00Z")])
    assert caller.records("opencx", [("created_after", "2026-02-01T02:00:00+02:00")]) == utc


def test_every_nullable_field_is_null_and_set_somewhere(caller):
    found = caller.records("opencx")
    for field in ("email", "phone_number", "name", "custom_data"):
        assert any(record[field] is None for record in found)
        assert any(record[field] for record in found)
