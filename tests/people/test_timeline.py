"""What happened with a person, once, in order, and what is known to be missing."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from contactdesk.people.timeline import (
    Day,
    Event,
    EventKind,
    EventSource,
    Gap,
    GapKind,
    days,
    timeline,
)
from contactdesk.providers import all_providers
from contactdesk.records.blocks import viewed
from tests.memories.samples import item, message

PROVIDERS = all_providers()


def source(vendor, raw, row_id=1, account="a"):
    provider = PROVIDERS[vendor]
    return EventSource(row_id, account, provider, provider.contact(raw), viewed(provider, raw))


def bland(*memories, row_id=1, **times):
    return source("bland", {"id": f"b{row_id}", "memories": list(memories), **times}, row_id)


def memory(messages=(), items=(), persona="sales"):
    return {"persona_id": persona, "recent_messages": list(messages), "open_items": list(items)}


def close(row_id=1, **raw):
    return source("close", {"id": f"cont_{row_id}", **raw}, row_id)


def call(id, at, **more):
    return {"id": id, "finish_timestamp": at, "direction": "inbound", "status": "completed", **more}


def seconds(text):
    return datetime.fromisoformat(text).timestamp()


def told(found):
    return [(each.kind.value, each.text or each.day) for each in found.events]


def test_the_newest_event_comes_first_whichever_contact_tells_of_it():
    found = timeline(
        [
            close(created="", date_created="2026-01-01T10:00:00Z", recent_calls=[]),
            bland(
                memory([message("Hello", "2026-03-01T11:00:00+01:00")]),
                row_id=2,
                created_at="2026-02-01T00:00:00Z",
            ),
        ]
    )
    assert told(found) == [("message", "Hello"), ("created", ""), ("created", "")]
    assert [each.row_id for each in found.events] == [2, 2, 1]
    assert found.events[0].at == seconds("2026-03-01T10:00:00+00:00")


def test_a_call_that_two_contacts_tell_of_is_one_event():
    one = call("call_1", "2026-03-01T10:00:00Z", duration=61)
    found = timeline([close(1, recent_calls=[one]), close(2, recent_calls=[dict(one)])])
    assert [each.kind for each in found.events] == [EventKind.CALL]
    assert found.events[0].duration == 61
    assert found.events[0].words == ("inbound", "completed")
    assert found.events[0].path == "$.recent_calls[0].finish_timestamp"


def test_calls_without_an_id_are_one_each():
    calls = [call("", "2026-03-01T10:00:00Z"), call("", "2026-03-01T10:00:00Z")]
    assert len(timeline([close(1, recent_calls=calls)]).events) == 2


def test_a_message_that_two_agents_keep_is_one_event():
    said = message("Hello", "2026-03-01T10:00:00Z")
    found = timeline([bland(memory([said]), memory([said], persona="support"))])
    assert told(found) == [("message", "Hello")]
    assert (found.events[0].is_contact, found.events[0].channel) == (True, "sms")
    assert found.events[0].path == "$.memories[0].recent_messages[0].content"


def test_a_message_said_twice_is_two_events_and_in_two_contacts_still_two():
    said = [message("Hello", "2026-03-01T10:00:00Z")] * 2
    assert len(timeline([bland(memory(said)), bland(memory(said), row_id=2)]).events) == 2


def test_messages_of_one_moment_keep_the_vendors_order():
    at = "2026-03-01T10:00:00Z"
    found = timeline([bland(memory([message("first", at), message("second", at)]))])
    assert told(found) == [("message", "second"), ("message", "first")]


def test_a_change_is_told_only_if_there_was_one():
    at, later = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"
    same = timeline([close(1, date_created=at, date_updated=at)])
    assert [each.kind for each in same.events] == [EventKind.CREATED]
    changed = timeline([close(1, date_created=at, date_updated=later)])
    assert [each.kind for each in changed.events] == [EventKind.UPDATED, EventKind.CREATED]


def test_a_workflow_has_two_steps():
    run = {
        "subscription_id": "sub_1",
        "sequence_name": "Welcome",
        "date_created": "2026-03-01T10:00:00Z",
        "start_date": "2026-03-02T10:00:00Z",
        "subscription_status": "finished",
    }
    found = timeline([close(1, subscriptions=[run])])
    assert told(found) == [("workflow-started", "Welcome"), ("workflow-added", "Welcome")]
    assert found.events[0].words == ("finished",)


def test_an_open_item_is_told_with_what_opens_it():
    found = timeline([bland(memory(items=[item("Call back", "high", "2026-03-01T10:00:00Z")]))])
    event = found.events[0]
    assert (event.kind, event.text, event.memory) == (EventKind.OPEN_ITEM, "Call back", 1)
    assert event.words == ("callback", "high")
    assert event.item != 0


def test_a_day_is_no_moment():
    run = {"subscription_id": "s", "sequence_name": "Welcome", "start_date": "2026-03-02"}
    event = timeline([close(1, subscriptions=[run])]).events[0]
    assert (event.at, event.day) == (None, "2026-03-02")
    for zone in (UTC, ZoneInfo("Pacific/Auckland"), timezone(timedelta(hours=-11))):
        assert days(timeline([close(1, subscriptions=[run])]), zone)[0].date == date(2026, 3, 2)


def test_what_has_no_time_is_counted_but_not_told():
    found = timeline([bland(memory([message("Hello", "soon")], [item("Call back")]))])
    assert (found.events, found.undated) == ((), 2)


def test_what_the_user_did_is_told_too():
    note = Event(EventKind.NOTE, seconds("2026-03-01T10:00:00Z"), "close", 1, text="Likes tea")
    found = timeline([close(1)], [note])
    assert told(found) == [("note", "Likes tea")]


def test_earlier_messages_and_calls_are_known_to_be_missing():
    found = timeline(
        [
            bland(
                memory([message("Hello", "2026-03-01T10:00:00Z")]),
                created_at="2026-01-01T00:00:00Z",
            ),
            close(
                2,
                date_created="2026-01-01T00:00:00Z",
                recent_calls=[call("1", "2026-03-02T10:00:00Z")],
            ),
        ]
    )
    assert [(each.kind, each.until, each.row_id) for each in found.gaps] == [
        (GapKind.EARLIER_MESSAGES, seconds("2026-03-01T10:00:00Z"), 1),
        (GapKind.EARLIER_CALLS, seconds("2026-03-02T10:00:00Z"), 2),
    ]
    assert found.gaps[0].agent == "sales"


def test_nothing_is_missing_before_a_contact_was_created():
    at = "2026-03-01T10:00:00Z"
    assert timeline([bland(memory([message("Hello", at)]), created_at=at)]).gaps == ()


def test_accounts_that_are_not_loaded_are_gaps_without_an_end():
    found = timeline([close(1)], not_loaded=[("b", "quo")])
    assert found.gaps == (Gap(GapKind.ACCOUNT_NOT_LOADED, None, "quo", "b"),)


def test_filtered_by_vendor_and_kind_gaps_go_with_their_events():
    found = timeline(
        [
            bland(
                memory([message("Hello", "2026-03-01T10:00:00Z")]),
                created_at="2026-01-01T00:00:00Z",
            ),
            close(
                2,
                date_created="2026-01-01T00:00:00Z",
                recent_calls=[call("1", "2026-03-02T10:00:00Z")],
            ),
        ]
    )
    assert found.vendors() == {"bland": 2, "close": 2}
    assert found.kinds() == {EventKind.CALL: 1, EventKind.MESSAGE: 1, EventKind.CREATED: 2}
    by_close = found.only("close")
    assert by_close.vendors() == {"close": 2}
    assert [each.kind for each in by_close.gaps] == [GapKind.EARLIER_CALLS]
    said = found.only(kinds=frozenset([EventKind.MESSAGE]))
    assert told(said) == [("message", "Hello")]
    assert [each.kind for each in said.gaps] == [GapKind.EARLIER_MESSAGES]
    assert found.only() is found


def test_the_zones_are_those_that_vendors_name():
    zones = [
        close(at, timezone=zone) for at, zone in enumerate(["Europe/Berlin", "here", "../etc"])
    ]
    assert timeline([*zones, close(9)]).zones == ("Europe/Berlin",)


def test_days_are_those_of_the_zone():
    times = ["2026-03-01T23:30:00Z", "2026-03-02T00:00:00Z", "2026-03-02T00:30:00Z"]
    found = timeline([bland(memory([message(at, at) for at in times]))])

    def shown(zone):
        return [(each.date.day, len(each.events)) for each in days(found, zone)]

    assert shown(UTC) == [(2, 2), (1, 1)]
    assert shown(ZoneInfo("Europe/Berlin")) == [(2, 3)]
    assert shown(ZoneInfo("America/New_York")) == [(1, 3)]
    assert sum(len(each.events) for each in days(found, None)) == 3


def test_a_day_has_its_gaps_and_its_whole_days():
    run = {"subscription_id": "s", "sequence_name": "Welcome", "start_date": "2026-03-02"}
    found = timeline(
        [
            close(
                1,
                date_created="2026-01-01T10:00:00Z",
                subscriptions=[run],
                recent_calls=[call("1", "2026-03-02T10:00:00Z")],
            )
        ]
    )
    first, last = days(found, UTC)
    assert isinstance(first, Day)
    assert [each.kind for each in first.events] == [EventKind.CALL, EventKind.WORKFLOW_STARTED]
    assert [each.kind for each in first.gaps] == [GapKind.EARLIER_CALLS]
    assert last.gaps == ()


def test_hostile_times_and_lists_do_no_harm():
    calls = [
        None,
        3,
        call("1", "9999-12-29T23:59:59+00:00"),
        call("6", "0001-01-04T00:00:00Z"),
        call("5", "9999-12-31T23:59:59-12:00"),
        call("2", "0001-01-01T00:00:00+14:00"),
    ]
    calls += [call("3", {"a": 1}), call("4", "2026-03-01T10:00:00Z", duration=1e300)]
    found = timeline([close(1, recent_calls=calls, subscriptions="none")])
    assert [each.id for each in found.events] == ["1", "4", "6"]
    assert {each.duration for each in found.events} == {-1}
    for zone in (UTC, None, ZoneInfo("Pacific/Auckland")):
        assert sum(len(each.events) for each in days(found, zone)) == 3
