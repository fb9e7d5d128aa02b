"""vCard 3.0 (RFC 2426), the version every address book reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from contactdesk.export.exported import Exported
from contactdesk.export.options import DEFAULT, Options
from contactdesk.jsonpath import dig, items_at, text_at
from contactdesk.model import Card, CardList, Contact, Json
from contactdesk.providers import all_providers
from contactdesk.records.moments import parse_moment
from contactdesk.text.characters import harmless, without_invisible
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation

MAX_LINE_BYTES = 75
"""Without the line's end."""

MAX_VALUE_CHARS = 10_000
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})

TYPES = {
    **dict.fromkeys(("work", "office", "business", "company", "direct"), "WORK"),
    **dict.fromkeys(("home", "private", "personal"), "HOME"),
    **dict.fromkeys(("mobile", "cell", "cellphone", "iphone"), "CELL"),
    **dict.fromkeys(("main", "primary"), "PREF"),
    "fax": "FAX",
    "pager": "PAGER",
    "car": "CAR",
    "voicemail": "MSG",
}
"""Words of vendors' labels -> types that RFC 2426 names. The others become `X-…`."""

PHONE_TYPES = ("CELL", "FAX", "PAGER", "CAR", "MSG")
PLAIN_WORDS = {"phone", "number", "telephone", "email", "mail", "e", "address", "url", "website"}
PLAIN_WORDS |= {"other", "web", "link"}
"""Words that say no more than the property itself."""

NOTHING_MORE = Card()
FAVORITE = "Favorite"
"""The category of the user's favorites."""

WORD = re.compile(r"[A-Za-z0-9]+")
MAX_TYPE_CHARS = 20
ENCODED_IN_LINKS = str.maketrans({",": "%2C", ";": "%3B"})
WEB_ADDRESS = re.compile(r"https?://[^\s\\\"<>]{1,2000}", re.IGNORECASE)


def encode(contacts: Iterable[Exported], options: Options = DEFAULT) -> Iterator[bytes]:
    """The file, card by card."""
    providers = all_providers()
    for each in contacts:
        uid = f"{each.provider}:{each.contact.id}"
        noted = each.annotation if options.annotations else NO_ANNOTATION
        card = providers[each.provider].card
        yield vcard(each.contact, uid, card, notes=options.notes, annotation=noted)


def vcard(
    contact: Contact,
    uid: str,
    card: Card = NOTHING_MORE,
    *,
    notes: bool = False,
    annotation: Annotation = NO_ANNOTATION,
) -> bytes:
    """One card. `uid` is stable, so that a second import updates the contact. `notes`: with what
    the vendor noted about the person. The user's tags are its categories, and so is FAVORITE."""
    summaries = [value for value, _types in _listed(card.notes, contact.raw)] if notes else []
    lines = _lines(contact, uid, card, annotation, [annotation.note, *dict.fromkeys(summaries)])
    return b"".join(map(_folded, lines))


def _lines(
    contact: Contact, uid: str, card: Card, annotation: Annotation, notes: Sequence[str]
) -> Iterator[str]:
    raw = contact.raw
    name = _text(contact.display_name) or _text(contact.id) or "?"
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{_parts_of_name(card, raw, name)}")
    for label, value in (("ORG", contact.company), ("TITLE", contact.title)):
        if text := _text(value):
            yield f"{label}:{text}"
    yield from _points("TEL", contact.phones, card.phones, raw, leave_out=())
    yield from _points(
        "EMAIL;TYPE=INTERNET", contact.emails, card.emails, raw, leave_out=PHONE_TYPES
    )
    for value, types in _listed(card.addresses, raw):
        yield f"ADR{_parameter(types, PHONE_TYPES)}:;;{_text(value)};;;;"
    yield from _links(card, raw)
    categories = [*([FAVORITE] if annotation.favourite else []), *annotation.tags]
    if texts := [text for each in categories if (text := _text(each))]:
        yield f"CATEGORIES:{','.join(texts)}"
    if text := _text("\n\n".join(filter(None, notes))):
        yield f"NOTE:{text}"
    if revised := _revised(contact.updated_at):
        yield f"REV:{revised}"
    yield f"UID:{_text(uid)}"
    yield "END:VCARD"


def _parts_of_name(card: Card, raw: Json, name: str) -> str:
    """Family and given name where the vendor has them. Which word of a name is which is unknown
    otherwise, and differs from country to country."""
    given, family = (
        _text(text_at(raw, at)) if at else "" for at in (card.given_name, card.family_name)
    )
    return f"{family};{given};;;" if given or family else f";{name};;;"


def _points(
    start: str,
    values: Sequence[str],
    lists: Sequence[CardList],
    raw: Json,
    *,
    leave_out: Sequence[str],
) -> Iterator[str]:
    """Phone numbers or e-mail addresses, with the types of the first item that has the value."""
    types: dict[str, list[str]] = {}
    for value, found in _listed(lists, raw):
        types.setdefault(value.strip().casefold(), found)
    for value in values:
        if text := _text(without_invisible(value)):
            yield start + _parameter(types.get(value.casefold(), []), leave_out) + f":{text}"


def _listed(lists: Sequence[CardList], raw: Json) -> Iterator[tuple[str, list[str]]]:
    """(value, types) of every item that has a value."""
    for each in lists:
        for item in items_at(raw, each.each) if each.each else (raw,):
            value = text_at(item, each.value)
            if not value.strip() or (each.type_at and text_at(item, each.type_at) != each.type):
                continue
            types = types_of(text_at(item, each.label)) if each.label else []
            is_preferred = each.preferred and dig(item, each.preferred) is True
            yield value, [*types, *(["PREF"] if is_preferred and "PREF" not in types else [])]


def types_of(label: str) -> list[str]:
    """A label that a vendor's user chose as vCard types: "Work mobile" -> WORK, CELL."""
    words = [word.lower() for word in WORD.findall(label[:200])]
    known = list(dict.fromkeys(TYPES[word] for word in words if word in TYPES))
    own = "-".join(word for word in words if word not in PLAIN_WORDS)
    return known or ([f"X-{own[:MAX_TYPE_CHARS].strip('-').upper()}"] if own else [])


def _parameter(types: Sequence[str], leave_out: Sequence[str]) -> str:
    return "".join(f";TYPE={each}" for each in types if each not in leave_out)


def _links(card: Card, raw: Json) -> Iterator[str]:
    """Web addresses; readers differ on escapes in them, so separators are percent-encoded."""
    found = [value for value, _types in _listed(card.links, raw)]
    for value in dict.fromkeys(map(str.strip, found)):
        if WEB_ADDRESS.fullmatch(value) and harmless(value) == value:
            yield f"URL:{value.translate(ENCODED_IN_LINKS)}"


def _revised(updated_at: str) -> str:
    """A moment in UTC, a day as it is, "" for anything else."""
    at = parse_moment(updated_at)
    try:
        at = at.astimezone(UTC) if isinstance(at, datetime) else at
    except OverflowError:
        return ""
    if isinstance(at, datetime):
        return f"{at:%Y-%m-%dT%H:%M:%SZ}"
    return at.isoformat() if at is not None else ""


def _text(value: str) -> str:
    """An escaped value without harmful characters."""
    lines = harmless(value[:MAX_VALUE_CHARS]).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip().translate(ESCAPES)


def _folded(line: str) -> bytes:
    """The line with its end; a long one is folded, each further part begins with a space."""
    rest = line.encode()
    parts: list[bytes] = []
    while len(rest) > MAX_LINE_BYTES:
        end = MAX_LINE_BYTES
        while rest[end] & 0xC0 == 0x80:  # not inside a character
            end -= 1
        parts.append(rest[:end])
        rest = b" " + rest[end:]
    return b"\r\n".join([*parts, rest]) + b"\r\n"
