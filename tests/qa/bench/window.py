"""Opens the main window on a filled profile, in its own process, and measures it."""

from __future__ import annotations

from contactdesk.__main__ import load

# ruff: noqa: E402  as at the program's start, `load` runs before its other imports
load()

import asyncio
import json
import sys
import time
from pathlib import Path

from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.ui.kit import theme
from tests.qa.bench import KEY
from tests.qa.bench.empty_window import process_started_at
from tests.qa.bench.open_window import FirstPaint, OpenWindow


async def measure(folder: Path) -> dict[str, float]:
    opened = OpenWindow(folder, await Index.open(folder / "index.db", KEY, in_processes=True))
    model = opened.model
    painted = FirstPaint(
        opened.table.viewport(), model.rowCount, lambda: (time.time(), time.process_time())
    )
    while not painted.at:
        await asyncio.sleep(0.001)
    found = {
        "process start to first rows, ms": 1000 * (painted.at[0] - process_started_at()),
        "process start to first rows, CPU ms": 1000 * painted.at[1],
    }
    while not opened.is_idle:
        await asyncio.sleep(0.001)
    found["process start to all rows, ms"] = 1000 * (time.time() - process_started_at())
    # Not part of the program: imported only after its start was measured.
    from tests.qa.bench.key_presses import press_keys
    from tests.qa.bench.measures import measures_that_take_memory, scroll_sort_and_search
    from tests.qa.bench.metrics import memory_mb

    found["memory at rest (PSS), MB"] = memory_mb()
    found |= await scroll_sort_and_search(opened) | await press_keys(opened)
    found["memory after scrolling and searching (PSS), MB"] = memory_mb()
    found |= measures_that_take_memory(opened)
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
