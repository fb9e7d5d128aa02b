"""The index links the contacts of a made-up world as the linker does, whatever page comes first."""

import json
from collections import defaultdict
from random import Random

from contactdesk.index import Index, Scope
from contactdesk.providers import all_providers
from contactdesk.search.query import parse
from tests.index.people import KEY
from tests.qa.linking.measuring import Linked
from tests.qa.linking.world import Noise, World

PEOPLE, SEED, PAGE = 400, 11, 60


def reply(records):
    """A page of records, as any of the vendors might send it."""
    paging = {"next": None, "has_more": False, "nextPageToken": None, "pagination": {"total": 1}}
    return json.dumps({"data": records, "items": records, **paging}).encode()


async def people_in(index):
    """The vendors' ids of the contacts of each person."""
    found = set()
    for row_id in await index.search_counts.first(Scope(), parse(""), 10_000):
        members = await index.people.members(row_id)
        found.add(frozenset(vendor_id for _account, vendor_id in index.keys(members)))
    return found


async def test_index_finds_the_same_people_in_any_order_of_pages(tmp_path):
    written = list(World(PEOPLE, Noise(), SEED).contacts())
    by_account = defaultdict(list)
    for each in written:
        by_account[each.vendor, each.region].append(each.raw)
    pages = [
        (account, records[start : start + PAGE])
        for account, records in by_account.items()
        for start in range(0, len(records), PAGE)
    ]
    Random(SEED).shuffle(pages)
    index = await Index.open(tmp_path / "index.db", KEY)
    index.people.set_regions({"-".join(account): account[1] for account in by_account})
    for account, records in pages:
        listing = await index.listing("-".join(account))
        provider = all_providers()[account[0]]
        await index.write_page(listing, provider, reply(records), advances=False)
    found = await people_in(index)
    await index.close()
    wanted = {
        frozenset(written[row].raw["id"] for row in each) for each in Linked(written).people()
    }
    assert found == wanted
    assert sum(len(each) > 1 for each in wanted) > PEOPLE / 2
