"""What the cells of an open item say."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from contactdesk.index import ItemKey, ItemRow
from contactdesk.memories.priority import PRIORITIES
from contactdesk.records.formatting import humanize
from contactdesk.ui.kit import text
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.item_words import state_words
from contactdesk.ui.kit.value_actions import MenuValue
from contactdesk.ui.kit.wording import tr, translate
from contactdesk.ui.worklist import columns
from contactdesk.userdata.item_states import ItemState

StateOf = Callable[[ItemKey], ItemState | None]
"""Gives what the user decided about an item; None for nothing."""


class Names(Struct, frozen=True):
    """How accounts and agents are called: `account` by id, `agent` by account id and agent."""

    account: Callable[[str], str]
    agent: Callable[[str, str], str]


def priority_words(priority: str, rank: int) -> str:
    """A priority for people; one that is not known as it was sent."""
    if rank >= len(PRIORITIES):
        return text.line(priority)
    return {
        "urgent": translate("worklist", "Urgent"),
        "high": translate("worklist", "High"),
        "medium": translate("worklist", "Medium"),
        "normal": translate("worklist", "Normal"),
        "low": translate("worklist", "Low"),
        "none": translate("worklist", "None"),
    }[PRIORITIES[rank]]


def item_words(item: ItemRow) -> str:
    """What is to be done; the kind of item where the agent did not say."""
    return text.line(item.text) or text.line(humanize(item.type)) or tr("No description")


def about_words(item: ItemRow) -> str:
    """What it is about: the entity's id, else its type."""
    return text.line(item.about_id) or text.line(humanize(item.about_type))


def cell_words(item: ItemRow, column: int, names: Names, state: ItemState | None) -> str:
    """The text of a cell."""
    match column:
        case columns.PRIORITY:
            return priority_words(item.priority, item.rank)
        case columns.ITEM:
            return item_words(item)
        case columns.PERSON:
            return text.line(item.person)
        case columns.PERSONA:
            return text.line(names.agent(item.account_id, item.agent))
        case columns.AGE:
            return short_age(item.created_at) or text.line(item.created_at)
        case columns.ABOUT:
            return about_words(item)
        case columns.ACCOUNT:
            return text.line(names.account(item.account_id))
        case _:
            return state_words(state)


def tip_words(item: ItemRow, column: int, names: Names) -> str:
    """A cell's tool tip: what it says, in full."""
    match column:
        case columns.ITEM:
            return "\n".join(filter(None, (item.text, text.line(humanize(item.type)))))
        case columns.PERSONA:
            return item.agent or translate("worklist", "The memory names no persona or number")
        case columns.AGE:
            return full_date(item.created_at) or item.created_at
        case columns.ABOUT:
            return " ".join(filter(None, (humanize(item.about_type), item.about_id)))
        case _:
            return cell_words(item, column, names, None)


def sentence(item: ItemRow, names: Names, state: ItemState | None) -> str:
    """A row for a screen reader: "High, Call back after 17:00, Maria Sanz, 9 d"."""
    order = (columns.PRIORITY, columns.ITEM, columns.PERSON, columns.AGE, columns.STATE)
    return ", ".join(filter(None, (cell_words(item, each, names, state) for each in order)))


def menu_value(item: ItemRow, column: int) -> MenuValue | None:
    """The value of a cell with its place in the search language, for a menu; None where it is empty or
    no value of the vendor's."""
    value, place = {
        columns.PRIORITY: (item.priority, "priority"),
        columns.ITEM: (item.text, "open"),
        columns.PERSON: (item.person, "name"),
        columns.PERSONA: (item.agent, "persona"),
        columns.ABOUT: (item.about_id, "entity"),
    }.get(column, ("", ""))
    return MenuValue(value, label=columns.title(column), place=place) if value else None


def grouped_by(item: ItemRow, group: str) -> tuple[object, ...]:
    """What tells a group's items from those of others; `group` is one of GROUPS."""
    match group:
        case "person":
            return (item.contact,)
        case "agent":
            return item.account_id, item.agent
        case "priority":
            known = item.rank < len(PRIORITIES)
            return item.rank, "" if known else item.priority.strip().casefold()
        case "account":
            return (item.account_id,)
    return (item.id,)
