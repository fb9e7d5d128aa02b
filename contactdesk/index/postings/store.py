"""Which contacts have a beginning of a word, or three characters in a row: sets that are kept ready.

Contacts come into them a chunk of row ids at a time. Until then, and when they change afterwards,
they are `fresh`: what the sets say of them does not count, and whoever asks looks at them too.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.postings import build
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, listed, of_ids, without
from contactdesk.index.postings.build import NUMERALS, Found, Fresh, blob_of, gathered
from contactdesk.index.postings.prefixes import is_longest, token
from contactdesk.storage.database import transaction

MOST_CHANGED, SHARE = 4_096, 64
"""So many contacts, or one in so many of all, may be fresh after they were in a chunk, before a
chunk is mended: the more at a time, the less is written; the fewer, the less is looked at."""

FEW_CHANGED = 512
"""So many may be fresh in the long run: they are looked at in less than a millisecond."""

MOST_THREES = 32
"""Sets that are looked into for one text."""

NUMBER_SIGNS = frozenset("0123456789\n")


# Writing. Every change within the caller's transaction, but `bring` and `mend`.


def leave_out(connection: Any, ids: Sequence[int]) -> None:
    """Contacts are about to change or to go."""
    end = chunks(connection) * build.CHUNK
    connection.executemany(
        "DELETE FROM fresh WHERE id = ?", ((each,) for each in ids if each >= end)
    )
    connection.executemany(
        "INSERT OR REPLACE INTO fresh VALUES (?, '')", ((each,) for each in ids if each < end)
    )


def chunks(connection: Any) -> int:
    """How many chunks are there; contacts of later ones are fresh. No new contact may get an id
    of one of them."""
    return int(connection.execute("SELECT coalesce(max(chunk), -1) FROM gram").fetchone()[0]) + 1


class Due(Struct, frozen=True):
    """A chunk of which all ids are given: its contacts as they are, by their digests, too."""

    chunk: int
    fresh: Fresh
    stamps: Sequence[tuple[int, int | None]]


def due(connection: Any, last_id: int) -> Due | None:
    """The next chunk, if it can be brought in."""
    chunk = chunks(connection)
    if last_id < (chunk + 1) * build.CHUNK - 1:
        return None
    return Due(chunk, _fresh(connection, chunk), _stamps(connection, chunk))


def bring(connection: Any, due: Due, made: Iterable[tuple[str, bytes]]) -> bool:
    """Keeps the sets that were made of a chunk; whether nothing has changed in it meanwhile."""
    with transaction(connection):
        if chunks(connection) != due.chunk or _stamps(connection, due.chunk) != due.stamps:
            return False
        _write(connection, due.chunk, made)
        return True


def mend(connection: Any, least: int = 1) -> bool:
    """Brings the chunk up to date in which most has changed, if so many contacts have in all;
    whether it did."""
    end = chunks(connection) * build.CHUNK
    changed = connection.execute(
        "SELECT id / ?2, count(*), sum(count(*)) OVER () FROM fresh WHERE id < ?1"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
        (end, build.CHUNK),
    ).fetchone()
    if changed is None or changed[2] < least:
        return False
    chunk = changed[0]
    with transaction(connection):
        ids = connection.execute("SELECT id FROM fresh WHERE id / ? = ?", (build.CHUNK, chunk))
        out = of_ids((row[0] - chunk * build.CHUNK for row in ids), build.CHUNK)
        rows = connection.execute("SELECT token, places FROM gram WHERE chunk = ?", (chunk,))
        made = list(_mended(rows.fetchall(), out, gathered(_fresh(connection, chunk))))
        connection.executemany(
            "DELETE FROM gram WHERE chunk = ? AND token = ?", ((chunk, each) for each, _ in made)
        )
        _write(connection, chunk, ((each, places) for each, places in made if places))
    return True


def _mended(
    kept: Iterable[tuple[str, bytes]], out: Bitmap, found: Found
) -> Iterator[tuple[str, bytes]]:
    """(token, its new set) of those whose sets change when some contacts go out of all of them,
    and into those in which they were found; an empty one goes."""
    gone = frozenset(listed(out, _go_on))
    for each, blob in kept:
        came = found.pop(each, None)
        if each and (came is not None or not _is_clear(blob, out, gone)):
            yield each, _changed(blob, out, gone, came or [], build.MANY if is_longest(each) else 1)
    for each in sorted(found):
        # A beginning that had no set is also had by contacts that are not looked at here.
        if not is_longest(each):
            yield each, blob_of(found[each])


def _changed(blob: bytes, out: Bitmap, gone: frozenset[int], came: list[int], least: int) -> bytes:
    """A set without those that go and with those that came; empty if it has fewer then."""
    if len(blob) == build.BITMAP:
        members = without(_members(blob), out) | of_ids(came, build.CHUNK)
        if members.bit_count() >= max(least, build.BITMAP // 2):
            return members.to_bytes(build.BITMAP, "little")
        places = listed(members, _go_on).tolist()
    else:
        places = [place for place in _places(blob) if place not in gone] + came
    return blob_of(places) if len(places) >= least else b""


def _is_clear(blob: bytes, out: Bitmap, gone: frozenset[int]) -> bool:
    """Whether none of these is in a set."""
    if len(blob) == build.BITMAP:
        return not _members(blob) & out
    return gone.isdisjoint(_places(blob))


def _fresh(connection: Any, chunk: int) -> Fresh:
    first = chunk * build.CHUNK
    rows: Fresh = connection.execute(
        "SELECT f.id - ?1, f.starts, coalesce(s.text, '') FROM fresh f LEFT JOIN seek s"
        " ON s.id = f.id WHERE f.id >= ?1 AND f.id < ?2 ORDER BY f.id",
        (first, first + build.CHUNK),
    ).fetchall()
    return rows


def _stamps(connection: Any, chunk: int) -> Sequence[tuple[int, int | None]]:
    first = chunk * build.CHUNK
    rows: Sequence[tuple[int, int | None]] = connection.execute(
        "SELECT f.id, c.digest FROM fresh f LEFT JOIN contact c ON c.id = f.id"
        " WHERE f.id >= ? AND f.id < ? ORDER BY f.id",
        (first, first + build.CHUNK),
    ).fetchall()
    return rows


def _write(connection: Any, chunk: int, made: Iterable[tuple[str, bytes]]) -> None:
    connection.executemany(
        "INSERT INTO gram VALUES (?, ?, ?)", ((chunk, each, places) for each, places in made)
    )
    connection.execute("INSERT OR IGNORE INTO gram VALUES (?, '', x'')", (chunk,))
    first = chunk * build.CHUNK
    connection.execute("DELETE FROM fresh WHERE id >= ? AND id < ?", (first, first + build.CHUNK))


def _places(blob: bytes) -> array[int]:
    """The places of a set that is kept as a list of them."""
    found = array("H", blob)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _go_on() -> None:
    """A chunk is soon gone through."""


def _common(rows: Iterable[tuple[int, bytes]], count: int) -> Iterator[tuple[int, bytes]]:
    """(chunk, set of what is in all of its sets) of the chunks that have so many of them."""
    for chunk, own in groupby(rows, itemgetter(0)):
        found = [places for _, places in own]
        if len(found) == count:
            yield chunk, found[0] if count == 1 else _in_all(found)


def _in_all(blobs: Sequence[bytes]) -> bytes:
    """The set of what is in all of these."""
    common = (1 << build.CHUNK) - 1
    for blob in blobs:
        if len(blob) == build.BITMAP:
            common &= _members(blob)
    few = [set(_places(blob)) for blob in blobs if len(blob) != build.BITMAP]
    if few:
        common &= of_ids(set.intersection(*few), build.CHUNK)
    return common.to_bytes(build.BITMAP, "little")


def _bits(blob: bytes) -> bytes:
    """A set, as a bit for every place."""
    if len(blob) == build.BITMAP:
        return blob
    return _members(blob).to_bytes(build.BITMAP, "little")


def _members(blob: bytes) -> Bitmap:
    """A set of places."""
    if len(blob) == build.BITMAP:
        return int.from_bytes(blob, "little")
    return of_ids(_places(blob), build.CHUNK)


# Reading


class PostingReader:
    """The sets of one state of an index."""

    def __init__(self, gathering: BitmapReader) -> None:
        self._gathering = gathering
        count = chunks(gathering.connection)
        self._chunks = array("i", range(count))
        self._fresh = gathering.members("SELECT id FROM fresh")

    def starting(self, start: str) -> Bitmap | None:
        """Contacts in which a word begins with one to LONGEST characters; None where they are not
        so many that sets are kept."""
        asked = token(start)
        settled, is_in_all = self._settled({asked})
        if is_longest(asked) and not is_in_all:
            return None
        fresh = "SELECT id FROM fresh WHERE instr(starts, ?)"
        return settled | self._gathering.members(fresh, f" {start}")

    def may_have(self, text: str, place: str, where: str) -> Bitmap:
        """Contacts that have all threes of a text at a place of search.PART_OF, which is this
        expression; they need not stand in a row, nor, but for a number's, at that place."""
        found = 0
        if place not in ("number", "phone"):
            found |= self._all_of(text)
        if place in ("", "number", "phone") and NUMBER_SIGNS.issuperset(text):
            found |= self._all_of(text.translate(NUMERALS))
        # A row that is fresh because it went is in neither table.
        return found | self._gathering.members(
            f"SELECT s.id FROM fresh f CROSS JOIN seek s ON s.id = f.id WHERE instr({where}, ?)",
            text,
        )

    def _all_of(self, text: str) -> Bitmap:
        """Every third three, and the last: the ones between say little more. Of a long text only
        some."""
        places = (*range(0, len(text) - 3, 3), len(text) - 3)
        some = places[:: -(-len(places) // MOST_THREES)]
        return self._settled({text[at : at + 3] for at in some})[0]

    def _settled(self, asked: Collection[str]) -> tuple[Bitmap, bool]:
        """(contacts that are in the sets of all these tokens, whether every chunk has all)."""
        self._gathering.check()
        if not self._chunks:
            return 0, True
        rows = self._gathering.connection.execute(
            "SELECT g.chunk, g.places FROM carray(?) c CROSS JOIN gram g"
            f" ON g.chunk = c.value AND g.token IN ({', '.join('?' * len(asked))})",
            (apsw.carray(self._chunks), *asked),
        ).fetchall()
        bits, full = bytearray(len(self._chunks) * build.BITMAP), 0
        for chunk, places in _common(rows, len(asked)):
            full += 1
            first = chunk * build.BITMAP
            bits[first : first + build.BITMAP] = _bits(places)
        members = int.from_bytes(bits, "little")
        # Contacts that are no more are fresh, too.
        return without(members, self._fresh), full == len(self._chunks)
