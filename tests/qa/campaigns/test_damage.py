"""Randomly damaged index files: reported, set aside, refilled; never a crash, never wrong data."""

from __future__ import annotations

import os
import random
import shutil

import pytest

from contactdesk.errors import IndexFileError
from contactdesk.index import Index, Order, Scope
from contactdesk.search.query import parse
from tests.index.people import COLUMN, COLUMNS, KEY, load

SEARCHED = ("", "example", "order", "zoe", "415", "an")


def flip_bits(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def garble_header(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(100)
    data[at : at + 4] = chance.randbytes(4)


def garbage(data: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(data)), chance.choice((16, 512, 8192, 40_000))
    data[at : at + size] = chance.randbytes(min(size, len(data) - at))


def truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def zero(data: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(data)), chance.choice((512, 8192))
    data[at : at + size] = bytes(min(size, len(data) - at))


def swap_pages(data: bytearray, chance: random.Random) -> None:
    """Exchanges two pages, each of them sound."""
    one, other = (chance.randrange(len(data) // 8192) * 8192 for _ in range(2))
    first, second = data[one : one + 8192], data[other : other + 8192]
    data[one : one + 8192], data[other : other + 8192] = second, first


def append(data: bytearray, chance: random.Random) -> None:
    data += chance.randbytes(chance.choice((1, 8192)))


def empty(data: bytearray, _chance: random.Random) -> None:
    data.clear()


DAMAGE = (flip_bits, garble_header, garbage, truncate, zero, swap_pages, append, empty)


@pytest.fixture
def whole(tmp_path, loop):
    """(folder of a closed index, folder of an open one with its WAL, its records, search results)"""

    async def make():
        path = tmp_path / "made" / "index.db"
        index = await Index.open(path, KEY)
        await load(index, "a", range(150))
        await load(index, "b", range(150, 250))
        await index.file.write(lambda: index.file.writer.connection.wal_checkpoint())
        await load(index, "a", range(250, 300), filters={"source": "web"})
        shutil.copytree(path.parent, tmp_path / "open", ignore=lambda *_: ["index.db-shm"])
        held = {}
        for row_id in await index.ids(Scope(), Order(), parse("")):
            stored = index.stored(row_id)
            held[stored.account_id, stored.vendor_id] = stored.raw
        found = {}
        for typed in SEARCHED:
            ids = await index.ids(Scope(), Order(COLUMN["name"]), parse(typed))
            found[typed] = [row[1:] for row in index.rows(ids, COLUMNS)]
        await index.close()
        return held, found

    held, found = loop.run_until_complete(make())
    assert len(held) == 300
    assert (tmp_path / "open" / "index.db-wal").stat().st_size > 100_000
    return tmp_path / "made", tmp_path / "open", held, found


async def read_everything(index, troubles, held, found) -> str:
    """Gives "whole", "earlier" (a truncated WAL, back at an earlier page), or "reported".

    Fails if anything read differs from what was written.
    """
    try:
        ids = await index.ids(Scope(), Order(), parse(""))
        seen = {}
        for row_id in ids:
            stored = index.stored(row_id)
            if stored is not None:
                seen[stored.account_id, stored.vendor_id] = stored.raw
        answers = {}
        for typed in SEARCHED:
            hits = await index.ids(Scope(), Order(COLUMN["name"]), parse(typed))
            answers[typed] = [row[1:] for row in index.rows(hits, COLUMNS)]
    except IndexFileError as error:
        if error.kind != "index-damaged":
            raise
        return "reported"
    wrong = {name for name, raw in seen.items() if held.get(name) != raw}
    assert not wrong
    if troubles:
        assert {each.kind for each in troubles} == {"index-damaged"}
        return "reported"
    if answers == found and len(seen) == len(held):
        return "whole"
    # A truncated WAL silently goes back to the state before a page, which is then fetched again.
    assert len(seen) in (0, 250), len(seen)
    return "earlier"


def test_damage_is_reported_and_never_gives_wrong_data(whole, tmp_path, long_form, loop, figures):
    made, open_, held, found = whole
    chance, seen = (
        random.Random(57),
        dict.fromkeys(("set aside", "reported", "earlier", "whole"), 0),
    )
    for number in range(1_000 if long_form else 60):
        folder = tmp_path / "damaged"
        shutil.copytree(chance.choice((made, open_)), folder)
        file = folder / chance.choice(sorted(os.listdir(folder)))
        data = bytearray(file.read_bytes())
        DAMAGE[number % len(DAMAGE)](data, chance)
        file.write_bytes(data)
        seen[loop.run_until_complete(open_and_read(folder, held, found))] += 1
        loop.run_until_complete(load_again(folder))
        shutil.rmtree(folder)
    for name, count in seen.items():
        figures(name, count)
    # Enough of the damage must have had an effect.
    assert seen["set aside"] + seen["reported"] >= sum(seen.values()) // 4


async def open_and_read(folder, held, found) -> str:
    """Gives "set aside", or the result of `read_everything`."""
    troubles = []
    index = await Index.open(folder / "index.db", KEY, on_trouble=troubles.append)
    try:
        if not index.file.notice:
            return await read_everything(index, troubles, held, found)
        assert index.file.notice == "index-damaged"
        assert index.counts() == {}
        assert list(folder.glob("index.bad-*"))
        return "set aside"
    finally:
        await index.close()


async def load_again(folder) -> None:
    """Loading works now or, if it runs into the damage itself, after the next start."""
    for start in ("first", "second"):
        index = await Index.open(folder / "index.db", KEY)
        try:
            assert index.file.notice in ("", "index-damaged")
            assert index.file.notice or start == "first"
            await load(index, "later", range(5))
            assert index.counts()["later"] == 5
            return
        except IndexFileError as error:
            if (error.kind, start) != ("index-damaged", "first"):
                raise
        finally:
            await index.close()
