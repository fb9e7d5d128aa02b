"""Nicknames of personas and agent numbers, given by the user."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from contactdesk.userdata.file import UserFile, Writing
from contactdesk.userdata.keys import Agent
from contactdesk.userdata.moments import NO_MOMENTS, now

MAX_NICKNAME_CHARS = 60
_NONE: Mapping[Agent, str] = MappingProxyType({})


def clean_nickname(name: str) -> str:
    """A nickname as it is kept: one line, one space between words, at most MAX_NICKNAME_CHARS."""
    return " ".join(name.split())[:MAX_NICKNAME_CHARS].strip()


class Nicknames:
    """Reads come from memory; a write is in memory at once, and on disk when it was awaited."""

    def __init__(self, file: UserFile) -> None:
        self._file = file
        self._names: dict[str, dict[Agent, str]] = {}
        self._set_at: dict[tuple[str, Agent], str] = {}

    def of(self, account_id: str) -> Mapping[Agent, str]:
        """Agent -> nickname in an account. A view: it changes with the store."""
        names = self._names.get(account_id)
        return _NONE if names is None else MappingProxyType(names)

    def all(self) -> dict[tuple[str, Agent], str]:
        """Every nickname by account id and agent."""
        return {
            (account_id, agent): name
            for account_id, names in self._names.items()
            for agent, name in names.items()
        }

    def set_at(self, account_id: str, agent: Agent) -> str:
        """When it was given, in UTC; "" where there is none."""
        return self._set_at.get((account_id, agent), "")

    def set(self, account_id: str, agent: Agent, name: str) -> Writing:
        """Give an agent a nickname; "" removes it."""
        return self.set_many({(account_id, agent): name})

    def set_many(
        self,
        changes: Mapping[tuple[str, Agent], str],
        at: Mapping[tuple[str, Agent], str] = NO_MOMENTS,
    ) -> Writing:
        """Give several agents nicknames, in one transaction; "" removes one. `at` has the moments in
        UTC of those that were not given now."""
        rows, moment = [], now()
        for key, name in changes.items():
            account_id, agent = key
            if name := clean_nickname(name):
                self._names.setdefault(account_id, {})[agent] = name
                self._set_at[key] = at.get(key, moment)
                rows.append((*key, name, self._set_at[key]))
            else:
                self._names.get(account_id, {}).pop(agent, None)
                self._set_at.pop(key, None)

        def write(connection: Any) -> None:
            connection.executemany(
                "DELETE FROM nickname WHERE account = ? AND agent = ?", list(changes)
            )
            connection.executemany("INSERT INTO nickname VALUES (?, ?, ?, ?)", rows)

        return self._file.write(write)

    def drop_others(self, account_ids: Collection[str]) -> None:
        """Drop the nicknames of all other accounts from memory."""
        for key in [each for each in self._set_at if each[0] not in account_ids]:
            del self._names[key[0]][key[1]], self._set_at[key]

    # The file

    def read(self, connection: Any) -> None:
        """Take over what the file holds; called on its thread before anybody else reads."""
        for account_id, agent, name, set_at in connection.execute(
            "SELECT account, agent, name, set_at FROM nickname"
        ):
            self._names.setdefault(account_id, {})[agent] = name
            self._set_at[account_id, agent] = set_at

    def fill(self, connection: Any) -> None:
        """Write everything to a new file."""
        rows = [(*key, name, self._set_at[key]) for key, name in self.all().items()]
        connection.executemany("INSERT INTO nickname VALUES (?, ?, ?, ?)", rows)
