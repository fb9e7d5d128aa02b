"""Phone numbers as they are typed or pasted into a search, and what they match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from contactdesk.text.phone_uris import URI, dialed_by_uri
from contactdesk.text.phones import (
    EXTENSION_MARK,
    MIN_PHONE_DIGITS,
    NOT_DIGITS,
    TRUNK_ZERO,
    is_international,
    plain_digits,
    spelled_digits,
    split_extension,
    with_plain_signs,
)

if TYPE_CHECKING:
    from contactdesk.text.numbering import SameNumber

MIN_DIGITS = 3
"""Digits from which on a part of a number is searched for: those of a trigram."""

MIN_TYPED_PHONE_DIGITS = 5
"""Digits of a number that is typed with spaces."""

MAX_SPELLED_WORDS = 3

PHONE_WORD = re.compile(r"(?:0xx)?[+(]{0,3}\d[\d()./-]*\+?|\(\d+\)[\d()./-]*")
"""One word of a phone number, which may be typed with spaces; + at its end in scripts from right to
left."""

END_OF_NUMBER = ",;:!?<>"
"""What is copied along with a number from a sentence or a list."""

SIGN_WORDS = frozenset("+-/.()")
"""Signs of a number that may be typed with spaces around them."""

DIGIT = re.compile(r"\d")

SPELLED_START = re.compile(r"\D?1\D{0,2}8\d\d\D?|0[58]\d\d|1[38]00")
"""What may be typed before words that a number spells: alone, 800 is any number."""

SPELLED_WORD = re.compile(r"(?!(?:or|and|not)$)[a-z\d]+(?:-[a-z\d]+)*")

MAX_SCHEME_CHARS = 20
URI_VALUE = re.compile(r"[+(\d%]|[^\s@]+@")
"""The start of a number, or an address."""

LABEL = re.compile(r"(?:tel|telephone|mobile|mob|cell|ph|fax):\s+(?=[+(\d])", re.IGNORECASE)
"""What stands before a number in a signature."""


class TypedNumber(Struct, frozen=True):
    """A phone number that is searched for, or a part of one.

    `digits` as numbers compare, `extension` as far as it is typed. `dialed`, of what may be a whole
    number, is all of its digits, after + if it has a country code.
    """

    digits: str
    dialed: str = ""
    extension: str = ""

    @property
    def has_other_forms(self) -> bool:
        """Whether the digits in a row do not decide if a stored number matches."""
        return bool(self.extension) or self._same() is not None

    @property
    def ending(self) -> str:
        """Digits that are in every number it matches."""
        same = self._same()
        return self.digits if same is None else same.ending

    def matches(self, number: str) -> bool:
        """Whether a stored number, as it compares, has these digits, or is the same number dialed
        in another way. An extension must be the one that is typed, unless one of both has none."""
        digits, _, extension = number.partition(EXTENSION_MARK)
        if extension and not extension.startswith(self.extension):
            return False
        if digits.endswith(self.digits) if self.extension else self.digits in digits:
            return True
        same = self._same()
        return same is not None and same.is_written(digits)

    def _same(self) -> SameNumber | None:
        if not self.dialed:
            return None
        from contactdesk.text.numbering import same_number

        return same_number(self.dialed)


def prepare() -> None:
    """Load the numbering plans, which takes 40 milliseconds, before a whole number is typed."""
    from contactdesk.text.numbering import load_plans

    load_plans()


def typed_number(text: str) -> TypedNumber | None:
    """The number in normalized text, however it is written; None if there is none."""
    plain = with_plain_signs(dialed_by_uri(text)).strip(END_OF_NUMBER)
    number, extension = split_extension(plain)
    spelled = spelled_digits(number)
    digits = spelled or plain_digits(number)
    if len(digits) < MIN_DIGITS:
        return None
    dialed = spelled or NOT_DIGITS.sub("", TRUNK_ZERO.sub("", number))
    if is_international(number):
        dialed = f"+{digits}"
    return TypedNumber(digits, dialed if len(dialed) >= MIN_PHONE_DIGITS else "", extension)


def is_number(text: str) -> bool:
    """Whether normalized text is written like a phone number or its beginning, and nothing else."""
    plain = with_plain_signs(dialed_by_uri(text)).strip(END_OF_NUMBER)
    number, _extension = split_extension(plain)
    words = number.split()
    if len(words) == 1 and spelled_digits(number):
        return True
    return bool(words) and all(PHONE_WORD.fullmatch(each) or each in SIGN_WORDS for each in words)


def number_at(words: Sequence[str], at: int) -> int:
    """The end of the phone number of several words that starts at this word; `at` if none does.

    At the end of what is typed, the sign of an extension may still have no digits after it.
    """
    end = last = at
    while last < len(words) and words[last] and is_number(" ".join(words[at : last + 1])):
        last += 1
        if last == len(words) or DIGIT.search(words[last - 1]):
            end = last
        if words[last - 1].endswith(tuple(END_OF_NUMBER)):
            break
    end = _spelled_end(words, at, end)
    found = typed_number(" ".join(words[at:end]))
    long_enough = found is not None and len(found.digits) >= MIN_TYPED_PHONE_DIGITS
    return end if end - at > 1 and long_enough else at


def _spelled_end(words: Sequence[str], at: int, end: int) -> int:
    """The end of a number whose last words are spelled: 1 800 FLOWERS."""
    if not SPELLED_START.fullmatch(" ".join(words[at:end])):
        return end
    found = end
    for last in range(end, min(len(words), end + MAX_SPELLED_WORDS)):
        number, extension = split_extension(" ".join(words[at : last + 1]))
        is_spelled = spelled_digits(number) != ""
        if not SPELLED_WORD.fullmatch(words[last]) or (found > end and not extension):
            break
        if is_spelled:
            found = last + 1
    return found


def uri_at(text: str, at: int) -> int:
    """Where the value of a phone number's URI or label starts in text as typed; -1 for neither."""
    if label := LABEL.match(text, at):
        return label.end()
    uri = URI.match(text[at : at + MAX_SCHEME_CHARS].lower())
    return at if uri and URI_VALUE.match(text, at + uri.end()) else -1
