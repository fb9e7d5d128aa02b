"""Prepares pages off the caller's thread: on threads or, while many arrive, in child processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import threading
from collections.abc import Callable
from typing import IO, TypeVar

import msgspec

from contactdesk.index.ingest.prepare import PagePreparer, PreparedPage, joined
from contactdesk.index.ingest.process import (
    ENCODE,
    HELLO,
    PAGE_ANSWER,
    POSTINGS_ANSWER,
    PageRequest,
    PostingsRequest,
    receive,
    send,
    spawn,
)
from contactdesk.index.postings.build import Delta, Postings, build_postings
from contactdesk.model import Cursor, Provider
from contactdesk.providers import all_providers
from contactdesk.records.parse import WHOLE, Part
from contactdesk.worker import Worker

T = TypeVar("T")

PROCESS_IDLE_S = 20.0
"""Seconds without a page after which child processes end."""

WORKERS = min(2, os.cpu_count() or 1)
"""Pages prepared in parallel. Preparing one takes twice as long as writing it."""

MIN_SHARED_BYTES = 100_000
"""Child processes that have nothing else to do share the records of larger pages: one of long
records takes a tenth of a second."""

KILL_TIMEOUT_S = 1.0


class PageWorker:
    """Prepares pages on a thread of its own, in a child process while it has one.

    The child is ready some tenths of a second after `start_process`. Until then, and if it dies,
    the thread does the work itself.
    """

    def __init__(self, number: int) -> None:
        self.pending_bytes = 0
        """Size of the work in hand: a page of one vendor can take as long as ten of another's."""
        self._thread, self._preparer = Worker(f"index pages {number}"), PagePreparer()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.is_ready = False
        """Whether the child process answers."""

    def start_process(self) -> None:
        """Start the child unless it runs. Returns at once."""
        with self._lock:
            if self._process is not None:
                return
            try:
                self._process = process = spawn()
            except OSError:  # no memory or no process to spare: the thread does the work
                return
        threading.Thread(
            target=self._await_hello, args=(process,), name="index hello", daemon=True
        ).start()

    def _await_hello(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(OSError, EOFError, ValueError):
            if receive(_pipe(process.stdout)) == HELLO:
                self.is_ready = process is self._process

    def stop_process(self) -> None:
        """Kill the child: it holds nothing."""
        with self._lock:
            process, self._process, self.is_ready = self._process, None, False
        if process is None:
            return
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(KILL_TIMEOUT_S)
            # Whoever still reads from it has reached the end.
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    _pipe(stream).close()

    async def prepare_page(
        self,
        provider: Provider,
        body: bytes,
        cursor: Cursor,
        overlap: int,
        phone_region: str,
        part: Part = WHOLE,
    ) -> PreparedPage:
        request = body, cursor, overlap, phone_region, part

        def prepare() -> PreparedPage:
            page = self.prepare_in_process(provider, *request)
            return page or self._preparer.prepare(provider, *request)

        return await self._call(prepare, len(body) // part.parts)

    async def build_postings(self, delta: Delta) -> Postings:
        def build() -> Postings:
            postings = self.build_in_process(delta)
            return build_postings(delta) if postings is None else postings

        return await self._call(build, sum(len(text) for _, *texts in delta for text in texts))

    async def _call(self, work: Callable[[], T], size: int) -> T:
        self.pending_bytes += size
        try:
            return await self._thread.call(work)
        finally:
            self.pending_bytes -= size

    def prepare_in_process(
        self,
        provider: Provider,
        body: bytes,
        cursor: Cursor,
        overlap: int,
        phone_region: str = "",
        part: Part = WHOLE,
    ) -> PreparedPage | None:
        """`PagePreparer.prepare` in the child; None if it does not answer. One call at a time."""
        # The child does not know providers made up by tests.
        if all_providers().get(provider.id) is not provider:
            return None
        request = PageRequest(provider.id, body, cursor, overlap, phone_region, part)
        answer = self._ask(request, PAGE_ANSWER)
        page, failure = answer or (None, None)
        if failure is not None:
            raise failure.error()
        return page

    def build_in_process(self, delta: Delta) -> Postings | None:
        """`build_postings` in the child; None if it does not answer. One call at a time."""
        return self._ask(PostingsRequest(list(delta)), POSTINGS_ANSWER)

    def _ask(
        self, request: PageRequest | PostingsRequest, decoder: msgspec.msgpack.Decoder[T]
    ) -> T | None:
        process = self._process
        if not self.is_ready or process is None:
            return None
        try:
            send(_pipe(process.stdin), ENCODE(request))
            return decoder.decode(receive(_pipe(process.stdout)))
        except (OSError, EOFError, ValueError, msgspec.MsgspecError):
            self.stop_process()
            return None

    def stop(self) -> None:
        self._thread.stop()
        self.stop_process()


class PagePool:
    """Distributes pages over a few workers."""

    def __init__(self) -> None:
        self._workers = [PageWorker(number) for number in range(WORKERS)]
        self._idle_timer: asyncio.TimerHandle | None = None
        self._uses_processes = False

    def use_processes(self) -> None:
        """Prepare pages in child processes from now on, which run only while pages arrive."""
        self._uses_processes = True

    def expect_pages(self) -> None:
        """Start child processes for pages that will arrive soon; they end when none do for
        PROCESS_IDLE_S. Returns at once."""
        if not self._uses_processes:
            return
        for worker in self._workers:
            worker.start_process()
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        loop = asyncio.get_running_loop()
        self._idle_timer = loop.call_later(PROCESS_IDLE_S, self._stop_processes)

    def _stop_processes(self) -> None:
        for worker in self._workers:
            worker.stop_process()

    async def prepare_page(
        self,
        provider: Provider,
        body: bytes,
        cursor: Cursor,
        overlap: int,
        phone_region: str = "",
    ) -> PreparedPage:
        """See `PagePreparer.prepare`."""
        self.expect_pages()
        request = provider, body, cursor, overlap, phone_region
        if not self._is_shared(len(body)):
            return await self._least_busy().prepare_page(*request)
        count = len(self._workers)
        parts = [
            worker.prepare_page(*request, Part(number, count))
            for number, worker in enumerate(self._workers)
        ]
        return joined(await asyncio.gather(*parts))

    @property
    def is_busy(self) -> bool:
        """Whether pages are being prepared."""
        return any(each.pending_bytes for each in self._workers)

    def _is_shared(self, size: int) -> bool:
        """Whether all workers prepare a page of `size` bytes together. Threads do not: they would
        only wait for each other."""
        if size < MIN_SHARED_BYTES or self.is_busy:
            return False
        return all(each.is_ready for each in self._workers)

    async def build_postings(self, delta: Delta) -> Postings:
        """See `build.build_postings`."""
        return await self._least_busy().build_postings(delta)

    def _least_busy(self) -> PageWorker:
        return min(self._workers, key=lambda each: each.pending_bytes)

    def stop(self) -> None:
        """Stop for good."""
        self._uses_processes = False
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        for worker in self._workers:
            worker.stop()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # both ends are pipes
    return stream
