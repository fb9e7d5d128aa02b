"""Reads what links contacts: their keys and names, the contacts of a key, and the user's
judgements.

Both the writing thread, which keeps links right, and the reading thread, which explains them, load
the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import apsw

from contactdesk.people.keys import KEY_BYTES
from contactdesk.people.linking import Judgements, Member

KEY_TABLES = ("link_key", "link_fresh")

LINKABLE = """SELECT l.contact, l.account, l.mark, l.last_talk, l.trace, l.name, l.keys
    FROM carray(?) v CROSS JOIN linkable l ON l.contact = v.value"""

CROWDED = "SELECT c.contact FROM carray(?) v CROSS JOIN crowded c ON c.contact = v.value"

ACCOUNTS = "SELECT number, id, vendor FROM account WHERE NOT forgotten"

UNUSED_KEYS = """SELECT v.value FROM carray(?) v
    WHERE EXISTS (SELECT 1 FROM common_key c WHERE c.key = v.value)
        OR EXISTS (SELECT 1 FROM agent a WHERE a.key = v.value)"""


Groups = Mapping[int, list[int]]
"""The contacts of each key that has any."""

NO_GROUPS: Groups = {}


ACCOUNT, LAST_TALK, TRACE = 1, 3, 4
"""Where they are in a row of LINKABLE."""


class PeopleRows:
    """Loads what `people.linking.people_of` asks for, and remembers it: for one partition only.
    `groups` are the contacts of some keys, where they have been read."""

    def __init__(self, connection: Any, groups: Groups = NO_GROUPS) -> None:
        self.connection, self._groups = connection, groups
        self.known: dict[int, Member] = {}
        self._rows: dict[int, tuple[Any, ...]] = {}
        self.used_keys: set[int] = set()
        self._linked = dict[int, set[int]]()
        self._apart = dict[int, set[int]]()
        self.judgements = Judgements(self._linked, self._apart)
        self._accounts: dict[int, tuple[str, int]] = {
            number: (id, vendor) for number, id, vendor in connection.execute(ACCOUNTS)
        }
        self.crowded: set[int] = set()
        self._has_crowds = (
            connection.execute("SELECT 1 FROM crowded LIMIT 1").fetchone() is not None
        )
        self._is_judged = connection.execute("SELECT 1 FROM judged LIMIT 1").fetchone() is not None

    def members(self, ids: Collection[int]) -> dict[int, Member]:
        """The contacts with these row ids that are in the index, of accounts that are not being
        removed."""
        found, accounts = dict[int, Member](), self._accounts
        for row in self.connection.execute(LINKABLE, (integers(ids),)):
            contact, account, mark, _talk, _trace, name, keys = row
            if account in accounts:
                key = accounts[account][0], mark
                found[contact] = Member(key, tuple(name.split()), unpacked_keys(keys))
                self._rows[contact] = row
        self.known |= found
        if self._has_crowds and found:
            self.crowded.update(
                row[0] for row in self.connection.execute(CROWDED, (integers(found),))
            )
        if self._is_judged and found:
            self._read_judgements(found)
        return found

    def _read_judgements(self, ids: Iterable[int]) -> None:
        for contact, other, is_same in self.connection.execute(
            "SELECT j.contact, j.other, j.is_same FROM carray(?) v"
            " CROSS JOIN judged j ON j.contact = v.value",
            (integers(ids),),
        ):
            pairs = self._linked if is_same else self._apart
            pairs.setdefault(contact, set()).add(other)

    def account(self, contact: int) -> int:
        """The number of a loaded contact's account."""
        account: int = self._rows[contact][ACCOUNT]
        return account

    def vendors(self, contacts: Iterable[int]) -> int:
        """The bits of the vendors of loaded contacts, as `person.vendors` has them."""
        bits = 0
        for each in contacts:
            bits |= 1 << self._accounts[self._rows[each][ACCOUNT]][1]
        return bits

    def behind(self, contacts: Iterable[int]) -> int | None:
        """By how many seconds the newest talk of an agent with any of these loaded contacts is behind
        what happened elsewhere; None if it is not."""
        rows = [self._rows[each] for each in contacts]
        last_talk = max(row[LAST_TALK] for row in rows)
        trace = max((row[TRACE] for row in rows if not row[LAST_TALK]), default=0)
        return trace - last_talk if 0 < last_talk < trace else None

    def groups(self, keys: Collection[int], _limit: int) -> dict[int, list[int]]:
        """The contacts of each key; none of a key that is not used: one of too many contacts, or an
        agent's own number. So no list is long, whatever the limit."""
        unused = [row[0] for row in self.connection.execute(UNUSED_KEYS, (integers(keys),))]
        used = set(keys).difference(unused)
        self.used_keys |= used
        known = {key: self._groups[key] for key in used & self._groups.keys()}
        return contacts_of_keys(self.connection, used - known.keys()) | known


def contacts_of_keys(connection: Any, keys: Iterable[int]) -> dict[int, list[int]]:
    """The contacts of each key that has any."""
    wanted, found = integers(keys), dict[int, list[int]]()
    for table in KEY_TABLES:
        for key, contact in connection.execute(
            f"SELECT g.key, g.contact FROM carray(?) v CROSS JOIN {table} g ON g.key = v.value",
            (wanted,),
        ):
            found.setdefault(key, []).append(contact)
    return found


def integers(numbers: Iterable[int]) -> Any:
    """Numbers as an argument of SQL's carray(), which cannot be empty: 0 is no row id and no key."""
    return apsw.carray(array("q", numbers) or array("q", [0]))


def packed_keys(keys: Iterable[int]) -> bytes:
    """The keys of a contact as the index keeps them."""
    return b"".join([key.to_bytes(KEY_BYTES, "big", signed=True) for key in keys])


def unpacked_keys(packed: bytes) -> tuple[int, ...]:
    """The inverse of `packed_keys`."""
    starts = range(0, len(packed), KEY_BYTES)
    return tuple([int.from_bytes(packed[at : at + KEY_BYTES], "big", signed=True) for at in starts])
