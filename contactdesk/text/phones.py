"""Phone numbers in a form that compares, and phone numbers in running text.

A number compares by its digits without a leading 00, a leading 0 or a "(0)", followed by `x` and
its extension if it has one: "+44 (0)20 7946 0000 ext. 12" is `442079460000x12`. Letters of a number
that spells a word count as the digits on their keys.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, starmap

from msgspec import Struct

from contactdesk.text.normalize import normalize
from contactdesk.text.phone_uris import dialed_by_uri
from contactdesk.text.tokenize import JOINER

MIN_PHONE_DIGITS, MAX_PHONE_DIGITS = 8, 15
"""Digits of a whole number in running text; 15 is the maximum of E.164."""

MIN_DIGITS_BEFORE_EXTENSION = 6
MIN_DIGITS_OF_SEVERAL = 7
"""Digits of each number in a field that holds several."""

EXTENSION_MARK = "x"

EXTENSION_WORDS = (
    *("extension", "extn", "ext", "xtn", "x", "poste", "interno", "int", "anexo", "ramal"),
    *("durchwahl", "dw", "nebenstelle", "toestel", "anknytning", "linka", "klapka", "mellek"),
    *("wewnetrzny", "wewn", "wew", "dahili", "добавочный", "доб", "внутренний", "вн", "доп"),
    *("εσωτερικο", "εσωτ", "שלוחה", "تحويله", "داخلي"),
    *("内线", "分机", "转", "내선", "구내"),
)
"""What is written before an extension, normalized."""

EXTENSION_SIGN = rf"(?:;ext=|(?<![^\W\d_])(?:{'|'.join(EXTENSION_WORDS)})[.:=]? ?#?|#)"
EXTENSION_IN_TEXT = rf"[ ,;(]{{0,3}}{EXTENSION_SIGN} ?(\d{{1,7}})"

EXTENSION_AT_END = re.compile(
    rf"[ ,;.:(/\-]{{0,4}}(?:{EXTENSION_SIGN}|(?<=\d)(?:,{{2,4}}|[pw])(?=\d)) ?(\d{{0,7}})[) #]{{0,3}}$"
)
"""Two commas and more, p and w are pauses in dialing."""

NO_DATE = r"(?!\d{3}-[01]\d-[0-3]\d(?!\d))"
"""After the first digit: it does not begin a date as in ISO 8601, of which texts have more than of
phone numbers."""

# Starts with a digit, which `re` finds fast; possessive, so no run of digits is tried twice.
PHONE = re.compile(
    rf"(\d(?<![\w.,\-]\d){NO_DATE}(?:[ ()./\-]{{0,3}}+\d){{7,33}}+)"
    rf"(?:{EXTENSION_IN_TEXT})?(?![\w:])"
)
ASCII_PHONE = re.compile(PHONE.pattern, re.ASCII)
ROUGH_PHONE = re.compile(rf"\d(?<!\w\d){NO_DATE}(?:\W{{0,6}}+\d){{7,}}+")
"""Any phone number in text that is not normalized: invisible characters may be in it."""

CHARS_BEFORE, CHARS_AFTER = 4, 40
"""Around a number in text that is not normalized: what decides where it starts, and an extension."""

DATE = re.compile(r"\d{4}-[01]\d-[0-3]\d(?:T[\d:.]+Z?)?$")
NOT_DIGITS = re.compile(r"[^0-9]+")
UNUSUAL = re.compile(r"[^\d +()./-]")
TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
ASCII_BUT_DIGITS = bytes(code for code in range(128) if chr(code) not in f"0123456789{JOINER}")

SIGN = re.compile("[−∼⁓·•[\\]~]")
SIGNS = str.maketrans("−∼⁓·•[]~", "---..()-")
"""Signs between digits that normalizing keeps -> those that numbers are mostly written with."""

SEVERAL = re.compile(r"[/;,|&\n]| (?:or|ou|oder|and|et|und|y|o|e|и|или) ")

TOLL_FREE = r"8(?:00|33|44|55|66|77|88)"
ELSEWHERE = re.compile(r"(?:0[58]\d\d|1300|13)[ .\-]{1,2}")
"""The start of British, Australian and New Zealand numbers that spell a word."""

SPELLED = re.compile(
    rf"(?:\+?(?:1[ .\-]?)?(?:\(?{TOLL_FREE}\)?[ .\-]{{0,2}}|\(?[2-9]\d\d\)?[ .\-]{{1,2}})"
    rf"|{ELSEWHERE.pattern})(?=[\d .\-]{{0,9}}[a-z])[a-z\d]+(?:[ .\-][a-z\d]+){{0,4}}"
)
"""1-800-FLOWERS, 0800 REVERSE: a number that spells a word."""

SPELLED_IN_TEXT = re.compile(
    rf"1(?<![\w.,\-]1)[ .\-]?(?:\({TOLL_FREE}\)[ .\-]?|{TOLL_FREE}[.\-])"
    r"(?=[\d.\-]{0,9}[a-z])[a-z\d]+(?:[.\-][a-z\d]+){0,4}(?![\w:])"
)
SPELLED_HINT = re.compile(rf"1[ .\-]?\(?{TOLL_FREE}[.)\-] ?(?:\d{{1,3}}[.\-])?[A-Za-z]")

KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
MIN_SPELLED_LETTERS, NORTH_AMERICAN_DIGITS = 3, 10
MIN_LETTERS_OF_LAST_PART = 4
"""555-0192 HOME is a whole number before its letters, 1-888-555-PETS is not."""


class WrittenPhone(Struct, frozen=True, gc=False):
    """A phone number in text: `number` as it compares; `digits_end` is where its extension starts,
    with the signs before it."""

    start: int
    end: int
    digits_end: int
    number: str


@lru_cache(maxsize=512)
def phone_numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text that is one number, or several, as they compare; none without digits."""
    plain = text.removeprefix("+")
    if plain.isdecimal() and plain.isascii() and len(plain) <= MAX_PHONE_DIGITS:
        return (without_trunk(plain),)
    text = dialed_by_uri(normalize(text))
    found: tuple[str, ...] = (phone_number(text),)
    if len(found[0]) > MAX_PHONE_DIGITS and SEVERAL.search(text):
        each = [phone_number(part.strip()) for part in SEVERAL.split(text)]
        long_enough = tuple(part for part in each if len(part) >= MIN_DIGITS_OF_SEVERAL)
        found = long_enough if len(long_enough) > 1 else found
    return tuple(filter(None, dict.fromkeys(found)))


def phone_number(normalized: str) -> str:
    """One number as it compares, from normalized text."""
    if not UNUSUAL.search(normalized):
        return plain_digits(normalized)
    number, extension = split_extension(with_plain_signs(normalized))
    digits = spelled_digits(number) or plain_digits(number)
    return f"{digits}{EXTENSION_MARK}{extension}" if extension else digits


def with_plain_signs(normalized: str) -> str:
    """Normalized text, at the same length, with the signs that numbers are mostly written with."""
    return normalized.translate(SIGNS) if SIGN.search(normalized) else normalized


def split_extension(number: str) -> tuple[str, str]:
    """(number, extension) of normalized text; the extension may still be missing after its sign."""
    found = EXTENSION_AT_END.search(number)
    if found is None:
        return number, ""
    before = number[: found.start()]
    digits = len(NOT_DIGITS.sub("", before))
    is_whole = digits >= MIN_DIGITS_BEFORE_EXTENSION or SPELLED.fullmatch(before)
    return (before, found[1]) if is_whole else (number, "")


# The same number appears several times in a record.
@lru_cache(maxsize=512)
def plain_digits(number: str) -> str:
    """The digits of normalized text without a leading 00, a leading 0 or a "(0)"."""
    return without_trunk(NOT_DIGITS.sub("", TRUNK_ZERO.sub("", number)))


def without_trunk(digits: str) -> str:
    digits = digits.removeprefix("00")
    return digits.removeprefix("0")


def spelled_digits(number: str) -> str:
    """The digits of normalized text that spells a word, as dialed: letters too many are cut off, as
    exchanges do. "" if it spells none."""
    if not SPELLED.fullmatch(number):
        return ""
    digits = without_trunk(NOT_DIGITS.sub("", number.translate(KEYPAD)))
    letters = sum(map(str.isalpha, number))
    if letters < MIN_SPELLED_LETTERS or not MIN_PHONE_DIGITS <= len(digits) <= MAX_PHONE_DIGITS:
        return ""
    if ELSEWHERE.match(number):
        return digits
    size = NORTH_AMERICAN_DIGITS + digits.startswith("1")
    has_digits_left = len(digits) - letters <= size - MIN_LETTERS_OF_LAST_PART
    return digits[:size] if len(digits) >= size and has_digits_left else ""


@lru_cache(maxsize=512)
def is_international(phone: str) -> bool:
    """Whether a phone number has a country code: +44…, 0044…, (+44)…"""
    return re.match(r"\s*(?:\(?\s*\+|00)", dialed_by_uri(normalize(phone))) is not None


def phones_by_text(texts: Collection[str]) -> dict[str, list[str]]:
    """Each text that has a phone number -> its numbers as they compare, for a whole page at once."""
    ascii_texts = [text for text in texts if text.isascii()]
    found: dict[str, list[str]] = {}
    candidates = _candidates(ascii_texts)
    _add_phones(candidates, [text.lower() for text in candidates], found)
    if len(ascii_texts) < len(texts):
        parts = list(_parts_with_phones([text for text in texts if not text.isascii()]))
        joined = normalize("\n".join([part for _text, part in parts]))
        _add_phones([text for text, _part in parts], joined.split("\n"), found)
    return found


def _parts_with_phones(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(text, part of it that may have a phone number): normalizing all of it takes longer."""
    has_spelled = SPELLED_HINT.search("\n".join(texts)) is not None
    for text in texts:
        if has_spelled and SPELLED_HINT.search(text):
            yield text, text.replace("\n", "\t")
            continue
        match = first = ROUGH_PHONE.search(text)
        end = 0
        while match:
            end = match.end()
            match = ROUGH_PHONE.search(text, end)
        if first:
            start = max(0, first.start() - CHARS_BEFORE)
            yield text, text[start : end + CHARS_AFTER].replace("\n", "\t")


def _candidates(texts: Sequence[str]) -> list[str]:
    """The ASCII texts that may have a phone number: enough digits, and not one word such as an id.

    A cheap filter: a tenth of the time of matching the pattern.
    """
    joined = JOINER.join(texts)
    digits = joined.encode().translate(None, ASCII_BUT_DIGITS).split(JOINER.encode())
    if len(digits) > len(texts):  # a text has JOINER in it
        return list(texts)
    has_spelled = SPELLED_HINT.search(joined) is not None
    found = []
    for text, its_digits in zip(texts, digits, strict=False):
        if len(its_digits) >= MIN_PHONE_DIGITS and not DATE.match(text):
            # A number may start such a word, but not be inside it.
            is_word = f"_{text.replace('-', '_')}".isidentifier()
            if not is_word or text[:MIN_PHONE_DIGITS].replace("-", "0").isdigit():
                found.append(text)
                continue
        if has_spelled and SPELLED_HINT.search(text):
            found.append(text)
    return found


def _add_phones(
    texts: Sequence[str], normalized: Sequence[str], found: dict[str, list[str]]
) -> None:
    """Adds the numbers of some texts, each given normalized."""
    # A number has no line break, so none is found across two texts.
    ends = list(accumulate([len(each) + 1 for each in normalized]))
    for start, _end, _digits_end, number in _matches("\n".join(normalized)):
        found.setdefault(texts[bisect_right(ends, start)], []).append(number)


def find_phones(normalized: str) -> Iterator[WrittenPhone]:
    """Everything in normalized text that is written like a whole phone number."""
    return starmap(WrittenPhone, _matches(normalized))


def _matches(normalized: str) -> Iterator[tuple[int, int, int, str]]:
    """The fields of WrittenPhone: making one takes as long as finding a number."""
    pattern = ASCII_PHONE
    if not normalized.isascii():
        pattern, normalized = PHONE, with_plain_signs(normalized)
    for match in pattern.finditer(normalized):
        digits = plain_digits(match[1])
        if MIN_PHONE_DIGITS <= len(digits) <= MAX_PHONE_DIGITS:
            number = f"{digits}{EXTENSION_MARK}{match[2]}" if match[2] else digits
            yield match.start(), match.end(), match.end(1), number
        elif "/" in match[1]:
            yield from _each_of(match)
    if SPELLED_HINT.search(normalized):
        for match in SPELLED_IN_TEXT.finditer(normalized):
            if digits := spelled_digits(match[0]):
                yield match.start(), match.end(), match.end(), digits


def _each_of(match: re.Match[str]) -> Iterator[tuple[int, int, int, str]]:
    """The numbers of "415 555 0192 / 415 555 0193"."""
    start = match.start()
    for part in match[1].split("/"):
        digits = plain_digits(part)
        if MIN_PHONE_DIGITS <= len(digits) <= MAX_PHONE_DIGITS:
            end = start + len(part.rstrip())
            yield end - len(part.strip()), end, end, digits
        start += len(part) + 1
