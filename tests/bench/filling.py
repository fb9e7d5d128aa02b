"""An index of any size, filled through the same writer as by sync, from the sandbox's people."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

from contactdesk.accounts import Accounts
from contactdesk.index import Index
from contactdesk.providers import all_providers
from contactdesk.sandbox import records

PAGE = 200
KEY = bytes(range(32))
WRAP = {
    "opencx": lambda rows, more: {"items": rows, "next": more},
    "quo": lambda rows, more: {"data": rows, "totalItems": 1, "nextPageToken": more},
    "askelephant": lambda rows, more: {
        "object": "list",
        "data": rows,
        "has_more": bool(more),
        "next_cursor": more,
    },
    "close": lambda rows, more: {"data": rows, "has_more": bool(more)},
    "bland": lambda rows, more: {
        "data": rows,
        "pagination": {"total": 1, "limit": PAGE, "offset": 0, "has_more": bool(more)},
        "errors": None,
    },
}


def pages(vendor: str, size: int):
    """The vendor's replies, page by page, made as they are asked for."""
    for start in range(0, size, PAGE):
        stop = min(size, start + PAGE)
        rows = records(vendor, start, stop, size, 7)
        more = str(stop) if stop < size else None
        yield json.dumps(WRAP[vendor](rows, more), ensure_ascii=False).encode(), stop - start


async def fill(folder: Path, contacts: int) -> dict[str, float]:
    """Makes a profile of this many contacts, a fifth at each vendor, in `folder`."""
    providers = all_providers()
    accounts = Accounts.load(folder / "accounts.toml")
    index = await Index.open(folder / "index.db", KEY)
    spent, written, bytes_read, rates = 0.0, 0, 0, []
    for vendor, provider in providers.items():
        account = accounts.add(vendor, provider.title)
        listing = await index.listing(account.id)
        for body, count in pages(vendor, contacts // len(providers)):
            started = time.perf_counter()
            listing = (await index.write_page(listing, provider, body)).listing
            took = time.perf_counter() - started
            spent, written, bytes_read = spent + took, written + count, bytes_read + len(body)
            rates.append(count / took)
    await index.close()
    tenth = max(1, len(rates) // 10)
    return {
        "contacts": written,
        "contacts per second": written / spent,
        "last tenth to first": sum(rates[-tenth:]) / sum(rates[:tenth]),
        "JSON, MB": bytes_read / 1e6,
    }


def filled(folder: Path, contacts: int) -> dict[str, float]:
    found = asyncio.run(fill(folder, contacts))
    size = sum(path.stat().st_size for path in folder.glob("index.db*")) / 1e6
    return found | {"file, MB": size, "file, times the JSON": size / found["JSON, MB"]}
