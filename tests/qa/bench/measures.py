"""What is measured of an open window, one function a target."""

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
from tests.qa.bench.clock import percentile, spread
from tests.qa.bench.opened import Opened

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


async def use(opened: Opened) -> dict[str, float]:
    """What somebody does all day: scrolls in every way, sorts by every column, searches."""
    found: dict[str, float] = {}
    for name, steps in steps_of(opened.table).items():
        took, cpu = scrolled(opened.table, steps)
        found |= spread(name, took)
        found[f"{name}, CPU p50 ms"] = 1000 * statistics.median(cpu)
    return found | await sorting(opened) | await searching(opened)


def rest_of(opened: Opened) -> dict[str, float]:
    """What needs a floor in the same process, or a record nobody has: both take memory."""
    found = beside_the_floor(opened.table, opened.model.rowCount())
    found |= reordering(opened)
    found |= appending(opened)
    found |= selecting(opened)
    return found | opening(opened)


# Painting


def scrolled(view: QTableView, steps: list[int]) -> tuple[list[float], list[float]]:
    """(seconds, CPU seconds) of every repaint while the scroll bar goes through these values."""
    bar, took, cpu = view.verticalScrollBar(), [], []
    for value in steps:
        started, before = time.perf_counter(), time.thread_time()
        bar.setValue(value)
        view.viewport().repaint()
        took.append(time.perf_counter() - started)
        cpu.append(time.thread_time() - before)
    return took, cpu


def steps_of(view: QTableView) -> dict[str, list[int]]:
    last = view.verticalScrollBar().maximum()
    page = view.viewport().height()
    shuffle = random.Random(7)
    return {
        "full repaint": [0] * 100,
        "wheel step": [60 * i for i in range(200)],
        "page step": [min(last, page * i) for i in range(200)],
        "drag": [last * i // 200 for i in range(200)],
        "random jump": [shuffle.randrange(last + 1) for _ in range(200)],
    }


def floor_of(like: QTableView, rows: int) -> QTableView:
    """The same table over Qt's own C++ model, with the texts of the first rows and Qt's own
    delegate: without the icons of accounts, and with numbers to the left.

    Of 2,000 rows: more cost no more to paint, only time to make.
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
    # It is by this name that the style sheet finds the table.
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
    # A window that is not on the screen yet paints nothing, and nothing is quick.
    assert QTest.qWaitForWindowExposed(view)
    return view


def beside_the_floor(view: QTableView, rows: int) -> dict[str, float]:
    """The same steps once more, and then the floor's: both meet the same noise."""
    found: dict[str, float] = {}
    floor = floor_of(view, rows)
    for name, steps in steps_of(view).items():
        _, cpu = scrolled(view, steps)
        _, plain = scrolled(floor, steps_of(floor)[name])
        found[f"{name}, times a C++ model (CPU p50)"] = statistics.median(cpu) / (
            statistics.median(plain)
        )
    floor.close()
    floor.model().deleteLater()
    floor.deleteLater()
    gc.collect()
    return found


# Answers


async def asked(opened: Opened, order: Order, words: str) -> tuple[float, float]:
    """Seconds from the key press to the first rows, and to all of them."""
    started = time.perf_counter()
    ids = await opened.index.first(Scope(), order, parse(words), FIRST)
    first = whole = time.perf_counter() - started
    if len(ids) >= FIRST:
        await opened.index.ids(Scope(), order, parse(words))
        whole = time.perf_counter() - started
    return first, whole


async def sorting(opened: Opened) -> dict[str, float]:
    firsts, wholes = [], []
    for descending in (False, True):
        for column in ALL_COLUMNS:
            if column.path != "account":
                first, whole = await asked(opened, Order(column, descending), "")
                firsts.append(first)
                wholes.append(whole)
    return spread("sort, first rows", firsts) | spread("sort, whole", wholes)


async def searching(opened: Opened) -> dict[str, float]:
    by_name = Order(ALL_COLUMNS[0])
    firsts: list[float] = []
    wholes: list[float] = []
    found = {}
    for kind, typed in QUERIES.items():
        answers = [await asked(opened, by_name, words) for _ in range(3) for words in typed]
        firsts += [first for first, _ in answers]
        wholes += [whole for _, whole in answers]
        found[f"search, {kind}, first rows, p95 ms"] = 1000 * percentile(
            [first for first, _ in answers], 0.95
        )
        found[f"search, {kind}, whole, p95 ms"] = 1000 * percentile(
            [whole for _, whole in answers], 0.95
        )
    return found | spread("search, first rows", firsts) | spread("search, whole", wholes)


# The GUI thread by itself


def reordering(opened: Opened) -> dict[str, float]:
    """Another order of all rows is shown, with a row selected; this holds the GUI up."""
    ids = array("i", opened.model.ids())
    opened.table.setCurrentIndex(opened.model.index(5, 0))
    took = []
    for _ in range(6):
        ids = ids[:]
        ids.reverse()
        started = time.perf_counter()
        opened.table.show_ids(ids, True)
        took.append(time.perf_counter() - started)
    return {"another order shown, p50 ms": 1000 * statistics.median(took)}


def appending(opened: Opened) -> dict[str, float]:
    """A page of 200 rows at the end; taken from the front, the model asks no questions."""
    took = []
    for _ in range(50):
        ids = opened.model.ids()[:200]
        started = time.perf_counter()
        opened.model.append(array("i", ids))
        took.append(time.perf_counter() - started)
    return spread("append 200 rows", took)


def selecting(opened: Opened) -> dict[str, float]:
    started = time.perf_counter()
    opened.table.selectAll()
    opened.table.viewport().repaint()
    took = time.perf_counter() - started
    opened.table.clearSelection()
    return {"all rows selected, ms": 1000 * took}


def opening(opened: Opened) -> dict[str, float]:
    """A contact with 200 memories of 50 messages each, up to what is seen of it."""
    from contactdesk.sandbox import records

    provider = opened.providers["bland"]
    record = next(each for each in records("bland", 0, 300, 300, 7) if each.get("memories"))
    memory = record["memories"][0]
    said = memory["recent_messages"] or [{"role": "user", "content": "Good morning."}]
    memory["recent_messages"] = (said * MESSAGES)[:MESSAGES]
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
        f"a contact with {MEMORIES} × {MESSAGES} messages, p50 ms": 1000 * statistics.median(took)
    }
