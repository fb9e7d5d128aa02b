"""How things stand, for people: the sidebar's entries, the notices, the page of an empty table."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from contactdesk.index import Index
from contactdesk.model import Provider
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.sync.engine import State, Sync, WalkState
from contactdesk.ui.accounts.sidebar import Entry
from contactdesk.ui.browser.banner import Notice, notice_of
from contactdesk.ui.browser.empty_page import Emptiness, Empty
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.kit.wording import Extent, number, tr
from contactdesk.userdata.searches import SearchStore

LARGEST_COPY = 10_000
"""Rows that are copied at the most; Export has no bound."""

TONES = {State.FAILED: "danger", State.WAITING: "warning", State.COMPLETE: "ok"}


class WindowContext(Struct):
    """What the window works with, put together by app."""

    accounts: Accounts
    index: Index
    providers: dict[str, Provider]
    settings: Settings
    searches: SearchStore = field(default_factory=SearchStore)


def entries(desk: WindowContext, sync: Sync, counts: dict[str, int]) -> list[Entry]:
    """The sidebar: all contacts, then every account with its state and count."""
    loaded = sum(counts.get(account.id, 0) for account in desk.accounts)
    whole = Entry(
        account_id="",
        title=tr("All contacts"),
        state=_accounts_words(len(desk.accounts)),
        count=number(loaded) if loaded else "",
        icon=theme.icon("people"),
    )
    return [whole, *(_entry(desk, sync, account, counts) for account in desk.accounts)]


def _accounts_words(count: int) -> str:
    return tr("1 account") if count == 1 else tr("{} accounts").format(count)


def _entry(desk: WindowContext, sync: Sync, account: Account, counts: dict[str, int]) -> Entry:
    provider = desk.providers[account.provider]
    walk = main_walk(sync, account.id)
    loaded = counts.get(account.id, 0)
    return Entry(
        account_id=account.id,
        title=text.line(account.label),
        state=text.line(wording.state_words(walk, loaded)),
        count=number(loaded) if loaded else "",
        icon=theme.vendor_icon(provider.id, provider.title),
        tone=TONES.get(walk.state, "muted") if walk else "muted",
    )


def main_walk(sync: Sync, account_id: str) -> WalkState | None:
    """The walk an account's line speaks of: one in trouble before the unfiltered one."""
    walks = sync.walks(account_id)
    walks.sort(key=lambda w: (w.state not in (State.FAILED, State.WAITING), bool(w.filters)))
    return walks[0] if walks else None


def notices(sync: Sync, account_ids: Sequence[str]) -> list[Notice]:
    """One notice for each of these accounts that is in trouble."""
    found: dict[str, Notice] = {}
    for walk in sync.walks():
        if walk.account.id in account_ids:
            notice = notice_of(walk)
            if notice is not None:
                found[walk.account.id] = notice
    return list(found.values())


def emptiness(
    walks: Sequence[WalkState],
    extent: Extent,
    *,
    opened: bool,
    searched: bool,
    vendor: str,
) -> Empty:
    """Why there are no rows, and what can be done about it."""
    if searched and extent.loaded:
        return _no_match(extent)
    if not opened or any(walk.busy for walk in walks):
        waiting = next((w for w in walks if w.state is State.WAITING and w.error), None)
        hint = waiting.error.title if waiting and waiting.error else ""
        return Empty(Emptiness.LOADING, tr("Loading contacts…"), hint)
    failed = next((w for w in walks if w.state is State.FAILED), None)
    if failed:
        title = failed.error.title if failed.error else ""
        return Empty(Emptiness.FAILED, tr("Nothing could be loaded"), title, tr("Try again"))
    if not extent.complete:
        return Empty(Emptiness.NOT_LOADED, tr("Nothing loaded yet"), "", tr("Load contacts"))
    if extent.filtered:
        title = tr("No contact passes the vendor's filters")
        return Empty(Emptiness.NO_CONTACTS, title, "", tr("Clear filters"))
    hint = tr("{} answered, and its list is empty.").format(vendor) if vendor else ""
    return Empty(Emptiness.NO_CONTACTS, tr("There are no contacts here"), hint)


def _no_match(extent: Extent) -> Empty:
    if extent.complete and extent.filtered:
        title = tr("Nothing matches among what passes the filters")
        hint = tr("{} searched; the others were not.").format(wording.contacts(extent.loaded))
        return Empty(Emptiness.NO_MATCH_FILTERED, title, hint, tr("Clear filters"))
    if extent.complete:
        title = tr("Nothing matches in all {}").format(wording.contacts(extent.loaded))
        return Empty(Emptiness.NO_MATCH, title, tr("Every field was searched."))
    title = tr("Nothing matches in what is loaded so far")
    hint = tr("{}. What is loaded in the background is searched as it comes.")
    loaded = extent.words()
    words = hint.format(loaded[:1].upper() + loaded[1:])
    if extent.filtered:
        remark = wording.unsearched_words()
        words = f"{words} {remark[:1].upper()}{remark[1:]}."
    return Empty(Emptiness.NO_MATCH, title, words, wording.rest_words(extent))


def records_as_json(index: Index, row_ids: Sequence[int]) -> str:
    """The vendors' records of some rows, as they came, as a JSON list; "" for none."""
    found = (index.stored(row_id) for row_id in row_ids[:LARGEST_COPY])
    records = [stored.raw.decode("utf-8", "replace") for stored in found if stored]
    return "[" + ",\n".join(records) + "]" if records else ""
