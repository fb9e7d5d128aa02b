"""Makes the keys of accounts anew, a few contacts at a time: where their region has changed, phone
numbers without a country code are other numbers.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from contactdesk.index.ingest.link_entries import (
    LinkEntry,
    has_national_number,
    keys_of,
    said_by,
)
from contactdesk.index.record_codec import unpack
from contactdesk.index.write.links import LinkWriter
from contactdesk.model import Provider
from contactdesk.people.keys import keys_of_number
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record, replace_lone_surrogates

STEP_S = 0.02
"""How long the writing thread is busy with one step, more or less."""

CONTACTS_PER_STEP = 100

RECORDS = """SELECT c.id, r.packed, l.mark, l.last_talk, l.trace, l.name, l.keys, l.traits
    FROM contact c INDEXED BY contact_by_account CROSS JOIN record r ON r.id = c.id
    CROSS JOIN linkable l ON l.contact = c.id
    WHERE c.account = ? AND c.id > ? ORDER BY c.id LIMIT ?"""

WAITING = """SELECT a.number, a.id, v.id, a.region, r.done FROM relinking r
    CROSS JOIN account a ON a.number = r.account AND NOT a.forgotten
    LEFT JOIN vendor v ON v.number = a.vendor LIMIT 1"""


class Relinking:
    """Follows the regions of accounts; on the index's writing thread. `providers` are those of
    accounts whose pages were written in this run, by the provider's id."""

    def __init__(self, connection: Any, links: LinkWriter) -> None:
        self.connection, self._links = connection, links
        self._providers: dict[str, Provider] = {}

    def know(self, provider: Provider) -> None:
        """Take note of a provider, which may be one that only tests know."""
        self._providers[provider.id] = provider

    def follow(self, regions: Mapping[str, str]) -> None:
        """Begin with the accounts whose keys were made with another region. `regions` are by account
        id."""
        found = self.connection.execute("SELECT id, region FROM account WHERE NOT forgotten")
        for account_id, region in found.fetchall():
            wanted = regions.get(account_id, region)
            if wanted != region:
                self.begin(account_id, wanted)

    def begin(self, account_id: str, region: str) -> None:
        """Have all keys of an account made anew with a region. Nothing for an unknown account, nor
        where that has begun."""
        with self._links.transaction():
            row = self.connection.execute(
                "UPDATE account SET region = ?1 WHERE id = ?2 AND region <> ?1 RETURNING number",
                (region, account_id),
            ).fetchone()
            if row is not None:
                self.connection.execute("INSERT OR REPLACE INTO relinking VALUES (?, 0)", row)
                self._links.touch_keys(self._renumber_agents(row[0], region))

    def step(self) -> bool:
        """Make some keys. Returns whether there are more to make."""
        row = self.connection.execute(WAITING).fetchone()
        if row is None:
            return False
        account, _account_id, vendor, region, done = row
        provider = self._providers.get(vendor) or all_providers().get(vendor)
        ends = time.monotonic() + STEP_S
        while True:
            done = self._relink(account, provider, region, done)
            if done is None or time.monotonic() >= ends:
                return True

    def _relink(
        self, account: int, provider: Provider | None, region: str, done: int
    ) -> int | None:
        """Make the keys of some contacts after `done`. Returns up to which, or None for all."""
        with self._links.transaction():
            rows = self.connection.execute(RECORDS, (account, done, CONTACTS_PER_STEP)).fetchall()
            if not rows or provider is None:
                self.connection.execute("DELETE FROM relinking WHERE account = ?", (account,))
                return None
            made = (_relinked(provider, region, row) for row in rows)
            self._links.change_links({id: now for id, before, now in made if now != before})
            done = rows[-1][0]
            self.connection.execute(
                "UPDATE relinking SET done = ? WHERE account = ?", (done, account)
            )
            return done

    def _renumber_agents(self, account: int, region: str) -> set[int]:
        """Make the keys of an account's agents anew. Returns those that are gone or new."""
        changed = set()
        rows = self.connection.execute(
            "SELECT number, text, key FROM agent WHERE account = ? AND is_number", (account,)
        ).fetchall()
        for number, text, before in rows:
            key = keys_of_number(text, region)
            if key != before:
                changed |= {before, key}
                self.connection.execute("UPDATE agent SET key = ? WHERE number = ?", (key, number))
        return {key for key in changed if key is not None}


def _relinked(
    provider: Provider, region: str, row: Sequence[Any]
) -> tuple[int, LinkEntry, LinkEntry]:
    """The row id of a contact, what it is linked by, and what it is to be linked by."""
    row_id, packed, *columns = row
    before = LinkEntry(*columns)
    contact = read_record(provider.contact, replace_lone_surrogates(unpack(packed))).contact
    viewed = provider.view(contact.raw) if contact.raw else {}
    if not has_national_number(provider, contact, viewed):
        return row_id, before, before
    now = replace(
        before,
        keys=keys_of(provider, contact, region),
        traits=said_by(provider, contact, viewed, region),
    )
    return row_id, before, now
