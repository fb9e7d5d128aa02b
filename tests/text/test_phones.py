import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.text.normalize import normalize
from contactdesk.text.phones import (
    EXTENSION_WORDS,
    find_phones,
    is_international,
    phone_numbers,
    phones_by_text,
)


def phones_in(text):
    return [each.number for each in find_phones(normalize(text))]


@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0958", "0044 20 7946 0958", "+44 (0)20 7946-0958", "(+44) 20.7946/0958"],
)
def test_phone_notations_give_the_same_digits(text):
    assert phone_numbers(text) == ("442079460958",)
    assert is_international(text)


def test_national_zero_is_not_part_of_the_number():
    assert phone_numbers("020 7946 0958") == ("2079460958",)
    assert not is_international("020 7946 0958")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+44 20 7946 0000 ext. 12", ["442079460000x12"]),
        ("020 7946 0000 (x12)", ["2079460000x12"]),
        ("020 7946 0000 poste: 12", ["2079460000x12"]),
        ("+7 495 123-45-67 доб. 12", ["74951234567x12"]),
        ("4155550192,,12#", ["4155550192x12"]),
        ("4155550192p12", ["4155550192x12"]),
        ("415-555-0192 extra", ["4155550192"]),
        ("415-555-0192 ext.", ["4155550192"]),
        ("#12", ["12"]),
        ("x12", ["12"]),
        ("0xx11 91234-5678", ["11912345678"]),
        ("1-800-FLOWERS", ["18003569377"]),
        ("1-800-MATTRESS ext 2", ["18006288737x2"]),
        ("0800 REVERSE", ["8007383773"]),
        ("1300 FLOWER", ["1300356937"]),
        ("555-0192 home", ["5550192"]),
        ("12345 office", ["12345"]),
        ("415 555 0192 / 415 555 0193", ["4155550192", "4155550193"]),
        ("415 555 0192 or 415 555 0192 x1", ["4155550192", "4155550192x1"]),
        ("+49 30 / 123456", ["4930123456"]),
        ("tel:+44-20-7946-0000;ext=12", ["442079460000x12"]),
        ("tel:7946-0000;phone-context=+44-20", ["442079460000"]),
        ("tel:7042;phone-context=example.com", ["7042"]),
        ("sip:+442079460000@example.com;user=phone", ["442079460000"]),
        ("\u202a+1\u00a0415\u2009555\u20110192\u202c", ["14155550192"]),
        ("＋１（４１５）５５５－０１９２", ["14155550192"]),
        ("Reception", []),
        ("", []),
    ],
)
def test_numbers_of_a_field(text, numbers):
    assert list(phone_numbers(text)) == numbers


def test_words_before_an_extension_are_normalized():
    assert [word for word in EXTENSION_WORDS if normalize(word) != word] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("on 415-555-0192 x123, or later", ["4155550192x123"]),
        ("on 415-555-0192x123", ["4155550192x123"]),
        ("on 415-555-0192 (ext. 123)", ["4155550192x123"]),
        ("on 415-555-0192 x123abc", ["4155550192"]),
        ("on 415-555-0192, 3 times", ["4155550192"]),
        ("on 415-555-0192 next 3 days", ["4155550192"]),
        ("415 555 0192 / 415 555 0193", ["4155550192", "4155550193"]),
        ("since 2024-09-11/0415 555 0192.", ["4155550192"]),
        ("card 4111 1111 1111 1111 1111", []),
        ("dial 1-800-FLOWERS.", ["18003569377"]),
        ("dial 1 (800) GO-FEDEX now", ["18004633339"]),
        ("1 800 members, 800-page, x1-800-FLOWERS", []),
        ("+1\u00a0415\u2009555\u20110192", ["14155550192"]),
        ("\u202d+1 415\u200b 555\u2212\u206001\u206892", ["14155550192"]),
    ],
)
def test_numbers_of_a_sentence(text, numbers):
    assert phones_in(text) == numbers
    assert phones_by_text([text]) == ({text: numbers} if numbers else {})


def test_numbers_in_running_text():
    text = (
        "call (415) 555-0192 or +44 (0)20 7946 0958, order 8821, on 2025-07-25,"
        " id 11111111-2222-3333-4444-555555555555, ref A14155550192"
    )
    assert phones_in(text) == ["4155550192", "442079460958"]


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


def test_number_is_not_cut_where_text_is_not_read():
    for between in range(20, 60):
        text = f"é 4155550192 {'ж' * between} 4155550193 {'ж' * between} 4155550194"
        assert phones_by_text([text]) == {text: ["4155550192", "4155550193", "4155550194"]}


@given(st.lists(st.text(st.sampled_from("0123456789 -+().,/:_abx#\n\x01é٣\u200b")), max_size=5))
def test_batch_finds_the_same_numbers_as_single_texts(texts):
    assert phones_by_text(dict.fromkeys(texts)) == {t: f for t in texts if (f := phones_in(t))}
