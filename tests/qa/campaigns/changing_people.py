"""People of one account who change, leave and come back from one refresh to the next."""

from __future__ import annotations

import json
import random
from functools import cache

from tests.index.people import page

PEOPLE, PEOPLE_PER_PAGE = 60, 20
LAST_GENERATION = 40


@cache
def record(number: int, generation: int) -> bytes | None:
    """A person's record; None while the person is not listed. At first, everybody is."""
    pick = random.Random(number * 1_000 + generation)
    if generation == 0:
        return _encoded(number, pick)
    # Somebody who leaves is away for some generations, often for long enough to be gone.
    if number % 5 == 0 and (generation // 4 + number) % 3 == 0:
        return None
    before = last_record(number, generation - 1)
    return before if pick.random() < 0.6 else _encoded(number, pick)


def last_record(number: int, generation: int) -> bytes:
    """The record that was listed last."""
    found = record(number, generation)
    return last_record(number, generation - 1) if found is None else found


def _encoded(number: int, pick: random.Random) -> bytes:
    value = {
        "id": f"c-{number}",
        "name": f"Person {number}",
        "company": pick.choice(("Acme", "Bolt", "Core", "Dyne")),
        "note": pick.choice("abc") * pick.choice((10, 500, 30_000)),
        "updated_at": f"2026-03-{pick.randrange(1, 28):02}T10:00:00Z",
    }
    return json.dumps(value).encode()


def pages(generation: int) -> list[bytes]:
    """The replies of a whole pass."""
    records = [record(number, generation) for number in range(PEOPLE)]
    listed = [each for each in records if each is not None]
    starts = range(0, len(listed), PEOPLE_PER_PAGE)
    return [
        page(listed[at : at + PEOPLE_PER_PAGE], f"p{at}" if at != starts[-1] else None)
        for at in starts
    ]


def history(number: int, generation: int) -> list[dict]:
    """What the records said up to a generation, the oldest first, without their times; each differs
    from the one before."""
    found: list[dict] = []
    for each in range(generation + 1):
        raw = record(number, each)
        if raw is not None and found[-1:] != [without_times(raw)]:
            found.append(without_times(raw))
    return found


def without_times(raw: bytes) -> dict:
    return {**json.loads(raw), "updated_at": ""}
