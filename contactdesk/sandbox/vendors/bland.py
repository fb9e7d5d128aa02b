"""Bland AI: `GET /v1/contacts`, offset and limit, memories embedded in every contact."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from contactdesk.sandbox.api_keys import check_authorization
from contactdesk.sandbox.people.person import Person, listed_person
from contactdesk.sandbox.people.variants import vary_email, vary_name
from contactdesk.sandbox.random_stream import RandomStream, stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, HISTORY_S, NOW_S, iso_time
from contactdesk.sandbox.vendors.api import ListRequest, Record, Reply, Vendor, json_reply
from contactdesk.sandbox.vendors.bland_memories import make_memory, persona_ids
from contactdesk.sandbox.vendors.bland_rich_memories import is_rich, make_rich_memories

RECORD_STREAM, ORGANIZATION_STREAM = 50, 51
ERROR_NAMES = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    402: "PAYMENT_REQUIRED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    429: "RATE_LIMITED",
    500: "INTERNAL_ERROR",
}
MEMORY_COUNTS = (0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 1, 2, 3, 4, 0)
MIN_FEATURED_HISTORY_S = 400 * DAY_S
"""Their talks go back that far."""

_DATA = load("bland")
SOURCES: list[str] = _DATA["sources"]
CAMPAIGNS: list[str] = _DATA["campaigns"]
TAGS: list[str] = _DATA["tags"]


def error(status: int, message: str) -> Reply:
    name = ERROR_NAMES.get(status, "ERROR")
    return json_reply(status, {"data": None, "errors": [{"error": name, "message": message}]})


@lru_cache(maxsize=8)
def organization(seed: int) -> tuple[str, list[str]]:
    """(organization id, ids of its personas)."""
    return stream(seed, ORGANIZATION_STREAM, 0).uuid(), persona_ids(seed)


def record(number: int, seed: int) -> Record:
    rng = stream(seed, RECORD_STREAM, number)
    person = listed_person("bland", number, seed)
    organization_id, personas = organization(seed)
    record_id = rng.uuid()
    created = NOW_S - rng.between(DAY_S, HISTORY_S)
    updated = created + rng.below(NOW_S - created)
    if person.featured:
        updated = NOW_S - person.number * 5 * 3600 - rng.below(3600)
        created = min(created, updated - MIN_FEATURED_HISTORY_S)
    count = 0 if person.featured else rng.pick(MEMORY_COUNTS)
    made = {
        "id": record_id,
        "org_id": organization_id,
        "name": vary_name(rng, person) if person.featured or rng.chance(0.88) else None,
        "metadata": _metadata(rng, person),
        "created_at": iso_time(created),
        "updated_at": iso_time(updated, rng.below(1000)),
        "identifiers": _identifiers(rng, person, record_id, number),
        "memories": [],
    }
    if is_rich(person):
        made["memories"] = make_rich_memories(seed, person, record_id, updated, personas)
    else:
        made["memories"] = [
            make_memory(rng, person, record_id, i, updated, personas) for i in range(count)
        ]
    return made


def _metadata(rng: RandomStream, person: Person) -> dict[str, Any]:
    if not person.featured and rng.chance(0.2):
        return {}
    made: dict[str, Any] = {"source": rng.pick(SOURCES)}
    if person.featured or rng.chance(0.25):
        made["campaign"] = {"name": rng.pick(CAMPAIGNS), "step": 2}
    if person.featured or rng.chance(0.2):
        made["tags"] = rng.pick_run(TAGS, 2)
    return made


def _identifiers(
    rng: RandomStream, person: Person, contact_id: str, number: int
) -> list[dict[str, Any]]:
    pairs = [("phone_number", phone) for phone in person.phones]
    if person.featured or rng.chance(0.55):
        pairs.append(("email", vary_email(rng, person, person.emails[0])))
    if person.featured or rng.chance(0.3):
        pairs.append(("external_id", f"crm-{number + 100_000}"))
    if not person.featured and rng.chance(0.1):
        pairs = pairs[len(person.phones) :]
    return [
        {
            "id": f"ident-{rng.uuid()}",
            "contact_id": contact_id,
            "identifier_type": kind,
            "identifier_value": value,
            "is_primary": i == 0,
        }
        for i, (kind, value) in enumerate(pairs)
    ]


def answer(request: ListRequest) -> Reply:
    status = check_authorization("bland", request.seed, request.authorization)
    if status != 200:
        lacking = "This key lacks the permission contacts:read"
        return error(status, "Invalid API key" if status == 401 else lacking)
    names = [name for name, _ in request.query]
    for name in names:
        if name not in ("limit", "offset"):
            return error(400, f"Unknown query parameter: {name}")
        if names.count(name) > 1:
            return error(400, f"{name} may be given once only")
    limit = request.int_param("limit", 1, 200, default=50)
    if limit is None:
        return error(400, "limit must be an integer between 1 and 200")
    offset = request.int_param("offset", 0, 10**12, default=0)
    if offset is None:
        return error(400, "offset must be an integer of at least 0")
    return _page(request, limit, offset)


def _page(request: ListRequest, limit: int, offset: int) -> Reply:
    pagination = {
        "total": request.size,
        "limit": limit,
        "offset": offset,
        "has_more": offset + limit < request.size,
    }
    found = [record(n, request.seed) for n in range(offset, min(offset + limit, request.size))]
    return json_reply(200, {"data": found, "pagination": pagination, "errors": None})


VENDOR = Vendor(
    id="bland",
    path="/v1/contacts",
    answer=answer,
    error=error,
    record=record,
    items_key="data",
    cursor_key="",
    has_more_path=("pagination", "has_more"),
    name_path=("name",),
    rate_limit=(1000, 60.0),
    cursor_param="offset",
)
