"""How the personas and agent numbers of all accounts are called in lists of many contacts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from contactdesk.index import Index
from contactdesk.memories.agents import short_names
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.ui.kit.wording import translate
from contactdesk.userdata.keys import Agent
from contactdesk.userdata.nicknames import Nicknames


class AgentNames(QObject):
    """Nicknames, else as much of an id's end as tells it from the other agents of its account.

    It knows the agents that were in the index at the last `read`.
    """

    changed = Signal()

    def __init__(
        self,
        index: Index,
        nicknames: Nicknames,
        changes: UserDataChanges,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._nicknames = nicknames
        self._known: dict[str, set[Agent]] = {}
        self._names: dict[str, Mapping[Agent, str]] = {}
        self._task = LatestTask(self)
        changes.nicknames_changed.connect(self._on_nicknames)

    def read(self) -> None:
        """Reads which agents there are; `changed` follows where they are others than before."""
        if not self._task.busy:
            self._task.start(self._index.agents.known(), self._on_known)

    def name(self, account_id: str, agent: Agent) -> str:
        """What an agent is called; "" is a memory that names neither persona nor number."""
        if not agent:
            return translate("agents", "No persona")
        names = self._names.get(account_id)
        if names is None:
            known = self._known.get(account_id, set())
            names = short_names(known, self._nicknames.of(account_id))
            self._names[account_id] = names
        found = names.get(agent)
        return found or short_names({agent}, self._nicknames.of(account_id))[agent]

    def all(self) -> dict[tuple[str, Agent], str]:
        """The names of all agents, by account and agent."""
        return {
            (account_id, agent): self.name(account_id, agent)
            for account_id, agents in self._known.items()
            for agent in agents
        }

    def is_busy(self) -> bool:
        return self._task.busy

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._task.blockSignals(True)
        self._task.cancel()

    def _on_known(self, found: list[tuple[str, Agent]]) -> None:
        known: dict[str, set[Agent]] = {}
        for account_id, agent in found:
            known.setdefault(account_id, set()).add(agent)
        if known != self._known:
            self._known = known
            self._on_nicknames()

    def _on_nicknames(self) -> None:
        self._names.clear()
        self.changed.emit()
