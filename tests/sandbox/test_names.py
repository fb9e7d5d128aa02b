"""Countries: enough names, plain Latin forms, templates that can be filled."""

from contactdesk.sandbox.draw import draw
from contactdesk.sandbox.names import COUNTRIES, WEIGHTED
from contactdesk.sandbox.people import address_of, person
from contactdesk.sandbox.quo import record


def test_every_country_is_complete():
    for country in COUNTRIES:
        assert len(country.given) >= 7
        assert len(country.family) >= 6
        for written, latin in (*country.given, *country.family):
            assert written
            assert latin.isascii()
            assert any(c.isalpha() for c in latin), written
        assert country.phone.startswith("+")
        assert "/" in country.zone
    assert set(WEIGHTED) == set(COUNTRIES)


def test_addresses_are_filled():
    for number in range(300):
        text = address_of(draw(7, 99, number), person(number))
        assert "{" not in text


def test_quo_addresses_have_lines():
    fields = [f for number in range(60) for f in record(number, 7)["customFields"]]
    assert any("\n" in (f["value"] or "") for f in fields if f["type"] == "address")
