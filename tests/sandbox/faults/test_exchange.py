"""The raw connection that faults write to."""

import contextlib
import socket
import threading

import pytest

from contactdesk.sandbox.faults.exchange import RawConnection


@pytest.fixture
def ends():
    server, client = socket.socketpair()
    client.settimeout(20)
    out = server.makefile("wb")
    log_entry = {"status": 0}
    closing = threading.Event()
    yield RawConnection(server, out, closing, log_entry), client, log_entry, closing
    # a reset has closed the socket
    with contextlib.suppress(OSError):
        out.close()
    server.close()
    client.close()


def test_head_is_sent_and_logged(ends):
    connection, client, log_entry, _ = ends
    connection.send_head(200, {"Content-Length": "2"})
    connection.send(b"{}")
    connection.send(b"\n")
    data = b""
    while not data.endswith(b"\n\r\n{}\n"):
        data += client.recv(1000)
    assert data == b"HTTP/1.1 200 Sandbox\r\nContent-Length: 2\r\n\r\n{}\n"
    assert log_entry["status"] == 200


def test_drip_stops_when_the_sandbox_closes(ends):
    connection, client, _, closing = ends
    closing.set()
    connection.drip(b"abc", 1000)
    assert client.recv(10) == b"a"
    assert connection.wait() is True


def test_reset_closes_the_socket(ends):
    connection, client, _, _ = ends
    connection.reset()
    assert client.recv(10) == b""
    with pytest.raises(OSError, match="Bad file descriptor"):
        connection.send(b"more")
