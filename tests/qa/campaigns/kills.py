"""Kills a loading process at random moments and checks the index it leaves; see test_kills.py."""

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
from tests.qa.campaigns.index_checks import (
    content,
    integrity_errors,
    listings,
    open_index,
    vendor_ids,
)

ROOT = Path(__file__).resolve().parents[3]
KEY = bytes(range(32))
TIMEOUT_S = 120.0
"""A victim that takes longer counts as hung."""


class Victim:
    """A process of `victim.py`."""

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
        """Starts a child that works on the job; gives its process id."""
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        return int(self.line().removeprefix("process "))

    def line(self, seconds: float = TIMEOUT_S) -> str:
        """The next line of its output, or "" at the timeout."""
        while b"\n" not in self._unread:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                return ""
            read = os.read(self.process.stdout.fileno(), 65536)
            assert read, f"the victim has ended: {self.stderr_tail()}"
            self._unread += read
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def stderr_tail(self) -> str:
        return Path(self.errors.name).read_text()[-3000:]

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.errors.close()


@dataclass
class Result:
    """What a campaign found. Each list has a line per problem."""

    kills: int = 0
    pages: int = 0
    mid_load: int = 0  # kills after the first page and before the last
    finished: int = 0
    corrupt: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    wrong_resume: list[str] = field(default_factory=list)  # not at the cursor in the index
    different: list[str] = field(default_factory=list)  # from an uninterrupted load

    def check(self) -> None:
        found = {n: v[:3] for n, v in vars(self).items() if isinstance(v, list) and v}
        assert not found, found
        # A victim that writes nothing breaks nothing, and proves nothing.
        assert self.pages > self.kills, f"{self.pages} pages in {self.kills} kills"
        assert self.mid_load > self.kills // 3, f"{self.mid_load} of {self.kills} kills hit a load"


class Campaign:
    """`run(n)` kills the victim n times. A load that finishes is compared with an uninterrupted one,
    and the next load starts from an empty profile."""

    def __init__(self, folder: Path, sandbox, vendors: tuple[str, ...], seed: int = 7) -> None:
        self.folder, self.sandbox, self.random = folder, sandbox, random.Random(seed)
        self.vendors, self.fault = vendors, ""
        self.victim = Victim(folder)
        self.result = Result()
        self.max_pages_before_kill = 6
        self.walked: dict[tuple[str, int], int] = {}  # (vendor, pages) -> contacts they bring
        self.expected = self._load_uninterrupted()

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
        return {"folder": str(folder), "keys": keys, "key": KEY.hex(), "fault": self.fault}

    def _by_label(self, found: dict) -> dict:
        """Keyed by the accounts' labels: their ids differ between profiles."""
        return {self.labels[account_id]: each for account_id, each in found.items()}

    def _load_uninterrupted(self) -> dict:
        """The result of an uninterrupted load; records the contacts after each page."""
        job = self._profile("whole")
        self.victim.start(job)
        finished, began = False, time.monotonic()
        while (line := self.victim.line()) != "ended":
            assert line, self.victim.stderr_tail()
            finished = self._read_message(line, {})
        assert finished, self.victim.stderr_tail()
        self.page_seconds = (time.monotonic() - began) / self.result.pages
        self.result = Result()
        with open_index(Path(job["folder"]) / "index.db", KEY) as connection:
            assert integrity_errors(connection) == []
            return {
                "ids": self._by_label(vendor_ids(connection)),
                "content": self._with_labels(content(connection)),
            }

    def _with_labels(self, found: dict) -> dict:
        def line(row):
            return (self.labels[row[0]], *row[1:])

        return {
            name: self._by_label(rows)
            if isinstance(rows, dict)
            else sorted(map(line, rows), key=repr)
            for name, rows in found.items()
        }

    def run(self, kills: int, loads: int = 1_000_000) -> Result:
        """Runs until this many kills, or this many finished loads."""
        job, saved = None, {}
        while self.result.kills < kills and self.result.finished < loads:
            if job is None:
                job, saved = self._profile(f"p{self.result.finished}-{self.result.kills}"), {}
            acknowledged, finished = self._kill(job, saved)
            saved = self._examine(job, acknowledged)
            if finished:
                self._compare(job)
                job = None
        return self.result

    def _kill(self, job: dict, saved: dict) -> tuple[dict[str, int], bool]:
        """(acknowledged pages by account, whether the load finished)."""
        before = len(self.sandbox.requests)
        process = self.victim.start(job)
        acknowledged: dict[str, int] = {}
        wanted, finished = self.random.randint(0, self.max_pages_before_kill), False
        while wanted > 0 and not finished:
            line = self.victim.line(1.0 if job["fault"] == "idle" else TIMEOUT_S)
            if not line:
                break
            finished = self._read_message(line, acknowledged)
            wanted -= 1
        if not finished:
            # Kill at a random moment: before, during or after a page.
            select.select([], [], [], self.random.random() * self.page_seconds * 1.5)
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            finished = True
        while (line := self.victim.line()) != "ended":
            assert line, self.victim.stderr_tail()
            finished = self._read_message(line, acknowledged) or finished
        self.result.kills += not finished
        self.result.finished += finished
        self._check_resume(self.sandbox.requests[before:], saved)
        return acknowledged, finished

    def _read_message(self, line: str, acknowledged: dict[str, int]) -> bool:
        kind, _, rest = line.partition(" ")
        if kind == "page":
            account_id, pages, walked = rest.split()
            acknowledged[account_id] = int(pages)
            self.walked.setdefault((self.labels[account_id], int(pages)), int(walked))
            self.result.pages += 1
        elif kind == "notice":
            self.result.corrupt.append(f"set aside: {rest}")
        return kind == "whole"

    def _check_resume(self, requests: list[dict], saved: dict) -> None:
        providers = all_providers()
        for account_id, (cursor, state, _pages) in saved.items():
            vendor = self.labels[account_id]
            asked = next((r for r in requests if r["provider"] == vendor), None)
            wanted = request_params(providers[vendor], {}, json.loads(cursor))
            if state == "complete":
                wrong = asked is not None
            else:
                wrong = asked is not None and sorted(asked["query"]) != sorted(wanted)
            if wrong:
                self.result.wrong_resume.append(f"{vendor}: {asked['query']}, not {wanted}")

    def _examine(self, job: dict, acknowledged: dict[str, int]) -> dict:
        path = Path(job["folder"]) / "index.db"
        if not path.exists():
            assert not acknowledged
            return {}
        with open_index(path, KEY) as connection:
            if connection.pragma("user_version") == 0:  # killed before the tables were created
                self._check_acknowledged(acknowledged, {})
                return {}
            self.result.corrupt += integrity_errors(connection)
            saved = listings(connection)
            self._check_acknowledged(acknowledged, saved)
            self._check_whole_pages(self._by_label(vendor_ids(connection)), self._by_label(saved))
        states = [each[1] for each in saved.values()]
        self.result.mid_load += any(s == "partial" for s in states)
        return saved

    def _check_acknowledged(self, acknowledged: dict[str, int], saved: dict) -> None:
        for account_id, pages in acknowledged.items():
            there = saved.get(account_id, ("", "", 0))[2]
            if there < pages:
                self.result.lost.append(f"{pages} pages acknowledged, {there} saved")

    def _check_whole_pages(self, found: dict[str, list[str]], saved: dict) -> None:
        """The contacts must be those of the first pages, in order."""
        for vendor, (_cursor, _state, pages) in saved.items():
            ids, expected = found.get(vendor, []), self.expected["ids"][vendor]
            wanted = self.walked[vendor, pages] if pages else 0
            if ids != expected[: len(ids)] or len(ids) != wanted:
                self.result.half.append(f"{vendor}: {len(ids)} contacts in {pages} pages")

    def _compare(self, job: dict) -> None:
        with open_index(Path(job["folder"]) / "index.db", KEY) as connection:
            found = self._with_labels(content(connection))
        for name, wanted in self.expected["content"].items():
            if found[name] != wanted:
                self.result.different.append(f"{name} differs")
