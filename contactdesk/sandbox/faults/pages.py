"""Faults inside an otherwise correct page: wrong cursors, flags, totals and records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from contactdesk.sandbox.faults.exchange import Exchange, Fault
from contactdesk.sandbox.vendors.api import Params, Reply, json_reply
from contactdesk.sandbox.vendors.cursors import bound_filters, encode_cursor

Page = dict[str, Any]
PAGE_SIZE_PARAMS = {"limit", "_limit", "maxResults"}
PADDING_BYTES = 120_000
"""Added to each record, unless the rule's value says otherwise."""


def _edit_page(edit: Callable[[Exchange, Page], None], exchange: Exchange) -> Reply:
    """Edit a successful page; send any other reply unchanged."""
    reply = exchange.answer()
    if reply.status != 200:
        return reply
    page = reply.json()
    edit(exchange, page)
    return json_reply(200, page)


def _parent(page: Page, path: tuple[str, ...]) -> Page:
    """The object that holds the last step of the path."""
    for step in path[:-1]:
        page = page[step]
    return page


def _set(page: Page, path: tuple[str, ...], value: Any) -> None:
    _parent(page, path)[path[-1]] = value


def _set_has_more(exchange: Exchange, page: Page, value: Any = True) -> None:
    if path := exchange.vendor.has_more_path:
        _set(page, path, value)


def _has_more_missing(exchange: Exchange, page: Page) -> None:
    if path := exchange.vendor.has_more_path:
        _parent(page, path).pop(path[-1], None)


def _next_cursor(exchange: Exchange, page: Page) -> str:
    """The page's next cursor, or on the last page a valid one to the start."""
    vendor, request = exchange.vendor, exchange.request
    cursor = page[vendor.cursor_key]
    filters = bound_filters(request, PAGE_SIZE_PARAMS | {vendor.cursor_param})
    return cursor if cursor is not None else encode_cursor(vendor.id, request.seed, 0, filters)


def _page_index(exchange: Exchange) -> int:
    """How many pages this rule has changed before."""
    index: int = exchange.state.get("index", -1) + 1
    exchange.state["index"] = index
    return index


def _cursor_repeats(exchange: Exchange, page: Page) -> None:
    """Cursors in a cycle of `value` (1); with offset paging, the first page forever."""
    if not exchange.vendor.cursor_key:
        _duplicate_page(exchange, page)
        return
    period = int(exchange.value or 1)
    cycle: list[str] = exchange.state.setdefault("cursors", [])
    if len(cycle) < period:
        cycle.append(_next_cursor(exchange, page))
    page[exchange.vendor.cursor_key] = cycle[_page_index(exchange) % len(cycle)]
    _set_has_more(exchange, page)


def _empty_page_more(exchange: Exchange, page: Page) -> None:
    """No records, but more to come."""
    if exchange.vendor.cursor_key:
        page[exchange.vendor.cursor_key] = _next_cursor(exchange, page)
    page[exchange.vendor.items_key] = []
    _set_has_more(exchange, page)


def _missing_cursor(exchange: Exchange, page: Page) -> None:
    """More to come, without a cursor; with offset paging, no flag at all."""
    if exchange.vendor.cursor_key:
        page.pop(exchange.vendor.cursor_key)
        _set_has_more(exchange, page)
    else:
        _has_more_missing(exchange, page)


def _has_more_text(exchange: Exchange, page: Page) -> None:
    """`"yes"` instead of true; without such a flag, the cursor is `true`."""
    if exchange.vendor.has_more_path:
        _set_has_more(exchange, page, "yes")
    else:
        page[exchange.vendor.cursor_key] = True


def _duplicate_page(exchange: Exchange, page: Page) -> None:
    """The first page's records on every page."""
    items_key = exchange.vendor.items_key
    page[items_key] = exchange.state.setdefault("items", page[items_key])
    if not exchange.vendor.cursor_key:
        _set_has_more(exchange, page)


def _shifted(exchange: Exchange, page: Page) -> None:
    """As if `value` (3) records had been inserted at the front since the previous page."""
    request, vendor = exchange.request, exchange.vendor
    offset = int(request.param(vendor.cursor_param) or 0) if not vendor.cursor_key else 0
    if offset == 0:
        return
    shifted = str(max(0, offset - int(exchange.value or 3)))
    query: Params = [
        (name, shifted) if name == vendor.cursor_param else (name, value)
        for name, value in request.query
    ]
    answer = vendor.answer(replace(request, query=query)).json()
    page[vendor.items_key] = answer[vendor.items_key]


def _total_lies(exchange: Exchange, page: Page) -> None:
    """`value` (-1) as the total, where the vendor gives one."""
    total = -1 if exchange.value is None else exchange.value
    if "totalItems" in page:
        page["totalItems"] = total
    if "pagination" in page:
        page["pagination"]["total"] = total


def _wrong_types(record: Page) -> Page:
    """Every field but the id has a type other than documented."""
    swapped: dict[type, Any] = {str: 7, int: [], float: "x", bool: "maybe", list: "x", dict: [1]}
    return {
        key: value if key == "id" else swapped.get(type(value), {"odd": True})
        for key, value in record.items()
    }


MALFORMED: dict[str, Callable[[Page], Any]] = {
    "no-id": lambda record: {key: value for key, value in record.items() if key != "id"},
    "list": lambda record: [record.get("id"), "a list where an object is due"],
    "wrong-types": _wrong_types,
    "null-id": lambda record: record | {"id": None},
    "text": lambda _record: "a text where an object is due",
    "null": lambda _record: None,
    "object-id": lambda record: record | {"id": {"value": 1}},
    "empty": lambda _record: {},
}
"""Ways to break one record, by name."""


def _broken_record(exchange: Exchange, page: Page) -> None:
    """The middle record is malformed in the way `value` names, or in turn in every way."""
    records = page[exchange.vendor.items_key]
    names = list(MALFORMED)
    name = exchange.value or names[_page_index(exchange) % len(names)]
    if records:
        middle = len(records) // 2
        records[middle] = MALFORMED[name](records[middle])


def _hostile_name(exchange: Exchange, page: Page) -> None:
    """The first record's name is `value`, or markup, a bidi override and a control character."""
    name = exchange.value or "<b>N</b>\u202eexe.txt\u0000 & co"
    if records := page[exchange.vendor.items_key]:
        _set(records[0], exchange.vendor.name_path, name)


def _big_records(exchange: Exchange, page: Page) -> None:
    """Every record is `value` bytes larger, so that a smaller page helps."""
    for record in page[exchange.vendor.items_key]:
        record["padding"] = "x" * int(exchange.value or PADDING_BYTES)


def _unknown_fields(exchange: Exchange, page: Page) -> None:
    for record in page[exchange.vendor.items_key]:
        record |= {"new_field": {"since": "2027"}, "another": ["one", 2, None]}


PAGE_FAULTS: dict[str, Fault] = {
    name: partial(_edit_page, edit)
    for name, edit in {
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
