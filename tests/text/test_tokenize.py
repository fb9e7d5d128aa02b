import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import (
    MAX_TOKEN_CHARS,
    blank_separators,
    query_tokens,
    tokens,
)

SCRIPTS = st.text(
    st.sampled_from(
        "abcXYZ 019-'’.,@éßłøİıđËёйЙǅﬁ½²\u0301\u0308\u200d\u00ad\u0640"
        "ابتمحمدأةى\u064e\u0651שָׁ٣हिन्दी\u093cกำสี田中太郎がか\u3099ｶﾞ김\u1100\u1161\u11a8🦊\ufe0fΣσς"
    )
)


@given(st.text() | SCRIPTS)
def test_tokens_have_no_separators(text):
    found = tokens(normalize(text))
    assert all(word and not set(word) & set(" \t\n\x00.,-@'_\"*") for word in found)
    assert all(len(word) <= MAX_TOKEN_CHARS for word in found)


@given(st.text() | SCRIPTS)
def test_blanking_separators_keeps_the_length(text):
    normalized = normalize(text)
    assert len(blank_separators(normalized)) == len(normalized)


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
def test_tokens(text, indexed, sought):
    assert tokens(normalize(text)) == indexed
    assert query_tokens(normalize(text)) == (indexed if sought is None else sought)
