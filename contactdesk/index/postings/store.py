"""Writes posting lists: merges the delta into them a chunk of row ids at a time.

New and changed contacts are in the delta. For these, posting lists are ignored, and readers scan
the delta itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from contactdesk.index.postings import containers
from contactdesk.index.postings.build import (
    Delta,
    Offsets,
    Postings,
    min_contacts,
    offsets_by_token,
)
from contactdesk.index.postings.containers import Change, encode
from contactdesk.index.postings.prefixes import is_longest_prefix
from contactdesk.storage.database import transaction

REPAIR_ABOVE_CHANGED, REPAIR_ABOVE_ONE_IN = 4_096, 64
"""Changed contacts that make it worth repairing a chunk while pages are written, and as a share of
all contacts: the more at a time, the less is written; the fewer, the less readers scan."""

REPAIR_ABOVE_CHANGED_WHEN_IDLE = 512
"""Changed contacts that are left in the delta for good: scanning them takes under a millisecond."""


class PendingChunk(Struct, frozen=True):
    """A chunk ready to be merged. `digests` tell whether a contact has changed since."""

    chunk: int
    delta: Delta
    digests: Sequence[tuple[int, int | None]]


def chunk_count(connection: Any) -> int:
    """The number of chunks; later contacts are in the delta. New contacts must not get an id within
    a chunk."""
    row = connection.execute("SELECT coalesce(max(chunk), -1) FROM posting").fetchone()
    return int(row[0]) + 1


def mark_changed(connection: Any, ids: Sequence[int]) -> None:
    """Call before contacts change or are deleted; within the caller's transaction."""
    end = chunk_count(connection) * containers.CHUNK_SIZE
    connection.executemany(
        "DELETE FROM delta WHERE id = ?", ((each,) for each in ids if each >= end)
    )
    connection.executemany(
        "INSERT OR REPLACE INTO delta VALUES (?, '')", ((each,) for each in ids if each < end)
    )


def next_pending(connection: Any, last_id: int) -> PendingChunk | None:
    """The next chunk, if `last_id` fills it."""
    chunk = chunk_count(connection)
    if last_id < (chunk + 1) * containers.CHUNK_SIZE - 1:
        return None
    return PendingChunk(chunk, _delta(connection, chunk), _digests(connection, chunk))


def merge(connection: Any, pending: PendingChunk, postings: Postings) -> bool:
    """Write the posting lists of a chunk unless one of its contacts has changed meanwhile. Returns
    whether they were written."""
    with transaction(connection):
        if chunk_count(connection) != pending.chunk:
            return False
        if _digests(connection, pending.chunk) != pending.digests:
            return False
        _write(connection, pending.chunk, postings)
        return True


def repair(connection: Any, min_changed: int = 1) -> bool:
    """Update the chunk with the most changed contacts, if at least `min_changed` have changed in
    all. Returns whether it did."""
    size = containers.CHUNK_SIZE
    row = connection.execute(
        "SELECT id / ?2, sum(count(*)) OVER () FROM delta WHERE id < ?1"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
        (chunk_count(connection) * size, size),
    ).fetchone()
    if row is None or row[1] < min_changed:
        return False
    chunk = row[0]
    with transaction(connection):
        delta = _delta(connection, chunk)
        old = connection.execute("SELECT token, container FROM posting WHERE chunk = ?", (chunk,))
        change = Change([offset for offset, *_ in delta])
        changed = list(_changed(old.fetchall(), change, offsets_by_token(delta)))
        connection.executemany(
            "DELETE FROM posting WHERE chunk = ? AND token = ?",
            ((chunk, token) for token, _ in changed),
        )
        _write(connection, chunk, ((token, new) for token, new in changed if new))
    return True


def _changed(
    old: Iterable[tuple[str, bytes]], change: Change, added: Offsets
) -> Iterator[tuple[str, bytes]]:
    """(token, new container) of all posting lists that change; an empty container is to go."""
    for token, container in old:
        offsets = added.pop(token, None)
        if token and (offsets is not None or change.affects(container)):
            yield token, change.apply(container, offsets or [], min_contacts(token))
    for token in sorted(added):
        # A longest prefix without a posting list also belongs to contacts outside of the delta.
        if not is_longest_prefix(token):
            yield token, encode(added[token])


def _delta(connection: Any, chunk: int) -> Delta:
    first = chunk * containers.CHUNK_SIZE
    rows: Delta = connection.execute(
        "SELECT d.id - ?1, d.prefixes, coalesce(s.text, '') FROM delta d"
        " LEFT JOIN substring_text s ON s.id = d.id WHERE d.id >= ?1 AND d.id < ?2 ORDER BY d.id",
        (first, first + containers.CHUNK_SIZE),
    ).fetchall()
    return rows


def _digests(connection: Any, chunk: int) -> Sequence[tuple[int, int | None]]:
    first = chunk * containers.CHUNK_SIZE
    rows: Sequence[tuple[int, int | None]] = connection.execute(
        "SELECT d.id, c.digest FROM delta d LEFT JOIN contact c ON c.id = d.id"
        " WHERE d.id >= ? AND d.id < ? ORDER BY d.id",
        (first, first + containers.CHUNK_SIZE),
    ).fetchall()
    return rows


def _write(connection: Any, chunk: int, postings: Iterable[tuple[str, bytes]]) -> None:
    connection.executemany(
        "INSERT INTO posting VALUES (?, ?, ?)", ((chunk, *each) for each in postings)
    )
    connection.execute("INSERT OR IGNORE INTO posting VALUES (?, '', x'')", (chunk,))
    first = chunk * containers.CHUNK_SIZE
    connection.execute(
        "DELETE FROM delta WHERE id >= ? AND id < ?", (first, first + containers.CHUNK_SIZE)
    )
