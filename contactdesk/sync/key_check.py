"""Organization check: a changed key must read the contacts that are already loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable

from contactdesk.errors import KeyRefusedError
from contactdesk.index import Index
from contactdesk.jsonpath import text_at
from contactdesk.model import Page, Provider
from contactdesk.records.parse import read_record

MAX_COMPARED_CONTACTS = 200
"""Loaded contacts whose organization is compared with that of the new key's first page."""

UNVERIFIED = "unverified"
"""Name under which the index stores that a key still has to be checked."""


class KeyCheck:
    """Remembers which accounts have an unchecked key, and checks it before a page is written.

    Without it, a key of another organization would mix both organizations' contacts.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._unverified: set[str] = set()
        self._verified: dict[str, bytes] = {}  # account id -> digest of server and key

    def require(self, account_id: str) -> None:
        """The key changed."""
        self._unverified.add(account_id)

    async def restore(self, account_id: str) -> None:
        """Require the check where an earlier run left it open."""
        if await self._index.notes.read(account_id, UNVERIFIED):
            self._unverified.add(account_id)

    def accept(self, account_id: str) -> None:
        """Accept any organization: the account's contacts were deleted."""
        self._unverified.discard(account_id)

    def forget(self, account_id: str) -> None:
        self._unverified.discard(account_id)
        self._verified.pop(account_id, None)

    def record(self, account_id: str, provider: Provider, key: str) -> None:
        """A page was fetched with this key: it needs no check should it come back later."""
        self._verified[account_id] = _digest(provider, key)

    async def verify(
        self,
        account_id: str,
        provider: Provider,
        key: str,
        first_page: Callable[[], Awaitable[Page]],
    ) -> None:
        """Compare the key's first page with the loaded contacts, if the key is unchecked.

        Raises KeyRefusedError("other-organization"); nothing has been written then.
        """
        if account_id not in self._unverified:
            return
        # The same key saved again, or an earlier one restored.
        is_verified = self._verified.get(account_id) == _digest(provider, key)
        if not is_verified and self._index.some(account_id, 1):
            await self._index.notes.write(account_id, UNVERIFIED, "yes")
            if not self._is_same_organization(account_id, provider, await first_page()):
                raise KeyRefusedError("other-organization", status=200)
        await self._index.notes.write(account_id, UNVERIFIED, "")
        self._unverified.discard(account_id)

    def _is_same_organization(self, account_id: str, provider: Provider, page: Page) -> bool:
        """Whether a contact of the page is loaded already, or names the same organization."""
        at = provider.organization_at
        if any(self._index.row_id(account_id, record.contact.id) for record in page.records):
            return True
        if not at:
            return False
        loaded = self._index.some(account_id, MAX_COMPARED_CONTACTS)
        ours = {text_at(read_record(provider.contact, s.raw).contact.raw, at) for s in loaded}
        theirs = {text_at(record.contact.raw, at) for record in page.records}
        return bool((ours & theirs) - {""})


def _digest(provider: Provider, key: str) -> bytes:
    """Identifies a key at a server without storing it."""
    return hashlib.sha256(f"{provider.base_url} {key}".encode()).digest()
