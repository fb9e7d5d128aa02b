"""The five fake vendors by id, and their records without a server."""

from __future__ import annotations

from contactdesk.sandbox.vendors import askelephant, bland, close, opencx, quo
from contactdesk.sandbox.vendors.api import Record, Vendor

VENDORS: dict[str, Vendor] = {
    vendor.id: vendor
    for vendor in (opencx.VENDOR, quo.VENDOR, askelephant.VENDOR, close.VENDOR, bland.VENDOR)
}

SIZES = {"opencx": 140, "quo": 120, "askelephant": 180, "close": 260, "bland": 230}
"""Default number of contacts."""


def records(
    provider: str, start: int, stop: int, size: int | None = None, seed: int = 7
) -> list[Record]:
    """The vendor's records [start, stop), as its list endpoint sends them.

    A record does not depend on `size`, which only ends the list (default: endless).
    """
    end = stop if size is None else min(stop, size)
    make = VENDORS[provider].record
    return [make(number, seed) for number in range(start, end)]
