"""contactdesk.memories.evidence: the messages that contain a value, and nothing else."""

import pytest

from contactdesk.memories.evidence import Messages, evidence
from contactdesk.memories.reading import Message


def quoted(value, *texts, key=""):
    messages = [Message("", text=text) for text in texts]
    return [
        [quote.message.text[start:end] for start, end in quote.spans]
        for quote in evidence(value, messages, key)
    ]


@pytest.mark.parametrize(
    ("value", "text", "marked"),
    [
        ("Team plan", "the TEAM\n plan, please; team plan!", ["TEAM\n plan", "team plan"]),
        ("Fernández", "Ms FERNANDEZ called", ["FERNANDEZ"]),
        ("fernandez", "Ms Ferna\u0301ndez called", ["Ferna\u0301ndez"]),
        ("#10482", "order-10482 is late", ["10482"]),
        (12000, "12,000 or 12.000 or 12 000.00 or 120001", ["12,000", "12.000", "12 000.00"]),
        ("87.5", "it is 87,5 %, not 87.55", ["87,5"]),
        ("+14155550100", "call (415) 555-0100 or +1 415.555.0100", None),
        ("2027-01-31", "until January 31, 2027 or 31.1.2027", ["January 31, 2027", "31.1.2027"]),
        ({"a": ["SSO", {"b": "DPA"}], "c": True}, "SSO and the DPA: true", ["SSO", "DPA"]),
        ("東京都", "私は東京都に住んでいます", ["東京都"]),
        ("Straße 12a", "in der STRASSE 12A.", ["STRASSE 12A"]),
    ],
)
def test_value_is_found_as_it_is_written(value, text, marked):
    wanted = marked or ["(415) 555-0100", "+1 415.555.0100"]
    assert quoted(value, text) == [wanted]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plan", "planned, plane and an-explanation"),
        ("de", "de"),
        (42, "42"),
        (True, "true, yes"),
        ("yes", "yes"),
        (None, "null"),
        ("...", "wait ..."),
        (-120, "120"),
        ("10482", "210482 104821 10482.5"),
        ("+14155550100", "+1 415 555 0101"),
        ("2027-01-31", "01/31 or 2027-01-30"),
        ("a\x00b", "a"),
    ],
)
def test_what_is_not_there_is_not_quoted(value, text):
    assert quoted(value, text, text) == []


def test_value_is_not_found_across_two_messages():
    assert quoted("Team plan", "the team", "plan") == []
    assert quoted("team\x00plan", "the team", "plan") == []


def test_number_is_a_phone_only_under_a_key_that_says_so():
    assert quoted("415-555-0100", "415 555 0100") == []
    assert quoted("415-555-0100", "415 555 0100", key="Mobile") == [["415 555 0100"]]


def test_number_of_very_many_digits_is_found_as_it_is_written():
    digits = "1" * 50_000
    assert quoted(digits, f"it is {digits}.") == [[digits]]


def test_messages_keep_their_order_and_are_prepared_once():
    messages = Messages([Message("", text=text) for text in ("SSO", "no", "the SSO")])
    assert [quote.message.text for quote in messages.evidence("sso")] == ["SSO", "the SSO"]
    assert messages.evidence("DPA") == []
