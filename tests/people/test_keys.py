from contactdesk.model import Contact
from contactdesk.people.keys import identity_keys


def keys(**more):
    return identity_keys(Contact("1", "Ann", **more))


def test_addresses_are_compared_without_case_and_with_their_plus():
    assert keys(emails=("Ann+News@Example.COM ", "ann+news@example.com")) == [
        ("email", "ann+news@example.com")
    ]


def test_what_is_no_address_is_no_key():
    assert keys(emails=("", "ann", "  ")) == []


def test_a_number_with_its_country_is_known_whole():
    for phone in ("+1 (415) 555-0192", "001 415 555 0192"):
        assert keys(phones=(phone,)) == [("phone", "14155550192"), ("phone-tail", "55550192")]


def test_a_number_without_its_country_gives_a_hint_only():
    assert keys(phones=("020 7946 0958",)) == [("phone-tail", "79460958")]
    assert keys(phones=("555-0192",)) == []
    assert keys(phones=("ask reception",)) == []


def test_each_key_once():
    found = keys(phones=("+44 20 7946 0958", "+44 (0)20 7946 0958", "020 7946 0958"))
    assert found == [("phone", "442079460958"), ("phone-tail", "79460958")]
