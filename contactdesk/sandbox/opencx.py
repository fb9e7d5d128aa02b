"""OpenCX: `GET /contacts`, an opaque cursor, pages of fifty, four date filters."""

from __future__ import annotations

from contactdesk.sandbox.draw import NOW, SPAN, draw, iso
from contactdesk.sandbox.keys import standing
from contactdesk.sandbox.people import email_as, firm_as, name_as, person_of
from contactdesk.sandbox.texts import INSIGHTS, LANGUAGES
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
    window,
)

PAGE = 50
STREAM = 10
TIMES = 11
DATES = ("created_after", "created_before", "updated_after", "updated_before")
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


def error(status: int, message: str) -> Reply:
    title = TITLES.get(status, "Error")
    return json_reply(status, {"statusCode": status, "message": message, "error": title})


def times(number: int, seed: int) -> tuple[int, int]:
    """When the contact was created and last updated, in seconds."""
    d = draw(seed, TIMES, number)
    created = NOW - 86_400 - d.below(SPAN - 86_400)
    return created, created + d.below(NOW - created) if d.chance(0.7) else created


def record(number: int, seed: int) -> Record:
    d = draw(seed, STREAM, number)
    who = person_of("opencx", number, seed)
    created, updated = times(number, seed)
    return {
        "id": d.uuid(),
        "email": email_as(d, who, who.emails[0]) if who.shown or d.chance(0.82) else None,
        "phone_number": who.phones[0] if who.shown or d.chance(0.66) else None,
        "name": name_as(d, who) if who.shown or d.chance(0.9) else None,
        "custom_data": _custom(number, seed),
        "created_at": iso(created),
        "updated_at": iso(updated),
    }


def _custom(number: int, seed: int) -> dict[str, str] | None:
    d = draw(seed, STREAM + 2, number)
    who = person_of("opencx", number, seed)
    if not who.shown and d.chance(0.2):
        return None
    pairs = {name: d.pick(INSIGHTS[name]) for name in d.some(list(INSIGHTS), 5 if who.shown else 3)}
    if who.shown or d.chance(0.5):
        pairs["company"] = firm_as(d, who.firm)
    if who.shown or d.chance(0.4):
        pairs["preferred_language"] = LANGUAGES[who.country.language]
    if who.shown or d.chance(0.3):
        pairs["time_zone"] = who.country.zone
    return {} if not who.shown and d.chance(0.08) else pairs


def answer(ask: Ask) -> Reply:
    status = standing("opencx", ask.seed, ask.authorization)
    if status == 401:
        return error(401, "Missing or invalid API key")
    if status == 403:
        return error(403, "API key is missing the required scope: contacts:read")
    names = [name for name, _ in ask.query]
    for name in names:
        if name not in (*DATES, "cursor"):
            return error(400, f"property {name} should not exist")
        if names.count(name) > 1:
            return error(400, f"{name} must be a string")
    try:
        return _page(ask)
    except RefusedError as refused:
        return refused.reply


def _page(ask: Ask) -> Reply:
    bounds = {name: _bound(ask, name) for name in DATES}
    filters = filters_of(ask, {"cursor"})
    start = 0
    if (cursor := ask.value("cursor")) is not None:
        found = unseal("opencx", ask.seed, cursor, filters)
        if found is None:
            raise RefusedError(error(400, "Invalid cursor"))
        start = found

    def fits(number: int) -> bool:
        created, updated = times(number, ask.seed)
        return (
            bounds["created_after"] < created < bounds["created_before"]
            and bounds["updated_after"] < updated < bounds["updated_before"]
        )

    numbers, after = window(((n, not filters or fits(n)) for n in range(start, ask.size)), PAGE)
    following = None if after is None else seal("opencx", ask.seed, after, filters)
    return json_reply(200, {"items": [record(n, ask.seed) for n in numbers], "next": following})


def _bound(ask: Ask, name: str) -> float:
    text = ask.value(name)
    if text is None:
        return float("-inf") if name.endswith("after") else float("inf")
    found = moment(text)
    if found is None:
        raise RefusedError(error(400, f"{name} must be a valid ISO 8601 date string"))
    return found


VENDOR = Vendor(
    id="opencx",
    path="/contacts",
    answer=answer,
    error=error,
    record=record,
    items="items",
    next_at="next",
    more_at=(),
    name_at=("name",),
    rate=(100, 60.0),
    cursor_param="cursor",
)
