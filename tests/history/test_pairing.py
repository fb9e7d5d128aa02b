"""contactdesk.history.pairing: which items of two lists are the same."""

import pytest

from contactdesk.history.pairing import (
    MAX_AHEAD,
    MAX_COMPARED,
    pair_items,
    pair_memories,
    pair_messages,
    pair_open_items,
)
from contactdesk.providers import all_providers

PATHS = all_providers()["bland"].memories


def message(text, at="2026-03-01T10:00:00Z", role="user"):
    return {"role": role, "content": text, "channel": "sms", "timestamp": at}


def item(text, at="2026-03-01", priority="low"):
    return {"type": "callback", "description": text, "created_at": at, "priority": priority}


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([1, 2, 3], [1, 2, 3], [(0, 0), (1, 1), (2, 2)]),
        ([1, 2, 3], [3, 1], [(2, 0), (0, 1), (1, None)]),
        (["a", "a"], ["a"], [(0, 0), (1, None)]),
        ([], ["a"], [(None, 0)]),
        ([{"id": 1, "n": 1}, {"id": 2}], [{"id": 2, "n": 5}, {"id": 1}], [(1, 0), (0, 1)]),
        (
            [{"type": "office", "email": "a@x"}, {"type": "home", "email": "b@x"}],
            [{"type": "home", "email": "b@x"}, {"type": "office", "email": "c@x"}],
            [(1, 0), (0, 1)],
        ),
        (
            [{"type": "office", "email": "a@x"}],
            [{"type": "home", "email": "c@x"}],
            [(None, 0), (0, None)],
        ),
        ([None, "x", [1]], ["x", {}, [1]], [(1, 0), (None, 1), (2, 2), (0, None)]),
    ],
)
def test_items_are_paired_by_what_they_are(old, new, pairs):
    assert pair_items(old, new) == pairs


def test_items_without_an_id_are_paired_by_name():
    old = [{"name": "Plan", "value": "gold"}, {"name": "Size", "value": "2"}]
    new = [{"name": "Size", "value": "gold"}, {"name": "Plan", "value": "3"}]
    assert pair_items(old, new, ("$.name",)) == [(1, 0), (0, 1)]


def test_equal_items_far_apart_are_still_paired():
    old = [*range(MAX_AHEAD * 3)]
    assert pair_items(old, [old[-1], *old[:-1]]) == [(old[-1], 0), *[(n, n + 1) for n in old[:-1]]]


def test_very_many_different_objects_are_paired_in_order():
    count = int(MAX_COMPARED**0.5) + 1
    old, new = [{"a": n} for n in range(count)], [{"b": n} for n in range(count)]
    assert pair_items(old, new) == [(n, n) for n in range(count)]


def test_sliding_conversation_pairs_what_both_have():
    old = [message("a", "2026-03-01"), message("b", "2026-03-02"), message("b", "2026-03-03")]
    new = [*old[1:], message("b", "2026-03-04")]
    assert pair_messages(old, new, PATHS) == [(1, 0), (2, 1), (None, 2), (0, None)]


def test_same_conversation_at_other_times_is_paired_in_order():
    old = [message("a", "2026-03-01"), message("b", "2026-03-02")]
    new = [message("a", "2026-04-01"), message("b", "2026-04-02")]
    assert pair_messages(old, new, PATHS) == [(0, 0), (1, 1)]


def test_message_edited_at_the_same_time_is_the_same_message():
    old, new = (
        [message("a"), message("b", "2026-03-02")],
        [message("A"), message("b", "2026-03-02")],
    )
    assert pair_messages(old, new, PATHS) == [(0, 0), (1, 1)]


def test_time_in_another_notation_is_the_same_time():
    old = [message("a"), message("c", "2026-03-05")]
    new = [message("b", "2026-03-01T09:00:00Z"), message("a", "2026-03-01T12:00:00+02:00")]
    assert pair_messages(old, new, PATHS) == [(None, 0), (0, 1), (1, None)]


def test_open_item_of_another_priority_is_the_same_item():
    old, new = [item("Call"), item("Send")], [item("Send", priority="high"), item("Write")]
    assert pair_open_items(old, new, PATHS) == [(1, 0), (None, 1), (0, None)]


def test_open_item_that_says_the_same_at_another_time_is_the_same_item():
    old, new = (
        [item("Call", "2026-03-01"), item("Call", "2026-03-02")],
        [item("Call", "2026-03-02")],
    )
    assert pair_open_items(old, new, PATHS) == [(1, 0), (0, None)]
    assert pair_open_items(old[:1], [item("Call", "2026-05-05")], PATHS) == [(0, 0)]


def test_memories_without_ids_are_paired_by_their_agents():
    old = [{"persona_id": "anna", "summary": "a"}, {"agent_number": "+1"}]
    new = [{"agent_number": "+1", "summary": "n"}, {"persona_id": "anna", "summary": "b"}]
    assert pair_memories(old, new, PATHS) == [(1, 0), (0, 1)]


def test_memories_are_paired_by_their_ids_first():
    old = [{"id": "m1", "persona_id": "anna"}, {"id": "m2", "persona_id": "anna"}]
    new = [{"id": "m2", "persona_id": "anna", "summary": "b"}]
    assert pair_memories(old, new, PATHS) == [(1, 0), (0, None)]
