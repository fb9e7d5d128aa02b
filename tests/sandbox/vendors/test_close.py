"""Close: authorization, skip and limit, lead filter, field selection."""

import json
from base64 import b64encode
from pathlib import Path

import pytest

from contactdesk.sandbox import SIZES, records
from contactdesk.sandbox.vendors.close import MAX_SKIP

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "close.json").read_text())
CONTACT = SCHEMA["properties"]["data"]["items"]["properties"]


def test_key_is_the_basic_auth_user_without_password(caller, valid):
    key = caller.keys["close"]
    for user in (f"{key}:password", key, f":{key}"):
        sent = "Basic " + b64encode(user.encode()).decode()
        answer = caller.get("close", authorization=sent)
        assert answer.status == 401
        valid("close-error", answer.json)
    assert caller.get("close", authorization=f"Bearer {key}").status == 401


def test_path_without_trailing_slash_is_not_found(caller):
    assert caller.get("close", path="/contact/").status == 200
    assert caller.get("close", path="/contact").status == 404


def test_default_page_size_is_100(caller):
    page = caller.get("close").json
    assert (len(page["data"]), page["has_more"]) == (100, True)


@pytest.mark.parametrize(
    ("name", "value"), [("_limit", "201"), ("_limit", "0"), ("_limit", "x"), ("_skip", "-1")]
)
def test_limit_or_skip_out_of_range_is_refused(caller, valid, name, value):
    answer = caller.get("close", [(name, value)])
    assert answer.status == 400
    assert name in answer.json["field-errors"]
    valid("close-error", answer.json)


def test_skip_beyond_the_maximum_is_refused(caller, valid):
    assert caller.get("close", [("_skip", str(MAX_SKIP))]).json == {"has_more": False, "data": []}
    answer = caller.get("close", [("_skip", str(MAX_SKIP + 1))])
    assert answer.status == 400
    assert "(max_skip = 250000)" in answer.json["error"]
    valid("close-error", answer.json)


def test_lead_id_filters_contacts(caller):
    whole = caller.records("close")
    lead = whole[1]["lead_id"]
    wanted = [each["id"] for each in whole if each["lead_id"] == lead]
    assert len(wanted) == 3
    found = caller.records("close", [("lead_id", lead)], size=2)
    assert [each["id"] for each in found] == wanted
    assert caller.records("close", [("lead_id", "lead_none")]) == []


def test_fields_parameter_selects_fields(caller):
    page = caller.page("close", [("_fields", "id, display_name,nothing"), ("_limit", "3")])
    assert [set(each) for each in page["data"]] == [{"id", "display_name"}] * 3
    custom = caller.page("close", [("_fields", "custom"), ("_limit", "1")])["data"][0]
    assert custom
    assert all(name.startswith("custom.cf_") for name in custom)
    name = next(iter(custom))
    assert caller.page("close", [("_fields", name), ("_limit", "1")])["data"] == [
        {name: custom[name]}
    ]


def test_every_documented_status_and_reason_occurs(caller):
    found = caller.records("close")
    calls = [call for each in found for call in each.get("recent_calls", ())]
    runs = [run for each in found for run in each.get("subscriptions", ())]
    call = CONTACT["recent_calls"]["items"]["properties"]["status"]["enum"]
    run = CONTACT["subscriptions"]["items"]["properties"]
    assert {each["status"] for each in calls} == set(call)
    assert {each["sequence_status"] for each in runs} == set(run["sequence_status"]["enum"])
    assert {each["subscription_status"] for each in runs} == set(run["subscription_status"]["enum"])
    reasons = set(run["subscription_status_reason"]["anyOf"][0]["enum"])
    assert {each["subscription_status_reason"] for each in runs} == reasons | {None}
    assert len(reasons) == 30


def test_optional_fields_are_absent_and_present(caller):
    found = caller.records("close")
    for field in ("urls", "integration_links", "recent_calls", "subscriptions", "timezone"):
        assert any(field not in each for each in found), field
        assert any(each.get(field) for each in found), field
    assert any(each["name"] is None for each in found)
    assert any(each["lead_id"] is None for each in found)
    kinds = {
        type(value) for each in found for key, value in each.items() if key.startswith("custom.")
    }
    assert kinds == {str, int, float, bool, list}
    assert any(email["is_unsubscribed"] for each in found for email in each["emails"])
    assert any(phone.get("outbound_sms_blocked") for each in found for phone in each["phones"])


def test_ids_are_unique_far_down_the_list():
    found = [each["id"] for each in records("close", 0, 3000)]
    assert len(set(found)) == len(found)
    assert SIZES["close"] == 260
