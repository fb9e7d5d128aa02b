"""Times what links contacts: a page in its transaction, a judgement, an explanation; the tables' size.

python -m tests.qa.bench.links FOLDER

The index in the folder is changed: it gets further accounts whose contacts are people that are there.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from contactdesk.index import Index
from contactdesk.index.write.links import LinkWriter
from contactdesk.profile.accounts import Accounts
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from tests.qa.bench import KEY
from tests.qa.bench.fill_index import ENVELOPES, PAGE
from tests.qa.bench.metrics import percentile

PAGES_PER_VENDOR = 20
PEOPLE = 200
TABLES = (
    *("linkable", "link_key", "link_fresh", "common_key", "link", "link_by_person", "person"),
    *("maybe", "crowded", "difference", "uncompared", "judgement", "judged"),
)
LINKING = ("add", "change_links", "remove", "_link_touched")
"""What the linking of a page's transaction consists of."""


async def measure(folder: Path) -> dict[str, float]:
    index = await Index.open(folder / "index.db", KEY)
    try:
        found = await compare(index)
        found |= sizes(index)
        found |= await write_pages(index, folder)
        return found | await judge(index) | await explain(index)
    finally:
        await index.close()


def with_aim(name: str, took: list[float], aim_ms: float) -> dict[str, float]:
    return {
        f"{name}, p50 ms": 1000 * percentile(took, 0.5),
        f"{name}, p95 ms (aim: {aim_ms:g})": 1000 * percentile(took, 0.95),
    }


@contextmanager
def timed(took: list[tuple[float, float]]) -> Iterator[None]:
    """Adds the (seconds, CPU seconds) of each step of linking."""

    def timing(step: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object) -> object:
            started, before = time.perf_counter(), time.thread_time()
            result = step(*arguments)
            took.append((time.perf_counter() - started, time.thread_time() - before))
            return result

        return run

    patches = [
        patch.object(LinkWriter, each, timing(getattr(LinkWriter, each))) for each in LINKING
    ]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


async def write_pages(index: Index, folder: Path) -> dict[str, float]:
    """Pages of a second account at each vendor: each contact is of a person who is there."""
    size = sum(index.counts().values()) // len(all_providers())
    took, cpu = list[float](), list[float]()
    chance = random.Random(7)
    accounts = Accounts.load(folder / "accounts.toml")
    for vendor, provider in all_providers().items():
        listing = await index.listing(accounts.add(vendor, f"{provider.title}, linked").id)
        for _ in range(PAGES_PER_VENDOR):
            start = chance.randrange(max(1, size - PAGE))
            rows = records(vendor, start, min(size, start + PAGE), size, 7)
            body = json.dumps(ENVELOPES[vendor](rows, None), ensure_ascii=False).encode()
            steps = list[tuple[float, float]]()
            with timed(steps):
                await index.write_changes(listing, provider, body)
            took.append(sum(each for each, _ in steps))
            cpu.append(sum(each for _, each in steps))
    return {
        **with_aim(f"a page of {PAGE} linked, within its transaction", took, 30),
        **with_aim(f"a page of {PAGE} linked, CPU", cpu, 30),
    }


async def compare(index: Index) -> dict[str, float]:
    """The differences of all people that nothing has compared yet."""
    waiting = value(index, "SELECT count(*) FROM uncompared")
    started = time.perf_counter()
    await index.people.compare()
    seconds = time.perf_counter() - started
    return {
        "people of two or more contacts": value(index, "SELECT count(*) FROM person"),
        "people compared when there was time": waiting,
        "all of these compared, seconds": seconds,
    }


async def judge(index: Index) -> dict[str, float]:
    """People unlinked by hand, each as one, and linked again."""
    rows = index.file.rows.connection.execute("SELECT id FROM person").fetchall()
    some = random.Random(7).sample([row[0] for row in rows], min(PEOPLE, len(rows)))
    took = []
    for person in some:
        one, *others = index.keys(await index.people.members(person))
        for judgements in ({(one, other): False for other in others}, {}):
            started = time.perf_counter()
            await index.people.set_judgements(judgements)
            took.append(time.perf_counter() - started)
    return with_aim("a person unlinked, or linked again", took, 50)


async def explain(index: Index) -> dict[str, float]:
    rows = index.file.rows.connection.execute("SELECT id FROM person").fetchall()
    took = []
    for (person,) in random.Random(8).sample(rows, min(PEOPLE, len(rows))):
        started = time.perf_counter()
        await index.people.links(person)
        took.append(time.perf_counter() - started)
    return with_aim("why a person's contacts are linked", took, 50)


def sizes(index: Index) -> dict[str, float]:
    name = "tables of people, MB (aim: 130 at a million)"
    marks = ", ".join("?" * len(TABLES))
    sizes = f"SELECT sum(pgsize) / 1e6 FROM dbstat WHERE name IN ({marks})"
    row = index.file.writer.connection.execute(sizes, TABLES).fetchone()
    return {name: row[0] or 0.0}


def value(index: Index, sql: str) -> float:
    return float(index.file.rows.connection.execute(sql).fetchone()[0])


def main() -> None:
    found = asyncio.run(measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
