"""Memory that searches leave behind: kilobytes a search, once caches are full.

    python -m tests.qa.bench.search_memory [SEARCHES]

The demo's five vendors are loaded; searches are typed key by key, and the first match of every third
is shown. What counts is memory in use as the C library tells it: the size of the process also has
what is free in it. The first quarter of the searches fills the caches.
"""

from __future__ import annotations

from contactdesk.__main__ import load

# ruff: noqa: E402  as at the program's start, `load` runs before its other imports
load()

import asyncio
import ctypes
import gc
import json
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt

from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.sandbox import Sandbox
from contactdesk.sync.engine import State
from contactdesk.ui.kit import theme
from tests.qa.bench.metrics import memory_mb, until
from tests.qa.bench.open_window import OpenWindow

SEARCHES = 2_000
WORDS = (
    *("order", "refund", "delivery", "invoice", "marcus", "okafor", "ma", "jo", "an", "sch"),
    *("202", "555", "+1", "email:example", "name:ma", "has:phone", "said:order", "updated:<90d"),
)


class HeapState(ctypes.Structure):
    """glibc's struct mallinfo2."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def bytes_in_use() -> int:
    """What the process has allocated and not freed; glibc 2.33 and later."""
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = HeapState
    gc.collect()
    state = library.mallinfo2()
    return int(state.uordblks + state.hblkhd)


def words_of(number: int) -> str:
    """A search that was not made before: its words are known, their pairs are not."""
    first, second = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    return f"{first} {second}" if number % 2 else f"{first}{number}"


async def search(opened: OpenWindow, words: str, *, shows_match: bool) -> None:
    from PySide6.QtTest import QTest

    field = opened.window.search_field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    await asyncio.sleep(0)
    await until(lambda: opened.is_idle and not opened.browser.is_busy())
    QTest.keyClick(field, Qt.Key.Key_Return)
    if shows_match and opened.model.rowCount():
        opened.table.go_to_row(0)
        await until(lambda: not opened.browser.is_busy())


async def measure(searches: int) -> dict[str, float]:
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        accounts, keys = Accounts.load(folder / "accounts.toml"), KeyStore(session_only=True)
        for made in sandbox.accounts:
            account = accounts.add(made["provider"], made["provider"], made["base_url"])
            keys.hold(account.id, made["key"])
        opened = OpenWindow(folder, await Index.open_temporary(in_processes=True), keys)
        await until(lambda: opened.is_idle and opened.model.rowCount())
        await until(lambda: not opened.loading.busy(opened.browser.account_ids()))
        opened.loading.load_all(opened.browser.walks())
        await until(lambda: all(w.state is State.COMPLETE for w in opened.browser.walks()))
        filled = searches // 4
        before = 0
        for number in range(searches):
            if number == filled:
                before = bytes_in_use()
            await search(opened, words_of(number), shows_match=number % 3 == 0)
        kept = bytes_in_use() - before
        found = {
            "memory kept a search, KB": kept / 1000 / max(1, searches - filled),
            "memory after the searches (PSS), MB": memory_mb(),
        }
        await opened.close()
    return found


def main() -> None:
    theme.apply(make_application(), "light")
    searches = int(sys.argv[1]) if len(sys.argv) > 1 else SEARCHES
    with asyncio.Runner(loop_factory=lambda: EventLoop(make_application())) as runner:
        found = runner.run(measure(searches))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
