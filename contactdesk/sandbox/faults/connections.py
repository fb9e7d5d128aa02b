"""Faults of the connection: truncated, endless, slow, silent or closed."""

from __future__ import annotations

from contactdesk.sandbox.faults.exchange import JSON_HEADERS, MEGABYTE, Exchange, Fault

DRIP_INTERVAL_S = 0.05
"""Between the bytes of a slow answer, unless the rule's value says otherwise."""


def _truncated(exchange: Exchange) -> None:
    """Half of what Content-Length announces."""
    reply = exchange.answer()
    _send_half(exchange, reply.body, {**reply.headers, "Content-Length": str(len(reply.body))})


def _truncated_close(exchange: Exchange) -> None:
    """Half a page without a length: only the closed connection ends it."""
    reply = exchange.answer()
    _send_half(exchange, reply.body, {**reply.headers, "Connection": "close"})


def _send_half(exchange: Exchange, body: bytes, headers: dict[str, str]) -> None:
    exchange.connection.send_head(200, headers)
    exchange.connection.send(body[: len(body) // 2])


def _truncated_chunked(exchange: Exchange) -> None:
    reply = exchange.answer()
    half = reply.body[: len(reply.body) // 2]
    exchange.connection.send_head(200, {**reply.headers, "Transfer-Encoding": "chunked"})
    exchange.connection.send(f"{len(half):x}\r\n".encode() + half + b"\r\n")


def _endless(exchange: Exchange) -> None:
    exchange.connection.send_head(200, {**JSON_HEADERS, "Transfer-Encoding": "chunked"})
    block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    while not exchange.connection.wait(0.001):
        exchange.connection.send(block)


def _close_before_answer(_exchange: Exchange) -> None:
    """The server closes the connection, as after every fault of this kind."""


def _down(exchange: Exchange) -> None:
    exchange.connection.reset()


def _reset(exchange: Exchange) -> None:
    """RST in the middle of the body."""
    _truncated(exchange)
    exchange.connection.reset()


def _mute(exchange: Exchange) -> None:
    """Not a byte for `value` seconds (forever)."""
    exchange.connection.wait(exchange.value)


def _stall(exchange: Exchange) -> None:
    """Half the body, then nothing for `value` seconds (forever)."""
    _truncated(exchange)
    exchange.connection.wait(exchange.value)


def _slow_drip(exchange: Exchange) -> None:
    reply = exchange.answer()
    headers = {**reply.headers, "Content-Length": str(len(reply.body))}
    exchange.connection.send_head(reply.status, headers)
    exchange.connection.drip(reply.body, float(exchange.value or DRIP_INTERVAL_S))


def _slow_headers(exchange: Exchange) -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"." * 5000
    exchange.connection.drip(head, float(exchange.value or DRIP_INTERVAL_S))


def _continue_flood(exchange: Exchange) -> None:
    """Endless `100 Continue`."""
    while not exchange.connection.wait(0.001):
        exchange.connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")


def _hang_up(exchange: Exchange) -> None:
    """A correct answer that announces keep-alive, and then a closed connection."""
    reply = exchange.answer()
    length = {"Content-Length": str(len(reply.body)), "Connection": "keep-alive"}
    exchange.connection.send_head(reply.status, reply.headers | length)
    exchange.connection.send(reply.body)


def _big_header(exchange: Exchange) -> None:
    headers = {**JSON_HEADERS, "X-Big": "a" * (2 * MEGABYTE), "Content-Length": "2"}
    exchange.connection.send_head(200, headers)
    exchange.connection.send(b"{}")


CONNECTION_FAULTS: dict[str, Fault] = {
    "truncated": _truncated,
    "truncated-chunked": _truncated_chunked,
    "truncated-close": _truncated_close,
    "endless": _endless,
    "close-before-answer": _close_before_answer,
    "down": _down,
    "reset": _reset,
    "mute": _mute,
    "stall": _stall,
    "slow-drip": _slow_drip,
    "slow-headers": _slow_headers,
    "continue-flood": _continue_flood,
    "hang-up": _hang_up,
    "big-header": _big_header,
}
