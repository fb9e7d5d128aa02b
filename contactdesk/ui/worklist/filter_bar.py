"""What narrows and groups the list of open items: words, account, persona, priority."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtWidgets import QCheckBox, QWidget

from contactdesk.memories.priority import PRIORITIES
from contactdesk.model import Filters
from contactdesk.ui.kit import text
from contactdesk.ui.kit.choice_box import refill, select_data
from contactdesk.ui.kit.filter_bar import MAX_BOX_CHARS, FilterBar, offer_accounts
from contactdesk.ui.kit.filter_field import FilterField
from contactdesk.ui.kit.item_words import show_hidden_words
from contactdesk.ui.worklist.columns import GROUPS, group_title
from contactdesk.ui.worklist.texts import priority_words

UNKNOWN_RANK = len(PRIORITIES)

AgentKey = tuple[str, str]
"""Account id and agent; "" and "" for all personas."""


class ItemFilter(Struct, frozen=True):
    """What the list is narrowed to: `account_id` "" for all accounts, `agent` None for all personas
    and numbers, `priorities` as ranks, () for all. `group` is one of `columns.GROUPS`."""

    words: str = ""
    account_id: str = ""
    agent: str | None = None
    priorities: tuple[int, ...] = ()
    group: str = ""
    shows_hidden: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it may leave items out that are neither done nor snoozed."""
        is_whole = not self.words.strip() and not self.account_id and not self.priorities
        return not (is_whole and self.agent is None)

    def to_place(self) -> Filters:
        """As a place keeps it; `words` are its search."""
        return {
            "account": self.account_id,
            "agent": [] if self.agent is None else [self.agent],
            "priorities": [str(each) for each in self.priorities],
            "group": self.group,
            "hidden": "shown" if self.shows_hidden else "",
        }

    @classmethod
    def from_place(cls, words: str, kept: Filters) -> ItemFilter:
        """The inverse of `to_place`; what another version wrote is left out."""
        agents, group = kept.get("agent", ()), str(kept.get("group", ""))
        ranks = tuple(int(each) for each in kept.get("priorities", ()) if each.isdecimal())
        return cls(
            words,
            str(kept.get("account", "")),
            next(iter(agents), None) if not isinstance(agents, str) else None,
            tuple(each for each in ranks if each <= UNKNOWN_RANK),
            group if group in GROUPS else "",
            kept.get("hidden") == "shown",
        )


class ItemFilterBar(FilterBar):
    """Words, account, persona, priority, groups, and whether done and snoozed items are listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemFilters")
        self.setAccessibleName(self.tr("Filter open items"))
        self._agents: dict[AgentKey, str] = {}
        self.words = FilterField(self.tr("Filter open items"), self)
        self.words.setAccessibleName(self.tr("Filter by words"))
        self.words.setObjectName("itemWords")
        self.account = self._box("itemAccount", self.tr("Account"))
        self.agent = self._box("itemAgent", self.tr("Persona"))
        self.priority = self._box("itemPriority", self.tr("Priority"))
        self.group = self._box("itemGroup", self.tr("Group by"))
        self.hidden = QCheckBox(show_hidden_words(), self)
        self.hidden.setObjectName("itemHidden")
        self._fill_fixed()
        self.account.currentIndexChanged.connect(lambda _index: self._show_agents())
        self._arrange((self.account, self.agent, self.priority, self.group), self.hidden)

    def _fill_fixed(self) -> None:
        high = self.tr("Urgent or high")
        choices: list[tuple[str, tuple[int, ...]]] = [
            (self.tr("All priorities"), ()),
            (high, (0, 1)),
        ]
        choices += [(priority_words(word, rank), (rank,)) for rank, word in enumerate(PRIORITIES)]
        choices.append((self.tr("Other priorities"), (UNKNOWN_RANK,)))
        for words, ranks in choices:
            self.priority.addItem(words, ranks)
        for group in GROUPS:
            words = self.tr("By {column}").format(column=group_title(group).lower())
            self.group.addItem(words if group else group_title(""), group)
        self.show_accounts([])
        self.show_agents({})

    # What there is to choose from

    def show_accounts(self, accounts: Sequence[tuple[str, str]]) -> None:
        """(id, label) of the accounts whose agents remember; one that is gone is not chosen any
        more, and all are shown instead."""
        offer_accounts(self.account, accounts, self.tr("All accounts"))

    def show_agents(self, agents: dict[AgentKey, str]) -> None:
        """The names of the personas and numbers by account and agent."""
        self._agents = agents
        self._show_agents()

    def _show_agents(self) -> None:
        chosen = self.account.currentData()
        found = [(key, name) for key, name in self._agents.items() if chosen in ("", key[0])]
        found.sort(key=lambda each: (not each[0][1], each[1].casefold(), each[0]))
        entries = [(key, text.line(name, MAX_BOX_CHARS)) for key, name in found]
        refill(self.agent, [(None, self.tr("All personas")), *entries])

    # What is chosen

    def filter(self) -> ItemFilter:
        agent: AgentKey | None = self.agent.currentData()
        return ItemFilter(
            self.words.text(),
            agent[0] if agent else str(self.account.currentData() or ""),
            agent[1] if agent else None,
            tuple(self.priority.currentData() or ()),
            str(self.group.currentData() or ""),
            self.hidden.isChecked(),
        )

    def set_filter(self, wanted: ItemFilter) -> None:
        """Chooses all of it, and tells once; an agent that is not known yet is added."""
        before = self.filter()
        self.blockSignals(True)
        self.words.setText(wanted.words)
        if wanted.agent is not None:
            key = (wanted.account_id, wanted.agent)
            self._agents.setdefault(key, wanted.agent or self.tr("No persona"))
            self.account.setCurrentIndex(0)
            self._show_agents()
            select_data(self.agent, key)
        else:
            select_data(self.account, wanted.account_id)
            self._show_agents()
            self.agent.setCurrentIndex(0)
        select_data(self.priority, wanted.priorities)
        select_data(self.group, wanted.group)
        self.hidden.setChecked(wanted.shows_hidden)
        self.blockSignals(False)
        if self.filter() != before:
            self.changed.emit()

    def clear(self) -> None:
        """Shows all items that are neither done nor snoozed, in the same groups."""
        self.set_filter(ItemFilter(group=self.filter().group))
