"""Turns accounts and walks into what the sidebar, the notices and the empty table show."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from contactdesk.model import Column
from contactdesk.profile.accounts import Account
from contactdesk.search.query import Query
from contactdesk.sync.engine import State, Sync, WalkState
from contactdesk.ui.accounts.sidebar import Entry
from contactdesk.ui.browser.banner import Notice, notice_of
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.empty_page import Emptiness, Empty
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.query_words import problems_words
from contactdesk.ui.kit.wording import Extent, number, sentence_case, tr, translate
from contactdesk.ui.people import words as people_words

TONES = {State.FAILED: "danger", State.WAITING: "warning", State.COMPLETE: "ok"}


def entries(
    context: WindowContext, sync: Sync, counts: dict[str, int], others: Sequence[Entry] = ()
) -> list[Entry]:
    """The sidebar's entries: all contacts, `others` about all of them, then every account with its
    state and count."""
    loaded = sum(counts.get(account.id, 0) for account in context.accounts)
    all_contacts = Entry(
        account_id="",
        title=tr("All contacts"),
        state=translate("wording", "%Ln account(s)", "", len(context.accounts)),
        count=number(loaded) if loaded else "",
        icon=theme.icon("people"),
    )
    accounts = [_entry(context, sync, account, counts) for account in context.accounts]
    return [all_contacts, *others, *accounts]


def _entry(context: WindowContext, sync: Sync, account: Account, counts: dict[str, int]) -> Entry:
    provider = context.providers[account.provider]
    walk = main_walk(sync, account.id)
    loaded = counts.get(account.id, 0)
    return Entry(
        account_id=account.id,
        title=text.line(account.label),
        state=text.line(wording.state_words(walk, loaded)),
        count=number(loaded) if loaded else "",
        icon=theme.vendor_icon(provider.id, provider.title),
        tone=TONES.get(walk.state, "muted") if walk else "muted",
        age=wording.as_of_words([walk]) if walk else "",
    )


def main_walk(sync: Sync, account_id: str) -> WalkState | None:
    """The walk whose state an account's entry shows: one in trouble, else the unfiltered one."""
    walks = sync.walks(account_id)
    walks.sort(key=lambda w: (w.state not in (State.FAILED, State.WAITING), bool(w.filters)))
    return walks[0] if walks else None


def status(
    extent: Extent,
    count: int,
    query: Query,
    column: Column | None,
    has_all: bool,
    elsewhere: str,
    *,
    people: bool = False,
) -> tuple[str, str]:
    """The status line of `count` rows, which are people or contacts, sorted by a column, and the
    offer to load the rest."""
    searched = not query.empty
    if query.is_unsearchable and not count:
        return wording.unsearchable_words(), ""
    if people:
        words = people_words.status_words(extent, count, searched, column, counting=not has_all)
    else:
        words = wording.status_words(extent, count, searched, column, not has_all)
    if elsewhere and not count:
        words = f"{words} · {elsewhere}"
    return words, wording.rest_words(extent) if searched else ""


def notices(sync: Sync, account_ids: Sequence[str]) -> list[Notice]:
    """One notice for each of these accounts that has a problem."""
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
    query: Query,
    vendor: str,
    elsewhere: str = "",
    offers_all: bool = False,
) -> Empty:
    """Why there are no rows, and what to do about it.

    `elsewhere` says where else a search has hits; `offers_all`: in other accounts, too.
    """
    if query.is_unsearchable:
        words = wording.unsearchable_words()
        return Empty(Emptiness.NOTHING_SEARCHED, words, text.line(problems_words(query)))
    if not query.empty and (extent.loaded or elsewhere):
        return _no_match(extent, elsewhere, offers_all)
    if not opened or any(walk.busy for walk in walks):
        waiting = next((w for w in walks if w.state is State.WAITING and w.error), None)
        hint = wording.error_title(waiting.error) if waiting and waiting.error else ""
        return Empty(Emptiness.LOADING, tr("Loading contacts…"), hint)
    failed = next((w for w in walks if w.state is State.FAILED), None)
    if failed and failed.error and (notice := notice_of(failed)):
        return Empty(
            Emptiness.FAILED,
            tr("Contacts couldn't be loaded"),
            wording.error_summary(failed.error),
            notice.action_words,
            does=notice.action,
            account_id=notice.account_id,
        )
    if not extent.complete:
        return Empty(Emptiness.NOT_LOADED, tr("No contacts loaded yet"), "", tr("Load contacts"))
    if extent.filtered:
        title = tr("No contacts match these filters")
        return Empty(Emptiness.NO_CONTACTS, title, "", tr("Clear filters"))
    hint = tr("{} returned an empty list.").format(vendor) if vendor else ""
    return Empty(Emptiness.NO_CONTACTS, tr("No contacts"), hint)


def hits_words(count: int, account: str) -> str:
    """ "59 in Bland AI"."""
    return tr("{count} in {account}").format(count=number(count), account=account)


def _no_match(extent: Extent, elsewhere: str, offers_all: bool) -> Empty:
    empty = _no_match_here(extent)
    if not elsewhere:
        return empty
    others = tr("Elsewhere: {hits}.").format(hits=elsewhere)
    hint = f"{empty.hint}\n{others}".strip()
    return replace(empty, hint=hint, second=tr("Search all accounts") if offers_all else "")


def _no_match_here(extent: Extent) -> Empty:
    count = extent.loaded
    if extent.complete and extent.filtered:
        title = translate("wording", "No matches in %Ln filtered contact(s)", "", count)
        hint = tr("Only contacts matching the filters were searched.")
        return Empty(Emptiness.NO_MATCH_FILTERED, title, hint, tr("Clear filters"))
    if extent.complete:
        title = translate("wording", "No matches in %Ln contact(s)", "", count)
        return Empty(Emptiness.NO_MATCH, title)
    title = translate("wording", "No matches in the %Ln contact(s) loaded so far", "", count)
    loaded = tr("{}. More contacts are searched as they load.")
    sentences = [loaded.format(sentence_case(extent.words()))]
    if extent.filtered:
        sentences.append(tr("{}.").format(sentence_case(wording.unsearched_words())))
    return Empty(Emptiness.NO_MATCH, title, " ".join(sentences), wording.rest_words(extent))
