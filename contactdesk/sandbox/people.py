"""The population the five vendors share: every person is computed from a number alone."""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.sandbox.draw import Draw, draw
from contactdesk.sandbox.firms import (
    ANY_STREETS,
    FIRMS,
    NATIVE_TITLES,
    PRIVATE_DOMAINS,
    STREETS,
    TITLES,
    Firm,
)
from contactdesk.sandbox.names import AREAS, COUNTRIES, WEIGHTED, Country

PERSON = 1
"""Which stream of draws people are made from."""

POOL = 10**9
"""Numbers from POOL * k on belong to the people only vendor k knows."""

PROVIDERS = ("opencx", "quo", "askelephant", "close", "bland")
SHARED = (0.72, 0.66, 0.7, 0.6, 0.75)
TURNS = (27, 11, 45, 1, 19)
BLOCK = 64

SHOWN = (
    ("US", "Marcus", "Okafor", 0, "Operations Manager"),
    ("FR", "Amélie", "Laurent-Dubois", 4, "Directrice générale"),
    ("JP", "美咲", "田中", 16, "営業部長"),
    ("SA", "ليلى", "حدّاد", 21, "مدير العمليات"),
    ("GB", "Siân", "Pemberton", 45, "Practice Manager"),
)
"""The people at the front of every vendor's list: country, names, which firm, title."""


class Person(NamedTuple):
    """One made-up human being, as written at home and in plain Latin letters."""

    number: int
    country: Country
    given: str
    family: str
    given_latin: str
    family_latin: str
    firm: Firm
    title: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]  # E.164

    @property
    def shown(self) -> bool:
        return self.number < len(SHOWN)

    @property
    def name(self) -> str:
        """The full name in the order and script of the country."""
        if not self.country.family_first:
            return f"{self.given} {self.family}"
        space = "" if self.country.language in ("zh", "ko") else " "
        return f"{self.family}{space}{self.given}"

    @property
    def latin(self) -> str:
        return f"{self.given_latin} {self.family_latin}"


def person(number: int, seed: int = 7) -> Person:
    """The person of this number. The first few are made to be looked at."""
    d = draw(seed, PERSON, number)
    if number < len(SHOWN):
        country, given, family, firm, title = _shown(number)
    else:
        country = d.pick(WEIGHTED)
        given, family, firm = d.pick(country.given), d.pick(country.family), d.pick(FIRMS)
        native = NATIVE_TITLES.get(country.language)
        title = d.pick(native) if native and d.chance(0.4) else d.pick(TITLES)
    # a number of their own among all pools: what makes phones and addresses differ
    own = number % POOL * 6 + number // POOL
    return Person(
        number,
        country,
        given[0],
        family[0],
        given[1],
        family[1],
        firm,
        title,
        _emails(d, given[1], family[1], firm, own),
        _phones(d, country, own),
    )


def _shown(number: int) -> tuple[Country, tuple[str, str], tuple[str, str], Firm, str]:
    code, given, family, firm, title = SHOWN[number]
    country = next(c for c in COUNTRIES if c.code == code)
    return (
        country,
        next(n for n in country.given if n[0] == given),
        next(n for n in country.family if n[0] == family),
        FIRMS[firm],
        title,
    )


def _emails(d: Draw, given: str, family: str, firm: Firm, own: int) -> tuple[str, ...]:
    short = "".join([c for c in given if c.isalnum()]).lower()
    long = "".join([c for c in family if c.isalnum()]).lower()
    tail = str(own) if own >= 2000 else ""
    work = f"{short}.{long}{tail}@{firm.domain}"
    if own < 6 * len(SHOWN) or d.chance(0.4):
        return work, f"{short}{long[:1]}{own + 11}@{d.pick(PRIVATE_DOMAINS)}"
    return (work,) if d.chance(0.7) else (f"{short}.{long}{own}@{d.pick(PRIVATE_DOMAINS)}",)


def _phones(d: Draw, country: Country, own: int) -> tuple[str, ...]:
    first = _phone(country, own * 2)
    if own < 6 * len(SHOWN) or d.chance(0.35):
        return first, _phone(country, own * 2 + 1)
    return (first,)


def _phone(country: Country, own: int) -> str:
    """A number of the right length; from a range kept for fiction while that lasts."""
    for template in (country.phone, country.phone_wide):
        digits = template.count("#")
        room = 10**digits * (len(AREAS) if "@" in template else 1)
        if own < room or template == country.phone_wide:
            break
    if "@" in template:
        template = template.replace("@", AREAS[own // 10**digits % len(AREAS)])
    # the factor is prime to ten, so that neighbours look unlike and none meets another
    body = (own * 618_033_989 + 4217) % 10**digits
    return f"{template[:-digits]}{body:0{digits}}"


def person_of(provider: str, number: int, seed: int) -> Person:
    """Who stands at this place of a vendor's list: somebody shared, or known to it alone."""
    if number < len(SHOWN):
        return person(number, seed)
    which = PROVIDERS.index(provider)
    block, place = divmod(number - len(SHOWN), BLOCK)
    shuffled = block * BLOCK + (place * TURNS[which] + 7 * which) % BLOCK + len(SHOWN)
    if draw(seed, 2 + which, shuffled).chance(SHARED[which]):
        return person(shuffled, seed)
    return person(POOL * (which + 1) + shuffled, seed)


def name_as(d: Draw, who: Person) -> str:
    """The name as somebody typed it: mostly right, at times Latin, turned round or shouted."""
    if who.shown or (at := d.random()) < 0.72:
        return who.name
    if at < 0.86:
        return who.latin
    if at < 0.92:
        return f"{who.family_latin.upper()} {who.given_latin}"
    return f"{who.given_latin[:1]}. {who.family_latin}" if at < 0.97 else who.latin.lower()


def email_as(d: Draw, who: Person, email: str) -> str:
    """The same address, at times with capitals as people type them."""
    if who.shown or (at := d.random()) < 0.82:
        return email
    return email.title() if at < 0.92 else email.upper()


def firm_as(d: Draw, firm: Firm) -> str:
    return firm.name if d.chance(0.75) else firm.also


def phone_as(d: Draw, phone: str) -> str:
    """The same number as some other system wrote it."""
    at = d.random()
    if phone.startswith("+1"):
        area, middle, last = phone[2:5], phone[5:8], phone[8:]
        if at < 0.35:
            return f"+1-{area}-{middle}-{last}"
        if at < 0.65:
            return f"+1 ({area}) {middle}-{last}"
        return f"+1.{area}.{middle}.{last}" if at < 0.75 else phone
    if at < 0.3:
        return phone
    head, rest = phone[:3], phone[3:]
    grouped = " ".join(rest[i : i + 3] for i in range(0, len(rest), 3))
    return f"{head} {grouped}" if at < 0.75 else f"00{head[1:]} {grouped}"


def phone_formatted(phone: str) -> str:
    """International format as Close shows it."""
    if phone.startswith("+1"):
        return f"+1 {phone[2:5]}-{phone[5:8]}-{phone[8:]}"
    return f"{phone[:3]} {phone[3:6]} {phone[6:9]} {phone[9:]}".rstrip()


def address_of(d: Draw, who: Person) -> str:
    """A postal address of several lines."""
    country = who.country
    return country.address.format(
        no=d.between(1, 240),
        unit=d.between(1, 48),
        street=d.pick(STREETS.get(country.language, ANY_STREETS)),
        zip=f"{d.between(10_000, 99_999)}",
        city=d.pick(country.cities),
    )
