from contactdesk.model import Badge, Field, Kind, Layout, Section
from contactdesk.records.section_plan import compile_sections
from contactdesk.records.unmapped import MAX_LABEL_LEVELS, flatten, is_sent, join, unmapped


def rest(record, *sections):
    return [
        (label, value, path)
        for label, value, _, path in unmapped(compile_sections(sections), record)
    ]


def test_join_quotes_keys_that_need_it():
    assert join("$", "a b") == "$.a b"
    assert join("$.x[0]", "custom.cf_1") == '$.x[0]."custom.cf_1"'
    assert join("$", "") == '$.""'


def test_flatten_labels_with_keys_and_numbers_from_one():
    found = list(flatten("Home", "home", {"a": [1, 2], "b": [{"c": 1}, {"c": None}]}, "$.home"))
    assert found == [
        ("Home › A", [1, 2], Kind.TAGS, "$.home.a"),
        ("Home › B 1 › C", 1, Kind.TEXT, "$.home.b[0].c"),
    ]


def test_flatten_stops_at_the_maximum_label_level():
    deep = "end"
    for _ in range(MAX_LABEL_LEVELS + 5):
        deep = {"k": deep}
    ((label, value, kind, _),) = flatten("", "", deep, "$")
    assert label.count("K") == MAX_LABEL_LEVELS
    assert (kind, type(value)) == (Kind.JSON, dict)


def test_whole_values_and_pairs_are_mapped():
    sections = (Section("S", (Field("A", "$.a"),), pairs="$.p"),)
    assert rest({"a": {"x": 1}, "p": {"y": 2}}, *sections) == []
    assert rest({"a": None, "p": [3]}, *sections) == [("P", [3], "$.p")]


def test_two_sections_can_share_a_list():
    sections = (
        Section("One", (Field("A", "$.a"),), each="$.list"),
        Section("Two", (Field("B", "$.b"),), each="$.list", layout=Layout.TABLE),
    )
    assert rest({"list": [{"a": 1, "b": 2, "c": 3}]}, *sections) == [
        ("List 1 › C", 3, "$.list[0].c")
    ]


def test_badge_maps_only_a_bool():
    field = Field("A", "$.a", badges=(Badge("Primary", "$.first"),))
    assert rest({"a": 1, "first": False}, Section("S", (field,))) == []
    assert rest({"a": 1, "first": "perhaps"}, Section("S", (field,))) == [
        ("First", "perhaps", "$.first")
    ]


def test_only_the_displayed_heading_is_mapped():
    section = Section(
        "S", (Field("A", "$.a"),), each="$.l", layout=Layout.CARDS, heading=("$.x", "$.y")
    )
    assert rest({"l": [{"a": 1, "x": "shown", "y": "hidden"}]}, section) == [
        ("L 1 › Y", "hidden", "$.l[0].y")
    ]
    assert rest({"l": [{"y": "shown"}]}, section) == []


def test_fifth_field_of_a_message_is_unmapped():
    fields = tuple(Field(key, f"$.{key}") for key in "abcde")
    section = Section("S", fields, each="$.l", layout=Layout.CHAT)
    assert rest({"l": [dict.fromkeys("abcde", 1)]}, section) == [("L 1 › E", 1, "$.l[0].e")]


def test_is_sent_distinguishes_null_from_absent():
    assert is_sent({"a": {"b": None}}, "$.a.b")
    assert not is_sent({"a": {}}, "$.a.b")
    assert not is_sent([], "$.a")
    assert not is_sent({"a": 1}, "$.a.b")
