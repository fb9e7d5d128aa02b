"""Personas and agent numbers: what each remembers, over all contacts."""

from __future__ import annotations

from array import array

from contactdesk.index.file import IndexFile
from contactdesk.index.types import AgentStats

PEOPLE, EMPTY, OPEN = "people", "empty", "open"
"""What `Agents.contacts` may list besides the people of whom an agent knows a fact."""


class Agents:
    """Every number of `stats` is the length of the list that `contacts` gives for it, or of the open
    items with that agent."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def stats(self, account_id: str = "") -> list[AgentStats]:
        """What every agent of an account, or of all, remembers: those of the most people first."""
        return []

    async def known(self) -> list[tuple[str, str]]:
        """(account id, agent) of every agent, "" for the memories that name none; sooner than
        `stats`."""
        return []

    async def contacts(self, account_id: str, agent: str, what: str = PEOPLE) -> array[int]:
        """The row ids of an agent's people, in loading order: all, those of whom it has a memory with
        nothing in it (EMPTY), those it has open items with (OPEN), or those of whom it knows a fact
        (`fact.` and a `FactKey.key`)."""
        return array("i")
