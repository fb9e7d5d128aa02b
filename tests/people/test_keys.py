from contactdesk.model import Contact
from contactdesk.people.keys import identity_keys


def keys(**more):
    return identity_keys(Contact("1", "Ann", **more))


def test_email_keys_ignore_case_and_keep_the_plus_tag():
    assert keys(emails=("Ann+News@Example.COM ", "ann+news@example.com")) == [
        ("email", "ann+news@example.com")
    ]


def test_invalid_address_is_not_a_key():
    assert keys(emails=("", "ann", "  ")) == []


def test_number_with_country_code_is_a_full_key():
    for phone in ("+1 (415) 555-0192", "001 415 555 0192"):
        assert keys(phones=(phone,)) == [("phone", "14155550192"), ("phone-tail", "55550192")]


def test_number_without_country_code_is_only_a_hint():
    assert keys(phones=("020 7946 0958",)) == [("phone-tail", "79460958")]
    assert keys(phones=("555-0192",)) == []
    assert keys(phones=("ask reception",)) == []


def test_extension_is_part_of_the_full_key():
    assert keys(phones=("+1 415 555 0192 ext. 12",)) == [
        ("phone", "14155550192x12"),
        ("phone-tail", "55550192"),
    ]


def test_field_with_two_numbers_has_no_key():
    assert keys(phones=("+1 415 555 0192 / +1 415 555 0193",)) == []


def test_keys_are_unique():
    found = keys(phones=("+44 20 7946 0958", "+44 (0)20 7946 0958", "020 7946 0958"))
    assert found == [("phone", "442079460958"), ("phone-tail", "79460958")]
