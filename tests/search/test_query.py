import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search.dates import Period
from contactdesk.search.fields import FIELDS
from contactdesk.search.highlight import hits, hits_in
from contactdesk.search.numbers import TypedNumber
from contactdesk.search.query import NOTHING, QueryProblem, parse


@pytest.mark.parametrize("typed", ["", "  ", "\t \u00a0"])
def test_blank_text_is_an_empty_query(typed):
    query = parse(typed)
    assert query.empty
    assert (query.text, query.problems) == (typed, ())
    assert hits("anything", query) == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("&", ("no-words", "&")),
        ("???", ("no-words", "???")),
        (" @ ", ("no-words", "@")),
        ("-", ("no-words", "-")),
        ("--", ("no-words", "--")),
        ("… !", ("no-words", "… !")),
        ("\u200b", ("no-words", "\u200b")),
        ("-&", ("no-words", "-&")),
        ("NOT -@", ("no-words", "-@")),
        ('""', ("empty-quotes", "")),
        ('-""', ("empty-quotes", "")),
        ('"', ("open-quote", "")),
        ('"&"', ("no-words", '"&"')),
        ("email:", ("no-value", "email")),
        ('email:""', ("no-value", "email")),
        ("-has:", ("no-value", "has")),
        ("created: ", ("no-value", "created")),
        ("fact.x:", ("no-value", "fact.x")),
        ("mailto:", ("no-value", "mailto")),
        ("tel:", ("no-value", "tel")),
        ("tel:?", ("no-words", "?")),
        ("-sip:&", ("no-words", "&")),
        ("mailto:?subject=x", ("no-words", "?subject=x")),
        ("name:*", ("no-words", "*")),
        ("-name:*", ("no-words", "*")),
        ('custom.plan:"?"', ("no-words", "?")),
    ],
)
def test_clause_with_nothing_to_search_for_matches_nothing(typed, problem):
    query = parse(typed)
    assert query.clauses == ((NOTHING,),)
    assert query.is_unsearchable
    assert query.problems == (QueryProblem(*problem),)
    assert hits("any & -- text", query) == []


@pytest.mark.parametrize(
    "typed", ['""', '"&"', "-&", "tel:&", "email:", "name:*", 'fact.x:""', "-has:"]
)
def test_clause_with_nothing_to_search_for_is_never_dropped(typed):
    for more in (f"anna {typed}", f"{typed} anna", f"anna OR bo {typed}", f"anna NOT {typed}"):
        assert (NOTHING,) in parse(more).clauses
        assert parse(more).is_unsearchable
        assert parse(more).problems
    assert not parse(f"{typed} OR anna").is_unsearchable


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


def compared(typed):
    ((term,),) = parse(typed).clauses
    found = term.comparison
    period = found.period and (found.period.sign, found.period.first, found.period.last)
    return term.field, term.key, found.sign, found.first, found.last, period


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("open:>2", ("open_items", "", ">", "2", "", None)),
        ("open:2..4", ("open_items", "", "..", "2", "4", None)),
        ("in:>1", ("in", "", ">", "1", "", None)),
        ("in:1", ("in", "", "=", "1", "", None)),
        ("memories:0", ("memories", "", "=", "0", "", None)),
        ("memories:<=3", ("memories", "", "<=", "3", "", None)),
        ("fact.Age:>5", ("fact", "age", ">", "5", "", None)),
        ("custom.x:\u2212\u0665..", ("custom", "x", "..", "-5", "", None)),
        ("fact.x:<-1.5e3", ("fact", "x", "<", "-1.5e3", "", None)),
        ("fact.x:>=2026", ("fact", "x", ">=", "2026", "", (">=", "2026", ""))),
        ("fact.x:<2026-12-01", ("fact", "x", "<", "", "", ("<", "2026-12-01", ""))),
        ("fact.x:2026-01..today", ("fact", "x", "..", "", "", ("..", "2026-01", "today"))),
    ],
)
def test_numbers_and_dates_are_compared(typed, expected):
    assert compared(typed) == expected


@pytest.mark.parametrize(
    ("typed", "depends"),
    [
        ("talked:2026", True),
        ("fact.x:<30d", True),
        ("fact.x:yesterday..", True),
        ("fact.x:<2026", False),
        ("memories:1", False),
        ("tag:a", False),
    ],
)
def test_search_of_ages_finds_something_else_tomorrow(typed, depends):
    assert parse(typed).depends_on_now is depends


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a b or c", ["a", "b | c"]),
        ("a OR b or c d", ["a | b | c", "d"]),
        ("or", ["or"]),
        ("or b", ["or", "b"]),
        ("a or", ["a", "or"]),
        ("a or or", ["a", "or", "or"]),
        ("a OR OR b", ["a", "or", "or", "b"]),
        ("READY OR NOT", ["ready", "or", "not"]),
        ("ready or not", ["ready | not"]),
        ("a AND b", ["a", "b"]),
        ("AND a OR", ["and", "a", "or"]),
        ("a and not b", ["a", "and", "not", "b"]),
        ("a And Not b", ["a", "and", "not", "b"]),
        ("NOT a", ["-a"]),
        ("NOT NOT a", ["not", "-a"]),
        ("a NOT", ["a", "not"]),
        ("a NOT has:phone", ["a", "-has:phone"]),
        ('a AND NOT "b c"', ["a", "-b c!"]),
        ("a OR NOT b", ["a | -b"]),
        ("a AND OR b", ["a", "and", "or", "b"]),
        ("a OR -b AND NOT -c", ["a | -b", "c"]),
        ("NOT 0049 30 123456", ["-…"]),
        ('"AND" a', ["and!", "a"]),
        ("Smith & Sons", ["smith", "sons"]),
        ("anna -- berlin — paris", ["anna", "berlin", "paris"]),
        ("\u2212a", ["-a"]),
        ('a "or" b', ["a", "or!", "b"]),
        ("a or & b", ["a | b"]),
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
        ("name:", ["…"]),
        ("name:&& x", ["…", "x"]),
        ("name: or x", ["… | x"]),
        ("tel:+1-415-555-0192", ["1 415 555 0192"]),
        ("callto:+1 415 555 0192", ["…"]),
        ("-sip:anna@x.example", ["-anna x example"]),
        ("mailto:anna@x.example has:phone", ["anna x example", "has:phone"]),
        ("mailto:anna", ["anna"]),
        ('"Doe, Jane" <jane@x.example>', ["jane x example!"]),
        ("jane@x.example; bo@y.example", ["jane x example | bo y example"]),
        ("foo:bar", ["foo bar"]),
        ("-foo:bar x", ["…", "x"]),
        ("name.x:bar", ["name x bar"]),
        ("has:hope", ["has hope"]),
        ("created:soon", ["created soon"]),
        ("10:30 http://x.example/a", ["10 30", "http x example a"]),
        ("updated:<30d", ["updated:…"]),
        ('phone:"020 7946 0958"', ["phone:020 7946 0958!"]),
        ("a\x01b", ["a", "b"]),
        ("open:3 open:ring", ["open:3", "open:ring"]),
        ("-open:>2 open:=0", ["-open_items:…", "open_items:…"]),
        ('fact.x:">5" fact.x:5', ["fact.x:5!", "fact.x:5"]),
        ("fact:>5", ["fact:5"]),
        ("Priority:HIGH -priority:>=medium", ["priority:high", "-priority:medium"]),
        ("is:favourite is:Favorite", ["is:favorite", "is:favorite"]),
        ('tag:vip note:"old friend" empty:anna', ["tag:vip", "note:old friend!", "empty:anna"]),
        ("is:late memories:few priority:>hihg", ["is late", "memories few", "priority hihg"]),
        ("in:bland in:>few", ["in:bland", "in few"]),
        ("open:>many fact.x:>y", ["open many", "fact x y"]),
        ("-memories:few x", ["…", "x"]),
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
        ("-foo:bar", [("unknown-field", "foo", True)]),
        ("NOT foo:bar", [("unknown-field", "foo", True)]),
        ("NOT -foo:bar", [("unknown-field", "foo")]),
        ("-has:fax", [("bad-has", "fax", True)]),
        ("-created:soon", [("bad-date", "soon", True)]),
        ("a OR -fact.&:b", [("bad-key", "&", True)]),
        ("name.x:bar", [("unknown-field", "name.x")]),
        ('name."":bar', [("unknown-field", 'name.""')]),
        ('custom."":bar', [("bad-key", 'custom.""')]),
        ("fact.&:bar", [("bad-key", "&")]),
        ("name:", [("no-value", "name")]),
        ("has:hope", [("bad-has", "hope")]),
        ("has:fact.", [("bad-has", "fact.")]),
        ("has:fact.&", [("bad-has", "fact.&")]),
        ("created:..", [("bad-date", "..")]),
        ("tel:+14155550192 mailto:a@x.example?subject=x", []),
        ("anna & berlin OR paris", []),
        ("created:soon", [("bad-date", "soon")]),
        ("talked:soon", [("bad-date", "soon")]),
        ("is:late", [("bad-is", "late")]),
        ("-is:late", [("bad-is", "late", True)]),
        ("memories:few", [("bad-count", "few")]),
        ("linked:few", [("bad-linked", "few")]),
        ("-linked:1.5", [("bad-linked", "1.5", True)]),
        ("maybe:2", [("bad-maybe", "2")]),
        ("differs:shoes", [("bad-differs", "shoes")]),
        ("-differs:shoes", [("bad-differs", "shoes", True)]),
        ("behind:30", [("bad-behind", "30")]),
        ("behind:2025", [("bad-behind", "2025")]),
        ("behind:>..7d", [("bad-behind", ">..7d")]),
        ("behind:..", [("bad-behind", "..")]),
        ("linked:yes linked:0 maybe:no differs:Title differs:Time-zone behind:..4w in:x", []),
        ("memories:1.5", [("bad-count", "1.5")]),
        ("open:>many", [("bad-count", ">many")]),
        ("priority:>hihg", [("bad-priority", ">hihg")]),
        ("priority:> ", [("bad-priority", ">")]),
        ("changed:<soon", [("bad-changed", "<soon")]),
        ("changed:2025..soon", [("bad-changed", "2025..soon")]),
        ("changed:&", [("bad-changed", "&")]),
        ("changed.email:phone", [("bad-changed", "phone")]),
        ("changed.&:<7d", [("bad-changed", "<7d")]),
        ("fact.x:>y", [("bad-comparison", ">y")]),
        ("-custom.x:<", [("bad-comparison", "<", True)]),
        ("memories:0 open:1..2 priority:=odd fact.x:<=2026-12 talked:today tag:a is:favorite", []),
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
            is_sound = term.words or term.parts or term.period or term.field == "has"
            assert is_sound or (term == NOTHING and query.problems)
    hits(typed, query)
    hits_in("said", typed, query)


def test_negated_terms_are_not_highlighted():
    assert [term.text for term in parse("a -b or c").terms] == ["a", "c"]
    assert hits("b c", parse("-b")) == []
