import pytest

from contactdesk.history.kinds import GROUPS
from contactdesk.records.blocks import Place
from contactdesk.search.explain import Explanation
from contactdesk.search.fields import DIFFERENCES, FIELDS, HAS_VALUES
from contactdesk.search.query import parse
from contactdesk.ui.kit.query_words import (
    changed_words,
    completion_words,
    explanation_words,
    field_words,
    has_words,
    help_rows,
    place_words,
    problems_words,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("anna", ""),
        ("foo:bar", 'Unknown field "foo" – searching as text'),
        ("name:", "Type a value after name:"),
        ("-foo:bar", 'Unknown field "foo" – to exclude a text, put it in quotes'),
        ("-has:foo", '"foo" can\'t follow has:. Try email, phone, memory…'),
        ("-created:soon", '"soon" isn\'t a valid date or age'),
        ('NOT fact."&":x', '"&" isn\'t a valid field name'),
        ("has:foo", '"foo" can\'t follow has: – searching as text. Try email, phone, memory…'),
        (
            "created:>2025-13-99",
            '">2025-13-99" isn\'t a valid date or age – searching as text',
        ),
        ('""', "Type something between the quotes"),
        ("???", '"???" has no letters or digits to search for'),
        ("name:&", '"&" has no letters or digits to search for'),
        (
            'foo:x foo:y "z',
            'Unknown field "foo" – searching as text · The closing quote is missing',
        ),
        ('fact."&":x', '"&" isn\'t a valid field name – searching as text'),
        ("is:late", '"late" can\'t follow is: – searching as text. Try is:favorite'),
        ("-is:late", '"late" can\'t follow is:. Try is:favorite'),
        (
            "memories:few",
            '"few" isn\'t a whole number – searching as text. Try 0, >2 or 1..5',
        ),
        (
            "linked:few",
            '"few" can\'t follow linked: – searching as text. Try yes, no, >2 or 2..5',
        ),
        ("-maybe:few", '"few" can\'t follow maybe:. Try yes or no'),
        (
            "differs:x",
            '"x" can\'t follow differs: – searching as text. Try name, email, phone…',
        ),
        ("behind:soon", '"soon" isn\'t a valid age – searching as text. Try >30d or <1w'),
        ("-behind:soon", '"soon" isn\'t a valid age. Try >30d or <1w'),
        ("-open:>few", '">few" isn\'t a whole number. Try 0, >2 or 1..5'),
        (
            "priority:>big",
            '">big" isn\'t a known priority – searching as text. Try urgent, high, medium…',
        ),
        (
            "changed:<soon",
            '"<soon" isn\'t a valid date, age or field name – searching as text.'
            " Try <7d, new, email or fact.plan",
        ),
        ("fact.x:>y", '">y" has neither a number nor a date – searching as text'),
    ],
)
def test_problems_are_sentences(typed, words):
    assert problems_words(parse(typed)) == words


def test_every_example_of_the_help_parses_and_every_field_is_in_it():
    examples = " ".join(example for example, _ in help_rows())
    for example, meaning in help_rows():
        query = parse(example)
        assert meaning
        assert not query.empty
        assert query.problems == ()
    assert all(f"{field}:" in examples or f"{field}." in examples for field in FIELDS)


def test_every_completion_is_explained():
    assert tuple(field_words()) == FIELDS
    assert tuple(has_words()) == HAS_VALUES
    assert completion_words("field", "custom") == "custom field"
    assert completion_words("has", "email") == "an e-mail address"
    assert completion_words("is", "favorite") == "contacts that you marked as favorites"
    assert tuple(changed_words()) == tuple(GROUPS)
    assert completion_words("changed", "new") == "contacts that came after the first load"
    assert completion_words("changed", "<7d") == ""
    assert completion_words("differs", "role") == "title or role"
    assert completion_words("maybe", "yes") == "contacts that may be of the same person as another"
    assert completion_words("linked", ">2") == ""
    assert all(completion_words("differs", each) for each in (*DIFFERENCES, "yes", "no"))
    assert completion_words("value", "") == ""


@pytest.mark.parametrize(
    ("places", "matches", "words"),
    [
        ([], 0, ""),
        ([("Name", "")], 1, "Name"),
        ([("Name", ""), ("E-mail", "")], 1, "Name and 1 more"),
        ([("Name", "")] + [("Note", str(n)) for n in range(23)], 1, "Name and 23 more"),
        ([("Open item", "Memory 2")], 1, "Open item · Memory 2"),
        ([("Message", "persona-sales")], 3, "Message (3 matches) · persona-sales"),
        ([("Message", "Sales"), ("Name", "")], 3, "Message and 1 more · Sales"),
    ],
)
def test_explanation_names_the_first_place_and_counts_the_rest(qapp, places, matches, words):
    found = Explanation(tuple(Place(*each) for each in places), matches)
    assert explanation_words(found) == words


def test_place_in_an_item_has_both_names():
    assert place_words(Place("Summary", "Doe, Jane")) == "Summary · Doe, Jane"
    assert place_words(Place("Name")) == "Name"
