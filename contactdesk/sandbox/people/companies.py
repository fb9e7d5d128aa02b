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
PRIVATE_DOMAINS: list[str] = _DATA["private_email_domains"]

_TITLES = load("job_titles")
ENGLISH_TITLES: list[str] = _TITLES["english"]
NATIVE_TITLES: dict[str, list[str]] = _TITLES["by_language"]
"""By language, for people who do not use an English title."""
