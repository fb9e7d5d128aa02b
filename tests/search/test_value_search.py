import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model import Kind
from contactdesk.search.highlight import hits_in, matches
from contactdesk.search.query import NOTHING, parse
from contactdesk.search.value_search import (
    MAX_SEARCH_CHARS,
    field_search,
    part_search,
    quoted,
    text_search,
)

SENTENCE = "Maria called about order #10482, stuck in Leipzig."


@pytest.mark.parametrize(
    ("value", "kind", "place", "expected"),
    [
        ("jane@x.com", Kind.EMAIL, "email", "jane@x.com"),
        ("-jane@x.com", Kind.EMAIL, "", '"-jane@x.com"'),
        ("+1 (555) 123-4567", Kind.PHONE, "phone", "+1 (555) 123-4567"),
        ('say "hi" now', Kind.TEXT, "", '"say hi now"'),
        ("name:foo -bar OR baz", Kind.TEXT, "", '"name:foo -bar OR baz"'),
        (["a", "b c"], Kind.TAGS, "", '"a" "b c"'),
        ({"a": 1.5, "b": ["x"]}, Kind.JSON, "", '"1.5" "x"'),
        (12, Kind.NUMBER, "", '"12"'),
        ("2025-03-01", Kind.DAY, "", '"2025-03-01"'),
        ("2025-03-01T10:00:00Z", Kind.DAY, "custom.renewal", '"2025-03-01"'),
        # What no search covers.
        ("2025-03-01T10:00:00Z", Kind.DATE, "", ""),
        ("2025-03-01T10:00:00Z", Kind.DATE, "created_at", ""),
        (True, Kind.BOOL, "custom.vip", ""),
        ("?! …", Kind.TEXT, "", ""),
        ("", Kind.TEXT, "", ""),
        (None, Kind.TEXT, "", ""),
        (3, Kind.COUNT, "", ""),
    ],
)
def test_search_for_a_value(value, kind, place, expected):
    assert text_search(value, kind, place) == expected


@pytest.mark.parametrize(
    ("value", "kind", "place", "expected"),
    [
        ("jane@x.com", Kind.EMAIL, "email", 'email:"jane@x.com"'),
        ("Europe/Madrid", Kind.TIMEZONE, "fact.time_zone", 'fact.time_zone:"Europe/Madrid"'),
        ("gold", Kind.TEXT, "custom.plan=cf_1", 'custom.plan:"gold"'),
        (["a", "b"], Kind.TAGS, "custom.tags", 'custom.tags:"a" custom.tags:"b"'),
        (False, Kind.BOOL, "custom.vip", 'custom.vip:"no"'),
        ("2025-03-01T10:00:00Z", Kind.DATE, "updated_at", "updated:2025-03-01"),
        ("2025-03-01", Kind.DATE, "created_at", "created:2025-03-01"),
        ("soon", Kind.DATE, "created_at", ""),
        ("Plan type", Kind.TEXT, "custom.plan_type=cf_1", ""),
        ("x", Kind.TEXT, "", ""),
        ("x", Kind.TEXT, "matched", ""),
        ("x", Kind.TEXT, "said.y", ""),
    ],
)
def test_search_for_contacts_with_the_same(value, kind, place, expected):
    assert field_search(value, kind, place) == expected


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("der #104", '"order #10482"'),
        ("Maria", '"Maria"'),
        ("Leip", '"Leipzig"'),
        (" #10482, ", '"10482"'),
        ("order #10482, stuck in Leipzig.", '"order #10482, stuck in Leipzig"'),
        (",", ""),
        ("", ""),
        ("Anna", ""),
    ],
)
def test_search_for_a_selected_part_takes_whole_words(selected, expected):
    found = part_search(SENTENCE, Kind.LONG, selected, "said")
    assert found == expected
    assert not found or hits_in("said", SENTENCE, parse(found))


def test_long_text_is_searched_by_its_first_words():
    found = text_search("alpha beta " * 200, Kind.LONG, "said")
    assert found.startswith('"alpha beta')
    assert len(found) <= MAX_SEARCH_CHARS + 2
    assert found.endswith(('alpha"', 'beta"'))


WORDS = st.text("ab\"“”„:-.<>()@/+ é你👍\n'2", min_size=1, max_size=40)


@given(st.one_of(WORDS, st.text(min_size=1, max_size=400)))
def test_every_search_is_understood_and_matches_its_value(value):
    for found in (text_search(value, Kind.TEXT), field_search(value, Kind.TEXT, "custom.k")):
        query = parse(found)
        assert not query.problems
        assert NOTHING not in query.terms
        assert len(query.terms) == len(query.clauses)
        assert all(matches(value, term) for term in query.terms), found


@given(WORDS)
def test_quotation_marks_inside_do_not_end_the_quotes(value):
    assert sum(each in '"“”„' for each in quoted(value)) == 2
