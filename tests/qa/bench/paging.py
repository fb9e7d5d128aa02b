"""Pages that come while a person pages down, from vendors that answer at once and slowly.

    python -m tests.qa.bench.paging [SECONDS OF LATENCY…]

The vendors run in another process. Five times a second for fifteen seconds Page Down is pressed in
the table of an account with more contacts than that shows. What counts are the rows that somebody
gets to see, as a share of those at no latency; the pages that came are up to two more.
"""

from __future__ import annotations

from contactdesk.__main__ import load

# ruff: noqa: E402  as at the program's start, `load` runs before its other imports
load()

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.ui.kit import theme
from tests.qa.bench.metrics import until
from tests.qa.bench.open_window import OpenWindow

LATENCIES_S = (0.0, 0.4, 1.0)
PRESSES, INTERVAL_S = 75, 0.2
VENDOR, CONTACTS = "bland", 10_000


@contextlib.contextmanager
def vendor(latency_s: float) -> Iterator[dict[str, Any]]:
    """The account of a vendor that answers each request after this time."""
    command = [sys.executable, "-m", "contactdesk.sandbox", "--no-rates"]
    command += ["--size", f"{VENDOR}={CONTACTS}", "--delay", str(latency_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            accounts = json.loads(process.stdout.readline())["accounts"]
            yield next(each for each in accounts if each["provider"] == VENDOR)
        finally:
            process.terminate()


async def page_down(latency_s: float) -> tuple[int, int]:
    """Opens an account and pages down; (pages that came, rows down to the end of the screen)."""
    from PySide6.QtTest import QTest

    with vendor(latency_s) as made, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        accounts, keys = Accounts.load(folder / "accounts.toml"), KeyStore(session_only=True)
        account = accounts.add(VENDOR, VENDOR, made["base_url"])
        keys.hold(account.id, made["key"])
        opened = OpenWindow(folder, await Index.open_temporary(in_processes=True), keys)
        opened.browser.accounts.choose(account.id)
        opened.browser.open()
        await until(lambda: opened.model.rowCount() and opened.is_idle)
        opened.table.go_to_row(0)
        loop = asyncio.get_running_loop()
        started = loop.time()
        for press in range(PRESSES):
            QTest.keyClick(opened.table, Qt.Key.Key_PageDown)
            await asyncio.sleep(max(0, started + (press + 1) * INTERVAL_S - loop.time()))
        (walk,) = opened.browser.walks()
        pages, rows = walk.listing.pages, opened.table.last_row_in_sight()
        opened.loading.cancel([account.id])
        await opened.close()
    return pages, rows


async def measure(latencies_s: list[float]) -> dict[str, float]:
    found: dict[str, float] = {}
    at_once = 0
    for latency_s in latencies_s:
        pages, rows = await page_down(latency_s)
        at_once = at_once or rows
        found[f"paging down, {latency_s:g} s an answer, pages"] = pages
        found[f"paging down, {latency_s:g} s an answer, share of rows seen"] = rows / at_once
    return found


def main() -> None:
    theme.apply(make_application(), "light")
    latencies_s = [float(each) for each in sys.argv[1:]] or list(LATENCIES_S)
    with asyncio.Runner(loop_factory=lambda: EventLoop(make_application())) as runner:
        found = runner.run(measure(latencies_s))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
