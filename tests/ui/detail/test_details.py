"""contactdesk.ui.detail.details: Details begin with what a person needs first."""

from datetime import UTC, datetime, timedelta

import pytest

from contactdesk.memories.reading import memories_of
from contactdesk.model import Kind
from contactdesk.providers import all_providers
from contactdesk.records.blocks import viewed
from contactdesk.records.moments import utc_text
from contactdesk.sandbox import records
from contactdesk.ui.detail.details import details
from contactdesk.ui.document.builder import TAB
from contactdesk.ui.memories.memory_words import memories_words
from tests.ui.detail import shown_pane
from tests.ui.detail.detail_records import RECORD, provider
from tests.ui.detail.shown_pane import show

pane = shown_pane.pane


def words(raw):
    return memories_words(memories_of(provider(), viewed(provider(), raw)))


def test_line_above_leads_to_the_memories(pane, qtbot):
    show(pane)
    assert pane.details.toPlainText().split("\n")[:3] == ["", "Memories", words(RECORD)]
    pane.details.link_activated.emit(f"{TAB}Memories")
    assert pane.tabs.currentWidget() is pane.tabs.memories
    other = {**RECORD, "id": "c2"}
    show(pane, other)
    assert pane.tabs.currentWidget() is pane.tabs.memories


def test_contact_without_memories_has_no_such_line():
    raw = {**RECORD, "memories": []}
    assert details(provider(), raw)[0].title == "Contact"


def test_line_says_what_is_open_and_when_the_last_talk_was():
    ago = utc_text(datetime.now(UTC) - timedelta(days=3))
    messages = [{"role": "user", "content": "Hi", "at": ago}]
    raw = {**RECORD, "memories": [{"messages": messages, "items": [{"text": "x"}]}, {}]}
    count, items, talk = words(raw).split(" · ")
    assert (count, talk) == ("2", "last talk 3 days ago")
    assert items.startswith("1 open item")
    assert words({"memories": [{}]}) == "1 · nothing open"


@pytest.mark.parametrize("vendor", sorted(all_providers()))
def test_the_first_values_of_every_vendor_say_how_to_reach_the_contact(vendor):
    vendor = all_providers()[vendor]
    for raw in records(vendor.id, 0, 20, 20, 11):
        contact = vendor.contact(raw)
        reach = {*contact.emails, *contact.phones}
        blocks = [
            block for block in details(vendor, raw) if block.lines and not block.lines[0].opens
        ]
        untitled = [line for block in blocks if not block.is_titled for line in block.lines]
        assert {str(line.value).strip() for line in untitled} >= reach
        order = [str(line.value).strip() for line in untitled if str(line.value).strip() in reach]
        if contact.emails:
            mails = [each for each in order if each in contact.emails]
            assert mails[0] == contact.emails[0]


@pytest.mark.parametrize("vendor", sorted(all_providers()))
def test_ids_of_every_vendor_are_folded_away(vendor):
    vendor = all_providers()[vendor]
    (raw,) = records(vendor.id, 0, 1, 20, 11)
    (folded,) = [block for block in details(vendor, raw) if block.is_folded]
    assert folded.title == "Technical IDs"
    assert folded.lines[0].value == vendor.contact(raw).id


def lines_outside_tables(blocks):
    for block in blocks:
        yield from block.lines
        yield from lines_outside_tables(block.blocks)


@pytest.mark.parametrize("vendor", sorted(all_providers()))
def test_no_value_is_shown_twice_outside_tables(vendor):
    vendor = all_providers()[vendor]
    for raw in records(vendor.id, 0, 20, 20, 11):
        lines = [line for line in lines_outside_tables(details(vendor, raw)) if line.path]
        paths = [line.path for line in lines]
        assert len(paths) == len(set(paths))
        texts = [line.value for line in lines if line.kind in (Kind.EMAIL, Kind.PHONE)]
        assert len(texts) == len(set(texts))
