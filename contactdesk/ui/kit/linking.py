"""Carries out what the user decides about people: writes it so that it can be undone, and tells the
index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from contactdesk.errors import ContactDeskError
from contactdesk.index import STAND_IN, Index
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.tasks import can_start, spawn
from contactdesk.ui.kit.undo import Undo, undo_keys
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.judgements import Decisions, linking, parting, unlinking
from contactdesk.userdata.keys import ContactKey

COLUMNS = (CONTACT_COLUMNS["name"], STAND_IN)


class Linking(QObject):
    """Contacts are named by their row ids. `said` says what was done, for the status bar.

    The index follows every change, whoever made it; then `UserDataChanges.people_changed` is emitted.
    """

    said = Signal(str)
    failed = Signal(object)  # ContactDeskError: the index could not be read, or could not follow

    def __init__(
        self,
        index: Index,
        undo: Undo,
        changes: UserDataChanges,
        regions: Callable[[], Mapping[str, str]],
        account_label: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        """`regions` gives the country of each account's national numbers, by the account's id."""
        super().__init__(parent)
        self._index, self._undo, self._changes, self._regions = index, undo, changes, regions
        self._account_label = account_label
        self._told_regions: Mapping[str, str] | None = None
        self._to_relink: set[str] = set()
        self._is_stale = self._is_telling = self._is_relinking = self._has_ended = False
        changes.judgements_changed.connect(self.tell_index)
        changes.dismissals_changed.connect(self.tell_index)

    @property
    def busy(self) -> bool:
        """Whether the index is about to follow a change."""
        return self._is_telling or self._is_relinking

    def end(self) -> None:
        """The index is about to be closed. Calling it again does nothing."""
        if self._has_ended:
            return
        self._has_ended = True
        self._changes.judgements_changed.disconnect(self.tell_index)
        self._changes.dismissals_changed.disconnect(self.tell_index)

    # The index

    def tell_index(self) -> None:
        """Give the index everything that was decided, and the countries of accounts; it may be
        another file."""
        self._is_stale = True
        if not self._is_telling and not self._has_ended and can_start():
            self._is_telling = True
            spawn(self._tell(), failed=self.failed.emit)

    async def _tell(self) -> None:
        people, userdata = self._index.people, self._undo.userdata
        try:
            while self._is_stale and not self._has_ended:
                self._is_stale = False
                self._tell_regions()
                has_news = await people.set_judgements(dict(userdata.judgements.all()))
                has_news |= await people.set_dismissed(userdata.dismissals.all())
                if has_news and not self._has_ended:
                    self._changes.people_changed.emit()
        finally:
            self._is_telling = False

    def _tell_regions(self) -> None:
        """Keys of a large account take minutes: no decision waits for them."""
        regions, before = dict(self._regions()), self._told_regions
        self._told_regions = regions
        self._index.people.set_regions(regions)
        if before is not None:
            self._to_relink |= {
                account_id
                for account_id, region in regions.items()
                if before.get(account_id, region) != region
            }
        if self._to_relink and not self._is_relinking:
            self._is_relinking = True
            spawn(self._relink(), failed=self.failed.emit)

    async def _relink(self) -> None:
        try:
            while self._to_relink and not self._has_ended:
                await self._index.people.relink_account(self._to_relink.pop())
            if not self._has_ended:
                self._changes.people_changed.emit()
        finally:
            self._is_relinking = False

    # What the user decides

    async def link(self, ids: Sequence[int]) -> None:
        """Make contacts one person, with all contacts of the people they are now."""
        await self._decide(self._link(ids))

    async def unlink(self, ids: Sequence[int]) -> None:
        """Take contacts out of their people; each of them is a person of its own then."""
        await self._decide(self._unlink(ids))

    async def keep_apart(self, ids: Sequence[int]) -> None:
        """Say of contacts that they are not the same person. Of two people, all contacts are kept
        apart; within a person, these ones."""
        await self._decide(self._keep_apart(ids))

    async def _decide(self, deciding: Coroutine[Any, Any, None]) -> None:
        try:
            await deciding
        except ContactDeskError as error:
            self.failed.emit(error)

    async def _link(self, ids: Sequence[int]) -> None:
        people = await self._people(ids)
        judged = self._undo.userdata.judgements.all()
        contacts = self._index.keys(ids)
        decisions = linking(contacts, people, judged)
        words = self.tr("Linked {contacts} as one person · {keys} to undo")
        self._judge(decisions, self.tr("link contacts"), words, ids)

    async def _unlink(self, ids: Sequence[int]) -> None:
        decisions: Decisions = {}
        leaving = self._index.keys(ids)
        for person in await self._people(ids):
            if len(person) > 1:
                decisions |= unlinking([key for key in leaving if key in person], person)
        words = self.tr("Unlinked {contacts} · {keys} to undo")
        if len(ids) == 1:
            words = self.tr("Unlinked “{name}” ({account}) · {keys} to undo")
        self._judge(decisions, self.tr("unlink contacts"), words, ids)

    async def _keep_apart(self, ids: Sequence[int]) -> None:
        people, chosen = await self._people(ids), self._index.keys(ids)
        decisions = parting(people)
        for person in people:
            decisions |= parting([[key] for key in chosen if key in person])
        words = self.tr("Marked {contacts} as not the same person · {keys} to undo")
        self._judge(decisions, self.tr("mark as not the same person"), words, ids)

    def dismiss(self, kind: str, digest: int, accounts: Collection[str]) -> None:
        """Hide a disagreement between contacts of these accounts, until a value changes."""
        dismissal = Dismissal(tuple(sorted(accounts)))
        self._undo.dismiss({(kind, digest): dismissal}, self.tr("dismiss a disagreement"))
        self._say(self.tr("Dismissed until a value changes · {keys} to undo"))

    def restore(self, kind: str, digest: int) -> None:
        """Show a disagreement again."""
        words = self.tr("show a dismissed disagreement")
        self._undo.dismiss({(kind, digest): None}, words)
        self._say(self.tr("Shown again · {keys} to undo"))

    def _judge(self, decisions: Decisions, done: str, words: str, ids: Sequence[int]) -> None:
        if not self._undo.judge(decisions, done):
            self._say(self.tr("Nothing to change"))
            return
        for _id, account, name, stand_in in self._index.rows(ids[:1], COLUMNS):
            named = text.line(name or stand_in or "")
            label = text.line(self._account_label(str(account)))
            contacts = wording.contacts(len(ids))
            self._say(words, name=named, account=label, contacts=contacts)

    async def _people(self, ids: Sequence[int]) -> list[list[ContactKey]]:
        """The contacts of each person who has one of these contacts."""
        found: dict[int, list[ContactKey]] = {}
        seen: set[int] = set()
        for row_id in ids:
            if row_id not in seen:
                members = await self._index.people.members(row_id)
                seen.update(members)
                found[row_id] = self._index.keys(members)
        return list(found.values())

    def _say(self, words: str, **values: str) -> None:
        self.said.emit(words.format(keys=undo_keys(), **values))
