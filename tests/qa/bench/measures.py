"""Measures an open window, one function per figure."""

from __future__ import annotations

import gc
import json
import random
import statistics
import time
from array import array

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from contactdesk.index import Order, Scope
from contactdesk.records.parse import read_record
from contactdesk.search.query import parse
from contactdesk.ui.table.model import ALL_COLUMNS
from tests.qa.bench.metrics import percentile, percentiles_ms
from tests.qa.bench.open_window import OpenWindow

FIRST = 100
QUERIES = {
    "one letter": ("a", "m", "s"),
    "two to four letters": ("ma", "jo", "an", "mar", "sch", "okaf", "marc"),
    "parts of e-mail addresses": ("@example", "harborpine", "mail.example.org", "ogle"),
    "phone digits": ("202", "5550117", "+1 202 555", "0117"),
    "names": ("marcus okafor", "müller", "田中"),
    "words in memories": ("order", "refund", "delivery tomorrow", "invoice late", "زيارة"),
    "no hit": ("zzzznothing", "qqxqq 99"),
}
MEMORIES, MESSAGES = 200, 50


async def scroll_sort_and_search(opened: OpenWindow) -> dict[str, float]:
    """Everyday use: scrolls in every way, sorts by every column, searches."""
    found: dict[str, float] = {}
    for name, steps in scroll_steps(opened.table).items():
        took, cpu = scroll(opened.table, steps)
        found |= percentiles_ms(name, took)
        found[f"{name}, CPU p50 ms"] = 1000 * statistics.median(cpu)
    return found | await sort(opened) | await search(opened)


def measures_that_take_memory(opened: OpenWindow) -> dict[str, float]:
    """Run last: the baseline in the same process and an enormous record both take memory."""
    found = compare_with_baseline(opened.table, opened.model.rowCount())
    found |= reorder(opened)
    found |= append(opened)
    found |= select_all(opened)
    return found | open_large_contact(opened)


# Painting


def scroll(view: QTableView, steps: list[int]) -> tuple[list[float], list[float]]:
    """Moves the scroll bar to each value; (seconds, CPU seconds) of each repaint."""
    bar, took, cpu = view.verticalScrollBar(), [], []
    for value in steps:
        started, before = time.perf_counter(), time.thread_time()
        bar.setValue(value)
        view.viewport().repaint()
        took.append(time.perf_counter() - started)
        cpu.append(time.thread_time() - before)
    return took, cpu


def scroll_steps(view: QTableView) -> dict[str, list[int]]:
    last = view.verticalScrollBar().maximum()
    page = view.viewport().height()
    chance = random.Random(7)
    return {
        "full repaint": [0] * 100,
        "wheel step": [60 * i for i in range(200)],
        "page step": [min(last, page * i) for i in range(200)],
        "drag": [last * i // 200 for i in range(200)],
        "random jump": [chance.randrange(last + 1) for _ in range(200)],
    }


def baseline_table(like: QTableView, rows: int) -> QTableView:
    """The same table on Qt's own C++ model and delegate, with the texts of the first rows.

    It has no account icons and aligns numbers left. 2,000 rows at most: painting does not depend
    on their number, building the model does.
    """
    from PySide6.QtTest import QTest

    model = QStandardItemModel(min(rows, 2_000), like.model().columnCount())
    texts = [
        [like.model().index(row, column).data() for column in range(model.columnCount())]
        for row in range(min(rows, 200))
    ]
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            model.setItem(row, column, QStandardItem(texts[row % len(texts)][column]))
    view = QTableView()
    # The style sheet selects the table by this name.
    view.setObjectName(like.objectName())
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    for column in range(model.columnCount()):
        view.setColumnHidden(column, like.isColumnHidden(column))
        view.setColumnWidth(column, like.columnWidth(column))
    view.resize(like.size())
    view.show()
    # A window that is not exposed paints nothing, which would look fast.
    assert QTest.qWaitForWindowExposed(view)
    return view


def compare_with_baseline(view: QTableView, rows: int) -> dict[str, float]:
    """Alternates between the table and the baseline, so that noise affects both equally."""
    found: dict[str, float] = {}
    baseline = baseline_table(view, rows)
    for name, steps in scroll_steps(view).items():
        _, cpu = scroll(view, steps)
        _, baseline_cpu = scroll(baseline, scroll_steps(baseline)[name])
        found[f"{name}, ratio to a C++ model (CPU p50)"] = statistics.median(cpu) / (
            statistics.median(baseline_cpu)
        )
    baseline.close()
    baseline.model().deleteLater()
    baseline.deleteLater()
    gc.collect()
    return found


# Sorting and searching


async def query_index(opened: OpenWindow, order: Order, words: str) -> tuple[float, float]:
    """Seconds until the index has given the first rows, and all of them."""
    started = time.perf_counter()
    ids = await opened.index.first(Scope(), order, parse(words), FIRST)
    first = whole = time.perf_counter() - started
    if len(ids) >= FIRST:
        await opened.index.ids(Scope(), order, parse(words))
        whole = time.perf_counter() - started
    return first, whole


async def sort(opened: OpenWindow) -> dict[str, float]:
    firsts, wholes = [], []
    for descending in (False, True):
        for column in ALL_COLUMNS:
            if column.path != "account":
                first, whole = await query_index(opened, Order(column, descending), "")
                firsts.append(first)
                wholes.append(whole)
    return percentiles_ms("sort, first rows", firsts) | percentiles_ms("sort, all rows", wholes)


async def search(opened: OpenWindow) -> dict[str, float]:
    by_name = Order(ALL_COLUMNS[0])
    firsts: list[float] = []
    wholes: list[float] = []
    found = {}
    for kind, typed in QUERIES.items():
        answers = [await query_index(opened, by_name, words) for _ in range(3) for words in typed]
        firsts += [first for first, _ in answers]
        wholes += [whole for _, whole in answers]
        found[f"search, {kind}, first rows, p95 ms"] = 1000 * percentile(
            [first for first, _ in answers], 0.95
        )
        found[f"search, {kind}, all rows, p95 ms"] = 1000 * percentile(
            [whole for _, whole in answers], 0.95
        )
    return (
        found
        | percentiles_ms("search, first rows", firsts)
        | percentiles_ms("search, all rows", wholes)
    )


# The GUI thread alone


def reorder(opened: OpenWindow) -> dict[str, float]:
    """Shows all rows in another order, with a row selected; blocks the GUI thread."""
    ids = array("i", opened.model.ids())
    opened.table.setCurrentIndex(opened.model.index(5, 0))
    took = []
    for _ in range(6):
        ids = ids[:]
        ids.reverse()
        started = time.perf_counter()
        opened.table.show_ids(ids, True)
        took.append(time.perf_counter() - started)
    return {"reorder all rows, p50 ms": 1000 * statistics.median(took)}


def append(opened: OpenWindow) -> dict[str, float]:
    """Appends a page of 200 rows: the first ones again, as the model does not check for repeats."""
    took = []
    for _ in range(50):
        ids = opened.model.ids()[:200]
        started = time.perf_counter()
        opened.model.append(array("i", ids))
        took.append(time.perf_counter() - started)
    return percentiles_ms("append 200 rows", took)


def select_all(opened: OpenWindow) -> dict[str, float]:
    started = time.perf_counter()
    opened.table.selectAll()
    opened.table.viewport().repaint()
    took = time.perf_counter() - started
    opened.table.clearSelection()
    return {"select all rows, ms": 1000 * took}


def open_large_contact(opened: OpenWindow) -> dict[str, float]:
    """Shows a contact with 200 memories of 50 messages each, until its visible part is painted."""
    from contactdesk.sandbox import records

    provider = opened.providers["bland"]
    record = next(each for each in records("bland", 0, 300, 300, 7) if each.get("memories"))
    memory = record["memories"][0]
    messages = memory["recent_messages"] or [{"role": "user", "content": "Good morning."}]
    memory["recent_messages"] = (messages * MESSAGES)[:MESSAGES]
    record["memories"] = [dict(memory, id=f"mem-{at}") for at in range(MEMORIES)]
    raw = json.dumps(record).encode()
    took = []
    for _ in range(5):
        started = time.perf_counter()
        contact = read_record(provider.contact, raw).contact
        opened.browser.detail.show_contact("Bland", provider, contact, raw, parse(""), "")
        opened.browser.detail.repaint()
        took.append(time.perf_counter() - started)
    return {
        f"open a contact with {MEMORIES} × {MESSAGES} messages, p50 ms": 1000
        * statistics.median(took)
    }
