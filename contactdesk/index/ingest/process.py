"""Pages are read in a process of its own, so that the window never waits for Python's lock.

Reading a page, cutting texts into words above all, is the one long piece of work that Python itself
has to do, and while it does nothing else runs. The other process has no key, no file and no
network: it is given a reply and gives back what is to be written.
"""

from __future__ import annotations

import contextlib
import gc
import os
import struct
import subprocess
import sys
import threading
from typing import IO, TypeVar

import msgspec

from contactdesk.errors import UnexpectedReplyError, VendorError
from contactdesk.index.ingest.prepare import PagePreparer, PreparedPage
from contactdesk.index.postings.build import Fresh, sets_of
from contactdesk.model import Cursor, Provider
from contactdesk.providers import all_providers
from contactdesk.security import hardening

T = TypeVar("T")

CODE = "import sys; sys.path[:] = sys.argv[1:]; from contactdesk.index.ingest import process; process.serve()"
READ_PAGES = "--read-pages"
"""The one argument of the child process in a frozen build, where there is no separate Python."""

NICE = 10
"""The window and what writes come first."""

LENGTH = struct.Struct("!Q")
HELLO = b"reading"
ENDS_WITHIN = 1.0
"""Seconds; a process that was killed and has not ended by then is left to the system."""


class Asked(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """A reply to be read, as `Reading.ready` takes it."""

    provider: str
    body: bytes
    cursor: Cursor
    overlap: int


class Due(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Contacts of which sets are to be made, as `sets_of` takes them."""

    fresh: list[tuple[int, str, str]]


class Refused(msgspec.Struct, array_like=True, frozen=True):
    """Why a reply is no page: what its error is made of."""

    is_unexpected: bool
    kind: str
    said: str
    status: int | None


ENCODE = msgspec.msgpack.Encoder().encode
ASKED = msgspec.msgpack.Decoder(Asked | Due)
PAGE = msgspec.msgpack.Decoder(tuple[PreparedPage | None, Refused | None])
SETS = msgspec.msgpack.Decoder(list[tuple[str, bytes]])


class PageProcess:
    """The other process, from here. It is there some tenths of a second after `start`, and until
    then, as after it has died of anything, `ready` says None."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_there = False

    @property
    def is_there(self) -> bool:
        return self._is_there

    def start(self) -> None:
        """Starts the process unless it is there or on its way. Returns at once."""
        with self._lock:
            if self._process is not None:
                return
            try:
                self._process = process = _started()
            except OSError:  # no more processes, no memory: pages are read here
                return
        threading.Thread(
            target=self._await, args=(process,), name="index hello", daemon=True
        ).start()

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(OSError, EOFError, ValueError):
            if _receive(process.stdout) == HELLO:
                self._is_there = process is self._process

    def ready(
        self, provider: Provider, body: bytes, cursor: Cursor, overlap: int
    ) -> PreparedPage | None:
        """As `Reading.ready`; None where it could not be asked. One thread at a time."""
        # A provider of a test is not known there.
        if all_providers().get(provider.id) is not provider:
            return None
        found = self._answer(Asked(provider.id, body, cursor, overlap), PAGE)
        if found is None:
            return None
        ready, refused = found
        if refused is not None:
            error = UnexpectedReplyError if refused.is_unexpected else VendorError
            raise error(refused.kind, said=refused.said, status=refused.status)
        return ready

    def sets(self, fresh: Fresh) -> list[tuple[str, bytes]] | None:
        """As `sets_of`; None where it could not be asked."""
        return self._answer(Due(list(fresh)), SETS)

    def _answer(self, asked: Asked | Due, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
        process = self._process
        if not self._is_there or process is None:
            return None
        try:
            _send(process.stdin, ENCODE(asked))
            return decoder.decode(_receive(process.stdout))
        except (OSError, EOFError, ValueError, msgspec.MsgspecError):
            self.stop()
            return None

    def stop(self) -> None:
        """Ends the process, whatever it is at: it holds nothing."""
        with self._lock:
            process, self._process, self._is_there = self._process, None, False
        if process is None:
            return
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(ENDS_WITHIN)
            # Whoever still reads from it has come to the end.
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    _there(stream).close()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, READ_PAGES]
    if not getattr(sys, "frozen", False):
        # In isolation, with exactly the folders that modules are found in here: not what happens
        # to lie in the folder the program was started from.
        command = [sys.executable, "-I", "-c", CODE, *sys.path]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
    )


def serve() -> None:
    """The other process: answers until nobody asks any more."""
    hardening.forbid_dumps()
    hardening.forbid_inspection()
    if sys.platform != "win32":
        os.nice(NICE)
    # Whatever prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    providers, reading = all_providers(), PagePreparer()
    # A page makes a million objects that all go with it, and none of them in a circle.
    gc.disable()
    with contextlib.suppress(OSError, EOFError):
        _send(answers, HELLO)
        while True:
            asked = ASKED.decode(_receive(sys.stdin.buffer))
            if isinstance(asked, Due):
                _send(answers, ENCODE(sets_of(asked.fresh)))
            else:
                _send(answers, ENCODE(_answer(reading, providers[asked.provider], asked)))


def _answer(
    reading: PagePreparer, provider: Provider, asked: Asked
) -> tuple[PreparedPage | None, Refused | None]:
    try:
        return reading.ready(provider, asked.body, asked.cursor, asked.overlap), None
    except VendorError as error:
        is_unexpected = isinstance(error, UnexpectedReplyError)
        return None, Refused(is_unexpected, error.kind, error.said, error.status)


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # both ends are pipes
    return stream


def _send(to: IO[bytes] | None, content: bytes) -> None:
    stream = _there(to)
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _receive(source: IO[bytes] | None) -> bytes:
    stream = _there(source)
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
