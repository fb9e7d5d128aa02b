"""Shapes that vendors and their users have published, with made-up people, from reply to search."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contactdesk.index import Order, Scope
from contactdesk.providers import all_providers
from contactdesk.records.blocks import overview, texts
from contactdesk.records.formatting import format_value
from contactdesk.records.parse import read_record
from contactdesk.search.explain import explain
from contactdesk.search.query import parse

FILES = sorted((Path(__file__).parents[1] / "data" / "published").glob("*.json"))
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney")


async def stored(index, file):
    """(provider, row id -> raw record) of a published reply, once it is in the index."""
    provider = all_providers()[file.stem.split("-")[0]]
    await index.write_page(await index.listing("a"), provider, file.read_bytes())
    ids = await index.ids(Scope(), Order(), parse(""))
    raws = {row: read_record(provider.contact, index.stored(row).raw).contact.raw for row in ids}
    return provider, raws


def named(name):
    return next(file for file in FILES if file.stem == name)


async def found(index, typed):
    query = parse(typed)
    assert not query.problems, (typed, query.problems)
    return list(await index.ids(Scope(), Order(), query))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_every_published_record_is_a_row(index, file):
    provider, raws = await stored(index, file)
    sent = json.loads(file.read_bytes())[provider.items.removeprefix("$.")]
    assert list(raws.values()) == sent
    assert (await index.malformed("a", 9)).count == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_every_value_shown_of_a_published_record_is_found(index, zone, file):
    zone("America/New_York")
    provider, raws = await stored(index, file)
    for row, raw in raws.items():
        for line in {line for text in texts(provider, raw) for line in text.text.split("\n")}:
            typed = '"{}"'.format(line.replace('"', " "))
            query = parse(typed)
            if not query.is_unsearchable:
                assert row in await found(index, typed), line
                assert explain(provider, raw, query).places, line


@pytest.mark.parametrize("name", ZONES)
async def test_days_of_quo_are_shown_and_found_as_their_text_names_them(index, zone, name):
    zone(name)
    provider, raws = await stored(index, named("quo-2"))
    ((row, raw),) = raws.items()
    lines = next(b for b in overview(provider, raw) if b.title == "Custom fields").lines
    days = ["2025-04-01", "2025-06-30", "2024-09-11", "1990-02-03"]
    assert [format_value(line.value, line.kind, datetime.now(UTC)) for line in lines] == days
    keys = ("lease_start_date", '"Lease End Date"', "renewal", "birthday")
    for key, day in zip(keys, days, strict=True):
        for typed in (day, f'"{day}"', day[:4], day[:7]):
            assert await found(index, f"custom.{key}:{typed}") == [row], typed
            assert await found(index, f"custom:{typed}") == [row]
            assert await found(index, typed) == [row]
    for typed in (
        "Sep 11, 2024",
        "11 Sept 2024",
        '"Sep 11, 2024"',
        'custom.renewal:"September 11, 2024"',
        "lee 1 april 2025",
    ):
        assert await found(index, typed) == [row], typed
        assert explain(provider, raw, parse(typed)).places, typed
    for typed in ("Sep 10, 2024", 'custom.birthday:"Sep 11, 2024"'):
        assert await found(index, typed) == []
    for other in ("2025-03-31", "2025-04-02", "2024-09-10", "2024-09-12"):
        assert await found(index, f"custom:{other}") == []


@pytest.mark.parametrize(
    ("file", "typed"),
    [
        ("quo-6", "custom.active:yes"),
        ("quo-6", "custom.active:true"),
        ("quo-6", "custom.opted-in:no"),
        ("quo-6", "custom.opted_in:false"),
        ("quo-6", "custom.founded:2020-01-15"),
        ("quo-6", "custom.score:424242"),
        ("bland-rich", "fact.vip:yes"),
        ("bland-rich", "fact.newsletter_opt_in:no"),
        ("bland-rich", "fact.contract_end:2027-01-31"),
        ("bland-rich", "2027-01-31"),
        ("bland-rich", "open:2026-11-19"),
        ("bland-2", "entity.when:2025-07-25"),
        ("bland-1", "primary"),
        ("askelephant-2", "primary"),
    ],
)
async def test_dates_bools_and_badges_are_found(index, file, typed):
    provider, raws = await stored(index, named(file))
    rows = await found(index, typed)
    assert rows
    for row in rows:
        assert explain(provider, raws[row], parse(typed)).places
