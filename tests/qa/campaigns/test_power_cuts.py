"""Simulated power cuts: with the index's settings a cut may lose pages, but never the file."""

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
from tests.qa.campaigns.index_checks import integrity_errors, listings, vendor_ids
from tests.qa.campaigns.recording_disk import recording_disk, write_files_after_cut

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a VFS over unix's")
PAGES, CONTACTS_PER_PAGE = 12, 10
CHECKPOINT_PAGES = 60
"""WAL pages per checkpoint: small, so that cuts also hit checkpoints."""


@dataclass
class Outcomes:
    """How many cuts had each outcome."""

    cuts: int = 0
    corrupt: int = 0
    half: int = 0
    lost: int = 0
    """Cuts after which an acknowledged page was missing."""


def linked_by(number: int) -> dict:
    """What four contacts in a row have in common, which makes them one person."""
    person = number // 4
    address = f"person{person}@home.example"
    return {"name": f"Person {'abcdefghij'[person % 10]}", "emails": [{"value": address}]}


def judged_after(number: int) -> dict:
    """What the user says after a page: of the contacts of a person each, that they are not the same."""
    firsts = range(0, number * CONTACTS_PER_PAGE, 8)
    return {(("a", f"c-{each}"), ("a", f"c-{each + 1}")): False for each in firsts}


class Run:
    """A load on a recording disk: its operations, and how many there were when each page was done."""

    def __init__(self, folder, synchronous: str, checkpoint: int) -> None:
        folder.mkdir(parents=True)
        self.done: list[int] = []
        with recording_disk() as recorder:
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
            self.load_start = len(recorder.ops)
            for number in range(PAGES):
                # Each page also changes contacts of the previous one, and links some with them.
                first = max(0, number * CONTACTS_PER_PAGE - 3)
                records = [
                    {**numbered(n), **linked_by(n), "title": f"on page {number}"}
                    for n in range(first, (number + 1) * CONTACTS_PER_PAGE)
                ]
                cursor = f"p{number}" if number < PAGES - 1 else None
                body = page(records, cursor)
                ready = reading.prepare(CURSOR, body, listing.next_cursor, 0)
                (written,) = writer.write_pages([IncomingPage(listing, CURSOR, ready)])
                listing = written.listing
                self.done.append(len(recorder.ops))
                writer.links.compare_some()
                writer.links.set_judgements(judged_after(number))
            people = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM difference)"
            assert min(connection.execute(people).fetchone()) > PAGES
            self.ops = list(recorder.ops)
            connection.close()


def cut_power(run: Run, folder, times: int, chance: random.Random, found: Outcomes) -> None:
    for _ in range(times):
        moment = chance.randint(run.load_start, len(run.ops))
        folder.mkdir()
        write_files_after_cut(run.ops[:moment], folder, chance)
        found.cuts += 1
        connection, notice = open_file(folder / "index.db", KEY, INDEX)
        try:
            if notice or integrity_errors(connection):
                found.corrupt += 1
                continue
            pages = listings(connection).get("a", ("", "", 0))[2]
            ids = vendor_ids(connection).get("a", [])
            found.half += ids != [f"c-{number}" for number in range(pages * CONTACTS_PER_PAGE)]
            found.lost += pages < sum(done <= moment for done in run.done)
        except apsw.Error:
            found.corrupt += 1
        finally:
            connection.close()
            shutil.rmtree(folder)


@pytest.fixture
def campaign(tmp_path, figures):
    """`campaign(cuts, synchronous, checkpoint)`; "" and 0 keep the index's own setting."""

    def run(cuts: int, synchronous: str = "", checkpoint: int = CHECKPOINT_PAGES) -> Outcomes:
        found, chance = Outcomes(), random.Random(20)
        for number in range(max(1, cuts // 100)):
            made = Run(tmp_path / f"run{number}", synchronous, checkpoint)
            assert made.settings["journal_mode"] == "wal"
            cut_power(made, tmp_path / "after", min(cuts, 100), chance, found)
            shutil.rmtree(tmp_path / f"run{number}")
        for name, count in vars(found).items():
            figures(name, count)
        return found

    return run


def test_power_cut_loses_pages_at_most(campaign, long_form):
    found = campaign(50_000 if long_form else 100)
    assert (found.corrupt, found.half) == (0, 0)


def test_cut_while_the_file_is_created_leaves_a_usable_index(tmp_path, long_form):
    """There is nothing to lose yet; at worst the next start creates a new file."""
    run, chance = Run(tmp_path / "run", "", 0), random.Random(21)
    for number in range(500 if long_form else 20):
        folder = tmp_path / f"after{number}"
        folder.mkdir()
        write_files_after_cut(run.ops[: chance.randint(0, run.load_start)], folder, chance)
        connection, _notice = open_file(folder / "index.db", KEY, INDEX)
        assert integrity_errors(connection) == []
        assert Writer(connection).listings.listing("a", {}).pages == 0
        connection.close()


def test_cuts_with_the_indexs_checkpoint_interval_corrupt_nothing(campaign, long_form):
    found = campaign(2_000 if long_form else 20, checkpoint=0)
    assert (found.corrupt, found.half) == (0, 0)


def test_full_synchronous_loses_no_acknowledged_page(campaign, long_form):
    found = campaign(2_000 if long_form else 40, "FULL")
    assert (found.corrupt, found.half, found.lost) == (0, 0, 0)


def test_control_without_syncing_breaks_the_index(campaign, long_form):
    """The simulation can fail: without syncing, files are corrupt or pages are lost."""
    found = campaign(2_000 if long_form else 40, "OFF")
    assert found.corrupt + found.lost >= found.cuts // 2
    assert found.corrupt >= found.cuts // 4


def test_recorded_writes_are_encrypted_and_synced(tmp_path):
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
