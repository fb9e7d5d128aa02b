"""A contact's memories: how soon the overview, a memory and the next contact are painted.

One contact has 200 memories of 50 messages; the others have six memories, as agents keep them.
"""

from __future__ import annotations

from contactdesk.__main__ import load

# ruff: noqa: E402  as at the program's start, `load` runs before its other imports
load()

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.providers import all_providers
from contactdesk.ui.kit import theme
from tests.qa.bench import KEY
from tests.qa.bench.fill_index import ENVELOPES
from tests.qa.bench.metrics import percentile
from tests.qa.bench.open_window import FirstPaint, OpenWindow

MEMORIES, MESSAGES = 200, 50
CONTACTS = 120
SIZES = ((120, 25, 6), (40, 12, 2), (18, 5, 1), (9, 3, 0), (3, 0, 1), (2, 4, 0))
"""Messages, facts and open items of the six memories of a usual contact."""

SENTENCES = (
    "Where is order 10482? The tracking page has not changed for three days.",
    "It has been at the sorting center since Tuesday. I can send a replacement or refund it.",
    "I would rather have the refund.",
    "Of course. I have noted a callback after five.",
)
ROUNDS = 15
PAUSE_S = 0.3


def memory(number: int, messages: int, facts: int, items: int) -> dict[str, object]:
    return {
        "persona_id": f"{number:08x}-7a34-4c1b-9a55-0c3f6a1d{number:04x}",
        "agent_number": f"+1415555{number:04}",
        "summary": f"Asked about order {number}. {SENTENCES[0]} {SENTENCES[2]}",
        "facts": {f"fact_{k}": f"value {k} of {number % 3}" for k in range(facts)},
        "recent_messages": [
            {
                "role": "user" if k % 2 == 0 else "assistant",
                "content": f"{SENTENCES[k % 4]} ({number}, {k})",
                "channel": ("voice", "sms", "web")[k % 3],
                "timestamp": f"2026-{k % 11 + 1:02}-{number % 28 + 1:02}T{k % 24:02}:{k % 60:02}:00Z",
            }
            for k in range(messages)
        ],
        "open_items": [
            {
                "type": "callback",
                "description": f"Call back about order {k}",
                "priority": ("high", "medium", "low")[k % 3],
                "created_at": f"2026-10-{k % 28 + 1:02}T08:00:00Z",
                "related_to": {"entity_type": "order", "entity_id": f"order-{k}"},
            }
            for k in range(items)
        ],
        "entities": [{"entity_type": "order", "entity_id": f"order-{number}", "status": "open"}],
    }


def records() -> list[dict[str, object]]:
    large = [memory(number, MESSAGES, 5, 2) for number in range(MEMORIES)]
    usual = [memory(number, *sizes) for number, sizes in enumerate(SIZES)]
    people = [{"id": f"c{n}", "name": f"Person {n:03}", "memories": usual} for n in range(CONTACTS)]
    return [{"id": "large", "name": "A Large", "memories": large}, *people]


async def fill(folder: Path, index: Index) -> None:
    accounts, provider = Accounts.load(folder / "accounts.toml"), all_providers()["bland"]
    listing = await index.listing(accounts.add("bland", provider.title).id)
    body = json.dumps(ENVELOPES["bland"](records(), None)).encode()
    await index.write_page(listing, provider, body)


Times = tuple[float, float]
"""Milliseconds on the wall, and of this thread's CPU: others may keep the machine busy."""


class Painted:
    """How long it takes until what was asked for is painted."""

    def __init__(self, opened: OpenWindow) -> None:
        self.opened = opened

    async def after(self, act, is_shown) -> Times:  # type: ignore[no-untyped-def]
        """Acts, then waits until `is_shown()` and the view of the memories has painted since."""
        # What is below the visible part is written, as it is when a person acts.
        await asyncio.sleep(PAUSE_S)
        started = now()
        act()
        view = self.opened.browser.detail.tabs.memories.page.view
        painted = FirstPaint(view.viewport(), is_shown, now)
        while not painted.at:
            await asyncio.sleep(0)
        view.viewport().removeEventFilter(painted)
        wall, cpu = (1000 * (end - start) for start, end in zip(started, painted.at, strict=True))
        return wall, cpu

    async def go_to(self, row: int) -> Times:
        opened = self.opened
        shown = opened.browser.shown_contact
        row_id = opened.model.id_at(row)
        return await self.after(lambda: opened.table.go_to_row(row), lambda: shown.row_id == row_id)

    async def choose(self, number: int) -> Times:
        chooser = self.opened.browser.detail.tabs.memories.chooser
        return await self.after(lambda: chooser.choose(number), lambda: chooser.number == number)


async def measure(folder: Path) -> dict[str, float]:
    index = await Index.open(folder / "index.db", KEY)
    await fill(folder, index)
    opened = OpenWindow(folder, index)
    while not (opened.is_idle and opened.model.rowCount()):
        await asyncio.sleep(0.001)
    names = [opened.model.index(row, 0).data() for row in range(opened.model.rowCount())]
    large = names.index("A Large")
    others = [row for row in range(len(names)) if row != large]
    opened.table.go_to_row(others[0])
    while not opened.browser.detail.has_memories():
        await asyncio.sleep(0.001)
    opened.browser.detail.open_memories()
    shown = Painted(opened)
    await shown.go_to(others[1])
    overviews, memories = [], []
    for n in range(ROUNDS):
        overviews.append(await shown.go_to(large))
        memories.append(await shown.choose(n * 11 % MEMORIES + 1))
        await shown.choose(0)
        await shown.go_to(others[n])
    steps = [await shown.go_to(row) for row in others[: CONTACTS - 1]]
    await opened.close()
    return {
        **figures("contact with 200 × 50 messages, overview painted", overviews, 150),
        **figures("contact with 200 × 50 messages, a memory painted", memories, 100),
        **figures("memories, step to the next contact", steps, 50),
    }


def figures(name: str, times: list[Times], aim_ms: float) -> dict[str, float]:
    wall, cpu = zip(*times, strict=True)
    return {
        f"{name}, p50 ms": percentile(wall, 0.5),
        f"{name}, p95 ms (aim: {aim_ms:g})": percentile(wall, 0.95),
        f"{name}, p95 CPU ms": percentile(cpu, 0.95),
    }


def now() -> Times:
    return time.perf_counter(), time.thread_time()


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    with (
        tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as folder,
        asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner,
    ):
        found = runner.run(measure(Path(folder)))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
