"""Phone numbers in the form that links contacts: international, with the extension.

A number with a country is read here; a national one by phonenumbers, which is imported when the
first is met and costs some MB. The length is held against the country's numbering plan. Validity is
not tested: plans change faster than address books.
"""

from __future__ import annotations

import re
from functools import lru_cache

from contactdesk.text.normalize import normalize
from contactdesk.text.phone_uris import dialed_by_uri
from contactdesk.text.phones import EXTENSION_MARK, SEVERAL, split_extension, with_plain_signs

MAX_CHARS = 100
MIN_DIGITS_OF_SEVERAL = 7
"""With this many digits on both sides of a slash, these are two numbers; "030/901820" is one."""

PUNCTUATION = str.maketrans("", "", " ()-./\u00a0")
PLAIN = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
NOT_DIALED = re.compile(r"[^\d+]+", re.ASCII)
FORBIDDEN = re.compile(r"[^\W\d_]|[\n;,|&*#?=@]|\d\s*\+")
"""Letters, lists, codes, and a second country code."""

COUNTRY = re.compile(
    r"1|7|2(?:[07]|[1-689]\d)|3(?:[0-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|[09]\d)"
    r"|6(?:[0-6]|[7-9]\d)|8(?:[1246]|[03578]\d|9\d)|9(?:[0-58]|[679]\d)"
)
"""The country code at the start of a number. No code is a prefix of another."""

HIDDEN_CALLERS = frozenset(("266696687", "7378742833", "2562533", "8656696", "86282452253"))
"""Spelled on a keypad: anonymous, restricted, blocked, unknown, unavailable."""

MADE_UP_ENDS = " ".join(
    ("01234567890123456789", "98765432109876543210", *(digit * 7 for digit in "0123456789"))
)
"""Runs and repetitions: a number is made up if its end is part of one."""

COMPARED_END, DISTINCT_END = 7, 10
"""Digits at the end of a number that are checked for a run, and for too few different digits."""

TOLL_FREE = re.compile(
    r"\+(?:1(?:800|822|833|844|855|866|877|888)\d{7}|800\d{8}"
    r"|44(?:800|808)|33(?:80)|49(?:800|180)|34(?:800|900)|39(?:800|803)|31(?:800|900)|32800|41800"
    r"|43800|353(?:1800|1850)|61(?:1800|1300|13\d{4}$)|64(?:800|508)|52800|55800|54800|57(?:1800|800)"
    r"|81(?:120|800)|86(?:800|400)|91(?:1800|1860)|27(?:80|86)|7800|90800|48800|46(?:20)|4580|47800"
    r"|358800|351800)"
)
"""Numbers that numbering plans reserve for firms: toll-free, or at a shared rate."""


def phone_key(text: str, region: str = "") -> str:
    """The number as it links: `+14155550192`, `+14155550192x12`; "" if it is nobody's.

    `region` is the country, such as "US", in which a number without one is dialed; with "", such
    a number does not link. Two numbers, short codes, words, hidden callers and placeholders do not
    either.
    """
    if len(text) > MAX_CHARS:
        return ""
    plain = text.translate(PUNCTUATION)
    if PLAIN.fullmatch(plain) and "(0)" not in text:
        return _linkable(plain)
    return _read(text, region)


def depends_on_region(text: str) -> bool:
    """Whether `phone_key` may give another number in another region: not for one that is a plus sign
    and digits, as most are."""
    return "(0)" in text or not PLAIN.fullmatch(text.translate(PUNCTUATION))


@lru_cache(maxsize=4096)
def _read(text: str, region: str) -> str:
    """A number that is not simply a plus sign and digits."""
    dialed = with_plain_signs(dialed_by_uri(normalize(text).strip()))
    dialed, extension = split_extension(dialed)
    if FORBIDDEN.search(dialed) or _are_several(dialed):
        return ""
    dialed = NOT_DIALED.sub("", TRUNK_ZERO.sub("", dialed))
    if dialed.startswith("00"):
        dialed = f"+{dialed[2:]}"
    if not dialed.startswith("+"):
        dialed = _international(dialed, region) if region else ""
    number = _linkable(dialed) if PLAIN.fullmatch(dialed) else ""
    return f"{number}{EXTENSION_MARK}{extension}" if number and extension else number


def is_toll_free(number: str) -> bool:
    """Whether a number as `phone_key` gives it is reserved for firms by its numbering plan."""
    return TOLL_FREE.match(number) is not None


def _linkable(number: str) -> str:
    """+ and digits in the one form of the country; "" for placeholders and impossible lengths."""
    if is_placeholder(number[1:]):
        return ""
    country = COUNTRY.match(number, 1)
    if country is None:
        return ""
    code = country[0]
    national = number[country.end() :]
    if national.startswith("0"):
        return _without_trunk_zero(code, number)
    if code in REWRITTEN:
        national = REWRITTEN[code](national)
    return f"+{code}{national}" if len(national) in _lengths(code) else ""


def is_placeholder(digits: str) -> bool:
    """Whether the digits of a number are made up, or spell that the caller is hidden."""
    return (
        digits[-COMPARED_END:] in MADE_UP_ENDS
        or len(set(digits[-DISTINCT_END:])) <= 2
        or digits in HIDDEN_CALLERS
        or digits.removeprefix("1") in HIDDEN_CALLERS
    )


def _mexican(national: str) -> str:
    """Without the 1 of mobile numbers, which is no longer dialed from abroad."""
    return national[1:] if len(national) == 11 and national[0] == "1" else national


def _brazilian(national: str) -> str:
    """With the 9 that mobile numbers got until 2016."""
    is_old_mobile = len(national) == 10 and national[2] in "6789"
    return f"{national[:2]}9{national[2:]}" if is_old_mobile else national


def _argentine(national: str) -> str:
    """Without the 9 of mobile numbers, which is dialed from abroad only."""
    return national[1:] if len(national) == 11 and national[0] == "9" else national


REWRITTEN = {"52": _mexican, "55": _brazilian, "54": _argentine}


def _are_several(dialed: str) -> bool:
    parts = [sum(map(str.isdigit, part)) for part in SEVERAL.split(dialed)]
    return len(parts) > 2 or (len(parts) == 2 and min(parts) >= MIN_DIGITS_OF_SEVERAL)


@lru_cache(maxsize=256)
def _lengths(code: str) -> frozenset[int]:
    """The lengths of national numbers that are possible in a country."""
    from contactdesk.text.numbering import national_lengths  # Loads phonenumbers.

    return national_lengths(code)


def _without_trunk_zero(code: str, number: str) -> str:
    """A number written with the 0 that is dialed at home only, or whose plan has numbers with 0."""
    read = _international(number, "")
    return read if read.startswith(f"+{code}") else ""


def _international(dialed: str, region: str) -> str:
    """What phonenumbers reads in digits, in international form; "" if that is not possible."""
    import phonenumbers

    try:
        number = phonenumbers.parse(dialed, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
