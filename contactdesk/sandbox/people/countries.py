"""Countries: names, towns, phone ranges and address formats."""

from __future__ import annotations

from typing import Any, NamedTuple

from contactdesk.sandbox.resources import load


class Country(NamedTuple):
    """A country and one language spoken in it. Names are (written form, ASCII form)."""

    code: str
    language: str
    family_name_first: bool
    time_zone: str
    cities: tuple[str, ...]
    given_names: tuple[tuple[str, str], ...]
    family_names: tuple[tuple[str, str], ...]
    # `#` is a digit, `@` a US area code; a range reserved for fiction where the country has one
    phone: str
    # used once `phone` is exhausted
    phone_overflow: str
    address: str


def _country(tag: str, entry: dict[str, Any]) -> Country:
    language, code = tag.split("-")
    return Country(
        code,
        language,
        entry["family_name_first"],
        entry["time_zone"],
        tuple(entry["cities"]),
        tuple(entry["given_names"].items()),
        tuple(entry["family_names"].items()),
        entry["phone"],
        entry.get("phone_overflow", entry["phone"]),
        entry["address"],
    )


_DATA = load("countries")
COUNTRIES: dict[str, Country] = {
    tag: _country(tag, entry) for tag, entry in _DATA["countries"].items()
}
"""By language tag (BCP 47), such as `hi-IN`."""
POPULATION: tuple[Country, ...] = tuple(COUNTRIES[tag] for tag in _DATA["population"])
"""Countries in proportion to their share of the population."""
US_AREA_CODES: list[str] = _DATA["us_area_codes"]

_STREETS = load("streets")


def street_names(language: str) -> list[str]:
    names: list[str] = _STREETS["by_language"].get(language, _STREETS["elsewhere"])
    return names
