"""Fills an index of any size with the sandbox's people, through the same writer as sync."""

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
from tests.qa.bench.metrics import memory_mb

PAGE = 200
PAGES_PER_ROUND = 10
"""Pages of each vendor that are generated before they are written."""

ENVELOPES = {
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
    """A vendor's replies, generated page by page: (bytes, number of records)."""
    for start in range(0, size, PAGE):
        stop = min(size, start + PAGE)
        rows = records(vendor, start, stop, size, seed)
        more = str(stop) if stop < size else None
        yield json.dumps(ENVELOPES[vendor](rows, more), ensure_ascii=False).encode(), stop - start


class PlainFts:
    """The baseline: SQLite's FTS5 alone, with its default settings and no encryption.

    One column holds every text of a record; one transaction per page.
    """

    def __init__(self, path: Path) -> None:
        self.connection = apsw.Connection(str(path))
        self.connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL").fetchall()
        self.connection.execute("CREATE VIRTUAL TABLE word USING fts5(text, content='')")
        self.seconds = 0.0
        self.count = 0

    def write(self, vendor: str, body: bytes) -> None:
        rows = json.loads(body)[ITEMS.get(vendor, "data")]
        prepared = [(self.count + at, texts_of(row)) for at, row in enumerate(rows, 1)]
        self.count += len(rows)
        started = time.perf_counter()
        with self.connection:
            self.connection.executemany("INSERT INTO word (rowid, text) VALUES (?, ?)", prepared)
        self.seconds += time.perf_counter() - started

    def rate(self) -> float:
        return self.count / self.seconds


def texts_of(record: object) -> str:
    """Every text and number in a record, one per line."""
    texts, pending = [], [record]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
        elif value is not None:
            texts.append(str(value))
    return "\n".join(texts)


class Filler:
    """Fills an index from five listings concurrently, as Load all does."""

    def __init__(self, index: Index, baseline: PlainFts) -> None:
        self.index, self.baseline = index, baseline
        self.rounds: list[tuple[int, float]] = []
        self.bytes_read = 0

    async def fill(self, accounts: Accounts, contacts: int) -> None:
        """Generates a round of pages, writes it, then gives it to the baseline.

        Noise affects both equally, and generating pages is not counted.
        """
        providers = all_providers()
        listings = {
            v: await self.index.listing(accounts.add(v, p.title).id) for v, p in providers.items()
        }

        async def write(vendor: str, replies: list[tuple[bytes, int]]) -> None:
            for body, _ in replies:
                written = await self.index.write_page(listings[vendor], providers[vendor], body)
                listings[vendor] = written.listing

        share = contacts // len(providers)
        generators = {vendor: pages(vendor, share) for vendor in providers}
        while batch := {
            v: some for v, each in generators.items() if (some := [*islice(each, PAGES_PER_ROUND)])
        }:
            started = time.perf_counter()
            await asyncio.gather(*(write(vendor, replies) for vendor, replies in batch.items()))
            replies = [(v, *reply) for v, some in batch.items() for reply in some]
            self.rounds.append((sum(n for _, _, n in replies), time.perf_counter() - started))
            for vendor, body, _ in replies:
                self.bytes_read += len(body)
                self.baseline.write(vendor, body)
            report(self.rounds)


async def fill(folder: Path, contacts: int) -> dict[str, float]:
    """Creates a profile with this many contacts in `folder`, a fifth at each vendor."""
    accounts = Accounts.load(folder / "accounts.toml")
    baseline = PlainFts(folder / "bare.db")
    filler = Filler(await Index.open(folder / "index.db", KEY, in_processes=True), baseline)
    filler.index.expect_pages()
    await filler.fill(accounts, contacts)
    workers = [memory_mb(child) for child in psutil.Process().children()]
    await filler.index.close()
    baseline.connection.close()
    return figures(filler.rounds, baseline) | {
        "page worker processes, memory (PSS), MB": sum(workers),
        "JSON, MB": filler.bytes_read / 1e6,
    }


def report(rounds: list[tuple[int, float]]) -> None:
    if len(rounds) % 2 == 0:
        written = sum(count for count, _ in rounds)
        sys.stderr.write(f"{written:,} contacts, {rate(rounds[-2:]):,.0f} per second\n")


def rate(rounds: list[tuple[int, float]]) -> float:
    return sum(count for count, _ in rounds) / sum(seconds for _, seconds in rounds)


def figures(rounds: list[tuple[int, float]], baseline: PlainFts) -> dict[str, float]:
    tenth = max(1, len(rounds) // 10)
    return {
        "contacts": sum(count for count, _ in rounds),
        "ingest, contacts per second": rate(rounds),
        "ingest, plain FTS5, contacts per second": baseline.rate(),
        "ingest, ratio to plain FTS5": rate(rounds) / baseline.rate(),
        "ingest, ratio of the last tenth to the first": rate(rounds[-tenth:])
        / rate(rounds[:tenth]),
    }


def fill_once(folder: Path, contacts: int) -> dict[str, float]:
    """Fills the folder, or gives the figures from when it was filled."""
    saved = folder / "filled.json"
    if saved.exists():
        found: dict[str, float] = json.loads(saved.read_text())
        return found
    folder.mkdir(parents=True, exist_ok=True)
    found = asyncio.run(fill(folder, contacts))
    size = sum(path.stat().st_size for path in folder.glob("index.db*")) / 1e6
    found |= {"index file, MB": size, "index file, ratio to the JSON": size / found["JSON, MB"]}
    saved.write_text(json.dumps(found, indent=1))
    return found
