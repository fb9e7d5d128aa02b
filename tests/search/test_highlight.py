from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search import highlight
from contactdesk.search.highlight import hits, hits_in, matches
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import tokens


def hit(text, typed):
    return [text[start:end] for start, end in hits(text, parse(typed))]


@pytest.mark.parametrize(
    ("where", "typed", "expected"),
    [
        ("said", "said:refund", ["refund"]),
        ("name", "said:refund", []),
        ("", "said:refund", []),
        ("", "refund", ["refund"]),
        ("memory", "memory:refund", ["refund"]),
        ("fact.plan", "memory:refund", ["refund"]),
        ("fact.plan", "fact:refund", ["refund"]),
        ("fact.plan", "fact.plan:refund", ["refund"]),
        ("fact.other", "fact.plan:refund", []),
        ("custom.plan=cf_1", "custom.cf_1:refund", ["refund"]),
        ("custom.plan=cf_1", "custom.plan:refund", ["refund"]),
        ("custom", "custom.plan:refund", []),
        ("said", "-said:refund", []),
        ("account", "account:refund", ["refund"]),
        ("said", "account:refund", []),
        ("account", "refund", []),
        ("said", "has:said", []),
        ("name", "fund", ["fund"]),
        ("said", "fund", []),
    ],
)
def test_only_terms_that_search_the_place_are_highlighted(where, typed, expected):
    text = "A refund, please"
    assert [text[a:b] for a, b in hits_in(where, text, parse(typed))] == expected


def test_short_number_in_running_text_is_not_a_phone():
    query = parse("5550")
    assert hits_in("said", "order 915550", query) == []
    assert hits_in("said", "call 4155550192", query) != []
    assert hits_in("phone", "915550", query) != []


def test_term_matches_text():
    (term,) = parse("vendor:bl").terms
    assert matches("Bland AI", term)
    assert not matches("Able", term)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("ann anna", '"ann"', ["ann"]),
        ("田中太郎", '"田中"', ["田中"]),
        ("call me back", '"me back"', ["me back"]),
        ("call me backwards", '"me back"', []),
        ("call me backwards", '"me back', ["me back"]),
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
        ("met O’Brien today", "obrien", ["O’Brien"]),
        ("met O’Brien today", "obr", ["O’Br"]),
        ("OBrien", "o'brien", ["OBrien"]),
        ("OBrien", "o brien", ["OBrien"]),
        ("I.B.M. and R&D", "ibm rd", ["I.B.M", "R&D"]),
        ("Herr Mu\u0308ller-Lu\u0308denscheidt", "mueller", ["Mu\u0308ller"]),
        ("Frau Müller-Lüdenscheidt", "luedens", ["Lüdens"]),
        ("Frau Müller-Lüdenscheidt", "muellerl", ["Müller-L"]),
        ("Mueller", "müll", ["Muell"]),
        ("see xn--mller-kva.de.", "müller.de", ["xn--mller-kva.de"]),
        ("see müller.de", "xn--mller-kva.de", ["müller.de"]),
        ("髙橋と高橋", "高橋", ["髙橋", "高橋"]),
        ("ｼﾞｮﾝ・スミス", "じょんすみす", ["ｼﾞｮﾝ・スミス"]),
        ("Acme™ Labs", '"acme"', ["Acme"]),
        # Only the words of a name are one.
        ("Van Kirk", "vankirk", []),
        ("Mueller", "muller", []),
        ("an island is landing", "island", ["island"]),
    ],
)
def test_hits(text, typed, expected):
    assert hit(text, typed) == expected


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("Dick Van Kirk", "vankirk", ["Van Kirk"]),
        ("Dick Van Kirk", "dickvan", ["Dick Van"]),
        ("Dick Van Kirk", "ankirk", []),
        ("Hans Mueller", "muller", ["Mueller"]),
        ("Hans Muller", "mueller", ["Muller"]),
        ("山田 太郎", "山田太郎", ["山田 太郎"]),
        ("太郎 山田", "山田太郎", ["太郎", "山田"]),
        ("太郎 山田", "田太", ["太", "田"]),
    ],
)
def test_hits_in_a_name(name, typed, expected):
    query = parse(typed)
    for place in ("name", "company"):
        assert [name[start:end] for start, end in hits_in(place, name, query)] == expected
    for place in ("said", ""):
        assert hits_in(place, name, query) == []


@given(
    st.text(st.sampled_from("aAbéßéё田中สี 0159+(-)'’\u0301\u200d🦊\nüå&.・™")),
    st.text(st.sampled_from("abeßе田中ส 0159+'🦊üå&.・"), max_size=8),
)
def test_spans_are_ordered_disjoint_and_inside_the_text(text, typed):
    spans = hits(text, parse(typed))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(
    st.lists(st.text("aAbcéßё", min_size=1, max_size=5), max_size=6),
    st.text("abceёß", min_size=1, max_size=2),
)
def test_short_words_match_prefixes_of_words_only(texts, typed):
    """Against the plainest way to look for it."""
    text = " ".join(texts)
    expected = [word for word in tokens(normalize(text)) if word.startswith(normalize(typed))]
    if len(normalize(typed)) < 3:
        assert len(hits(text, parse(typed))) == len(expected)


def test_letters_inside_words_are_rejected_by_the_pattern(monkeypatch):
    asked, is_boundary = [], highlight._is_boundary

    def noted(text, at):
        asked.append(at)
        return is_boundary(text, at)

    monkeypatch.setattr(highlight, "_is_boundary", noted)
    assert hits("banana " * 100 + "a", parse("a")) == [(700, 701)]
    assert hits("a " + "ж" * 100 + " ж", parse("ж")) == [(2, 3), (103, 104)]
    assert hits("ab" * 100 + " ab", parse('"ab"')) == [(201, 203)]
    assert len(asked) < 10
