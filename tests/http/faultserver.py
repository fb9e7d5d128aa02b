"""A raw socket server on loopback that misbehaves on purpose: one behavior per path.

It runs in a thread of its own and knows nothing of contactdesk.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import email.utils
import gzip
import json
import socket
import ssl
import struct
import threading
import time
import zlib
from functools import cache

import trustme

GOOD = json.dumps({"data": [{"id": "1"}], "has_more": False}).encode()
PROBLEM = {
    "type": "https://vendor.example/errors/forbidden",
    "title": "Forbidden",
    "status": 403,
    "detail": "missing scope contacts:read",
    "request_id": "rid_17",
}
BEHAVIORS = {}


def behavior(name):
    def add(function):
        BEHAVIORS[name] = function
        return function

    return add


def answer(status=200, body=GOOD, media="application/json", extra="", reason="X"):
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {media}\r\n{extra}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def said(status, value=None, extra="", media="application/json"):
    """A behavior that sends a status and a JSON body."""
    body = b"" if value is None else json.dumps(value).encode()

    async def act(out, _request):
        out.write(answer(status, body, media, extra))

    return act


def sent(data, close=False):
    """A behavior that sends these bytes."""

    async def act(out, _request):
        out.write(data() if callable(data) else data)
        await out.drain()
        return "close" if close else None

    return act


@cache
def bomb(megabytes=64):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


def half_gzip():
    packed = gzip.compress(GOOD * 50)
    return answer(body=packed[: len(packed) // 2], extra="Content-Encoding: gzip\r\n")


def in_three_seconds():
    return "Retry-After: " + email.utils.formatdate(time.time() + 3, usegmt=True) + "\r\n"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BEHAVIORS |= {
    # good replies
    "ok": sent(answer),
    "ok-close": sent(answer, close=True),
    "ok-gzip": sent(lambda: answer(body=gzip.compress(GOOD), extra="Content-Encoding: gzip\r\n")),
    "wrong-type": sent(lambda: answer(media="text/plain")),
    "no-type": sent(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(GOOD) + GOOD),
    "cookie": sent(lambda: answer(extra="Set-Cookie: s=C; Path=/\r\n")),
    # no reply, or part of one
    "disconnect": sent(b"", close=True),
    "cut-length": sent(HEAD + b"Content-Length: 1000\r\n\r\n" + GOOD, close=True),
    "cut-chunk": sent(HEAD + b'Transfer-Encoding: chunked\r\n\r\n10\r\n{"data":[{"i', close=True),
    "cut-end": sent(HEAD + b"Connection: close\r\n\r\n" + GOOD[:20], close=True),
    "cut-gzip": sent(half_gzip),
    "garbage": sent(b"\x16\x03\x01 SSH-2.0-OpenSSH\r\n\r\n", close=True),
    "huge-header": sent(lambda: b"HTTP/1.1 200 OK\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\n"),
    # content encoding
    "fake-gzip": sent(lambda: answer(extra="Content-Encoding: gzip\r\n")),
    "brotli": sent(lambda: answer(extra="Content-Encoding: br\r\n")),
    "bomb": sent(lambda: answer(body=bomb(), extra="Content-Encoding: gzip\r\n")),
    "double-gzip": sent(
        lambda: answer(body=gzip.compress(bomb()), extra="Content-Encoding: gzip, gzip\r\n")
    ),
    # status 200 without a page
    "web-page": sent(lambda: answer(body=b"<html>Sign in to Wi-Fi</html>", media="text/html")),
    "web-page-as-json": sent(lambda: answer(body=b"\xef\xbb\xbf <!doctype html><p>oops")),
    "empty": sent(lambda: answer(body=b"")),
    "blank": sent(lambda: answer(body=b" \r\n ")),
    "null": sent(lambda: answer(body=b"null")),
    "list": sent(lambda: answer(body=b"[1, 2]")),
    "text": sent(lambda: answer(body=b'"x"')),
    "no-data": sent(lambda: answer(body=b'{"has_more": false}')),
    "bad-utf8": sent(lambda: answer(body=b'{"data": [], "note": "\xff"}')),
    "deep": sent(lambda: answer(body=b"[" * 200_000 + b"]" * 200_000)),
    "deep-inside": sent(lambda: answer(body=b'{"x":' + b"[" * 9999 + b"]" * 9999 + b"}")),
    "nan": sent(lambda: answer(body=b'{"data": [], "total": NaN}')),
    # other statuses
    "204": sent(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "304": sent(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "redirect-self": sent(
        b"HTTP/1.1 302 Found\r\nLocation: /redirect-self\r\nContent-Length: 0\r\n\r\n"
    ),
    "400": said(400, {"message": "bad cursor", "code": "0801400", "status": 400}),
    "401": said(401, {"statusCode": 401, "message": "Unauthorized", "error": "Unauthorized"}),
    "401-brotli": said(401, {"message": "x"}, extra="Content-Encoding: br\r\n"),
    "402": said(402, {"error": "Upgrade"}),
    "403": said(403, PROBLEM, media="application/problem+json"),
    "404": said(404, {"error": "no such thing"}),
    "408": said(408),
    "409": said(409, {}),
    "410": said(410, {"message": "gone"}),
    "422": said(422, {"title": "Invalid", "errors": [{"field": "limit", "message": "too large"}]}),
    "425": said(425),
    "429": said(429, {}),
    "429-seconds": said(429, {}, extra="Retry-After: 2\r\n"),
    "429-date": sent(lambda: answer(429, b"{}", extra=in_three_seconds())),
    "429-day": said(429, {}, extra="Retry-After: 86400\r\n"),
    "429-negative": said(429, {}, extra="Retry-After: -5\r\n"),
    "429-junk": said(429, {}, extra="Retry-After: soon\r\n"),
    "429-close": said(429, {}, extra="RateLimit: limit=100, remaining=0, reset=0.4\r\n"),
    "500": said(500, {"message": "boom"}),
    "502": sent(lambda: answer(502, b"<html>Bad gateway", media="text/html")),
    "503": said(503, extra="Retry-After: 1\r\n"),
    "511": sent(lambda: answer(511, b"<html>Sign in", media="text/html")),
    "521": sent(lambda: answer(521, b"error code: 521", media="text/plain")),
    "999": said(999, {}),
}


UNKNOWN = said(404, {})


@behavior("no-answer")
async def no_answer(_out, _request):
    await asyncio.Event().wait()


@behavior("head-stalls")
async def head_stalls(out, _request):
    out.write(b"HTTP/1.1 200 OK\r\nContent-")
    await no_answer(out, _request)


@behavior("body-stalls")
async def body_stalls(out, _request):
    out.write(HEAD + b"Content-Length: 100\r\n\r\n{")
    await no_answer(out, _request)


@behavior("503-stalls")
async def refusal_stalls(out, _request):
    out.write(b"HTTP/1.1 503 X\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\n{")
    await no_answer(out, _request)


async def drip(out, start, part):
    out.write(start)
    while True:
        out.write(part)
        await out.drain()
        await asyncio.sleep(0.02)


@behavior("body-drips")
async def body_drips(out, _request):
    await drip(out, HEAD + b"Content-Length: 100000\r\n\r\n", b" ")


@behavior("head-drips")
async def head_drips(out, _request):
    await drip(out, b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n")


@behavior("continue-flood")
async def continue_flood(out, _request):
    await drip(out, b"", b"HTTP/1.1 100 Continue\r\n\r\n")


async def pour(out, start):
    out.write(start)
    while True:
        out.write(b"[1," * 20_000)
        await out.drain()


@behavior("endless")
async def endless(out, _request):
    await pour(out, HEAD + b"\r\n")


@behavior("401-endless")
async def refusal_endless(out, _request):
    await pour(out, b"HTTP/1.1 401 X\r\nContent-Type: application/json\r\n\r\n")


@behavior("401-quotes-key")
async def quotes_key(out, request):
    key = request["headers"]["authorization"].split()[-1]
    body = {"message": f"The key {key} is unknown", "errors": [{"message": f"{'x' * 380}{key}"}]}
    out.write(answer(401, json.dumps(body).encode()))


class FaultServer:
    """Listens on several ports, each an attribute; `requests` and `connects` record traffic.

    port, tls: every path is a behavior. wrong_host, expired, unknown_ca: certificates to refuse.
    talks_first: neither HTTP nor TLS. mute: accepts and stays silent. reset: accepts and resets.
    refused: nobody listens. backlog: connections never complete. proxy: an HTTP proxy whose
    CONNECT leads to the port that `leads_to` names. secure_proxy, unknown_proxy: the same over
    TLS. inspected: TLS with certificates of `company`, as TLS inspection presents them.
    """

    def __init__(self):
        self.requests = []
        self.connects = []
        self.fails_first = set()
        self.location = ""
        self.proxy_refuses = False
        self.leads_to = "tls"
        self.ca = trustme.CA()
        self.company = trustme.CA(organization_name="Harbor Company Proxy")
        self._sockets = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(20)
        self.refused = self._unused_port()
        self.backlog = self._full_backlog()
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(20)
        for each in self._sockets:
            each.close()

    def paths(self):
        return [request["path"] for request in self.requests]

    async def _serve(self):
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._tasks = set()
        past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        good = ("localhost", "127.0.0.1", "vendor.example")
        servers = {
            "port": (self._requests, None),
            "tls": (self._requests, self.ca.issue_cert(*good)),
            "wrong_host": (self._requests, self.ca.issue_cert("other.example")),
            "expired": (self._requests, self.ca.issue_cert("localhost", not_after=past)),
            "unknown_ca": (self._requests, trustme.CA().issue_cert("localhost")),
            "inspected": (self._requests, self.company.issue_cert(*good)),
            "talks_first": (self._talk, None),
            "mute": (self._mute, None),
            "reset": (self._reset, None),
            "proxy": (self._proxy, None),
            "secure_proxy": (self._proxy, self.ca.issue_cert("localhost")),
            "unknown_proxy": (self._proxy, trustme.CA().issue_cert("localhost")),
        }
        async with contextlib.AsyncExitStack() as stack:
            for name, (act, certificate) in servers.items():
                context = None
                if certificate is not None:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    certificate.configure_cert(context)
                server = await asyncio.start_server(self._kept(act), "127.0.0.1", 0, ssl=context)
                stack.callback(server.close)
                setattr(self, name, server.sockets[0].getsockname()[1])
            self._ready.set()
            await self._ended.wait()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _kept(self, act):
        async def serve(source, out):
            task = asyncio.current_task()
            self._tasks.add(task)
            # The client may disconnect at any time.
            with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
                await act(source, out)
            self._tasks.discard(task)
            out.transport.abort()

        return serve

    async def _requests(self, source, out):
        while True:
            request = await self._read(source)
            self.requests.append(request)
            if request["path"] in self.fails_first:
                self.fails_first.discard(request["path"])
                return
            if request["path"] == "redirect":
                head = f"HTTP/1.1 302 Found\r\nLocation: {self.location}\r\n"
                out.write(f"{head}Content-Length: 0\r\n\r\n".encode())
            elif await BEHAVIORS.get(request["path"], UNKNOWN)(out, request) == "close":
                await out.drain()
                out.close()
                await out.wait_closed()
                return
            await out.drain()

    async def _read(self, source):
        head = (await source.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _version = head[0].split()
        path, _, query = target.partition("?")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        headers = {name.lower(): value for name, value in headers.items()}
        return {
            "method": method,
            "path": path.removeprefix("/"),
            "query": query,
            "headers": headers,
        }

    async def _mute(self, _source, _out):
        await asyncio.Event().wait()

    async def _talk(self, _source, out):
        out.write(b"220 mail.example ESMTP\r\n")
        await out.drain()
        await asyncio.Event().wait()

    async def _reset(self, source, out):
        await source.read(1)
        linger = struct.pack("ii", 1, 0)
        out.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    async def _proxy(self, source, out):
        head = (await source.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.connects.append(head)
        if self.proxy_refuses:
            out.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await out.drain()
            return
        far_source, far_out = await asyncio.open_connection(
            "127.0.0.1", getattr(self, self.leads_to)
        )
        out.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(self._pass_on(source, far_out), self._pass_on(far_source, out))
        finally:
            far_out.transport.abort()

    async def _pass_on(self, source, out):
        while data := await source.read(65536):
            out.write(data)
            await out.drain()
        out.close()

    def _unused_port(self):
        with socket.socket() as each:
            each.bind(("127.0.0.1", 0))
            return each.getsockname()[1]

    def _full_backlog(self):
        """A port with a full backlog: connecting never completes."""
        listening = socket.socket()
        self._sockets.append(listening)
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            waiting = socket.socket()
            self._sockets.append(waiting)
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect(listening.getsockname())
        return listening.getsockname()[1]
