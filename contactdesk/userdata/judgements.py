"""What the user decided about two contacts: one person, or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from contactdesk.userdata.file import UserFile, Writing
from contactdesk.userdata.keys import ContactKey, Pair, pair_of
from contactdesk.userdata.moments import NO_MOMENTS, now

Decisions = dict[Pair, bool | None]
"""What to write for pairs of contacts, as `Judgements.set_many` takes it."""


def linking(
    contacts: Collection[ContactKey],
    people: Iterable[Collection[ContactKey]],
    judged: Mapping[Pair, bool],
) -> Decisions:
    """Make contacts one person; `people` are all contacts of the people they are now.

    Judgements that keep any of them apart are withdrawn: otherwise the people could not become one.
    """
    everyone = {key for each in people for key in each}
    decisions: Decisions = {
        pair: None
        for pair, is_same in judged.items()
        if not is_same and pair[0] in everyone and pair[1] in everyone
    }
    decisions.update((pair_of(*pair), True) for pair in combinations(set(contacts), 2))
    return decisions


def unlinking(leaving: Collection[ContactKey], person: Iterable[ContactKey]) -> Decisions:
    """Take contacts out of a person: each of them is not the same as any other contact of it."""
    everyone = {*person, *leaving}
    return {pair_of(key, other): False for key in leaving for other in everyone if key != other}


def parting(people: Iterable[Collection[ContactKey]]) -> Decisions:
    """Keep people apart: no contact of one is the same as a contact of another."""
    return {
        pair_of(key, other): False
        for one, two in combinations([set(each) for each in people], 2)
        for key, other in product(one - two, two - one)
    }


class Judgements:
    """Reads come from memory; a write is in memory at once, and on disk when it was awaited.

    A judgement is True for one person and False for two. It stays while one of its contacts is not
    loaded, and holds again once it is.
    """

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._judgements: dict[Pair, bool] = {}
        self._set_at: dict[Pair, str] = {}

    def of(self, pair: Pair) -> bool | None:
        """What was decided about two contacts; None for nothing."""
        return self._judgements.get(pair)

    def all(self) -> Mapping[Pair, bool]:
        """Every judgement. A view: it changes with the store."""
        return MappingProxyType(self._judgements)

    def set_at(self, pair: Pair) -> str:
        """When it was decided, in UTC; "" where nothing was."""
        return self._set_at.get(pair, "")

    def set_many(
        self, changes: Mapping[Pair, bool | None], at: Mapping[Pair, str] = NO_MOMENTS
    ) -> Writing:
        """Decide about several pairs, in one transaction. `at` has the moments in UTC of those that
        were not decided now."""
        moment = now()
        for pair, is_same in changes.items():
            if is_same is None:
                self._judgements.pop(pair, None)
                self._set_at.pop(pair, None)
            else:
                self._judgements[pair], self._set_at[pair] = is_same, at.get(pair, moment)
        rows = self._rows(pair for pair, is_same in changes.items() if is_same is not None)

        def write(connection: Any) -> None:
            connection.executemany(
                "DELETE FROM judgement"
                " WHERE account = ? AND vendor = ? AND other_account = ? AND other_vendor = ?",
                [(*one, *other) for one, other in changes],
            )
            connection.executemany("INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?)", rows)

        return self._file.write(write)

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop the judgements on the contacts of all other accounts from memory."""
        for pair in [each for each in self._judgements if not _is_among(each, account_ids)]:
            del self._judgements[pair], self._set_at[pair]

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for (
            account_id,
            vendor_id,
            other_account,
            other_vendor,
            is_same,
            set_at,
        ) in connection.execute(
            "SELECT account, vendor, other_account, other_vendor, same, set_at FROM judgement"
        ):
            pair = (account_id, vendor_id), (other_account, other_vendor)
            self._judgements[pair], self._set_at[pair] = bool(is_same), set_at

    def fill(self, connection: Any) -> None:
        """Write everything to a new file."""
        connection.executemany(
            "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?)", self._rows(self._judgements)
        )

    def _rows(self, pairs: Iterable[Pair]) -> list[tuple[Any, ...]]:
        return [(*p[0], *p[1], self._judgements[p], self._set_at[p]) for p in pairs]


def _is_among(pair: Pair, account_ids: Collection[str]) -> bool:
    return all(account_id in account_ids for account_id, _vendor_id in pair)
