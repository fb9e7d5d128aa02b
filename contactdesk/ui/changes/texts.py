"""What the cells of a change say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from contactdesk.index import ChangeRow
from contactdesk.records.moments import local_at, today
from contactdesk.ui.changes import columns
from contactdesk.ui.kit import text
from contactdesk.ui.kit.change_words import change_words, field_words, noticed_tip
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.value_actions import MenuValue
from contactdesk.ui.kit.wording import moment_words, tr, translate

Names = Callable[[str], str]
"""Gives an account's label by its id."""


def day_of(at: float) -> date | None:
    """The day here that a moment is on."""
    moment = local_at(at)
    return moment.date() if moment is not None else None


def day_words(day: date | None, now: datetime | None = None) -> str:
    """ "Today", "Yesterday", or the date."""
    if day is None:
        return ""
    this = today(now or datetime.now(UTC))
    if day == this:
        return translate("changes", "Today")
    if day == this - timedelta(days=1):
        return translate("changes", "Yesterday")
    return local_formats().day(day)


def time_words(at: float, group: str) -> str:
    """A time of day below the name of its day, else with its day."""
    moment = local_at(at)
    if moment is None or group != "day":
        return moment_words(at)
    return local_formats().clock(moment)


def name_words(change: ChangeRow) -> str:
    """The contact's display name, which may be the vendor's id."""
    return text.line(change.person) or text.line(change.vendor_id)


def what_words(change: ChangeRow) -> str:
    return change_words(change.kinds, change.fields)


def cell_words(change: ChangeRow, column: int, account: Names, group: str) -> str:
    """The text of a cell."""
    match column:
        case columns.DAY:
            return day_words(day_of(change.time))
        case columns.ACCOUNT:
            return text.line(account(change.account_id))
        case columns.TIME:
            return time_words(change.time, group)
        case columns.NAME:
            return name_words(change)
        case _:
            return what_words(change)


def tip_words(change: ChangeRow, column: int, account: Names, is_unread: bool) -> str:
    """A cell's tool tip: what it says, in full."""
    if column in (columns.DAY, columns.TIME):
        return noticed_tip(change.time)
    if column == columns.NAME and is_unread:
        return "\n".join((name_words(change), unread_words()))
    if column == columns.WHAT and change.fields:
        names = dict.fromkeys(map(field_words, change.fields))
        return "\n".join((what_words(change), ", ".join(names)))
    return cell_words(change, column, account, "")


def unread_words() -> str:
    return translate("changes", "Not marked as read yet")


def sentence(change: ChangeRow, account: Names, is_unread: bool) -> str:
    """A row for a screen reader: "Unread, Maria Sanz, E-mail changed, Bland AI, 9 Mar 2026, 14:02"."""
    parts = (
        translate("changes", "Unread") if is_unread else "",
        name_words(change),
        what_words(change),
        text.line(account(change.account_id)),
        moment_words(change.time),
    )
    return ", ".join(filter(None, parts))


def copied_row(change: ChangeRow, account: Names) -> Sequence[str]:
    """A change as the cells that are copied and exported: moment, account, name, what changed."""
    return (
        moment_words(change.time),
        account(change.account_id),
        change.person or change.vendor_id,
        what_words(change),
    )


def menu_value(change: ChangeRow, column: int) -> MenuValue | None:
    """The value of a cell that can be copied or searched for; None for words of ours."""
    if column != columns.NAME or not change.person:
        return None
    return MenuValue(change.person, label=tr("Name"), place="name")


def grouped_by(change: ChangeRow, group: str) -> Sequence[object]:
    """What tells a group's changes from those of others; `group` is one of GROUPS."""
    if group == "day":
        return day_of(change.time), change.account_id
    return (change.account_id,) if group == "account" else (change.id,)
