"""Phone numbers as comparable digits, and phone numbers in running text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import JOINER

MIN_PHONE_DIGITS, MAX_PHONE_DIGITS = 8, 15
"""Digits of a whole number in running text; 15 is the maximum of E.164."""

# Starts with a digit, which `re` finds fast; possessive, so no run of digits is tried twice.
PHONE = re.compile(r"\d(?<![\w.,\-]\d)(?:[ \u00a0()./\-]{0,3}+\d){7,16}+(?![\w:])")
ASCII_PHONE = re.compile(PHONE.pattern, re.ASCII)
NOT_DIGITS = re.compile(r"[^0-9]+")
TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
ASCII_BUT_DIGITS = bytes(code for code in range(128) if chr(code) not in f"0123456789{JOINER}")


# The same number appears several times in a record.
@lru_cache(maxsize=512)
def phone_digits(text: str) -> str:
    """The digits of a phone number without a leading 00, a leading 0 or a "(0)"."""
    if not text.isdecimal() or not text.isascii():
        text = NOT_DIGITS.sub("", TRUNK_ZERO.sub("", normalize(text)))
    found = text
    if found.startswith("00"):
        found = found[2:]
    return found[1:] if found.startswith("0") else found


@lru_cache(maxsize=512)
def is_international(phone: str) -> bool:
    """Whether a phone number has a country code: +44…, 0044…, (+44)…"""
    return re.match(r"\s*(?:\(?\s*\+|00)", normalize(phone)) is not None


def phones_by_text(texts: Collection[str]) -> dict[str, list[str]]:
    """Each text that has a phone number -> the digits of its numbers, for a whole page at once."""
    ascii_texts = [text for text in texts if text.isascii()]
    found: dict[str, list[str]] = {}
    _add_phones(_candidates(ascii_texts), found)
    if len(ascii_texts) < len(texts):
        _add_phones([text for text in texts if not text.isascii()], found)
    return found


def _candidates(texts: Sequence[str]) -> list[str]:
    """The ASCII texts that may have a phone number: enough digits, and not one word such as an id.

    A cheap filter: a tenth of the time of matching the pattern.
    """
    digits = JOINER.join(texts).encode().translate(None, ASCII_BUT_DIGITS).split(JOINER.encode())
    if len(digits) > len(texts):  # a text has JOINER in it
        return list(texts)
    found = []
    for text, its_digits in zip(texts, digits, strict=False):
        if len(its_digits) >= MIN_PHONE_DIGITS:
            # A number may start such a word, but not be inside it.
            is_word = f"_{text.replace('-', '_')}".isidentifier()
            if not is_word or text[:MIN_PHONE_DIGITS].replace("-", "0").isdigit():
                found.append(text)
    return found


def _add_phones(texts: Sequence[str], found: dict[str, list[str]]) -> None:
    # A number has no line break, so none is found across two texts.
    ends = list(accumulate(len(text) + 1 for text in texts))
    for start, digits in find_phones("\n".join(texts)):
        found.setdefault(texts[bisect_right(ends, start)], []).append(digits)


def find_phones(text: str) -> Iterator[tuple[int, str]]:
    """(start, digits) of everything in a text that is written like a whole phone number."""
    pattern = ASCII_PHONE if text.isascii() else PHONE
    for match in pattern.finditer(text):
        digits = phone_digits(match[0])
        if MIN_PHONE_DIGITS <= len(digits) <= MAX_PHONE_DIGITS:
            yield match.start(), digits
