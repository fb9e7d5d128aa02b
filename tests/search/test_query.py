from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search import query as language
from contactdesk.search.dates import Period
from contactdesk.search.query import FIELDS, HELP, hits, hits_in, is_in, parse
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import tokens


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


def shape(typed):
    """Clauses as text: field.key, words, and signs for negated and whole."""

    def term(each):
        where = ".".join(filter(None, (each.field, each.key)))
        said = " ".join(each.words) or each.text or "…"
        whole = "!" if each.whole else ""
        return f"{'-' * each.negated}{where}{':' * bool(where)}{said}{whole}"

    return [" | ".join(map(term, clause)) for clause in parse(typed).clauses]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a b or c", ["a", "b | c"]),
        ("a OR b or c d", ["a | b | c", "d"]),
        ("or", ["or"]),
        ("or b", ["or", "b"]),
        ("a or", ["a", "or"]),
        ("a or or", ["a | or"]),
        ('a "or" b', ["a", "or!", "b"]),
        ("a or & b", ["a", "b"]),
        ("-a -b", ["-a", "-b"]),
        ("a or -b", ["a | -b"]),
        ("- a --b", ["a", "-b"]),
        ('"a phrase" more', ["a phrase!", "more"]),
        ('"not closed', ["not closed"]),
        ("“curly ones” „low”", ["curly ones!", "low!"]),
        ('5" pipe', ["5", "pipe"]),
        ("name:Zoë", ["name:zoe"]),
        ('NAME:"Ana Maria" x', ["name:ana maria!", "x"]),
        ("mail:x e-mail:y email:z", ["email:x", "email:y", "email:z"]),
        ("-said:refund", ["-said:refund"]),
        ("fact.Time_Zone:paris", ["fact.time_zone:paris"]),
        ('custom."How we met":fair', ["custom.how_we_met:fair"]),
        ("entity.status:late", ["entity.status:late"]),
        ("fact:paris", ["fact:paris"]),
        ("has:email -has:phone", ["has:email", "-has:phone"]),
        ("has:e-mail has:custom.plan", ["has:email", "has.plan:custom"]),
        ("name:", []),
        ("name:&& x", ["x"]),
        ("foo:bar", ["foo bar"]),
        ("-foo:bar", ["-foo bar"]),
        ("name.x:bar", ["name x bar"]),
        ("has:hope", ["has hope"]),
        ("created:soon", ["created soon"]),
        ("10:30 http://x.example/a", ["10 30", "http x example a"]),
        ("updated:<30d", ["updated:…"]),
        ('phone:"020 7946 0958"', ["phone:020 7946 0958!"]),
        ("a\x01b", ["a", "b"]),
    ],
)
def test_clauses(typed, expected):
    assert shape(typed) == expected


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("anna -berlin or name:x has:phone created:2025..", ""),
        ("http://x.example 10:30", ""),
        ("foo:bar", "There is no field foo; searched as text."),
        ("name.x:bar", "There is no field name.x; searched as text."),
        ("name:", "Nothing stands after name: yet."),
        ("has:hope", "has: does not know “hope”; searched as text."),
        ("created:soon", "“soon” is no date or age; searched as text."),
        ("name:&", "“&” holds no word to look for."),
        ('"ab', "The quote is not closed yet."),
        ('foo:x foo:y "z', "There is no field foo; searched as text. The quote is not closed yet."),
    ],
)
def test_what_is_not_understood_is_said(typed, problem):
    assert parse(typed).problem == problem


def test_dates_are_kept_as_typed():
    (clause,) = parse("created:2025-01..2025-03").clauses
    assert clause[0].period == Period("..", "2025-01", "2025-03")


def test_what_a_hit_must_not_have_is_no_term_of_it():
    assert [term.text for term in parse("a -b or c").terms] == ["a", "c"]
    assert hit("b c", "-b") == []


def test_every_example_of_the_help_is_understood_and_every_field_stands_there():
    said = " ".join(example for example, _ in HELP)
    for example, meaning in HELP:
        query = parse(example)
        assert meaning
        assert not query.empty
        assert query.problem == ""
    assert all(f"{field}:" in said or f"{field}." in said for field in FIELDS)


SIGNS = st.sampled_from(
    [
        "name:",
        "fact.",
        "has:",
        "created:",
        "<30d",
        "2025",
        "..",
        '"',
        "-",
        " or ",
        " ",
        ":",
        "(",
        "1",
    ]
)
ANY = st.lists(SIGNS | st.text(max_size=4), max_size=10).map("".join)


@given(st.text() | ANY)
def test_anything_is_a_search_and_the_same_one_every_time(typed):
    query = parse(typed)
    assert query.text == typed
    assert parse(typed) == query
    assert parse(f"  {typed} \n").clauses == query.clauses
    assert all(query.clauses)
    for clause in query.clauses:
        for term in clause:
            assert term.field in FIELDS or term.field == ""
            assert term.words or term.parts or term.period or term.field == "has"
    hits(typed, query)
    hits_in("said", typed, query)


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
def test_hits_heed_where_a_text_stands(where, typed, expected):
    text = "A refund, please"
    assert [text[a:b] for a, b in hits_in(where, text, parse(typed))] == expected


def test_a_short_number_is_no_phone_in_running_text():
    query = parse("5550")
    assert hits_in("said", "order 915550", query) == []
    assert hits_in("said", "call 4155550192", query) != []
    assert hits_in("phone", "915550", query) != []


def test_whether_a_text_has_a_term():
    (term,) = parse("vendor:bl").terms
    assert is_in("Bland AI", term)
    assert not is_in("Able", term)


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
    expected = [word for word in tokens(normalize(text)) if word.startswith(normalize(typed))]
    if len(normalize(typed)) < 3:
        assert len(hits(text, parse(typed))) == len(expected)


def test_letters_within_words_are_passed_over_at_once(monkeypatch):
    asked, is_border = [], language._is_border

    def noted(text, at):
        asked.append(at)
        return is_border(text, at)

    monkeypatch.setattr(language, "_is_border", noted)
    assert hits("banana " * 100 + "a", parse("a")) == [(700, 701)]
    assert hits("a " + "ж" * 100 + " ж", parse("ж")) == [(2, 3), (103, 104)]
    assert hits("ab" * 100 + " ab", parse('"ab"')) == [(201, 203)]
    assert len(asked) < 10
