from contactdesk.records.blocks import overview, tabs
from contactdesk.ui.document.plain_text import block_text
from tests.ui.detail.detail_records import RECORD, provider


def test_table_is_copied_with_its_headings():
    calls = next(block for block in overview(provider(), RECORD) if block.title == "Calls")
    title, headings, row = block_text(calls).splitlines()
    assert (title, headings) == ("Calls", "When\tStatus\tLength")
    assert row.split("\t")[1:] == ["No answer", "1 min 01 s"]


def test_cards_and_pairs_are_copied():
    blocks = tabs(provider(), RECORD)[0].items[0].build()
    text = "\n".join(block_text(block) for block in blocks)
    assert "Open items\nTo do: Send the plans" in text
    assert "Facts\nEngine: analytical" in text


def test_empty_value_is_copied_as_a_dash():
    (block,) = overview(provider(), {"links": [{"name": "site", "url": None}]})
    assert block_text(block) == "Links\nsite: —"
