"""AskElephant: authorization, sorting, filters, search."""

import json

import pytest

from contactdesk.sandbox import SIZES, records
from contactdesk.sandbox.api_keys import OAUTH, UNSCOPED, api_key

CRM = "filter[crm_associations][eq]"


def test_api_key_has_no_scheme_and_oauth_token_is_bearer(caller, valid):
    key, oauth = caller.keys["askelephant"], api_key("askelephant", 7, OAUTH)
    assert caller.get("askelephant", authorization=key).status == 200
    assert caller.get("askelephant", authorization=f"Bearer {oauth}").status == 200
    for wrong in (f"Bearer {key}", oauth):
        answer = caller.get("askelephant", authorization=wrong)
        assert answer.status == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json["request_id"].startswith("rid_")


def test_key_without_the_scope_is_forbidden(caller, valid):
    answer = caller.get("askelephant", authorization=api_key("askelephant", 7, UNSCOPED))
    assert answer.status == 403
    assert "contacts:read" in answer.json["detail"]
    valid("askelephant-error", answer.json)


def test_default_page_size_is_25(caller):
    page = caller.get("askelephant").json
    assert len(page["data"]) == 25
    assert page["has_more"] is True


@pytest.mark.parametrize("limit", ["0", "101", "all", ""])
def test_limit_out_of_range_is_refused(caller, valid, limit):
    answer = caller.get("askelephant", [("limit", limit)])
    assert answer.status == 422
    assert answer.json["errors"][0] == {
        "field": "limit",
        "code": "invalid_range",
        "message": "limit must be between 1 and 100",
    }
    valid("askelephant-error", answer.json)


def test_orders_are_reverse_of_each_other(caller):
    falling = [each["updated_at"] for each in caller.records("askelephant", size=33)]
    rising = [
        each["updated_at"]
        for each in caller.records("askelephant", [("order_by", "updated_at:asc")], size=33)
    ]
    assert falling == sorted(falling, reverse=True)
    assert rising == falling[::-1]
    assert len(rising) == SIZES["askelephant"]
    assert caller.get("askelephant", [("order_by", "name:asc")]).status == 400


@pytest.mark.parametrize("order", ["updated_at:asc", "updated_at:desc"])
def test_updated_at_filters_select_the_range(caller, order):
    whole = caller.records("askelephant")
    at = sorted(each["updated_at"] for each in whole)[60]
    ordered = ("order_by", order)

    def times(*query, size=20):
        found = caller.records("askelephant", [ordered, *query], size=size)
        return sorted(each["updated_at"] for each in found)

    known = sorted(each["updated_at"] for each in whole)
    assert times(("filter[updated_at][gt]", at)) == known[61:]
    assert times(("filter[updated_at][gte]", at)) == known[60:]
    assert times(("filter[updated_at][lt]", at)) == known[:60]
    assert times(("filter[updated_at][lte]", at)) == known[:61]
    between = (("filter[updated_at][gt]", at), ("filter[updated_at][lte]", known[80]))
    assert times(*between, size=3) == known[61:81]
    assert times(("filter[updated_at][gt]", known[-1])) == []


@pytest.mark.parametrize("text", ["", "now", "2026-02-01", "2026-02-01T00:00:00+02:00"])
def test_time_without_utc_is_refused(caller, valid, text):
    answer = caller.get("askelephant", [("filter[updated_at][gt]", text)])
    assert answer.status == 400
    valid("askelephant-error", answer.json)


def test_search_covers_names_and_emails_only(caller):
    for text in ("LAURENT-dubois", "misaki.tanaka@", "ليلى حدّاد"):
        found = caller.records("askelephant", [("search", text)])
        assert found, text
        for each in found:
            emails = [email["email"] for email in each.get("emails", [])]
            said = f"{each.get('first_name')} {each.get('last_name')} {emails}"
            assert text.casefold() in said.casefold()
    phone = records("askelephant", 0, 1)[0]["phone_numbers"][0]["phone_number"]
    assert caller.records("askelephant", [("search", phone)]) == []


def test_crm_associations_filter_in_both_forms(caller):
    wanted = [each["crm_association"]["crm_object_id"] for each in records("askelephant", 0, 3)]
    indexed = [
        pair
        for i, own in enumerate(wanted)
        for pair in ((f"{CRM}[{i}][id]", own), (f"{CRM}[{i}][object_type]", "contact"))
    ]
    as_json = [(CRM, json.dumps([{"id": own, "object_type": "contact"} for own in wanted]))]
    one, other = caller.records("askelephant", indexed), caller.records("askelephant", as_json)
    assert {each["crm_association"]["crm_object_id"] for each in one} == set(wanted)
    assert one == other
    assert (
        caller.records("askelephant", [*as_json, ("search", "okafor")])[0]["last_name"] == "Okafor"
    )


@pytest.mark.parametrize(
    "value",
    [
        "{",
        "7",
        '{"id":"1","object_type":"contact"}',
        '[{"id":"1"}]',
        '[{"id":"1","object_type":"deal"}]',
        '[{"id":1,"object_type":"contact"}]',
        json.dumps([{"id": str(i), "object_type": "contact"} for i in range(21)]),
    ],
)
def test_invalid_crm_associations_are_refused(caller, valid, value):
    answer = caller.get("askelephant", [(CRM, value)])
    assert answer.status == 400
    valid("askelephant-error", answer.json)


def test_incomplete_indexed_association_is_refused(caller):
    assert caller.get("askelephant", [(f"{CRM}[0][id]", "1")]).status == 400


def test_optional_fields_are_absent_and_present(caller):
    found = caller.records("askelephant")
    optional = ("first_name", "last_name", "description", "company", "emails", "phone_numbers")
    for field in (*optional, "crm_association", "time_zone"):
        assert any(field not in each for each in found), field
        assert any(each.get(field) for each in found), field
    assert any("last_name" in each and each["last_name"] is None for each in found)
