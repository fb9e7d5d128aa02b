"""Run as a process of its own: pages arrive flat out while the table is shown and repainted."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from contactdesk.accounts import Accounts
from contactdesk.app import make_application
from contactdesk.index import Index
from contactdesk.loop import EventLoop
from contactdesk.ui import theme
from tests.bench.clock import percentile
from tests.bench.filling import PAGE, pages
from tests.bench.opened import KEY, Opened

EACH = 4_000
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


async def measure(folder: Path) -> dict[str, float]:
    accounts = Accounts.load(folder / "accounts.toml")
    replies = {}
    for vendor in [account.provider for account in accounts]:
        account = accounts.add(vendor, f"{vendor}, pouring")
        replies[account.id] = [body for body, _ in pages(vendor, EACH, seed=11)]
    opened = Opened(folder, await Index.open(folder / "index.db", KEY))
    opened.loading.want_more = lambda _walks: None
    while not (opened.at_rest and opened.model.rowCount()):
        await asyncio.sleep(0.01)
    paint = QTimer(interval=33)
    paint.timeout.connect(opened.table.viewport().update)
    paint.start()
    heart = Heart()
    await asyncio.sleep(2)
    found = said("idle", heart.taken())
    started = time.perf_counter()

    async def pour(account_id: str) -> None:
        walk = await opened.sync.walk(account_id)
        for body in replies[account_id]:
            written = await opened.index.write_page(walk.listing, walk.provider, body)
            walk.listing = written.listing
            opened.loading.on_written(walk, written)
            opened.loading.on_changed(walk)

    await asyncio.gather(*map(pour, replies))
    seconds = time.perf_counter() - started
    found |= said("pages pouring in", heart.taken())
    count = sum(map(len, replies.values())) * PAGE
    found["pouring in beside the window, contacts a second"] = count / seconds
    await opened.close()
    return found


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        found = runner.run(measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
