"""One form for one number, and none for what links nobody."""

import pytest

from contactdesk.people.phone_keys import depends_on_region, is_toll_free, phone_key

SAME = [
    (
        "+14155550192",
        ["+1 (415) 555-0192", "0014155550192", "tel:+1-415-555-0192", "＋14155550192"],
    ),
    ("+442079460958", ["+44 (0)20 7946 0958", "0044 20 7946 0958", "+44 020 7946 0958"]),
    ("+5511987654329", ["+55 11 8765-4329", "+55 11 98765-4329"]),
    ("+525512345698", ["+52 1 55 1234 5698", "+52 55 1234 5698"]),
    ("+541123456398", ["+54 9 11 2345 6398", "+54 11 2345-6398"]),
    ("+390612345670", ["+39 06 1234 5670"]),
    ("+2250712345670", ["+225 07 12 34 56 70"]),
    ("+14155550192x12", ["+1 415 555 0192 ext. 12", "+14155550192x12", "tel:+14155550192;ext=12"]),
]
NATIONAL = [
    ("(415) 555-0192", "US", "+14155550192"),
    ("14155550192", "US", "+14155550192"),
    ("020 7946 0958", "GB", "+442079460958"),
    ("030/901820", "DE", "+4930901820"),
    ("011 44 20 7946 0958", "US", "+442079460958"),
    ("0044 20 7946 0958", "US", "+442079460958"),
    ("011 15-2345-6398", "AR", "+541123456398"),
    ("11 8765-4329", "BR", "+5511987654329"),
    ("(415) 555-0192 x12", "US", "+14155550192x12"),
]
NOBODYS = [
    *("", "911", "555-0192", "Anonymous", "Restricted", "1-800-FLOWERS", "ask Maria", "<string>"),
    *("+266696687", "266696687", "7378742833", "+17378742833", "8656696", "86282452253", "2562533"),
    *("+10000000000", "+1 111 111 1111", "+1 555 123 4567", "9876543210", "+14155550", "0000000"),
    *("415-555-0192 / 415-555-0193", "+14155550192 +14155550193", "4155550192, 4155550193"),
    *("4155550192 or 4155550193", "+1 415 555 0192\n+1 415 555 0193", "+999 123 456 789", "#31#"),
    *("1" * 40, "+", "x12"),
]


@pytest.mark.parametrize(("number", "text"), [(n, t) for n, texts in SAME for t in (n, *texts)])
def test_ways_to_write_a_number_are_one_key(number, text):
    assert phone_key(text) == number
    assert phone_key(text, "DE") == number


@pytest.mark.parametrize(("text", "region", "number"), NATIONAL)
def test_a_national_number_is_read_in_the_accounts_country(text, region, number):
    assert phone_key(text, region) == number


@pytest.mark.parametrize("text", ["(415) 555-0192", "020 7946 0958", "14155550192"])
def test_without_a_country_a_national_number_links_nobody(text):
    assert phone_key(text, "") == ""


@pytest.mark.parametrize("text", NOBODYS)
def test_what_is_nobodys_number_has_no_key(text):
    assert phone_key(text, "US") == ""
    assert phone_key(text, "") == ""


def test_an_extension_is_part_of_the_number():
    assert phone_key("+14155550192 x12") != phone_key("+14155550192 x13")
    assert phone_key("+14155550192 x12") != phone_key("+14155550192")


@pytest.mark.parametrize(
    "number", ["+18005550199", "+18885550199", "+448081570192", "+611800123987"]
)
def test_toll_free_numbers_are_known_by_their_plan(number):
    assert is_toll_free(number)


@pytest.mark.parametrize("number", ["+14155550192", "+4930901820", "+18085550192"])
def test_other_numbers_are_not_toll_free(number):
    assert not is_toll_free(number)


@pytest.mark.parametrize("text", [text for text, _region, _number in NATIONAL[:1] + NATIONAL[2:4]])
def test_national_numbers_depend_on_the_region(text):
    assert depends_on_region(text)


@pytest.mark.parametrize("text", [*(text for _, texts in SAME for text in texts), *NOBODYS])
def test_what_does_not_depend_on_the_region_is_one_number_in_all(text):
    found = {phone_key(text, region) for region in ("", "US", "DE", "GB", "BR")}
    assert depends_on_region(text) or len(found) == 1


def test_number_with_a_country_does_not_depend_on_the_region():
    assert not depends_on_region("+1 (415) 555-0192")
