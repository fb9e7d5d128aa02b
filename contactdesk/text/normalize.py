"""Text normalization for search and sort: case, accents and spelling variants removed.

Like ICU's search folding, but done per code point through a table that fills as characters are met.
Variants of Chinese characters are one, as are hiragana and katakana.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from contactdesk.text.ideographs import fold_ideograph

APOSTROPHES = "’‘ʼʻʽʾʿˈˊˋʹ‛′‵`ꞌ՚׳ߴߵ"
QUOTATION_MARKS = "״”“„‟″"
SPACING_ACCENTS = "´΄᾽᾿"

# Letters that Unicode does not decompose to a base letter.
BASE_LETTERS = str.maketrans(
    {
        **dict(zip("łøđħŧŋıȷɨƀɓɖƒɠɦɫɲɵʂʉʋƶʐ", "lodhtnijibbdfghlnosuvzz", strict=True)),
        **dict(zip("ىیکةٱہھە", "ييكهاههه", strict=True)),
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(QUOTATION_MARKS, '"'),
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ـ": "",
    }
)
# NFKC would make letters of a word of them: Acme™ -> AcmeTM, №5 -> No5, O´Brien -> O \u0301Brien.
SYMBOLS = str.maketrans(
    {
        **dict.fromkeys("™℠ⒸⓅⓇ🄫🄬🄪🅪🅫🅬", " "),
        **dict.fromkeys(SPACING_ACCENTS, "'"),
        "№": " no ",
        "℡": " tel ",
        "℻": " fax ",
    }
)
SYMBOL = re.compile(f"[{''.join(map(chr, SYMBOLS))}]")

FIRST_EAST_ASIAN = 0x2E80
HIRAGANA_TO_KATAKANA = {code: chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
# й is a letter of its own, not an accented и.
UNDECOMPOSED = frozenset("йЙ")
# Accents and vowel marks; the signs of Indic, Thai and other scripts are part of their words.
DROPPED_MARK_RANGES = (
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
# A run spans short gaps of ASCII: one call for a line of Cyrillic instead of one per word.
NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+(?:[\x00-@]{1,4}[^\x00-\x7f]+)*")


class _NormalizingTable(dict[int, str]):
    """Code point -> normalized text, for `str.translate`; computed when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _normalize_character(chr(code))
        return found


def _normalize_character(character: str) -> str:
    if character in UNDECOMPOSED:
        return "й"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(each for each in decomposed if not _is_dropped(each))
    composed = unicodedata.normalize("NFKC", kept.translate(BASE_LETTERS)).lower()
    if ord(character) < FIRST_EAST_ASIAN:
        return composed
    return "".join(map(fold_ideograph, composed.translate(HIRAGANA_TO_KATAKANA)))


def _is_dropped(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return True
    code = ord(character)
    return category[0] == "M" and any(low <= code <= high for low, high in DROPPED_MARK_RANGES)


NORMALIZING_TABLE = _NormalizingTable()


def normalize(text: str) -> str:
    """Text without case, accents, vowel marks and invisible characters, with digits as 0-9."""
    if text.isascii():
        return text.lower()
    composed = compose(text)
    return NON_ASCII_RUN.sub(lambda run: run[0].translate(NORMALIZING_TABLE), composed).lower()


def compose(text: str) -> str:
    """Text in NFKC, but with symbols kept apart from the words beside them."""
    composed = unicodedata.normalize("NFKC", text)
    # Most text is composed already, which is faster to tell than to look for symbols.
    if composed is text or not SYMBOL.search(text):
        return composed
    return unicodedata.normalize("NFKC", text.translate(SYMBOLS))


def normalize_mapped(text: str) -> tuple[str, list[int]]:
    """`normalize(text)` and, for each character of it, the position in `text` it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces: list[str] = []
    origin: list[int] = []
    for start, cluster in _clusters(text):
        normalized = normalize(cluster)
        pieces.append(normalized)
        origin.extend([start] * len(normalized))
    return "".join(pieces), origin


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """(position, part) of the shortest parts that normalize independently of each other."""
    if unicodedata.is_normalized("NFKC", text):
        yield from enumerate(text)
        return
    start = 0
    for end in range(1, len(text)):
        if not _combines(text[start:end], text[end]):
            yield start, text[start:end]
            start = end
    yield start, text[start:]


def _combines(before: str, after: str) -> bool:
    if after.isascii():
        return False
    if unicodedata.combining(after):
        return True
    normal = unicodedata.normalize
    return normal("NFKC", before + after) != normal("NFKC", before) + normal("NFKC", after)
