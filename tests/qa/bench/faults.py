"""How long the window is blocked while all five vendors produce a fault, for each kind of fault.

    python -m tests.qa.bench.faults [KIND…]

The vendors run in another process, so that only the program can block the event loop. Every request
meets the fault. The window opens, loads all it can get, shows the first contact and searches. The
longest gap between two beats of the event loop is how long a click may have had to wait; the CPU
time of the GUI thread in a gap tells the program's own work from waits for a core. Slow faults are
cut off after a few seconds. A kind with a long gap is repeated, at most three times, and the best
run counts: on a shared machine a single run also measures other processes.
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
from tests.qa.bench.ingest_load import Heartbeat
from tests.qa.bench.metrics import percentile
from tests.qa.bench.open_window import OpenWindow

MAX_SECONDS = 5.0
"""Seconds a fault is observed: those that drip or stall would last a minute."""

REPEAT_ABOVE_S, MAX_RUNS = 0.1, 3
"""A kind with a longer gap is repeated, up to this many runs in total."""

NONE, CONTROL = "no fault", "control: blocked for 300 ms"
AT_REST = {State.FAILED, State.COMPLETE, State.WAITING}


class CpuHeartbeat(Heartbeat):
    """Also records the CPU seconds of this thread between two beats."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self._last_cpu = time.thread_time()
        super().__init__()

    def _beat(self) -> None:
        super()._beat()
        now = time.thread_time()
        self.cpu.append(now - self._last_cpu)
        self._last_cpu = now


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds between beats, the most CPU seconds between beats, and how the walks ended."""

    p99: float
    longest: float
    most_cpu: float
    ends: str


@contextlib.contextmanager
def vendors(kind: str, folder: Path) -> Iterator[list[dict[str, Any]]]:
    """The accounts of a sandbox that produces this fault, in its own process."""
    rules = folder / "faults.json"
    faults = [{"provider": "*", "kind": kind}] if kind in FAULTS else []
    rules.write_text(json.dumps(faults))
    command = [sys.executable, "-m", "contactdesk.sandbox", "--no-rates", "--faults", str(rules)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["accounts"]
        finally:
            process.terminate()


async def run_once(kind: str, folder: Path) -> Outcome:
    """One run, in a new profile."""
    with vendors(kind, folder) as given:
        accounts, keys = Accounts.load(folder / "accounts.toml"), KeyStore(session_only=True)
        for made in given:
            account = accounts.add(made["provider"], made["provider"], made["base_url"])
            keys.hold(account.id, made["key"])
        index = await Index.open_temporary(in_processes=True)
        opened = OpenWindow(folder, index, keys)
        # The first paint is the same with and without faults.
        opened.window.repaint()
        heartbeat = CpuHeartbeat()
        paint = QTimer(interval=33)
        paint.timeout.connect(opened.table.viewport().update)
        paint.start()
        await use(opened, kind)
        ends = {walk.error.kind if walk.error else walk.state.value for walk in opened.sync.walks()}
        gaps = heartbeat.take_gaps()
        outcome = Outcome(
            percentile(gaps, 0.99), max(gaps), max(heartbeat.cpu), ", ".join(sorted(ends))
        )
        paint.stop()
        opened.loading.cancel([account.id for account in accounts])
        await opened.close()
    return outcome


async def use(opened: OpenWindow, kind: str) -> None:
    """Loads, opens a contact and searches, as a person would despite the fault."""
    until = time.monotonic() + MAX_SECONDS

    async def wait_for(condition) -> None:
        while not condition() and time.monotonic() < until:
            await asyncio.sleep(0.005)

    walks = opened.sync.walks
    await wait_for(lambda: opened.is_idle and walks() and all(not w.busy for w in walks()))
    opened.loading.load_all(opened.browser.walks())
    await wait_for(lambda: all(w.state in AT_REST for w in walks()) and opened.is_idle)
    if opened.model.rowCount():
        opened.table.go_to_row(0)
        await wait_for(opened.browser.detail.is_showing)
    opened.browser.search("okafor")
    until = max(until, time.monotonic() + 1)
    await wait_for(lambda: opened.is_idle)
    if kind == CONTROL:
        block()
    await asyncio.sleep(0.2)


def block() -> None:
    """Blocks the event loop for 300 ms, which must show in the figures."""
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass


def peak_memory_mb() -> float:
    """Peak resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


async def measure(kinds: list[str]) -> None:
    width, first = max(map(len, kinds)), 0.0
    for kind in kinds:
        runs: list[Outcome] = []
        while len(runs) < MAX_RUNS and (not runs or runs[-1].longest > REPEAT_ABOVE_S):
            with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as folder:
                runs.append(await run_once(kind, Path(folder)))
        best = min(runs, key=lambda run: run.longest)
        figures = (best.p99, best.longest, best.most_cpu)
        columns = "".join(f" {1000 * each:>8.0f}" for each in figures)
        sys.stdout.write(f"{kind:<{width}}{columns} {len(runs):>5}  {best.ends}\n")
        sys.stdout.flush()
        first = first or peak_memory_mb()
    sys.stdout.write(f"peak MB: {first:.0f} after the first, {peak_memory_mb():.0f} after all\n")


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    kinds = sys.argv[1:] or [NONE, CONTROL, *FAULTS]
    sys.stdout.write("ms between beats: p99, longest, most CPU; runs; how the walks ended\n")
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(measure(kinds))


if __name__ == "__main__":
    main()
