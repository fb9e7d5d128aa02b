import json

import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.user_words import SearchedWords
from contactdesk.providers import all_providers
from contactdesk.search.query import parse

BLAND = all_providers()["bland"]


def memory(persona="", number="", items=(), at="", **more):
    messages = [{"role": "user", "content": "Hi", "timestamp": at}] if at else []
    return {
        "persona_id": persona,
        "agent_number": number,
        "open_items": [{"description": "Ring back", "priority": each} for each in items],
        "recent_messages": messages,
        **more,
    }


PEOPLE = {
    "none": [],
    "empty": [memory("sales")],
    "high": [memory("sales", items=["High", "low"]), memory("", "+14155550100")],
    "urgent": [memory("sales-eu", items=["urgent"] * 3, at="2026-01-05T10:00:00Z")],
    "odd": [memory("Sales", items=["ASAP", ""], summary="x")],
    "plain": [memory("", "+14155550111", summary="x", at="2026-03-05T10:00:00Z")],
}


async def fill(index, people=PEOPLE, account="a"):
    data = [{"id": name, "memories": memories} for name, memories in people.items()]
    body = json.dumps({"data": data, "pagination": {"has_more": False}}).encode()
    await index.write_page(await index.listing(account), BLAND, body)


async def found(index, typed):
    ids = await index.ids(Scope(), Order(), parse(typed))
    first = await index.first(Scope(), Order(), parse(typed), 2)
    assert list(first) == list(ids)[:2]
    return " ".join(index.stored(row_id).vendor_id for row_id in ids)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("priority:high", "high"),
        ("priority:HIGH", "high"),
        ("-priority:high", "none empty urgent odd plain"),
        ("priority:>=medium", "high urgent"),
        ("priority:<high", "high odd"),
        ("priority:asap", "odd"),
        ("priority:none", "odd"),
        ("priority:urg", ""),
        ("open:>2", "urgent"),
        ("open:>=2", "high urgent odd"),
        ("open:<3", "none empty high odd plain"),
        ("open:=0", "none empty plain"),
        ("open:1..2", "high odd"),
        ("open:ring", "high urgent odd"),
        ("memories:0", "none"),
        ("memories:1", "empty urgent odd plain"),
        ("memories:>1", "high"),
        ("-memories:>1", "none empty urgent odd plain"),
        ("memories:>99", ""),
        ("talked:2026-01", "urgent"),
        ("talked:>2026-01-05", "plain"),
        ("talked:..2026", "urgent plain"),
        ("-talked:..2026", "none empty high odd"),
        ("talked:2026 open:>0", "urgent"),
        ("empty:sales", "empty"),
        ('empty:"sales"', "empty"),
        ("empty:0100", "high"),
        ("empty:+1-415-555-0100", "high"),
        ("empty:nobody", ""),
        ("-empty:sal", "none high urgent odd plain"),
        ("persona:sal", "empty high urgent odd"),
        ("persona:5550111", "plain"),
        ('persona:"+1 415 555 0111"', ""),
        ("persona:+1-415-555-0111", "plain"),
    ],
)
async def test_search_of_what_agents_remember(index, typed, expected):
    await fill(index)
    assert await found(index, typed) == expected


async def test_agent_is_found_by_its_nickname_in_its_account_only(index):
    await fill(index, {"one": [memory("5f0c"), memory("x")], "two": [memory("", "+14155550100")]})
    await fill(index, {"other": [memory("5f0c")]}, "b")
    assert await found(index, "persona:anna") == ""
    index.user_words.name_agents(
        {("a", "5f0c"): "Anna Bot", ("a", "+14155550100"): "Desk", ("a", "y"): "Anna"}
    )
    assert await found(index, "persona:anna") == "one"
    assert await found(index, "persona:bot") == "one"
    assert await found(index, 'persona:"anna bot"') == "one"
    assert await found(index, "persona:desk") == "two"
    assert await found(index, "empty:anna") == "one"
    assert await found(index, "-persona:anna") == "two other"
    assert await found(index, "persona:5f0c") == "one other"
    index.user_words.name_agents({})
    assert await found(index, "persona:anna") == ""


async def test_nicknames_are_held_apart_from_annotations(index):
    words = SearchedWords(index.file)
    words.name_agents({("a", "x"): "Anna"})
    words.annotate({})
    assert index.file.reader.words.agents == {("a", "x"): "Anna"}


async def test_nicknames_stay_after_the_index_was_put_away(index):
    index.user_words.name_agents({("a", "5f0c"): "Anna"})
    await index.file.reopen(None)
    await fill(index, {"one": [memory("5f0c")]})
    assert await found(index, "persona:anna") == "one"


async def test_agent_in_quotes_is_this_one_only(index):
    await fill(index, {"eu": [memory("Sales EU")], "pure": [memory("sales")]})
    assert await found(index, "empty:sales") == "eu pure"
    assert await found(index, 'empty:"Sales"') == "pure"
    assert await found(index, 'empty:"sales eu"') == "eu"
