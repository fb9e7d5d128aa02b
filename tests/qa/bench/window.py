"""Run as a process of its own: opens the window on a filled profile and measures it."""

from __future__ import annotations

from contactdesk.__main__ import load

# ruff: noqa: E402  as the program starts, nothing of it is imported before
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
from tests.qa.bench.empty import born
from tests.qa.bench.opened import Opened, Painted


async def measure(folder: Path) -> dict[str, float]:
    opened = Opened(folder, await Index.open(folder / "index.db", KEY, in_processes=True))
    model = opened.model
    painted = Painted(
        opened.table.viewport(), model.rowCount, lambda: (time.time(), time.process_time())
    )
    while not painted.at:
        await asyncio.sleep(0.001)
    found = {
        "process start to first rows, ms": 1000 * (painted.at[0] - born()),
        "process start to first rows, CPU ms": 1000 * painted.at[1],
    }
    while not opened.at_rest:
        await asyncio.sleep(0.001)
    found["process start to all rows, ms"] = 1000 * (time.time() - born())
    # Imported after the start was measured: none of it is the program's.
    from tests.qa.bench.clock import memory
    from tests.qa.bench.key_presses import pressing
    from tests.qa.bench.measures import rest_of, use

    found["memory at rest (PSS), MB"] = memory()
    found |= await use(opened) | await pressing(opened)
    found["memory, scrolled and searched (PSS), MB"] = memory()
    found |= rest_of(opened)
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
