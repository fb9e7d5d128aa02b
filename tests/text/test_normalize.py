import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.text.normalize import normalize, normalize_mapped

SCRIPTS = st.text(
    st.sampled_from(
        "abcXYZ 019-'’.,@éßłøİıđËёйЙǅﬁ½²\u0301\u0308\u200d\u00ad\u0640"
        "ابتمحمدأةى\u064e\u0651שָׁ٣हिन्दी\u093cกำสี田中太郎髙がか\u3099ｶﾞ김\u1100\u1161\u11a8🦊\ufe0fΣσς™№´״"
    )
)


@pytest.mark.parametrize(
    ("text", "normalized"),
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
        ("Acme™ Labs", "acme  labs"),
        ("ACMEⓇ", "acme "),
        ("Zoë™", "zoe "),
        ("№5", " no 5"),
        ("O´Brien O`Brien", "o'brien o`brien"),
        ("Kaʻiulani Kaʼiulani Kaꞌiulani", "ka'iulani ka'iulani ka'iulani"),
        ("ʿAlī", "'ali"),
        ("צה״ל ג׳ון", "צה\"ל ג'ון"),
        ("がっこう ガッコウ ｶﾞｯｺｳ", "ガッコウ ガッコウ ガッコウ"),
        ("ゔ ヴ ゝ", "ヴ ヴ ヽ"),
        ("らーめん", "ラーメン"),
    ],
)
def test_spelling_variants_normalize_alike(text, normalized):
    assert normalize(text) == normalized
    assert normalize(unicodedata.normalize("NFD", text)) == normalized


@given(st.text() | SCRIPTS)
def test_mapped_normalization_is_the_same_and_points_back(text):
    normalized, origin = normalize_mapped(text)
    assert normalized == normalize(text)
    assert len(origin) == len(normalized)
    assert origin == sorted(origin)
    assert all(0 <= place < len(text) for place in origin)


@given(st.text() | SCRIPTS)
def test_canonically_equivalent_texts_normalize_alike(text):
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(
        unicodedata.normalize("NFC", text)
    )
