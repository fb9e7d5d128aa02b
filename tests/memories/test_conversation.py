"""contactdesk.memories.conversation: one conversation out of many."""

from contactdesk.memories.overview import Overview
from tests.memories.samples import message, read


def texts(overview):
    return [turn.text for turn in overview.messages]


def test_message_kept_by_two_agents_is_shown_once_with_both():
    overview = Overview.of(
        read(
            {"persona_id": "a", "recent_messages": [message("Hi", "2026-03-01T10:00:00Z")]},
            {
                "persona_id": "b",
                "recent_messages": [
                    message("Hi", "2026-03-01T11:00:00.000+01:00", channel="web"),
                    message("Hi", "2026-03-01T10:00:00Z", role="assistant"),
                ],
            },
        )
    )
    first, second = overview.messages
    assert (first.agents, first.role, first.at) == (("a", "b"), "user", "2026-03-01T10:00:00.000Z")
    assert sorted(first.channels) == ["sms", "web"]
    assert first.is_contact
    assert (second.agents, second.is_contact) == (("b",), False)


def test_message_that_a_memory_has_twice_is_shown_twice():
    twice = {"persona_id": "a", "recent_messages": [message("ok", "2026-03-01T10:00Z")] * 2}
    once = {"persona_id": "b", "recent_messages": [message("ok", "2026-03-01T10:00Z")]}
    overview = Overview.of(read(twice, once))
    assert [turn.agents for turn in overview.messages] == [("a", "b"), ("a",)]


def test_messages_of_one_time_keep_the_order_of_the_memory_that_has_most():
    at = "2026-03-01T10:00:00.000Z"
    short = {"persona_id": "a", "summary": "a", "recent_messages": [message("3", at)]}
    whole = {"persona_id": "b", "recent_messages": [message(text, at) for text in "513"]}
    for memories in ((short, whole), (whole, short)):
        assert texts(Overview.of(read(*memories))) == ["5", "1", "3"]


def test_messages_without_a_time_keep_their_place():
    overview = Overview.of(
        read(
            {
                "persona_id": "a",
                "recent_messages": [
                    message("before"),
                    message("1", "2026-03-01T10:00Z"),
                    message("after 1", "yesterday"),
                    message("2", "2026-03-01T10:00Z"),
                    message("4", "2026-03-01T12:00Z"),
                ],
            },
            {"persona_id": "b", "recent_messages": [message("3", "2026-03-01T11:00Z")]},
            {"persona_id": "c", "recent_messages": [message("undated"), message("undated")]},
        )
    )
    assert texts(overview) == [
        *("undated", "undated", "before", "1", "after 1", "2", "3", "4"),
    ]
