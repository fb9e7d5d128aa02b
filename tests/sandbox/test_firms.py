"""Companies: reserved domains, no two alike."""

from contactdesk.sandbox.firms import FIRMS, NATIVE_TITLES, PRIVATE_DOMAINS, TITLES
from contactdesk.sandbox.names import COUNTRIES


def test_domains_are_reserved_and_differ():
    domains = [firm.domain for firm in FIRMS] + list(PRIVATE_DOMAINS)
    assert len(set(domains)) == len(domains)
    for domain in domains:
        assert domain.isascii()
        assert domain.rsplit(".", 2)[-2] == "example"


def test_every_firm_has_names():
    assert all(firm.name and firm.also for firm in FIRMS)
    assert sum(firm.name != firm.also for firm in FIRMS) > 30
    assert len(set(TITLES)) == len(TITLES)
    assert set(NATIVE_TITLES) <= {country.language for country in COUNTRIES}
