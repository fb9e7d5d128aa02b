"""What a record holds that no section shows, so that nothing a vendor sends is ever invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from contactdesk.jsonpath import steps, text_at
from contactdesk.model import Field, Kind, Layout, Section
from contactdesk.records.formatting import guess, is_empty, words

Leaf = tuple[str, Any, Kind, str]
"""Label in words, value, its guessed kind, its path."""

DEEPEST = 8
"""Levels of nesting that become labels; what lies deeper is one value."""

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_@/ -]+\Z")


def join(path: str, key: str) -> str:
    """The path of a key of the object at `path`."""
    return f"{path}.{key}" if _PLAIN_KEY.match(key) else f'{path}."{key}"'


def unmapped(sections: Sequence[Section], record: Any) -> Iterator[Leaf]:
    """Every value of the record that the sections do not show, in the record's order."""
    plan = _Plan()
    _plan_sections(plan, sections)
    return _rest(plan, record, "$", "")


def flat(label: str, key: str, value: Any, path: str, depth: int = 0) -> Iterator[Leaf]:
    """The values inside a value, labelled with their keys; a list of plain values is one."""
    if is_empty(value):
        return
    kind = guess(value, key)
    if kind is not Kind.JSON or depth >= DEEPEST:
        yield label, value, kind, path
    elif isinstance(value, Mapping):
        for inner, each in value.items():
            name = f"{label} › {words(str(inner))}" if label else words(str(inner))
            yield from flat(name, str(inner), each, join(path, str(inner)), depth + 1)
    else:
        for number, each in enumerate(value):
            name = f"{label} {number + 1}".strip()
            yield from flat(name, key, each, f"{path}[{number}]", depth + 1)


class _Plan(Struct):
    """What the sections show of the value at one place, and of what lies under it."""

    is_whole: bool = False
    is_badge: bool = False
    is_pairs: bool = False
    under: dict[str | int, _Plan] = field(default_factory=dict)
    each: _Plan | None = None
    labelled: list[Field] = field(default_factory=list)
    headings: list[Sequence[str]] = field(default_factory=list)

    def at(self, path: str) -> _Plan:
        plan = self
        for step in steps(path):
            plan = plan.under.setdefault(step, _Plan())
        return plan


def _plan_sections(plan: _Plan, sections: Sequence[Section]) -> None:
    for section in sections:
        inner = plan
        if section.each:
            place = plan.at(section.each)
            inner = place.each = place.each or _Plan()
        fields = section.fields[:4] if section.layout is Layout.CHAT else section.fields
        for each in fields:
            _plan_field(inner, each, section.layout)
        if section.tab or (section.each and section.layout in (Layout.CARDS, Layout.LINES)):
            inner.headings += [section.heading, section.subheading]
        if section.pairs and section.layout is not Layout.TABLE:
            inner.at(section.pairs).is_pairs = True
        if section.layout is not Layout.CHAT:
            _plan_sections(inner, section.sections)


def _plan_field(plan: _Plan, each: Field, layout: Layout) -> None:
    # How many there are says nothing of what they are.
    if each.kind is not Kind.COUNT:
        plan.at(each.path).is_whole = True
    for badge in each.badges:
        plan.at(badge.path).is_badge = True
    # Tables and conversations have no place for an item's own label.
    if each.label.startswith("$") and layout in (Layout.LINES, Layout.CARDS):
        plan.labelled.append(each)


def _rest(plan: _Plan | None, value: Any, path: str, label: str) -> Iterator[Leaf]:
    if plan is None:
        yield from flat(label, path, value, path)
    elif _is_shown(plan, value):
        return
    elif isinstance(value, Mapping):
        yield from _rest_of_object(plan, value, path, label)
    elif isinstance(value, list | tuple) and (plan.each or plan.under):
        for number, each in enumerate(value):
            below = plan.each or plan.under.get(number)
            yield from _rest(below, each, f"{path}[{number}]", f"{label} {number + 1}".strip())
    else:
        yield from flat(label, path, value, path)


def _rest_of_object(plan: _Plan, value: Mapping[str, Any], path: str, label: str) -> Iterator[Leaf]:
    # Asked for only where something is left: most items of long lists have nothing left.
    seen: set[str] | None = None
    for key, each in value.items():
        below = plan.under.get(key)
        # Nearly every value of a long record ends here: no labels are made for those.
        if each is None or (below is not None and _is_shown(below, each)):
            continue
        seen = _seen_names(plan, value, path) if seen is None else seen
        inner = join(path, str(key))
        if inner not in seen:
            name = f"{label} › {words(str(key))}" if label else words(str(key))
            yield from (leaf for leaf in _rest(below, each, inner, name) if leaf[3] not in seen)


def _is_shown(plan: _Plan, value: Any) -> bool:
    return (
        plan.is_whole
        or (plan.is_pairs and isinstance(value, Mapping))
        or (plan.is_badge and (value is None or isinstance(value, bool)))
    )


def _seen_names(plan: _Plan, item: Any, path: str) -> set[str]:
    """The paths whose values are seen as a label or a heading of this very item."""
    if not (plan.labelled or plan.headings):
        return set()
    seen = {
        path + each.label[1:]
        for each in plan.labelled
        if text_at(item, each.label).strip() and is_sent(item, each.path)
    }
    for paths in plan.headings:
        first = next((each for each in paths if text_at(item, each).strip()), None)
        if first is not None:
            seen.add(path + first[1:])
    return seen


def is_sent(item: Any, path: str) -> bool:
    """Whether an object has the key a path leads to, whatever its value."""
    *way, last = steps(path) or [""]
    for step in way:
        item = item.get(step) if isinstance(item, Mapping) else None
    return isinstance(item, Mapping) and last in item
