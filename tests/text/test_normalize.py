import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.text.normalize import normalize, normalize_mapped
from contactdesk.text.phones import is_international, phone_digits, phones_by_text, phones_in
from contactdesk.text.tokenize import (
    MAX_TOKEN_CHARS,
    blank_separators,
    query_tokens,
    tokenize,
    tokens,
)

SCRIPTS = st.text(
    st.sampled_from(
        "abcXYZ 019-'’.,@éßłøİıđËёйЙǅﬁ½²\u0301\u0308\u200d\u00ad\u0640"
        "ابتمحمدأةى\u064e\u0651שָׁ٣हिन्दी\u093cกำสี田中太郎がか\u3099ｶﾞ김\u1100\u1161\u11a8🦊\ufe0fΣσς"
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("SØREN", "soren"),
        ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
        ("Đặng", "dang"),
        ("Ёлка ёж", "елка еж"),
        ("Йосиф", "йосиф"),
        ("Æsir Œuvre Þór", "aesir oeuvre thor"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("عليـــرضا", "عليرضا"),
        ("שָׁרָה", "שרה"),
        ("हिन्दी", "हिन्दी"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("O’Brien", "o'brien"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("٠١٢३", "0123"),
        ("co\u00adop\u200bs", "coops"),
    ],
)
def test_spellings_of_one_word_are_one(text, folded):
    assert normalize(text) == folded
    assert normalize(unicodedata.normalize("NFD", text)) == folded


@given(st.text() | SCRIPTS)
def test_the_mapped_form_is_the_same_and_points_back(text):
    folded, origin = normalize_mapped(text)
    assert folded == normalize(text)
    assert len(origin) == len(folded)
    assert origin == sorted(origin)
    assert all(0 <= place < len(text) for place in origin)


@given(st.text() | SCRIPTS)
def test_canonically_equal_texts_fold_alike(text):
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(
        unicodedata.normalize("NFC", text)
    )


@given(st.text() | SCRIPTS)
def test_words_hold_no_separator_and_come_both_ways(text):
    found = tokens(normalize(text))
    assert found == tokenize([text])[text].split()
    assert all(word and not set(word) & set(" \t\n\x00.,-@'_\"*") for word in found)
    assert all(len(word) <= MAX_TOKEN_CHARS for word in found)


@given(st.text() | SCRIPTS)
def test_split_keeps_every_place(text):
    folded = normalize(text)
    assert len(blank_separators(folded)) == len(folded)


@pytest.mark.parametrize(
    ("text", "indexed", "sought"),
    [
        ("o'brien smith_jones", ["o", "brien", "smith", "jones"], None),
        ("田中太郎", ["田中", "中太", "太郎", "郎"], ["田中", "中太", "太郎"]),
        ("李", ["李"], ["李"]),
        ("田中abc", ["田中", "中", "abc"], None),
        ("abc田中", ["abc", "田中", "中"], ["abc", "田中"]),
        ("สวัส", ["สว", "วั", "ัส", "ส"], ["สว", "วั", "ัส"]),
        ("김철수", ["김철", "철수", "수"], ["김철", "철수"]),
        ("हिन्दी", ["हिन्दी"], None),
        ("🦊 fox", ["🦊", "fox"], None),
        ("a" * 100, ["a" * MAX_TOKEN_CHARS], None),
        ("田中.", ["田中", "中"], ["田中"]),
        ("...", [], None),
    ],
)
def test_words(text, indexed, sought):
    assert tokens(normalize(text)) == indexed
    assert query_tokens(normalize(text)) == (indexed if sought is None else sought)


@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0958", "0044 20 7946 0958", "+44 (0)20 7946-0958", "(+44) 20.7946/0958"],
)
def test_every_way_to_write_a_number_gives_its_digits(text):
    assert phone_digits(text) == "442079460958"
    assert is_international(text)


def test_a_national_zero_is_no_part_of_the_number():
    assert phone_digits("020 7946 0958") == "2079460958"
    assert not is_international("020 7946 0958")


def test_numbers_in_running_text():
    text = (
        "call (415) 555-0192 or +44 (0)20 7946 0958, order 8821, on 2025-07-25,"
        " id 11111111-2222-3333-4444-555555555555, ref A14155550192"
    )
    assert phones_in(text) == ["4155550192", "442079460958", "20250725"]


def test_long_words_are_cut_and_all_that_follows_is_found():
    for first in ("caffe", "caffè", "кафе", "珈琲"):
        text = f"{first} https://{first}.example/{'abc/' * 20}{'x' * 80}y/zebra"
        found = tokenize([text, "other", "\x01"])[text].split()
        assert found == tokens(normalize(text))
        assert found[-1] == "zebra"
        assert max(map(len, found)) == MAX_TOKEN_CHARS


def test_no_number_is_missed_by_texts_beside_it():
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
def test_numbers_are_found_in_many_texts_as_in_each(texts):
    assert phones_by_text(dict.fromkeys(texts)) == {t: f for t in texts if (f := phones_in(t))}
