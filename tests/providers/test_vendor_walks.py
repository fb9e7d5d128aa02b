"""Every provider walks its vendor's whole list, over real sockets, against the strict sandbox."""

import pytest
from msgspec.structs import replace

from contactdesk.http.client import Client
from contactdesk.model import Kind
from contactdesk.records.blocks import OTHER, overview
from contactdesk.records.parse import read_page
from contactdesk.sandbox import SIZES, Sandbox, records

A_TIME = "2026-03-01T00:00:00.000Z"


@pytest.fixture(scope="module")
def vendors():
    """The sandbox; no rate limits, so that no test waits."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def account(provider, vendors):
    """(the provider as this sandbox has it, its key), and a request log that begins here."""
    found = next(each for each in vendors.accounts if each["provider"] == provider.id)
    vendors.requests.clear()
    return replace(provider, base_url=found["base_url"]), found["key"]


async def walk(provider, key, filters=()):
    """Every page of a listing by the provider's own paging, an end forced after 100."""
    client, cursor, pages = Client(), None, []
    fixed = [(name, v) for name, v in provider.always.items() if name not in dict(filters)]
    try:
        while len(pages) < 100:
            asked = [(name, str(v)) for name, v in provider.paging.params(cursor).items()]
            reply = await client.get(provider, key, [*fixed, *filters, *asked])
            pages.append(read_page(provider, reply.body, cursor))
            cursor = pages[-1].next_cursor
            if cursor is None:
                break
    finally:
        await client.aclose()
    return pages


async def test_walk_delivers_every_contact_once(account, vendors):
    provider, key = account
    pages = await walk(provider, key)
    ids = [record.contact.id for page in pages for record in page.records]
    assert len(ids) == len(set(ids)) == SIZES[provider.id]
    assert set(ids) == {each["id"] for each in records(provider.id, 0, SIZES[provider.id])}
    assert not [record.malformed for page in pages for record in page.records if record.malformed]


async def test_every_request_is_valid_and_asks_for_the_next_page(account, vendors):
    provider, key = account
    pages = await walk(provider, key)
    asked = list(vendors.requests)
    assert [each["status"] for each in asked] == [200] * len(pages)
    assert len({tuple(each["query"]) for each in asked}) == len(pages) > 1
    assert {each["path"] for each in asked} == {f"/{provider.id}{provider.path}"}
    assert {each["method"] for each in asked} == {"GET"}
    for name, value in provider.always.items():
        assert all((name, value) in each["query"] for each in asked)


async def test_the_key_is_in_the_authorization_header_only(account, vendors):
    provider, key = account
    await walk(provider, key)
    for each in vendors.requests:
        assert each["authorization"] == provider.auth(key)["Authorization"]
        others = {name: v for name, v in each["headers"].items() if name != "authorization"}
        assert key not in each["target"]
        assert key not in str(others)
        assert each["authorization"] not in str(others)


async def test_total_is_given_only_where_it_is_accurate(account):
    provider, key = account
    totals = {page.total for page in await walk(provider, key)}
    assert totals == {SIZES[provider.id] if provider.total else None}


async def test_the_smallest_request_is_valid(account, vendors):
    provider, key = account
    client = Client()
    params = list({**provider.always, **provider.smallest}.items())
    reply = await client.get(provider, key, params)
    await client.aclose()
    assert len(reply.body) < 60_000 or not provider.smallest
    if provider.smallest:
        assert b'"id"' in reply.body
        assert len(read_page(provider, reply.body).records) == 1


async def test_every_filter_is_valid_on_every_page(account, vendors):
    provider, key = account
    for each in provider.filters:
        value = A_TIME if each.kind is Kind.DATE else ["a", "b"] if each.many else "a"
        value = each.choices[-1][0] if each.choices else value
        before, params = len(vendors.requests), each.params(value)
        await walk(provider, key, params)
        for request in vendors.requests[before:]:
            assert request["status"] == 200, each
            assert all(param in request["query"] for param in params), each


async def test_listing_since_a_time_has_only_changed_contacts(account):
    provider, key = account
    if not provider.updated_after:
        assert not [each for each in provider.filters if "updated" in each.param]
        return
    whole = [r.contact for page in await walk(provider, key) for r in page.records]
    middle = sorted(contact.updated_at for contact in whole)[len(whole) // 2]
    since = await walk(provider, key, [(provider.updated_after, middle)])
    ids = {record.contact.id for page in since for record in page.records}
    assert ids == {contact.id for contact in whole if contact.updated_at > middle}
    assert ids


async def test_every_value_sent_is_mapped(account):
    provider, key = account
    for page in await walk(provider, key):
        for record in page.records:
            titles = [block.title for block in overview(provider, record.contact.raw)]
            assert OTHER not in titles, record.contact.id
            assert "Record" in titles
