"""Close: `GET /contact/`, skip and limit, Basic key, custom fields, calls and workflow runs."""

from __future__ import annotations

from typing import Any

from contactdesk.sandbox.draw import DAY, NOW, SPAN, Draw, draw, iso
from contactdesk.sandbox.keys import LETTERS, standing
from contactdesk.sandbox.people import (
    Person,
    email_as,
    firm_as,
    name_as,
    person_of,
    phone_formatted,
)
from contactdesk.sandbox.texts import ITEMS
from contactdesk.sandbox.wire import Ask, Record, Reply, Vendor, json_reply, whole

STREAM = 40
MOST_SKIP = 250_000
KNOWN = ("_limit", "_skip", "_fields", "lead_id")
CALLS = [
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
FINISHED = ("manual", "bulk-action", "sequence-deleted", "filter-not-matched")
REASONS = {
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
RUNS = [("active", None), ("finished", None)] + [
    (status, reason) for status, reasons in REASONS.items() for reason in reasons
]
SEQUENCES = (
    "Welcome — new leads",
    "Win back 2026",
    "Nurture: clinics",
    "冬のキャンペーン",
    "Renewal",
)
LINKS = ("Order history", "Support desk", "Data warehouse")
USERS = 6


def error(status: int, message: str) -> Reply:
    headers = {"WWW-Authenticate": 'Basic realm="Close API"'} if status == 401 else {}
    return json_reply(status, {"error": message}, **headers)


def _wrong(name: str, message: str) -> Reply:
    return json_reply(400, {"errors": [], "field-errors": {name: message}})


def _id(kind: str, number: int, seed: int, length: int = 43) -> str:
    letters = draw(seed, STREAM + 1, number * 64 + sum(kind.encode()) % 64)
    return f"{kind}_{letters.word(length, LETTERS)}"


def lead_id(number: int, seed: int) -> str | None:
    """Three neighbours share a lead; a few contacts have none."""
    alone = number >= 5 and draw(seed, STREAM + 2, number).chance(0.06)
    return None if alone else _id("lead", number // 3, seed)


def record(number: int, seed: int) -> Record:
    d = draw(seed, STREAM, number)
    who = person_of("close", number, seed)
    created = NOW - d.between(DAY, SPAN)
    name = name_as(d, who) if who.shown or d.chance(0.94) else None
    emails = _emails(d, who)
    made: Record = {
        "id": _id("cont", number, seed),
        "organization_id": _id("orga", 0, seed),
        "lead_id": lead_id(number, seed),
        "name": name,
        "display_name": name or (emails[0]["email"] if emails else "Unnamed contact"),
        "title": who.title if who.shown or d.chance(0.7) else None,
        "emails": emails,
        "phones": _phones(d, who),
        "date_created": iso(created),
        "date_updated": iso(created + d.below(NOW - created)),
        "created_by": _id("user", d.below(USERS), seed) if d.chance(0.9) else None,
        "updated_by": _id("user", d.below(USERS), seed) if d.chance(0.8) else None,
    }
    return made | _extras(d, who, number, seed) | _custom(d, who)


def _emails(d: Draw, who: Person) -> list[dict[str, Any]]:
    if not who.shown and d.chance(0.1):
        return []
    kinds = ("office", "home") if who.emails[0].endswith(who.firm.domain) else ("home", "other")
    return [
        {"email": email_as(d, who, email), "type": kind, "is_unsubscribed": d.chance(0.15)}
        for email, kind in zip(who.emails, kinds, strict=False)
    ]


def _phones(d: Draw, who: Person) -> list[dict[str, Any]]:
    made = []
    for phone, kind in zip(who.phones, ("mobile", "office"), strict=False):
        entry: dict[str, Any] = {"phone": phone, "type": kind}
        if who.shown or d.chance(0.85):
            entry["phone_formatted"] = phone_formatted(phone)
            entry["country"] = who.country.code if who.shown or d.chance(0.95) else None
            entry["tz_ids"] = [who.country.zone]
            entry["outbound_sms_blocked"] = d.chance(0.1)
        made.append(entry)
    return made if who.shown or d.chance(0.85) else []


def _extras(d: Draw, who: Person, number: int, seed: int) -> Record:
    """What the documents do not require: each part may be absent."""
    made: Record = {}
    if who.shown or d.chance(0.9):
        site = f"https://www.{who.firm.domain}"
        urls = [{"type": "url", "url": site}, {"type": "other", "url": f"{site}/team"}]
        made["urls"] = urls[: d.between(1 if who.shown else 0, 2)]
    if who.shown or d.chance(0.8):
        made["integration_links"] = [
            {"name": name, "url": f"https://tools.example.net/{name[:5].lower()}/{number}"}
            for name in d.some(LINKS, 2 if who.shown else d.between(0, 2))
        ]
    if who.shown or d.chance(0.85):
        made["recent_calls"] = [_call(d, number, i) for i in range(3 if who.shown else d.below(4))]
    if who.shown or d.chance(0.85):
        count = 3 if who.shown else d.below(3)
        made["subscriptions"] = [_run(d, who, number, i, seed) for i in range(count)]
    if who.shown or d.chance(0.8):
        zone = who.country.zone if who.shown or d.chance(0.8) else None
        made["timezone"] = zone
        made["timezone_source"] = d.pick(("phone", "lead_address", "manual")) if zone else None
    if d.chance(0.5):
        made["lead_suggestions_operation_id"] = None
    return made


def _call(d: Draw, number: int, at: int) -> dict[str, Any]:
    status = CALLS[(number + at) % len(CALLS)]
    talked = status in ("completed", "in-progress")
    return {
        "id": f"acti_{d.word(43, LETTERS)}",
        "status": status,
        "duration": d.between(12, 2400) if talked else 0,
        "finish_timestamp": iso(NOW - (at * 9 + d.below(9)) * DAY - d.below(DAY)),
        "dialer_id": f"dial_{d.word(20, LETTERS)}" if d.chance(0.2) else None,
    }


def _run(d: Draw, who: Person, number: int, at: int, seed: int) -> dict[str, Any]:
    status, reason = RUNS[(number * 3 + at) % len(RUNS)]
    if status == "finished" and d.chance(0.4):
        reason = d.pick(FINISHED)
    created = NOW - d.between(DAY, 200 * DAY)
    which = d.below(len(SEQUENCES))
    return {
        "subscription_id": f"sub_{d.word(22, LETTERS)}",
        "subscription_status": status,
        "subscription_status_reason": reason,
        "sequence_id": _id("seq", which, seed, 22),
        "sequence_name": SEQUENCES[which],
        "sequence_status": ("active", "active", "paused", "draft")[d.below(4)],
        "contact_email": who.emails[0] if d.chance(0.9) else None,
        "date_created": iso(created),
        "start_date": iso(created + 3600) if d.chance(0.8) else None,
        "initial_email_id": f"acti_{d.word(43, LETTERS)}" if d.chance(0.7) else None,
    }


def _custom(d: Draw, who: Person) -> Record:
    made: list[tuple[str, Any]] = [
        ("cf_4kTqW8sYbD2mXvRzLcN1pA", firm_as(d, who.firm)),
        ("cf_7hJ3uEoPzK5gFyQnBtC9dM", d.pick((12_500, 980.75, 0, 43, 1_200_000))),
        ("cf_9aVxS1lGwI6rHjTfUkO0eZ", d.chance(0.5)),
        ("cf_2nDbY7cMqXvLpRsKzWtG4i", d.some(ITEMS, d.between(1, 3))),
        (
            "cf_5oPuEyHfJgQaTkZmBxVl8C",
            d.pick(("Ask for the back office", "اتصل صباحًا", "要請求書")),
        ),
    ]
    return {f"custom.{name}": value for name, value in made if who.shown or d.chance(0.55)}


def answer(ask: Ask) -> Reply:
    if standing("close", ask.seed, ask.authorization) != 200:
        return error(401, "The server could not verify that you are authorized to access this URL.")
    names = [name for name, _ in ask.query]
    for name in names:
        if name not in KNOWN:
            return _wrong(name, "Unknown field.")
        if names.count(name) > 1:
            return _wrong(name, "This parameter may be given once only.")
    said, skipped = ask.value("_limit"), ask.value("_skip")
    limit = whole(said, 1, 200) if said is not None else 100
    if limit is None:
        return _wrong("_limit", "The limit must be a number between 1 and 200.")
    skip = whole(skipped, 0, 10**12) if skipped is not None else 0
    if skip is None:
        return _wrong("_skip", "The skip must be a number of at least 0.")
    if skip > MOST_SKIP:
        return error(
            400,
            "The skip you set is larger than the maximum skip for this resource"
            f" (max_skip = {MOST_SKIP}).",
        )
    return _page(ask, limit, skip)


def _page(ask: Ask, limit: int, skip: int) -> Reply:
    if (lead := ask.value("lead_id")) is not None:
        listed = [n for n in range(ask.size) if lead_id(n, ask.seed) == lead]
        numbers: list[int] = listed[skip : skip + limit]
        more = skip + limit < len(listed)
    else:
        numbers = list(range(skip, min(skip + limit, ask.size)))
        more = skip + limit < ask.size
    fields = ask.value("_fields")
    return json_reply(
        200,
        {"has_more": more, "data": [_shorn(record(n, ask.seed), fields) for n in numbers]},
    )


def _shorn(found: Record, fields: str | None) -> Record:
    """Only the fields asked for; `custom` stands for every custom field."""
    if not fields:
        return found
    wanted = {field.strip() for field in fields.split(",")}
    return {
        key: value
        for key, value in found.items()
        if key in wanted or (key.startswith("custom.") and "custom" in wanted)
    }


VENDOR = Vendor(
    id="close",
    path="/contact/",
    answer=answer,
    error=error,
    record=record,
    items="data",
    next_at="",
    more_at=("has_more",),
    name_at=("display_name",),
    rate=(240, 15.0),
    cursor_param="_skip",
)
