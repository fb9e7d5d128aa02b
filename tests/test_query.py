from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.fold import fold, words
from contactdesk.query import hits, parse


def hit(text, typed):
    return [text[start:end] for start, end in hits(text, parse(typed))]


@pytest.mark.parametrize("typed", ["", "  ", "&", "--", "\u200b", "…"])
def test_what_holds_no_word_asks_for_nothing(typed):
    query = parse(typed)
    assert query.empty
    assert query.text == typed
    assert hits("anything & -- all", query) == []


def test_every_word_is_a_term():
    assert [term.words for term in parse("Zoë O'Brien & 田中太郎").terms] == [
        ("zoe",),
        ("o", "brien"),
        ("田中", "中太", "太郎"),
    ]


def test_a_number_typed_with_spaces_is_one_term():
    (term,) = parse("0044 (0)20 7946 0958").terms
    assert term.digits == "442079460958"
    assert "2079460958" in term.nationals
    assert [part.words for part in term.parts] == [("0044",), ("0", "20"), ("7946",), ("0958",)]


def test_short_numbers_side_by_side_stay_two_terms():
    assert [term.text for term in parse("12 34").terms] == ["12", "34"]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Zoë and ZOE\u0308 and zoe", "zoë", ["Zoë", "ZOE\u0308", "zoe"]),
        ("Hauptstraße 5", "strass", ["straß"]),
        ("Hauptstraße 5", "hauptstrasse", ["Hauptstraße"]),
        ("an anna hann", "an", ["an", "an"]),
        ("an anna hanna", "ann", ["ann", "ann"]),
        ("O’Brien", "o'br", ["O’Br"]),
        ("o. brien", "o'br", ["o. br"]),
        ("田中太郎さん", "太郎", ["太郎"]),
        ("田中 太郎", "中太", []),
        ("田中", "田 中", ["田中"]),
        ("محمّد الهاشمي", "محمد", ["محمّد"]),
        ("हिन्दी भाषा", "हिन्दी", ["हिन्दी"]),
        ("Order 8821 delayed", "delayed 88", ["88", "delayed"]),
        ("abcabc", "abca bcab", ["abcab"]),
        ("+1 (415) 555-0192", "4155550192", ["415) 555-0192"]),
        ("+1 (415) 555-0192", "415 555", ["415) 555"]),
        ("415 555 0192", "+1 415 555-0192", ["415 555 0192"]),
        ("(415) 555-0192", "0014155550192", ["(415) 555-0192"]),
        ("+44 (0)20 7946 0958", "+442079460958", ["+44 (0)20 7946 0958"]),
        ("020 7946 0958", "+44 20 7946 0958", ["020 7946 0958"]),
        ("٠٢٠ ٧٩٤٦", "0207946", ["٢٠ ٧٩٤٦"]),
        ("nothing", "zebra", []),
    ],
)
def test_hits(text, typed, expected):
    assert hit(text, typed) == expected


@given(
    st.text(st.sampled_from("aAbéßéё田中สี 0159+(-)'’\u0301\u200d🦊\n")),
    st.text(st.sampled_from("abeßе田中ส 0159+'🦊"), max_size=8),
)
def test_spans_are_in_order_apart_and_inside(text, typed):
    spans = hits(text, parse(typed))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(
    st.lists(st.text("aAbcéßё", min_size=1, max_size=5), max_size=6),
    st.text("abceёß", min_size=1, max_size=2),
)
def test_short_words_hit_where_a_word_begins_with_them(texts, typed):
    """Against the plainest way to look for it."""
    text = " ".join(texts)
    expected = [word for word in words(fold(text)) if word.startswith(fold(typed))]
    if len(fold(typed)) < 3:
        assert len(hits(text, parse(typed))) == len(expected)
