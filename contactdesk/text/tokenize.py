"""Tokens of normalized text: words, and n-grams (bigrams) of scripts written without spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import add

from contactdesk.text.normalize import normalize

MAX_TOKEN_CHARS = 64
"""Characters of a word that are indexed; the rest of a longer one is not searched."""

# Scripts written without spaces, Hangul (whose endings stick to the word), and pictographs.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2600-\u27bf\u3005-\u3007\u3031-\u3035"
    "\u303b\u3040-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
FIRST_PICTOGRAPH = 0x2600

TEXT_BOUNDARY = "|"
"""Indexed between the tokens of two texts, so that no phrase matches across; never in a token."""

JOINER = "\x01"
"""Between texts that are translated in one call; a separator like any other inside a text."""


class _SeparatorTable(dict[int, str]):
    """Code point of normalized text -> itself if it is part of a word, else a space."""

    def __missing__(self, code: int) -> str:
        self[code] = found = chr(code) if _is_word_character(code) else " "
        return found


def _is_word_character(code: int) -> bool:
    category = unicodedata.category(chr(code))
    if category == "So":
        return code >= FIRST_PICTOGRAPH
    return category[0] in "LNM" or category in ("Co", "Cn")


SEPARATOR_TABLE = _SeparatorTable()


def blank_separators(normalized: str) -> str:
    """Normalized text at the same length, with a space for everything that is not part of a word."""
    return normalized.translate(SEPARATOR_TABLE)


def tokens(normalized: str) -> list[str]:
    """The tokens of normalized text, as they are indexed.

    A run of a script without spaces becomes its bigrams and its last character, so that any part
    of it is found as a phrase whose last token is a prefix.
    """
    text = blank_separators(normalized)
    if not text.isascii():
        text = UNSPACED_RUN.sub(bigrams, text)
    found = text.split()
    if len(text) > MAX_TOKEN_CHARS and max(map(len, found), default=0) > MAX_TOKEN_CHARS:
        return [token[:MAX_TOKEN_CHARS] for token in found]
    return found


def query_tokens(normalized: str) -> list[str]:
    """The tokens to search for as a phrase, the last one as a prefix."""
    found = tokens(normalized)
    end = UNSPACED_RUN.search(blank_separators(normalized).rstrip()[-2:])
    if len(found) > 1 and end and len(end[0]) == 2:
        found.pop()
    return found


# Every record of an account has the same few keys.
@lru_cache(maxsize=2048)
def key_token(text: str) -> str:
    """A key that a person chose as one token: "Time Zone" and time_zone -> time_zone."""
    return "_".join(blank_separators(normalize(text)).split())[:MAX_TOKEN_CHARS]


def bigrams(run: re.Match[str]) -> str:
    """The tokens of a match of UNSPACED_RUN, with spaces around them."""
    text = run[0]
    return f" {' '.join(map(add, text, text[1:]))} {text[-1]} "
