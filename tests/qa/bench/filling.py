"""An index of any size, filled through the same writer as by sync, from the sandbox's people."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import islice
from pathlib import Path

import apsw
import psutil

from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from tests.qa.bench import KEY
from tests.qa.bench.clock import memory

PAGE = 200
ROUND = 10
"""Pages of each vendor that are made before they are written."""

WRAP = {
    "opencx": lambda rows, more: {"items": rows, "next": more},
    "quo": lambda rows, more: {"data": rows, "totalItems": 1, "nextPageToken": more},
    "askelephant": lambda rows, more: {
        "object": "list",
        "data": rows,
        "has_more": bool(more),
        "next_cursor": more,
    },
    "close": lambda rows, more: {"data": rows, "has_more": bool(more)},
    "bland": lambda rows, more: {
        "data": rows,
        "pagination": {"total": 1, "limit": PAGE, "offset": 0, "has_more": bool(more)},
        "errors": None,
    },
}
ITEMS = {"opencx": "items"}


def pages(vendor: str, size: int, seed: int = 7):
    """The vendor's replies, page by page, made as they are asked for: (bytes, records)."""
    for start in range(0, size, PAGE):
        stop = min(size, start + PAGE)
        rows = records(vendor, start, stop, size, seed)
        more = str(stop) if stop < size else None
        yield json.dumps(WRAP[vendor](rows, more), ensure_ascii=False).encode(), stop - start


class Bare:
    """The floor: SQLite's full text and nothing else. Every text of a record in one column of one
    table with FTS5's own settings, not encrypted, a transaction a page."""

    def __init__(self, path: Path) -> None:
        self.connection = apsw.Connection(str(path))
        self.connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL").fetchall()
        self.connection.execute("CREATE VIRTUAL TABLE word USING fts5(text, content='')")
        self.spent = 0.0
        self.last = 0

    def write(self, vendor: str, body: bytes) -> None:
        rows = json.loads(body)[ITEMS.get(vendor, "data")]
        ready = [(self.last + at, texts_of(row)) for at, row in enumerate(rows, 1)]
        self.last += len(rows)
        started = time.perf_counter()
        with self.connection:
            self.connection.executemany("INSERT INTO word (rowid, text) VALUES (?, ?)", ready)
        self.spent += time.perf_counter() - started

    def rate(self) -> float:
        return self.last / self.spent


def texts_of(record: object) -> str:
    """Every text and number in a record, one a line."""
    texts, waiting = [], [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif value is not None:
            texts.append(str(value))
    return "\n".join(texts)


class Filling:
    """An index that is filled by five listings side by side, as Load all does it."""

    def __init__(self, index: Index, bare: Bare) -> None:
        self.index, self.bare = index, bare
        self.took: list[tuple[int, float]] = []
        self.bytes_read = 0

    async def fill(self, accounts: Accounts, contacts: int) -> None:
        """Every vendor's pages one after another, the vendors side by side; some are made, then
        written, then given to the floor, so that both meet the same noise and the making of pages
        is not counted."""
        providers = all_providers()
        listings = {
            v: await self.index.listing(accounts.add(v, p.title).id) for v, p in providers.items()
        }

        async def write(vendor: str, replies: list[tuple[bytes, int]]) -> None:
            for body, _ in replies:
                written = await self.index.write_page(listings[vendor], providers[vendor], body)
                listings[vendor] = written.listing

        share = contacts // len(providers)
        waiting = {vendor: pages(vendor, share) for vendor in providers}
        while came := {v: some for v, each in waiting.items() if (some := [*islice(each, ROUND)])}:
            started = time.perf_counter()
            await asyncio.gather(*(write(vendor, replies) for vendor, replies in came.items()))
            replies = [(v, *reply) for v, some in came.items() for reply in some]
            self.took.append((sum(c for _, _, c in replies), time.perf_counter() - started))
            for vendor, body, _ in replies:
                self.bytes_read += len(body)
                self.bare.write(vendor, body)
            report(self.took)


async def fill(folder: Path, contacts: int) -> dict[str, float]:
    """Makes a profile of this many contacts in `folder`, a fifth at each vendor."""
    accounts = Accounts.load(folder / "accounts.toml")
    bare = Bare(folder / "bare.db")
    filling = Filling(await Index.open(folder / "index.db", KEY, in_processes=True), bare)
    filling.index.expect_pages()
    await filling.fill(accounts, contacts)
    reading = [memory(child) for child in psutil.Process().children()]
    await filling.index.close()
    bare.connection.close()
    return figures(filling.took, bare) | {
        "memory of the processes that read pages (PSS), MB": sum(reading),
        "JSON, MB": filling.bytes_read / 1e6,
    }


def report(took: list[tuple[int, float]]) -> None:
    if len(took) % 2 == 0:
        written = sum(count for count, _ in took)
        sys.stderr.write(f"{written:,} contacts, {rate(took[-2:]):,.0f} a second\n")


def rate(took: list[tuple[int, float]]) -> float:
    return sum(count for count, _ in took) / sum(seconds for _, seconds in took)


def figures(took: list[tuple[int, float]], bare: Bare) -> dict[str, float]:
    tenth = max(1, len(took) // 10)
    return {
        "contacts": sum(count for count, _ in took),
        "ingest, contacts a second": rate(took),
        "ingest, bare full text, contacts a second": bare.rate(),
        "ingest, times bare full text": rate(took) / bare.rate(),
        "ingest, last tenth to first": rate(took[-tenth:]) / rate(took[:tenth]),
    }


def filled(folder: Path, contacts: int) -> dict[str, float]:
    """Fills the folder, unless it is filled: then what was measured when it was."""
    known = folder / "filled.json"
    if known.exists():
        found: dict[str, float] = json.loads(known.read_text())
        return found
    folder.mkdir(parents=True, exist_ok=True)
    found = asyncio.run(fill(folder, contacts))
    size = sum(path.stat().st_size for path in folder.glob("index.db*")) / 1e6
    found |= {"file, MB": size, "file, times the JSON": size / found["JSON, MB"]}
    known.write_text(json.dumps(found, indent=1))
    return found
