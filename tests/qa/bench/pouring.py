"""Run as a process of its own: pages arrive flat out while the table is shown and repainted, and
then while it is used: scrolled, searched letter by letter, sorted. A second word on the command
line is a folder for pictures."""

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
from tests.qa.bench.clock import percentile
from tests.qa.bench.filling import pages
from tests.qa.bench.opened import Opened

EACH = 20_000
"""Contacts that arrive at each of five accounts."""


class Heart(QObject):
    """Beats every few milliseconds if the event loop lets it; the time between two beats is what a
    person's click may have to wait."""

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

    def taken(self) -> list[float]:
        gaps, self.gaps = self.gaps, []
        return gaps


def said(name: str, gaps: list[float]) -> dict[str, float]:
    return {
        f"GUI gap, {name}, p95 ms": 1000 * percentile(gaps, 0.95),
        f"GUI gap, {name}, p99 ms": 1000 * percentile(gaps, 0.99),
        f"GUI gap, {name}, longest ms": 1000 * max(gaps),
    }


class Pouring:
    """Five listings that are read side by side, as Load all does it, without the network."""

    def __init__(self, opened: Opened, replies: dict[str, list[bytes]]) -> None:
        self.count = 0
        self._opened, self._replies = opened, replies

    async def all(self) -> None:
        await asyncio.gather(*map(self._pour, self._replies))

    async def _pour(self, account_id: str) -> None:
        opened = self._opened
        walk = await opened.sync.walk(account_id)
        for body in self._replies[account_id]:
            written = await opened.index.write_page(walk.listing, walk.provider, body)
            walk.listing = written.listing
            self.count += written.count
            opened.loading.on_written(walk, written)
            opened.loading.on_changed(walk)


async def scrolled(opened: Opened) -> None:
    bar = opened.table.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.value() + 180 if step % 20 else bar.maximum() * step // 200)
        await asyncio.sleep(0.016)


async def searched(opened: Opened) -> None:
    field = opened.window.search_field
    for typed in ("marcus", "@harbor", "+1 202", "order late"):
        for end in range(1, len(typed) + 1):
            field.setText(typed[:end])
            await asyncio.sleep(0.08)
        field.setText(typed)
        await asyncio.sleep(1)


async def sorted_by_columns(opened: Opened) -> None:
    opened.window.search_field.clear()
    for column in (0, 2, 3, 0):
        opened.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        await asyncio.sleep(1.5)


USED = {"scrolled": scrolled, "searched": searched, "sorted": sorted_by_columns}


async def measure(folder: Path, shots: Path | None) -> dict[str, float]:
    accounts = Accounts.load(folder / "accounts.toml")
    replies = {}
    for vendor in [account.provider for account in accounts]:
        account = accounts.add(vendor, f"{vendor}, pouring")
        replies[account.id] = [body for body, _ in pages(vendor, EACH, seed=11)]
    halves = [{each: bodies[at::2] for each, bodies in replies.items()} for at in range(2)]
    opened = Opened(folder, await Index.open(folder / "index.db", KEY, in_processes=True))
    opened.loading.want_more = lambda _walks: None
    while not (opened.at_rest and opened.model.rowCount()):
        await asyncio.sleep(0.01)
    opened.index.expect_pages()
    paint = QTimer(interval=33)
    paint.timeout.connect(opened.table.viewport().update)
    paint.start()
    heart = Heart()
    await asyncio.sleep(2)
    found = said("idle", heart.taken())
    started, pouring = time.perf_counter(), Pouring(opened, halves[0])
    await pouring.all()
    seconds = time.perf_counter() - started
    found |= said("pages pouring in", heart.taken())
    found["pouring in beside the window, contacts a second"] = pouring.count / seconds
    paint.stop()
    found |= await used(opened, heart, halves[1], shots)
    await opened.close()
    return found


async def used(
    opened: Opened, heart: Heart, replies: dict[str, list[bytes]], shots: Path | None
) -> dict[str, float]:
    """The window is used while the rest pours in."""
    found: dict[str, float] = {}
    pouring = Pouring(opened, replies)
    flowing = asyncio.gather(pouring.all())
    for name, use in USED.items():
        heart.taken()
        await use(opened)
        still = "pouring in" if not flowing.done() else "all in"
        found |= said(f"{name}, {still}", heart.taken())
        if shots is not None:
            opened.window.grab().save(str(shots / f"{name}.png"))
    await flowing
    return found


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        found = runner.run(measure(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
