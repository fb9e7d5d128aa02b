"""Open items as they are copied and exported."""

from __future__ import annotations

from collections.abc import Iterable

from contactdesk.export.open_items import ListedItem
from contactdesk.export.open_items import checklist as as_markdown
from contactdesk.index import ItemRow
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.worklist.texts import Names, StateOf


def listed(item: ItemRow, names: Names, state_of: StateOf) -> ListedItem:
    """An open item with its names and what the user decided about it."""
    state = state_of(item.key)
    return ListedItem(
        text=item.text,
        priority=item.priority,
        type=item.type,
        person=item.person,
        agent=names.agent(item.account_id, item.agent) if item.agent else "",
        since=item.created_at,
        related_to=" ".join(filter(None, (item.about_type, item.about_id))),
        account=names.account(item.account_id),
        is_done=state is not None and state.done,
        snoozed_until=state.snoozed_until if state is not None else "",
    )


def checklist(items: Iterable[ItemRow], names: Names, state_of: StateOf) -> str:
    """A Markdown checklist for the clipboard."""
    return as_markdown((listed(each, names, state_of) for each in items), local_formats())
