"""Lists that change while they are read: contacts present all along that a pass misses.

A vendor inserts, deletes and changes contacts after every page; the real sync reads it into a
real index. Every rule has a control: without the rule, contacts are missed.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass

import pytest

from contactdesk.http.client import Reply
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.sync import engine as sync_module
from contactdesk.sync import walk as walk_module
from contactdesk.sync.engine import State, Sync

CONTACTS = 3_000


@dataclass(frozen=True)
class Churn:
    """Changes after every page."""

    inserts: int = 0
    deletes: int = 0
    changes: int = 0


class Vendor:
    """A fake client: a list by offset, newest first, or by cursor in order of change."""

    def __init__(self, churn, chance):
        self._churn = churn
        self._chance = chance
        self._made = 0
        self._clock = 0
        self.rows = []
        for _ in range(CONTACTS):
            self._insert(len(self.rows))

    def _insert(self, at):
        self._made += 1
        self._clock += 1
        self.rows.insert(at, {"id": f"c{self._made:06d}", "updated_at": self._clock})

    def _happen(self):
        for _ in range(self._churn.inserts):
            self._insert(0)
        for _ in range(min(self._churn.deletes, len(self.rows))):
            self.rows.pop(self._chance.randrange(len(self.rows)))
        for _ in range(self._churn.changes):
            self._clock += 1
            self._chance.choice(self.rows)["updated_at"] = self._clock

    def ids(self):
        return {row["id"] for row in self.rows}

    async def get(self, _provider, _key, params, **_options):
        asked = dict(params)
        page = self._by_offset(asked) if "offset" in asked else self._by_cursor(asked)
        body = json.dumps(page).encode()
        self._happen()
        return Reply({}, body, 1.0)

    def _by_offset(self, asked):
        start, limit = int(asked["offset"]), int(asked["limit"])
        more = start + limit < len(self.rows)
        found = self.rows[start : start + limit]
        return {"data": found, "pagination": {"has_more": more}}

    def _by_cursor(self, asked):
        down = asked["order_by"].endswith("desc")

        def place(row):
            return row["updated_at"], row["id"]

        rows = sorted(self.rows, key=place, reverse=down)
        if "cursor" in asked:
            at = tuple(json.loads(asked["cursor"]))
            rows = [row for row in rows if (place(row) < at if down else place(row) > at)]
        page = rows[: int(asked["limit"])]
        more = len(rows) > len(page)
        cursor = json.dumps(place(page[-1])) if more else None
        return {"data": page, "has_more": more, "next_cursor": cursor}

    def log_rows(self, _reply, _rows):
        """Not tested here."""


async def read(folder, provider, churn, seed, filters=None):
    """Load all; returns (contacts present all along, missed ones, whether a shift was reported)."""
    chance = random.Random(seed)
    vendor = Vendor(churn, chance)
    start = vendor.ids()
    accounts = Accounts.load(folder / f"{seed}.toml")
    account = accounts.add(provider, f"{provider} {seed}", "http://127.0.0.1:9")
    keys = KeyStore(session_only=True)
    keys.hold(account.id, "sk-0123456789")
    index = await Index.open_temporary()
    shifted = []
    sync = Sync(
        accounts,
        keys,
        index,
        vendor,
        changed=lambda walk: shifted.append(walk.listing.shifted),
    )
    walk = await sync.walk(account.id, filters)
    await sync.load_all(walk)
    assert walk.state is State.COMPLETE
    always = start & vendor.ids()
    missed = sum(index.row_id(account.id, each) is None for each in always)
    await index.close()
    keys.close()
    return len(always), missed, any(shifted)


def figures(loop, folder, provider, churn, trials, filters=None):
    """(share of contacts missed, share of passes with a reported shift)."""
    there = missed = shifted = 0
    for seed in range(trials):
        one = loop.run_until_complete(read(folder, provider, churn, seed, filters))
        there, missed, shifted = there + one[0], missed + one[1], shifted + one[2]
    sys.stdout.write(
        f"{provider} {churn}: missed {missed} of {there}, shifted {shifted}/{trials}\n"
    )
    return missed / there, shifted / trials


@pytest.fixture
def trials(long_form):
    return 100 if long_form else 1


@pytest.fixture
def one_pass(monkeypatch):
    monkeypatch.setattr(sync_module, "MAX_EXTRA_PASSES", 0)


@pytest.mark.parametrize(
    "churn", [Churn(), Churn(inserts=2), Churn(deletes=2), Churn(inserts=2, deletes=2)], ids=str
)
def test_two_changes_per_page_miss_no_contact(loop, tmp_path, one_pass, trials, churn):
    missed, _shifted = figures(loop, tmp_path, "bland", churn, trials)
    assert missed == 0


def test_without_overlap_contacts_are_missed(loop, tmp_path, one_pass, monkeypatch, trials):
    monkeypatch.setattr(walk_module, "OVERLAP_PART", 10**9)
    missed, _shifted = figures(loop, tmp_path, "bland", Churn(deletes=2), trials)
    assert missed > 0


def test_moves_beyond_the_overlap_are_reported(loop, tmp_path, one_pass, trials):
    _missed, shifted = figures(loop, tmp_path, "bland", Churn(deletes=30), trials)
    assert shifted == 1


def test_second_pass_finds_the_missed_contacts(loop, tmp_path, trials):
    missed, shifted = figures(loop, tmp_path, "bland", Churn(deletes=30), trials)
    assert shifted == 1
    assert missed == 0


def test_list_in_order_of_change_misses_no_contact(loop, tmp_path, trials):
    missed, _shifted = figures(loop, tmp_path, "askelephant", Churn(changes=5), trials)
    assert missed == 0


def test_list_in_reverse_order_of_change_misses_contacts(loop, tmp_path, trials):
    order = {"order_by": "updated_at:desc"}
    missed, _shifted = figures(loop, tmp_path, "askelephant", Churn(changes=5), trials, order)
    assert missed > 0
