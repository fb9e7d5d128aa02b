"""Quo: `GET /v1/contacts`, page tokens, required maxResults, filters as repeated keys."""

from __future__ import annotations

from typing import Any

from contactdesk.sandbox.draw import DAY, NOW, SPAN, Draw, draw, iso
from contactdesk.sandbox.keys import standing
from contactdesk.sandbox.people import Person, address_of, email_as, firm_as, name_as, person_of
from contactdesk.sandbox.texts import ITEMS
from contactdesk.sandbox.wire import (
    Ask,
    Record,
    Reply,
    Vendor,
    filters_of,
    json_reply,
    seal,
    unseal,
    whole,
    window,
)

STREAM = 20
SOURCES = ("public-api", "csv-import", "google-people", "hubspot", "ClientBook", None)
KNOWN = ("externalIds", "sources", "maxResults", "pageToken")
HEX = "0123456789abcdef"
USERS = ("US9kQ2mVnA", "USd41xZpQe", "USw7TbcL0s", "USm3RrYu8K")
# status -> (code, title); 400 and 403 carry a description, too
NAMED = {
    400: ("0801400", "Invalid Custom Field Item"),
    401: ("0800401", "Unauthorized"),
    402: ("0800402", "Payment Required"),
    403: ("0801403", "Not Phone Number User"),
    404: ("0800404", "Not Found"),
    405: ("0800405", "Method Not Allowed"),
    409: ("0800409", "Conflict"),
    429: ("0800429", "Too Many Requests"),
    500: ("0801500", "Unknown"),
}


def error(status: int, message: str) -> Reply:
    return _error(status, message)


def _error(status: int, message: str, errors: list[dict[str, Any]] | None = None) -> Reply:
    code, title = NAMED.get(status, (f"0801{status}", "Unknown"))
    body: dict[str, Any] = {
        "message": message,
        "code": code,
        "status": status,
        "docs": "https://quo.com/docs",
        "title": title,
        "trace": f"{status:06}{len(message):010}",
    }
    if status in (400, 403):
        body["description"] = title
    if errors:
        body["errors"] = errors
    return json_reply(status, body)


def _wrong(path: str, message: str, value: object, kind: str) -> Reply:
    detail = {"path": f"/{path}", "message": message, "value": value, "schema": {"type": kind}}
    return _error(400, f"{path}: {message}", [detail])


def origin(number: int, seed: int) -> tuple[str | None, str | None]:
    """(external id, source) of a contact."""
    d = draw(seed, STREAM + 1, number)
    source = "public-api" if number < 5 else d.pick(SOURCES)
    known = number < 5 or (source and d.chance(0.85))
    return (d.word(21, HEX) if known else None), source


def record(number: int, seed: int) -> Record:
    d = draw(seed, STREAM, number)
    who = person_of("quo", number, seed)
    external, source = origin(number, seed)
    own = d.word(21, HEX)
    created = NOW - d.between(DAY, SPAN)
    linked = source and source != "public-api" and d.chance(0.7)
    return {
        "id": own,
        "externalId": external,
        "source": source,
        "sourceUrl": f"https://{source.lower()}.example.com/contacts/{own}"
        if linked and source
        else (f"https://my.quo.com/contacts/{own}" if d.chance(0.3) else None),
        "defaultFields": _default(d, who),
        "customFields": _custom(d, who),
        "createdAt": iso(created),
        "updatedAt": iso(created + d.below(NOW - created)),
        "createdByUserId": d.pick(USERS),
    }


def _default(d: Draw, who: Person) -> dict[str, Any]:
    name = name_as(d, who)
    mononym = name == who.latin.lower() or name.startswith(who.family_latin.upper())
    latin = name != who.name and not mononym
    given, family = (who.given_latin, who.family_latin) if latin else (who.given, who.family)
    emails = [
        _labelled(d, label, email_as(d, who, email))
        for label, email in zip(("company email", "Personal"), who.emails, strict=False)
        if who.shown or d.chance(0.85)
    ]
    phones = [
        _labelled(d, label, phone)
        for label, phone in zip(("company phone", "Mobile"), who.phones, strict=False)
    ]
    if d.chance(0.12):
        emails.append(_labelled(d, "Accounts payable", None))
    if d.chance(0.08):
        phones.append(_labelled(d, "Fax (بوابة)", None))
    return {
        "company": firm_as(d, who.firm) if who.shown or d.chance(0.75) else None,
        "emails": emails,
        "firstName": given if who.shown or d.chance(0.93) else None,
        "lastName": family if who.shown or d.chance(0.85) else None,
        "phoneNumbers": phones,
        "role": who.title if who.shown or d.chance(0.6) else None,
    }


def _labelled(d: Draw, name: str, value: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "value": value}
    if d.chance(0.8):
        entry["id"] = d.word(12)
    return entry


def _custom(d: Draw, who: Person) -> list[dict[str, Any]]:
    day = NOW - d.below(SPAN)
    made: list[tuple[str, str, Any]] = [
        ("Interests", "multi-select", d.some(ITEMS, d.between(1, 3))),
        ("Delivery address", "address", address_of(d, who)),
        ("How we met", "string", d.pick(("Trade fair", "Website", "Referral — André", "直接来店"))),
        ("Website", "url", f"https://www.{who.firm.domain}/team"),
        ("Inbound Lead", "boolean", d.chance(0.5)),
        ("Customer since", "date", iso(day - day % DAY)),
        ("Yearly volume", "number", d.pick((424242, 1250.5, 0, 18_000, -75))),
    ]
    made = made if who.shown else [each for each in made if d.chance(0.45)]
    return [_field(d, name, kind, value, who.shown) for name, kind, value in made]


def _field(d: Draw, name: str, kind: str, value: Any, shown: bool) -> dict[str, Any]:
    """Values may be null; the documents' own examples write true and 424242 as text."""
    if not shown and d.chance(0.12):
        value = None
    elif kind in ("boolean", "number") and d.chance(0.15):
        value = str(value).lower()
    field: dict[str, Any] = {"name": name, "type": kind, "value": value}
    if shown or d.chance(0.8):
        field["key"] = name.lower().replace(" ", "-")
    if shown or d.chance(0.8):
        field["id"] = d.word(24, HEX)
    return field


def answer(ask: Ask) -> Reply:
    if standing("quo", ask.seed, ask.authorization) != 200:
        return error(401, "Unauthorized")
    if (refused := _refusal(ask)) is not None:
        return refused
    limit = whole(ask.value("maxResults"), 1, 50)
    if limit is None:
        said = ask.value("maxResults")
        told = "Required" if said is None else "Expected an integer from 1 to 50"
        return _wrong("maxResults", told, said, "integer")
    filters = filters_of(ask, {"maxResults", "pageToken"})
    start: int | None = 0
    if (cursor := ask.value("pageToken")) is not None:
        start = unseal("quo", ask.seed, cursor, filters)
        if start is None:
            return _wrong("pageToken", "Invalid page token", cursor, "string")
    return _page(ask, start or 0, limit)


def _refusal(ask: Ask) -> Reply | None:
    for name, value in ask.query:
        if name not in KNOWN:
            return _wrong(name, "Unexpected property", value, "never")
        if name in ("maxResults", "pageToken") and len(ask.values(name)) > 1:
            return _wrong(name, "Expected a single value", ask.values(name), "string")
        if name in ("externalIds", "sources") and not 1 <= len(value) <= 75:
            return _wrong(name, "Expected 1 to 75 characters", value, "string")
    return None


def _page(ask: Ask, start: int, limit: int) -> Reply:
    externals, sources = ask.values("externalIds"), ask.values("sources")

    def fits(number: int) -> bool:
        external, source = origin(number, ask.seed)
        return (not externals or external in externals) and (not sources or source in sources)

    filtered = bool(externals or sources)
    numbers, after = window(((n, not filtered or fits(n)) for n in range(start, ask.size)), limit)
    filters = filters_of(ask, {"maxResults", "pageToken"})
    # documented as wrong; here it is too small, which hurts those who stop by it
    total = ask.size // 2 + 3 if ask.size // 2 + 3 != ask.size else ask.size + 1
    return json_reply(
        200,
        {
            "data": [record(n, ask.seed) for n in numbers],
            "totalItems": total,
            "nextPageToken": None if after is None else seal("quo", ask.seed, after, filters),
        },
    )


VENDOR = Vendor(
    id="quo",
    path="/v1/contacts",
    answer=answer,
    error=error,
    record=record,
    items="data",
    next_at="nextPageToken",
    more_at=(),
    name_at=("defaultFields", "firstName"),
    rate=(10, 1.0),
    cursor_param="pageToken",
)
