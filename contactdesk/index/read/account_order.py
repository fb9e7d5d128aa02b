"""Tells the account of each contact, and sorts contacts by account and row id, without reading rows."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping

from contactdesk.index.postings.bitmap import BitmapReader, from_many_ids, parse_ids

MIN_RUNS, CONTACTS_PER_RUN = 1_000, 32
"""With more runs than MIN_RUNS, and more than one for every CONTACTS_PER_RUN contacts, listing all
contacts is faster."""

RUNS_PER_STEP = 1_000
"""Runs read between two cancel checks."""

ACCOUNT_BITS = 31

# A loose index scan: after each run, the first contact of any other account.
NEXT = f"""(SELECT min((SELECT c.id << {ACCOUNT_BITS} | a.number
        FROM contact c INDEXED BY contact_by_account
        WHERE c.account = a.number AND c.id > {{}} >> {ACCOUNT_BITS} ORDER BY c.id LIMIT 1))
    FROM account a WHERE a.number <> {{}} & (1 << {ACCOUNT_BITS}) - 1)"""
RUNS = f"""WITH RECURSIVE run (first) AS (
        SELECT {NEXT.format(0, 0)}
        UNION ALL
        SELECT {NEXT.format("run.first", "run.first")} FROM run WHERE run.first IS NOT NULL
        LIMIT ?)
    SELECT json_group_array(first) FROM run WHERE first IS NOT NULL"""
"""Where contacts of another account begin, with that account."""

BY_ACCOUNT = "SELECT id FROM contact INDEXED BY contact_by_account ORDER BY account, id"
OF_ACCOUNT = "SELECT id FROM contact INDEXED BY contact_by_account WHERE account = ?"


class AccountOrder:
    """The accounts of all contacts, in one state of the index.

    The contacts of a page have consecutive row ids, so a thousand pages of 200 are a thousand runs of
    ids. Row ids that no contact has belong to any run.
    """

    def __init__(self, reader: BitmapReader) -> None:
        self._reader = reader
        most = max(MIN_RUNS, reader.size // CONTACTS_PER_RUN)
        (text,) = reader.connection.execute(RUNS, (most + 1,)).fetchone()
        firsts = [each for batch in parse_ids(text) for each in batch]
        reader.check()
        starts = [each >> ACCOUNT_BITS for each in firsts]
        accounts = [each & (1 << ACCOUNT_BITS) - 1 for each in firsts]
        stops = [*starts[1:], reader.size][: len(starts)]
        runs = [*zip(starts, stops, accounts, strict=True)]
        self._runs = runs if len(runs) <= most else None

    def sort(self, contacts: array[int]) -> array[int]:
        """These contacts, which come in ascending order, by account, then by row id."""
        reader = self._reader
        if self._runs is None:
            members = from_many_ids(contacts, reader.size, reader.check)
            return reader.among(reader.ids(BY_ACCOUNT), members)
        by_account: dict[int, array[int]] = {}
        first = 0
        for place, (_, stop, account) in enumerate(self._runs):
            end = bisect_left(contacts, stop, first)
            if end > first:
                by_account.setdefault(account, array("i")).extend(contacts[first:end])
                first = end
            if place % RUNS_PER_STEP == 0:
                reader.check()
        found = array("i")
        for account in sorted(by_account):
            found.extend(by_account[account])
        return found

    def table(self, values: Mapping[int, int]) -> array[int]:
        """By row id, the value given for the contact's account; 0 if there is none."""
        reader = self._reader
        found = array("H", bytes(2 * reader.size))
        if self._runs is not None:
            for start, stop, account in self._runs:
                found[start:stop] = array("H", [values.get(account, 0)]) * (stop - start)
            return found
        for account, value in values.items():
            for row_id in reader.ids(OF_ACCOUNT, account):
                found[row_id] = value
        return found
