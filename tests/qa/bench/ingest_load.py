"""How responsive the window stays while pages are written at full speed. Runs as its own process.

First the table is only repainted, then scrolled, searched letter by letter and sorted.

    python -m tests.qa.bench.ingest_load PROFILE [FOLDER FOR SCREENSHOTS]
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.ui.kit import theme
from tests.qa.bench import KEY
from tests.qa.bench.fill_index import pages
from tests.qa.bench.metrics import percentile
from tests.qa.bench.open_window import OpenWindow

CONTACTS_PER_ACCOUNT = 20_000


class Heartbeat(QObject):
    """A 2 ms timer. The gap between two beats is how long a click may have to wait, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def take_gaps(self) -> list[float]:
        gaps, self.gaps = self.gaps, []
        return gaps


def gap_figures(name: str, gaps: list[float]) -> dict[str, float]:
    return {
        f"GUI gap, {name}, p95 ms": 1000 * percentile(gaps, 0.95),
        f"GUI gap, {name}, p99 ms": 1000 * percentile(gaps, 0.99),
        f"GUI gap, {name}, longest ms": 1000 * max(gaps),
    }


class IngestLoad:
    """Writes the pages of five listings concurrently, as Load all does, without the network."""

    def __init__(self, opened: OpenWindow, replies: dict[str, list[bytes]]) -> None:
        self.count = 0
        self._opened, self._replies = opened, replies

    async def run(self) -> None:
        await asyncio.gather(*map(self._write, self._replies))

    async def _write(self, account_id: str) -> None:
        opened = self._opened
        walk = await opened.sync.walk(account_id)
        for body in self._replies[account_id]:
            written = await opened.index.write_page(walk.listing, walk.provider, body)
            walk.listing = written.listing
            self.count += written.count
            opened.loading.on_written(walk, written)
            opened.loading.on_changed(walk)


async def scroll(opened: OpenWindow) -> None:
    bar = opened.table.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.value() + 180 if step % 20 else bar.maximum() * step // 200)
        await asyncio.sleep(0.016)


async def search(opened: OpenWindow) -> None:
    field = opened.window.search_field
    for typed in ("marcus", "@harbor", "+1 202", "order late"):
        for end in range(1, len(typed) + 1):
            field.setText(typed[:end])
            await asyncio.sleep(0.08)
        field.setText(typed)
        await asyncio.sleep(1)


async def sort(opened: OpenWindow) -> None:
    opened.window.search_field.clear()
    for column in (0, 2, 3, 0):
        opened.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        await asyncio.sleep(1.5)


ACTIONS = {"scrolling": scroll, "searching": search, "sorting": sort}


async def measure(folder: Path, shots: Path | None) -> dict[str, float]:
    accounts = Accounts.load(folder / "accounts.toml")
    replies = {}
    for vendor in [account.provider for account in accounts]:
        account = accounts.add(vendor, f"{vendor}, under load")
        replies[account.id] = [body for body, _ in pages(vendor, CONTACTS_PER_ACCOUNT, seed=11)]
    halves = [{each: bodies[at::2] for each, bodies in replies.items()} for at in range(2)]
    opened = OpenWindow(folder, await Index.open(folder / "index.db", KEY, in_processes=True))
    opened.loading.want_more = lambda _walks: None
    while not (opened.is_idle and opened.model.rowCount()):
        await asyncio.sleep(0.01)
    opened.index.expect_pages()
    paint = QTimer(interval=33)
    paint.timeout.connect(opened.table.viewport().update)
    paint.start()
    heartbeat = Heartbeat()
    await asyncio.sleep(2)
    found = gap_figures("idle", heartbeat.take_gaps())
    started, load = time.perf_counter(), IngestLoad(opened, halves[0])
    await load.run()
    seconds = time.perf_counter() - started
    found |= gap_figures("under ingest load", heartbeat.take_gaps())
    found["ingest with the window open, contacts per second"] = load.count / seconds
    paint.stop()
    found |= await use(opened, heartbeat, halves[1], shots)
    found |= await link_anew(opened, heartbeat)
    await opened.close()
    return found


async def use(
    opened: OpenWindow, heartbeat: Heartbeat, replies: dict[str, list[bytes]], shots: Path | None
) -> dict[str, float]:
    """Scrolls, searches and sorts while the other half of the pages is written."""
    found: dict[str, float] = {}
    load = IngestLoad(opened, replies)
    ingest = asyncio.gather(load.run())
    for name, act in ACTIONS.items():
        heartbeat.take_gaps()
        await act(opened)
        phase = "after the load" if ingest.done() else "under ingest load"
        found |= gap_figures(f"{name}, {phase}", heartbeat.take_gaps())
        if shots is not None:
            opened.window.grab().save(str(shots / f"{name}.png"))
    await ingest
    return found


async def link_anew(opened: OpenWindow, heartbeat: Heartbeat) -> dict[str, float]:
    """Makes the keys of all contacts anew, as where the region of every account has changed."""
    people, counts = opened.index.people, opened.index.counts()
    heartbeat.take_gaps()
    started = time.perf_counter()
    people.set_regions(dict.fromkeys(counts, "US"))
    for account_id in counts:
        await people.relink_account(account_id)
    seconds = time.perf_counter() - started
    contacts = sum(counts.values())
    return {
        "all linked anew, seconds a million (aim: 90)": seconds / contacts * 1e6,
        **gap_figures("all linked anew", heartbeat.take_gaps()),
    }


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        found = runner.run(measure(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
