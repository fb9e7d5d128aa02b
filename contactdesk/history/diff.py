"""What changed between two records of a contact: kinds and fields when one is written, every
difference when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from contactdesk.history.compare import Found, Spot, compare
from contactdesk.history.kinds import (
    FACT_ADDED,
    FACT_CHANGED,
    FACT_DROPPED,
    FIELD,
    ITEM_CHANGED,
    KINDS,
    MESSAGE_ADDED,
    MESSAGE_DROPPED,
    TIME,
)
from contactdesk.history.plan import Node, Steps
from contactdesk.jsonpath import text_at
from contactdesk.model import Contact, Json, Kind, Provider
from contactdesk.records.formatting import guess_kind, humanize
from contactdesk.records.parse import MALFORMED_ERRORS, decode_json, truncate_depth
from contactdesk.records.regions import read_contact
from contactdesk.records.unmapped import join
from contactdesk.text.tokenize import key_token

MAX_FIELDS = 200
"""Fields of one change that are named; the record has all of them."""

RECORD = "record"
"""The field of a record that cannot be read at all."""

NAMED_KINDS = frozenset({FIELD, FACT_ADDED, FACT_CHANGED, FACT_DROPPED, ITEM_CHANGED})
"""Kinds of differences whose fields are named; the others say all there is."""

FACT_KINDS = frozenset({FACT_ADDED, FACT_CHANGED, FACT_DROPPED})

FIELD_OF_REGION = {"entity": "entity", "said": "message", "open": "open"}
"""Regions whose values go by one name, whatever they are."""

FIELD_ALIASES = {"e_mail": "email", "e_mails": "email", "phones": "phone"}

CONTACT_VALUES = ("name", "email", "phone", "company", "title")


class Changed(Struct, frozen=True):
    """What changed: kinds in the order of `kinds.KINDS`, and the names of fields, as a search takes
    them. Without kinds, nothing has changed but times and the order of things."""

    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class Difference(Struct, frozen=True):
    """A value that two records do not share; `old` or `new` is None where a record has none.

    `kind` is one of KINDS or TIME, `field` as in `Changed`. `section` and `heading` say what list and
    item the value is in, `agent` whose memory; each is "" for none. `path` is its path in the newer
    viewed record, or in the older one if only that has it; `old_path` the other way round.
    `value_kind` is how it is shown. Of a message or an open item that came or went, the value is its
    text; of a memory its summary, which its facts, items, messages and entities follow.
    """

    kind: str
    field: str
    label: str
    old: Any
    new: Any
    path: str
    old_path: str
    value_kind: Kind
    section: str = ""
    heading: str = ""
    agent: str = ""


def kinds_and_fields(provider: Provider, old: bytes, new: bytes) -> Changed:
    """What changed from one record's bytes to another's. Never an error, whatever they hold."""
    pair = _Pair(provider, old, new)
    found = [each for each in pair.found() if each.kind != TIME]
    kinds = {each.kind for each in found}
    if MESSAGE_ADDED in kinds:
        # A vendor sends the latest messages: as new ones come, old ones fall out.
        kinds.discard(MESSAGE_DROPPED)
    fields = pair.fields(found)
    return Changed(
        tuple([kind for kind in KINDS if kind in kinds]),
        tuple(dict.fromkeys([field for field in fields if field]))[:MAX_FIELDS],
    )


def diff(provider: Provider, old: bytes, new: bytes) -> list[Difference]:
    """Every difference between two records' bytes, times included. Never an error."""
    pair = _Pair(provider, old, new)
    found = pair.found()
    return [
        Difference(
            each.kind,
            field,
            _label(each.spot),
            each.old,
            each.new,
            _path(each.spot.path),
            _path(each.spot.old_path),
            _value_kind(each),
            each.spot.section,
            each.spot.heading,
            each.spot.agent,
        )
        for each, field in zip(found, pair.fields(found), strict=True)
    ]


class _Pair:
    """Two records, decoded; None for one that is no object."""

    def __init__(self, provider: Provider, old: bytes, new: bytes) -> None:
        self._provider = provider
        self._bytes = old, new
        self._old, self._new = _decoded(old), _decoded(new)

    def found(self) -> list[Found]:
        if self._old is None or self._new is None:
            return self._unread()
        view = self._provider.view
        try:
            return compare(self._provider, view(self._old), view(self._new))
        except (*MALFORMED_ERRORS, RecursionError):
            return self._unread()

    def _unread(self) -> list[Found]:
        """One difference, of the records as text."""
        old, new = (raw.decode("utf-8", "replace") for raw in self._bytes)
        return [] if old == new else [Found(FIELD, Spot((), (), Node()), old, new)]

    def fields(self, found: Sequence[Found]) -> list[str]:
        """The name of the field of each difference, "" where its kind says all."""
        # Reading the contacts takes as long as comparing the records.
        is_own = any(each.kind in (FIELD, TIME) and not each.spot.agent for each in found)
        own = self._own_texts() if is_own else ({}, {})
        names = [_field(each, own) for each in found]
        # An item that came or went as a whole is one thing: its e-mail address, not its type.
        of_items: dict[Steps, str] = {}
        for each, name in zip(found, names, strict=True):
            if name in CONTACT_VALUES:
                of_items.setdefault(each.spot.whole, name)
        of_items.pop((), None)
        return [
            of_items.get(each.spot.whole, name) if name else ""
            for each, name in zip(found, names, strict=True)
        ]

    def _own_texts(self) -> tuple[dict[str, str], dict[str, str]]:
        read = (each and read_contact(self._provider, each) for each in (self._old, self._new))
        old, new = (_texts_of(contact) if contact else {} for contact in read)
        return old, new


def _decoded(raw: bytes) -> Json | None:
    """The object that a record is, without what is nested too deep to read."""
    try:
        try:
            value = decode_json(raw)
        except RecursionError:
            value = decode_json(truncate_depth(raw))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _texts_of(contact: Contact) -> dict[str, str]:
    """Text -> the contact's own field that has it, for its values and the words of its name."""
    found = dict.fromkeys((contact.name, *contact.name.split()), "name")
    found |= {contact.company: "company", contact.title: "title"}
    found |= dict.fromkeys(contact.emails, "email") | dict.fromkeys(contact.phones, "phone")
    found.pop("", None)
    return found


def _field(found: Found, own: tuple[Mapping[str, str], Mapping[str, str]]) -> str:
    """The name of a difference's field; `own` are the values of the older and the newer contact."""
    spot = found.spot
    if found.kind not in NAMED_KINDS and found.kind != TIME:
        return ""
    if found.kind in FACT_KINDS:
        return _keyed("fact", str(spot.path[-1]))
    region = spot.node.region
    if region == "custom":
        return _keyed(region, spot.name or _pair_key(spot))
    if region in FIELD_OF_REGION:
        return FIELD_OF_REGION[region]
    return _contact_field(found, own) or _declared_field(spot) or RECORD


def _contact_field(found: Found, own: tuple[Mapping[str, str], Mapping[str, str]]) -> str:
    """The contact's own field that one of the values is in, "" for none and in memories."""
    if not found.spot.agent:
        for value, texts in zip((found.old, found.new), own, strict=True):
            if isinstance(value, str) and (name := texts.get(value.strip())):
                return name
    return ""


def _declared_field(spot: Spot) -> str:
    """The name by the label of a section or by the record's own key; of what came or went as a whole,
    by that of the list."""
    if spot.whole:
        return _plain(spot.section) or _plain(_last_key(spot.whole))
    return _plain(_declared_label(spot)) or _plain(_last_key(spot.path))


def _keyed(region: str, key: str) -> str:
    token = key_token(key)
    return f"{region}.{token}" if token else region


def _plain(text: str) -> str:
    token = key_token(text)
    return FIELD_ALIASES.get(token, token)


def _last_key(path: Iterable[str | int]) -> str:
    keys = [step for step in path if isinstance(step, str)]
    return keys[-1] if keys else ""


def _pair_key(spot: Spot) -> str:
    """The key that a person chose, of a value that may be nested in what it stands for."""
    return str(spot.path[len(spot.labeled)]) if len(spot.path) > len(spot.labeled) else ""


def _declared_label(spot: Spot) -> str:
    """The label that a section gives the value; one that the vendor's user chose is in the item."""
    for field in spot.node.fields:
        label = field.label
        if label.startswith("$"):
            chosen = text_at(spot.item, label).strip()
            label = humanize(chosen) if chosen else ""
        if label:
            return label
    return ""


def _label(spot: Spot) -> str:
    if label := _declared_label(spot):
        return label
    keys = [step for step in spot.path[len(spot.labeled) :] if isinstance(step, str)]
    return " › ".join(map(humanize, filter(None, keys)))


def _path(steps: Steps) -> str:
    path = "$"
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else join(path, step)
    return path


def _value_kind(found: Found) -> Kind:
    spot = found.spot
    if spot.node.fields:
        return spot.node.fields[0].kind_in(spot.item)
    return guess_kind(found.old if found.new is None else found.new, _last_key(spot.path))
