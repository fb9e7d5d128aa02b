"""OpenCX: `GET /contacts`, opaque cursor, fixed page size, four date filters."""

from __future__ import annotations

from contactdesk.sandbox.api_keys import check_authorization
from contactdesk.sandbox.people.person import listed_person
from contactdesk.sandbox.people.variants import vary_company, vary_email, vary_name
from contactdesk.sandbox.random_stream import stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, HISTORY_S, NOW_S, iso_time
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

PAGE_SIZE = 50
RECORD_STREAM, TIMES_STREAM, CUSTOM_DATA_STREAM = 10, 11, 12
DATE_FILTERS = ("created_after", "created_before", "updated_after", "updated_before")
STATUS_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Too Many Requests",
    500: "Internal Server Error",
}
_DATA = load("opencx")
CUSTOM_DATA: dict[str, list[str]] = _DATA["custom_data"]
LANGUAGE_NAMES: dict[str, str] = _DATA["language_names"]


def error(status: int, message: str) -> Reply:
    title = STATUS_TITLES.get(status, "Error")
    return json_reply(status, {"statusCode": status, "message": message, "error": title})


def times(number: int, seed: int) -> tuple[int, int]:
    """(created, updated), in seconds since 1970."""
    rng = stream(seed, TIMES_STREAM, number)
    created = NOW_S - DAY_S - rng.below(HISTORY_S - DAY_S)
    return created, created + rng.below(NOW_S - created) if rng.chance(0.7) else created


def record(number: int, seed: int) -> Record:
    rng = stream(seed, RECORD_STREAM, number)
    person = listed_person("opencx", number, seed)
    created, updated = times(number, seed)
    return {
        "id": rng.uuid(),
        "email": vary_email(rng, person, person.emails[0])
        if person.featured or rng.chance(0.82)
        else None,
        "phone_number": person.phones[0] if person.featured or rng.chance(0.66) else None,
        "name": vary_name(rng, person) if person.featured or rng.chance(0.9) else None,
        "custom_data": _custom_data(number, seed),
        "created_at": iso_time(created),
        "updated_at": iso_time(updated),
    }


def _custom_data(number: int, seed: int) -> dict[str, str] | None:
    rng = stream(seed, CUSTOM_DATA_STREAM, number)
    person = listed_person("opencx", number, seed)
    if not person.featured and rng.chance(0.2):
        return None
    pairs = {
        name: rng.pick(CUSTOM_DATA[name])
        for name in rng.pick_run(list(CUSTOM_DATA), 5 if person.featured else 3)
    }
    if person.featured or rng.chance(0.5):
        pairs["company"] = vary_company(rng, person.company)
    if person.featured or rng.chance(0.4):
        pairs["preferred_language"] = LANGUAGE_NAMES[person.country.language]
    if person.featured or rng.chance(0.3):
        pairs["time_zone"] = person.country.time_zone
    return {} if not person.featured and rng.chance(0.08) else pairs


def answer(request: ListRequest) -> Reply:
    status = check_authorization("opencx", request.seed, request.authorization)
    if status == 401:
        return error(401, "Missing or invalid API key")
    if status == 403:
        return error(403, "API key is missing the required scope: contacts:read")
    names = [name for name, _ in request.query]
    for name in names:
        if name not in (*DATE_FILTERS, "cursor"):
            return error(400, f"property {name} should not exist")
        if names.count(name) > 1:
            return error(400, f"{name} must be a string")
    try:
        return _page(request)
    except InvalidRequestError as refused:
        return refused.reply


def _page(request: ListRequest) -> Reply:
    bounds = {name: _bound(request, name) for name in DATE_FILTERS}
    filters = bound_filters(request, {"cursor"})
    start = 0
    if (cursor := request.param("cursor")) is not None:
        position = decode_cursor("opencx", request.seed, cursor, filters)
        if position is None:
            raise InvalidRequestError(error(400, "Invalid cursor"))
        start = position

    def matches(number: int) -> bool:
        created, updated = times(number, request.seed)
        return (
            bounds["created_after"] < created < bounds["created_before"]
            and bounds["updated_after"] < updated < bounds["updated_before"]
        )

    numbers, after = take_page(
        ((n, not filters or matches(n)) for n in range(start, request.size)), PAGE_SIZE
    )
    next_cursor = None if after is None else encode_cursor("opencx", request.seed, after, filters)
    return json_reply(
        200, {"items": [record(n, request.seed) for n in numbers], "next": next_cursor}
    )


def _bound(request: ListRequest, name: str) -> float:
    text = request.param(name)
    if text is None:
        return float("-inf") if name.endswith("after") else float("inf")
    moment = parse_time(text)
    if moment is None:
        raise InvalidRequestError(error(400, f"{name} must be a valid ISO 8601 date string"))
    return moment


VENDOR = Vendor(
    id="opencx",
    path="/contacts",
    answer=answer,
    error=error,
    record=record,
    items_key="items",
    cursor_key="next",
    has_more_path=(),
    name_path=("name",),
    rate_limit=(100, 60.0),
    cursor_param="cursor",
)
