"""The process that is killed: loads every account from a sandbox into a profile's index.

Reads jobs, one JSON object per line, and forks a child for each, so that the slow imports happen
once. Prints the child's process id, each acknowledged page, and "ended".
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from contactdesk.http.client import Client
from contactdesk.index import Index
from contactdesk.index.write import links as links_module
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.sync.engine import Sync
from contactdesk.sync.rate_limit import RateLimiter
from tests.index.people import CURSOR
from tests.qa.campaigns.changing_people import LAST_GENERATION, pages


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


async def load(job: dict) -> None:
    accounts = Accounts.load(Path(job["folder"]) / "accounts.toml")
    keys = KeyStore(session_only=True)
    for account_id, key in job["keys"].items():
        keys.hold(account_id, key)
    index = await Index.open(Path(job["folder"]) / "index.db", bytes.fromhex(job["key"]))
    if index.file.notice:
        say(f"notice {index.file.notice}")

    def acknowledge(walk, written) -> None:
        say(f"page {walk.account.id} {written.listing.pages} {written.listing.walked}")

    sync = Sync(accounts, keys, index, Client(), written=acknowledge, backoff=lambda *_: 0.0)
    async with asyncio.TaskGroup() as group:
        for account in accounts:
            group.create_task(sync.load_all(await sync.walk(account.id)))
    await index.close()
    say("whole")


def disable_rate_limits() -> None:
    """Under the vendors' rate limits most kills would hit a load that waits."""

    async def acquire(_limiter) -> None:
        return

    RateLimiter.acquire = acquire


# Deliberate faults, which the campaign must detect


def acknowledge_early() -> None:
    """Acknowledges pages before they are written."""
    write_page = Index.write_page

    async def early(self, listing, *given, **named):
        say(f"page {listing.account_id} {listing.pages + 1} 0")
        return await write_page(self, listing, *given, **named)

    Index.write_page = early


def skip_transactions() -> None:
    """Writes a page row by row, each committed by itself."""
    links_module.transaction = _NoTransaction


class _NoTransaction:
    def __init__(self, _connection) -> None: ...
    def __enter__(self) -> None: ...
    def __exit__(self, *_) -> None: ...


async def refresh(job: dict) -> None:
    """Refreshes an account of people who change, a generation after the other, until it is killed."""
    index = await Index.open(Path(job["folder"]) / "index.db", bytes.fromhex(job["key"]))
    if index.file.notice:
        say(f"notice {index.file.notice}")
    for generation in range(job["generation"], LAST_GENERATION + 1):
        listing = await index.restart(await index.listing("a"))
        for body in pages(generation):
            listing = (await index.write_page(listing, CURSOR, body)).listing
            say(f"page {generation} {listing.pages}")
        say(f"generation {generation}")
    await index.close()
    say("whole")


async def idle(_job: dict) -> None:
    await asyncio.Event().wait()


FAULTS = {"acknowledge-early": acknowledge_early, "no-transaction": skip_transactions}


def child(job: dict) -> None:
    disable_rate_limits()
    if plant := FAULTS.get(job["fault"]):
        plant()
    work = {"idle": idle, "refresh": refresh}.get(job["fault"], load)
    asyncio.run(work(job))


def main() -> None:
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            try:
                child(json.loads(line))
            finally:
                os._exit(0)
        say(f"process {process}")
        os.waitpid(process, 0)
        say("ended")


if __name__ == "__main__":
    main()
