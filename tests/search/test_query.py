import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search.dates import Period
from contactdesk.search.highlight import hits, hits_in
from contactdesk.search.numbers import TypedNumber
from contactdesk.search.query import FIELDS, QueryProblem, parse


@pytest.mark.parametrize("typed", ["", "  ", "&", "--", "\u200b", "…"])
def test_text_without_words_is_an_empty_query(typed):
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
    assert term.number == TypedNumber("442079460958", "+442079460958")
    assert [part.words for part in term.parts] == [("0044",), ("0", "20"), ("7946",), ("0958",)]


def test_adjacent_short_numbers_stay_two_terms():
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
    ("typed", "problems"),
    [
        ("anna -berlin or name:x has:phone created:2025..", []),
        ("http://x.example 10:30", []),
        ("foo:bar", [("unknown-field", "foo")]),
        ("name.x:bar", [("unknown-field", "name.x")]),
        ("name:", [("no-value", "name")]),
        ("has:hope", [("bad-has", "hope")]),
        ("created:soon", [("bad-date", "soon")]),
        ("name:&", [("no-words", "&")]),
        ('"ab', [("open-quote", "")]),
        ('foo:x foo:y "z', [("unknown-field", "foo"), ("open-quote", "")]),
    ],
)
def test_what_is_not_understood_is_a_problem(typed, problems):
    assert list(parse(typed).problems) == [QueryProblem(*each) for each in problems]


def test_dates_are_kept_as_typed():
    (clause,) = parse("created:2025-01..2025-03").clauses
    assert clause[0].period == Period("..", "2025-01", "2025-03")


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
def test_any_text_parses_to_the_same_query_every_time(typed):
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


def test_negated_terms_are_not_highlighted():
    assert [term.text for term in parse("a -b or c").terms] == ["a", "c"]
    assert hits("b c", parse("-b")) == []
