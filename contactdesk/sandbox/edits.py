"""What the vendors' own users do between two readings of a list: contacts are edited, come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.sandbox.resources import load
from contactdesk.sandbox.timestamps import NOW_S, iso_time
from contactdesk.sandbox.vendors.api import ListRequest, Record, Reply, Vendor, json_reply

UPDATED_KEYS = {"quo": "updatedAt", "close": "date_updated", "bland": "updated_at"}
"""Where an edited record says when: at the sandbox's present. OpenCX and AskElephant are asked for
changes since a real time, which comes after it, so nobody edits anything there."""

PATH_SEPARATOR = "."


class Edit(NamedTuple):
    """One edit, made from a round on: of the contact with a number, by the paths of values to set, to
    delete or, in lists, to append to; or `more` contacts at the end of the list, fewer if negative."""

    round: int
    vendor: str
    contact: int = -1
    set: Mapping[str, Any] = {}
    delete: Sequence[str] = ()
    append: Mapping[str, Sequence[Any]] = {}
    more: int = 0


EDITS = tuple(Edit(**entry) for entry in load("edits"))


class Edits:
    """Counts how often each vendor's list was read from its start, a filtered one too.

    The first reading is round 0, in which nothing has been edited; the next is round 1. After the last
    round, lists stay as they are.
    """

    def __init__(self) -> None:
        self._readings: Counter[str] = Counter()

    def answer(self, vendor: Vendor, request: ListRequest) -> Reply:
        """The vendor's answer in its round. One that is no page is never counted."""
        is_first_page = request.param(vendor.cursor_param) in (None, "0")
        readings = self._readings[vendor.id] + is_first_page
        edits = [each for each in EDITS if each.vendor == vendor.id and each.round < readings]
        size = request.size + sum(each.more for each in edits)
        reply = vendor.answer(replace(request, size=max(0, size)))
        if reply.status != 200:
            return reply
        self._readings[vendor.id] = readings
        page = reply.json()
        records = {record["id"]: record for record in page[vendor.items_key]}
        for edit in edits:
            if not edit.more:
                edited = records.get(vendor.record(edit.contact, request.seed)["id"])
                if edited is not None:
                    _apply(edit, edited)
        return replace(json_reply(200, page), headers=reply.headers)


def _apply(edit: Edit, record: Record) -> None:
    """Make an edit; of a record cut down to some fields, in these."""
    for path in (*edit.set, *edit.delete, *edit.append):
        *names, last = path.split(PATH_SEPARATOR)
        if (names or [last])[0] not in record:
            continue
        parent: Any = record
        for name in names:
            parent = parent[_key(parent, name)]
        if path in edit.set:
            parent[_key(parent, last)] = edit.set[path]
        elif path in edit.append:
            parent[last].extend(edit.append[path])
        else:
            del parent[_key(parent, last)]
    if (updated := UPDATED_KEYS[edit.vendor]) in record:
        record[updated] = iso_time(NOW_S)


def _key(parent: Any, name: str) -> Any:
    return int(name) if isinstance(parent, list) else name
