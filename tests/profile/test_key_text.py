"""contactdesk.profile.key_text: cleaning pasted keys and refusing invalid ones."""

from __future__ import annotations

import traceback
from base64 import b64encode

import pytest

from contactdesk.errors import KeyTextError
from contactdesk.profile.key_text import clean_key

KEY = "sk-CANARY0123456789"

CLOSE = b64encode(f"{KEY}:".encode()).decode()
PASTES = [
    KEY,
    f" {KEY} ",
    f"{KEY}\n",
    f"\t{KEY}\r\n\r\n",
    f"\ufeff{KEY}",
    f" {KEY[:6]}\u200b{KEY[6:]}\u200b\n\n",
    f"\u202a{KEY}\u202c",
    f"\u2066{KEY}\u2069",
    f"{KEY}\u00ad\ufe0f",
    f"\u00a0{KEY}\u3000",
    f'"{KEY}"',
    f"'{KEY}',",
    f"“{KEY}”",
    f"`{KEY}`",
    f"<{KEY}>",
    f"Bearer {KEY}",
    f"bearer  {KEY}",
    f"Authorization: Bearer {KEY}",
    f"authorization:{KEY}",
    f'-H "Authorization: Bearer {KEY}"',
    f"'Authorization': 'Bearer {KEY}'",
    f"Authorization: Basic {CLOSE}",
    f"Basic {CLOSE}",
]


@pytest.mark.parametrize("pasted", PASTES)
def test_surrounding_text_is_removed(pasted):
    assert clean_key(pasted) == KEY


@pytest.mark.parametrize("key", ["Bearer-of-news", "basic_0123456789", "a.b-c_d~e+f/g==", "k" * 8])
def test_valid_key_is_unchanged(key):
    assert clean_key(key) == key


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "   ",
        "\u200b\u200b",
        "Bearer ",
        "short",
        "k" * 2049,
        f"{KEY} {KEY}",
        f"{KEY}\nsecond line",
        f"{KEY}\x00",
        f"{KEY}\x1b[0m",
        f"{KEY}é",
        f"{KEY}\ud800",
        f"{KEY}…",
        "●●●●●●●●●●●●",
        f"Basic {b64encode('clé-CANARY:'.encode()).decode()}",
    ],
)
def test_invalid_key_is_refused_and_not_quoted(pasted):
    with pytest.raises(KeyTextError) as caught:
        clean_key(pasted)
    error = caught.value
    assert error.kind == "key-text"
    assert error.__context__ is None
    assert "CANARY" not in "".join(traceback.format_exception(error)) + repr(vars(error))
