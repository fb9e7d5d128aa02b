"""Dependencies shared by the window's widgets."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from contactdesk.index import Index
from contactdesk.model import Provider
from contactdesk.profile.accounts import Accounts
from contactdesk.search.explain import OwnText
from contactdesk.search.nicknames import with_nicknames
from contactdesk.search.query import Query
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.agent_names import AgentNames
from contactdesk.ui.kit.linking import Linking
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.kit.unread_changes import UnreadChanges
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.ui.table.person_cells import VendorNames
from contactdesk.userdata.keys import ContactKey
from contactdesk.userdata.userdata import UserData


class WindowContext(Struct, dict=True):
    """Accounts, index, vendors, settings and what the user made, put together by `app`.

    Whoever writes `userdata` emits the signal of `changes` for it.
    """

    accounts: Accounts
    index: Index
    providers: dict[str, Provider]
    settings: Settings
    userdata: UserData = field(default_factory=UserData)
    changes: UserDataChanges = field(default_factory=UserDataChanges)

    @cached_property
    def undo(self) -> Undo:
        """Writes user data so that it can be taken back."""
        return Undo(self.userdata, self.changes)

    @cached_property
    def linking(self) -> Linking:
        """Writes who is one person, and tells the index of it."""
        regions, label = self.accounts.regions, self.account_label
        return Linking(self.index, self.undo, self.changes, regions, label)

    @cached_property
    def agent_names(self) -> AgentNames:
        """What personas and agent numbers are called."""
        return AgentNames(self.userdata.nicknames, self.changes)

    @cached_property
    def unread(self) -> UnreadChanges:
        """What changed since the user marked all changes as read."""
        return UnreadChanges(self.index, self.undo, self.changes)

    def highlighted(self, query: Query) -> Query:
        """A query as its matches are highlighted: personas are found by their nicknames, too."""
        names = self.userdata.nicknames.all().items()
        return with_nicknames(query, ((agent, name) for (_account, agent), name in names))

    def own_texts(self, key: ContactKey) -> list[OwnText]:
        """What the user added to a contact, as a search finds it."""
        annotation = self.userdata.annotations.of(key)
        tags = [OwnText("tag", tag) for tag in annotation.tags]
        note = [OwnText("note", annotation.note)] if annotation.note else []
        return [*tags, *note, *([OwnText("is", "favorite")] if annotation.favourite else [])]

    def providers_by_account(self) -> dict[str, Provider]:
        """Account id -> its provider."""
        return {each.id: self.providers[each.provider] for each in self.accounts}

    def provider_of(self, account_id: str) -> Provider:
        return self.providers[self.accounts.get(account_id).provider]

    def account_label(self, account_id: str) -> str:
        """The account's label, "" if it was removed."""
        return next((a.label for a in self.accounts if a.id == account_id), "")

    def account_words(self, account_id: str) -> str:
        """The account with its vendor: "Close – Acme EU", or the label alone where that says it."""
        label = self.account_label(account_id)
        vendor = self.provider_of(account_id).title if label else ""
        if label.casefold().startswith(vendor.casefold()):
            return label
        words = QCoreApplication.translate("WindowContext", "{vendor} – {account}")
        return words.format(vendor=vendor, account=label)

    def vendors(self) -> tuple[str, ...]:
        """The ids of the vendors that there are accounts of, in the order of the accounts."""
        return tuple(dict.fromkeys(account.provider for account in self.accounts))

    def vendor_title(self, provider_id: str) -> str:
        """A vendor's name; its id where it is not known."""
        provider = self.providers.get(provider_id)
        return provider.title if provider else provider_id

    @property
    def vendor_names(self) -> VendorNames:
        """How the vendors and accounts of a person are called."""
        return VendorNames(self.vendors, self.vendor_title, self.account_words)

    def vendor_icon(self, provider_id: str) -> QIcon:
        """A vendor's icon, for a cell."""
        return theme.small_vendor_icon(provider_id, self.vendor_title(provider_id))

    def account_icon(self, account_id: str) -> QIcon:
        """The icon of the account's vendor, for a cell; empty if the account was removed."""
        vendors = (a.provider for a in self.accounts if a.id == account_id)
        provider = self.providers.get(next(vendors, ""))
        return theme.small_vendor_icon(provider.id, provider.title) if provider else QIcon()
