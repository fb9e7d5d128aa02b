"""The population: every person is computed from a number, and no list is stored."""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.sandbox.people.companies import (
    COMPANIES,
    ENGLISH_TITLES,
    NATIVE_TITLES,
    PRIVATE_DOMAINS,
    Company,
    office_phone,
)
from contactdesk.sandbox.people.countries import COUNTRIES, POPULATION, US_AREA_CODES, Country
from contactdesk.sandbox.random_stream import RandomStream, stream
from contactdesk.sandbox.resources import load

PERSON_STREAM = 1
LISTING_STREAM = 2
"""The first vendor's; each of the five has its own."""

OFFICE_STREAM = 8

POOL_SIZE = 10**9
"""Pool 0 holds the shared people; pool k those only the k-th vendor knows."""

PROVIDERS = ("opencx", "quo", "askelephant", "close", "bland")
SHARED_FRACTION = (0.72, 0.66, 0.7, 0.6, 0.75)
"""How much of each vendor's list is shared with the others."""
SHUFFLE_BLOCK = 64
SHUFFLE_STEP = (27, 11, 45, 1, 19)
"""By vendor; odd, so that a step visits every place of a block."""

FEATURED = load("featured_people")
"""The first people of every vendor's list, with every optional field filled."""


class Person(NamedTuple):
    """A fictional person, with names in native script and in ASCII."""

    number: int
    country: Country
    given: str
    family: str
    given_latin: str
    family_latin: str
    company: Company
    title: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]  # E.164

    @property
    def featured(self) -> bool:
        return self.number < len(FEATURED)

    @property
    def name(self) -> str:
        """The full name in the country's order and script."""
        if not self.country.family_name_first:
            return f"{self.given} {self.family}"
        space = "" if self.country.language in ("zh", "ko") else " "
        return f"{self.family}{space}{self.given}"

    @property
    def latin(self) -> str:
        return f"{self.given_latin} {self.family_latin}"


def make_person(number: int, seed: int = 7) -> Person:
    rng = stream(seed, PERSON_STREAM, number)
    if number < len(FEATURED):
        country, given, family, company, title = _featured(number)
    else:
        country = rng.pick(POPULATION)
        given, family = rng.pick(country.given_names), rng.pick(country.family_names)
        company = rng.pick(COMPANIES)
        native = NATIVE_TITLES.get(country.language)
        title = rng.pick(native) if native and rng.chance(0.4) else rng.pick(ENGLISH_TITLES)
    # unique across the pools, so that phones and e-mail addresses are
    unique = number % POOL_SIZE * 6 + number // POOL_SIZE
    return Person(
        number,
        country,
        given[0],
        family[0],
        given[1],
        family[1],
        company,
        title,
        _emails(rng, given[1], family[1], company, unique),
        _phones(rng, country, unique),
    )


def _featured(number: int) -> tuple[Country, tuple[str, str], tuple[str, str], Company, str]:
    entry = FEATURED[number]
    country = COUNTRIES[entry["country"]]
    return (
        country,
        next(name for name in country.given_names if name[0] == entry["given_name"]),
        next(name for name in country.family_names if name[0] == entry["family_name"]),
        next(company for company in COMPANIES if company.name == entry["company"]),
        entry["title"],
    )


def _emails(
    rng: RandomStream, given: str, family: str, company: Company, unique: int
) -> tuple[str, ...]:
    short = "".join([c for c in given if c.isalnum()]).lower()
    long = "".join([c for c in family if c.isalnum()]).lower()
    suffix = str(unique) if unique >= 2000 else ""
    work = f"{short}.{long}{suffix}@{company.domain}"
    if unique < 6 * len(FEATURED) or rng.chance(0.4):
        return work, f"{short}{long[:1]}{unique + 11}@{rng.pick(PRIVATE_DOMAINS)}"
    if rng.chance(0.7):
        return (work,)
    return (f"{short}.{long}{unique}@{rng.pick(PRIVATE_DOMAINS)}",)


def _phones(rng: RandomStream, country: Country, unique: int) -> tuple[str, ...]:
    first = _phone(country, unique * 2)
    if unique < 6 * len(FEATURED) or rng.chance(0.35):
        return first, _phone(country, unique * 2 + 1)
    return (first,)


def _phone(country: Country, unique: int) -> str:
    """A number of valid length, from the country's fictional range until it is exhausted."""
    for template in (country.phone, country.phone_overflow):
        digits = template.count("#")
        capacity = 10**digits * (len(US_AREA_CODES) if "@" in template else 1)
        if unique < capacity or template == country.phone_overflow:
            break
    if "@" in template:
        area = US_AREA_CODES[unique // 10**digits % len(US_AREA_CODES)]
        template = template.replace("@", area)
    # the factor is coprime to ten: a permutation in which neighbors look unrelated
    body = (unique * 618_033_989 + 4217) % 10**digits
    return f"{template[:-digits]}{body:0{digits}}"


def office_phone_of(person: Person, seed: int) -> str:
    """The number of the office that some people give besides their own; "" for others. Only people
    whose names are compared with each other: in other scripts, each might be any of them."""
    is_latin = f"{person.given}{person.family}".isascii()
    if (
        person.featured
        or not is_latin
        or not stream(seed, OFFICE_STREAM, person.number).chance(0.5)
    ):
        return ""
    return office_phone(person.company)


def listed_person(provider: str, number: int, seed: int) -> Person:
    """The person at this position of a vendor's list.

    Each vendor shuffles the shared people within blocks and replaces some by its own.
    """
    if number < len(FEATURED):
        return make_person(number, seed)
    which = PROVIDERS.index(provider)
    block, place = divmod(number - len(FEATURED), SHUFFLE_BLOCK)
    place = (place * SHUFFLE_STEP[which] + 7 * which) % SHUFFLE_BLOCK
    shuffled = block * SHUFFLE_BLOCK + place + len(FEATURED)
    if stream(seed, LISTING_STREAM + which, shuffled).chance(SHARED_FRACTION[which]):
        return make_person(shuffled, seed)
    return make_person(POOL_SIZE * (which + 1) + shuffled, seed)
