"""The values of a record that no section shows, so that nothing a vendor sends is ever invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contactdesk.jsonpath import steps, text_at
from contactdesk.model import Kind
from contactdesk.records.formatting import guess_kind, humanize, is_empty
from contactdesk.records.section_plan import EACH, DisplayNode, SectionPlan

LabelledValue = tuple[str, Any, Kind, str]
"""Label, value, guessed kind, path."""

MAX_LABEL_LEVELS = 8
"""Levels of nesting that become labels; anything deeper is one value."""

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_@/ -]+\Z")


def join(path: str, key: str) -> str:
    """The path of a key of the object at `path`."""
    return f"{path}.{key}" if _PLAIN_KEY.match(key) else f'{path}."{key}"'


def unmapped(plan: SectionPlan, value: Any, path: str = "$") -> Iterator[LabelledValue]:
    """Every value that the sections do not show: of the viewed record, or of what it has at a path,
    in the record's order."""
    node: DisplayNode | None = plan.display
    for step in steps(path):
        node = (node.below.get(step) or node.below.get(EACH)) if node is not None else None
    return _unshown(node, value, path, "")


def flatten(label: str, key: str, value: Any, path: str, depth: int = 0) -> Iterator[LabelledValue]:
    """The values inside a value, labeled with their keys; a list of plain values is one."""
    if is_empty(value):
        return
    kind = guess_kind(value, key)
    if kind is not Kind.JSON or depth >= MAX_LABEL_LEVELS:
        yield label, value, kind, path
    elif isinstance(value, Mapping):
        for inner, each in value.items():
            name = _nested_label(label, inner)
            yield from flatten(name, str(inner), each, join(path, str(inner)), depth + 1)
    else:
        for number, each in enumerate(value):
            name = f"{label} {number + 1}".strip()
            yield from flatten(name, key, each, f"{path}[{number}]", depth + 1)


def _nested_label(label: str, key: Any) -> str:
    return f"{label} › {humanize(str(key))}" if label else humanize(str(key))


def _unshown(
    node: DisplayNode | None, value: Any, path: str, label: str
) -> Iterator[LabelledValue]:
    if node is None:
        yield from flatten(label, path, value, path)
    elif _is_shown(node, value):
        return
    elif isinstance(value, Mapping):
        yield from _unshown_of_object(node, value, path, label)
    elif isinstance(value, list | tuple) and node.below:
        each = node.below.get(EACH)
        for number, inner in enumerate(value):
            below = each or node.below.get(number)
            yield from _unshown(below, inner, f"{path}[{number}]", f"{label} {number + 1}".strip())
    else:
        yield from flatten(label, path, value, path)


def _unshown_of_object(
    node: DisplayNode, value: Mapping[str, Any], path: str, label: str
) -> Iterator[LabelledValue]:
    # Computed once a value is left over: most items of long lists have none.
    seen: set[str] | None = None
    for key, each in value.items():
        below = node.below.get(key)
        # Nearly every value of a long record ends here, before a label is made.
        if each is None or (below is not None and _is_shown(below, each)):
            continue
        seen = _paths_shown_elsewhere(node, value, path) if seen is None else seen
        inner = join(path, str(key))
        if inner not in seen:
            rest = _unshown(below, each, inner, _nested_label(label, key))
            yield from (found for found in rest if found[3] not in seen)


def _is_shown(node: DisplayNode, value: Any) -> bool:
    return (
        node.is_whole
        or (node.is_pairs and isinstance(value, Mapping))
        or (node.is_badge and (value is None or isinstance(value, bool)))
    )


def _paths_shown_elsewhere(node: DisplayNode, item: Any, path: str) -> set[str]:
    """The paths whose values are shown as a label or a heading of this item."""
    if not (node.labeled or node.headings):
        return set()
    seen = {
        path + each.label[1:]
        for each in node.labeled
        if text_at(item, each.label).strip() and is_sent(item, each.path)
    }
    for paths in node.headings:
        first = next((each for each in paths if text_at(item, each).strip()), None)
        if first is not None:
            seen.add(path + first[1:])
    return seen


def is_sent(item: Any, path: str) -> bool:
    """Whether an object has the key a path leads to, with any value."""
    *parents, last = steps(path) or [""]
    for step in parents:
        item = item.get(step) if isinstance(item, Mapping) else None
    return isinstance(item, Mapping) and last in item
