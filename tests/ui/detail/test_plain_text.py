from contactdesk.records.blocks import overview, tabs
from contactdesk.ui.detail.plain_text import block_text
from tests.ui.detail.detail_records import RECORD, provider


def test_a_table_is_copied_with_its_heads():
    calls = next(block for block in overview(provider(), RECORD) if block.title == "Calls")
    title, heads, row = block_text(calls).splitlines()
    assert (title, heads) == ("Calls", "When\tStatus\tLength")
    assert row.split("\t")[1:] == ["No answer", "1 min 01 s"]


def test_cards_and_pairs_are_copied_too():
    blocks = tabs(provider(), RECORD)[0].items[0].build()
    text = "\n".join(block_text(block) for block in blocks)
    assert "Open items\nTo do: Send the plans" in text
    assert "Facts\nEngine: analytical" in text


def test_a_value_that_was_sent_empty_is_said():
    (block,) = overview(provider(), {"links": [{"name": "site", "url": None}]})
    assert block_text(block) == "Links\nsite: —"
