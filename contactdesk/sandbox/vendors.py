"""The five vendors of the sandbox, by id, and their records without a server."""

from __future__ import annotations

from contactdesk.sandbox import askelephant, bland, close, opencx, quo
from contactdesk.sandbox.wire import Record, Vendor

VENDORS: dict[str, Vendor] = {
    vendor.id: vendor
    for vendor in (opencx.VENDOR, quo.VENDOR, askelephant.VENDOR, close.VENDOR, bland.VENDOR)
}

SIZES = {"opencx": 140, "quo": 120, "askelephant": 180, "close": 260, "bland": 230}
"""How many contacts a vendor has where nothing else is said."""


def records(
    provider: str, start: int, stop: int, size: int | None = None, seed: int = 7
) -> list[Record]:
    """The vendor's records number start to stop (not with it), as its list call sends them.

    A record is the same whatever `size` is; `size` (default: none) only ends the list.
    """
    end = stop if size is None else min(stop, size)
    make = VENDORS[provider].record
    return [make(number, seed) for number in range(start, end)]
