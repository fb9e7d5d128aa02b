import pytest
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from contactdesk.text.numbering import OTHER_TRUNKS, PAST_TRUNKS, regions, same_number


def test_every_country_that_dials_something_else_than_0_is_known():
    found = set()
    for code, countries in COUNTRY_CODE_TO_REGION_CODE.items():
        plan = PhoneMetadata.metadata_for_region_or_calling_code(code, countries[0])
        if plan.national_prefix_for_parsing not in (None, "0"):
            found.add(str(code))
    assert found <= set(OTHER_TRUNKS)
    assert set(PAST_TRUNKS) <= set(OTHER_TRUNKS)


@pytest.mark.parametrize(
    ("dialed", "ending"),
    [
        ("+442079460958", "2079460958"),
        ("011442079460958", "2079460958"),
        ("442079460958", "2079460958"),
        ("02079460958", None),
        ("4155550192", None),
        ("14155550192", "4155550192"),
        ("84951234567", "951234567"),  # or Vietnam's 84
        ("01112345678", None),
        ("011151234567", None),
        ("0111512345678", "345678"),
        ("+5511912345678", "12345678"),
        ("+999123456789", None),
        ("+0123456789", None),
        ("20250725", None),
        ("20250725103000", None),
    ],
)
def test_all_forms_end_with_the_same_digits(dialed, ending):
    found = same_number(dialed)
    assert (found.ending if found else None) == ending


def test_number_of_no_possible_length_has_no_other_form():
    assert same_number("+44207946095812345") is None
    assert same_number("+4420") is None


@pytest.mark.parametrize(
    ("dialed", "stored", "expected"),
    [
        ("+74951234567", "84951234567", True),
        ("+74951234567", "94951234567", False),
        ("+74951234567", "374951234567", False),
        ("84951234567", "74951234567", True),
        ("+3612345678", "612345678", True),
        ("+3612345678", "12345678", True),
        ("+5215512345678", "445512345678", True),
        ("+5491112345678", "111512345678", True),
        ("+5491112345678", "541112345678", True),
        ("+5491112345678", "2212345678", False),
        ("+551182345678", "5511982345678", True),
        ("+551132345678", "5511932345678", False),
        ("+390612345678", "612345678", True),
    ],
)
def test_same_number_is_written_in_several_ways(dialed, stored, expected):
    assert same_number(dialed).is_written(stored) == expected


def test_regions_are_countries_with_numbers_of_their_own():
    assert {"US", "GB", "DE", "BR", "IN"} <= regions()
    assert "001" not in regions()
