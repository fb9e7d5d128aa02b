"""The five vendors behind one loopback port."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contactdesk.sandbox.faults import Armed, Faults, Rule
from contactdesk.sandbox.keys import FULL, OAUTH, SCOPED, WITH_SCOPES, key_of
from contactdesk.sandbox.line import Exchange, Line
from contactdesk.sandbox.vendors import SIZES, VENDORS
from contactdesk.sandbox.wire import Ask, Reply, Vendor, json_reply

HOST = "127.0.0.1"
POLL = 0.02
KEPT = 100_000
"""How many requests the log keeps: the latest."""
BROKEN = (BrokenPipeError, ConnectionResetError, ConnectionAbortedError, OSError, ValueError)
"""What writing to a client that has gone, or to a connection a fault has ended, may raise."""


class Rates:
    """Requests per key in a sliding window, as the vendors publish them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def room(self, vendor: Vendor, authorization: str) -> tuple[int, float]:
        """Counts a request. (requests left, -1 for one too many; seconds until room is made)."""
        most, seconds = vendor.rate
        now = self._clock()
        with self._lock:
            seen = self._seen.setdefault((vendor.id, authorization), deque())
            while seen and seen[0] <= now - seconds:
                seen.popleft()
            if len(seen) >= most:
                return -1, seen[0] + seconds - now
            seen.append(now)
            return most - len(seen), seen[0] + seconds - now


def _limit_headers(vendor: Vendor, left: int, seconds: float) -> dict[str, str]:
    """Only two vendors say how long to wait."""
    wait = str(max(1, int(seconds + 0.999)))
    if vendor.id == "close":
        return {"RateLimit": f"limit={vendor.rate[0]}, remaining={max(0, left)}, reset={wait}"}
    return {"Retry-After": wait} if vendor.id == "askelephant" and left < 0 else {}


class Handler(BaseHTTPRequestHandler):
    """One connection; many requests follow one another on it."""

    protocol_version = "HTTP/1.1"
    server_version = "contactdesk-sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    sandbox: Sandbox

    def do_GET(self) -> None:
        self._answered()

    def do_other(self) -> None:
        """Every other method is refused; its body, if any, is not read."""
        self.close_connection = True
        self._answered()

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_other

    def _answered(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qsl(parts.query, keep_blank_values=True)
        name = parts.path.split("/")[1] if parts.path.startswith("/") else ""
        vendor = VENDORS.get(name)
        entry: dict[str, Any] = {
            "provider": vendor.id if vendor else "",
            "path": parts.path,
            "query": query,
            "authorization": self.headers.get("Authorization", ""),
            "status": 0,
            "method": self.command,
            "target": self.path,
            "headers": {key.lower(): value for key, value in self.headers.items()},
        }
        self.sandbox.requests.append(entry)
        del self.sandbox.requests[:-KEPT]
        try:
            self._reply(vendor, entry)
        except BROKEN:
            self.close_connection = True

    def _reply(self, vendor: Vendor | None, entry: dict[str, Any]) -> None:
        if vendor is None:
            self._send(json_reply(404, {"error": "No vendor lives here"}), entry)
            return
        ask = Ask(
            entry["query"],
            entry["authorization"],
            self.sandbox.sizes[vendor.id],
            self.sandbox.seed,
        )

        def answer() -> Reply:
            return self.sandbox.answer(vendor, ask, entry)

        rule = self.sandbox.rules.found(vendor.id)
        if rule is None:
            self._send(answer(), entry)
        else:
            self._spoil(vendor, ask, rule, entry, answer)

    def _spoil(
        self,
        vendor: Vendor,
        ask: Ask,
        rule: Armed,
        entry: dict[str, Any],
        answer: Callable[[], Reply],
    ) -> None:
        line = Line(self.connection, self.wfile, self.sandbox.ended, entry)
        exchange = Exchange(
            vendor, ask, self.path, self.sandbox.port, line, rule.value, rule.memory, answer
        )
        reply = rule.fault(exchange)
        if reply is not None:
            self._send(reply, entry)
        else:
            self.close_connection = True

    def _send(self, reply: Reply, entry: dict[str, Any]) -> None:
        # told before it is sent, so that whoever has the answer finds it in the log
        entry["status"] = reply.status
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
        """As inherited, but nothing is logged to standard error."""
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def log_message(self, format: str, *args: Any) -> None:
        """The log is `Sandbox.requests`."""

    def handle(self) -> None:
        try:
            super().handle()
        except BROKEN:
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except BROKEN:
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """Keeps its open connections, so that closing it ends them all."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, handler: type[Handler]) -> None:
        self._open: dict[Any, threading.Thread | None] = {}
        self._lock = threading.Lock()
        super().__init__((HOST, port), handler)

    def server_bind(self) -> None:
        """Without asking the resolver for the own name, which can take seconds."""
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
    """Five vendors with made-up people, answering from the moment it is made.

    `sizes` maps provider ids to numbers of contacts (others as in SIZES). `rates` enforces the
    vendors' rate limits, by `clock`. `extra_keys` lists keys beyond the five: one per vendor with
    scopes that may not list contacts, and AskElephant's OAuth access token.
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
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if unknown := set(sizes or {}) - set(VENDORS):
            raise ValueError(f"unknown provider: {', '.join(sorted(unknown))}")
        self.sizes = {**SIZES, **(sizes or {})}
        self.seed = seed
        self.requests: list[dict[str, Any]] = []
        self.ended = threading.Event()
        self.rules = Faults(faults or (), VENDORS)
        self._rates = Rates(clock) if rates else None
        self._extra_keys = extra_keys
        handler = type("SandboxHandler", (Handler,), {"sandbox": self})
        self._server = Server(port, handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), name="sandbox", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    @property
    def accounts(self) -> list[dict[str, str]]:
        """`provider`, `base_url` and `key` of every account; further keys have a `note`."""
        made = [self._account(provider, FULL) for provider in VENDORS]
        if self._extra_keys:
            made += [self._account(p, SCOPED) | {"note": "no permission"} for p in WITH_SCOPES]
            made += [self._account("askelephant", OAUTH) | {"note": "OAuth access"}]
        return made

    def _account(self, provider: str, kind: int) -> dict[str, str]:
        base_url = f"http://{HOST}:{self.port}/{provider}"
        return {
            "provider": provider,
            "base_url": base_url,
            "key": key_of(provider, self.seed, kind),
        }

    def set_faults(self, rules: Iterable[Rule]) -> None:
        """Replaces all rules; requests are counted from now. An empty list ends all faults."""
        self.rules = Faults(rules, VENDORS)

    def answer(self, vendor: Vendor, ask: Ask, entry: Mapping[str, Any]) -> Reply:
        """What the vendor answers when nothing goes wrong."""
        if entry["path"] != f"/{vendor.id}{vendor.path}":
            return vendor.error(404, "Not found")
        if entry["method"] != "GET":
            reply = vendor.error(405, "Method not allowed")
            reply.headers["Allow"] = "GET"
            return reply
        if self._rates is None:
            return vendor.answer(ask)
        left, seconds = self._rates.room(vendor, ask.authorization)
        reply = vendor.answer(ask) if left >= 0 else vendor.error(429, "Too many requests")
        reply.headers |= _limit_headers(vendor, left, seconds)
        return reply

    def close(self) -> None:
        """Ends every connection and the server; may be called twice."""
        if self.ended.is_set():
            return
        self.ended.set()
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
