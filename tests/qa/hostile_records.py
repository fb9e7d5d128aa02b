"""The vendors' recorded records with hostile text in the place of their own."""

import json
import re
from pathlib import Path

from contactdesk.jsonpath import steps
from contactdesk.providers import all_providers

DATA = Path(__file__).parents[1] / "data"
# The vendors' own enumerations: kept in one of two versions, so that what they lead to is read.
WORD = re.compile(r"[a-z]+(_[a-z]+)*")


def pages_of(provider_id):
    """The recorded replies of a vendor, as JSON values, in order."""
    return [json.loads(p.read_bytes()) for p in sorted((DATA / provider_id).glob("page-*.json"))]


def items_key(provider):
    return str(steps(provider.items)[0])


def records_of(provider_id):
    key = items_key(all_providers()[provider_id])
    return [record for page in pages_of(provider_id) for record in page[key]]


def poisoned(value, text, *, keeps_words=False, adds_keys=True):
    """The value with every string replaced, and a key more in every object."""
    more = {"keeps_words": keeps_words, "adds_keys": adds_keys}
    if isinstance(value, dict):
        made = {key: poisoned(each, text, **more) for key, each in value.items()}
        return {**made, text: text} if adds_keys else made
    if isinstance(value, list):
        return [poisoned(each, text, **more) for each in value]
    if isinstance(value, str) and not (keeps_words and WORD.fullmatch(value)):
        return text
    return value


def hostile_records(provider_id, text):
    """Every recorded record twice, each with an id of its own that holds the text too."""
    made = []
    for record in records_of(provider_id):
        if isinstance(record, dict):
            for keeps_words in (True, False):
                made.append(poisoned(record, text, keeps_words=keeps_words))
                made[-1]["id"] = f"{text}{len(made)}"
    return made


def last_page(provider, records):
    """A reply with these records, after which there are no more."""
    return {**pages_of(provider.id)[-1], items_key(provider): records}
