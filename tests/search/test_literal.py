import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contactdesk.search.literal import occurrences, sought_text
from contactdesk.text.normalize import normalize


def found(text, typed):
    return [text[start:end] for start, end in occurrences(text, sought_text(typed))]


@pytest.mark.parametrize(
    ("text", "typed", "parts"),
    [
        ("The Invoice, an invoice", "invoice", ["Invoice", "invoice"]),
        ("Prefers afternoons", "noon", ["noon"]),
        ("café CAFE", "cafe", ["café", "CAFE"]),
        ("ﬁnal ﬁx", "fi", ["ﬁ", "ﬁ"]),
        ("call\nback", "call  back", ["call\nback"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("100 %", "%", ["%"]),
        ("a.b", "a*b", []),
        ("anything", " ", []),
        ("Größe", "s", ["ß"]),
        ("", "x", []),
    ],
)
def test_text_is_found_whatever_its_case_and_accents(text, typed, parts):
    assert found(text, typed) == parts


@given(st.text(max_size=40), st.text(max_size=3))
@example("ß", "S")
def test_as_many_spans_are_found_as_the_normalized_text_has(text, typed):
    sought = sought_text(typed)
    spans = occurrences(text, sought)
    whole = normalize(re.sub(r"\s", " ", text))
    found = whole.count(sought) if sought else 0
    # "ß" is two letters of the normalized text and may hold two matches, but is marked once.
    is_alike = all(len(normalize(each)) <= 1 for each in text)
    assert len(spans) == found if is_alike else bool(spans) == bool(found)
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_what_a_plain_search_finds_is_found():
    text = "Order 10482 ships; order 10483 waits"
    assert occurrences(text, "order") == [(0, 5), (19, 24)]
