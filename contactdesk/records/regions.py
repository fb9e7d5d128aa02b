"""Which texts of a record belong to which part of it for a search, as its provider declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from msgspec import Struct, field

from contactdesk.jsonpath import dig, steps, text_at
from contactdesk.model import Contact, Json, Provider, Section
from contactdesk.records.leaves import Texts, add_leaves, is_moment
from contactdesk.text.normalize import key_word, normalize

EACH = -1
"""The step of a way that leads into every item of a list."""

MOST_SHAPES, MOST_KEYS = 256, 64
"""Of so many objects with other keys, none of them with more, is known how to take them apart: a
vendor's records have a few dozen, and what breaks its documents could have any number."""

Way = tuple[str | int, ...]
Take = Callable[[Json], Sequence[Any]]


class Read(Struct):
    """The texts of a record, each once in its region ("" where none is declared), in `texts`.

    `pairs` are (region, key as it is typed, value) of everything that is found by its key.
    """

    texts: dict[str, Texts]
    pairs: list[tuple[str, str, Any]]


class _Plan(Struct):
    """What is declared of the value at one place, and of what lies under it."""

    region: str | None = None
    is_pairs: bool = False
    named_at: Sequence[str] = ()
    named: list[tuple[str, str]] = field(default_factory=list)
    under: dict[str | int, _Plan] = field(default_factory=dict)
    shapes: dict[Way, _Shape] = field(default_factory=dict)

    def at(self, way: Way) -> _Plan:
        plan = self
        for step in way:
            plan = plan.under.setdefault(step, _Plan())
        return plan

    def shape(self, value: Json) -> _Shape:
        """How an object with these keys is taken apart."""
        found = self.shapes.get(keys := tuple(value))
        if found is None:
            rest = [key for key in keys if key not in self.under]
            below = [(k, each.region, each) for k, each in self.under.items() if k in value]
            found = _Shape(_taking(rest), below)
            if len(keys) <= MOST_KEYS and len(self.shapes) < MOST_SHAPES:
                self.shapes[keys] = found
        return found


class _Shape(Struct, frozen=True):
    """Of an object with some keys: what takes the values nothing is declared of, and where the
    others are."""

    rest: Take
    below: Sequence[tuple[Any, str | None, _Plan]]


def _taking(keys: Sequence[Any]) -> Take:
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda value: [value[key] for key in keys]


class Regions:
    """How one provider's records are read; made once for each."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._view = provider.view
        self._plan = _Plan()
        _plan_sections(self._plan, provider.sections, ())

    def read(self, raw: Json) -> Read:
        record = self._view(raw)
        read = Read({"": {}}, [])
        rest: list[Any] = []
        _walk(self._plan, record, read, rest)
        add_leaves(rest, read.texts[""])
        if record is not raw:
            _add_unseen(raw, record, read.texts)
        return read

    def places(self, raw: Json) -> Callable[[str], str]:
        """Tells of a path of the viewed record where it leads to: as `where`, or in which of
        CONTACT_FIELDS (or "id") the same text stands."""
        record = self._view(raw)
        own = _own_texts(self.provider, raw)

        def place(path: str) -> str:
            return self.where(record, path) or own.get(normalize(text_at(record, path)).strip(), "")

        return place

    def where(self, record: Any, path: str) -> str:
        """Where a path of the viewed record leads to: "said", "fact.time_zone", "" for no region.

        Where a value goes by several names they stand beside each other: `custom.plan=cf_1`.
        """
        plan: _Plan | None = self._plan
        names = ""
        for step in steps(path):
            if plan is None or plan.region is not None:
                names = key_word(str(step)) if plan and plan.is_pairs else names
                break
            record = _inside(record, step)
            plan = plan.under.get(step, plan.under.get(EACH) if isinstance(step, int) else None)
            if plan is not None and plan.named_at:
                names = "=".join(_names(plan, record))
        region = plan.region if plan is not None else ""
        return f"{region}.{names}" if region and names else region or ""


def _own_texts(provider: Provider, raw: Json) -> dict[str, str]:
    """The folded texts of a contact's own fields, and the words of its name."""
    contact = read_contact(provider, raw)
    if contact is None:
        return {}
    name = normalize(contact.name)
    own = dict.fromkeys((name, *name.split()), "name")
    own |= {
        normalize(contact.id): "id",
        normalize(contact.title): "title",
        normalize(contact.company): "company",
    }
    own |= dict.fromkeys(map(normalize, contact.phones), "phone")
    own |= dict.fromkeys(map(normalize, contact.emails), "email")
    own.pop("", None)
    return own


def read_contact(provider: Provider, raw: Json) -> Contact | None:
    """The contact of a raw record; None where the record breaks the vendor's documents."""
    try:
        return provider.contact(raw)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        return None


def _plan_sections(plan: _Plan, sections: Sequence[Section], before: Way) -> None:
    for section in sections:
        here: Way = (*before, *steps(section.each), EACH) if section.each else before
        if section.pairs:
            pairs = plan.at((*here, *steps(section.pairs)))
            pairs.is_pairs, pairs.region = True, section.searched_as
        for path, region in _declared(section):
            plan.at((*here, *steps(path))).region = region
        if section.named_at:
            item = plan.at(here)
            item.named_at = section.named_at
            item.named = [(each.path, section.searched_as) for each in section.fields]
        _plan_sections(plan, section.sections, here)


def _declared(section: Section) -> Iterator[tuple[str, str]]:
    """(path, region) of everything a section declares to be in one."""
    regions = [each.searched_as or section.searched_as for each in section.fields]
    first = regions[0] if regions else section.searched_as
    for path in (*section.heading, *section.subheading):
        if first:
            yield path, first
    for each, region in zip(section.fields, regions, strict=True):
        if region:
            yield each.path, region
            if each.label.startswith("$"):
                yield each.label, region


def _walk(plan: _Plan, value: Any, read: Read, rest: list[Any]) -> None:
    """Takes apart what something is declared of; what nothing is declared of goes to `rest`."""
    if plan.region is not None:
        _keep(plan, plan.region, value, read)
        return
    if plan.named_at:
        _add_named(plan, value, read)
    under = plan.under
    if isinstance(value, dict):
        shape = plan.shape(value)
        rest += shape.rest(value)
        for key, region, below in shape.below:
            if region is None:
                _walk(below, value[key], read, rest)
            else:
                _keep(below, region, value[key], read)
    elif isinstance(value, list) and under:
        each = under.get(EACH, NOTHING)
        for number, inner in enumerate(value):
            _walk(under.get(number, each), inner, read, rest)
    else:
        rest.append(value)


def _keep(plan: _Plan, region: str, value: Any, read: Read) -> None:
    texts = read.texts.get(region)
    if texts is None:
        texts = read.texts[region] = {}
    if type(value) is str:
        if not is_moment(value):
            texts[value] = None
    elif value is not None:
        if plan.is_pairs and isinstance(value, dict):
            _add_pairs(region, value, texts, read)
        add_leaves((value,), texts)


NESTED = (dict, list)
NOTHING = _Plan()


def _add_pairs(region: str, found: dict[str, Any], texts: Texts, read: Read) -> None:
    """The keys of an object whose keys a person chose are as much content as their values."""
    waiting: list[Any] = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            texts.update(dict.fromkeys(value))
            value = value.values()
        waiting += [inner for inner in value if type(inner) in NESTED]
    if region:
        read.pairs += [(region, key_word(key), value) for key, value in found.items()]


def _add_named(plan: _Plan, item: Json, read: Read) -> None:
    for path, region in plan.named:
        value = dig(item, path)
        read.pairs += [(region, name, value) for name in _names(plan, item)]


def _names(plan: _Plan, item: Any) -> list[str]:
    names = (key_word(text_at(item, path)) for path in plan.named_at)
    return list(dict.fromkeys(name for name in names if name))


def _add_unseen(raw: Json, record: Json, texts: dict[str, Texts]) -> None:
    """What a view leaves out is found too."""
    every: Texts = {}
    # What the view has as it came is found as what it has.
    add_leaves([each for key, each in raw.items() if record.get(key) is not each], every)
    seen = set().union(*texts.values())
    texts[""] |= {text: None for text in every if text not in seen}


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
