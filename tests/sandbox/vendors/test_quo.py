"""Quo: authorization, page tokens, filters, custom fields."""

import pytest

from contactdesk.sandbox import SIZES, records

TYPES = {"multi-select", "address", "string", "url", "boolean", "date", "number"}


def test_key_is_sent_without_a_scheme(caller):
    key = caller.keys["quo"]
    assert len(key) == 32
    assert caller.get("quo", [("maxResults", "1")], authorization=key).status == 200
    answer = caller.get("quo", [("maxResults", "1")], authorization=f"Bearer {key}")
    assert answer.status == 401
    assert answer.json["code"] == "0800401"


@pytest.mark.parametrize("said", [None, "0", "51", "-1", "ten", "", "5.0", "٥"])
def test_max_results_is_required_and_bounded(caller, valid, said):
    answer = caller.get("quo", [] if said is None else [("maxResults", said)])
    assert answer.status == 400
    assert answer.json["code"] == "0801400"
    assert answer.json["errors"][0]["path"] == "/maxResults"
    valid("quo-error", answer.json)


def test_page_size_may_change_during_a_walk(caller):
    first = caller.page("quo", [("maxResults", "3")])
    token = ("pageToken", first["nextPageToken"])
    second = caller.page("quo", [("maxResults", "50"), token])
    ids = [each["id"] for each in first["data"] + second["data"]]
    assert ids == [each["id"] for each in records("quo", 0, 53)]


@pytest.mark.parametrize("size", [0, 1, 6, 7, 120])
def test_total_is_always_wrong(make_caller, size):
    caller = make_caller(sizes={"quo": size})
    assert all(page["totalItems"] != size for page in caller.pages("quo"))


def test_external_ids_filter_by_repeated_keys(caller):
    whole = caller.records("quo")
    wanted = [each["externalId"] for each in whole if each["externalId"]][3:9:2]
    found = caller.records("quo", [("externalIds", each) for each in wanted])
    assert [each["externalId"] for each in found] == wanted
    assert caller.records("quo", [("externalIds", "no-such-id")]) == []
    assert caller.records("quo", [("externalIds", ",".join(wanted[:2]))]) == []


def test_sources_filter_combines_with_external_ids(caller):
    whole = caller.records("quo")
    two = caller.records("quo", [("sources", "hubspot"), ("sources", "csv-import")], size=7)
    assert {each["id"] for each in two} == {
        each["id"] for each in whole if each["source"] in ("hubspot", "csv-import")
    }
    external = next(each["externalId"] for each in two if each["externalId"])
    both = [("sources", "public-api"), ("externalIds", external)]
    assert caller.records("quo", both) == []


@pytest.mark.parametrize("value", ["", "x" * 76])
def test_filter_value_of_invalid_length_is_refused(caller, valid, value):
    answer = caller.get("quo", [("maxResults", "5"), ("externalIds", value)])
    assert answer.status == 400
    valid("quo-error", answer.json)


@pytest.mark.parametrize("name", ["externalIds", "sources"])
def test_more_than_20_filter_values_are_refused(caller, valid, name):
    values = [(name, f"value-{number}") for number in range(21)]
    assert caller.get("quo", [("maxResults", "5"), *values[:20]]).status == 200
    answer = caller.get("quo", [("maxResults", "5"), *values])
    assert answer.status == 400
    assert answer.json["errors"][0]["path"] == f"/{name}"
    valid("quo-error", answer.json)


def test_every_custom_field_type_occurs(caller):
    fields = [field for each in caller.records("quo") for field in each["customFields"]]
    assert {field["type"] for field in fields} == TYPES
    assert {field["type"] for field in fields if field["value"] is None} == TYPES
    assert any(field["type"] == "boolean" and isinstance(field["value"], str) for field in fields)
    assert any(field["type"] == "number" and isinstance(field["value"], str) for field in fields)
    assert any(
        "\n" in field["value"] for field in fields if field["type"] == "address" and field["value"]
    )
    assert any("key" not in field for field in fields)


def test_labeled_entries_may_lack_value_or_id(caller):
    found = caller.records("quo")
    for name in ("emails", "phoneNumbers"):
        entries = [entry for each in found for entry in each["defaultFields"][name]]
        assert any(entry["value"] is None for entry in entries)
        assert any("id" not in entry for entry in entries)
    assert len(found) == SIZES["quo"]
