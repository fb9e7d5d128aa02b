"""Why contacts are one person."""

import pytest

from contactdesk.model import Contact
from contactdesk.people.keys import described_keys, keys_of_number
from contactdesk.people.names import name_words
from contactdesk.people.reasons import Reason, ReasonKind, Side, Strength, reasons, strength

NUMBER = "+14155550192"
BY_PHONE = Reason(ReasonKind.PHONE, NUMBER, "+1 (415) 555-0192")
BY_EMAIL = Reason(ReasonKind.EMAIL, "ann@example.com", "Ann@Example.com")


def side(name, emails=(), phones=()):
    contact = Contact("1", name, tuple(emails), tuple(phones))
    return Side(name_words(name), described_keys(contact, (), ""))


def test_equal_values_come_strongest_first_and_the_names_last():
    one = side("Ann Lee", ["ann@example.com"], [NUMBER])
    other = side("Lee, A.", ["Ann@Example.com"], ["+1 (415) 555-0192"])
    found = reasons(one, other)
    assert found == [BY_EMAIL, BY_PHONE, Reason(ReasonKind.NAMES_AGREE)]
    assert strength(found) is Strength.STRONG


def test_a_number_that_others_have_too_is_said_to_be_shared():
    one, other = side("Ann Lee", (), [NUMBER]), side("Ann Lee", (), [NUMBER])
    found = reasons(one, other, shared={keys_of_number(NUMBER, "")})
    assert [each.kind for each in found] == [ReasonKind.SHARED_PHONE, ReasonKind.NAMES_EQUAL]
    assert strength(found) is Strength.WEAK


def test_a_role_address_is_shared_by_nature():
    found = reasons(side("Ann Lee", ["info@example.com"]), side("Ann Lee", ["info@example.com"]))
    assert found[0].kind is ReasonKind.SHARED_EMAIL


def test_without_a_name_a_number_is_weak_and_an_address_is_not():
    by_phone = reasons(side("", (), [NUMBER]), side("Ann Lee", (), [NUMBER]))
    assert by_phone[-1].kind is ReasonKind.NAMELESS
    assert strength(by_phone) is Strength.WEAK
    by_email = reasons(side("", ["ann@example.com"]), side("Ann Lee", ["ann@example.com"]))
    assert strength(by_email) is Strength.STRONG


def test_the_users_word_comes_first_and_is_certain():
    found = reasons(side("Ann Lee"), side("Bob Stone"), is_by_hand=True)
    assert [each.kind for each in found] == [ReasonKind.BY_HAND, ReasonKind.NAMES_DIFFER]
    assert strength(found) is Strength.CERTAIN
    assert reasons(side("A Lee"), side("A Lee"), is_apart=True)[0].kind is ReasonKind.NOT_THE_SAME


def test_contacts_with_nothing_in_common_are_linked_through_others():
    found = reasons(side("Ann Lee", ["a@example.com"]), side("Ann Lee", (), [NUMBER]))
    assert found[0].kind is ReasonKind.THROUGH_OTHERS


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Ann Lee", "Ann Lee", ReasonKind.NAMES_EQUAL),
        ("Ann Lee", "A. Lee", ReasonKind.NAMES_AGREE),
        ("Maria Lopez", "Maria Becker", ReasonKind.SAME_GIVEN_NAME),
        ("Maria Lopez", "Juan Lopez", ReasonKind.NAMES_DIFFER),
        ("Ivan Petrov", "Иван Петров", ReasonKind.OTHER_SCRIPT),
        ("", "", ReasonKind.NAMELESS),
    ],
)
def test_what_two_names_say(one, other, kind):
    assert reasons(side(one), side(other), is_by_hand=True)[-1].kind is kind
