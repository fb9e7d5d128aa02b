"""Companies: reserved domains, unique names and titles."""

from contactdesk.sandbox.people.companies import (
    COMPANIES,
    ENGLISH_TITLES,
    NATIVE_TITLES,
    PRIVATE_DOMAINS,
)
from contactdesk.sandbox.people.countries import COUNTRIES


def test_domains_are_reserved_and_unique():
    domains = [company.domain for company in COMPANIES] + list(PRIVATE_DOMAINS)
    assert len(set(domains)) == len(domains)
    for domain in domains:
        assert domain.isascii()
        assert domain.rsplit(".", 2)[-2] == "example"


def test_companies_have_names_and_titles_are_unique():
    assert all(company.name and company.alias for company in COMPANIES)
    assert sum(company.name != company.alias for company in COMPANIES) > 30
    assert len(set(ENGLISH_TITLES)) == len(ENGLISH_TITLES)
    assert set(NATIVE_TITLES) <= {country.language for country in COUNTRIES.values()}
