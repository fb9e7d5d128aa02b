import pytest

from contactdesk.search.highlight import hits_in
from contactdesk.search.nicknames import with_nicknames
from contactdesk.search.query import parse

NAMES = [("5f0c-8d1e", "Anna Bot"), ("+14155550100", "Desk"), ("", "Anna")]


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("persona:anna", "5f0c-8d1e", [(0, 9)]),
        ("persona:anna", "5f0c", []),
        ("persona:desk", "+14155550100", [(1, 12)]),
        ("persona:bot said:x", "5f0c-8d1e", [(0, 9)]),
        ("-persona:anna", "5f0c-8d1e", []),
        ("anna", "5f0c-8d1e", []),
    ],
)
def test_agent_is_highlighted_by_its_nickname(typed, text, expected):
    query = with_nicknames(parse(typed), NAMES)
    assert hits_in("persona", text, query) == expected


def test_search_without_personas_stays_as_it_is():
    query = parse("anna or desk")
    assert with_nicknames(query, NAMES) is query
