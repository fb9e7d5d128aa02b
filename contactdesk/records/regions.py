"""The regions of a record for a search: which texts belong to which, as the provider declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from contactdesk.jsonpath import dig, steps, text_at
from contactdesk.model import TIME_FIELDS, Contact, Json, Kind, Provider
from contactdesk.records.parse import MALFORMED_ERRORS
from contactdesk.records.scalars import Texts, add_scalars, field_texts, read_as
from contactdesk.records.section_plan import EACH, SearchNode, section_plan
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import key_token

NOTHING_DECLARED = SearchNode()
NESTED = (dict, list)
BADGE_ON = (True, "true")


class RegionTexts(Struct):
    """The texts of a record by region ("" where none is declared), each once in its region.

    `pairs` are (region, key as it is typed in a search, texts) of everything found by its key.
    """

    texts: dict[str, Texts]
    pairs: list[tuple[str, str, Texts]]

    def of(self, region: str) -> Texts:
        found = self.texts.get(region)
        if found is None:
            found = self.texts[region] = {}
        return found


class Regions:
    """Reads one provider's records by region."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._view = provider.view
        self._plan = section_plan(provider).search

    def read(self, raw: Json) -> RegionTexts:
        record = self._view(raw)
        read = RegionTexts({"": {}}, [])
        undeclared: list[Any] = []
        _collect(self._plan, record, read, undeclared)
        add_scalars(undeclared, read.texts[""])
        if record is not raw:
            _add_unviewed(raw, record, read.texts)
        return read

    def values(self, raw: Json, region: str, key: str) -> list[tuple[Any, Kind]]:
        """(value, declared kind) of everything in a region under this key, in the record's order.

        `key` is as it is typed in a search: ("fact", "time_zone").
        """
        found: list[tuple[Any, Kind]] = []
        _find_values(self._plan, self._view(raw), region, key, found)
        return found

    def places(self, raw: Json, *, with_times: bool = False) -> Callable[[str], str]:
        """A function from a path of the viewed record to its place in the search language.

        That is `where`, else the contact field (or "id") with the same text, else "". TIME_FIELDS,
        in which no words are searched, are given only `with_times`.
        """
        record = self._view(raw)
        fields = _contact_field_texts(self.provider, raw)
        if with_times:
            fields = _time_field_texts(self.provider, raw) | fields

        def place(path: str) -> str:
            found = self.where(record, path)
            return found or fields.get(_comparable(text_at(record, path)), "")

        return place

    def where(self, record: Any, path: str) -> str:
        """The region of a path of the viewed record: "said", "fact.time_zone", "" for none.

        A value with several names has all of them: `custom.plan=cf_1`.
        """
        node: SearchNode | None = self._plan
        names = ""
        for step in steps(path):
            if node is None or node.region is not None:
                names = key_token(str(step)) if node and node.is_keyed else names
                break
            record = _child(record, step)
            node = node.below.get(step, node.below.get(EACH) if isinstance(step, int) else None)
            if node is not None and node.named_at:
                names = "=".join(_names(node, record))
        region = node.region if node is not None else ""
        return f"{region}.{names}" if region and names else region or ""


def _contact_field_texts(provider: Provider, raw: Json) -> dict[str, str]:
    """Normalized text -> contact field, for the contact's own fields and the words of its name."""
    contact = read_contact(provider, raw)
    if contact is None:
        return {}
    name = _comparable(contact.name)
    found = dict.fromkeys((name, *name.split()), "name")
    found |= {
        _comparable(contact.id): "id",
        _comparable(contact.title): "title",
        _comparable(contact.company): "company",
    }
    found |= dict.fromkeys(map(_comparable, contact.phones), "phone")
    found |= dict.fromkeys(map(_comparable, contact.emails), "email")
    found.pop("", None)
    return found


def _time_field_texts(provider: Provider, raw: Json) -> dict[str, str]:
    """Normalized text -> the one of TIME_FIELDS that has it; nothing where both have the same."""
    contact = read_contact(provider, raw)
    times = (contact.created_at, contact.updated_at) if contact is not None else ()
    if len({*times}) < len(TIME_FIELDS):
        return {}
    found = dict(zip(map(_comparable, times), TIME_FIELDS, strict=True))
    found.pop("", None)
    return found


def _comparable(text: str) -> str:
    # A symbol such as a trademark sign is normalized to a space.
    return normalize(text).strip()


def read_contact(provider: Provider, raw: Json) -> Contact | None:
    """The contact of a raw record; None where the record is malformed."""
    try:
        return provider.contact(raw)
    except MALFORMED_ERRORS:
        return None


def _collect(node: SearchNode, value: Any, read: RegionTexts, undeclared: list[Any]) -> None:
    """Add the value's texts to their regions, and the parts in no region to `undeclared`."""
    if node.region is not None:
        _add_region(node, node.region, value, read)
        return
    if node.named_at:
        _add_named(node, value, read)
    below = node.below
    if isinstance(value, dict):
        _collect_object(node, value, read, undeclared)
    elif isinstance(value, list) and below:
        each = below.get(EACH, NOTHING_DECLARED)
        for number, inner in enumerate(value):
            _collect(below.get(number, each), inner, read, undeclared)
    else:
        undeclared.append(value)


def _collect_object(
    node: SearchNode, value: Json, read: RegionTexts, undeclared: list[Any]
) -> None:
    shape = node.shape(value)
    undeclared += shape.undeclared(value)
    for key, region, child in shape.declared:
        if region is not None:
            _add_region(child, region, value[key], read)
        elif child.badge and value[key] in BADGE_ON:
            read.texts[""][child.badge] = None
        else:
            _collect(child, value[key], read, undeclared)


def _add_region(node: SearchNode, region: str, value: Any, read: RegionTexts) -> None:
    texts = read.of(region)
    if type(value) is str:
        texts[value] = None
        if reading := read_as(value, node.kind):
            texts[reading] = None
    elif node.is_keyed and isinstance(value, dict):
        _add_pairs(region, value, texts, read)
    elif value is not None:
        texts |= field_texts(value, node.kind)


def _add_pairs(region: str, pairs: dict[str, Any], texts: Texts, read: RegionTexts) -> None:
    """Keys that a person chose are as much content as their values."""
    stack: list[Any] = [pairs]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            texts.update(dict.fromkeys(value))
            value = value.values()
        stack += [inner for inner in value if type(inner) in NESTED]
    for key, value in pairs.items():
        found = field_texts(value)
        texts |= found
        if region and (name := key_token(key)):
            read.pairs.append((region, name, found))


def _add_named(node: SearchNode, item: Json, read: RegionTexts) -> None:
    for field, region in node.named_fields:
        found = field_texts(dig(item, field.path), field.kind_in(item))
        texts = read.of(region)
        texts |= found
        read.pairs += [(region, name, found) for name in _names(node, item)]


def _find_values(
    node: SearchNode, value: Any, region: str, key: str, found: list[tuple[Any, Kind]]
) -> None:
    if node.region is not None:
        if node.is_keyed and node.region == region and isinstance(value, Mapping):
            found += [(inner, node.kind) for name, inner in value.items() if key_token(name) == key]
        return
    if node.named_at and key in _names(node, value):
        named = [field for field, own in node.named_fields if own == region]
        found += [(dig(value, field.path), field.kind_in(value)) for field in named]
    for child, inner in _children(node, value):
        _find_values(child, inner, region, key, found)


def _children(node: SearchNode, value: Any) -> list[tuple[SearchNode, Any]]:
    """The declared nodes below one, each with its value."""
    if isinstance(value, Mapping):
        return [(child, value[str(key)]) for key, child in node.below.items() if key in value]
    if isinstance(value, list) and node.below:
        each = node.below.get(EACH, NOTHING_DECLARED)
        return [(node.below.get(number, each), inner) for number, inner in enumerate(value)]
    return []


def _names(node: SearchNode, item: Any) -> list[str]:
    names = (key_token(text_at(item, path)) for path in node.named_at)
    return list(dict.fromkeys(name for name in names if name))


def _add_unviewed(raw: Json, record: Json, texts: dict[str, Texts]) -> None:
    """Add what the provider's view leaves out of the raw record."""
    every: Texts = {}
    # Values that the view holds unchanged are in `texts` already.
    add_scalars([each for key, each in raw.items() if record.get(key) is not each], every)
    seen = set().union(*texts.values())
    texts[""] |= {text: None for text in every if text not in seen}


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
