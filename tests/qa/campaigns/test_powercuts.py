"""Power cuts, simulated: on the index's own settings a cut costs pages at most, never the file."""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import dataclass

import apsw
import pytest

from contactdesk.index.ingest.prepare import PagePreparer
from contactdesk.index.schema import INDEX
from contactdesk.index.write.writer import IncomingPage, Writer
from contactdesk.storage.database import PLAIN_HEADER, open_file
from tests.index.people import CURSOR, KEY, numbered, page
from tests.qa.campaigns.disk import after_the_cut, recorded
from tests.qa.campaigns.soundness import faults, listings, loaded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a VFS over unix's")
PAGES, A_PAGE = 12, 10
CHECKPOINT = 60
"""Pages of the log after which it is copied into the file here: often enough to be cut within."""


@dataclass
class Cuts:
    """What came of so many cuts."""

    cuts: int = 0
    corrupt: int = 0
    half: int = 0
    lost: int = 0
    """Cuts after which a page was missing that had been written."""


class Run:
    """One load on a recording disk: its operations, and after which of them each page was done."""

    def __init__(self, folder, synchronous: str, checkpoint: int) -> None:
        folder.mkdir(parents=True)
        self.done: list[int] = []
        with recorded() as recorder:
            connection, notice = open_file(folder / "index.db", KEY, INDEX)
            assert notice == ""
            if synchronous:
                connection.pragma("synchronous", synchronous)
            if checkpoint:
                connection.pragma("wal_autocheckpoint", checkpoint)
            self.settings = {
                name: connection.pragma(name)
                for name in ("synchronous", "journal_mode", "cipher", "wal_autocheckpoint")
            }
            reading, writer = PagePreparer(), Writer(connection)
            listing = writer.listings.listing("a", {})
            self.begun = len(recorder.ops)
            for number in range(PAGES):
                # Each page changes contacts of the one before, too.
                first = max(0, number * A_PAGE - 3)
                records = [
                    {**numbered(n), "title": f"on page {number}"}
                    for n in range(first, (number + 1) * A_PAGE)
                ]
                cursor = f"p{number}" if number < PAGES - 1 else None
                body = page(records, cursor)
                ready = reading.prepare(CURSOR, body, listing.next_cursor, 0)
                (written,) = writer.write_pages([IncomingPage(listing, CURSOR, ready)])
                listing = written.listing
                self.done.append(len(recorder.ops))
            self.ops = list(recorder.ops)
            connection.close()


def cut(run: Run, folder, times: int, chance: random.Random, found: Cuts) -> None:
    for _ in range(times):
        moment = chance.randint(run.begun, len(run.ops))
        folder.mkdir()
        after_the_cut(run.ops[:moment], folder, chance)
        found.cuts += 1
        connection, notice = open_file(folder / "index.db", KEY, INDEX)
        try:
            if notice or faults(connection):
                found.corrupt += 1
                continue
            pages = listings(connection).get("a", ("", "", 0))[2]
            ids = loaded(connection).get("a", [])
            found.half += ids != [f"c-{number}" for number in range(pages * A_PAGE)]
            found.lost += pages < sum(done <= moment for done in run.done)
        except apsw.Error:
            found.corrupt += 1
        finally:
            connection.close()
            shutil.rmtree(folder)


@pytest.fixture
def campaign(tmp_path, figures):
    """Cuts of many runs with these settings ("" and 0: the index's own)."""

    def run(cuts: int, synchronous: str = "", checkpoint: int = CHECKPOINT) -> Cuts:
        found, chance = Cuts(), random.Random(20)
        for number in range(max(1, cuts // 100)):
            made = Run(tmp_path / f"run{number}", synchronous, checkpoint)
            assert made.settings["journal_mode"] == "wal"
            cut(made, tmp_path / "after", min(cuts, 100), chance, found)
            shutil.rmtree(tmp_path / f"run{number}")
        for name, count in vars(found).items():
            figures(name, count)
        return found

    return run


def test_a_cut_costs_pages_at_most(campaign, long_form):
    found = campaign(50_000 if long_form else 100)
    assert (found.corrupt, found.half) == (0, 0)


def test_a_cut_while_the_file_is_made(tmp_path, long_form):
    """There is nothing to lose yet; the next start goes on, at worst with a file made anew."""
    run, chance = Run(tmp_path / "run", "", 0), random.Random(21)
    for number in range(500 if long_form else 20):
        folder = tmp_path / f"after{number}"
        folder.mkdir()
        after_the_cut(run.ops[: chance.randint(0, run.begun)], folder, chance)
        connection, _notice = open_file(folder / "index.db", KEY, INDEX)
        assert faults(connection) == []
        assert Writer(connection).listings.listing("a", {}).pages == 0
        connection.close()


def test_the_indexs_own_checkpoints(campaign, long_form):
    found = campaign(2_000 if long_form else 20, checkpoint=0)
    assert (found.corrupt, found.half) == (0, 0)


def test_what_is_written_with_full_care_is_never_lost(campaign, long_form):
    found = campaign(2_000 if long_form else 40, "FULL")
    assert (found.corrupt, found.half, found.lost) == (0, 0, 0)


def test_without_syncing_it_breaks(campaign, long_form):
    """The simulation can fail: what does not sync is broken, or loses what was written."""
    found = campaign(2_000 if long_form else 40, "OFF")
    assert found.corrupt + found.lost >= found.cuts // 2
    assert found.corrupt >= found.cuts // 4


def test_the_disk_recorded_what_the_index_writes(tmp_path):
    run = Run(tmp_path / "run", "", 0)
    assert run.settings == {
        "synchronous": 1,
        "journal_mode": "wal",
        "cipher": "aegis",
        "wal_autocheckpoint": 8000,
    }
    written = b"".join(op[3] for op in run.ops if op[0] == "write")
    assert len(written) > 100_000
    assert b"on page" not in written
    assert PLAIN_HEADER not in written
    assert any(op == ("sync", "index.db") for op in run.ops)
