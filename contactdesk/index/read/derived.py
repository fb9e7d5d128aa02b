"""How a column is read and sorted whose values are derived from records, and kept in tables."""

from __future__ import annotations

from msgspec import Struct


class Derived(Struct, frozen=True):
    """A column's value and sort key in SQL for contact `c`, NULL for none, and a query for all
    contacts that have one, with their ids, keys and accounts.

    For a column about people, `people` is the query for the own contacts of all people who have
    one, and `having` is "": in its order, the contacts of a person stay together. With
    `others_first`, what the query leaves out has the least value, not none.
    """

    value: str
    key: str
    having: str
    people: str = ""
    others_first: bool = False
