"""Tokens of normalized text: words, and n-grams (bigrams) of scripts written without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from operator import add

from contactdesk.text.normalize import normalize

MAX_TOKEN_CHARS = 64
"""Characters of a word that are indexed; the rest of a longer one is not searched."""

MAX_CACHED_WORDS, MAX_CACHED_WORD_CHARS = 16_384, 32

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


class _NormalizingSeparatorTable(dict[int, str]):
    """Code point -> normalized text with separators blanked: both tables in one lookup."""

    def __missing__(self, code: int) -> str:
        self[code] = found = normalize(chr(code)).translate(SEPARATOR_TABLE)
        return found


NORMALIZING_SEPARATOR_TABLE = _NormalizingSeparatorTable()
JOINED_TABLE = _NormalizingSeparatorTable({ord(JOINER): JOINER})


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
        text = UNSPACED_RUN.sub(_bigrams, text)
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


def tokenize(texts: Collection[str]) -> dict[str, str]:
    """Each text -> its tokens joined by spaces: `tokens(normalize(text))` for a whole page at once.

    A few calls for all texts instead of a dozen for each.
    """
    ascii_texts = [text for text in texts if text.isascii()]
    found = dict(zip(ascii_texts, map(_truncated, _tokenize_ascii(ascii_texts)), strict=True))
    if len(ascii_texts) < len(texts):
        found |= {text: _truncated(_tokenize_any(text)) for text in texts if not text.isascii()}
    return found


def _tokenize_ascii(texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    joined = JOINER.join(texts)
    if joined.count(JOINER) >= len(texts):
        joined = JOINER.join([each.replace(JOINER, " ") for each in texts])
    return joined.translate(JOINED_TABLE).split(JOINER)


def _tokenize_any(text: str) -> str:
    # Word by word: a space does not affect how its neighbors normalize, and most words repeat.
    return " ".join(map(TOKENIZED_WORDS.__getitem__, text.split(" ")))


class _TokenizedWords(dict[str, str]):
    """Cache of tokenized words. Long ones are not kept: a text without spaces is one word."""

    def __missing__(self, word: str) -> str:
        composed = unicodedata.normalize("NFKC", word)
        found = UNSPACED_RUN.sub(_bigrams, composed.translate(NORMALIZING_SEPARATOR_TABLE))
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()
        if len(word) <= MAX_CACHED_WORD_CHARS:
            self[word] = found
        return found


TOKENIZED_WORDS = _TokenizedWords()


def _truncated(text: str) -> str:
    """Space-separated tokens, each at most MAX_TOKEN_CHARS long."""
    at, last = 0, len(text) - MAX_TOKEN_CHARS
    while at < last:
        # From the end of one token to the end of the last one within the limit.
        at = text.rfind(" ", at, at + MAX_TOKEN_CHARS + 1) + 1
        if not at:
            return " ".join(token[:MAX_TOKEN_CHARS] for token in text.split())
    return text


# Every record of an account has the same few keys.
@lru_cache(maxsize=2048)
def key_token(text: str) -> str:
    """A key that a person chose as one token: "Time Zone" and time_zone -> time_zone."""
    return "_".join(blank_separators(normalize(text)).split())[:MAX_TOKEN_CHARS]


def _bigrams(run: re.Match[str]) -> str:
    text = run[0]
    return f" {' '.join(map(add, text, text[1:]))} {text[-1]} "
