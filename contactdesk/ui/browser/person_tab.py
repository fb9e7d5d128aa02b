"""The person behind the shown contact: the links in its header, and the tab Person."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.index import STAND_IN, Written
from contactdesk.index.types import Stored
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.records.parse import read_record
from contactdesk.sync.engine import WalkState
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.detail.also_in import OtherContactLink
from contactdesk.ui.detail.maybe_same import MaybePerson
from contactdesk.ui.detail.offered_tabs import PERSON
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.tasks import LatestTask, can_start, spawn
from contactdesk.ui.worklist.counts import today_here

if TYPE_CHECKING:
    from contactdesk.ui.person.person_page import PersonPage
    from contactdesk.ui.person.shown_person import OtherContact, PersonContact, ShownPerson

translate = QCoreApplication.translate

NAMES = (CONTACT_COLUMNS["name"], STAND_IN)

MAX_CONTACTS = 100
"""Contacts of one person that are compared; of more, the page says so."""

MAX_MAYBES = 50


class PersonTab(QObject):
    """`about_to_show` is called before a contact is shown, `on_written` when contacts were written."""

    found = Signal()  # whose contact is shown next, or that it belongs to another person now
    forgotten = Signal()  # no contact is shown

    def __init__(self, context: WindowContext, pane: DetailPane) -> None:
        super().__init__(pane)
        self._context, self._pane = context, pane
        self._row_id = 0
        self._back_to = ""
        self._members: list[int] = []
        self._shown: ShownPerson | None = None
        self._page: PersonPage | None = None
        self._reading = LatestTask(self)
        self._reading.failed.connect(lambda _error: None)  # the index says so by itself
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        pane.tab_opened.connect(self._on_opened)
        wishes, linking = pane.wishes, context.linking
        wishes.person_wanted.connect(self._open)
        wishes.unlink_wanted.connect(lambda one: spawn(linking.unlink([one])))
        wishes.link_wanted.connect(lambda one, other: spawn(linking.link([one, other])))
        wishes.apart_wanted.connect(lambda one, other: spawn(linking.keep_apart([one, other])))
        wishes.dismiss_wanted.connect(self._dismiss)
        context.changes.dismissals_changed.connect(self._show)
        context.changes.item_states_changed.connect(self._show)
        context.changes.people_changed.connect(self.follow)
        context.changes.nicknames_changed.connect(self.follow)

    @property
    def members(self) -> Sequence[int]:
        """The row ids of the shown contact's person, the person's own contact first."""
        return self._members

    @property
    def busy(self) -> bool:
        """Whether the person is about to be read."""
        return self._reading.busy or self._soon.isActive()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.forget()
        self._context.changes.dismissals_changed.disconnect(self._show)
        self._context.changes.item_states_changed.disconnect(self._show)
        self._context.changes.people_changed.disconnect(self.follow)
        self._context.changes.nicknames_changed.disconnect(self.follow)

    # Which person

    def about_to_show(self, row_id: int, back_to: str = "") -> None:
        """A contact is shown next: offers its tab, and the links to the person's other contacts.
        `back_to` is the account of the contact to go back to, "" for none."""
        self._row_id, self._back_to = row_id, back_to
        self._members = self._context.index.people.members_at_once(row_id)
        offered = self._pane.tabs.offered
        if len(self._members) > 1:
            offered.offer(PERSON, translate("PersonTab", "Person"), self._make)
        else:
            offered.withdraw(PERSON)
        self._show_in_header()
        self.found.emit()

    def _show_in_header(self) -> None:
        header, hints = (
            self._pane.view.header,
            self._context.index.people.hints_at_once(self._row_id),
        )
        header.also_in.show_links(self._links(), self._back_to)
        # The page of a person has them, each with reasons.
        maybes = hints.maybes if len(self._members) == 1 else ()
        header.maybe_same.show_people(self._row_id, self._maybes(maybes))
        header.show_crowd(hints.is_crowded)

    def follow(self) -> None:
        """Shows who the person is now. Nothing else moves."""
        if self._row_id and self._pane.is_showing():
            self._find_members()
            if self._is_open():
                self._soon.start()

    def on_written(self, _walk: WalkState, written: Written) -> None:
        """Contacts were written, and linked with it."""
        if not self._row_id or not self._pane.is_showing():
            return
        before = self._members
        if written.new or written.changed or written.removed:
            self._find_members()
        is_other = self._members != before or not set(written.changed).isdisjoint(before)
        is_end = written.next_cursor is None  # maybe of the last account
        if (is_other or is_end) and self._is_open():
            self._soon.start()

    def _find_members(self) -> None:
        """The person of the shown contact, who may be another by now."""
        had_page = len(self._members) > 1
        self.about_to_show(self._row_id, self._back_to)
        if had_page != (len(self._members) > 1):
            self._pane.tabs.settle()

    def forget(self) -> None:
        """No contact is shown."""
        self._row_id, self._members, self._shown = 0, [], None
        self._soon.stop()
        self._reading.cancel()
        self.forgotten.emit()

    def _links(self) -> tuple[OtherContactLink, ...]:
        """The other contacts of the person, in the order of the accounts."""
        context, members = self._context, self._members
        accounts = [account_id for account_id, _id in context.index.keys(members)]
        numbers = wording.places_among_equals(accounts)
        return tuple(
            OtherContactLink(row_id, account.label, context.providers[account.provider], number)
            for account in context.accounts
            for row_id, account_id, number in zip(members, accounts, numbers, strict=False)
            if account_id == account.id and row_id != self._row_id
        )

    def _maybes(self, ids: Sequence[int]) -> tuple[MaybePerson, ...]:
        """Contacts of others who might be the same person."""
        if not ids:
            return ()
        context = self._context
        accounts = {account.id: account for account in context.accounts}
        rows = {row[0]: row[1:] for row in context.index.rows(ids, NAMES)}
        found = []
        for row_id in ids:
            account_id, name, stand_in = rows.get(row_id, ("", "", ""))
            if (account := accounts.get(str(account_id))) is not None:
                called, provider = str(name or stand_in or ""), context.providers[account.provider]
                found.append(MaybePerson(row_id, called, account.label, provider))
        return tuple(found)

    # The page

    @property
    def page(self) -> PersonPage | None:
        """Made when the tab is first opened."""
        return self._page

    def _make(self, parent: QWidget) -> QWidget:
        from contactdesk.ui.person.person_page import PersonPage

        tabs = self._pane.tabs
        made = PersonPage(self._pane.wishes, parent)
        made.copied.connect(tabs.copied)
        made.search_wanted.connect(tabs.search_wanted)
        tabs.query_changed.connect(made.set_query)
        made.set_query(tabs.query)
        self._page = made
        return made

    def _is_open(self) -> bool:
        return self._pane.is_showing() and self._pane.tabs.offered.is_open(PERSON)

    def _open(self) -> None:
        """Opens the tab as the user's choice, with the keyboard in it."""
        if self._pane.tabs.open(PERSON):
            self._pane.tabs.currentWidget().setFocus()

    def _on_opened(self, name: str) -> None:
        if name != PERSON or self._page is None:
            return
        is_same = self._shown is not None and self._row_id in self._shown.row_ids
        if not is_same:
            self._page.clear()
        if can_start():
            self._read()

    def _read(self) -> None:
        if self._members:
            self._reading.start(read_person(self._context, self._row_id), self._on_read)

    def _on_read(self, person: ShownPerson) -> None:
        if self._row_id in person.row_ids:
            self._shown, before = person, self._shown
            self._show(keep_place=before is not None and self._row_id in before.row_ids)

    def _show(self, *, keep_place: bool = True) -> None:
        if self._page is None or self._shown is None:
            return
        dismissed = self._context.userdata.dismissals.all()
        hidden = [each for each in self._shown.differing.items() if each in dismissed]
        fields = frozenset(field for field, _digest in hidden)
        states = self._context.userdata.item_states
        keys, every = {each.key for each in self._shown.contacts}, states.all()
        hidden_items = {key: every[key] for key in states.hidden(today_here()) if key[:2] in keys}
        self._page.show_person(self._shown, fields, hidden_items, keep_place=keep_place)

    def _dismiss(self, field: str, is_dismissed: bool) -> None:
        person, linking = self._shown, self._context.linking
        if person is None or field not in person.differing:
            return
        digest = person.differing[field]
        if is_dismissed:
            linking.dismiss(field, digest, {each.key[0] for each in person.contacts})
        else:
            linking.restore(field, digest)


async def read_person(context: WindowContext, row_id: int) -> ShownPerson:
    """Reads the contacts of a contact's person, off the GUI thread, and compares them."""
    from contactdesk.ui.person.shown_person import ShownPerson

    index = context.index
    links = await index.people.links(row_id)
    members = list(links.members)[:MAX_CONTACTS]
    if row_id in links.members and row_id not in members:
        members[-1] = row_id
    maybe_ids = [each for each in dict.fromkeys(links.maybe_ids()) if each not in links.members]
    contacts: list[PersonContact] = []
    found = await _stored(context, members)
    numbers = wording.places_among_equals([stored.account_id for _id, stored in found])
    for (each, stored), number in zip(found, numbers, strict=True):
        contacts.append(_contact(context, each, stored, number))
        await asyncio.sleep(0)  # a record may be large: the window goes on in between
    places = {account.id: place for place, account in enumerate(context.accounts)}
    contacts.sort(key=lambda each: places.get(each.key[0], len(places)))
    others = [
        _other(context, each, stored)
        for each, stored in await _stored(context, maybe_ids[:MAX_MAYBES])
    ]
    left_out = len(links.members) - len(contacts)
    is_partial = bool(await accounts_not_loaded(context))
    return await asyncio.to_thread(ShownPerson.of, contacts, links, others, left_out, is_partial)


async def accounts_not_loaded(context: WindowContext) -> list[tuple[str, str]]:
    """(account, provider) of the accounts that have not been loaded to the end yet."""
    found = []
    for account in list(context.accounts):
        listing = await context.index.listing(account.id)
        if not listing.complete and listing.pass_number < 2:
            found.append((account.id, account.provider))
    return found


async def _stored(context: WindowContext, ids: Sequence[int]) -> list[tuple[int, Stored]]:
    """(row id, stored contact) of those that are there, of accounts that are."""
    stored = await context.index.stored_many(ids)
    if len(stored) == len(ids):
        found = list(zip(ids, stored, strict=True))
    else:  # some were removed in the meantime
        found = [(each, one) for each in ids for one in await context.index.stored_many([each])]
    return [(each, one) for each, one in found if context.account_label(one.account_id)]


def _contact(context: WindowContext, row_id: int, stored: Stored, number: int) -> PersonContact:
    from contactdesk.ui.person.shown_person import PersonContact

    account_id = stored.account_id
    label = context.account_label(account_id)
    provider = context.provider_of(account_id)
    return PersonContact.of(
        row_id,
        (account_id, stored.vendor_id),
        wording.numbered(label, number),
        provider,
        read_record(provider.contact, stored.raw).contact,
        stored.raw,
        region=context.index.people.region(account_id),
        nicknames=context.userdata.nicknames.of(account_id),
    )


def _other(context: WindowContext, row_id: int, stored: Stored) -> OtherContact:
    from contactdesk.ui.person.shown_person import OtherContact

    contact = read_record(context.provider_of(stored.account_id).contact, stored.raw).contact
    return OtherContact(row_id, contact.display_name, context.account_label(stored.account_id))
