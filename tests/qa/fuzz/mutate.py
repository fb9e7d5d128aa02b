"""Records changed at random: what a vendor may send when it does not keep to its documents."""

import copy
import json

DEEP = "@deep@"
DIGITS = "@digits@"
IN_RAW = {f'"{DEEP}"': "[" * 300 + "]" * 300, f'"{DIGITS}"': "9" * 5_000}
"""Stand-ins that are replaced in the JSON text: no Python value is written like this."""

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


def places(value, way=()):
    """The way to every value inside a value, its own included."""
    yield way
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*way, key))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from places(value[number], (*way, number))


def mutated(record, pick):
    """A copy of the record with one to six things wrong."""
    made = copy.deepcopy(record)
    for _ in range(pick.choice((1, 1, 1, 2, 3, 6))):
        made = _changed(made, pick)
    return made


def _changed(record, pick):
    way = pick.choice(list(places(record)))
    if not way:
        # The whole record is something else, now and then.
        return pick.choice(HOSTILE) if pick.random() < 0.2 else record
    holder = record
    for step in way[:-1]:
        holder = holder[step]
    what, last = pick.random(), way[-1]
    if what < 0.55:
        holder[last] = copy.deepcopy(pick.choice(HOSTILE))
    elif what < 0.7:
        del holder[last]
    elif what < 0.8:
        holder[last] = pick.choice(([holder[last]], {"value": holder[last]}, [holder[last]] * 40))
    elif isinstance(holder, dict):
        key = pick.choice(
            [each for each in HOSTILE if isinstance(each, str) and each not in (DEEP, DIGITS)]
        )
        holder[key] = copy.deepcopy(pick.choice(HOSTILE))
    else:
        holder.extend(copy.deepcopy(pick.choices(HOSTILE, k=3)))
    return record


def raw_of(record):
    """The record as JSON bytes, with what Python cannot write put in."""
    text = json.dumps(record)
    for stand_in, real in IN_RAW.items():
        text = text.replace(stand_in, real)
    return text.encode()
