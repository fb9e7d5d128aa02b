"""Countries: enough names, ASCII forms, address templates that can be filled."""

from contactdesk.sandbox import make_person
from contactdesk.sandbox.people.countries import COUNTRIES, POPULATION
from contactdesk.sandbox.people.variants import postal_address
from contactdesk.sandbox.random_stream import stream
from contactdesk.sandbox.vendors.quo import record


def test_every_country_is_complete():
    for country in COUNTRIES.values():
        assert len(country.given_names) >= 7
        assert len(country.family_names) >= 6
        for written, latin in (*country.given_names, *country.family_names):
            assert written
            assert latin.isascii()
            assert any(c.isalpha() for c in latin), written
        assert country.phone.startswith("+")
        assert "/" in country.time_zone
    assert set(POPULATION) == set(COUNTRIES.values())


def test_addresses_have_no_placeholder_left():
    for number in range(300):
        text = postal_address(stream(7, 99, number), make_person(number))
        assert "{" not in text


def test_quo_addresses_have_several_lines():
    fields = [f for number in range(60) for f in record(number, 7)["customFields"]]
    assert any("\n" in (f["value"] or "") for f in fields if f["type"] == "address")
