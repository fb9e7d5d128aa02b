"""Which personas and agent numbers there are, and what they are called in lists of many contacts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from contactdesk.index import Index
from contactdesk.ui.kit.agent_names import AgentNames
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.wording import translate
from contactdesk.userdata.keys import Agent

AgentKey = tuple[str, Agent]
"""Account id and agent."""


class KnownAgents(QObject):
    """Knows the agents that were in the index at the last `read`."""

    changed = Signal()  # there are others, or they are called otherwise

    def __init__(self, index: Index, names: AgentNames, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._names = names
        self._known: dict[str, frozenset[Agent]] = {}
        self._task = LatestTask(self)
        names.changed.connect(self.changed)

    def read(self) -> None:
        """Reads which agents there are; `changed` follows where they are others than before."""
        if not self._task.busy:
            self._task.start(self._index.agents.known(), self._on_known)

    def name(self, account_id: str, agent: Agent) -> str:
        """What an agent is called among all of its account."""
        if not agent:
            return translate("agents", "No persona")
        known = self._known.get(account_id, frozenset())
        return self._names.names(account_id, known if agent in known else {agent})[agent]

    def all(self) -> dict[AgentKey, str]:
        """The names of all agents, and of the memories that name none."""
        return {
            (account_id, agent): self.name(account_id, agent)
            for account_id, agents in self._known.items()
            for agent in agents
        }

    @property
    def is_busy(self) -> bool:
        return self._task.busy

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._task.blockSignals(True)
        self._task.cancel()

    def _on_known(self, found: list[AgentKey]) -> None:
        agents: dict[str, set[Agent]] = {}
        for account_id, agent in found:
            agents.setdefault(account_id, set()).add(agent)
        # Frozen: names are cached by them.
        known = {account_id: frozenset(each) for account_id, each in agents.items()}
        if known != self._known:
            self._known = known
            self.changed.emit()
