"""Reshaping of records for display: what a provider's `view` is made of. Nothing here raises.

Every record passes here when it is stored and shown; most have nothing to change.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Any

import msgspec

from contactdesk.model import Json

MAX_BRACKETS = 200
"""JSON text with more of them stays text: it could be nested too deep to show."""


def change_items(record: Any, key: str, change: Callable[[Any], Any]) -> Any:
    """The record with `change` applied to every item of its list at `key`; the same object where
    there is no list or nothing changes."""
    items = record.get(key)
    if type(items) is not list:
        return record
    changed = [change(each) for each in items]
    return record if all(map(is_, changed, items)) else {**record, key: changed}


def change_texts(record: Any, key: str, text_key: str) -> Any:
    """The record with every plain text in its list at `key` made an object with the text at
    `text_key`; the same object where there is none."""
    items = record.get(key)
    if type(items) is not list or str not in map(type, items):
        return record
    return {**record, key: [{text_key: each} if type(each) is str else each for each in items]}


def named_by(fallback: str) -> Callable[[Any], Any]:
    """For `change_items`: an object without a `name` gets the text at `fallback` as its name."""

    def change(item: Any) -> Any:
        if type(item) is not dict or _is_text(item.get("name")):
            return item
        return {**item, "name": item[fallback]} if _is_text(item.get(fallback)) else item

    return change


def parse_object(record: Json, key: str) -> Json:
    """The record with JSON text at `key` read as the object it holds; any other text stays."""
    text = record.get(key)
    if not isinstance(text, str) or not text.lstrip().startswith("{"):
        return record
    if text.count("{") + text.count("[") > MAX_BRACKETS:
        return record
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError):
        return record
    return {**record, key: value}


def _is_text(value: Any) -> bool:
    return type(value) is str and not value.isspace() and value != ""
