import pytest

from contactdesk.search.fields import STORED_FIELDS
from contactdesk.search.highlight import hits_in
from contactdesk.search.query import parse
from contactdesk.search.stored_terms import PROBLEMS, READERS, meets


@pytest.mark.parametrize(
    ("typed", "priority", "expected"),
    [
        ("priority:high", "HIGH ", True),
        ("priority:high", "higher", False),
        ("priority:=high", "high", True),
        ("priority:none", "", True),
        ("priority:asap", "ASAP", True),
        ("priority:>=medium", "medium", True),
        ("priority:>medium", "medium", False),
        ("priority:>medium", "urgent", True),
        ("priority:<medium", "low", True),
        ("priority:<medium", "", True),
        ("priority:<medium", "asap", False),
    ],
)
def test_priority_is_compared_by_its_rank(typed, priority, expected):
    ((term,),) = parse(typed).clauses
    assert meets(term, priority) is expected


@pytest.mark.parametrize(
    ("typed", "text", "first"),
    [
        ("changed:<7d", "", "7d"),
        ("changed:2026-03", "", "2026-03"),
        ("changed:today", "", "today"),
        ("changed:E-Mail", "email", ""),
        ("changed:fact", "fact", ""),
        ('changed:"fact.Time Zone"', "fact.time_zone", ""),
        ("changed.email:<7d", "email", "7d"),
        ('changed."fact.Time Zone":yesterday', "fact.time_zone", "yesterday"),
    ],
)
def test_changed_takes_a_time_a_kind_or_a_field(typed, text, first):
    query = parse(typed)
    ((term,),) = query.clauses
    assert not query.problems
    assert (term.field, term.key, term.text) == ("changed", "", text)
    assert (term.period.first if term.period else "") == first
    assert term.depends_on_now == bool(first)


def test_every_field_with_a_reader_has_a_problem_and_is_stored():
    assert PROBLEMS.keys() == READERS.keys()
    assert READERS.keys() <= set(STORED_FIELDS)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("linked:yes", "linked:>1"),
        ("linked:NO", "linked:1"),
        ("linked:=2", "linked:2"),
        ("differs:title", "differs:role"),
        ("differs:e-mail", "differs:email"),
        ("differs:mail", "differs:email"),
        ('differs:"time zone"', "differs:time_zone"),
        ("differs:TimeZone", "differs:time_zone"),
        ("differs:opt-out", "differs:consent"),
        ("behind:2w", "behind:>=14d"),
        ("behind:24h..2m", "behind:1d..60d"),
        ("behind:..1y", "behind:..365d"),
    ],
)
def test_same_condition_about_a_person_may_be_written_otherwise(typed, same):
    assert parse(typed).clauses == parse(same).clauses
    assert parse(typed).problems == ()


@pytest.mark.parametrize(
    ("place", "text", "typed", "expected"),
    [
        ("open", "High", "priority:high", [(0, 4)]),
        ("open", "High time", "priority:high", []),
        ("", "High", "priority:high", []),
        ("priority", "Urgent", "priority:>low", [(0, 6)]),
        ("fact.age", "41", "fact.age:>40", [(0, 2)]),
        ("fact.size", "41", "fact.age:>40", []),
        ("custom.plan=cf_1", "7", "custom.cf_1:7..", [(0, 1)]),
        ("memories", "3", "memories:>2", [(0, 1)]),
        ("open_items", "3", "memories:>2", []),
        ("open_items", "3", "open:>2", [(0, 1)]),
        ("linked", "3", "linked:>2", [(0, 1)]),
        ("linked", "2", "linked:>2", []),
        ("", "2", "linked:yes", []),
        ("email", "role", "differs:role", []),
        ("tag", "vip club", "tag:vip", [(0, 3)]),
        ("note", "vip club", "tag:vip", []),
    ],
)
def test_what_is_compared_is_highlighted_as_a_whole(place, text, typed, expected):
    assert hits_in(place, text, parse(typed)) == expected
