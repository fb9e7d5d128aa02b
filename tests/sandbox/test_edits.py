"""contactdesk.sandbox.edits: contacts that change from one reading of a list to the next."""

import pytest

from contactdesk.sandbox.edits import EDITS

EDITED = ("quo", "close", "bland")
ROUNDS = max(edit.round for edit in EDITS)


@pytest.fixture
def caller(make_caller):
    return make_caller(edits=True)


def by_id(records):
    return {each["id"]: each for each in records}


def changed(before, after):
    """The contacts that were edited, by their names at Bland and Close."""
    return {
        after[each].get("name")
        for each in before.keys() & after.keys()
        if before[each] != after[each]
    }


@pytest.mark.parametrize("provider", EDITED)
def test_first_reading_is_as_without_edits_and_later_ones_are_not(make_caller, caller, provider):
    plain = make_caller()
    first = caller.records(provider)
    assert first == plain.records(provider) == plain.records(provider)
    assert caller.records(provider) != first


@pytest.mark.parametrize("provider", ["opencx", "askelephant"])
def test_vendors_asked_for_changes_since_a_time_stay_as_they_are(caller, provider):
    assert caller.records(provider) == caller.records(provider)


def test_title_is_another_in_the_second_reading(caller):
    first, second = caller.records("close"), caller.records("close")
    assert changed(by_id(first), by_id(second)) == {"Marcus Okafor"}
    assert first[0]["title"] == "Operations Manager"
    assert second[0]["title"] == "Director of Operations"
    assert second[0]["date_updated"] == "2026-11-01T00:00:00.000Z" > first[0]["date_updated"]


def test_facts_items_and_messages_of_a_memory_change(caller):
    before, after = (caller.records("bland")[0]["memories"][0] for _ in range(2))
    assert before["facts"]["preferred_contact"] == "call after 17:00"
    assert after["facts"]["preferred_contact"] == "sms"
    assert after["facts"].keys() - before["facts"].keys() == {"second_site"}
    assert after["open_items"] == before["open_items"][1:]
    assert after["recent_messages"][:-2] == before["recent_messages"]


def test_one_contact_comes_and_another_goes(caller):
    counts = {each: len(caller.records(each)) for each in EDITED}
    again = {each: len(caller.records(each)) for each in EDITED}
    assert again == counts | {"quo": counts["quo"] + 1, "close": counts["close"] - 1}


@pytest.mark.parametrize("provider", EDITED)
def test_every_round_brings_something_and_then_lists_stay(caller, valid, provider):
    readings = [by_id(caller.records(provider)) for _ in range(ROUNDS + 2)]
    edits = {edit.round for edit in EDITS if edit.vendor == provider}
    for number in range(1, ROUNDS + 2):
        assert (readings[number] != readings[number - 1]) == (number in edits), number
    assert readings[-1] == readings[-2]
    for page in caller.pages(provider):
        valid(provider, page)


def test_request_for_some_fields_gets_no_others(caller):
    caller.records("close")
    (record,) = caller.page("close", [("_fields", "id")], size=1)["data"]
    assert record.keys() == {"id"}


def test_refused_request_counts_as_no_reading(caller):
    first = caller.records("bland")
    assert caller.get("bland", authorization="nobody").status == 401
    assert caller.get("bland", [("limit", "0")]).status == 400
    second = caller.records("bland")
    assert second[0]["memories"][0]["facts"]["current_plan"] == "Starter"
    assert changed(by_id(first), by_id(second)) == {"Marcus Okafor"}


def test_later_pages_belong_to_the_reading_that_was_begun(caller):
    first = list(caller.pages("bland", size=50))
    again = [caller.page("bland", [("offset", str(50 * n))], size=50) for n in range(1, 5)]
    assert again == first[1:]
