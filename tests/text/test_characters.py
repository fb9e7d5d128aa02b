"""contactdesk.text.characters: what breaks or disguises a file goes, what a script needs stays."""

from __future__ import annotations

import unicodedata

import pytest

from contactdesk.text.characters import harmless, harmless_line, without_invisible

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "علی\u200cرضا",  # a non-joiner between letters
        "क्\u200dष",
        FAMILY,
        "❤\ufe0f",
        "葛\U000e0100",  # an ideographic variation
        "\U0001fa77",  # assigned in Unicode 15
        "\U0001fae9",  # assigned in Unicode 16
        "\U0003134b",  # assigned to no character in Python 3.11
        "\ue000",
        ENGLAND,
        "C++\u200e ו־C#",
        "น้ำ\u200bแข็ง",
        "a\tb\nc",
        "",
    ],
)
def test_what_a_script_needs_stays(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\0b", "ab"),
        ("\x1b[31mred\x7f", "[31mred"),
        ("one\r\ntwo\rthree\x85four\u2028five\x0bsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066a\u2069 \u202ab\u202c", "a b"),
        ("\ufeffname", "name"),
        ("lone \ud83d", "lone \ufffd"),
        ("\ufffe\uffff\ufdd0\U0010ffff", ""),
        # Text that people do not see and programs read.
        ("hi" + "".join(chr(0xE0000 + ord(c)) for c in "obey me"), "hi"),
        ("a\ufe0f\ufe01\U000e0101\U000e0102b", "a\ufe0fb"),
    ],
)
def test_what_breaks_or_disguises_goes(text, left):
    assert harmless(text) == left


def test_only_listed_classes_of_characters_are_removed():
    gone = {
        unicodedata.category(chr(c))
        for c in range(0x110000)
        if not 0xD800 <= c <= 0xDFFF and not harmless(chr(c))
    }
    assert gone <= {"Cc", "Cf", "Cn"}
    unassigned = (c for c in range(0x110000) if unicodedata.category(chr(c)) == "Cn")
    lost = [c for c in unassigned if not harmless(chr(c))]
    # Noncharacters, and the tags block.
    assert all(
        0xFDD0 <= c <= 0xFDEF or c & 0xFFFE == 0xFFFE or 0xE0000 <= c < 0xE0080 for c in lost
    )


def test_harmless_line_is_one_line():
    assert harmless_line(" a\r\n\u202e b\t c ") == "a b c"


def test_without_invisible_leaves_visible_characters():
    assert without_invisible("\u200e+1 415\u200f\u2060") == "+1 415"
