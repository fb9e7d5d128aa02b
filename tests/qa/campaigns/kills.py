"""Kills a loading process at random moments and looks at what it leaves; see test_kills.py."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from contactdesk.profile.accounts import Accounts
from contactdesk.providers import all_providers
from contactdesk.sync.fetcher import request_params
from tests.qa.campaigns.soundness import content, faults, listings, loaded, opened

ROOT = Path(__file__).resolve().parents[3]
KEY = bytes(range(32))
PATIENCE = 120.0
"""Seconds after which the victim counts as hung; no run waits by it."""


class Victim:
    """One process of `victim.py`."""

    def __init__(self, folder: Path) -> None:
        self.errors = (folder / "victim.err").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.qa.campaigns.victim"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=ROOT,
            bufsize=0,
        )
        self._unread = b""

    def start(self, job: dict) -> int:
        """The process id of the child that works on the job."""
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        return int(self.line().removeprefix("process "))

    def line(self, seconds: float = PATIENCE) -> str:
        """The next line said; "" where none came in time."""
        while b"\n" not in self._unread:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                return ""
            read = os.read(self.process.stdout.fileno(), 65536)
            assert read, f"the victim has ended: {self.said()}"
            self._unread += read
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def said(self) -> str:
        return Path(self.errors.name).read_text()[-3000:]

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.errors.close()


@dataclass
class Result:
    """What a campaign saw. Every list holds a line for each fault found."""

    kills: int = 0
    pages: int = 0
    mid_load: int = 0  # kills while the load was neither unbegun nor finished
    finished: int = 0
    corrupt: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)  # not resumed where the index said
    different: list[str] = field(default_factory=list)  # from the uninterrupted load

    def check(self) -> None:
        found = {n: v[:3] for n, v in vars(self).items() if isinstance(v, list) and v}
        assert not found, found
        # A victim that writes nothing leaves nothing broken; it proves nothing either.
        assert self.pages > self.kills, f"{self.pages} pages in {self.kills} kills"
        assert self.mid_load > self.kills // 3, f"{self.mid_load} of {self.kills} kills hit a load"


class Campaign:
    """`run(n)` kills the victim n times; a load that comes to its end is compared with one that
    nobody interrupted, and begun anew."""

    def __init__(self, folder: Path, sandbox, vendors: tuple[str, ...], seed: int = 7) -> None:
        self.folder, self.sandbox, self.random = folder, sandbox, random.Random(seed)
        self.vendors, self.cheat = vendors, ""
        self.victim = Victim(folder)
        self.result = Result()
        self.most_pages = 6
        self.walked: dict[tuple[str, int], int] = {}  # (vendor, pages) -> contacts they bring
        self.whole = self._whole()

    def _profile(self, name: str) -> dict:
        folder = self.folder / name
        folder.mkdir()
        accounts = Accounts.load(folder / "accounts.toml")
        keys = {}
        for made in self.sandbox.accounts:
            if made["provider"] in self.vendors:
                account = accounts.add(made["provider"], made["provider"], made["base_url"])
                keys[account.id] = made["key"]
        self.labels = {account.id: account.label for account in accounts}
        return {"folder": str(folder), "keys": keys, "key": KEY.hex(), "cheat": self.cheat}

    def _named(self, found: dict) -> dict:
        """Under the accounts' labels: their ids differ from profile to profile."""
        return {self.labels[account_id]: each for account_id, each in found.items()}

    def _whole(self) -> dict:
        """What a load that nobody interrupts gives, after each page and in the end."""
        job = self._profile("whole")
        self.victim.start(job)
        finished, began = False, time.monotonic()
        while (line := self.victim.line()) != "ended":
            assert line, self.victim.said()
            finished = self._hear(line, {})
        assert finished, self.victim.said()
        self.page_seconds = (time.monotonic() - began) / self.result.pages
        self.result = Result()
        with opened(Path(job["folder"]) / "index.db", KEY) as connection:
            assert faults(connection) == []
            return {
                "ids": self._named(loaded(connection)),
                "content": self._relabelled(content(connection)),
            }

    def _relabelled(self, found: dict) -> dict:
        def line(row):
            return (self.labels[row[0]], *row[1:])

        return {
            name: self._named(rows) if isinstance(rows, dict) else sorted(map(line, rows), key=repr)
            for name, rows in found.items()
        }

    def run(self, kills: int, loads: int = 1_000_000) -> Result:
        """Until so many kills were made, or so many loads have come to their end."""
        job, standing = None, {}
        while self.result.kills < kills and self.result.finished < loads:
            if job is None:
                job, standing = self._profile(f"p{self.result.finished}-{self.result.kills}"), {}
            acknowledged, finished = self._kill(job, standing)
            standing = self._examine(job, acknowledged)
            if finished:
                self._compare(job)
                job = None
        return self.result

    def _kill(self, job: dict, standing: dict) -> tuple[dict[str, int], bool]:
        """(pages acknowledged by account, whether the load had come to its end)."""
        before = len(self.sandbox.requests)
        process = self.victim.start(job)
        acknowledged: dict[str, int] = {}
        wanted, finished = self.random.randint(0, self.most_pages), False
        while wanted > 0 and not finished:
            line = self.victim.line(1.0 if job["cheat"] == "idle" else PATIENCE)
            if not line:
                break
            finished = self._hear(line, acknowledged)
            wanted -= 1
        if not finished:
            # From here on any moment may be the last one: before, within and after a page.
            select.select([], [], [], self.random.random() * self.page_seconds * 1.5)
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            finished = True
        while (line := self.victim.line()) != "ended":
            assert line, self.victim.said()
            finished = self._hear(line, acknowledged) or finished
        self.result.kills += not finished
        self.result.finished += finished
        self._look_where_it_resumed(self.sandbox.requests[before:], standing)
        return acknowledged, finished

    def _hear(self, line: str, acknowledged: dict[str, int]) -> bool:
        kind, _, rest = line.partition(" ")
        if kind == "page":
            account_id, pages, walked = rest.split()
            acknowledged[account_id] = int(pages)
            self.walked.setdefault((self.labels[account_id], int(pages)), int(walked))
            self.result.pages += 1
        elif kind == "notice":
            self.result.corrupt.append(f"set aside: {rest}")
        return kind == "whole"

    def _look_where_it_resumed(self, requests: list[dict], standing: dict) -> None:
        providers = all_providers()
        for account_id, (cursor, state, _pages) in standing.items():
            vendor = self.labels[account_id]
            asked = next((r for r in requests if r["provider"] == vendor), None)
            wanted = request_params(providers[vendor], {}, json.loads(cursor))
            if state == "complete":
                wrong = asked is not None
            else:
                wrong = asked is not None and sorted(asked["query"]) != sorted(wanted)
            if wrong:
                self.result.elsewhere.append(f"{vendor}: {asked['query']}, not {wanted}")

    def _examine(self, job: dict, acknowledged: dict[str, int]) -> dict:
        path = Path(job["folder"]) / "index.db"
        if not path.exists():
            assert not acknowledged
            return {}
        with opened(path, KEY) as connection:
            if connection.pragma("user_version") == 0:  # killed before there were tables
                self._miss(acknowledged, {})
                return {}
            self.result.corrupt += faults(connection)
            standing = listings(connection)
            self._miss(acknowledged, standing)
            self._count(self._named(loaded(connection)), self._named(standing))
        states = [each[1] for each in standing.values()]
        self.result.mid_load += any(s == "partial" for s in states)
        return standing

    def _miss(self, acknowledged: dict[str, int], standing: dict) -> None:
        for account_id, pages in acknowledged.items():
            there = standing.get(account_id, ("", "", 0))[2]
            if there < pages:
                self.result.lost.append(f"{pages} pages acknowledged, {there} there")

    def _count(self, found: dict[str, list[str]], standing: dict) -> None:
        """Whole pages, in their order: as many contacts as that many pages bring."""
        for vendor, (_cursor, _state, pages) in standing.items():
            ids, whole = found.get(vendor, []), self.whole["ids"][vendor]
            wanted = self.walked[vendor, pages] if pages else 0
            if ids != whole[: len(ids)] or len(ids) != wanted:
                self.result.half.append(f"{vendor}: {len(ids)} contacts in {pages} pages")

    def _compare(self, job: dict) -> None:
        with opened(Path(job["folder"]) / "index.db", KEY) as connection:
            found = self._relabelled(content(connection))
        for name, wanted in self.whole["content"].items():
            if found[name] != wanted:
                self.result.different.append(f"{name} differs")
