"""How a column is read and sorted whose values are derived from records, and kept in tables."""

from __future__ import annotations

from msgspec import Struct


class Derived(Struct, frozen=True):
    """A column's value and sort key in SQL for contact `c`, NULL for none, and a query for all
    contacts that have one, with their ids, keys and accounts.

    `people`: the query for the own contacts of all people who have one, "" for a column that is not
    the person's. With `others_first`, what the query leaves out has the least value, not none.
    """

    value: str
    key: str
    having: str
    people: str = ""
    others_first: bool = False
