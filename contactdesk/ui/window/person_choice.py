"""The dialogs that ask which other contact is, or is not, the same person."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from contactdesk.index import STAND_IN, PersonLinks, Scope
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.search.query import parse
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.shown_scope import extent_of_accounts
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.query_words import problems_words
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.person.words import reasons_words
from contactdesk.ui.window.contact_chooser import ContactChooser, Found, Offer, Question

MAX_FOUND = 50
"""Contacts that a search in the dialog lists."""

Decide = Callable[[Sequence[int]], Coroutine[Any, Any, None]]


class PersonChoice(QObject):
    """Made for one question."""

    def __init__(self, context: WindowContext, loading: Loading, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._loading, self._window = context, loading, window

    async def link(self, row_id: int) -> None:
        """Ask which contact is the same person: one that may be, or any that is searched."""
        links = await self._context.index.people.links(row_id)
        offers = [*self._kept_apart(row_id), *self._maybes(links)]
        words = self.tr("Which contact is the same person as “{name}” ({account})?")
        question = Question(
            self.tr("Link contacts as one person"), self._named(words, row_id), self.tr("Link")
        )
        own = set(links.members)

        async def find(typed: str) -> Found:
            return await self._find(typed, own)

        linking = self._context.linking
        chooser = ContactChooser(self._context, question, _each_once(offers), find, self._window)
        self._open(chooser, linking.link, row_id)

    async def part(self, row_id: int) -> None:
        """Ask which contact is not the same person, unless there is only one that may be meant."""
        linking = self._context.linking
        links = await self._context.index.people.links(row_id)
        offers = [each for each in self._linked(links) if each.row_id != row_id]
        offers = _each_once([*offers, *self._maybes(links)])
        if len(offers) < 2:
            await linking.keep_apart([row_id, *(each.row_id for each in offers)])
            return
        words = self.tr("Which contact is not the same person as “{name}” ({account})?")
        name = self.tr("Not the same person")
        question = Question(name, self._named(words, row_id), name)
        chooser = ContactChooser(self._context, question, offers, None, self._window)
        self._open(chooser, linking.keep_apart, row_id)

    def _open(self, chooser: ContactChooser, decide: Decide, row_id: int) -> None:
        failed = self._context.linking.failed
        chooser.chosen.connect(lambda other: spawn(decide([row_id, other]), failed=failed.emit))
        chooser.open()

    def _named(self, words: str, row_id: int) -> str:
        columns = (CONTACT_COLUMNS["name"], STAND_IN)
        for _id, account, name, stand_in in self._context.index.rows([row_id], columns):
            label = self._context.account_label(str(account))
            return words.format(name=text.line(name or stand_in or ""), account=text.line(label))
        return words.format(name="", account="")

    def _linked(self, links: PersonLinks) -> list[Offer]:
        """All contacts of a person."""
        why = {each.contact: reasons_words(each.reasons) for each in links.links}
        remark = self.tr("Linked")
        return [Offer(each, remark, why.get(each, "")) for each in links.members]

    def _maybes(self, links: PersonLinks) -> list[Offer]:
        remark = self.tr("Might be the same person")
        return [Offer(each.contact, remark, reasons_words(each.reasons)) for each in links.maybes]

    def _kept_apart(self, row_id: int) -> list[Offer]:
        """The loaded contacts that the user marked as not the same person as this one."""
        index, judgements = self._context.index, self._context.userdata.judgements.all()
        remark = self.tr("Marked as not the same person")
        offers = []
        for key in index.keys([row_id]):
            apart = (pair for pair, is_same in judgements.items() if not is_same and key in pair)
            for one, other in apart:
                found = index.row_id(*(one if other == key else other))
                if found is not None:
                    offers.append(Offer(found, remark))
        return offers

    async def _find(self, typed: str, own: set[int]) -> Found:
        query = parse(typed)
        if query.is_unsearchable:
            return Found((), problems_words(query) or wording.unsearchable_words())
        wanted = MAX_FOUND + len(own) + 1
        found = await self._context.index.search_counts.first(Scope(), query, wanted)
        ids = [each for each in found if each not in own]
        if len(ids) > MAX_FOUND:
            words = self.tr("The first {count} matches. Type more to narrow them down.")
            return Found(ids[:MAX_FOUND], words.format(count=wording.number(MAX_FOUND)))
        words = wording.status_words(self._extent(), len(ids), True, None)
        return Found(ids, problems_words(query) or words)

    def _extent(self) -> wording.Extent:
        """How much of all contacts is loaded."""
        ids = [each.id for each in self._context.accounts]
        return extent_of_accounts(self._loading.sync, self._context.index.counts(), ids)


def _each_once(offers: Sequence[Offer]) -> list[Offer]:
    """The first offer of each contact."""
    return list({each.row_id: each for each in reversed(offers)}.values())[::-1]
