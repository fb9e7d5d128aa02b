"""Searches made of a contact's values, against an index: they find at least the contact."""

import json
import random

import pytest

from contactdesk.index import Order, Scope
from contactdesk.providers import all_providers
from contactdesk.records.blocks import shown_values
from contactdesk.records.regions import Regions
from contactdesk.sandbox import records
from contactdesk.search.query import parse
from contactdesk.search.value_search import field_search, text_search
from tests.index.test_published import FILES, stored
from tests.qa.bench.fill_index import ENVELOPES

CONTACTS, SAMPLED = 60, 150
HARD_VALUES = (
    'say "hi", “so”',
    "custom.plan:gold -has:email OR (x)",
    "-not",
    "NOT",
    "name:",
    "2025-03-01T10:00:00Z",
    "Jane Doe <jane@example.com>",
    "mailto:jane@example.com?subject=a b",
    "to: jane@example.com; joe@example.com",
    "+49 (0)30 1234567 ext. 12",
    "march 3 2025",
    "顧客サポート担当 " * 40,
    "ab" * 500,
    "a-b_c/d:" * 80,
    "ﬁnance Ⅷ ½ ™ ＡＢＣ",
    "\u202eevil\u202c text",
    "👍 ok",
)


async def row_ids(index, typed):
    query = parse(typed)
    assert not query.problems, typed
    return set(await index.ids(Scope(), Order(), query))


async def check(index, provider, row, raw, sample):
    """How many values of a record have a search, and one for the same field."""
    place_of = Regions(provider).places(raw, with_times=True)
    searched = with_field = 0
    for shown in sample(list(shown_values(provider, raw))):
        place = place_of(shown.path)
        for count, typed in enumerate(
            (
                text_search(shown.value, shown.kind, place),
                field_search(shown.value, shown.kind, place),
            )
        ):
            if typed:
                assert row in await row_ids(index, typed), (shown.path, shown.value, typed)
                searched, with_field = searched + (not count), with_field + count
    return searched, with_field


@pytest.mark.parametrize("vendor", sorted(all_providers()))
async def test_search_for_a_sampled_value_finds_its_contact(index, vendor):
    provider, chance = all_providers()[vendor], random.Random(5)
    raws = list(records(vendor, 0, CONTACTS, CONTACTS, 11))
    body = json.dumps(ENVELOPES[vendor](raws, None), ensure_ascii=False).encode()
    await index.write_page(await index.listing("a"), provider, body)
    searched = with_field = 0
    for raw in chance.sample(raws, 20):
        row = index.row_id("a", provider.contact(raw).id)
        found = await check(
            index, provider, row, raw, lambda each: chance.sample(each, min(len(each), 25))
        )
        searched, with_field = searched + found[0], with_field + found[1]
    assert searched > SAMPLED / 2
    assert with_field > SAMPLED / 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_search_for_every_published_value_finds_its_contact(index, file):
    provider, raws = await stored(index, file)
    for row, raw in raws.items():
        await check(index, provider, row, raw, lambda each: each)


@pytest.mark.parametrize("value", HARD_VALUES)
async def test_search_for_a_hard_value_finds_its_contact(index, value):
    provider = all_providers()["opencx"]
    raw = {"id": "x", "name": value, "email": value, "custom_data": {"note: “x”": value}}
    body = json.dumps({"items": [raw, {"id": "y", "name": "Other"}], "next": None}).encode()
    await index.write_page(await index.listing("a"), provider, body)
    row = index.row_id("a", "x")
    searched, with_field = await check(index, provider, row, raw, lambda each: each)
    assert searched
    assert with_field
