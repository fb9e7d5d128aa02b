"""Times what is read of memories over all contacts: the work list of open items, and the personas.

python -m tests.qa.bench.memories FOLDER
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from contactdesk.index import Index, ItemOrder, ItemScope
from contactdesk.index.types import ITEM_ORDERS
from tests.qa.bench import KEY
from tests.qa.bench.metrics import percentile

FIRST, BLOCK = 100, 50
TIMES = 3
WORDS = ("order", "call", "confirm order", "marcus", "2026", "配送", "zzzznothing")
HIDDEN = 2_000
"""Items that are done or snoozed."""


async def measure(folder: Path) -> dict[str, float]:
    index = await Index.open(folder / "index.db", KEY)
    try:
        return {
            "open items": sum((await index.open_items.counts()).values()),
            **await sort(index),
            **await filter_by(index),
            **await read_rows(index),
            **await personas(index),
        }
    finally:
        await index.close()


async def seconds(work: Callable[..., Awaitable[object]], *arguments: object) -> list[float]:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await work(*arguments)
        took.append(time.perf_counter() - started)
    return took


def with_aim(name: str, took: list[float], aim_ms: float) -> dict[str, float]:
    return {
        f"{name}, p50 ms": 1000 * percentile(took, 0.5),
        f"{name}, p95 ms (aim: {aim_ms:g})": 1000 * percentile(took, 0.95),
    }


async def sort(index: Index) -> dict[str, float]:
    """By every order, in both directions."""
    firsts, wholes = [], {}
    for by, descending in itertools.product(ITEM_ORDERS, (False, True)):
        order = ItemOrder(by, descending)
        firsts += await seconds(index.open_items.ids, ItemScope(), order, FIRST)
        wholes[order] = await seconds(index.open_items.ids, ItemScope(), order)
    found = with_aim("work list, first rows of a sort", firsts, 100)
    for by in ITEM_ORDERS:
        took = [each for order, times in wholes.items() if order.by == by for each in times]
        found |= with_aim(f"work list, all rows by {by}", took, 300)
    return found


async def filter_by(index: Index) -> dict[str, float]:
    items = index.open_items
    ids = await items.ids(ItemScope(), ItemOrder())
    some = items.rows(ids[:: max(1, len(ids) // HIDDEN)])
    scopes = {
        "words": [ItemScope(words=each) for each in WORDS],
        "agent": [ItemScope(agents=(row.agent,)) for row in some[:3]],
        "high priority": [ItemScope(priorities=(0, 1))],
        "hidden": [ItemScope(hidden=frozenset(row.key for row in some))],
        "only": [ItemScope(only=frozenset(row.key for row in some))],
    }
    found = {}
    for name, each in scopes.items():
        took = []
        for scope in each:
            took += await seconds(items.ids, scope, ItemOrder())
        found |= with_aim(f"work list, all rows, {name}", took, 300)
    return found | with_aim("work list, counts", await seconds(items.counts), 50)


async def read_rows(index: Index) -> dict[str, float]:
    """Blocks of rows, which are read on the GUI thread, all over the list."""
    ids = await index.open_items.ids(ItemScope(), ItemOrder())
    took = []
    for start in range(0, len(ids), max(BLOCK, len(ids) // 100)):
        started = time.perf_counter()
        index.open_items.rows(ids[start : start + BLOCK])
        took.append(time.perf_counter() - started)
    return with_aim(f"work list, a block of {BLOCK} rows", took, 1)


async def personas(index: Index) -> dict[str, float]:
    found = with_aim("personas, all figures", await seconds(index.agents.stats), 500)
    took = []
    for each in await index.agents.stats():
        of = each.account_id, each.agent
        took += await seconds(index.agents.contacts, *of)
        for fact in each.fact_keys[:3]:
            took += await seconds(index.agents.contacts, *of, "fact", fact.key)
    return found | with_aim("personas, the list behind a figure", took, 300)


def main() -> None:
    found = asyncio.run(measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
