import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.providers import all_providers
from contactdesk.records.parse import (
    MAX_LEVELS,
    TOO_DEEP,
    decode_json,
    is_deep,
    read_page,
    truncate_depth,
)
from contactdesk.sandbox import records

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def nested(levels, opening="[", closing="]", inner='"deep [{\\" down"'):
    return opening * levels + inner + closing * levels


@given(JSON)
def test_shallow_json_is_not_truncated(value):
    body = json.dumps(value, ensure_ascii=False).encode()
    assert truncate_depth(body) == body


@given(JSON, st.integers(0, MAX_LEVELS + 2))
def test_lists_and_objects_count_as_levels(value, levels):
    for _ in range(levels):
        value = [value, 7] if levels % 2 else {"a": value, "b": []}
    assert is_deep(value) == (depth_of(value) > MAX_LEVELS)


def depth_of(value):
    if not isinstance(value, list | dict):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(depth_of, inner), default=0)


@pytest.mark.parametrize(("levels", "is_read"), [(MAX_LEVELS, True), (MAX_LEVELS + 1, False)])
def test_depth_limit_is_the_same_on_every_python(levels, is_read):
    body = nested(levels, inner="7").encode()
    if is_read:
        assert json.dumps(decode_json(body)).encode() == body
    else:
        with pytest.raises(RecursionError):
            decode_json(body)


@given(st.binary())
def test_truncating_other_bytes_keeps_their_length(body):
    assert len(truncate_depth(body)) == len(body)


@pytest.mark.parametrize("levels", [MAX_LEVELS - 1, MAX_LEVELS, MAX_LEVELS + 1, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_json_is_blank_below_the_limit(levels, opening, closing):
    body = f'{{"before":[1],"deep":{nested(levels, opening, closing)},"after":"}}"}}'.encode()
    cut = truncate_depth(body)
    assert len(cut) == len(body)
    read = json.loads(cut)
    assert read["before"] == [1]
    assert read["after"] == "}"
    assert (cut == body) == (levels < MAX_LEVELS - 1)


@pytest.mark.parametrize("levels", [1_000, 100_000])
@pytest.mark.parametrize("vendor", list(all_providers()))
def test_too_deep_record_does_not_affect_the_others(vendor, levels):
    provider = all_providers()[vendor]
    rows = [json.dumps(each, ensure_ascii=False) for each in records(vendor, 0, 3)]
    deep = f'{rows[1][:-1]}, "x_deep": {nested(levels)}}}'
    key = provider.items.removeprefix("$.")
    body = f'{{"{key}": [{rows[0]}, {deep}, {rows[2]}], "pagination": {{}}}}'.encode()
    page = read_page(provider, body)
    assert [record.malformed for record in page.records] == ["", TOO_DEEP, ""]
    assert [record.raw.decode() for record in page.records] == [rows[0], deep, rows[2]]
    assert page.records[1].contact.id == json.loads(rows[1])["id"]
    assert page.records[1].contact.name
