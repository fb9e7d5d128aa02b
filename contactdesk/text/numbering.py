"""The world's numbering plans: whether two numbers are the same, dialed at home or from abroad.

Imported when a number is first searched for, on the index's thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

Reading = tuple[str, str]
"""What a number may mean: (country code, national number without a leading 0)."""

OTHER_TRUNKS = (
    *("1", "7", "36", "44", "52", "54", "55", "57", "61", "81", "82", "86", "241", "261", "298"),
    *("352", "370", "375", "378", "380", "423", "506", "591", "672", "692", "992", "993", "998"),
)
"""Countries where something else than a single 0 is, or was, dialed before a national number."""

PAST_TRUNKS = {"52": "01|04[45]", "380": "80?", "992": "8", "998": "8"}
"""Prefixes that are no longer dialed, but stand in many address books, as patterns."""

CALLS_ABROAD = re.compile(r"(?:0011|011|010|009|810|00)(?=[1-9])")
"""What is dialed before a country code, in most countries."""

MIN_DIGITS_WITH_COUNTRY = 11
"""Digits of a number without + from which on it may begin with a country code."""

MIN_NATIONAL_DIGITS, MAX_COUNTRY_DIGITS = 6, 3

COMMON_DIGITS = {"54": 6, "55": 8}
"""Last digits that all ways to write a national number have in common, where it is not the number:
Argentina's 15 is dialed within it, and Brazil's mobile numbers became longer by a 9."""


class SameNumber(Struct, frozen=True):
    """What a typed number may mean. Every number that means the same ends with `ending`."""

    readings: frozenset[Reading]
    ending: str

    def is_written(self, digits: str) -> bool:
        """Whether stored digits, as they compare, may mean the same number."""
        if not digits.endswith(self.ending):
            return False
        for country in {country for country, _number in self.readings}:
            rests = (digits, digits[len(country) :])[: 1 + digits.startswith(country)]
            for rest in rests:
                # A stored number has lost the 0 before it.
                for number in (*_nationals(country, rest), *_nationals(country, f"0{rest}")):
                    if (country, number) in self.readings:
                        return True
        return False


def regions() -> frozenset[str]:
    """The countries that have numbers of their own, as ISO 3166 codes ("US")."""
    each = (codes for codes in COUNTRY_CODE_TO_REGION_CODE.values() if codes != ("001",))
    return frozenset(code for codes in each for code in codes)


@cache
def load_plans() -> None:
    """Read the plans that every number is held against."""
    for country in OTHER_TRUNKS:
        _plan(country)


def national_lengths(country: str) -> frozenset[int]:
    """The possible lengths of a country's national numbers; empty for no country code."""
    plan = _plan(country)
    return plan.lengths if plan else frozenset()


@lru_cache(maxsize=256)
def same_number(dialed: str) -> SameNumber | None:
    """The number that is meant by digits, all that were typed, after + if it has a country code.

    None if it is found by its own digits only.
    """
    readings = frozenset(_readings(dialed))
    if not readings:
        return None
    common = (COMMON_DIGITS.get(country, len(number)) for country, number in readings)
    return SameNumber(readings, dialed[-min(common) :])


def _readings(dialed: str) -> Iterator[Reading]:
    if dialed.startswith("+"):
        yield from _abroad(dialed[1:])
        return
    if abroad := CALLS_ABROAD.match(dialed):
        yield from _abroad(dialed[abroad.end() :])
    if len(dialed) >= MIN_DIGITS_WITH_COUNTRY and not dialed.startswith("0"):
        yield from _abroad(dialed)
    for country in OTHER_TRUNKS:
        plan = _plan(country)
        number = plan.without_trunk(dialed) if plan else ""
        if plan and number and f"0{number}" != dialed and plan.is_valid(number):
            yield country, _compared(country, number)


def _abroad(digits: str) -> Iterator[Reading]:
    for size in range(1, MAX_COUNTRY_DIGITS + 1):
        country = digits[:size]
        for number in _nationals(country, digits[size:]):
            yield country, number


def _nationals(country: str, dialed: str) -> Iterator[str]:
    """The national numbers that digits dialed in a country may mean."""
    plan = _plan(country)
    if plan is None:
        return
    for number in (dialed, plan.without_trunk(dialed)):
        if number:
            compared = _compared(country, number)
            if len(compared) >= MIN_NATIONAL_DIGITS and (
                plan.has_length(compared) or plan.has_length(number)
            ):
                yield compared


def _compared(country: str, number: str) -> str:
    """A national number without what some write and others do not."""
    if country == "54" and len(number) == 11:
        return number.removeprefix("9")  # mobile, from abroad
    if country == "52" and len(number) == 11:
        return number.removeprefix("1")  # mobile, from abroad, until 2019
    if country == "55" and len(number) == 10 and number[2] in "6789":
        return f"{number[:2]}9{number[2:]}"  # mobile, before 2016
    return number.removeprefix("0")


class Plan(Struct, frozen=True):
    """A country's numbering plan. `trunk` is dialed at home before a national number; `rewritten`
    is how the number then reads, if not only without it."""

    trunk: re.Pattern[str]
    rewritten: str
    valid: re.Pattern[str]
    lengths: frozenset[int]

    def has_length(self, number: str) -> bool:
        return len(number) in self.lengths

    def is_valid(self, number: str) -> bool:
        return self.has_length(number) and self.valid.fullmatch(number) is not None

    def without_trunk(self, dialed: str) -> str:
        """A number dialed at home without the prefix; "" if it has none."""
        found = self.trunk.match(dialed)
        if found is None or not found[0]:
            return ""
        rest = dialed[found.end() :]
        is_rewritten = self.rewritten and found.lastindex and found[found.lastindex]
        return found.expand(self.rewritten) + rest if is_rewritten else rest


NO_TRUNK = "(?!)"


@cache
def _plan(country: str) -> Plan | None:
    if not country or country.startswith("0"):
        return None
    code = int(country)
    region = COUNTRY_CODE_TO_REGION_CODE.get(code, ("",))[0]
    plan = PhoneMetadata.metadata_for_region_or_calling_code(code, region) if region else None
    if plan is None or plan.general_desc is None:
        return None
    trunk = PAST_TRUNKS.get(country) or plan.national_prefix_for_parsing or NO_TRUNK
    return Plan(
        re.compile(trunk),
        plan.national_prefix_transform_rule or "",
        re.compile(plan.general_desc.national_number_pattern or NO_TRUNK),
        frozenset(plan.general_desc.possible_length or ()),
    )
