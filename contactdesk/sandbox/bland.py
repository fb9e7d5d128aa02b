"""Bland AI: `GET /v1/contacts`, offset and limit, memories embedded in every contact."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from contactdesk.sandbox.draw import DAY, NOW, SPAN, Draw, draw, iso
from contactdesk.sandbox.keys import standing
from contactdesk.sandbox.memories import memory, personas
from contactdesk.sandbox.people import Person, email_as, name_as, person_of
from contactdesk.sandbox.wire import Ask, Record, Reply, Vendor, json_reply, whole

STREAM = 50
NAMED = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    402: "PAYMENT_REQUIRED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    429: "RATE_LIMITED",
    500: "INTERNAL_ERROR",
}
MEMORIES = (0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 1, 2, 3, 4, 0)
SHOWN_MEMORIES = (3, 2, 2, 2, 4)


def error(status: int, message: str) -> Reply:
    name = NAMED.get(status, "ERROR")
    return json_reply(status, {"data": None, "errors": [{"error": name, "message": message}]})


@lru_cache(maxsize=8)
def organisation(seed: int) -> tuple[str, list[str]]:
    """(id of the organisation, ids of its personas)."""
    return draw(seed, STREAM + 1, 0).uuid(), personas(seed)


def record(number: int, seed: int) -> Record:
    d = draw(seed, STREAM, number)
    who = person_of("bland", number, seed)
    org, known = organisation(seed)
    own = d.uuid()
    created = NOW - d.between(DAY, SPAN)
    updated = created + d.below(NOW - created)
    if who.shown:
        updated = NOW - who.number * 5 * 3600 - d.below(3600)
    count = SHOWN_MEMORIES[number] if who.shown else d.pick(MEMORIES)
    return {
        "id": own,
        "org_id": org,
        "name": name_as(d, who) if who.shown or d.chance(0.88) else None,
        "metadata": _metadata(d, who),
        "created_at": iso(created),
        "updated_at": iso(updated, d.below(1000)),
        "identifiers": _identifiers(d, who, own, number),
        "memories": [memory(d, who, own, at, updated, known) for at in range(count)],
    }


def _metadata(d: Draw, who: Person) -> dict[str, Any]:
    if not who.shown and d.chance(0.2):
        return {}
    made: dict[str, Any] = {
        "source": d.pick(("inbound_call", "outbound_call", "sms", "web_widget"))
    }
    if who.shown or d.chance(0.25):
        made["campaign"] = {"name": d.pick(("Autumn check-in", "Recall", "Willkommen")), "step": 2}
    if who.shown or d.chance(0.2):
        made["tags"] = d.some(("vip", "clinic", "wholesale", "do not call before nine"), 2)
    return made


def _identifiers(d: Draw, who: Person, own: str, number: int) -> list[dict[str, Any]]:
    found = [("phone_number", phone) for phone in who.phones]
    if who.shown or d.chance(0.55):
        found.append(("email", email_as(d, who, who.emails[0])))
    if who.shown or d.chance(0.3):
        found.append(("external_id", f"crm-{number + 100_000}"))
    if not who.shown and d.chance(0.1):
        found = found[len(who.phones) :]
    return [
        {
            "id": f"ident-{d.uuid()}",
            "contact_id": own,
            "identifier_type": kind,
            "identifier_value": value,
            "is_primary": i == 0,
        }
        for i, (kind, value) in enumerate(found)
    ]


def answer(ask: Ask) -> Reply:
    status = standing("bland", ask.seed, ask.authorization)
    if status != 200:
        said = "Invalid API key" if status == 401 else "This key lacks the permission contacts:read"
        return error(status, said)
    names = [name for name, _ in ask.query]
    for name in names:
        if name not in ("limit", "offset"):
            return error(400, f"Unknown query parameter: {name}")
        if names.count(name) > 1:
            return error(400, f"{name} may be given once only")
    said_limit, said_offset = ask.value("limit"), ask.value("offset")
    limit = whole(said_limit, 1, 200) if said_limit is not None else 50
    if limit is None:
        return error(400, "limit must be an integer between 1 and 200")
    offset = whole(said_offset, 0, 10**12) if said_offset is not None else 0
    if offset is None:
        return error(400, "offset must be an integer of at least 0")
    return _page(ask, limit, offset)


def _page(ask: Ask, limit: int, offset: int) -> Reply:
    pagination = {
        "total": ask.size,
        "limit": limit,
        "offset": offset,
        "has_more": offset + limit < ask.size,
    }
    found = [record(n, ask.seed) for n in range(offset, min(offset + limit, ask.size))]
    return json_reply(200, {"data": found, "pagination": pagination, "errors": None})


VENDOR = Vendor(
    id="bland",
    path="/v1/contacts",
    answer=answer,
    error=error,
    record=record,
    items="data",
    next_at="",
    more_at=("pagination", "has_more"),
    name_at=("name",),
    rate=(1000, 60.0),
    cursor_param="offset",
)
