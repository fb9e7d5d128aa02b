"""What the detail pane shows of the recorded contacts: all of it, once, under its own heading."""

import json
import re
from copy import deepcopy

import pytest

from contactdesk.jsonpath import dig
from contactdesk.model import Kind, Layout
from contactdesk.records.blocks import OTHER, overview, shown_values, tabs
from contactdesk.records.formatting import is_empty, raw_text


def plain_path(path):
    """`$.emails[0].email` -> `$.emails[*].email`."""
    return re.sub(r"\[(\d+|type=[^\]]*)\]", "[*]", path)


def inside(block):
    yield block
    for nested in block.blocks:
        yield from inside(nested)


def every_block(provider, raw):
    """The blocks of the overview and of every tab's items, and those inside them."""
    tops = [*overview(provider, raw)]
    tops += [block for tab in tabs(provider, raw) for item in tab.items for block in item.build()]
    return [block for top in tops for block in inside(top)]


def every_line(provider, raw):
    for block in every_block(provider, raw):
        yield from block.lines
        yield from (cell for row in block.rows for cell in row if cell)


def scalars(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    elif not is_empty(value):
        yield value


def badge_paths(section, base="$"):
    base += section.each.removeprefix("$") + "[*]" if section.each else ""
    own = {base + badge.path[1:]: badge.title for f in section.fields for badge in f.badges}
    for nested in section.sections:
        own |= badge_paths(nested, base)
    return own


def titles(badges):
    return tuple(badge.title for badge in badges)


def other(provider, raw):
    return [line for b in overview(provider, raw) if b.title == OTHER for line in b.lines]


@pytest.fixture
def full(provider, bodies):
    """The recorded contact that has every documented field."""
    return json.loads(bodies[0])[provider.items.removeprefix("$.")][0]


def test_every_documented_field_is_shown(provider, full, documented):
    shown = {plain_path(each.path) for each in shown_values(provider, full)}
    badges = {}
    for section in provider.sections:
        badges |= badge_paths(section)
    seen = {title for line in every_line(provider, full) for title in titles(line.badges)}
    shown |= {path for path, title in badges.items() if title in seen}
    free = [path for path in documented if not {path} & shown]
    shown |= {path for path in free if any(each.startswith(path + ".") for each in shown)}
    fields = [field for section in provider.sections for field in section.fields]
    same = {field.path for field in fields if field.unless and dig(full, field.path)}
    assert {plain_path(path) for path in documented} - shown <= same


def test_nothing_documented_lands_in_other(provider, full):
    assert not other(provider, full)


def test_every_value_of_every_record_is_shown(provider, records):
    for record in records:
        if not isinstance(json.loads(record.raw), dict):
            continue
        shown = shown_values(provider, record.contact.raw)
        said = " ".join(raw_text(each.value) for each in shown)
        hidden = [
            value
            for value in scalars(record.contact.raw)
            if not isinstance(value, bool) and raw_text(value) not in said
        ]
        assert not hidden, record.contact.id


def test_unknown_field_lands_in_other_at_any_depth(provider, full):
    raw, planted = deepcopy(full), []

    def plant(value, path):
        for key, inner in list(value.items()):
            if key in ("custom_data", "metadata", "facts", "custom"):
                continue
            if isinstance(inner, dict):
                plant(inner, f"{path}.{key}")
            elif isinstance(inner, list):
                for number, item in enumerate(inner):
                    if isinstance(item, dict):
                        plant(item, f"{path}.{key}[{number}]")
        value["invented_field"] = f"zebra {len(planted)}"
        planted.append((f"{path}.invented_field", value["invented_field"]))

    plant(raw, "$")
    found = [(line.path, line.value) for line in other(provider, raw)]
    assert sorted(found) == sorted(planted)


def test_nothing_empty_is_shown_of_a_bare_record(provider):
    blocks = overview(provider, {"id": "only-this"})
    assert [(block.title, [line.value for line in block.lines]) for block in blocks] == [
        ("Technical IDs", ["only-this"])
    ]
    assert tabs(provider, {"id": "only-this"}) == []


def test_quo_custom_fields_have_the_kind_of_their_type(recorded):
    provider, records = recorded("quo")
    kinds = [Kind.TAGS, Kind.LONG, Kind.TEXT, Kind.LINK, Kind.BOOL, Kind.DAY, Kind.NUMBER]
    for last in ("ec", "ed", "ee"):
        raw = records[f"664d0db69fcac7cf2e6{last}"].contact.raw
        lines = next(b for b in overview(provider, raw) if b.title == "Custom fields").lines
        assert [line.kind for line in lines] == kinds
        assert lines[2].label == "Inbound Lead"


def test_close_custom_fields_stand_together(recorded):
    provider, records = recorded("close")
    raw = records["cont_0002"].contact.raw
    block = next(b for b in overview(provider, raw) if b.title == "Custom fields")
    assert [line.value for line in block.lines] == ["Gold", ["Alpha", "Beta"], 12.5, True]
    assert not other(provider, raw)


def test_close_calls_and_workflows_in_words(recorded):
    provider, records = recorded("close")
    raw = records["cont_0001fullPx4m"].contact.raw
    blocks = {block.title: block for block in overview(provider, raw)}
    assert blocks["Recent calls"].columns[:3] == ("When", "Status", "Duration")
    assert len(blocks["Recent calls"].rows) == 3
    moments = [row[0].value for row in blocks["Recent calls"].rows]
    assert moments == sorted(moments, reverse=True)
    assert [row[0].value for row in blocks["Workflows"].rows] == [
        f"Sequence {n}" for n in (1, 2, 3)
    ]
    badges = {line.value: titles(line.badges) for line in every_line(provider, raw) if line.badges}
    assert badges == {
        "bruno.m@example.net": ("Unsubscribed",),
        "+16505550100": ("SMS blocked",),
    }


def test_bland_memories_by_persona_or_number(recorded):
    provider, records = recorded("bland")
    raw = records["aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"].contact.raw
    (tab,) = tabs(provider, raw)
    assert [item.title for item in tab.items] == ["persona-12345678", "+18005550111"]
    blocks = {block.title: block for block in tab.items[0].build()}
    assert list(blocks) == ["", "Open items", "Recent messages", "Facts", "Entities", "Record"]
    assert blocks["Recent messages"].layout is Layout.CHAT
    assert [m.channel.value for m in blocks["Recent messages"].messages] == ["sms", "sms", "call"]
    facts = {line.label: line.value for line in blocks["Facts"].lines}
    assert facts["Household › Members"] == 3
    assert facts["VIP"] is False
    entity = blocks["Entities"].blocks[0]
    assert entity.title == "order-8821"
    assert [block.title for block in entity.blocks] == ["Facts"]
    assert [b.title for b in tab.items[1].build()] == ["", "Open items", "Entities", "Record"]


def test_bland_identifiers_have_the_kind_of_their_type(recorded):
    provider, records = recorded("bland")
    raw = records["aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"].contact.raw
    values = next(b for b in overview(provider, raw) if b.title == "Identifiers").lines
    assert [line.kind for line in values] == [Kind.PHONE, Kind.EMAIL, Kind.EMAIL, Kind.TEXT]
    assert [titles(line.badges) for line in values] == [("Primary",), ("Primary",), (), ()]
