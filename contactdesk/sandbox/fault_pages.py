"""Faults inside a page that is otherwise sound: cursors, flags, totals and records that lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from contactdesk.sandbox.line import Exchange
from contactdesk.sandbox.wire import Pairs, Reply, filters_of, json_reply, seal

Page = dict[str, Any]
PageFault = Callable[[Exchange, Page], Page]
SIZE_PARAMS = {"limit", "_limit", "maxResults"}
BIG = 120_000
"""Bytes a record is made larger by, unless the rule's value says otherwise."""


def _on_page(change: PageFault, exchange: Exchange) -> Reply:
    """Changes a good page; anything else goes out as it is."""
    reply = exchange.answer()
    if reply.status != 200:
        return reply
    return json_reply(200, change(exchange, reply.value))


def _set(page: Page, path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        page = page[step]
    page[path[-1]] = value


def _say_more(exchange: Exchange, page: Page, more: Any = True) -> None:
    if exchange.vendor.more_at:
        _set(page, exchange.vendor.more_at, more)


def _some_cursor(exchange: Exchange, page: Page) -> str:
    """The page's own next cursor, or a sound one to the front where it has none."""
    vendor, ask = exchange.vendor, exchange.ask
    own = page[vendor.next_at]
    filters = filters_of(ask, SIZE_PARAMS | {vendor.cursor_param})
    return own if own is not None else seal(vendor.id, ask.seed, 0, filters)


def _cursor_repeats(exchange: Exchange, page: Page) -> Page:
    """The cursors go round with period `value` (1); with offsets the first page comes again."""
    if not exchange.vendor.next_at:
        return _duplicate_page(exchange, page)
    period = int(exchange.value or 1)
    known: list[str] = exchange.memory.setdefault("cursors", [])
    if len(known) < period:
        known.append(_some_cursor(exchange, page))
    at = exchange.memory["at"] = exchange.memory.get("at", -1) + 1
    page[exchange.vendor.next_at] = known[at % len(known)]
    _say_more(exchange, page)
    return page


def _empty_page_more(exchange: Exchange, page: Page) -> Page:
    """No records, and yet there is more."""
    if exchange.vendor.next_at:
        page[exchange.vendor.next_at] = _some_cursor(exchange, page)
    page[exchange.vendor.items] = []
    _say_more(exchange, page)
    return page


def _missing_cursor(exchange: Exchange, page: Page) -> Page:
    """More is promised, but not how to ask for it."""
    if exchange.vendor.next_at:
        page.pop(exchange.vendor.next_at)
        _say_more(exchange, page)
    elif exchange.vendor.more_at:
        _drop(page, exchange.vendor.more_at)
    return page


def _drop(page: Page, path: tuple[str, ...]) -> None:
    for step in path[:-1]:
        page = page[step]
    page.pop(path[-1], None)


def _has_more_missing(exchange: Exchange, page: Page) -> Page:
    if exchange.vendor.more_at:
        _drop(page, exchange.vendor.more_at)
    return page


def _has_more_text(exchange: Exchange, page: Page) -> Page:
    """`"yes"` instead of true; where there is no such flag, the cursor is `true`."""
    if exchange.vendor.more_at:
        _say_more(exchange, page, "yes")
    else:
        page[exchange.vendor.next_at] = True
    return page


def _duplicate_page(exchange: Exchange, page: Page) -> Page:
    """The records of the first page this fault met come again on every page; the rest is sound."""
    items = exchange.vendor.items
    page[items] = exchange.memory.setdefault("items", page[items])
    if not exchange.vendor.next_at:
        _say_more(exchange, page)
    return page


def _shifted(exchange: Exchange, page: Page) -> Page:
    """As if `value` records (3) had been put in at the front since the page before."""
    ask, vendor = exchange.ask, exchange.vendor
    at = int(ask.value(vendor.cursor_param) or 0) if not vendor.next_at else 0
    if at == 0:
        return page
    back = max(0, at - int(exchange.value or 3))
    query: Pairs = [
        (name, str(back)) if name == vendor.cursor_param else (name, value)
        for name, value in ask.query
    ]
    page[vendor.items] = vendor.answer(replace(ask, query=query)).value[vendor.items]
    return page


def _total_lies(exchange: Exchange, page: Page) -> Page:
    """`value` (-1) where the vendor tells a total."""
    said = -1 if exchange.value is None else exchange.value
    if "totalItems" in page:
        page["totalItems"] = said
    if "pagination" in page:
        page["pagination"]["total"] = said
    return page


def _wrong_types(record: Page) -> Page:
    """Every part but the id is of another type than documented."""
    swapped: dict[type, Any] = {str: 7, int: [], float: "x", bool: "maybe", list: "x", dict: [1]}
    return {
        key: value if key == "id" else swapped.get(type(value), {"odd": True})
        for key, value in record.items()
    }


BROKEN: dict[str, Callable[[Page], Any]] = {
    "no-id": lambda record: {key: value for key, value in record.items() if key != "id"},
    "list": lambda record: [record.get("id"), "a list where an object is due"],
    "wrong-types": _wrong_types,
    "null-id": lambda record: record | {"id": None},
    "text": lambda _record: "a text where an object is due",
    "null": lambda _record: None,
    "object-id": lambda record: record | {"id": {"value": 1}},
    "empty": lambda _record: {},
}
"""What may be wrong with one record, by name."""


def _broken_record(exchange: Exchange, page: Page) -> Page:
    """The middle record: broken as `value` names, or another way on every page."""
    found = page[exchange.vendor.items]
    at = exchange.memory["at"] = exchange.memory.get("at", -1) + 1
    names = list(BROKEN)
    name = exchange.value or names[at % len(names)]
    if found:
        middle = len(found) // 2
        found[middle] = BROKEN[name](found[middle])
    return page


def _named(exchange: Exchange, page: Page, text: str) -> Page:
    """The first record's name is replaced."""
    found = page[exchange.vendor.items]
    if found:
        _set(found[0], exchange.vendor.name_at, text)
    return page


def _hostile_name(exchange: Exchange, page: Page) -> Page:
    """Markup, a right-to-left override and a control character, or `value`."""
    return _named(exchange, page, exchange.value or "<b>N</b>\u202eexe.txt\u0000 & co")


def _big_records(exchange: Exchange, page: Page) -> Page:
    """Every record is `value` bytes larger, so that fewer of them on a page helps."""
    for record in page[exchange.vendor.items]:
        record["padding"] = "x" * int(exchange.value or BIG)
    return page


def _unknown_fields(exchange: Exchange, page: Page) -> Page:
    for record in page[exchange.vendor.items]:
        record |= {"new_field": {"since": "2027"}, "another": ["one", 2, None]}
    return page


PAGE_FAULTS: dict[str, Callable[[Exchange], Reply | None]] = {
    name: partial(_on_page, change)
    for name, change in {
        "cursor-repeats": _cursor_repeats,
        "empty-page-more": _empty_page_more,
        "missing-cursor": _missing_cursor,
        "has-more-missing": _has_more_missing,
        "has-more-text": _has_more_text,
        "duplicate-page": _duplicate_page,
        "shifted": _shifted,
        "total-lies": _total_lies,
        "broken-record": _broken_record,
        "hostile-name": _hostile_name,
        "big-records": _big_records,
        "unknown-fields": _unknown_fields,
    }.items()
}
