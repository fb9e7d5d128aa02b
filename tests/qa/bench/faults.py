"""Run as a process of its own: the window while five vendors meet it with a fault, kind by kind.

    python -m tests.qa.bench.faults [KIND…]

The vendors are a process of their own, so that nothing but the program holds the event loop. All
five show the fault on every request from the first on. The window opens, loads all it can get,
shows the first contact's details and searches; the longest time between two beats of the event
loop is what a person's click may have had to wait, and beside it stands the most that the thread of the
window itself worked between two beats. Slow faults are cut off after a few seconds. A kind whose
longest gap is long is met again, at most three times, and the best counts: on a shared machine a
single run measures the others too.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.sandbox import FAULTS
from contactdesk.sync.engine import State
from contactdesk.ui.kit import theme
from tests.qa.bench.clock import percentile
from tests.qa.bench.opened import Opened
from tests.qa.bench.pouring import Heart

LONGEST = 5.0
"""Seconds a fault is looked at: those that drip or stall would go on for a minute."""

ENOUGH, TIMES = 0.1, 3
"""Seconds of a gap from which on a kind is met again, and how often at the most."""

NONE, CONTROL = "no fault", "control: 300 ms held"
SETTLED = {State.FAILED, State.COMPLETE, State.WAITING}


class Worked(Heart):
    """Notes also how long this thread worked between two beats, whatever else the machine did."""

    def __init__(self) -> None:
        self.works: list[float] = []
        self._worked = time.thread_time()
        super().__init__()

    def _beat(self) -> None:
        super()._beat()
        now = time.thread_time()
        self.works.append(now - self._worked)
        self._worked = now


@dataclass(frozen=True, slots=True)
class Met:
    """Seconds between beats: the longest but one in a hundred, the longest, the most worked."""

    p99: float
    longest: float
    worked: float
    ends: str


@contextlib.contextmanager
def vendors(kind: str, folder: Path) -> Iterator[list[dict[str, Any]]]:
    """The accounts of a sandbox that shows this fault, in a process of its own."""
    rules = folder / "faults.json"
    wanted = [{"provider": "*", "kind": kind}] if kind in FAULTS else []
    rules.write_text(json.dumps(wanted))
    command = [sys.executable, "-m", "contactdesk.sandbox", "--no-rates", "--faults", str(rules)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield json.loads(running.stdout.readline())["accounts"]
        finally:
            running.terminate()


async def meet(kind: str, folder: Path) -> Met:
    """Once, in a profile of its own."""
    with vendors(kind, folder) as given:
        accounts, keys = Accounts.load(folder / "accounts.toml"), KeyStore(session_only=True)
        for made in given:
            account = accounts.add(made["provider"], made["provider"], made["base_url"])
            keys.hold(account.id, made["key"])
        index = await Index.open_temporary(in_processes=True)
        opened = Opened(folder, index, keys)
        # The window's own first painting is the same with and without faults.
        opened.window.repaint()
        heart = Worked()
        paint = QTimer(interval=33)
        paint.timeout.connect(opened.table.viewport().update)
        paint.start()
        await use(opened, kind)
        ends = {walk.error.kind if walk.error else walk.state.value for walk in opened.sync.walks()}
        gaps = heart.taken()
        met = Met(percentile(gaps, 0.99), max(gaps), max(heart.works), ", ".join(sorted(ends)))
        paint.stop()
        opened.loading.cancel([account.id for account in accounts])
        await opened.close()
    return met


async def use(opened: Opened, kind: str) -> None:
    """Opens, loads, looks at a contact, searches, as a person would while it goes wrong."""
    until = time.monotonic() + LONGEST

    async def settle(condition) -> None:
        while not condition() and time.monotonic() < until:
            await asyncio.sleep(0.005)

    walks = opened.sync.walks
    await settle(lambda: opened.at_rest and walks() and all(not w.busy for w in walks()))
    opened.loading.load_all(opened.browser.walks())
    await settle(lambda: all(w.state in SETTLED for w in walks()) and opened.at_rest)
    if opened.model.rowCount():
        opened.table.go_to_row(0)
        await settle(opened.browser.detail.is_showing)
    opened.browser.search("okafor")
    until = max(until, time.monotonic() + 1)
    await settle(lambda: opened.at_rest)
    if kind == CONTROL:
        hold()
    await asyncio.sleep(0.2)


def hold() -> None:
    """What the measure has to see, or it sees nothing."""
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass


def most_memory() -> float:
    """Megabytes that this process had at most, so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


async def measure(kinds: list[str]) -> None:
    width, first = max(map(len, kinds)), 0.0
    for kind in kinds:
        tries: list[Met] = []
        while len(tries) < TIMES and (not tries or tries[-1].longest > ENOUGH):
            with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as folder:
                tries.append(await meet(kind, Path(folder)))
        best = min(tries, key=lambda met: met.longest)
        figures = (best.p99, best.longest, best.worked)
        said = "".join(f" {1000 * each:>8.0f}" for each in figures)
        sys.stdout.write(f"{kind:<{width}}{said} {len(tries):>5}  {best.ends}\n")
        sys.stdout.flush()
        first = first or most_memory()
    sys.stdout.write(f"MB at most: {first:.0f} after the first, {most_memory():.0f} after all\n")


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    kinds = sys.argv[1:] or [NONE, CONTROL, *FAULTS]
    sys.stdout.write("ms between beats: p99, longest, most worked; runs; how the walks ended\n")
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(measure(kinds))


if __name__ == "__main__":
    main()
