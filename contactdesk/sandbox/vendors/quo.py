"""Quo: `GET /v1/contacts`, page tokens, required maxResults, filters as repeated keys."""

from __future__ import annotations

from typing import Any

from contactdesk.sandbox.api_keys import check_authorization
from contactdesk.sandbox.people.conversations import PRODUCTS
from contactdesk.sandbox.people.person import Person, listed_person, office_phone_of
from contactdesk.sandbox.people.variants import postal_address, vary_company, vary_email, vary_name
from contactdesk.sandbox.random_stream import HEX_DIGITS, RandomStream, stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, HISTORY_S, NOW_S, iso_time
from contactdesk.sandbox.vendors.api import (
    ListRequest,
    Record,
    Reply,
    Vendor,
    json_reply,
    parse_int,
)
from contactdesk.sandbox.vendors.cursors import (
    bound_filters,
    decode_cursor,
    encode_cursor,
    take_page,
)

RECORD_STREAM, ORIGIN_STREAM = 20, 21
SOURCES = ("public-api", "csv-import", "google-people", "hubspot", "ClientBook", None)
PARAMS = ("externalIds", "sources", "maxResults", "pageToken")
LISTS = ("externalIds", "sources")
MAX_VALUES = 20
USER_IDS = ("US9kQ2mVnA", "USd41xZpQe", "USw7TbcL0s", "USm3RrYu8K")
# status -> (code, title)
ERRORS = {
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
HOW_WE_MET: list[str] = load("quo")["how_we_met"]


def error(status: int, message: str, errors: list[dict[str, Any]] | None = None) -> Reply:
    code, title = ERRORS.get(status, (f"0801{status}", "Unknown"))
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


def _invalid(path: str, message: str, value: object, kind: str) -> Reply:
    detail = {"path": f"/{path}", "message": message, "value": value, "schema": {"type": kind}}
    return error(400, f"{path}: {message}", [detail])


def origin(number: int, seed: int) -> tuple[str | None, str | None]:
    """(external id, source)."""
    rng = stream(seed, ORIGIN_STREAM, number)
    source = "public-api" if number < 5 else rng.pick(SOURCES)
    known = number < 5 or (source and rng.chance(0.85))
    return (rng.token(21, HEX_DIGITS) if known else None), source


def record(number: int, seed: int) -> Record:
    rng = stream(seed, RECORD_STREAM, number)
    person = listed_person("quo", number, seed)
    external, source = origin(number, seed)
    record_id = rng.token(21, HEX_DIGITS)
    created = NOW_S - rng.between(DAY_S, HISTORY_S)
    linked = source and source != "public-api" and rng.chance(0.7)
    return {
        "id": record_id,
        "externalId": external,
        "source": source,
        "sourceUrl": f"https://{source.lower()}.example.com/contacts/{record_id}"
        if linked and source
        else (f"https://my.quo.com/contacts/{record_id}" if rng.chance(0.3) else None),
        "defaultFields": _with_office(_default_fields(rng, person), person, seed),
        "customFields": _custom_fields(rng, person),
        "createdAt": iso_time(created),
        "updatedAt": iso_time(created + rng.below(NOW_S - created)),
        "createdByUserId": rng.pick(USER_IDS),
    }


def _default_fields(rng: RandomStream, person: Person) -> dict[str, Any]:
    name = vary_name(rng, person)
    native = name in (person.name, person.latin.lower())
    if native or name.startswith(person.family_latin.upper()):
        given, family = person.given, person.family
    else:
        given, family = person.given_latin, person.family_latin
    emails = [
        _labeled(rng, label, vary_email(rng, person, email))
        for label, email in zip(("company email", "Personal"), person.emails, strict=False)
        if person.featured or rng.chance(0.85)
    ]
    phones = [
        _labeled(rng, label, phone)
        for label, phone in zip(("company phone", "Mobile"), person.phones, strict=False)
    ]
    if rng.chance(0.12):
        emails.append(_labeled(rng, "Accounts payable", None))
    if rng.chance(0.08):
        phones.append(_labeled(rng, "Fax (بوابة)", None))
    return {
        "company": vary_company(rng, person.company)
        if person.featured or rng.chance(0.75)
        else None,
        "emails": emails,
        "firstName": given if person.featured or rng.chance(0.93) else None,
        "lastName": family if person.featured or rng.chance(0.85) else None,
        "phoneNumbers": phones,
        "role": person.title if person.featured or rng.chance(0.6) else None,
    }


def _with_office(fields: dict[str, Any], person: Person, seed: int) -> dict[str, Any]:
    """The fields with the number of the person's office, if they gave it."""
    if office := office_phone_of(person, seed):
        fields["phoneNumbers"].append({"name": "Office", "value": office})
    return fields


def _labeled(rng: RandomStream, name: str, value: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "value": value}
    if rng.chance(0.8):
        entry["id"] = rng.token(12)
    return entry


def _custom_fields(rng: RandomStream, person: Person) -> list[dict[str, Any]]:
    day = NOW_S - rng.below(HISTORY_S)
    fields: list[tuple[str, str, Any]] = [
        ("Interests", "multi-select", rng.pick_run(PRODUCTS, rng.between(1, 3))),
        ("Delivery address", "address", postal_address(rng, person)),
        ("How we met", "string", rng.pick(HOW_WE_MET)),
        ("Website", "url", f"https://www.{person.company.domain}/team"),
        ("Inbound Lead", "boolean", rng.chance(0.5)),
        ("Customer since", "date", iso_time(day - day % DAY_S)),
        ("Yearly volume", "number", rng.pick((424242, 1250.5, 0, 18_000, -75))),
    ]
    kept = fields if person.featured else [field for field in fields if rng.chance(0.45)]
    return [_custom_field(rng, name, kind, value, person.featured) for name, kind, value in kept]


def _custom_field(
    rng: RandomStream, name: str, kind: str, value: Any, featured: bool
) -> dict[str, Any]:
    """Values may be null; the documentation's examples write true and 424242 as text."""
    if not featured and rng.chance(0.12):
        value = None
    elif kind in ("boolean", "number") and rng.chance(0.15):
        value = str(value).lower()
    field: dict[str, Any] = {"name": name, "type": kind, "value": value}
    if featured or rng.chance(0.8):
        field["key"] = name.lower().replace(" ", "-")
    if featured or rng.chance(0.8):
        field["id"] = rng.token(24, HEX_DIGITS)
    return field


def answer(request: ListRequest) -> Reply:
    if check_authorization("quo", request.seed, request.authorization) != 200:
        return error(401, "Unauthorized")
    if (refused := _check_params(request)) is not None:
        return refused
    limit = parse_int(request.param("maxResults"), 1, 50)
    if limit is None:
        sent = request.param("maxResults")
        message = "Required" if sent is None else "Expected an integer from 1 to 50"
        return _invalid("maxResults", message, sent, "integer")
    filters = bound_filters(request, {"maxResults", "pageToken"})
    start: int | None = 0
    if (cursor := request.param("pageToken")) is not None:
        start = decode_cursor("quo", request.seed, cursor, filters)
        if start is None:
            return _invalid("pageToken", "Invalid page token", cursor, "string")
    return _page(request, start or 0, limit)


def _check_params(request: ListRequest) -> Reply | None:
    for name, value in request.query:
        if name not in PARAMS:
            return _invalid(name, "Unexpected property", value, "never")
        if name in ("maxResults", "pageToken") and len(request.params(name)) > 1:
            return _invalid(name, "Expected a single value", request.params(name), "string")
        if name in LISTS and not 1 <= len(value) <= 75:
            return _invalid(name, "Expected 1 to 75 characters", value, "string")
    for name in LISTS:
        if len(values := request.params(name)) > MAX_VALUES:
            return _invalid(name, f"Expected at most {MAX_VALUES} items", values, "array")
    return None


def _page(request: ListRequest, start: int, limit: int) -> Reply:
    externals, sources = request.params("externalIds"), request.params("sources")

    def matches(number: int) -> bool:
        external, source = origin(number, request.seed)
        return (not externals or external in externals) and (not sources or source in sources)

    filtered = bool(externals or sources)
    numbers, after = take_page(
        ((n, not filtered or matches(n)) for n in range(start, request.size)), limit
    )
    filters = bound_filters(request, {"maxResults", "pageToken"})
    # documented as unreliable: too small here, to catch clients that stop by it
    total = request.size // 2 + 3 if request.size // 2 + 3 != request.size else request.size + 1
    token = None if after is None else encode_cursor("quo", request.seed, after, filters)
    found = [record(n, request.seed) for n in numbers]
    return json_reply(200, {"data": found, "totalItems": total, "nextPageToken": token})


VENDOR = Vendor(
    id="quo",
    path="/v1/contacts",
    answer=answer,
    error=error,
    record=record,
    items_key="data",
    cursor_key="nextPageToken",
    has_more_path=(),
    name_path=("defaultFields", "firstName"),
    rate_limit=(10, 1.0),
    cursor_param="pageToken",
)
