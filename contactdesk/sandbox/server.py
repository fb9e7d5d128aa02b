"""The five vendors behind one loopback port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contactdesk.sandbox.api_keys import (
    FULL,
    OAUTH,
    OAUTH_VENDORS,
    SCOPED_VENDORS,
    UNSCOPED,
    api_key,
)
from contactdesk.sandbox.edits import Edits
from contactdesk.sandbox.faults.exchange import Exchange, RawConnection
from contactdesk.sandbox.faults.rules import Rule, RuleSet
from contactdesk.sandbox.rate_limits import RateLimiter, rate_limit_headers
from contactdesk.sandbox.vendors import SIZES, VENDORS
from contactdesk.sandbox.vendors.api import ListRequest, Reply, Vendor, json_reply

HOST = "127.0.0.1"
SHUTDOWN_POLL_S = 0.02
MAX_LOGGED_REQUESTS = 100_000
DISCONNECT_ERRORS = (
    BrokenPipeError,
    ConnectionResetError,
    ConnectionAbortedError,
    OSError,
    ValueError,
)
"""Raised by writing to a client that has gone, or to a connection a fault has closed."""


class Handler(BaseHTTPRequestHandler):
    """One keep-alive connection."""

    protocol_version = "HTTP/1.1"
    server_version = "contactdesk-sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    sandbox: Sandbox

    def do_GET(self) -> None:
        self._handle_request()

    def do_other(self) -> None:
        """Refused by the vendor; the request's body is not read."""
        self.close_connection = True
        self._handle_request()

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_other

    def _handle_request(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qsl(parts.query, keep_blank_values=True)
        name = parts.path.split("/")[1] if parts.path.startswith("/") else ""
        vendor = VENDORS.get(name)
        log_entry: dict[str, Any] = {
            "provider": vendor.id if vendor else "",
            "path": parts.path,
            "query": query,
            "authorization": self.headers.get("Authorization", ""),
            "status": 0,
            "method": self.command,
            "target": self.path,
            "headers": {key.lower(): value for key, value in self.headers.items()},
        }
        self.sandbox.requests.append(log_entry)
        del self.sandbox.requests[:-MAX_LOGGED_REQUESTS]
        try:
            self._answer(vendor, log_entry)
        except DISCONNECT_ERRORS:
            self.close_connection = True

    def _answer(self, vendor: Vendor | None, log_entry: dict[str, Any]) -> None:
        if vendor is None:
            self._send(json_reply(404, {"error": "No vendor lives here"}), log_entry)
            return
        request = ListRequest(
            log_entry["query"],
            log_entry["authorization"],
            self.sandbox.sizes[vendor.id],
            self.sandbox.seed,
        )

        def answer() -> Reply:
            return self.sandbox.answer(vendor, request, log_entry)

        if self.sandbox.delay_s:
            self.sandbox.closing.wait(self.sandbox.delay_s)
        rule = self.sandbox.rules.next_fault(vendor.id)
        if rule is None:
            self._send(answer(), log_entry)
            return
        connection = RawConnection(self.connection, self.wfile, self.sandbox.closing, log_entry)
        reply = rule.fault(
            Exchange(
                vendor,
                request,
                self.path,
                self.sandbox.port,
                connection,
                rule.value,
                rule.state,
                answer,
            )
        )
        if reply is not None:
            self._send(reply, log_entry)
        else:
            self.close_connection = True

    def _send(self, reply: Reply, log_entry: dict[str, Any]) -> None:
        # logged first, so that a client that has the answer finds it in the log
        log_entry["status"] = reply.status
        body = b"" if self.command == "HEAD" or reply.status == 204 else reply.body
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            if value:
                self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def send_response(self, code: int, message: str | None = None) -> None:
        """As inherited, without a line on standard error."""
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: `Sandbox.requests` is the log."""

    def handle(self) -> None:
        try:
            super().handle()
        except DISCONNECT_ERRORS:
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except DISCONNECT_ERRORS:
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """Tracks its open connections in order to end them all when it closes."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, handler: type[Handler]) -> None:
        self._open: dict[Any, threading.Thread | None] = {}
        self._lock = threading.Lock()
        super().__init__((HOST, port), handler)

    def server_bind(self) -> None:
        """As inherited, without a reverse lookup of the host name, which can take seconds."""
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open[request] = None
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open[request] = threading.current_thread()
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(request, None)

    def server_close(self) -> None:
        super().server_close()
        with self._lock:
            left = list(self._open.items())
        for connection, _ in left:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for _, thread in left:
            if thread is not None:
                thread.join(2)


class Sandbox:
    """The running server; it answers from the moment it is created.

    `sizes` maps provider ids to numbers of contacts (default: SIZES). `rates` enforces the
    vendors' rate limits. `extra_keys` adds one key without the permission to
    list contacts per vendor that has such keys, and OAuth access tokens. Each request is answered
    after `delay_s`. With `edits`, some contacts change from one reading of a list to the next.
    """

    def __init__(
        self,
        port: int = 0,
        sizes: Mapping[str, int] | None = None,
        seed: int = 7,
        faults: Iterable[Rule] | None = None,
        *,
        rates: bool = False,
        extra_keys: bool = False,
        delay_s: float = 0.0,
        edits: bool = False,
    ) -> None:
        if unknown := set(sizes or {}) - set(VENDORS):
            raise ValueError(f"unknown provider: {', '.join(sorted(unknown))}")
        self.sizes = {**SIZES, **(sizes or {})}
        self.seed = seed
        self.requests: list[dict[str, Any]] = []
        self.closing = threading.Event()
        self.rules = RuleSet(faults or (), VENDORS)
        self.delay_s = delay_s
        self._rate_limiter = RateLimiter() if rates else None
        self._answer = Edits().answer if edits else lambda vendor, request: vendor.answer(request)
        self._extra_keys = extra_keys
        handler = type("SandboxHandler", (Handler,), {"sandbox": self})
        self._server = Server(port, handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(SHUTDOWN_POLL_S,), name="sandbox", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    @property
    def accounts(self) -> list[dict[str, str]]:
        """`provider`, `base_url` and `key` of each account; extra keys also have a `note`."""
        made = [self._account(provider, FULL) for provider in VENDORS]
        if self._extra_keys:
            made += [
                self._account(provider, UNSCOPED) | {"note": "no permission"}
                for provider in SCOPED_VENDORS
            ]
            made += [
                self._account(provider, OAUTH) | {"note": "OAuth access"}
                for provider in OAUTH_VENDORS
            ]
        return made

    def _account(self, provider: str, kind: int) -> dict[str, str]:
        base_url = f"http://{HOST}:{self.port}/{provider}"
        key = api_key(provider, self.seed, kind)
        return {"provider": provider, "base_url": base_url, "key": key}

    def set_faults(self, rules: Iterable[Rule]) -> None:
        """Replace all rules and restart their counts. An empty list ends all faults."""
        self.rules = RuleSet(rules, VENDORS)

    def answer(self, vendor: Vendor, request: ListRequest, log_entry: Mapping[str, Any]) -> Reply:
        """The vendor's answer when nothing goes wrong."""
        if log_entry["path"] != f"/{vendor.id}{vendor.path}":
            return vendor.error(404, "Not found")
        if log_entry["method"] != "GET":
            reply = vendor.error(405, "Method not allowed")
            reply.headers["Allow"] = "GET"
            return reply
        if self._rate_limiter is None:
            return self._answer(vendor, request)
        left, seconds = self._rate_limiter.take(vendor, request.authorization)
        if left >= 0:
            reply = self._answer(vendor, request)
        else:
            reply = vendor.error(429, "Too many requests")
        reply.headers |= rate_limit_headers(vendor, left, seconds)
        return reply

    def close(self) -> None:
        """End every connection and the server. Safe to call twice."""
        if self.closing.is_set():
            return
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
