"""The process that is killed: loads every account from a sandbox into a profile's index.

It reads one job a line (JSON) and forks a child for each, so that what takes long, importing, is
done once. It says the child's process id, every page that was acknowledged, and "ended".
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from contactdesk.http.client import Client
from contactdesk.index import Index
from contactdesk.index.write import writer as writer_module
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.sync.engine import Sync
from contactdesk.sync.rate_limit import RateLimiter


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


def hurry() -> None:
    """The vendors' own pace would make the load wait, and kills would hit nothing but waiting."""

    async def acquire(_limiter) -> None:
        return

    RateLimiter.acquire = acquire


# How a victim may cheat; the harness must find each of them out.


def lie() -> None:
    """Acknowledges pages before they are written."""
    write_page = Index.write_page

    async def early(self, listing, *given, **named):
        say(f"page {listing.account_id} {listing.pages + 1} 0")
        return await write_page(self, listing, *given, **named)

    Index.write_page = early


def halve() -> None:
    """Writes a page row by row, each lasting by itself."""
    writer_module.transaction = _nothing


class _nothing:  # noqa: N801  stands for the function `transaction`
    def __init__(self, _connection) -> None: ...
    def __enter__(self) -> None: ...
    def __exit__(self, *_) -> None: ...


async def idle(_job: dict) -> None:
    await asyncio.Event().wait()


CHEATS = {"lie": lie, "halve": halve}


def child(job: dict) -> None:
    hurry()
    if cheat := CHEATS.get(job["cheat"]):
        cheat()
    asyncio.run(idle(job) if job["cheat"] == "idle" else load(job))


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
