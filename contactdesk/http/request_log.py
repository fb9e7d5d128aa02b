"""One line of the request log: what was asked of a vendor and how it went."""

from __future__ import annotations

import re
import time

from msgspec import Struct, field

from contactdesk.model import Params, Provider

SHOWN = {"limit", "offset", "_limit", "_skip", "maxResults", "order_by"}
DATED = re.compile(r"(_after|_before|_at\]\[\w+\])$")
DATE = re.compile(r"\d{4}-\d\d-\d\d[\dTZ:.+-]*")


class Request(Struct):
    """One line of the request log. It holds no key, no body and nothing a person searched for.

    `at` is in seconds since 1970; `status` is 0 where no answer came; `bytes` counts the body as
    it was sent; `kind` is the error's, "cancelled", or "" where all went well; `rows` is how many
    contacts the answer held, None where nobody counted.
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
        """One line for a log file, which says the time itself."""
        rows = "" if self.rows is None else f" {self.rows} rows"
        kind = f" {self.kind}" if self.kind else ""
        return (
            f"{self.account!r} {self.vendor} GET {self.path}?{self.params}"
            f" {self.status} {self.milliseconds:.0f} ms {self.bytes} bytes{rows}{kind}"
        )


class Course(Struct):
    """How far one request has come; `started` is 0 until it goes out."""

    started: float = 0.0
    status: int = 0
    bytes: int = 0
    _tick: float = field(default_factory=time.perf_counter)

    def milliseconds(self) -> float:
        return (time.perf_counter() - self._tick) * 1000

    def line(self, provider: Provider, account: str, params: Params, kind: str) -> Request:
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
    """Query parameters for the request log: of search terms and cursors only the names."""
    return "&".join(f"{name}={value if _may_show(name, value) else '…'}" for name, value in params)


def _may_show(name: str, value: str) -> bool:
    return name in SHOWN or bool(DATED.search(name) and DATE.fullmatch(value))
