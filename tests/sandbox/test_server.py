"""The server: accounts, request log, connections, closing."""

import socket
import threading

import pytest

from contactdesk.sandbox import VENDORS, Sandbox
from contactdesk.sandbox.api_keys import authorization_header


def test_accounts_list_the_five_vendors_with_base_urls(sandbox):
    assert [account["provider"] for account in sandbox.accounts] == list(VENDORS)
    for account in sandbox.accounts:
        assert set(account) == {"provider", "base_url", "key"}
        assert account["base_url"] == f"http://127.0.0.1:{sandbox.port}/{account['provider']}"


def test_extra_keys_are_listed_on_request(make_caller):
    caller = make_caller(extra_keys=True)
    extra = caller.sandbox.accounts[5:]
    assert [(a["provider"], a["note"]) for a in extra] == [
        ("opencx", "no permission"),
        ("askelephant", "no permission"),
        ("bland", "no permission"),
        ("askelephant", "OAuth access"),
        ("close", "OAuth access"),
    ]
    for account in extra:
        sent = authorization_header(account["provider"], account["key"])
        expected = 403 if account["note"] == "no permission" else 200
        assert caller.get(account["provider"], authorization=sent).status == expected


def test_requests_are_logged(make_caller):
    caller = make_caller()
    caller.get("bland", [("limit", "3"), ("offset", "0")])
    caller.get("quo", [("maxResults", "99")])
    first, second = caller.sandbox.requests
    assert first["provider"] == "bland"
    assert first["path"] == "/bland/v1/contacts"
    assert first["query"] == [("limit", "3"), ("offset", "0")]
    assert first["authorization"] == caller.keys["bland"]
    assert first["status"] == 200
    assert second["status"] == 400
    key = caller.keys["bland"]
    others = [value for name, value in first["headers"].items() if name != "authorization"]
    assert key not in first["target"]
    assert not any(key in value for value in others)


def test_connection_is_kept_alive(make_caller):
    caller = make_caller()
    caller.get("bland")
    kept = caller.connection.sock
    caller.get("opencx")
    caller.get("quo")  # refused, because maxResults is missing, but the connection is kept
    assert caller.connection.sock is kept


def test_unknown_vendor_is_not_found(caller):
    answer = caller.get("bland", path="/../nobody")
    assert answer.status == 404
    caller.connection.request("GET", "/nobody/v1/contacts")
    response = caller.connection.getresponse()
    assert response.status == 404
    response.read()


def test_close_ends_connections_threads_and_the_port():
    before = set(threading.enumerate())
    sandbox = Sandbox()
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=20) as client:
        client.sendall(b"GET /bland/v1/contacts HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 401"
        sandbox.close()
        while client.recv(65_536):
            pass
    sandbox.close()
    assert set(threading.enumerate()) <= before
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", sandbox.port), timeout=20)


def test_concurrent_clients_are_all_answered(make_caller):
    caller = make_caller()
    seen = []

    def work():
        with socket.create_connection(("127.0.0.1", caller.sandbox.port), timeout=20) as client:
            client.sendall(
                b"GET /bland/v1/contacts?limit=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                b"Authorization: " + caller.keys["bland"].encode() + b"\r\n\r\n"
            )
            data = b""
            while part := client.recv(65_536):
                data += part
            seen.append(data[:12])

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [b"HTTP/1.1 200"] * 40
    assert len(caller.sandbox.requests) == 40


def test_request_log_is_bounded(make_caller, monkeypatch):
    monkeypatch.setattr("contactdesk.sandbox.server.MAX_LOGGED_REQUESTS", 5)
    caller = make_caller()
    for limit in range(1, 9):
        caller.get("bland", [("limit", str(limit))])
    kept = [entry["query"][0][1] for entry in caller.sandbox.requests]
    assert kept == ["4", "5", "6", "7", "8"]


def test_unknown_sizes_are_refused():
    with pytest.raises(ValueError, match="nobody"):
        Sandbox(sizes={"nobody": 3})
