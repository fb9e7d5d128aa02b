"""The scope on screen: accounts, the vendor's filters, and the walks that load their contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from contactdesk.errors import ContactDeskError
from contactdesk.index import Scope
from contactdesk.model import Filters, Provider
from contactdesk.sync.engine import Sync, WalkState
from contactdesk.ui.accounts.sidebar import AccountList
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.scope_keys import key_of
from contactdesk.userdata.keys import PEOPLE

OpenedWalks = tuple[list[WalkState], dict[str, ContactDeskError]]
"""The walks of the accounts that can be used, and why the others cannot, by account id."""


class ShownScope:
    """Follows the account chosen in the sidebar; filters are kept for each account."""

    def __init__(
        self,
        context: WindowContext,
        sidebar: AccountList,
        covers: Callable[[str, str], bool] = lambda _page, _account: True,
    ) -> None:
        """`covers` tells whether a page is about an account, too."""
        self._context = context
        self._sidebar = sidebar
        self._covers = covers
        self._filters: dict[str, Filters] = {}
        self.walks: list[WalkState] = []

    @property
    def account_id(self) -> str:
        """The chosen account, "" for all contacts and for people."""
        return self._sidebar.scope()

    @property
    def is_people(self) -> bool:
        """Whether a row is a person."""
        return self._sidebar.is_people()

    @property
    def key(self) -> str:
        """What its place is kept under: an account's id, "" for all contacts, PEOPLE for people."""
        return key_of(self.scope())

    def choose(self, key: str) -> None:
        self._sidebar.choose(key)

    def account_ids(self) -> list[str]:
        chosen = self.account_id
        return [chosen] if chosen else self._all(self._sidebar.page())

    def _all(self, page: str) -> list[str]:
        """The ids of all accounts, or of those that a page is about."""
        every = [account.id for account in self._context.accounts]
        return [each for each in every if self._covers(page, each)] if page else every

    def scope(self) -> Scope:
        chosen = self.account_id
        return Scope(chosen, self._filters.get(chosen, {}) if chosen else {}, self.is_people)

    def provider(self) -> Provider | None:
        """The chosen account's vendor, None for all contacts and for people."""
        chosen = self.account_id
        return self._context.provider_of(chosen) if chosen else None

    def has_memories(self) -> bool:
        """Whether any of its vendors has agents that remember."""
        providers = map(self._context.provider_of, self.account_ids())
        return any(each.memories is not None for each in providers)

    def set_filters(self, filters: Filters, account_id: str = "") -> bool:
        """Sets the filters of an account, the chosen one unless given; whether they are other ones
        than before."""
        chosen = account_id or self.account_id
        filters = self._known(chosen, filters)
        if not chosen or dict(filters) == dict(self._filters.get(chosen, {})):
            return False
        self._filters[chosen] = filters
        return True

    def restore_filters(self, filters: Filters) -> None:
        """Sets the chosen account's filters of an earlier run, unless it has some of this run."""
        if chosen := self.account_id:
            self._filters.setdefault(chosen, self._known(chosen, filters))

    def _known(self, account_id: str, filters: Filters) -> Filters:
        """The filters that the account's vendor still has."""
        is_account = account_id not in ("", PEOPLE)
        declared = self._context.provider_of(account_id).filters if is_account else ()
        known = {each.param for each in declared}
        return {param: value for param, value in filters.items() if param in known}

    async def find_walks(self, sync: Sync) -> OpenedWalks:
        walks: list[WalkState] = []
        failed: dict[str, ContactDeskError] = {}
        filters = self.scope().filters
        for account_id in self.account_ids():
            try:
                walks.append(await sync.walk(account_id, filters))
            except ContactDeskError as error:
                # One account that cannot be used must not hide the others.
                error.account = error.account or self._context.account_label(account_id)
                failed[account_id] = error
        return walks, failed

    def loaded_of(self, walk: WalkState) -> int:
        """How many contacts of a walk are in the index."""
        counts = self._context.index.counts()
        return walk.listing.walked if walk.filters else counts.get(walk.account.id, 0)

    def extent(self, account_id: str = "") -> wording.Extent:
        """How much of the scope is loaded, or of one account in it."""
        walks = [w for w in self.walks if account_id in ("", w.account.id)]
        if self.scope().filters:
            loaded = sum(walk.listing.walked for walk in walks)
        else:
            counts = self._context.index.counts()
            ids = [account_id] if account_id else self.account_ids()
            loaded = sum(counts.get(each, 0) for each in ids)
        return wording.Extent.of(walks, loaded)

    def extent_of_page(self, page: str, sync: Sync, counts: Mapping[str, int]) -> wording.Extent:
        """How much is loaded of the contacts that a page is about, "" for people, as far as that is
        known; `counts` are those of the index."""
        return extent_of_accounts(sync, counts, self._all(page))


def extent_of_accounts(
    sync: Sync, counts: Mapping[str, int], account_ids: Sequence[str]
) -> wording.Extent:
    """How much is loaded of all contacts of these accounts, as far as that is known; `counts` are
    those of the index."""
    walks = [w for each in account_ids for w in sync.walks(each) if not w.filters]
    loaded = sum(counts.get(account_id, 0) for account_id in account_ids)
    extent = wording.Extent.of(walks, loaded)
    # An account that was not opened in this run may not be complete.
    is_known = len(walks) == len(account_ids)
    return extent if is_known else replace(extent, complete=False, total=None)
