"""Reads the stored orders of all contacts, with the contacts that are not merged into them yet."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from contactdesk.index.postings.bitmap import JSON_CHARS_PER_STEP, BitmapReader

MERGED = "SELECT id FROM by_{key} WHERE key {condition} ORDER BY key, account, id"

# A seek for each contact: SQLite merges the two parts of the view all_by_<key> row by row, which takes
# twice as long as reading a million rows. Three conditions instead of a comparison of rows, for which
# it would walk through all contacts with the same key.
LATE = """SELECT json_group_array(id), json_group_array(following), coalesce(sum(has), 0) FROM (
    SELECT d.id AS id, d.has AS has, coalesce(
        (SELECT b.id FROM by_{key} b WHERE b.key = d.key AND b.account = d.account AND b.id > d.id
            ORDER BY b.id LIMIT 1),
        (SELECT b.id FROM by_{key} b WHERE b.key = d.key AND b.account > d.account
            ORDER BY b.account, b.id LIMIT 1),
        (SELECT b.id FROM by_{key} b WHERE b.key > d.key
            ORDER BY b.key, b.account, b.id LIMIT 1), 0) AS following
    FROM (SELECT {key} AS key, account, id, {key} {has} AS has FROM contact NOT INDEXED
        WHERE id > (SELECT merged_up_to FROM merge_progress WHERE name = '{key}')
        ORDER BY has DESC, key, account, id LIMIT -1) d)"""
"""The contacts that are not merged in their order, those that have the key first, each with the
merged one that follows. With the limit, they are sorted before anything is looked up for them."""


class StoredOrder:
    """All contacts by a key, then by account and row id: those that have it and those that lack it,
    which the conditions say, such as "> ''". Read in batches."""

    def __init__(self, reader: BitmapReader, key: str, has: str, lacks: str) -> None:
        self._reader, self._key, self._has, self._lacks = reader, key, has, lacks
        late, following, self._late_with_key = reader.connection.execute(
            LATE.format(key=key, has=has)
        ).fetchone()
        self._late, self._following = reader.ids_of_json(late), reader.ids_of_json(following)

    def with_key(self) -> Iterator[list[int]]:
        return self._batches(self._has, slice(self._late_with_key))

    def without_key(self) -> Iterator[list[int]]:
        return self._batches(self._lacks, slice(self._late_with_key, None))

    def _batches(self, condition: str, late: slice) -> Iterator[list[int]]:
        self._reader.check()
        merged = self._reader.json(MERGED.format(key=self._key, condition=condition))
        for text in _with_late(merged, self._late[late], self._following[late]):
            yield from self._reader.batches_of_json(text)


def _with_late(merged: str, late: array[int], following: array[int]) -> Iterator[str]:
    """The ids of a JSON array with each of `late` before the id in the same place of `following`; at the
    end those that are followed by none. They are found in the text: ids are not compared one by one,
    nor is the text copied at once."""
    found, chars, start, done = list[str](), 0, 0, 0
    for each, other in zip(late, following, strict=True):
        stop = _before(merged, other, start)
        if stop < 0:
            break
        found += (merged[start + 1 : stop], str(each)) if stop > start else (str(each),)
        chars += stop - start
        start, done = stop, done + 1
        if chars > JSON_CHARS_PER_STEP:
            yield f"[{','.join(found)}]"
            found.clear()
            chars = 0
    yield f"[{','.join(found)}]"
    yield f"[{merged[start + 1 :]}" if start else merged
    yield f"[{','.join(map(str, late[done:]))}]"


def _before(merged: str, row_id: int, start: int) -> int:
    """Where the comma or bracket before an id is, from `start`; -1 if the id is not there."""
    if not row_id:
        return -1
    ends = (f",{row_id},", f",{row_id}]", f"[{row_id},", f"[{row_id}]")
    return next((at for each in ends if (at := merged.find(each, start)) >= 0), -1)
