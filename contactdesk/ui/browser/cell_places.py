"""Where the values of a table's columns are in the search language."""

from __future__ import annotations

from contactdesk.model import CONTACT_FIELDS, Column, Provider
from contactdesk.records.regions import Regions
from contactdesk.text.tokenize import key_token
from contactdesk.userdata.annotations import NOTE, TAGS

KEYED = ("fact", "custom")
PLACE_OF_OTHER_COLUMN = {
    **{"memory.summary": "memory", "memory.personas": "persona"},
    **{TAGS: "tag", NOTE: "note"},
}


def place_of(provider: Provider, column: Column) -> str:
    """The place of a column's value for `MenuValue`; "" where no search field leads to it."""
    path = column.path
    if path in (*CONTACT_FIELDS, "account"):
        return path
    if path.startswith("$"):
        return Regions(provider).where({}, path)
    name, _, key = path.partition(".")
    if name in KEYED:
        return f"{name}.{key_token(key)}"
    return PLACE_OF_OTHER_COLUMN.get(path, "")
