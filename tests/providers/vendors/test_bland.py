"""Bland: an honest total, failures of status 200, identifiers by type, memories within."""

import json

import pytest

from contactdesk.errors import VendorError
from contactdesk.model import Kind, Layout
from contactdesk.records.blocks import OTHER, overview, tabs
from contactdesk.records.parse import read_page
from contactdesk.records.regions import Regions


def test_key_is_sent_without_a_scheme(recorded):
    provider, _ = recorded("bland")
    assert provider.auth("org_1") == {"Authorization": "org_1"}


def test_offset_steps_by_what_came_less_the_overlap(recorded):
    provider, _ = recorded("bland")
    more = {"pagination": {"has_more": True}}
    assert provider.paging.params(None) == {"limit": 200, "offset": 0}
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


TEXTS = {
    "id": "b-9",
    "memories": [
        {
            "id": "m-1",
            "agent_number": "+18005550111",
            "open_items": ["Call back Friday", {"type": "task", "description": "Send invoice"}],
            "recent_messages": ["Hello there"],
            "memory_history": [
                "first draft",
                {"summary": "older", "updated_at": "2025-07-21T10:30:00.000Z"},
            ],
            "org_id": "org-1",
            "created_at": "2025-07-20T10:30:00.000Z",
            "updated_at": "2025-07-22T16:00:00.000Z",
        },
        "odd",
    ],
}


def test_plain_texts_in_a_memory_are_items_of_their_sections(recorded):
    provider, _ = recorded("bland")
    ((item,),) = [tab.items for tab in tabs(provider, TEXTS)]
    blocks = {block.title: block for block in item.build()}
    opened = [line.value for card in blocks["Open items"].blocks for line in card.lines]
    assert opened == ["Call back Friday", "task", "Send invoice"]
    assert [message.text.value for message in blocks["Recent messages"].messages] == ["Hello there"]
    history = [line.value for card in blocks["History"].blocks for line in card.lines]
    assert history == ["first draft", "older", "2025-07-21T10:30:00.000Z"]
    record = {line.label: line.value for line in blocks["Record"].lines}
    assert record["Created"] == "2025-07-20T10:30:00.000Z"
    assert record["Updated"] == "2025-07-22T16:00:00.000Z"
    assert {block.title for block in overview(provider, TEXTS)} == {"Technical IDs", OTHER}
    regions = Regions(provider).read(TEXTS).texts
    assert "Call back Friday" in regions["open"]
    assert "Hello there" in regions["said"]
    assert {"first draft", "older"} <= set(regions["memory"])


def test_external_id_is_shown_among_the_identifiers(recorded):
    provider, _ = recorded("bland")
    identifier = {"identifier_type": "external_id", "identifier_value": "CUST-88"}
    (block,) = overview(provider, {"id": "", "identifiers": [identifier]})[:1]
    assert block.title == "Identifiers"
    assert [(line.label, line.value) for line in block.lines] == [("external_id", "CUST-88")]


def test_memories_are_a_tab_with_nested_sections(recorded):
    provider, _ = recorded("bland")
    memories = next(section for section in provider.sections if section.tab)
    assert memories.each == "$.memories"
    assert memories.heading == ("$.persona_id", "$.agent_number")
    within = {section.title: section for section in memories.sections}
    assert list(within) == [
        "Open items",
        "Recent messages",
        "Facts",
        "Entities",
        "History",
        "Record",
    ]
    assert within["Recent messages"].layout is Layout.CHAT
    assert within["Facts"].pairs == "$.facts"
    assert within["Entities"].sections[0].pairs == "$.facts"
    kinds = {field.path: field.kind for field in within["Open items"].fields}
    assert kinds["$.created_at"] is Kind.AGE
    assert kinds["$.priority"] is Kind.WORDS
