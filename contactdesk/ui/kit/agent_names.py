"""What personas and agent numbers are called in every list: nicknames, else short forms of ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal

from contactdesk.memories.agents import short_names
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.keys import Agent
from contactdesk.userdata.nicknames import Nicknames

MAX_CACHED = 64


class AgentNames(QObject):
    """Names are vendor's or user's text: show them through `ui.kit.text`."""

    changed = Signal()

    def __init__(
        self, nicknames: Nicknames, changes: UserDataChanges, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._nicknames = nicknames
        self._cache: dict[tuple[str, frozenset[Agent]], dict[Agent, str]] = {}
        changes.nicknames_changed.connect(self._on_changed)

    def names(self, account_id: str, agents: Collection[Agent]) -> Mapping[Agent, str]:
        """Agent -> what it is called among these agents of an account; "" has no name."""
        key = account_id, frozenset(agents)
        if key not in self._cache:
            if len(self._cache) >= MAX_CACHED:
                self._cache.clear()
            self._cache[key] = short_names(key[1], self._nicknames.of(account_id))
        return self._cache[key]

    def nickname(self, account_id: str, agent: Agent) -> str:
        """The nickname the user gave, "" for none."""
        return self._nicknames.of(account_id).get(agent, "")

    def _on_changed(self) -> None:
        self._cache.clear()
        self.changed.emit()
