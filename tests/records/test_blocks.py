import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contactdesk.jsonpath import dig
from contactdesk.model import Badge, Contact, Field, Kind, Layout, Provider, Section
from contactdesk.providers import all_providers
from contactdesk.providers.auth import bearer
from contactdesk.providers.paging import by_cursor
from contactdesk.records.blocks import OTHER, overview, shown_values, singular, tabs, texts, viewed
from contactdesk.records.formatting import is_empty, raw_text

BLAND = {
    "id": "c-1",
    "org_id": "o-1",
    "name": "Sarah Chen",
    "metadata": {"source": "inbound_call", "deep": {"why": {"not": "indeed"}}, "empty": None},
    "created_at": "2025-07-20T10:30:00.000Z",
    "updated_at": "2025-07-23T09:15:00.000Z",
    "identifiers": [
        {
            "id": "ident-1",
            "contact_id": "c-1",
            "identifier_type": "phone_number",
            "identifier_value": "+14155550192",
            "is_primary": True,
        },
        {"identifier_type": "email", "identifier_value": "s@example.com", "is_primary": False},
    ],
    "memories": [
        {
            "id": "mem-1",
            "contact_id": "c-1",
            "persona_id": "persona-1",
            "agent_number": None,
            "summary": "Called about order #8821.",
            "facts": {"timezone": "America/Los_Angeles", "pets": [{"name": "Rex"}]},
            "recent_messages": [
                {
                    "role": "user",
                    "content": "Has it shipped?",
                    "channel": "sms",
                    "timestamp": "2025-07-23T09:10:00.000Z",
                    "mood": "hopeful",
                }
            ],
            "open_items": [
                {
                    "type": "follow_up",
                    "description": "Confirm delivery",
                    "created_at": "2025-07-23T09:10:00.000Z",
                    "priority": "medium",
                    "related_to": {"entity_type": "order", "entity_id": "order-8821"},
                }
            ],
            "entities": [
                {
                    "entity_type": "order",
                    "entity_id": "order-8821",
                    "facts": {"carrier": "UPS"},
                    "status": "in_transit",
                    "last_discussed_at": "2025-07-23T09:10:00.000Z",
                    "notes": None,
                }
            ],
        },
        {"persona_id": None, "agent_number": "+14155550000", "summary": "Second"},
    ],
    "surprise": {"list": [1, 2], "of": [{"kinds": True}]},
}


def declared(*sections, **more):
    return Provider(
        id="test",
        title="Test",
        base_url="https://example.com",
        path="/",
        auth=bearer,
        paging=by_cursor("cursor", "$.next"),
        items="$.items",
        contact=lambda raw: Contact(id="1", name="", raw=raw),
        columns=(),
        sections=sections,
        **more,
    )


def block_of(blocks, title):
    return next(block for block in blocks if block.title == title)


def shown(lines):
    return [(line.label, line.value) for line in lines]


def test_empty_values_are_left_out_but_false_and_zero_are_kept():
    fields = tuple(Field(key, f"$.{key}") for key in "abcdef")
    raw = {"a": "x", "b": None, "c": "", "d": False, "e": 0}
    (block,) = overview(declared(Section("S", fields)), raw)
    assert shown(block.lines) == [("a", "x"), ("d", False), ("e", 0)]


def test_empty_section_is_not_shown():
    section = Section("S", (Field("A", "$.a"),), sections=(Section("T", (Field("B", "$.b"),)),))
    assert overview(declared(section), {"a": None, "b": []}) == []


def test_labels_kinds_and_badges_come_from_the_item():
    provider = declared(
        Section(
            "Custom fields",
            (
                Field(
                    "$.name",
                    "$.value",
                    Kind.JSON,
                    kind_at="$.type",
                    kinds={"date": Kind.DATE, "multi-select": Kind.TAGS},
                    badges=(Badge("Primary", "$.primary"),),
                ),
            ),
            each="$.custom",
        )
    )
    raw = {
        "custom": [
            {"name": "Renewal", "type": "date", "value": "2025-01-02", "primary": True},
            {"name": "Tags", "type": "multi-select", "value": ["a", "b"], "primary": "no"},
            {"name": "Never set", "type": "date", "value": None},
            {"type": "new-type", "value": {"x": 1}},
            {"name": "No value at all"},
        ]
    }
    blocks = overview(provider, raw)
    lines = blocks[0].lines
    assert [(line.label, line.kind, line.value) for line in lines] == [
        ("Renewal", Kind.DATE, "2025-01-02"),
        ("Tags", Kind.TAGS, ["a", "b"]),
        ("Never set", Kind.DATE, None),
        ("Custom fields", Kind.JSON, {"x": 1}),
    ]
    assert lines[0].badges == (Badge("Primary", "$.custom[0].primary"),)
    assert lines[1].badges == ()
    assert lines[0].path == "$.custom[0].value"
    assert lines[0].label_path == "$.custom[0].name"
    rest = {line.path: line.value for line in block_of(blocks, OTHER).lines}
    assert rest["$.custom[4].name"] == "No value at all"
    assert rest["$.custom[1].primary"] == "no"
    assert rest["$.custom[3].type"] == "new-type"
    assert "$.custom[2].name" not in rest


def test_nested_pairs_are_one_line_each_with_humanized_labels():
    (block,) = overview(
        declared(Section("Facts", pairs="$.facts")),
        {"facts": {"time_zone": "Europe/Berlin", "home": {"city": "Köln"}, "n": None, "l": [1, 2]}},
    )
    assert [(line.label, line.value, line.kind, line.path) for line in block.lines] == [
        ("Time zone", "Europe/Berlin", Kind.TIMEZONE, "$.facts.time_zone"),
        ("Home › City", "Köln", Kind.TEXT, "$.facts.home.city"),
        ("N", None, Kind.TEXT, "$.facts.n"),
        ("L", [1, 2], Kind.TAGS, "$.facts.l"),
    ]


def test_tables_drop_empty_rows_and_columns():
    section = Section(
        "Calls",
        (Field("When", "$.w"), Field("Who", "$.x"), Field("How", "$.h")),
        each="$.calls",
        layout=Layout.TABLE,
    )
    (block,) = overview(
        declared(section), {"calls": [{"w": "1", "h": "a"}, {}, "malformed", {"h": "b"}]}
    )[:1]
    assert block.columns == ("When", "How")
    assert [[cell and cell.value for cell in row] for row in block.rows] == [
        ["1", "a"],
        [None, "b"],
    ]


def test_cards_have_headings_and_nested_sections():
    section = Section(
        "Entities",
        (Field("Status", "$.status"),),
        each="$.entities",
        layout=Layout.CARDS,
        heading=("$.name", "$.entity_id"),
        subheading=("$.entity_type",),
        sections=(Section("Facts", pairs="$.facts"),),
    )
    (entities,) = overview(declared(section), {"entities": BLAND["memories"][0]["entities"]})[:1]
    (card,) = entities.blocks
    assert (card.title, card.subtitle, card.title_path) == (
        "order-8821",
        "order",
        "$.entities[0].entity_id",
    )
    assert shown(card.lines) == [("Status", "in_transit")]
    assert shown(block_of(card.blocks, "Facts").lines) == [("Carrier", "UPS")]


def test_item_is_built_when_opened():
    (tab,) = tabs(all_providers()["bland"], BLAND)
    assert tab.title == "Memories"
    assert [item.title for item in tab.items] == ["persona-1", "+14155550000"]
    assert tab.items[0].path == "$.memories[0]"
    blocks = tab.items[0].build()
    (message,) = block_of(blocks, "Recent messages").messages
    assert (message.who.value, message.text.value, message.channel.value) == (
        "user",
        "Has it shipped?",
        "sms",
    )
    assert message.text.path == "$.memories[0].recent_messages[0].content"
    item = block_of(blocks, "Open items").blocks[0]
    assert ("Priority", "medium") in shown(item.lines)


def test_item_without_heading_is_untitled_and_numbered():
    (tab,) = tabs(all_providers()["bland"], {"memories": [{"summary": "x"}, 5, {"summary": "y"}]})
    assert [item.title for item in tab.items] == ["Untitled memory 1", "Untitled memory 3"]
    assert [item.short_title for item in tab.items] == ["Memory 1", "Memory 3"]


def test_unmapped_values_are_in_the_other_block():
    other = block_of(overview(all_providers()["bland"], BLAND), OTHER)
    assert [(line.label, line.value, line.path) for line in other.lines] == [
        (
            "Memories 1 › Recent messages 1 › Mood",
            "hopeful",
            "$.memories[0].recent_messages[0].mood",
        ),
        ("Surprise › List", [1, 2], "$.surprise.list"),
        ("Surprise › Of 1 › Kinds", True, "$.surprise.of[0].kinds"),
    ]


def test_counted_list_still_appears_under_other():
    provider = declared(Section("S", (Field("How many", "$.list", Kind.COUNT),)))
    blocks = overview(provider, {"id": "1", "list": ["a"]})
    assert shown(block_of(blocks, OTHER).lines) == [("ID", "1"), ("List", ["a"])]


def test_texts_have_their_place():
    places = {text: (place, tab, item) for place, text, _, tab, item, _ in texts_of(BLAND)}
    assert places["Sarah Chen"] == (("Name", ""), "", -1)
    assert places["America/Los_Angeles"] == (
        ("Fact: Timezone", "persona-1"),
        "Memories",
        0,
    )
    assert places["Has it shipped?"] == (("Message", "persona-1"), "Memories", 0)
    assert places["UPS"] == (("Fact: Carrier", "persona-1"), "Memories", 0)
    assert places["+14155550000"][0] == ("Agent number", "+14155550000")
    assert places["hopeful"][0] == (
        "Other: Memories 1 › Recent messages 1 › Mood",
        "",
    )


def texts_of(raw, vendor="bland"):
    return list(texts(all_providers()[vendor], raw))


def test_path_of_a_text_leads_to_its_value():
    record = viewed(all_providers()["bland"], BLAND)
    for text in texts_of(BLAND):
        value = dig(record, text.path)
        if value is True:
            assert text.text == "Primary"
        else:
            assert isinstance(value, list) or text.text.split("\n")[0] == raw_text(value)


@pytest.mark.parametrize(
    ("title", "one"),
    [
        ("Memories", "memory"),
        ("Open items", "open item"),
        ("Web addresses", "web address"),
        ("Metadata", "metadata"),
        ("CRM", "CRM"),
        ("Address", "address"),
        ("", ""),
    ],
)
def test_singular(title, one):
    assert singular(title) == one


def test_deep_and_long_records_are_bounded():
    deep = "bottom"
    for _ in range(500):
        deep = {"a": deep}
    provider = all_providers()["bland"]
    raw = {**BLAND, "deep": deep, "long": {str(n): n for n in range(12_000)}}
    other = block_of(overview(provider, raw), OTHER)
    assert "bottom" in raw_text(other.lines[3].value)
    assert other.lines[-1].label == "And more"


# Broken data


def leaves(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif not is_empty(value):
        yield value


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("aé$.[\"]\n\u202e", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
FULL = {
    "bland": BLAND,
    "quo": {
        "id": "q1",
        "defaultFields": {
            "firstName": "J",
            "emails": [{"name": "work", "value": "j@x.com", "id": "e1"}],
            "phoneNumbers": [{"name": "home", "value": None, "id": "p1"}],
        },
        "customFields": [{"name": "Region", "type": "multi-select", "value": ["EU"], "key": "r"}],
        "sourceUrl": "https://example.com",
    },
    "close": {
        "id": "cont_1",
        "emails": [{"email": "a@b.co", "type": "office", "is_unsubscribed": True}],
        "phones": [{"phone": "+1", "type": "mobile", "tz_ids": ["UTC"], "country": "US"}],
        "recent_calls": [{"id": "c", "duration": 5, "status": "busy", "dialer_id": None}],
        "subscriptions": [{"sequence_name": "Hi", "subscription_status": "goal"}],
        "custom.cf_1": "x",
    },
    "askelephant": {"id": "a1", "emails": [{"email": "a@b.co", "is_primary": True}]},
    "opencx": {"id": "o1", "custom_data": {"plan": "pro"}},
}


def places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, each in inner:
        yield from places(each, (*path, key))


@st.composite
def broken(draw):
    vendor = draw(st.sampled_from(sorted(FULL)))
    raw = json.loads(json.dumps(FULL[vendor]))
    for _ in range(draw(st.integers(0, 4))):
        where = draw(st.sampled_from([place for place in places(raw) if place]))
        holder = raw
        for step in where[:-1]:
            holder = holder[step]
        holder[where[-1]] = draw(JUNK)
    raw.update(draw(st.dictionaries(st.text(max_size=3), JUNK, max_size=2)))
    return all_providers()[vendor], raw


@settings(max_examples=300, deadline=None)
@given(broken())
def test_every_value_of_a_broken_record_is_shown(case):
    provider, raw = case
    shown_texts = "\n".join(raw_text(shown.value) for shown in shown_values(provider, raw))
    badge = {True, False}
    for leaf in leaves(viewed(provider, raw)):
        if isinstance(leaf, bool) and leaf in badge:
            continue
        # Inside a nested value a text is written as JSON.
        written = json.dumps(leaf, ensure_ascii=False)
        assert raw_text(leaf) in shown_texts or written in shown_texts


@settings(max_examples=60, deadline=None)
@given(JUNK)
def test_record_that_is_not_an_object_has_no_blocks(raw):
    for provider in all_providers().values():
        if not isinstance(raw, dict):
            assert overview(provider, raw) == []
            assert tabs(provider, raw) == []


def test_record_broken_in_every_field_has_blocks():
    for provider in all_providers().values():
        for junk in (None, 5, "x", [], {}, [[[]]], [{"a": [None]}], True):
            raw = dict.fromkeys(FULL[provider.id], junk)
            assert isinstance(overview(provider, raw), list)
            assert isinstance(tabs(provider, raw), list)


def test_unknown_vendor_needs_no_code_here():
    provider = replace(declared(Section("S", (Field("A", "$.a"),))), id="sixth", title="Sixth")
    assert overview(provider, {"a": 1})[0].lines[0].value == 1


CALLS = [
    {"n": "old", "at": "2025-01-01T00:00:00Z"},
    {"n": "no time"},
    {"n": "new", "at": "2025-03-01T01:00:00+02:00", "main": True},
    {"n": "day", "at": "2025-02-01"},
    {"n": "words", "at": "yesterday, 2026"},
]


@pytest.mark.parametrize("layout", [Layout.LINES, Layout.TABLE])
def test_newest_items_come_first_and_those_without_a_time_last(layout):
    section = Section("Calls", (Field("N", "$.n"),), "$.calls", layout=layout, newest_by="$.at")
    (block, *_rest) = overview(declared(section), {"calls": CALLS})
    lines = block.lines or [row[0] for row in block.rows]
    assert [line.value for line in lines] == ["new", "day", "old", "no time", "words"]
    assert [line.path for line in lines][:2] == ["$.calls[2].n", "$.calls[3].n"]


def test_preferred_items_come_first():
    section = Section("Calls", (Field("N", "$.n"),), each="$.calls", preferred="$.main")
    (block, *_rest) = overview(declared(section), {"calls": CALLS})
    assert [line.value for line in block.lines][:3] == ["new", "old", "no time"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("Ada Byron", False), (" Ada", False), ("Byron", False), ("Ada B.", True), (["Ada"], True)],
)
def test_field_is_left_out_while_others_say_the_same(value, shown):
    names = Field("Full", "$.full", unless=("$.first", "$.last"))
    fields = (Field("First", "$.first"), Field("Last", "$.last"), names)
    raw = {"first": "Ada", "last": "Byron ", "full": value}
    blocks = overview(declared(Section("Name", fields)), raw)
    assert [block.title for block in blocks] == ["Name"]
    assert ("Full" in [line.label for line in blocks[0].lines]) is shown


def test_section_without_a_heading_and_folded_section_are_marked():
    field = (Field("N", "$.n"),)
    plain, bare, folded = overview(
        declared(
            Section("Plain", field),
            Section("Bare", field, titled=False),
            Section("Folded", field, folded=True),
        ),
        {"n": 1},
    )
    assert [(each.is_titled, each.is_folded) for each in (plain, bare, folded)] == [
        (True, False),
        (False, False),
        (True, True),
    ]
    places = [
        found.place.part for found in shown_values(declared(Section("Bare", field)), {"n": 1})
    ]
    assert places == ["N"]
