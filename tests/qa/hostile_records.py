"""The vendors' recorded replies, and copies with hostile text in place of their own."""

import json
import re
from pathlib import Path

from contactdesk.jsonpath import steps
from contactdesk.providers import all_providers

DATA = Path(__file__).parents[1] / "data"
# Enumeration values. One of two copies keeps them, so that the code for each value is run.
ENUM_VALUE = re.compile(r"[a-z]+(_[a-z]+)*")


def pages_of(provider_id):
    """The recorded replies of a vendor, as JSON values, in order."""
    return [json.loads(p.read_bytes()) for p in sorted((DATA / provider_id).glob("page-*.json"))]


def items_key(provider):
    return str(steps(provider.items)[0])


def records_of(provider_id):
    key = items_key(all_providers()[provider_id])
    return [record for page in pages_of(provider_id) for record in page[key]]


def with_hostile_text(value, text, *, keeps_enums=False, adds_keys=True):
    """A copy with every string replaced by `text`, and `text` as an additional key in every object."""
    more = {"keeps_enums": keeps_enums, "adds_keys": adds_keys}
    if isinstance(value, dict):
        made = {key: with_hostile_text(each, text, **more) for key, each in value.items()}
        return {**made, text: text} if adds_keys else made
    if isinstance(value, list):
        return [with_hostile_text(each, text, **more) for each in value]
    if isinstance(value, str) and not (keeps_enums and ENUM_VALUE.fullmatch(value)):
        return text
    return value


def hostile_records(provider_id, text):
    """Two copies of every recorded record, each with a unique id that contains the text."""
    made = []
    for record in records_of(provider_id):
        if isinstance(record, dict):
            for keeps_enums in (True, False):
                made.append(with_hostile_text(record, text, keeps_enums=keeps_enums))
                made[-1]["id"] = f"{text}{len(made)}"
    return made


def last_page(provider, records):
    """A reply with these records and no further page."""
    return {**pages_of(provider.id)[-1], items_key(provider): records}
