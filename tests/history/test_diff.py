"""contactdesk.history.diff: kinds and fields of a change, and every difference."""

import copy
import json
import random
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contactdesk.history.diff import Changed, diff, kinds_and_fields
from contactdesk.history.kinds import KINDS, MESSAGE_DROPPED, TIME
from contactdesk.model import Kind
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from tests.index.remembering import HOSTILE, deep

PROVIDERS = all_providers()
BLAND = PROVIDERS["bland"]

MEMORY = {
    "persona_id": "anna",
    "summary": "Wants a refund",
    "facts": {"time zone": "Europe/Paris", "team": {"size": 4}, "plan": "gold"},
    "recent_messages": [
        {"role": "user", "content": "Hi", "channel": "sms", "timestamp": "2026-03-01T10:00:00Z"},
        {"role": "assistant", "content": "Hello", "timestamp": "2026-03-01T10:01:00Z"},
    ],
    "open_items": [
        {
            "type": "callback",
            "description": "Call back",
            "priority": "low",
            "created_at": "2026-03-02",
        }
    ],
    "entities": [{"entity_type": "order", "entity_id": "o-1", "status": "open", "facts": {"n": 5}}],
}
CONTACT = {
    "id": "b-1",
    "name": "Ana Li",
    "updated_at": "2026-03-01T10:00:00Z",
    "identifiers": [
        {"id": "i0", "identifier_type": "phone_number", "identifier_value": "+14155550100"},
        {"id": "i1", "identifier_type": "email", "identifier_value": "ana@acme.example"},
    ],
    "metadata": {"plan": "gold", "utm": {"campaign": "autumn"}},
    "memories": [MEMORY],
}


def encoded(value) -> bytes:
    return json.dumps(value).encode()


def changed(edit, provider=BLAND, contact=CONTACT):
    """What `edit` changes in a contact."""
    new = copy.deepcopy(contact)
    edit(new)
    return kinds_and_fields(provider, encoded(contact), encoded(new))


def differences(edit, provider=BLAND, contact=CONTACT):
    new = copy.deepcopy(contact)
    edit(new)
    return diff(provider, encoded(contact), encoded(new))


def set_at(*path):
    """An edit: the last argument is put where the others lead; None takes it away."""
    *steps, last, value = path

    def edit(contact):
        for step in steps:
            contact = contact[step]
        if value is None:
            del contact[last]
        elif isinstance(contact, list) and last == len(contact):
            contact.append(value)
        else:
            contact[last] = value

    return edit


OTHER = {"persona_id": "bert", "summary": "New here"}
MESSAGE = {"role": "user", "content": "Bye", "timestamp": "2026-03-03T10:00:00Z"}
ITEM = {"type": "send", "description": "Send invoice"}
PHONE = {"id": "i2", "identifier_type": "phone_number", "identifier_value": "+14155550199"}


@pytest.mark.parametrize(
    ("edit", "kinds", "fields"),
    [
        (set_at("name", "Ana Lee"), ("field",), ("name",)),
        (set_at("identifiers", 1, "identifier_value", "a@b.example"), ("field",), ("email",)),
        (set_at("identifiers", 2, PHONE), ("field",), ("phone",)),
        (set_at("identifiers", 0, None), ("field",), ("phone",)),
        (set_at("metadata", "plan", "silver"), ("field",), ("custom.plan",)),
        (set_at("metadata", "utm", "campaign", "spring"), ("field",), ("custom.utm",)),
        (
            set_at("memories", 0, "facts", "time zone", "UTC"),
            ("fact-changed",),
            ("fact.time_zone",),
        ),
        (set_at("memories", 0, "facts", "team", "size", 5), ("fact-changed",), ("fact.team",)),
        (set_at("memories", 0, "facts", "plan", None), ("fact-dropped",), ("fact.plan",)),
        (set_at("memories", 0, "facts", "vip", True), ("fact-added",), ("fact.vip",)),
        (set_at("memories", 0, "open_items", 1, ITEM), ("item-opened",), ()),
        (set_at("memories", 0, "open_items", 0, None), ("item-closed",), ()),
        (set_at("memories", 0, "open_items", 0, "priority", "high"), ("item-changed",), ("open",)),
        (set_at("memories", 0, "recent_messages", 2, MESSAGE), ("message-added",), ()),
        (set_at("memories", 0, "recent_messages", 0, None), ("message-dropped",), ()),
        (set_at("memories", 0, "recent_messages", 0, MESSAGE), ("message-added",), ()),
        (set_at("memories", 0, "summary", "Got it"), ("field",), ("summary",)),
        (set_at("memories", 0, "entities", 0, "status", "closed"), ("field",), ("entity",)),
        (set_at("memories", 0, "entities", 0, "facts", "n", 6), ("field",), ("entity",)),
        (set_at("memories", 1, OTHER), ("memory-added",), ()),
        (
            set_at("memories", 0, None),
            ("fact-dropped", "item-closed", "message-dropped", "memory-dropped"),
            ("fact.time_zone", "fact.team", "fact.plan"),
        ),
        (
            set_at("memories", 1, {**OTHER, "facts": {"vip": True}, "open_items": [ITEM]}),
            ("fact-added", "item-opened", "memory-added"),
            ("fact.vip",),
        ),
        (set_at("favorite color", "red"), ("field",), ("favorite_color",)),
    ],
)
def test_each_change_has_its_kind_and_field(edit, kinds, fields):
    assert changed(edit) == Changed(kinds, fields)


@pytest.mark.parametrize(
    "edit",
    [
        set_at("updated_at", "2026-05-05T10:00:00Z"),
        set_at("last_contacted_at", "2026-05-05T10:00:00Z"),
        set_at("memories", 0, "updated_at", "2026-05-05T10:00:00Z"),
        set_at("memories", 0, "entities", 0, "last_discussed_at", "2026-05-05T10:00:00Z"),
        set_at("memories", 0, "open_items", 0, "created_at", "2026-03-05T10:00:00Z"),
        set_at("memories", 0, "recent_messages", 0, "timestamp", "2026-03-05T10:00:00Z"),
        set_at("metadata", {"utm": {"campaign": "autumn"}, "plan": "gold", "none": None}),
    ],
)
def test_times_order_and_emptiness_alone_are_no_change(edit):
    assert changed(edit) == Changed()
    assert {each.kind for each in differences(edit)} <= {TIME}


def test_difference_says_what_where_and_whose():
    (fact,) = differences(set_at("memories", 0, "facts", "time zone", "UTC"))
    assert (fact.label, fact.old, fact.new, fact.agent) == (
        "Time zone",
        "Europe/Paris",
        "UTC",
        "anna",
    )
    assert fact.path == fact.old_path == "$.memories[0].facts.time zone"
    assert (fact.section, fact.value_kind) == ("Facts", Kind.TIMEZONE)
    (entity,) = differences(set_at("memories", 0, "entities", 0, "status", "closed"))
    assert (entity.label, entity.section, entity.heading) == ("Status", "Entities", "o-1")
    (message,) = differences(set_at("memories", 0, "recent_messages", 2, MESSAGE))
    assert (message.old, message.new) == (None, "Bye")
    assert message.path == "$.memories[0].recent_messages[2]"
    (custom,) = differences(set_at("metadata", "utm", "campaign", "spring"))
    assert (custom.label, custom.section) == ("Utm › Campaign", "Metadata")


def test_new_memory_is_told_by_its_summary_and_its_parts():
    entity = {"entity_type": "order", "entity_id": "o-9", "status": "open"}
    other = {**OTHER, "id": "m-2", "facts": {"vip": True}, "entities": [entity]}
    found = differences(set_at("memories", 1, other))
    assert [(each.kind, each.label, each.new) for each in found] == [
        ("memory-added", "", "New here"),
        ("fact-added", "VIP", True),
        ("memory-added", "Entity type", "order"),
        ("memory-added", "Entity ID", "o-9"),
        ("memory-added", "Status", "open"),
    ]
    assert {each.agent for each in found} == {"bert"}


def test_label_that_a_person_chose_is_taken_from_the_item():
    provider = PROVIDERS["quo"]
    old = {
        "id": "1",
        "customFields": [{"key": "k", "name": "Unit #", "type": "string", "value": "2"}],
    }
    (one,) = differences(set_at("customFields", 0, "value", "3"), provider, old)
    assert (one.label, one.field, one.old, one.new) == ("Unit #", "custom.unit", "2", "3")


def test_item_that_came_whole_is_one_field():
    provider = PROVIDERS["close"]
    old = {"id": "1", "name": "Ana", "emails": []}
    new = set_at("emails", 0, {"type": "office", "email": "a@b.example", "is_unsubscribed": False})
    assert changed(new, provider, old) == Changed(("field",), ("email",))


@pytest.mark.parametrize("vendor", PROVIDERS)
def test_kinds_and_fields_are_those_of_the_differences(vendor):
    provider, people = PROVIDERS[vendor], records(vendor, 0, 80)
    for one, other in pairwise(people):
        old, new = encoded(one), encoded(other)
        found = [each for each in diff(provider, old, new) if each.kind != TIME]
        kinds = {each.kind for each in found}
        summary = kinds_and_fields(provider, old, new)
        assert {*summary.kinds} | {MESSAGE_DROPPED} == kinds | {MESSAGE_DROPPED}
        assert {*summary.fields} == {each.field for each in found if each.field}
        assert [*summary.kinds] == sorted(summary.kinds, key=KINDS.index)
        assert kinds_and_fields(provider, old, old) == Changed()


def test_record_that_is_no_object_differs_as_text():
    (one,) = diff(BLAND, b"[1]", encoded(CONTACT))
    assert (one.kind, one.field, one.old) == ("field", "record", "[1]")
    assert kinds_and_fields(BLAND, b"[1]", b"\xff\xfe") == Changed(("field",), ("record",))
    assert diff(BLAND, b"[1]", b"[1]") == []


@pytest.mark.parametrize("raw", [encoded(each) for each in HOSTILE] + [deep(150), deep(5_000)])
def test_hostile_records_differ_without_an_error(raw):
    for provider in PROVIDERS.values():
        for old, new in ((raw, encoded(CONTACT)), (encoded(CONTACT), raw), (raw, raw)):
            summary = kinds_and_fields(provider, old, new)
            assert bool(summary.kinds) == (old != new)
            diff(provider, old, new)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "name", "memories", "facts", "x", "a.b"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON)
@example([None, " "], [None, [None]])
@settings(deadline=None, max_examples=150)
def test_any_two_objects_are_compared_and_equal_ones_do_not_differ(one, other):
    old, new = encoded({"memories": one, "v": other}), encoded({"memories": other, "v": one})
    for provider in PROVIDERS.values():
        assert kinds_and_fields(provider, old, old) == Changed()
        there, back = diff(provider, old, new), diff(provider, new, old)
        assert len(there) == len(back)


def test_fields_of_a_change_are_bounded():
    new = {**CONTACT, "metadata": {f"key {n}": "x" for n in range(500)}}
    assert len(kinds_and_fields(BLAND, encoded(CONTACT), encoded(new)).fields) == 200


def test_long_conversations_are_compared_in_a_moment():
    pick = random.Random(1)
    said = [{"role": "user", "content": str(pick.random())} for _ in range(3_000)]
    old = {**CONTACT, "memories": [{**MEMORY, "recent_messages": said}]}
    new = {
        **CONTACT,
        "memories": [{**MEMORY, "recent_messages": [*said[1_500:], *said[:1_400], *said]}],
    }
    assert "message-added" in kinds_and_fields(BLAND, encoded(old), encoded(new)).kinds
