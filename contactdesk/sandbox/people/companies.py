"""Companies, their e-mail domains, and job titles."""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.sandbox.resources import load


class Company(NamedTuple):
    """A company. `alias` is its name as another vendor's user might type it."""

    name: str
    alias: str
    domain: str


_DATA = load("companies")
COMPANIES = tuple(Company(**entry) for entry in _DATA["companies"])
COMPANIES_WITH_OFFICE = 12
"""So many of them have one number for everybody who works there."""

PRIVATE_DOMAINS: list[str] = _DATA["private_email_domains"]


def office_phone(company: Company) -> str:
    """The number of a company's office, from the fictional range; "" if it has none. Nobody has it as
    an own number: no person's is in this area."""
    place = COMPANIES.index(company)
    return f"+1919555{100 + place:04}" if place < COMPANIES_WITH_OFFICE else ""


_TITLES = load("job_titles")
ENGLISH_TITLES: list[str] = _TITLES["english"]
NATIVE_TITLES: dict[str, list[str]] = _TITLES["by_language"]
"""By language, for people who do not use an English title."""
