"""A full disk: the page is rolled back, reading still works, and an account can be removed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess

import pytest

from contactdesk.errors import IndexFileError
from contactdesk.index import Index, Order, Scope
from contactdesk.sandbox import Sandbox
from contactdesk.search.query import parse
from tests.index.people import CURSOR, KEY, load, numbered, page
from tests.profile.test_removal import NOTHING, PEOPLE, Place
from tests.qa.campaigns.conftest import BANNERS, ROWS
from tests.qa.campaigns.index_checks import integrity_errors, open_index
from tests.qa.campaigns.sweep import sweep

MEGABYTES = 6


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a tmpfs of a few megabytes; skips the test if none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "contactdesk-test"]
    if (
        not shutil.which("mount")
        or subprocess.run([*mount, folder], capture_output=True).returncode
    ):
        pytest.skip("a tmpfs cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill_up(folder):
    """Fills the disk to the last byte; deleting the file frees it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return ballast


def body(first: int, count: int = 100) -> bytes:
    return page([numbered(number) for number in range(first, first + count)], f"p{first}")


async def write_until_full(index, listing, first: int) -> None:
    """Writes pages until one does not fit: it leaves no trace, and reading still works."""
    full = None
    while full is None:
        try:
            listing = (await index.write_page(listing, CURSOR, body(first))).listing
            first += 100
        except IndexFileError as error:
            full = error
    assert full.kind == "index-full"
    ids = await index.ids(Scope("a"), Order(), parse(""))
    assert len(ids) == first == index.counts()["a"]
    assert len(await index.ids(Scope("a"), Order(), parse("example"))) > 0
    assert index.stored(ids[0]) is not None
    assert (await index.listing("a")) == listing


async def check_writing_works(index) -> None:
    listing = await index.listing("a")
    before = index.counts()["a"]
    written = await index.write_page(listing, CURSOR, body(before))
    assert written.count == 100
    assert index.counts()["a"] == before + 100


async def test_page_over_sqlites_size_limit_is_rolled_back(tmp_path):
    """SQLite's own limit needs no small disk."""
    index = await Index.open(tmp_path / "index.db", KEY)
    listing = await index.listing("a")
    pages = index.file.writer.connection.pragma("page_count")
    await index.file.write(
        lambda: index.file.writer.connection.pragma("max_page_count", pages + 400)
    )
    await write_until_full(index, listing, 0)
    await index.file.write(lambda: index.file.writer.connection.pragma("max_page_count", 10**6))
    await check_writing_works(index)
    await index.close()
    with open_index(tmp_path / "index.db", KEY) as connection:
        assert integrity_errors(connection) == []


async def test_full_disk_loses_only_the_page(small_disk):
    index = await Index.open(small_disk / "index.db", KEY)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_000_000))
    await write_until_full(index, await index.listing("a"), 0)
    ballast.unlink()
    await check_writing_works(index)
    await index.close()
    with open_index(small_disk / "index.db", KEY) as connection:
        assert integrity_errors(connection) == []


async def test_account_can_be_removed_on_a_full_disk(small_disk, memory_keyring):
    place = Place(small_disk)
    await place.start()
    await place.fill()
    profile = place.accounts.profile_id
    key = memory_keyring.held[f"contactdesk/{profile}", "index"]
    ballast = fill_up(small_disk)
    assert place.people(memory_keyring.held)
    # Deleting rows needs room, and there is none.
    with pytest.raises(IndexFileError) as full:
        await place.index.forget(place.going)
    assert full.value.kind == "index-full"
    assert await place.remove_account()
    assert place.left(memory_keyring.held) == NOTHING
    assert memory_keyring.held.get((f"contactdesk/{profile}", "index")) != key
    assert place.index.counts() == {}
    ballast.unlink()
    await load(place.index, place.staying, range(10))
    assert place.people(memory_keyring.held) == []
    await place.end()
    assert not sweep([small_disk], [place.going, "sk-CANARY", *PEOPLE])


def test_window_reports_a_full_disk_and_retry_works_once_there_is_room(place, small_disk):
    place.profile = small_disk / "profile"
    with Sandbox(sizes={"quo": 3_000}) as sandbox:
        place.fill(sandbox, ("quo",))
        puppet = place.start()
        puppet.until(f"({ROWS}) >= 50")
        puppet.ask("window.actions_by_name['actionLoadAll'].trigger()")
        puppet.until(f"any('The disk is full' in each for each in {BANNERS})")
        rows = puppet.ask(ROWS)
        assert rows % 50 == 0
        # Reading still works.
        puppet.ask("window.search_field.setText('a')")
        assert 0 < puppet.until(ROWS) <= rows
        puppet.ask("window.search_field.setText('')")
        subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
        puppet.ask("[program.loading.retry(a.id) for a in program.accounts] and None")
        puppet.until(f"({ROWS}) == 3000")
        assert not puppet.ask(BANNERS)
        assert puppet.close()[0] == 0
    assert os.listdir(place.folder / "tmp") == []
