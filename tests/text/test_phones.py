import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.text.phones import find_phones, is_international, phone_digits, phones_by_text


def phones_in(text):
    return [digits for _start, digits in find_phones(text)]


@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0958", "0044 20 7946 0958", "+44 (0)20 7946-0958", "(+44) 20.7946/0958"],
)
def test_phone_notations_give_the_same_digits(text):
    assert phone_digits(text) == "442079460958"
    assert is_international(text)


def test_national_zero_is_not_part_of_the_number():
    assert phone_digits("020 7946 0958") == "2079460958"
    assert not is_international("020 7946 0958")


def test_numbers_in_running_text():
    text = (
        "call (415) 555-0192 or +44 (0)20 7946 0958, order 8821, on 2025-07-25,"
        " id 11111111-2222-3333-4444-555555555555, ref A14155550192"
    )
    assert phones_in(text) == ["4155550192", "442079460958", "20250725"]


def test_batch_finds_numbers_beside_any_text():
    texts = [
        "order 12345678-1234-a678-9abc-def012345678",
        "12345678-1234-a678-9abc-def012345678",
        "1234567-1234-5678-9abc-def012345678",
        "cnt_415-555-0192",
        "a\x01+1 415 555 0192",
        "call\n+1 415 555 0192\nor 44 20 7946 0958",
        "رقم ٠٤١٥٥٥٥٠١٩٢",
        "12345",
        "",
    ]
    expected = {text: phones_in(text) for text in texts if phones_in(text)}
    assert phones_by_text(texts) == expected
    assert len(expected) == 5
    assert phones_by_text(texts[:4]) == {t: f for t, f in expected.items() if t in texts[:4]}


@given(st.lists(st.text(st.sampled_from("0123456789 -+().,/:_ab\n\x01é٣")), max_size=5))
def test_batch_finds_the_same_numbers_as_single_texts(texts):
    assert phones_by_text(dict.fromkeys(texts)) == {t: f for t in texts if (f := phones_in(t))}
