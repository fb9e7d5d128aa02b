"""Close: `GET /contact/`, skip and limit, Basic auth, custom fields, calls, workflow runs."""

from __future__ import annotations

from typing import Any

from contactdesk.sandbox.api_keys import check_authorization
from contactdesk.sandbox.people.conversations import PRODUCTS
from contactdesk.sandbox.people.person import Person, listed_person, office_phone_of
from contactdesk.sandbox.people.variants import format_phone, vary_company, vary_email, vary_name
from contactdesk.sandbox.random_stream import LETTERS_DIGITS, RandomStream, stream
from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import DAY_S, HISTORY_S, NOW_S, iso_time
from contactdesk.sandbox.vendors.api import ListRequest, Record, Reply, Vendor, json_reply

RECORD_STREAM, ID_STREAM, LEAD_STREAM = 40, 41, 42
MAX_SKIP = 250_000
PARAMS = ("_limit", "_skip", "_fields", "lead_id")
CALL_STATUSES = [
    "completed",
    "no-answer",
    "busy",
    "completed",
    "in-progress",
    "failed",
    "cancel",
    "timeout",
    "created",
]
FINISH_REASONS = ("manual", "bulk-action", "sequence-deleted", "filter-not-matched")
RUN_REASONS = {
    "paused": [
        "manual",
        "pending-call-timed-out",
        "bulk-action",
        "rate-limited",
        "sequence-deleted",
        "workflow-paused",
        "filter-not-matched",
    ],
    "goal": [
        "reply-received",
        "call-answered",
        "meeting-booked",
        "lead-status-changed",
        "outcome-met",
    ],
    "error": [
        "account-invalid",
        "account-failures",
        "sending-throttled-too-long",
        "membership-inactive",
        "send-as-error",
        "email-bounced",
        "call-failed",
        "sms-failed",
        "no-user-phone",
        "billing-error",
        "assignment-field-invalid",
        "lead-status-field-invalid",
        "assignees-missing",
        "run-as-disabled",
        "lead-not-visible",
        "internal-error",
        "field-mapping-error",
        "filter-config-invalid",
    ],
}
RUN_STATES = [("active", None), ("finished", None)] + [
    (status, reason) for status, reasons in RUN_REASONS.items() for reason in reasons
]
USER_COUNT = 6
_DATA = load("close")
SEQUENCES: list[str] = _DATA["sequences"]
INTEGRATION_LINKS: list[str] = _DATA["integration_links"]
CUSTOM_NOTES: list[str] = _DATA["custom_notes"]


def error(status: int, message: str) -> Reply:
    headers = {"WWW-Authenticate": 'Basic realm="Close API"'} if status == 401 else {}
    return json_reply(status, {"error": message}, **headers)


def _invalid(name: str, message: str) -> Reply:
    return json_reply(400, {"errors": [], "field-errors": {name: message}})


def _id(kind: str, number: int, seed: int, length: int = 43) -> str:
    letters = stream(seed, ID_STREAM, number * 64 + sum(kind.encode()) % 64)
    return f"{kind}_{letters.token(length, LETTERS_DIGITS)}"


def lead_id(number: int, seed: int) -> str | None:
    """Three consecutive contacts share a lead; a few have none."""
    alone = number >= 5 and stream(seed, LEAD_STREAM, number).chance(0.06)
    return None if alone else _id("lead", number // 3, seed)


def record(number: int, seed: int) -> Record:
    rng = stream(seed, RECORD_STREAM, number)
    person = listed_person("close", number, seed)
    created = NOW_S - rng.between(DAY_S, HISTORY_S)
    name = vary_name(rng, person) if person.featured or rng.chance(0.94) else None
    emails = _emails(rng, person)
    made: Record = {
        "id": _id("cont", number, seed),
        "organization_id": _id("orga", 0, seed),
        "lead_id": lead_id(number, seed),
        "name": name,
        "display_name": name or (emails[0]["email"] if emails else "Unnamed contact"),
        "title": person.title if person.featured or rng.chance(0.7) else None,
        "emails": emails,
        "phones": [*_phones(rng, person), *_office(person, seed)],
        "date_created": iso_time(created),
        "date_updated": iso_time(created + rng.below(NOW_S - created)),
        "created_by": _id("user", rng.below(USER_COUNT), seed) if rng.chance(0.9) else None,
        "updated_by": _id("user", rng.below(USER_COUNT), seed) if rng.chance(0.8) else None,
    }
    return made | _optional_fields(rng, person, number, seed) | _custom_fields(rng, person)


def _emails(rng: RandomStream, person: Person) -> list[dict[str, Any]]:
    if not person.featured and rng.chance(0.1):
        return []
    kinds = (
        ("office", "home")
        if person.emails[0].endswith(person.company.domain)
        else ("home", "other")
    )
    return [
        {"email": vary_email(rng, person, email), "type": kind, "is_unsubscribed": rng.chance(0.15)}
        for email, kind in zip(person.emails, kinds, strict=False)
    ]


def _phones(rng: RandomStream, person: Person) -> list[dict[str, Any]]:
    made = []
    for phone, kind in zip(person.phones, ("mobile", "office"), strict=False):
        entry: dict[str, Any] = {"phone": phone, "type": kind}
        if person.featured or rng.chance(0.85):
            entry["phone_formatted"] = format_phone(phone)
            entry["country"] = person.country.code if person.featured or rng.chance(0.95) else None
            entry["tz_ids"] = [person.country.time_zone]
            entry["outbound_sms_blocked"] = rng.chance(0.1)
        made.append(entry)
    return made if person.featured or rng.chance(0.85) else []


def _office(person: Person, seed: int) -> list[dict[str, Any]]:
    """The number of the person's office, if they gave it."""
    office = office_phone_of(person, seed)
    return [{"phone": office, "type": "office"}] if office else []


def _optional_fields(rng: RandomStream, person: Person, number: int, seed: int) -> Record:
    """The fields the documentation does not require: each may be absent."""
    made: Record = {}
    if person.featured or rng.chance(0.9):
        site = f"https://www.{person.company.domain}"
        urls = [{"type": "url", "url": site}, {"type": "other", "url": f"{site}/team"}]
        made["urls"] = urls[: rng.between(1 if person.featured else 0, 2)]
    if person.featured or rng.chance(0.8):
        made["integration_links"] = [
            {"name": name, "url": f"https://tools.example.net/{name[:5].lower()}/{number}"}
            for name in rng.pick_run(INTEGRATION_LINKS, 2 if person.featured else rng.between(0, 2))
        ]
    if person.featured or rng.chance(0.85):
        made["recent_calls"] = [
            _call(rng, number, i) for i in range(3 if person.featured else rng.below(4))
        ]
    if person.featured or rng.chance(0.85):
        count = 3 if person.featured else rng.below(3)
        made["subscriptions"] = [_workflow_run(rng, person, number, i, seed) for i in range(count)]
    if person.featured or rng.chance(0.8):
        zone = person.country.time_zone if person.featured or rng.chance(0.8) else None
        made["timezone"] = zone
        made["timezone_source"] = rng.pick(("phone", "lead_address", "manual")) if zone else None
    if rng.chance(0.5):
        made["lead_suggestions_operation_id"] = None
    return made


def _call(rng: RandomStream, number: int, at: int) -> dict[str, Any]:
    status = CALL_STATUSES[(number + at) % len(CALL_STATUSES)]
    talked = status in ("completed", "in-progress")
    return {
        "id": f"acti_{rng.token(43, LETTERS_DIGITS)}",
        "status": status,
        "duration": rng.between(12, 2400) if talked else 0,
        "finish_timestamp": iso_time(NOW_S - (at * 9 + rng.below(9)) * DAY_S - rng.below(DAY_S)),
        "dialer_id": f"dial_{rng.token(20, LETTERS_DIGITS)}" if rng.chance(0.2) else None,
    }


def _workflow_run(
    rng: RandomStream, person: Person, number: int, at: int, seed: int
) -> dict[str, Any]:
    status, reason = RUN_STATES[(number * 3 + at) % len(RUN_STATES)]
    if status == "finished" and rng.chance(0.4):
        reason = rng.pick(FINISH_REASONS)
    created = NOW_S - rng.between(DAY_S, 200 * DAY_S)
    which = rng.below(len(SEQUENCES))
    return {
        "subscription_id": f"sub_{rng.token(22, LETTERS_DIGITS)}",
        "subscription_status": status,
        "subscription_status_reason": reason,
        "sequence_id": _id("seq", which, seed, 22),
        "sequence_name": SEQUENCES[which],
        "sequence_status": ("active", "active", "paused", "draft")[rng.below(4)],
        "contact_email": person.emails[0] if rng.chance(0.9) else None,
        "date_created": iso_time(created),
        "start_date": iso_time(created + 3600) if rng.chance(0.8) else None,
        "initial_email_id": f"acti_{rng.token(43, LETTERS_DIGITS)}" if rng.chance(0.7) else None,
    }


def _custom_fields(rng: RandomStream, person: Person) -> Record:
    fields: list[tuple[str, Any]] = [
        ("cf_4kTqW8sYbD2mXvRzLcN1pA", vary_company(rng, person.company)),
        ("cf_7hJ3uEoPzK5gFyQnBtC9dM", rng.pick((12_500, 980.75, 0, 43, 1_200_000))),
        ("cf_9aVxS1lGwI6rHjTfUkO0eZ", rng.chance(0.5)),
        ("cf_2nDbY7cMqXvLpRsKzWtG4i", rng.pick_run(PRODUCTS, rng.between(1, 3))),
        ("cf_5oPuEyHfJgQaTkZmBxVl8C", rng.pick(CUSTOM_NOTES)),
    ]
    return {
        f"custom.{name}": value for name, value in fields if person.featured or rng.chance(0.55)
    }


def answer(request: ListRequest) -> Reply:
    if check_authorization("close", request.seed, request.authorization) != 200:
        return error(401, "The server could not verify that you are authorized to access this URL.")
    names = [name for name, _ in request.query]
    for name in names:
        if name not in PARAMS:
            return _invalid(name, "Unknown field.")
        if names.count(name) > 1:
            return _invalid(name, "This parameter may be given once only.")
    limit = request.int_param("_limit", 1, 200, default=100)
    if limit is None:
        return _invalid("_limit", "The limit must be a number between 1 and 200.")
    skip = request.int_param("_skip", 0, 10**12, default=0)
    if skip is None:
        return _invalid("_skip", "The skip must be a number of at least 0.")
    if skip > MAX_SKIP:
        return error(
            400,
            "The skip you set is larger than the maximum skip for this resource"
            f" (max_skip = {MAX_SKIP}).",
        )
    return _page(request, limit, skip)


def _page(request: ListRequest, limit: int, skip: int) -> Reply:
    if (lead := request.param("lead_id")) is not None:
        matching = [n for n in range(request.size) if lead_id(n, request.seed) == lead]
        numbers: list[int] = matching[skip : skip + limit]
        more = skip + limit < len(matching)
    else:
        numbers = list(range(skip, min(skip + limit, request.size)))
        more = skip + limit < request.size
    fields = request.param("_fields")
    return json_reply(
        200,
        {
            "has_more": more,
            "data": [_select_fields(record(n, request.seed), fields) for n in numbers],
        },
    )


def _select_fields(record: Record, fields: str | None) -> Record:
    """The record's requested fields; `custom` selects every custom field."""
    if not fields:
        return record
    wanted = {field.strip() for field in fields.split(",")}
    return {
        key: value
        for key, value in record.items()
        if key in wanted or (key.startswith("custom.") and "custom" in wanted)
    }


VENDOR = Vendor(
    id="close",
    path="/contact/",
    answer=answer,
    error=error,
    record=record,
    items_key="data",
    cursor_key="",
    has_more_path=("has_more",),
    name_path=("display_name",),
    rate_limit=(240, 15.0),
    cursor_param="_skip",
)
