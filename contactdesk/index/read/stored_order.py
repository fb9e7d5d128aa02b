"""Reads the stored orders of all contacts, with the contacts that are not merged into them yet."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from contactdesk.index.postings.bitmap import BitmapReader

MERGED = "SELECT id FROM by_{key} WHERE key {condition} ORDER BY key, account, id"

# A seek for each contact: SQLite merges the two parts of the view all_by_<key> row by row, which takes
# twice as long as reading a million rows. Three conditions instead of a comparison of rows, for which
# it would walk through all contacts with the same key.
LATE = """SELECT json_group_array(id), json_group_array(following) FROM (
    SELECT d.id AS id, coalesce(
        (SELECT b.id FROM by_{key} b WHERE b.key = d.key AND b.account = d.account AND b.id > d.id
            ORDER BY b.id LIMIT 1),
        (SELECT b.id FROM by_{key} b WHERE b.key = d.key AND b.account > d.account
            ORDER BY b.account, b.id LIMIT 1),
        (SELECT b.id FROM by_{key} b WHERE b.key > d.key
            ORDER BY b.key, b.account, b.id LIMIT 1), 0) AS following
    FROM (SELECT {key} AS key, account, id FROM contact NOT INDEXED
        WHERE id > (SELECT merged_up_to FROM merge_progress WHERE name = '{key}')
            AND {key} {condition} ORDER BY 1, 2, 3 LIMIT -1) d)"""
"""The contacts that are not merged in their order, each with the merged one that follows. With the
limit, they are sorted before anything is looked up for them."""


def stored_batches(reader: BitmapReader, key: str, condition: str) -> Iterator[list[int]]:
    """All contacts whose key meets a condition, such as "> ''", by key, account and row id."""
    late, following = reader.connection.execute(
        LATE.format(key=key, condition=condition)
    ).fetchone()
    merged = reader.batches(MERGED.format(key=key, condition=condition))
    return _with_late(merged, reader.ids_of_json(late), reader.ids_of_json(following))


def stored_ids(reader: BitmapReader, key: str, condition: str) -> array[int]:
    """`stored_batches` as one array."""
    found = array("i")
    for batch in stored_batches(reader, key, condition):
        found.fromlist(batch)
    return found


def _with_late(
    batches: Iterable[list[int]], late: array[int], following: array[int]
) -> Iterator[list[int]]:
    """Insert each of `late` before the id in the same place of `following`; at the end those that
    are followed by none."""
    at, end = 0, len(late)
    for batch in batches:
        found, start = list[int](), 0
        while at < end:
            try:
                place = batch.index(following[at], start)
            except ValueError:
                break
            found += batch[start:place]
            found.append(late[at])
            start, at = place, at + 1
        yield found + batch[start:] if found else batch
    if at < end:
        yield late[at:].tolist()
