"""Disagreements between sources that the user does not want to see any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from contactdesk.userdata.file import UserFile, Writing
from contactdesk.userdata.moments import NO_MOMENTS, now

Disagreement = tuple[str, int]
"""Its kind, such as "email", and the digest of whose values differ and which (64 bits, signed): once
a value changes it is another disagreement. No id of an account goes into the digest, so that it is
the same on another computer."""


class Dismissal(Struct, frozen=True):
    """`accounts` are those whose contacts disagree; it is erased with any of them."""

    accounts: tuple[str, ...] = ()


class Dismissals:
    """Reads come from memory; a write is in memory at once, and on disk when it was awaited."""

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._dismissals: dict[Disagreement, Dismissal] = {}
        self._set_at: dict[Disagreement, str] = {}

    def all(self) -> frozenset[Disagreement]:
        """Every disagreement that was dismissed."""
        return frozenset(self._dismissals)

    def entries(self) -> Mapping[Disagreement, Dismissal]:
        """Every dismissal. A view: it changes with the store."""
        return MappingProxyType(self._dismissals)

    def set_at(self, disagreement: Disagreement) -> str:
        """When it was dismissed, in UTC; "" where it was not."""
        return self._set_at.get(disagreement, "")

    def set_many(
        self,
        changes: Mapping[Disagreement, Dismissal | None],
        at: Mapping[Disagreement, str] = NO_MOMENTS,
    ) -> Writing:
        """Dismiss several disagreements, in one transaction, or, with None, show them again. `at`
        has the moments in UTC of those that were not dismissed now."""
        moment = now()
        for key, dismissal in changes.items():
            if dismissal is None:
                self._dismissals.pop(key, None)
                self._set_at.pop(key, None)
            else:
                self._dismissals[key], self._set_at[key] = dismissal, at.get(key, moment)
        rows = self._rows(key for key, each in changes.items() if each is not None)

        def write(connection: Any) -> None:
            connection.executemany(
                "DELETE FROM dismissal WHERE kind = ? AND digest = ?", list(changes)
            )
            connection.executemany("INSERT INTO dismissal VALUES (?, ?, ?, ?)", rows)

        return self._file.write(write)

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop the dismissals that concern any other account from memory."""
        for key, each in list(self._dismissals.items()):
            if not set(each.accounts) <= set(account_ids):
                del self._dismissals[key], self._set_at[key]

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for kind, digest, accounts, set_at in connection.execute(
            "SELECT kind, digest, accounts, set_at FROM dismissal"
        ):
            key = kind, digest
            self._dismissals[key] = Dismissal(msgspec.json.decode(accounts, type=tuple[str, ...]))
            self._set_at[key] = set_at

    def fill(self, connection: Any) -> None:
        """Write everything to a new file."""
        connection.executemany(
            "INSERT INTO dismissal VALUES (?, ?, ?, ?)", self._rows(self._dismissals)
        )

    def _rows(self, keys: Iterable[Disagreement]) -> list[tuple[Any, ...]]:
        return [
            (*key, msgspec.json.encode(self._dismissals[key].accounts).decode(), self._set_at[key])
            for key in keys
        ]
