"""Random mutations of records: kind a vendor may send against its own documentation."""

import copy
import json

DEEP = "@deep@"
DIGITS = "@digits@"
REPLACEMENTS = {f'"{DEEP}"': "[" * 300 + "]" * 300, f'"{DIGITS}"': "9" * 5_000}
"""Placeholders replaced in the JSON text, for JSON that no Python value is written as."""

HOSTILE = [
    *(None, True, False, 0, -1, 7, 1.5, 1e308, 10**30, -(10**19), [], {}, "", " ", "\0"),
    *("\ud800", "a\0b", "\u202eevil", "שלום", "e" + "\u0301" * 500, "<b>x</b><img src=/dev/zero>"),
    *("=1+1", "@SUM(A1)", "+1 (415) 555-0192", "x" * 5_000, "a" * 64 + "?", "a\tb\r\nc", "null"),
    *("2026-13-45T99:99:99Z", "0000-00-00", "9999-12-31T23:59:59+14:00", "2026-02-30", "NaN"),
    *("https://a@b.c/", "javascript:alert(1)", "http://[", "🙂" * 100, DEEP, DIGITS, "1e999"),
    *([None], [[]], [[[]]], {"": None}, {"id": None}, [{}], [1, "a", None, {"b": []}], ["x"] * 300),
    *({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": {"j": 1}}}}}}}}}}, {"x" * 3_000: 1}),
    *(
        {"$.a[0]": "path", 'q"uote': "x", "dot.ted": 1, "[*]": "&", "&amp;": "\t"},
        {"0": 1, "-1": 2},
    ),
]


def paths(value, path=()):
    """The path to every value within a value, () for the value itself."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from paths(value[number], (*path, number))


def mutate(record, chance):
    """A copy of the record with one to six random changes."""
    made = copy.deepcopy(record)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        made = _mutate_once(made, chance)
    return made


def _mutate_once(record, chance):
    path = chance.choice(list(paths(record)))
    if not path:
        # Sometimes the whole record is replaced.
        return chance.choice(HOSTILE) if chance.random() < 0.2 else record
    holder = record
    for step in path[:-1]:
        holder = holder[step]
    kind, last = chance.random(), path[-1]
    if kind < 0.55:
        holder[last] = copy.deepcopy(chance.choice(HOSTILE))
    elif kind < 0.7:
        del holder[last]
    elif kind < 0.8:
        holder[last] = chance.choice(([holder[last]], {"value": holder[last]}, [holder[last]] * 40))
    elif isinstance(holder, dict):
        key = chance.choice(
            [each for each in HOSTILE if isinstance(each, str) and each not in (DEEP, DIGITS)]
        )
        holder[key] = copy.deepcopy(chance.choice(HOSTILE))
    else:
        holder.extend(copy.deepcopy(chance.choices(HOSTILE, k=3)))
    return record


def raw_json(record):
    """The record as JSON bytes, with the placeholders replaced."""
    text = json.dumps(record)
    for placeholder, real in REPLACEMENTS.items():
        text = text.replace(placeholder, real)
    return text.encode()
