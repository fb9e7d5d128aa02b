"""Tokens of all texts of a page at once, with those of their other spellings.

A few calls for all texts instead of a dozen for each.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Sequence
from functools import lru_cache

from contactdesk.text.normalize import compose, normalize
from contactdesk.text.spellings import (
    DIGRAPH,
    PUNYCODE,
    PUNYCODE_PREFIX,
    joinable_words,
    may_be_respelled,
    may_have_digraph,
    spellings,
)
from contactdesk.text.tokenize import (
    JOINER,
    MAX_TOKEN_CHARS,
    SEPARATOR_TABLE,
    TEXT_BOUNDARY,
    UNSPACED_RUN,
    bigrams,
    tokens,
)

MAX_CACHED_WORDS, MAX_CACHED_WORD_CHARS = 16_384, 32

SEPARATOR = f" {TEXT_BOUNDARY} "
SPELLINGS, SPELLINGS_END = "\x02", "\x03"
"""Around the tokens of a word's other spellings; in no token."""

OTHER_SPELLINGS = re.compile(f"{SPELLINGS}([^{SPELLINGS_END}]*){SPELLINGS_END}")

# A superset of the separators that `spellings` leaves out of ASCII text. Each starts with a literal,
# which `re` finds ten times as fast as a set of characters.
ASCII_JOINERS = {
    "'": re.compile("'(?=[A-Za-z0-9])"),
    "`": re.compile("`(?=[A-Za-z0-9])"),
    ".": re.compile(r"\.-?(?=[A-Za-z](?![A-Za-z0-9]))"),
    "&": re.compile("&(?=[A-Za-z0-9]{1,3}(?![A-Za-z0-9]))"),
    "-": re.compile(
        "-(?:(?=[A-Za-z]+(?![A-Za-z0-9]))(?<![A-Za-z][0-9]-)(?<![0-9][A-Za-z]-)"
        "|(?<=[A-Za-z]-)(?=[0-9]{1,3}(?![A-Za-z0-9]|['`&.-][A-Za-z0-9])))"
    ),
}
MAX_CHARS_AROUND_JOINER = 64
ASCII_LETTERS = string.ascii_letters + string.digits
RUN_AROUND = re.compile(f"[A-Za-z0-9'\"`&.-]{{0,{MAX_CHARS_AROUND_JOINER}}}")


class _NormalizingSeparatorTable(dict[int, str]):
    """Code point -> normalized text with separators blanked: both tables in one lookup."""

    def __missing__(self, code: int) -> str:
        self[code] = found = normalize(chr(code)).translate(SEPARATOR_TABLE)
        return found


NORMALIZING_SEPARATOR_TABLE = _NormalizingSeparatorTable()
JOINED_TABLE = _NormalizingSeparatorTable({ord(JOINER): JOINER})


class _JoinedWordsTable(dict[int, str]):
    """Code point of normalized text -> itself in a word, a space between words, else nothing."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = found = " " if character.isspace() else SEPARATOR_TABLE[code].strip()
        return found


JOINED_WORDS_TABLE = _JoinedWordsTable()


def tokenize(texts: Collection[str]) -> dict[str, str]:
    """Each text -> its tokens joined by spaces, and after a TEXT_BOUNDARY those of its other
    spellings: `tokens(normalize(text))` and `tokens(spelling.text)` of all `spellings(text)`."""
    ascii_texts = [text for text in texts if text.isascii()]
    found: dict[str, str] = {}
    if ascii_texts:
        joined = JOINER.join(ascii_texts)
        if joined.count(JOINER) >= len(ascii_texts):
            joined = JOINER.join([each.replace(JOINER, " ") for each in ascii_texts])
        words = joined.translate(JOINED_TABLE).split(JOINER)
        found = dict(zip(ascii_texts, map(_truncated, words), strict=True))
        _add_ascii_spellings(joined, ascii_texts, found)
    if len(ascii_texts) < len(texts):
        found |= {text: _tokenize_any(text) for text in texts if not text.isascii()}
    return found


def other_tokens(text: str) -> str:
    """The tokens of the other spellings of a text."""
    return " ".join([token for each in spellings(text) for token in tokens(each.text)])


def with_other_tokens(words: str, others: str) -> str:
    """The tokens of a text with some of its other spellings, after a single TEXT_BOUNDARY: a phrase
    of several spellings is nothing that anybody types."""
    return f"{words}{' ' if TEXT_BOUNDARY in words else SEPARATOR}{others}" if others else words


def name_tokens(normalized: str) -> str:
    """The tokens of the `name_spellings` of a normalized name."""
    words = normalized.split()
    if not "".join(words).isalpha():
        words = normalized.translate(JOINED_WORDS_TABLE).split()
    if len(words) == 2 and not UNSPACED_RUN.search(normalized):
        # Most names.
        word = words[0] + words[1]
        found = "" if word.isdecimal() else word[:MAX_TOKEN_CHARS]
    else:
        joined = ("".join([words[at] for at in order]) for order in joinable_words(words))
        found = " ".join(map(_tokens_of_word, joined))
    if may_have_digraph(normalized) and DIGRAPH.search(normalized):
        return " ".join([found, *tokens(DIGRAPH.sub("", normalized))])
    return found


# Many contacts share a company, few a name.
company_tokens = lru_cache(MAX_CACHED_WORDS)(name_tokens)


def _tokens_of_word(word: str) -> str:
    """`tokens` of normalized text without separators."""
    return " ".join(tokens(word)) if UNSPACED_RUN.search(word) else word[:MAX_TOKEN_CHARS]


def _add_ascii_spellings(joined: str, texts: Sequence[str], found: dict[str, str]) -> None:
    decoded = (
        {text for text in texts if PUNYCODE.search(text)}
        if PUNYCODE_PREFIX in joined.lower()
        else ()
    )
    for text in decoded:
        found[text] = with_other_tokens(found[text], other_tokens(text))
    seen: set[int] = set()
    for joiner, pattern in ASCII_JOINERS.items():
        number = counted = 0
        if joiner not in joined:
            continue
        for match in pattern.finditer(joined):
            at = match.start()
            start = at - len(_run_before(joined, at))
            if start in seen:
                continue
            seen.add(start)
            number += joined.count(JOINER, counted, at)
            counted = at
            run = joined[start : RUN_AROUND.match(joined, at).end()]  # type: ignore[union-attr]
            text, others = texts[number], OTHER_TOKENS[run]
            if others and text not in decoded:
                found[text] = with_other_tokens(found[text], others)


def _run_before(text: str, end: int) -> str:
    """The letters and joiners before a place, in reverse order; no part of a word."""
    before = text[max(0, end - MAX_CHARS_AROUND_JOINER) : end][::-1]
    run = RUN_AROUND.match(before)
    assert run is not None  # it may be empty
    if run.end() < MAX_CHARS_AROUND_JOINER:
        return run[0]
    return run[0].rstrip(ASCII_LETTERS)


class _OtherTokens(dict[str, str]):
    """Cache of `other_tokens` of words without spaces."""

    def __missing__(self, word: str) -> str:
        found = other_tokens(word)
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()
        if len(word) <= MAX_CACHED_WORD_CHARS:
            self[word] = found
        return found


OTHER_TOKENS = _OtherTokens()


def _tokenize_any(text: str) -> str:
    # Word by word: a space does not affect how its neighbors normalize, and most words repeat.
    found = " ".join(map(TOKENIZED_WORDS.__getitem__, text.split(" ")))
    if SPELLINGS not in found:
        return _truncated(found)
    own = _truncated(OTHER_SPELLINGS.sub("", found))
    return with_other_tokens(own, " ".join(OTHER_SPELLINGS.findall(found)))


class _TokenizedWords(dict[str, str]):
    """Cache of tokenized words. Long ones are not kept: a text without spaces is one word."""

    def __missing__(self, word: str) -> str:
        composed = compose(word)
        found = UNSPACED_RUN.sub(bigrams, composed.translate(NORMALIZING_SEPARATOR_TABLE))
        others = other_tokens(word) if may_be_respelled(word) else ""
        if others:
            found = f"{found}{SPELLINGS}{others}{SPELLINGS_END}"
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
