"""AskElephant: `GET /v2/contacts`, cursors, sorting by updated_at, search, bracketed filters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from contactdesk.sandbox.api_keys import check_authorization
from contactdesk.sandbox.people.conversations import PRODUCTS
from contactdesk.sandbox.people.person import Person, listed_person
from contactdesk.sandbox.people.variants import vary_email, vary_name, vary_phone
from contactdesk.sandbox.random_stream import CROCKFORD_BASE32, RandomStream, stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, HISTORY_S, NOW_S, iso_date, iso_time
from contactdesk.sandbox.vendors.api import (
    InvalidRequestError,
    ListRequest,
    Record,
    Reply,
    Vendor,
    json_reply,
    parse_time,
)
from contactdesk.sandbox.vendors.cursors import (
    bound_filters,
    decode_cursor,
    encode_cursor,
    take_page,
)

RECORD_STREAM, UPDATED_STREAM, CRM_STREAM, COMPANY_STREAM = 30, 31, 32, 33
RECORDS_IN_OLDER_HALF = 400
FIRST_UPDATE_AFTER_S = 120 * DAY_S
"""The first update, counted from the start of the history."""
MAX_ASSOCIATIONS = 20
ORDERS = ("updated_at:asc", "updated_at:desc")
UPDATED_FILTERS = {f"filter[updated_at][{op}]": op for op in ("gt", "gte", "lt", "lte")}
CRM_FILTER = "filter[crm_associations][eq]"
CRM_FILTER_ITEM = re.compile(r"filter\[crm_associations\]\[eq\]\[(\d{1,3})\]\[(id|object_type)\]")
PARAMS = {"limit", "cursor", "search", "order_by", CRM_FILTER, *UPDATED_FILTERS}
ERRORS = {
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
MEETING_NOTES: list[str] = load("askelephant")["meeting_notes"]


def error(status: int, message: str, errors: list[dict[str, str]] | None = None) -> Reply:
    """A problem document: RFC 9457, with `request_id` and `errors` added."""
    name, title = ERRORS.get(status, ("unexpected", "Unexpected error"))
    body: dict[str, Any] = {
        "type": f"https://app.askelephant.ai/errors/{name}",
        "title": title,
        "status": status,
        "detail": message,
        "request_id": f"rid_{stream(status, RECORD_STREAM, len(message)).token(20, CROCKFORD_BASE32)}",
    }
    if errors:
        body["errors"] = errors
    headers = {"WWW-Authenticate": 'Bearer realm="AskElephant"'} if status == 401 else {}
    return json_reply(status, body, "application/problem+json", **headers)


def _invalid(field: str, code: str, message: str, status: int = 400) -> InvalidRequestError:
    item = {"field": field, "code": code, "message": message}
    return InvalidRequestError(error(status, f"{field}: {message}", [item]))


def updated_ms(number: int, seed: int) -> int:
    """Milliseconds since 1970, non-decreasing in the number and independent of the list's size."""
    at = number + stream(seed, UPDATED_STREAM, number).random()
    start = NOW_S - HISTORY_S + FIRST_UPDATE_AFTER_S
    span = HISTORY_S - FIRST_UPDATE_AFTER_S - 3600
    return int((start + span * at / (at + RECORDS_IN_OLDER_HALF)) * 1000)


def first_updated_at(edge: float, size: int, seed: int, strictly: bool) -> int:
    """The first number updated at (strictly: after) `edge` seconds, by bisection; else `size`."""
    left, right = 0, size
    while left < right:
        middle = (left + right) // 2
        at = updated_ms(middle, seed) / 1000
        if at > edge or (at == edge and not strictly):
            right = middle
        else:
            left = middle + 1
    return left


def crm_id(number: int, seed: int) -> str | None:
    rng = stream(seed, CRM_STREAM, number)
    return f"{rng.between(10**10, 10**11 - 1)}" if number < 5 or rng.chance(0.6) else None


def record(number: int, seed: int) -> Record:
    rng = stream(seed, RECORD_STREAM, number)
    person = listed_person("askelephant", number, seed)
    milliseconds = updated_ms(number, seed)
    changed = milliseconds // 1000
    made: Record = {"object": "contact", "id": f"cnt_01{rng.token(24, CROCKFORD_BASE32)}"}
    made |= _names(rng, person)
    if person.featured or rng.chance(0.45):
        note = MEETING_NOTES[person.number] if person.featured else rng.pick(MEETING_NOTES)
        day = iso_date(changed + rng.between(1, 40) * DAY_S)
        made["description"] = note.format(
            company=person.company.name, product=rng.pick(PRODUCTS), date=day
        )
    if person.featured or rng.chance(0.7):
        made["company"] = {"id": f"cmp_01{_company_id(person)}", "object": "company"}
    made |= _addresses(rng, person)
    if (crm := crm_id(number, seed)) is not None:
        source = "hubspot" if int(crm) % 3 else "salesforce"
        made["crm_association"] = {"object_type": "contact", "crm_object_id": crm, "source": source}
    if person.featured or rng.chance(0.6):
        made["time_zone"] = person.country.time_zone
    made["created_at"] = iso_time(changed - rng.below(FIRST_UPDATE_AFTER_S))
    made["updated_at"] = iso_time(changed, milliseconds % 1000)
    return made


def _names(rng: RandomStream, person: Person) -> Record:
    latin = vary_name(rng, person) == person.latin
    given, family = (
        (person.given_latin, person.family_latin) if latin else (person.given, person.family)
    )
    if not person.featured and (at := rng.random()) < 0.12:
        if at < 0.04:
            return {}
        return {"first_name": given, "last_name": None} if at < 0.08 else {"first_name": given}
    return {"first_name": given, "last_name": family}


def _company_id(person: Person) -> str:
    return stream(0, COMPANY_STREAM, sum(person.company.domain.encode())).token(
        24, CROCKFORD_BASE32
    )


def _addresses(rng: RandomStream, person: Person) -> Record:
    made: Record = {}
    if person.featured or rng.chance(0.88):
        made["emails"] = [
            {"email": vary_email(rng, person, email), "is_primary": i == 0}
            for i, email in enumerate(person.emails)
        ]
    if person.featured or rng.chance(0.6):
        made["phone_numbers"] = [
            {"phone_number": vary_phone(rng, phone), "is_primary": i == 0}
            for i, phone in enumerate(person.phones)
        ]
    elif rng.chance(0.3):
        made["phone_numbers"] = []
    return made


def answer(request: ListRequest) -> Reply:
    status = check_authorization("askelephant", request.seed, request.authorization)
    if status == 401:
        return error(401, "Authentication is missing or invalid.")
    if status == 403:
        item = {"code": "missing_scope", "message": "contacts:read is required"}
        return error(403, "The contacts:read scope is required for this request.", [item])
    try:
        _check_params(request)
        return _page(request)
    except InvalidRequestError as refused:
        return refused.reply


def _check_params(request: ListRequest) -> None:
    names = [name for name, _ in request.query]
    for name in names:
        if name not in PARAMS and not CRM_FILTER_ITEM.fullmatch(name):
            raise _invalid(name, "unknown_parameter", "is not a known parameter")
        if names.count(name) > 1:
            raise _invalid(name, "repeated_parameter", "must be sent once")
    if (order := request.param("order_by")) is not None and order not in ORDERS:
        raise _invalid("order_by", "invalid_enum", f"must be one of {', '.join(ORDERS)}")


def _page(request: ListRequest) -> Reply:
    limit = request.int_param("limit", 1, 100, default=25)
    if limit is None:
        raise _invalid("limit", "invalid_range", "limit must be between 1 and 100", 422)
    filters = bound_filters(request, {"limit", "cursor"})
    start: int | None = 0
    if (cursor := request.param("cursor")) is not None:
        start = decode_cursor("askelephant", request.seed, cursor, filters)
        if start is None:
            raise _invalid("cursor", "invalid_cursor", "cursor is invalid for this request")
    numbers, after = take_page(_candidates(request, start or 0), limit)
    # a cursor holds a position in the requested order, not a record's number
    descending = request.param("order_by") != "updated_at:asc"
    listed = [request.size - 1 - n if descending else n for n in numbers]
    next_cursor = (
        None if after is None else encode_cursor("askelephant", request.seed, after, filters)
    )
    return json_reply(
        200,
        {
            "object": "list",
            "data": [record(n, request.seed) for n in listed],
            "has_more": after is not None,
            "next_cursor": next_cursor,
        },
    )


def _candidates(request: ListRequest, start: int) -> Iterator[tuple[int, bool]]:
    """(position, whether it matches) from `start` on, within the time bounds."""
    low, high = _bounds(request)
    descending = request.param("order_by") != "updated_at:asc"
    first, end = (request.size - high, request.size - low) if descending else (low, high)
    search = (request.param("search") or "").casefold().strip()
    crm_ids = _associations(request)
    for position in range(max(start, first), end):
        number = request.size - 1 - position if descending else position
        yield position, _matches(number, request.seed, search, crm_ids)


def _matches(number: int, seed: int, search: str, crm_ids: set[str] | None) -> bool:
    if crm_ids is not None and crm_id(number, seed) not in crm_ids:
        return False
    if not search:
        return True
    contact = record(number, seed)
    name = f"{contact.get('first_name') or ''} {contact.get('last_name') or ''}"
    texts = [name, *(email["email"] for email in contact.get("emails", ()))]
    return any(search in text.casefold() for text in texts)


def _bounds(request: ListRequest) -> tuple[int, int]:
    """The numbers [low, high) within every updated_at filter."""
    low, high = 0, request.size
    for name, op in UPDATED_FILTERS.items():
        text = request.param(name)
        if text is None:
            continue
        at = parse_time(text) if text.endswith(("Z", "+00:00")) else None
        if at is None:
            raise _invalid(name, "invalid_timestamp", "must be an ISO-8601 UTC timestamp")
        edge = first_updated_at(at, request.size, request.seed, strictly=op in ("gt", "lte"))
        low, high = (max(low, edge), high) if op in ("gt", "gte") else (low, min(high, edge))
    return low, max(low, high)


def _associations(request: ListRequest) -> set[str] | None:
    """The CRM ids of the filter, in either of its two forms; None without the filter."""
    indexed: dict[int, dict[str, Any]] = {}
    for name, value in request.query:
        if (found := CRM_FILTER_ITEM.fullmatch(name)) is not None:
            indexed.setdefault(int(found[1]), {})[found[2]] = value
    items: Any = list(indexed.values())
    if (text := request.param(CRM_FILTER)) is not None:
        try:
            items += json.loads(text)
        except (ValueError, TypeError):
            raise _invalid(CRM_FILTER, "invalid_json", "must be a JSON array of objects") from None
    elif not items:
        return None
    return _association_ids(items)


def _association_ids(items: list[Any]) -> set[str]:
    if len(items) > MAX_ASSOCIATIONS:
        raise _invalid(CRM_FILTER, "too_many_items", f"supports up to {MAX_ASSOCIATIONS} objects")
    for item in items:
        valid = isinstance(item, dict) and set(item) == {"id", "object_type"}
        if not valid or not isinstance(item["id"], str) or not item["id"]:
            raise _invalid(CRM_FILTER, "invalid_item", "each item needs id and object_type")
        if item["object_type"] != "contact":
            raise _invalid(CRM_FILTER, "unsupported_object_type", "object_type must be contact")
    return {item["id"] for item in items}


VENDOR = Vendor(
    id="askelephant",
    path="/v2/contacts",
    answer=answer,
    error=error,
    record=record,
    items_key="data",
    cursor_key="next_cursor",
    has_more_path=("has_more",),
    name_path=("first_name",),
    rate_limit=(600, 60.0),
    cursor_param="cursor",
)
