"""Personas and agent numbers: what each remembers, over all contacts."""

from __future__ import annotations

from array import array
from typing import Any

from contactdesk.index.columns import EMPTY, FACT, OPEN_ITEMS, PEOPLE
from contactdesk.index.file import IndexFile
from contactdesk.index.postings.bitmap import BitmapReader
from contactdesk.index.read.agents import (
    agent_numbers,
    agent_stats,
    known_agents,
    knows_fact_sql,
    people_sql,
)
from contactdesk.index.read.reader import CancelToken
from contactdesk.index.types import AgentStats

CONDITIONS = {PEOPLE: "1", EMPTY: "m.is_empty", OPEN_ITEMS: "m.open_items > 0"}
"""What `Agents.contacts` may list besides the people of whom an agent knows a fact -> SQL on
memory `m`."""

LANE = "agents"


class Agents:
    """Every number of people in `stats` is the length of the list that `contacts` gives for it, the
    number of open items that of the items of that agent."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def stats(self, account_id: str = "") -> list[AgentStats]:
        """What every agent of an account, or of all, remembers: those of the most people first. A
        newer call supersedes one that has not ended: CancelledError."""
        file = self._file

        def answer(turn: CancelToken) -> list[AgentStats]:
            return file.reader.answer(
                lambda connection: agent_stats(connection, account_id, turn.check), turn
            )

        return await file.read_latest(answer, LANE)

    async def known(self) -> list[tuple[str, str]]:
        """(account id, agent) of every agent, "" for the memories that name none; sooner than
        `stats`."""
        file = self._file
        return await file.read(lambda: known_agents(file.reader.connection))

    async def contacts(
        self, account_id: str, agent: str, what: str = PEOPLE, key: str = ""
    ) -> array[int]:
        """The row ids of an agent's people, in loading order: all (PEOPLE), those of whom it has a
        memory with nothing in it (EMPTY), those with open items (OPEN_ITEMS), or those of whom it
        knows a fact (FACT, with a `FactKey.key`). `account_id` "" stands for all accounts."""

        def read(connection: Any) -> array[int]:
            numbers = agent_numbers(connection, account_id, agent)
            condition, values = CONDITIONS.get(what, ""), tuple[str, ...]()
            if what == FACT:
                condition, values = knows_fact_sql(connection, key)
            reader = BitmapReader(connection, CancelToken().check)
            return reader.ids(f"{people_sql(numbers, f'({condition})')} ORDER BY 1", *values)

        file = self._file
        return await file.read(lambda: file.reader.answer(read, CancelToken()))
