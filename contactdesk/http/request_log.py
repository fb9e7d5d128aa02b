"""Request log entries: what was requested of a vendor, and the outcome."""

from __future__ import annotations

import re
import time

from msgspec import Struct, field

from contactdesk.model import Params, Provider

SHOWN_PARAMS = {"limit", "offset", "_limit", "_skip", "maxResults", "order_by"}
DATE_PARAM = re.compile(r"(_after|_before|_at\]\[\w+\])$")
DATE = re.compile(r"\d{4}-\d\d-\d\d[\dTZ:.+-]*")


class Request(Struct):
    """One entry of the request log. Contains no key, no body and no search terms.

    `at` is in seconds since 1970; `status` is 0 without a response; `bytes` is the size of the
    body as received; `kind` is the kind of error, "cancelled", or "" for success; `rows` is the
    number of contacts received, None where it was not counted.
    """

    at: float
    account: str
    vendor: str
    path: str
    params: str
    status: int
    milliseconds: float
    bytes: int
    kind: str
    rows: int | None = None

    def as_line(self) -> str:
        """One line for a log file, which adds the time."""
        rows = "" if self.rows is None else f" {self.rows} rows"
        kind = f" {self.kind}" if self.kind else ""
        return (
            f"{self.account!r} {self.vendor} GET {self.path}?{self.params}"
            f" {self.status} {self.milliseconds:.0f} ms {self.bytes} bytes{rows}{kind}"
        )


class RequestOutcome(Struct):
    """The outcome of a request so far. `started` is in seconds since 1970, 0 until it is sent."""

    started: float = 0.0
    status: int = 0
    bytes: int = 0
    _started_tick: float = field(default_factory=time.perf_counter)

    def milliseconds(self) -> float:
        return (time.perf_counter() - self._started_tick) * 1000

    def entry(self, provider: Provider, account: str, params: Params, kind: str) -> Request:
        return Request(
            self.started,
            account,
            provider.title,
            provider.path,
            masked(params),
            self.status,
            self.milliseconds(),
            self.bytes,
            kind,
        )


def masked(params: Params) -> str:
    """Query parameters with the values of search terms and cursors hidden."""
    return "&".join(f"{name}={value if _may_show(name, value) else '…'}" for name, value in params)


def _may_show(name: str, value: str) -> bool:
    return name in SHOWN_PARAMS or bool(DATE_PARAM.search(name) and DATE.fullmatch(value))
