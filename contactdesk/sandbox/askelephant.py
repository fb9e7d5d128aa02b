"""AskElephant: `GET /v2/contacts`, cursors, order by updated_at, search and bracketed filters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from contactdesk.sandbox.draw import DAY, NOW, SPAN, Draw, date, draw, iso
from contactdesk.sandbox.keys import standing
from contactdesk.sandbox.people import Person, email_as, name_as, person_of, phone_as
from contactdesk.sandbox.texts import ITEMS, MEETING_NOTES
from contactdesk.sandbox.wire import (
    Ask,
    Record,
    RefusedError,
    Reply,
    Vendor,
    filters_of,
    json_reply,
    moment,
    seal,
    unseal,
    whole,
    window,
)

STREAM = 30
ULID = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 400
"""How many records lie in the older half of the time span."""
OLDEST = 120 * DAY
"""How long after the beginning of the time span the first update is."""
MOST_ASSOCIATIONS = 20
ORDERS = ("updated_at:asc", "updated_at:desc")
UPDATED = {f"filter[updated_at][{op}]": op for op in ("gt", "gte", "lt", "lte")}
CRM = "filter[crm_associations][eq]"
CRM_ITEM = re.compile(r"filter\[crm_associations\]\[eq\]\[(\d{1,3})\]\[(id|object_type)\]")
KNOWN = {"limit", "cursor", "search", "order_by", CRM, *UPDATED}
NAMED = {
    400: ("bad_request", "Bad request"),
    401: ("unauthorized", "Authentication required"),
    402: ("payment_required", "Payment required"),
    403: ("forbidden", "Missing required scope"),
    404: ("not_found", "Resource not found"),
    405: ("method_not_allowed", "Method not allowed"),
    422: ("validation_failed", "Validation failed"),
    429: ("rate_limited", "Too many requests"),
    500: ("internal_error", "Internal server error"),
}


def error(status: int, message: str) -> Reply:
    return _problem(status, message)


def _problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> Reply:
    name, title = NAMED.get(status, ("unexpected", "Unexpected error"))
    body: dict[str, Any] = {
        "type": f"https://app.askelephant.ai/errors/{name}",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": f"rid_{draw(status, STREAM, len(detail)).word(20, ULID)}",
    }
    if errors:
        body["errors"] = errors
    headers = {"WWW-Authenticate": 'Bearer realm="AskElephant"'} if status == 401 else {}
    return json_reply(status, body, "application/problem+json", **headers)


def _wrong(field: str, code: str, message: str, status: int = 400) -> RefusedError:
    item = {"field": field, "code": code, "message": message}
    return RefusedError(_problem(status, f"{field}: {message}", [item]))


def updated(number: int, seed: int) -> int:
    """Milliseconds since 1970; never falls with the number, whatever the size of the list."""
    at = number + draw(seed, STREAM + 1, number).random()
    return int((NOW - SPAN + OLDEST + (SPAN - OLDEST - 3600) * at / (at + HALF)) * 1000)


def first_at(low: float, size: int, seed: int, strictly: bool) -> int:
    """The first number updated at (strictly: after) this time, in seconds; `size` if none."""
    left, right = 0, size
    while left < right:
        middle = (left + right) // 2
        at = updated(middle, seed) / 1000
        if at > low or (at == low and not strictly):
            right = middle
        else:
            left = middle + 1
    return left


def crm_id(number: int, seed: int) -> str | None:
    d = draw(seed, STREAM + 2, number)
    return f"{d.between(10**10, 10**11 - 1)}" if number < 5 or d.chance(0.6) else None


def record(number: int, seed: int) -> Record:
    d = draw(seed, STREAM, number)
    who = person_of("askelephant", number, seed)
    milliseconds = updated(number, seed)
    changed = milliseconds // 1000
    made: Record = {"object": "contact", "id": f"cnt_01{d.word(24, ULID)}"}
    made |= _names(d, who)
    if who.shown or d.chance(0.45):
        note = MEETING_NOTES[who.number] if who.shown else d.pick(MEETING_NOTES)
        day = date(changed + d.between(1, 40) * DAY)
        made["description"] = note.format(firm=who.firm.name, item=d.pick(ITEMS), date=day)
    if who.shown or d.chance(0.7):
        made["company"] = {"id": f"cmp_01{_company(who)}", "object": "company"}
    made |= _addresses(d, who)
    if (crm := crm_id(number, seed)) is not None:
        source = "hubspot" if int(crm) % 3 else "salesforce"
        made["crm_association"] = {"object_type": "contact", "crm_object_id": crm, "source": source}
    if who.shown or d.chance(0.6):
        made["time_zone"] = who.country.zone
    made["created_at"] = iso(changed - d.below(OLDEST))
    made["updated_at"] = iso(changed, milliseconds % 1000)
    return made


def _names(d: Draw, who: Person) -> Record:
    latin = name_as(d, who) == who.latin
    given, family = (who.given_latin, who.family_latin) if latin else (who.given, who.family)
    if not who.shown and (at := d.random()) < 0.12:
        if at < 0.04:
            return {}
        return {"first_name": given, "last_name": None} if at < 0.08 else {"first_name": given}
    return {"first_name": given, "last_name": family}


def _company(who: Person) -> str:
    return draw(0, STREAM + 3, sum(who.firm.domain.encode())).word(24, ULID)


def _addresses(d: Draw, who: Person) -> Record:
    made: Record = {}
    if who.shown or d.chance(0.88):
        made["emails"] = [
            {"email": email_as(d, who, email), "is_primary": i == 0}
            for i, email in enumerate(who.emails)
        ]
    if who.shown or d.chance(0.6):
        made["phone_numbers"] = [
            {"phone_number": phone_as(d, phone), "is_primary": i == 0}
            for i, phone in enumerate(who.phones)
        ]
    elif d.chance(0.3):
        made["phone_numbers"] = []
    return made


def answer(ask: Ask) -> Reply:
    status = standing("askelephant", ask.seed, ask.authorization)
    if status == 401:
        return _problem(401, "Authentication is missing or invalid.")
    if status == 403:
        item = {"code": "missing_scope", "message": "contacts:read is required"}
        return _problem(403, "The contacts:read scope is required for this request.", [item])
    try:
        _check(ask)
        return _page(ask)
    except RefusedError as refused:
        return refused.reply


def _check(ask: Ask) -> None:
    names = [name for name, _ in ask.query]
    for name in names:
        if name not in KNOWN and not CRM_ITEM.fullmatch(name):
            raise _wrong(name, "unknown_parameter", "is not a known parameter")
        if names.count(name) > 1:
            raise _wrong(name, "repeated_parameter", "must be sent once")
    if (order := ask.value("order_by")) is not None and order not in ORDERS:
        raise _wrong("order_by", "invalid_enum", f"must be one of {', '.join(ORDERS)}")


def _page(ask: Ask) -> Reply:
    said = ask.value("limit")
    limit = whole(said, 1, 100) if said is not None else 25
    if limit is None:
        raise _wrong("limit", "invalid_range", "limit must be between 1 and 100", 422)
    filters = filters_of(ask, {"limit", "cursor"})
    start: int | None = 0
    if (cursor := ask.value("cursor")) is not None:
        start = unseal("askelephant", ask.seed, cursor, filters)
        if start is None:
            raise _wrong("cursor", "invalid_cursor", "cursor is invalid for this request")
    numbers, after = window(_places(ask, start or 0), limit)
    # a cursor holds the place in the order asked for, not the number of a record
    descending = ask.value("order_by") != "updated_at:asc"
    found = [ask.size - 1 - n if descending else n for n in numbers]
    following = None if after is None else seal("askelephant", ask.seed, after, filters)
    return json_reply(
        200,
        {
            "object": "list",
            "data": [record(n, ask.seed) for n in found],
            "has_more": after is not None,
            "next_cursor": following,
        },
    )


def _places(ask: Ask, start: int) -> Iterator[tuple[int, bool]]:
    """Every place from `start` on within the time bounds, and whether its record matches."""
    low, high = _bounds(ask)
    descending = ask.value("order_by") != "updated_at:asc"
    first, end = (ask.size - high, ask.size - low) if descending else (low, high)
    search = (ask.value("search") or "").casefold().strip()
    wanted = _associations(ask)
    for place in range(max(start, first), end):
        number = ask.size - 1 - place if descending else place
        yield place, _fits(number, ask.seed, search, wanted)


def _fits(number: int, seed: int, search: str, wanted: set[str] | None) -> bool:
    if wanted is not None and crm_id(number, seed) not in wanted:
        return False
    if not search:
        return True
    found = record(number, seed)
    name = f"{found.get('first_name') or ''} {found.get('last_name') or ''}"
    texts = [name, *(email["email"] for email in found.get("emails", ()))]
    return any(search in text.casefold() for text in texts)


def _bounds(ask: Ask) -> tuple[int, int]:
    """The numbers [low, high) whose updated_at meets every bound."""
    low, high = 0, ask.size
    for name, op in UPDATED.items():
        text = ask.value(name)
        if text is None:
            continue
        at = moment(text) if text.endswith(("Z", "+00:00")) else None
        if at is None:
            raise _wrong(name, "invalid_timestamp", "must be an ISO-8601 UTC timestamp")
        edge = first_at(at, ask.size, ask.seed, strictly=op in ("gt", "lte"))
        low, high = (max(low, edge), high) if op in ("gt", "gte") else (low, min(high, edge))
    return low, max(low, high)


def _associations(ask: Ask) -> set[str] | None:
    """The CRM ids asked for in either form; None where the filter was not sent."""
    indexed: dict[int, dict[str, Any]] = {}
    for name, value in ask.query:
        if (found := CRM_ITEM.fullmatch(name)) is not None:
            indexed.setdefault(int(found[1]), {})[found[2]] = value
    items: Any = list(indexed.values())
    if (text := ask.value(CRM)) is not None:
        try:
            items += json.loads(text)
        except (ValueError, TypeError):
            raise _wrong(CRM, "invalid_json", "must be a JSON array of objects") from None
    elif not items:
        return None
    return _checked(items)


def _checked(items: list[Any]) -> set[str]:
    if len(items) > MOST_ASSOCIATIONS:
        raise _wrong(CRM, "too_many_items", f"supports up to {MOST_ASSOCIATIONS} objects")
    for item in items:
        sound = isinstance(item, dict) and set(item) == {"id", "object_type"}
        if not sound or not isinstance(item["id"], str) or not item["id"]:
            raise _wrong(CRM, "invalid_item", "each item needs id and object_type")
        if item["object_type"] != "contact":
            raise _wrong(CRM, "unsupported_object_type", "object_type must be contact")
    return {item["id"] for item in items}


VENDOR = Vendor(
    id="askelephant",
    path="/v2/contacts",
    answer=answer,
    error=error,
    record=record,
    items="data",
    next_at="next_cursor",
    more_at=("has_more",),
    name_at=("first_name",),
    rate=(600, 60.0),
    cursor_param="cursor",
)
