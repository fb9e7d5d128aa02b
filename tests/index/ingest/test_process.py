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
from contactdesk.index.ingest.pool import PagePool
from contactdesk.index.ingest.prepare import PagePreparer
from contactdesk.index.ingest.process import CODE, READ_PAGES, PageProcess
from contactdesk.index.postings.build import sets_of
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from tests.index.people import CURSOR

QUO = all_providers()["quo"]


def reply(vendor="quo", count=30):
    rows = records(vendor, 0, count)
    return json.dumps({"data": rows, "totalItems": count, "nextPageToken": "next"}).encode()


@pytest.fixture
def apart(until):
    made = PageProcess()
    made.start()
    until(lambda: made.is_there)
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
    """How words begin stands in any order."""
    return replace(entry, starts=" ".join(sorted(entry.starts.split())))


def children():
    return [each for each in psutil.Process().children() if CODE in each.cmdline()]


def test_pages_are_read_there_as_they_are_here(apart):
    for vendor, provider in all_providers().items():
        rows = records(vendor, 0, 60)
        body = json.dumps({provider.items.removeprefix("$."): rows, "pagination": {}}).encode()
        there, here = (
            apart.ready(provider, body, None, 2),
            PagePreparer().ready(provider, body, None, 2),
        )
        assert [_sorted(each) for each in there.entries] == [_sorted(e) for e in here.entries]
        assert replace(there, entries=[]) == replace(here, entries=[])
        assert len(there.entries) == 60


def test_a_reply_that_is_no_page_is_refused_as_it_is_here(apart):
    for body in (b"no page", b'{"data": 5}', b'{"message": "Sorry"}'):
        with pytest.raises(UnexpectedReplyError) as here:
            PagePreparer().ready(QUO, body, None, 0)
        with pytest.raises(UnexpectedReplyError) as there:
            apart.ready(QUO, body, None, 0)
        assert str(there.value) == str(here.value)
        assert there.value.status == here.value.status
    bland, failed = all_providers()["bland"], b'{"data": null, "errors": [{"message": "No"}]}'
    with pytest.raises(VendorError) as said:
        apart.ready(bland, failed, None, 0)
    assert not isinstance(said.value, UnexpectedReplyError)
    assert said.value.said == "No"


def test_it_does_not_know_what_is_made_up(apart):
    assert apart.ready(CURSOR, b'{"data": []}', None, 0) is None


def test_before_it_is_there_it_says_so():
    made = PageProcess()
    assert made.ready(QUO, reply(), None, 0) is None
    made.stop()


def test_when_it_dies_the_page_is_read_here(apart, until):
    (child,) = children()
    os.kill(child.pid, signal.SIGKILL)
    assert apart.ready(QUO, reply(), None, 0) is None
    apart.start()
    until(lambda: apart.is_there)
    assert len(apart.ready(QUO, reply(), None, 0).entries) == 30


def test_it_ends_when_it_is_stopped(apart):
    (child,) = children()
    apart.stop()
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert not children()


def test_it_ends_with_the_process_that_started_it(until):
    """Whatever that one dies of."""
    code = (
        "import sys\n"
        "from contactdesk.index.ingest.process import PageProcess\n"
        "made = PageProcess(); made.start()\n"
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
def test_the_window_comes_first(apart):
    (child,) = children()
    assert child.nice() > psutil.Process().nice()


async def test_none_is_started_for_a_page_by_itself():
    pages = PagePool()
    await pages.ready(QUO, reply(), None, 0)
    assert not children()
    pages.stop()


async def test_short_pages_do_not_wait_behind_a_long_one(monkeypatch):
    read = []
    ready = PagePreparer.ready

    def noted(self, provider, body, cursor, overlap):
        read.append((len(body), threading.current_thread().name))
        return ready(self, provider, body, cursor, overlap)

    monkeypatch.setattr(PagePreparer, "ready", noted)
    monkeypatch.setattr("contactdesk.index.ingest.pool.SIDES", 2)
    pages, bodies = PagePool(), [reply(count=300), *[reply(count=2)] * 5]
    await asyncio.gather(*(pages.ready(QUO, body, None, 0) for body in bodies))
    pages.stop()
    long, *short = (thread for _, thread in sorted(read, reverse=True))
    assert len(short) == 5
    assert {long}.isdisjoint(short)


async def test_it_is_there_while_pages_come_and_rests_when_none_do(monkeypatch):
    monkeypatch.setattr("contactdesk.index.ingest.pool.RESTS_AFTER", 0.3)
    pages = PagePool()
    pages.read_apart()
    pages.expect()
    assert children()
    ready = await pages.ready(QUO, reply(), None, 0)
    assert len(ready.entries) == 30
    await _met(lambda: not children())
    pages.expect()
    await _met(children)
    pages.stop()
    assert not children()


def test_sets_are_made_there_as_they_are_here(apart):
    page = PagePreparer().ready(QUO, reply(count=80), None, 0)
    fresh = [(place, each.starts, each.parts) for place, each in enumerate(page.entries)]
    assert apart.sets(fresh) == sets_of(fresh)
    assert len(sets_of(fresh)) > 100


def test_a_program_of_one_file_asks_itself(monkeypatch, until):
    """Its executable knows nothing but its own command line."""
    command = [sys.executable, "-m", "contactdesk"]
    real = subprocess.Popen

    def started(words, **how):
        assert words == [sys.executable, READ_PAGES]
        return real([*command, *words[1:]], **how)

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", started)
    made = PageProcess()
    made.start()
    until(lambda: made.is_there)
    assert len(made.ready(QUO, reply(), None, 0).entries) == 30
    made.stop()
