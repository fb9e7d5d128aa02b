"""Times refreshes that find changes, and what is read of them; weighs what a change takes on disk.

python -m tests.qa.bench.changes [CONTACTS]
"""

from __future__ import annotations

import asyncio
import copy
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from contactdesk.index import Index, Order, Scope
from contactdesk.index.types import ChangeOrder, ChangeScope
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from contactdesk.search.query import parse
from tests.qa.bench import KEY
from tests.qa.bench.fill_index import ENVELOPES, PAGE
from tests.qa.bench.metrics import percentile

CONTACTS, CHANGES_OF_A_DAY = 10_000, 50_000
SHARE = 20
"""One contact in this many changes in a refresh."""

BLOCK, TIMES = 50, 5
TIME_KEYS = ("updated_at", "date_updated", "updatedAt")


def changed(record: dict[str, Any], pick: random.Random) -> dict[str, Any]:
    """What a vendor sends after something happened to a contact."""
    record = copy.deepcopy(record)
    for key in TIME_KEYS:
        if key in record:
            record[key] = "2026-11-28T10:00:00.000Z"
    memories = record.get("memories")
    if not memories:
        record["name" if "name" in record else "title"] = f"Renamed {pick.randrange(1_000)}"
        return record
    memory = pick.choice(memories)
    memory.setdefault("facts", {})["mood"] = f"{pick.random():.3f}"
    said = {"role": "user", "content": "Is it done?", "timestamp": "2026-11-28T10:00:00.000Z"}
    memory.setdefault("recent_messages", []).append(said)
    if memory.get("open_items"):
        memory["open_items"].pop()
    return record


def pages(vendor: str, size: int, share: int) -> Iterator[bytes]:
    """A pass in which one contact in `share` has changed; none with 0."""
    pick = random.Random(5)
    for start in range(0, size, PAGE):
        stop = min(size, start + PAGE)
        rows = [
            changed(each, pick) if share and number % share == 0 else each
            for number, each in enumerate(records(vendor, start, stop, size), start)
        ]
        more = str(stop) if stop < size else None
        yield json.dumps(ENVELOPES[vendor](rows, more), ensure_ascii=False).encode()


async def read(index: Index, size: int, share: int) -> float:
    """Reads a pass at every vendor; the seconds that writing took."""
    took = 0.0
    for vendor, provider in all_providers().items():
        listing = await index.restart(await index.listing(vendor))
        for body in pages(vendor, size, share):
            started = time.perf_counter()
            listing = (await index.write_page(listing, provider, body)).listing
            took += time.perf_counter() - started
    return took


def size_of(index: Index, *tables: str) -> int:
    """Bytes of tables or indexes, whole pages."""
    connection = index.file.rows.connection
    sql = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({', '.join('?' * len(tables))})"
    return int(connection.execute(sql, tables).fetchone()[0] or 0)


async def refresh(index: Index, contacts: int) -> dict[str, float]:
    """First load, then a refresh without changes, with some, and with every contact changed."""
    size = contacts // len(all_providers())
    found = {"changes, first load, contacts a second": contacts / await read(index, size, 0)}
    found["changes, refresh without changes, contacts a second"] = contacts / await read(
        index, size, 0
    )
    found[f"changes, refresh with {100 // SHARE} % changed, contacts a second"] = (
        contacts / await read(index, size, SHARE)
    )
    await index.history.prune(time.time() + 60)
    found["changes, refresh with all changed, contacts a second"] = contacts / await read(
        index, size, 1
    )
    count = len(await index.history.changes(ChangeScope()))
    rows = size_of(index, "change", "change_by_time", "change_by_contact")
    (packed,) = index.file.rows.connection.execute(
        "SELECT avg(length(packed)) FROM old_record"
    ).fetchone()
    return found | {
        "changes, bytes of an old record": packed,
        "changes, bytes of old records in the file, each": size_of(index, "old_record") / count,
        "changes, bytes of a row with its indexes": rows / count,
    }


async def seconds(work: Callable[..., Awaitable[object]], *arguments: object) -> list[float]:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await work(*arguments)
        took.append(time.perf_counter() - started)
    return took


def with_aim(name: str, took: list[float], aim_ms: float) -> dict[str, float]:
    return {f"{name}, p95 ms (aim: {aim_ms:g})": 1000 * percentile(took, 0.95)}


async def fill_day(index: Index) -> None:
    """Repeats the changes that there are, a second apart, until there are enough for a large day."""
    connection = index.file.writer.connection
    (count,) = connection.execute("SELECT count(*) FROM change").fetchone()
    sql = """INSERT INTO change (time, account, contact, kinds, fields)
        SELECT time - 1000 * ?1, account, contact, kinds, fields FROM change WHERE id <= ?2"""
    (last,) = connection.execute("SELECT max(id) FROM change").fetchone()
    times = range(1, CHANGES_OF_A_DAY // count)
    await index.file.write(lambda: connection.executemany(sql, [(n, last) for n in times]))


async def read_day(index: Index) -> dict[str, float]:
    """What is read of a day of many changes."""
    await fill_day(index)
    history = index.history
    found = {"changes, of a day": float(sum((await history.counts(0.0)).values()))}
    scopes = {
        "all": ChangeScope(),
        "by kind": ChangeScope(kinds=("fact-added",)),
        "by field": ChangeScope(fields=("name",)),
        "by account": ChangeScope(account_id="quo"),
        "by words": ChangeScope(words="renamed 7"),
    }
    for name, scope in scopes.items():
        found |= with_aim(f"changes of a day, {name}", await seconds(history.changes, scope), 150)
    grouped = await seconds(history.changes, ChangeScope(), ChangeOrder())
    found |= with_aim("changes of a day, by day and account", grouped, 150)
    found |= with_aim("changes, counts", await seconds(history.counts, 0.0), 50)
    contacts = await seconds(history.changed_contacts, 0.0)
    found |= with_aim("changes, contacts to mark", contacts, 100)
    for typed in ("changed:<7d", "changed:fact", "changed.name:<7d"):
        query = parse(typed)
        took = await seconds(index.ids, Scope(), Order(), query)
        found |= with_aim(f"search {typed}", took, 150)
    return found


async def read_rows(index: Index) -> dict[str, float]:
    """Blocks of rows, which are read on the GUI thread, and the versions of single contacts."""
    ids, took, versions = await index.history.changes(ChangeScope()), [], []
    for start in range(0, len(ids), max(BLOCK, len(ids) // 100)):
        started = time.perf_counter()
        rows = index.history.rows(ids[start : start + BLOCK])
        took.append(time.perf_counter() - started)
        versions += await seconds(index.history.versions, rows[0].account_id, rows[0].vendor_id)
    return with_aim(f"changes, a block of {BLOCK} rows", took, 1) | with_aim(
        "versions of a contact", versions, 20
    )


async def measure(folder: Path, contacts: int) -> dict[str, float]:
    index = await Index.open(folder / "index.db", KEY)
    try:
        found = await refresh(index, contacts) | await read_rows(index)
        found |= await read_day(index)
        started = time.perf_counter()
        await index.history.prune(time.time() + 60)
        return found | {"changes, pruning all of them, s": time.perf_counter() - started}
    finally:
        await index.close()


def main() -> None:
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else CONTACTS
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as folder:
        found = asyncio.run(measure(Path(folder), contacts))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
