"""Bland: an honest total, failures of status 200, identifiers by type, memories within."""

import json

import pytest

from contactdesk.errors import VendorError
from contactdesk.model import Kind, Layout
from contactdesk.records.parse import read_page


def test_key_is_sent_without_a_scheme(recorded):
    provider, _ = recorded("bland")
    assert provider.auth("org_1") == {"Authorization": "org_1"}


def test_offset_steps_by_what_came_less_the_overlap(recorded):
    provider, _ = recorded("bland")
    more = {"pagination": {"has_more": True}}
    assert provider.paging.params(None) == {"limit": 100, "offset": 0}
    assert provider.paging.next_cursor(more, 60, 100, 0) == 160
    assert provider.paging.next_cursor(more, 60, 100, 10) == 150
    assert provider.paging.next_cursor({"pagination": {"has_more": False}}, 60, 100, 0) is None
    # Where it does not say, only a page with nothing new in it is the end.
    assert provider.paging.next_cursor({"pagination": None}, 60, 100, 0) == 160
    assert provider.paging.next_cursor({"pagination": None}, 10, 100, 10) is None


def test_total_is_the_vendors(recorded, pages_of):
    _, records = recorded("bland")
    assert {page.total for page in pages_of("bland")} == {len(records)}


@pytest.mark.parametrize("data", [None, []])
def test_status_200_with_errors_is_a_failure(recorded, data):
    provider, _ = recorded("bland")
    body = {"data": data, "errors": [{"error": "BAD", "message": "No contacts for you"}]}
    with pytest.raises(VendorError) as caught:
        read_page(provider, json.dumps(body).encode())
    assert caught.value.kind == "said-error"
    assert "No contacts for you" in caught.value.said


def test_identifiers_by_type_primaries_first(recorded):
    _, records = recorded("bland")
    sarah = records["aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"].contact
    assert sarah.emails == ("sarah.chen@example.com", "sarah@example.com")
    assert sarah.phones == ("+14155550192",)
    assert records["b-2"].contact.display_name == "+447700900123"
    assert records["b-4"].contact.display_name == "omar@example.com"
    assert records["b-3"].contact.display_name == "b-3"


def test_old_and_malformed_records_are_read(recorded):
    _, records = recorded("bland")
    assert records["b-5"].contact.name == "محمد علي"
    assert records["b-5"].malformed == ""
    assert records["b-6"].contact.phones == ("14155550199",)
    assert [r.malformed for r in records.values() if r.malformed] == ["not-object"]


def test_memories_are_a_tab_with_nested_sections(recorded):
    provider, _ = recorded("bland")
    memories = next(section for section in provider.sections if section.tab)
    assert memories.each == "$.memories"
    assert memories.heading == ("$.persona_id", "$.agent_number")
    within = {section.title: section for section in memories.sections}
    assert list(within) == ["Open items", "Recent messages", "Facts", "Entities", "Record"]
    assert within["Recent messages"].layout is Layout.CHAT
    assert within["Facts"].pairs == "$.facts"
    assert within["Entities"].sections[0].pairs == "$.facts"
    kinds = {field.path: field.kind for field in within["Open items"].fields}
    assert kinds["$.created_at"] is Kind.AGE
    assert kinds["$.priority"] is Kind.WORDS
