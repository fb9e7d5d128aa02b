"""How a column is read and sorted whose values are derived from records, and kept in tables."""

from __future__ import annotations

from msgspec import Struct


class Derived(Struct, frozen=True):
    """A column's value and sort key in SQL for contact `c`, NULL for none, and a query for all
    contacts that have one, with their ids, keys and accounts."""

    value: str
    key: str
    having: str
