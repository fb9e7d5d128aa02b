"""Run as a process of its own: opens the window on a filled profile and measures it."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from array import array
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from contactdesk.accounts import Accounts
from contactdesk.app import make_application
from contactdesk.client import Client
from contactdesk.index import Index, Order, Scope
from contactdesk.keys import Keys
from contactdesk.loop import EventLoop
from contactdesk.providers import all_providers
from contactdesk.query import parse
from contactdesk.sync import Sync
from contactdesk.ui import theme
from contactdesk.ui.browser import Browser
from contactdesk.ui.contact_table import ALL_COLUMNS
from contactdesk.ui.loading import Loading
from contactdesk.ui.main_window import MainWindow
from contactdesk.ui.settings import Settings
from contactdesk.ui.standing import Desk
from tests.bench.filling import KEY

QUERIES = (
    *("a", "m", "ma", "mar", "marc", "jo", "an", "okafor", "marcus okafor", "müller", "田中"),
    *("@example", "harborpine", "example.org", "202", "5550117", "+1 202 555", "0117"),
    *("order", "refund", "delivery tomorrow", "invoice late", "زيارة", "zzzznothing"),
)


class Painted(QObject):
    """Notes when the table has painted its first rows."""

    def __init__(self, view: QTableView) -> None:
        super().__init__()
        self._view = view
        self.at = 0.0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._view.model().rowCount() and not self.at:
            self.at = time.time()
        return False


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def spread(name: str, seconds: list[float]) -> dict[str, float]:
    ms = [1000 * each for each in seconds]
    return {
        f"{name}, p50 ms": statistics.median(ms),
        f"{name}, p95 ms": percentile(ms, 0.95),
        f"{name}, p99 ms": percentile(ms, 0.99),
    }


def scrolled(view: QTableView, steps: list[int]) -> list[float]:
    """Seconds of every repaint while the scroll bar goes through these values."""
    bar, took = view.verticalScrollBar(), []
    for value in steps:
        bar.blockSignals(False)
        started = time.perf_counter()
        bar.setValue(value)
        view.viewport().repaint()
        took.append(time.perf_counter() - started)
    return took


def steps_of(view: QTableView) -> dict[str, list[int]]:
    last = view.verticalScrollBar().maximum()
    page = view.viewport().height()
    shuffle = random.Random(7)
    return {
        "wheel step": [60 * i for i in range(200)],
        "page step": [min(last, page * i) for i in range(200)],
        "random jump": [shuffle.randrange(last + 1) for _ in range(200)],
    }


def floor_of(like: QTableView, rows: int) -> QTableView:
    """The same table over Qt's own C++ model, of so many rows that it scrolls as far."""
    model = QStandardItemModel(min(rows, 20_000), like.model().columnCount())
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            model.setItem(row, column, QStandardItem(f"Somebody {row} {column}"))
    view = QTableView()
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.resize(like.size())
    view.show()
    # A window that is not on the screen yet paints nothing, and nothing is quick.
    assert QTest.qWaitForWindowExposed(view)
    return view


async def until(condition) -> None:
    while not condition():
        await asyncio.sleep(0.001)


async def measure(folder: Path) -> dict[str, float]:
    born = psutil.Process().create_time()
    accounts = Accounts.load(folder / "accounts.toml")
    index = await Index.open(folder / "index.db", KEY)
    loading, settings = Loading(), Settings(folder / "settings.ini")
    providers = all_providers()
    window = MainWindow(settings, loading, providers)
    client = Client()
    loading.use(Sync(accounts, Keys(session_only=True), index, client))
    browser = Browser(Desk(accounts, index, providers, settings), loading)
    window.use_browser(browser)
    window.resize(1280, 800)
    window.show_page()
    painted = Painted(browser.table)
    browser.refresh_words()
    window.show()
    browser.open()
    await until(lambda: painted.at)
    found = {"process start to first rows, ms": 1000 * (painted.at - born)}
    await until(lambda: not browser._ordering.busy)
    found |= scrolling(browser.table, browser.table_model.rowCount())
    found |= await sorting(index)
    found |= await searching(index)
    found |= appending(browser)
    found["memory (PSS), MB"] = psutil.Process().memory_full_info().pss / 1e6
    window.close()
    await client.aclose()
    await index.close()
    return found


def scrolling(view: QTableView, rows: int) -> dict[str, float]:
    found: dict[str, float] = {}
    floor = floor_of(view, rows)
    for name, steps in steps_of(view).items():
        took = scrolled(view, steps)
        found |= spread(name, took)
        plain = scrolled(floor, steps_of(floor)[name])
        ratio = statistics.median(took) / statistics.median(plain)
        found[f"{name}, times a C++ model"] = ratio
    floor.close()
    return found


async def sorting(index: Index) -> dict[str, float]:
    found = {}
    for column in ALL_COLUMNS:
        if column.path == "account":
            continue
        started = time.perf_counter()
        await index.ids(Scope(), Order(column), parse(""))
        found[f"sort by {column.title}, ms"] = 1000 * (time.perf_counter() - started)
    return found


async def searching(index: Index) -> dict[str, float]:
    took = []
    by_name = Order(ALL_COLUMNS[0])
    for words in QUERIES * 3:
        started = time.perf_counter()
        await index.ids(Scope(), by_name, parse(words))
        took.append(time.perf_counter() - started)
    return spread("search, whole and sorted", took)


def appending(browser: Browser) -> dict[str, float]:
    """A page of 200 rows at the end; taken from the front, the model asks no questions."""
    took = []
    for _ in range(50):
        ids = browser.table_model.ids()[:200]
        started = time.perf_counter()
        browser.table_model.append(array("q", ids))
        took.append(time.perf_counter() - started)
    return spread("append 200 rows", took)


def main() -> None:
    qapp = make_application()
    theme.apply(qapp, "light")
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        found = runner.run(measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    # Imported so that Qt's flags are loaded before the clock of a frame starts.
    assert Qt.Orientation.Horizontal
    main()
