"""Times what is read of people: the list of all, searches over their contacts, counts by vendor.

python -m tests.qa.bench.people FOLDER
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path

from contactdesk.index import Index, Order, Scope
from contactdesk.index.postings.bitmap import BitmapReader, from_ids
from contactdesk.index.read.people_map import PeopleMap
from contactdesk.index.read.reader import CancelToken
from contactdesk.model import CONTACT_COLUMNS, PERSON_COLUMNS
from contactdesk.providers import all_providers
from contactdesk.search.query import parse
from tests.qa.bench import KEY
from tests.qa.bench.memories import with_aim
from tests.qa.bench.metrics import percentile

PEOPLE = Scope(people=True)
FIRST, BLOCK, HITS = 100, 50, 20_000
TIMES = 3
NAMED = Order(CONTACT_COLUMNS["name"])
ORDERS = {
    "in loading order": Order(),
    "by name": NAMED,
    "by e-mail": Order(CONTACT_COLUMNS["email"]),
    "by updated": Order(CONTACT_COLUMNS["updated_at"]),
    **{f"by {each.title.lower()}": Order(each) for each in PERSON_COLUMNS},
}
SEARCHES = (
    *("m", "maria", "marcus okafor", "acme -maria", "in:bland -in:close", "linked:>2"),
    *("differs:email", "behind:>30d", "maybe:yes"),
)


async def measure(folder: Path) -> dict[str, float]:
    index = await Index.open(folder / "index.db", KEY)
    try:
        name_vendors(index)
        await index.people.compare()
        people = len(await index.ids(PEOPLE, Order(), parse("")))
        return {
            "people": people,
            **await views(index),
            **await searches(index),
            **await hits_to_people(index),
            **await counts_and_rows(index),
        }
    finally:
        await index.close()


def name_vendors(index: Index) -> None:
    """Lets `in:` find accounts by their vendors, without a profile."""
    providers = all_providers()
    rows = index.file.rows.connection.execute(
        "SELECT a.id, v.id FROM account a JOIN vendor v ON v.number = a.vendor"
    )
    names = {account: (account, id, providers[id].title) for account, id in rows}
    index.name_accounts(names)


async def forget_cached(index: Index) -> None:
    """Writes something, so that nothing that was read before is used again."""

    def write() -> None:
        # What stays as it is would not be written.
        for change in (1, -1):
            with index.file.writer.connection as connection:
                connection.execute("UPDATE account SET alone = alone + ?", (change,))

    await index.file.write(write)


async def timed(index: Index, scope: Scope, order: Order, query: str, count: int = 0) -> float:
    started = time.perf_counter()
    if count:
        await index.first(scope, order, parse(query), count)
    else:
        await index.ids(scope, order, parse(query))
    return time.perf_counter() - started


async def views(index: Index) -> dict[str, float]:
    """The first rows and all rows, when nothing is cached, then after the first rows were read."""
    found = {}
    for name, order in ORDERS.items():
        firsts, wholes = [], []
        for _ in range(TIMES):
            await forget_cached(index)
            firsts.append(await timed(index, PEOPLE, order, "", FIRST))
            wholes.append(await timed(index, PEOPLE, order, ""))
        found |= with_aim(f"people, first rows {name}", firsts, 100)
        found |= with_aim(f"people, all rows {name}", wholes, 400)
    return found


async def searches(index: Index) -> dict[str, float]:
    """First rows by name of searches that are typed one after another, over people and contacts."""
    found = {}
    for scope, name in ((PEOPLE, "people"), (Scope(), "contacts")):
        for query in SEARCHES:
            # With the order cached, as while somebody types.
            await timed(index, scope, NAMED, "")
            took = [await timed(index, scope, NAMED, query, FIRST)]
            took += [await timed(index, scope, NAMED, f"{query} ", FIRST) for _ in range(TIMES)]
            found[f"{name}, first rows of {query}, first time, ms"] = 1000 * took[0]
            found[f"{name}, first rows of {query}, again, ms"] = 1000 * percentile(took[1:], 0.5)
    return found


async def hits_to_people(index: Index) -> dict[str, float]:
    """People of so many contacts all over the index."""
    took = []

    def read() -> float:
        reader = BitmapReader(index.file.reader.connection, CancelToken().check)
        ids = random.Random(7).sample(range(1, reader.size), min(HITS, reader.size - 1))
        hits = from_ids(ids, reader.size)
        started = time.perf_counter()
        PeopleMap().to_people(reader, hits)
        return time.perf_counter() - started

    for _ in range(TIMES):
        await forget_cached(index)
        took.append(await index.file.read(read))
    return with_aim(f"people, of {HITS:,} contacts", took, 30)


async def counts_and_rows(index: Index) -> dict[str, float]:
    counts = []
    for _ in range(TIMES):
        await forget_cached(index)
        started = time.perf_counter()
        await index.people.vendor_counts()
        counts.append(time.perf_counter() - started)
    found = with_aim("people, counts by vendor", counts, 100)
    ids = await index.ids(PEOPLE, NAMED, parse(""))
    columns = (*CONTACT_COLUMNS.values(), *PERSON_COLUMNS)
    own, shown = [], []
    for start in range(0, len(ids), max(BLOCK, len(ids) // 100)):
        block = ids[start : start + BLOCK]
        started = time.perf_counter()
        index.people.rows(block)
        own.append(time.perf_counter() - started)
        started = time.perf_counter()
        index.rows(block, columns, people=True)
        shown.append(time.perf_counter() - started)
    found |= with_aim(f"people, a block of {BLOCK} with the best of each field", own, 5)
    return found | with_aim(f"people, a block of {BLOCK} rows of the table", shown, 5)


def main() -> None:
    found = asyncio.run(measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
