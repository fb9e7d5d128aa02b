"""The same person as different users and systems write them."""

from __future__ import annotations

from contactdesk.sandbox.people.companies import Company
from contactdesk.sandbox.people.countries import street_names
from contactdesk.sandbox.people.person import Person
from contactdesk.sandbox.random_stream import RandomStream


def vary_name(rng: RandomStream, person: Person) -> str:
    """Mostly the native form; at times in Latin script, reversed, abbreviated or lowercase."""
    if person.featured or (at := rng.random()) < 0.72:
        return person.name
    if at < 0.86:
        return person.latin
    if at < 0.92:
        return f"{person.family_latin.upper()} {person.given_latin}"
    if at < 0.97:
        return f"{person.given_latin[:1]}. {person.family_latin}"
    return person.latin.lower()


def vary_email(rng: RandomStream, person: Person, email: str) -> str:
    """The same address, at times with capitals."""
    if person.featured or (at := rng.random()) < 0.82:
        return email
    return email.title() if at < 0.92 else email.upper()


def vary_company(rng: RandomStream, company: Company) -> str:
    return company.name if rng.chance(0.75) else company.alias


def vary_phone(rng: RandomStream, phone: str) -> str:
    """The same number with another system's separators."""
    at = rng.random()
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


def format_phone(phone: str) -> str:
    """International format, as Close shows it."""
    if phone.startswith("+1"):
        return f"+1 {phone[2:5]}-{phone[5:8]}-{phone[8:]}"
    return f"{phone[:3]} {phone[3:6]} {phone[6:9]} {phone[9:]}".rstrip()


def postal_address(rng: RandomStream, person: Person) -> str:
    """An address of several lines."""
    country = person.country
    return country.address.format(
        no=rng.between(1, 240),
        unit=rng.between(1, 48),
        street=rng.pick(street_names(country.language)),
        zip=f"{rng.between(10_000, 99_999)}",
        city=rng.pick(country.cities),
    )
