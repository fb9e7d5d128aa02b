"""The pages that take the place of the contact table, each with its entry in the sidebar.

A page is added by an entry in PAGE_KINDS and a function here that makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from contactdesk.model import Provider
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.kept_days import kept_days
from contactdesk.ui.kit.known_agents import KnownAgents
from contactdesk.ui.kit.wording import Extent, number, translate
from contactdesk.ui.worklist.counts import OpenItemCounts

if TYPE_CHECKING:
    from contactdesk.ui.kit.page import Page

OPEN_ITEMS, PERSONAS, CHANGES = "open-items", "personas", "changes"


class PageParts:
    """What the pages share, and the sidebar shows of them. `changed` tells that the sidebar shows
    something else."""

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        self.context = context
        self.agents = KnownAgents(context.index, context.agent_names, parent)
        states = context.userdata.item_states
        self.counts = OpenItemCounts(context.index, states, context.changes, parent)
        self.unread = context.unread

    def accounts(self) -> list[tuple[str, str]]:
        """(id, label) of the accounts whose vendors have agents that remember."""
        return self.accounts_of(has_agents)

    def all_accounts(self) -> list[tuple[str, str]]:
        """(id, label) of all accounts."""
        return self.accounts_of(lambda _provider: True)

    def accounts_of(self, is_about: Callable[[Provider], bool]) -> list[tuple[str, str]]:
        """(id, label) of the accounts of some vendors."""
        context = self.context
        found = (a for a in context.accounts if is_about(context.providers[a.provider]))
        return [(account.id, account.label) for account in found]

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.agents.end()
        self.counts.end()
        self.unread.end()

    def count_soon(self) -> None:
        """Contacts were written, changed or removed."""
        self.counts.count_soon()
        self.unread.read_soon()


class EntryWords(Struct, frozen=True):
    """What the sidebar says of a page: `count` beside its title, `state` below, and a tip."""

    state: str
    count: str = ""
    tip: str = ""


class PageKind(Struct, frozen=True):
    """`title` is its entry's and its accessible name, `make` makes the page as a child of a widget.
    `is_about` tells whose accounts' contacts it is about: without such an account, there is no page.
    `words` are those of its entry, given how much of these contacts is loaded.
    """

    name: str
    title: Callable[[], str]
    icon: str
    make: Callable[[PageParts, QWidget], Page]
    is_about: Callable[[Provider], bool]
    words: Callable[[PageParts, Extent], EntryWords]


def has_agents(provider: Provider) -> bool:
    """Whether the vendor has agents that remember."""
    return provider.memories is not None


def _open_items(parts: PageParts, parent: QWidget) -> Page:
    from contactdesk.ui.worklist.page import OpenItemsPage

    context = parts.context
    return OpenItemsPage(
        context.index,
        context.undo,
        parts.counts,
        parts.agents,
        parts.accounts,
        context.account_icon,
        parent,
    )


def _personas(parts: PageParts, parent: QWidget) -> Page:
    from contactdesk.ui.personas.page import PersonasPage

    context = parts.context
    return PersonasPage(
        context.index,
        context.undo,
        parts.agents,
        parts.accounts,
        context.account_icon,
        parent,
    )


def _changes(parts: PageParts, parent: QWidget) -> Page:
    from contactdesk.ui.changes.page import ChangesPage

    context = parts.context
    return ChangesPage(
        context.index,
        parts.unread,
        parts.all_accounts,
        context.account_icon,
        lambda: kept_days(context.settings),
        parent,
    )


def _open_item_words(parts: PageParts, extent: Extent) -> EntryWords:
    from contactdesk.ui.worklist.words import scope_of_count

    counts = parts.counts
    count = number(counts.open()) if counts.open() else ""
    tip = translate("pages", "Neither done nor snoozed") if counts.is_known else ""
    return EntryWords(scope_of_count(extent), count, tip)


def _persona_words(_parts: PageParts, extent: Extent) -> EntryWords:
    from contactdesk.ui.worklist.words import scope_of_count

    return EntryWords(scope_of_count(extent))


def _change_words(parts: PageParts, _extent: Extent) -> EntryWords:
    unread = parts.unread
    if not unread.is_known:
        return EntryWords("")
    from contactdesk.ui.changes.words import since_tip, since_words

    count = unread.count()
    words = since_words(unread.since, count)
    return EntryWords(words, number(count) if count else "", since_tip(unread.since))


PAGE_KINDS = (
    PageKind(
        OPEN_ITEMS,
        lambda: translate("pages", "Open items"),
        "flag",
        _open_items,
        has_agents,
        _open_item_words,
    ),
    PageKind(
        PERSONAS,
        lambda: translate("pages", "Personas"),
        "memory",
        _personas,
        has_agents,
        _persona_words,
    ),
    PageKind(
        CHANGES,
        lambda: translate("pages", "Changes"),
        "history",
        _changes,
        lambda _provider: True,
        _change_words,
    ),
)
"""In the order of the sidebar."""
