"""The population: phones, names, e-mail addresses, vendor lists."""

import unicodedata

import phonenumbers

from contactdesk.sandbox import SIZES, make_person, records
from contactdesk.sandbox.people.companies import COMPANIES_WITH_OFFICE
from contactdesk.sandbox.people.person import (
    POOL_SIZE,
    PROVIDERS,
    listed_person,
    office_phone_of,
)

SCRIPTS = (
    "LATIN ARABIC CJK HIRAGANA DEVANAGARI CYRILLIC GREEK HEBREW HANGUL THAI".split()  # noqa: SIM905
)


def test_phones_are_possible_and_unique():
    seen = {}
    for number in [*range(2500), *range(POOL_SIZE, POOL_SIZE + 500), *range(800_000, 800_500)]:
        person = make_person(number)
        for phone in person.phones:
            read = phonenumbers.parse(phone)
            assert phonenumbers.is_possible_number(read), phone
            assert phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164) == phone
            assert seen.setdefault(phone, number) == number
    assert len(seen) > 3500


def test_phone_variants_are_the_same_number():
    featured = {phonenumbers.parse(phone).national_number for phone in make_person(0).phones}
    for each in records("askelephant", 0, SIZES["askelephant"]):
        for entry in each.get("phone_numbers", ()):
            text = entry["phone_number"]
            text = "+" + text[2:] if text.startswith("00") else text
            assert phonenumbers.is_possible_number(phonenumbers.parse(text))
    first = records("askelephant", 0, 1)[0]["phone_numbers"]
    assert {phonenumbers.parse(e["phone_number"]).national_number for e in first} == featured


def test_names_cover_many_scripts():
    text = "".join(make_person(number).name for number in range(400))
    found = {unicodedata.name(c).split(" ")[0] for c in text if c.isalpha()}
    assert set(SCRIPTS) - {"HIRAGANA"} <= found
    assert any(ord(c) > 0x1E00 and "LATIN" in unicodedata.name(c) for c in text)


def test_emails_are_ascii_at_reserved_domains():
    for number in range(1500):
        for email in make_person(number).emails:
            assert email.isascii()
            assert email.partition("@")[2].rsplit(".", 2)[-2] == "example"


def test_every_list_starts_with_the_featured_people():
    for number in range(5):
        assert {listed_person(provider, number, 7) for provider in PROVIDERS} == {
            make_person(number)
        }
    assert make_person(0).name == "Marcus Okafor"


def test_vendor_lists_each_person_once():
    for provider in PROVIDERS:
        numbers = [listed_person(provider, number, 7).number for number in range(1000)]
        assert len(set(numbers)) == 1000


def test_family_name_comes_first_in_japan():
    assert make_person(2).name == "田中 美咲"
    assert make_person(2).latin == "Misaki Tanaka"


def test_office_is_shared_by_colleagues_and_nobodys_own_number():
    people = [make_person(number) for number in range(2_500)]
    own = {phone for person in people for phone in person.phones}
    gave = [(office, person) for person in people if (office := office_phone_of(person, 7))]
    offices = {office for office, _person in gave}
    assert len(offices) == COMPANIES_WITH_OFFICE
    assert not offices & own
    assert len({(office, person.company) for office, person in gave}) == len(offices)
    for office in offices:
        assert phonenumbers.is_possible_number(phonenumbers.parse(office))
    numbers = [e["phone"] for each in records("close", 0, 260) for e in each["phones"]]
    assert any(numbers.count(office) > 1 for office in offices)
