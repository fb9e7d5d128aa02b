import asyncio
import json
import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest
from msgspec.structs import replace

from contactdesk.errors import UnexpectedReplyError, VendorError
from contactdesk.index.ingest.pool import MIN_SHARED_BYTES, PagePool, PageWorker
from contactdesk.index.ingest.prepare import PagePreparer
from contactdesk.index.ingest.process import CODE, READ_PAGES
from contactdesk.index.postings.build import build_postings
from contactdesk.providers import all_providers
from contactdesk.records.parse import Part
from contactdesk.sandbox import records
from tests.index.people import CURSOR

QUO = all_providers()["quo"]


def reply(vendor="quo", count=30):
    rows = records(vendor, 0, count)
    return json.dumps({"data": rows, "totalItems": count, "nextPageToken": "next"}).encode()


@pytest.fixture
def worker(until):
    made = PageWorker(0)
    made.start_process()
    until(lambda: made.is_ready)
    yield made
    made.stop()


@pytest.fixture
def until():
    """Waits for a condition without an event loop."""

    def wait(condition):
        met = asyncio.run(_met(condition))
        assert met

    return wait


async def _met(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.002)
    return True


def _sorted(entry):
    """Prefixes come in any order."""
    return replace(entry, prefixes=" ".join(sorted(entry.prefixes.split())))


def children():
    return [each for each in psutil.Process().children() if CODE in each.cmdline()]


def test_child_process_prepares_the_same_pages(worker):
    for vendor, provider in all_providers().items():
        rows = records(vendor, 0, 60)
        body = json.dumps({provider.items.removeprefix("$."): rows, "pagination": {}}).encode()
        there, here = (
            worker.prepare_in_process(provider, body, None, 2),
            PagePreparer().prepare(provider, body, None, 2),
        )
        assert [_sorted(each) for each in there.entries] == [_sorted(e) for e in here.entries]
        assert replace(there, entries=[]) == replace(here, entries=[])
        assert len(there.entries) == 60


def test_child_process_raises_the_same_errors(worker):
    for body in (b"no page", b'{"data": 5}', b'{"message": "Sorry"}'):
        with pytest.raises(UnexpectedReplyError) as here:
            PagePreparer().prepare(QUO, body, None, 0)
        with pytest.raises(UnexpectedReplyError) as there:
            worker.prepare_in_process(QUO, body, None, 0)
        assert str(there.value) == str(here.value)
        assert there.value.status == here.value.status
    bland, failed = all_providers()["bland"], b'{"data": null, "errors": [{"message": "No"}]}'
    with pytest.raises(VendorError) as said:
        worker.prepare_in_process(bland, failed, None, 0)
    assert not isinstance(said.value, UnexpectedReplyError)
    assert said.value.said == "No"


def test_child_process_does_not_know_made_up_providers(worker):
    assert worker.prepare_in_process(CURSOR, b'{"data": []}', None, 0) is None


def test_process_that_has_not_started_gives_none():
    made = PageWorker(0)
    assert made.prepare_in_process(QUO, reply(), None, 0) is None
    made.stop()


def test_killed_process_gives_none_and_can_be_restarted(worker, until):
    (child,) = children()
    os.kill(child.pid, signal.SIGKILL)
    assert worker.prepare_in_process(QUO, reply(), None, 0) is None
    worker.start_process()
    until(lambda: worker.is_ready)
    assert len(worker.prepare_in_process(QUO, reply(), None, 0).entries) == 30


def test_stopped_process_ends(worker):
    (child,) = children()
    worker.stop_process()
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert not children()


def test_child_process_ends_with_its_parent(until):
    """However the parent dies."""
    code = (
        "import sys\n"
        "from contactdesk.index.ingest.pool import PageWorker\n"
        "made = PageWorker(0); made.start_process()\n"
        "print(made._process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has priority classes instead")
def test_child_process_has_lower_priority(worker):
    (child,) = children()
    assert child.nice() > psutil.Process().nice()


async def test_pool_starts_no_process_by_default():
    pages = PagePool()
    await pages.prepare_page(QUO, reply(), None, 0)
    assert not children()
    pages.stop()


async def test_short_pages_do_not_queue_behind_a_long_one(monkeypatch):
    read = []
    prepare = PagePreparer.prepare

    def noted(self, provider, body, *more):
        read.append((len(body), threading.current_thread().name))
        return prepare(self, provider, body, *more)

    monkeypatch.setattr(PagePreparer, "prepare", noted)
    monkeypatch.setattr("contactdesk.index.ingest.pool.WORKERS", 2)
    pages, bodies = PagePool(), [reply(count=300), *[reply(count=2)] * 5]
    await asyncio.gather(*(pages.prepare_page(QUO, body, None, 0) for body in bodies))
    pages.stop()
    long, *short = (thread for _, thread in sorted(read, reverse=True))
    assert len(short) == 5
    assert {long}.isdisjoint(short)


async def test_processes_share_the_records_of_a_long_page(monkeypatch):
    asked = []
    prepare = PageWorker.prepare_in_process

    def noted(self, *request):
        asked.append(request[-1])
        return prepare(self, *request)

    monkeypatch.setattr(PageWorker, "prepare_in_process", noted)
    monkeypatch.setattr("contactdesk.index.ingest.pool.WORKERS", 2)
    pages = PagePool()
    pages.use_processes()
    pages.expect_pages()
    await _met(lambda: all(each.is_ready for each in pages._workers))  # no public name tells
    rows = records("quo", 0, 300)
    rows.append(rows[0] | {"externalId": "sent again"})
    body = json.dumps({"data": rows, "totalItems": 301, "nextPageToken": "next"}).encode()
    assert len(body) > MIN_SHARED_BYTES
    there, here = (
        await pages.prepare_page(QUO, body, None, 0),
        PagePreparer().prepare(QUO, body, None, 0),
    )
    pages.stop()
    assert sorted(asked, key=lambda part: part.number) == [Part(0, 2), Part(1, 2)]
    assert [_sorted(each) for each in there.entries] == [_sorted(each) for each in here.entries]
    assert replace(there, entries=[]) == replace(here, entries=[])
    assert there.count == 301


async def test_pages_in_parts_raise_the_error_of_the_reply(monkeypatch):
    monkeypatch.setattr("contactdesk.index.ingest.pool.MIN_SHARED_BYTES", 1)
    monkeypatch.setattr("contactdesk.index.ingest.pool.WORKERS", 2)
    pages = PagePool()
    pages.use_processes()
    pages.expect_pages()
    await _met(lambda: all(each.is_ready for each in pages._workers))  # no public name tells
    with pytest.raises(UnexpectedReplyError):
        await pages.prepare_page(QUO, b'{"data": 5}', None, 0)
    for count in (0, 1, 2, 3):
        page = await pages.prepare_page(QUO, reply(count=count), None, 0)
        assert (len(page.entries), page.count, page.next_cursor) == (count, count, "next")
    pages.stop()


async def test_processes_run_while_pages_arrive_and_end_when_idle(monkeypatch):
    monkeypatch.setattr("contactdesk.index.ingest.pool.PROCESS_IDLE_S", 0.3)
    pages = PagePool()
    pages.use_processes()
    pages.expect_pages()
    assert children()
    ready = await pages.prepare_page(QUO, reply(), None, 0)
    assert len(ready.entries) == 30
    await _met(lambda: not children())
    pages.expect_pages()
    await _met(children)
    pages.stop()
    assert not children()


def test_child_process_builds_the_same_postings(worker):
    page = PagePreparer().prepare(QUO, reply(count=80), None, 0)
    fresh = [(place, each.prefixes, each.substring_text) for place, each in enumerate(page.entries)]
    assert worker.build_in_process(fresh) == build_postings(fresh)
    assert len(build_postings(fresh)) > 100


def test_frozen_build_starts_its_own_executable(monkeypatch, until):
    """Its executable knows nothing but its own command line."""
    command = [sys.executable, "-m", "contactdesk"]
    real = subprocess.Popen

    def started(words, **how):
        assert words == [sys.executable, READ_PAGES]
        return real([*command, *words[1:]], **how)

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", started)
    made = PageWorker(0)
    made.start_process()
    until(lambda: made.is_ready)
    assert len(made.prepare_in_process(QUO, reply(), None, 0).entries) == 30
    made.stop()
