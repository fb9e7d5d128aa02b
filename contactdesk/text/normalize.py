"""Text as it is searched and sorted: folded, cut into words, phone numbers as digits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add

LONGEST_WORD = 64
"""Characters of a word that count; the rest of a longer one is not searched."""

MOST_KNOWN, LONGEST_KNOWN = 16_384, 32
"""Words, and characters of each, of which is kept what they are cut into."""

# Letters that no decomposition leads back to a plain one.
LETTERS = str.maketrans(
    {
        **dict(zip("łøđħŧŋıȷɨƀɓɖƒɠɦɫɲɵʂʉʋƶʐ", "lodhtnijibbdfghlnosuvzz", strict=True)),
        **dict(zip("ىیکةٱہھە", "ييكهاههه", strict=True)),
        **dict.fromkeys("’‘ʼʻ‛′`´", "'"),
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ـ": "",
    }
)
# й is a letter of its own, not an accented и.
KEPT = frozenset("йЙ")
# Accents and vowel marks; the signs of Indic, Thai and other scripts are part of their words.
DROPPED_MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
# Scripts written without spaces, Hangul (whose endings stick to the word), and pictures.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2600-\u27bf\u3005-\u3007\u3031-\u3035"
    "\u303b\u3040-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
FIRST_PICTURE = 0x2600

# A run goes on over a few spaces and signs: one call for a line of Cyrillic, not one a word.
NOT_ASCII = re.compile(r"[^\x00-\x7f]+(?:[\x00-@]{1,4}[^\x00-\x7f]+)*")
RUN = re.compile(f"[{UNSPACED}]+")
BORDER = "|"
"""Stands between the words of two texts, so that no phrase is found across; never in a word."""

BETWEEN = "\x01"
# Begins with a digit, which `re` finds quickly, and never tries a run of digits twice.
PHONE = re.compile(r"\d(?<![\w.,\-]\d)(?:[ \u00a0()./\-]{0,3}+\d){7,16}+(?![\w:])")
ASCII_PHONE = re.compile(PHONE.pattern, re.ASCII)
NOT_DIGITS = re.compile(r"[^0-9]+")
NATIONAL_ZERO = re.compile(r"\(\s*0\s*\)")
SHORTEST_PHONE, LONGEST_PHONE = 8, 15
BUT_DIGITS = bytes(code for code in range(128) if chr(code) not in f"0123456789{BETWEEN}")


class _Folding(dict[int, str]):
    """Code point -> folded text, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _folded(chr(code))
        return found


class _Splitting(dict[int, str]):
    """Code point of folded text -> itself where it belongs to a word, else a space."""

    def __missing__(self, code: int) -> str:
        self[code] = found = chr(code) if _in_word(code) else " "
        return found


def _folded(character: str) -> str:
    if character in KEPT:
        return "й"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(each for each in plain if not _is_dropped(each))
    return unicodedata.normalize("NFKC", kept.translate(LETTERS)).lower()


def _is_dropped(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return True
    code = ord(character)
    return category[0] == "M" and any(low <= code <= high for low, high in DROPPED_MARKS)


def _in_word(code: int) -> bool:
    category = unicodedata.category(chr(code))
    if category == "So":
        return code >= FIRST_PICTURE
    return category[0] in "LNM" or category in ("Co", "Cn")


FOLDING = _Folding()
SPLITTING = _Splitting()


class _FoldingAndSplitting(dict[int, str]):
    """Both at once: code point -> folded text with spaces for what is not part of a word."""

    def __missing__(self, code: int) -> str:
        self[code] = found = normalize(chr(code)).translate(SPLITTING)
        return found


FOLDING_AND_SPLITTING = _FoldingAndSplitting()
PLAIN = _FoldingAndSplitting({ord(BETWEEN): BETWEEN})


def normalize(text: str) -> str:
    """Text without case, accents, vowel marks and invisible characters, digits as 0-9."""
    if text.isascii():
        return text.lower()
    normal = unicodedata.normalize("NFKC", text)
    return NOT_ASCII.sub(lambda run: run[0].translate(FOLDING), normal).lower()


def normalize_mapped(text: str) -> tuple[str, list[int]]:
    """`fold(text)` and, for every character of it, the position in `text` it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces: list[str] = []
    origin: list[int] = []
    for start, cluster in _clusters(text):
        folded = normalize(cluster)
        pieces.append(folded)
        origin.extend([start] * len(folded))
    return "".join(pieces), origin


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """(position, part) of the shortest parts that are normalised independently."""
    if unicodedata.is_normalized("NFKC", text):
        yield from enumerate(text)
        return
    start = 0
    for end in range(1, len(text)):
        if not _joins(text[start:end], text[end]):
            yield start, text[start:end]
            start = end
    yield start, text[start:]


def _joins(before: str, after: str) -> bool:
    if after.isascii():
        return False
    if unicodedata.combining(after):
        return True
    normal = unicodedata.normalize
    return normal("NFKC", before + after) != normal("NFKC", before) + normal("NFKC", after)


def split(folded: str) -> str:
    """Folded text, as long as it was, with a space for everything that is not part of a word."""
    return folded.translate(SPLITTING)


def words(folded: str) -> list[str]:
    """The words of folded text, as they are indexed.

    A run of a script without spaces becomes its pairs of neighbours and its last character, so
    that every part of it is found as a phrase whose last word is a prefix.
    """
    return _cut(folded.translate(SPLITTING))


def tokenize(texts: Collection[str]) -> dict[str, str]:
    """Each text -> its words with spaces between, as `words(fold(text))` gives them.

    For the texts of a whole page at once: a few calls for all of them, not a dozen for each.
    """
    plain = [text for text in texts if text.isascii()]
    found = dict(zip(plain, map(_bounded, _cut_plain(plain)), strict=True))
    if len(plain) < len(texts):
        found |= {text: _bounded(_cut_rest(text)) for text in texts if not text.isascii()}
    return found


def _cut_plain(texts: Sequence[str]) -> list[str]:
    """The words of each of some ASCII texts, done for all of them in one."""
    if not texts:
        return []
    joined = BETWEEN.join(texts)
    if joined.count(BETWEEN) >= len(texts):
        joined = BETWEEN.join([each.replace(BETWEEN, " ") for each in texts])
    return joined.translate(PLAIN).split(BETWEEN)


def _cut_rest(text: str) -> str:
    # Word by word: a space takes no part in how its neighbours are normalised, and nearly every
    # word of a language has been there before.
    return " ".join(map(KNOWN.__getitem__, text.split(" ")))


class _Known(dict[str, str]):
    """Folded and cut words, of which many are kept, but no long ones: a text without spaces is one
    word."""

    def __missing__(self, word: str) -> str:
        normal = unicodedata.normalize("NFKC", word)
        found = RUN.sub(_pairs, normal.translate(FOLDING_AND_SPLITTING))
        if len(self) >= MOST_KNOWN:
            self.clear()
        if len(word) <= LONGEST_KNOWN:
            self[word] = found
        return found


KNOWN = _Known()


def _bounded(text: str) -> str:
    """Split text in which no word is longer than LONGEST_WORD."""
    at, last = 0, len(text) - LONGEST_WORD
    while at < last:
        # From the end of one word to that of the last one that ends soon enough.
        at = text.rfind(" ", at, at + LONGEST_WORD + 1) + 1
        if not at:
            return " ".join(word[:LONGEST_WORD] for word in text.split())
    return text


# The same few keys stand in every record of an account.
@lru_cache(maxsize=2048)
def key_word(text: str) -> str:
    """A key that a person chose as one word: "Time Zone" and time_zone -> time_zone."""
    return "_".join(split(normalize(text)).split())[:LONGEST_WORD]


def _cut(text: str) -> list[str]:
    """The words of split text."""
    if not text.isascii():
        text = RUN.sub(_pairs, text)
    found = text.split()
    if len(text) > LONGEST_WORD and max(map(len, found), default=0) > LONGEST_WORD:
        return [word[:LONGEST_WORD] for word in found]
    return found


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    return f" {' '.join(map(add, text, text[1:]))} {text[-1]} "


def sought_words(folded: str) -> list[str]:
    """The words that find this text, in a row and the last one as a prefix."""
    found = words(folded)
    if len(found) > 1 and (end := RUN.search(split(folded).rstrip()[-2:])) and len(end[0]) == 2:
        found.pop()
    return found


# A number stands in a record more than once, and everywhere it is asked for again.
@lru_cache(maxsize=512)
def phone_digits(text: str) -> str:
    """The digits of a phone number, without 00, a national 0 or "(0)" before them."""
    if not text.isdecimal() or not text.isascii():
        text = NOT_DIGITS.sub("", NATIONAL_ZERO.sub("", normalize(text)))
    found = text
    if found.startswith("00"):
        found = found[2:]
    return found[1:] if found.startswith("0") else found


@lru_cache(maxsize=512)
def is_international(phone: str) -> bool:
    """Whether a phone number is written with its country: +44…, 0044…, (+44)…"""
    return re.match(r"\s*(?:\(?\s*\+|00)", normalize(phone)) is not None


def phones_in(text: str) -> list[str]:
    """The digits of everything in a text that is written like a whole phone number."""
    return [digits for _start, digits in _phones(text)]


def phones_by_text(texts: Collection[str]) -> dict[str, list[str]]:
    """Each text in which there is something written like a whole phone number -> `phones_in`."""
    plain = [text for text in texts if text.isascii()]
    found: dict[str, list[str]] = {}
    _add_phones(_with_phones(plain), found)
    if len(plain) < len(texts):
        _add_phones([text for text in texts if not text.isascii()], found)
    return found


def _with_phones(plain: Sequence[str]) -> list[str]:
    """Those of some ASCII texts in which there may be a phone number: what has too few digits, and
    what is one word such as an id, is left out at a tenth of the price of looking into it."""
    digits = BETWEEN.join(plain).encode().translate(None, BUT_DIGITS).split(BETWEEN.encode())
    if len(digits) > len(plain):  # one of them holds what stands between them
        return list(plain)
    found = []
    for text, its in zip(plain, digits, strict=False):
        if len(its) >= SHORTEST_PHONE:
            # A number may begin such a word, but not stand in it.
            is_word = f"_{text.replace('-', '_')}".isidentifier()
            if not is_word or text[:SHORTEST_PHONE].replace("-", "0").isdigit():
                found.append(text)
    return found


def _add_phones(texts: Sequence[str], found: dict[str, list[str]]) -> None:
    # A line break is in no number, so that none is found across two texts.
    ends = list(accumulate(len(text) + 1 for text in texts))
    for start, digits in _phones("\n".join(texts)):
        found.setdefault(texts[bisect_right(ends, start)], []).append(digits)


def _phones(text: str) -> Iterator[tuple[int, str]]:
    """(where it starts, its digits)"""
    pattern = ASCII_PHONE if text.isascii() else PHONE
    for match in pattern.finditer(text):
        digits = phone_digits(match[0])
        if SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE:
            yield match.start(), digits
