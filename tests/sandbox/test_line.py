"""A connection as a fault sees it."""

import contextlib
import socket
import threading

import pytest

from contactdesk.sandbox.line import Line


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    theirs.settimeout(20)
    out = ours.makefile("wb")
    entry = {"status": 0}
    ended = threading.Event()
    yield Line(ours, out, ended, entry), theirs, entry, ended
    # a reset has taken the socket away
    with contextlib.suppress(OSError):
        out.close()
    ours.close()
    theirs.close()


def test_a_head_is_sent_and_told(ends):
    line, theirs, entry, _ = ends
    line.head(200, {"Content-Length": "2"})
    line.raw(b"{}")
    line.raw(b"\n")
    data = b""
    while not data.endswith(b"\n\r\n{}\n"):
        data += theirs.recv(1000)
    assert data == b"HTTP/1.1 200 Sandbox\r\nContent-Length: 2\r\n\r\n{}\n"
    assert entry["status"] == 200


def test_a_drip_ends_with_the_sandbox(ends):
    line, theirs, _, ended = ends
    ended.set()
    line.drip(b"abc", 1000)
    assert theirs.recv(10) == b"a"
    assert line.wait() is True


def test_a_reset_takes_the_socket_away(ends):
    line, theirs, _, _ = ends
    line.reset()
    assert theirs.recv(10) == b""
    with pytest.raises(OSError, match="Bad file descriptor"):
        line.raw(b"more")
