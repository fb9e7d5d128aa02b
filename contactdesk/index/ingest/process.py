"""A child process that prepares pages, so that the window never waits for the GIL.

Preparing a page, above all tokenizing its texts, is the one long computation done in Python itself,
and it blocks all other threads meanwhile. The child has no key, no file and no network: it receives
a request on its standard input and answers on its standard output.
"""

from __future__ import annotations

import contextlib
import gc
import os
import struct
import subprocess
import sys
from typing import IO

import msgspec
from msgspec import structs

from contactdesk.errors import UnexpectedReplyError, VendorError
from contactdesk.index.ingest.prepare import PagePreparer, PreparedPage
from contactdesk.index.postings.build import build_postings
from contactdesk.model import Cursor
from contactdesk.providers import all_providers
from contactdesk.records.parse import Part
from contactdesk.security import hardening

CODE = "import sys; sys.path[:] = sys.argv[1:]; from contactdesk.index.ingest import process; process.serve()"
READ_PAGES = "--read-pages"
"""The only argument of the child process in a frozen build, which has no separate Python."""

NICENESS = 10
"""The window and the writing thread take precedence."""

LENGTH = struct.Struct("!Q")
HELLO = b"ready"


class PageRequest(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """The arguments of `PagePreparer.prepare`; `provider` is its id."""

    provider: str
    body: bytes
    cursor: Cursor
    overlap: int
    phone_region: str
    part: Part


class PostingsRequest(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """The argument of `build_postings`."""

    delta: list[tuple[int, str, str]]


class Failure(msgspec.Struct, array_like=True, frozen=True):
    """The error raised for a reply that is not a page."""

    is_unexpected: bool
    kind: str
    said: str
    status: int | None

    def error(self) -> VendorError:
        error = UnexpectedReplyError if self.is_unexpected else VendorError
        return error(self.kind, said=self.said, status=self.status)


ENCODE = msgspec.msgpack.Encoder().encode
REQUEST = msgspec.msgpack.Decoder(PageRequest | PostingsRequest)
PAGE_ANSWER = msgspec.msgpack.Decoder(tuple[PreparedPage | None, Failure | None])
POSTINGS_ANSWER = msgspec.msgpack.Decoder(list[tuple[str, bytes]])


def spawn() -> subprocess.Popen[bytes]:
    """Start the child. Raises OSError if the system has no room for another process."""
    command = [sys.executable, READ_PAGES]
    if not getattr(sys, "frozen", False):
        # Isolated mode with exactly our module path: nothing is imported from the folder the
        # program was started in.
        command = [sys.executable, "-I", "-c", CODE, *sys.path]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
    )


def serve() -> None:
    """The child's main function: answer requests until standard input ends."""
    hardening.forbid_dumps()
    hardening.forbid_inspection()
    if sys.platform != "win32":
        os.nice(NICENESS)
    # Anything that prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    preparer = PagePreparer()
    # A page makes a million objects without reference cycles, and all are freed with it.
    gc.disable()
    with contextlib.suppress(OSError, EOFError):
        send(answers, HELLO)
        while True:
            request = REQUEST.decode(receive(sys.stdin.buffer))
            if isinstance(request, PostingsRequest):
                send(answers, ENCODE(build_postings(request.delta)))
            else:
                send(answers, ENCODE(_prepare(preparer, request)))


def _prepare(
    preparer: PagePreparer, request: PageRequest
) -> tuple[PreparedPage | None, Failure | None]:
    provider = all_providers()[request.provider]
    try:
        _id, *arguments = structs.astuple(request)
        return preparer.prepare(provider, *arguments), None
    except VendorError as error:
        is_unexpected = isinstance(error, UnexpectedReplyError)
        return None, Failure(is_unexpected, error.kind, error.said, error.status)


def send(stream: IO[bytes], content: bytes) -> None:
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next message. Raises EOFError if the other end has closed the pipe."""
    (length,) = LENGTH.unpack(_read(stream, LENGTH.size))
    return _read(stream, length)


def _read(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
