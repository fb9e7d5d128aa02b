"""Other spellings of words, by which they are found too.

* separators inside a word are left out: O'Brien -> obrien, I.B.M. -> ibm
* umlauts are written as two letters: Müller -> mueller
* domains are decoded from Punycode: xn--mller-kva.de -> müller.de
* the words of a name are joined: Jean Pierre -> jeanpierre, 太郎 山田 -> 山田太郎
* two letters for an umlaut become one in a name: Mueller -> muller

The index has the tokens of these spellings beside those of the text itself. Each is normalized, and
is given with the places its characters come from, so that a match can be highlighted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from contactdesk.text.normalize import (
    APOSTROPHES,
    QUOTATION_MARKS,
    SPACING_ACCENTS,
    normalize_mapped,
)
from contactdesk.text.tokenize import SEPARATOR_TABLE, UNSPACED_RUN

JOINERS = "'`\"&.·・‧-"
"""Separators that may be left out, of normalized text."""

MAX_JOINED_CHARS = 32
MAX_DIGITS_OF_PART = 3
MAX_LETTERS_AROUND_AMPERSAND = 3
MAX_LETTERS_BEFORE_INITIAL = 2

_ESCAPED = re.escape(JOINERS)
# Starts with a whole word, so that none is tried from each of its letters.
RUN = re.compile(f"(?<![^ {_ESCAPED}])[^ {_ESCAPED}]++(?:(?:[.]-|[{_ESCAPED}])[^ {_ESCAPED}]++)+")
PART = re.compile(f"[^{_ESCAPED}]+")
HEBREW = re.compile("[א-ת]+")

UMLAUT = re.compile("[äöüåøǿÄÖÜÅØǾ\u212b]|[aouAOU]\u0308|[aA]\u030a|[øØ]\u0301")
_HAS_UMLAUT = re.compile("[äöüåøǿÄÖÜÅØǾ\u212b\u0308\u030a]")
SPELLED_OUT = {"a\u030a": "aa", "å": "aa", "ä": "ae", "a\u0308": "ae", "u\u0308": "ue", "ü": "ue"}

PUNYCODE_PREFIX = "xn--"
PUNYCODE = re.compile(r"(?<![\w-])xn--([a-z0-9-]{1,59})(?![\w-])", re.IGNORECASE)

# Zoe, Sue, Joey, Noel and Jacques have no umlaut.
DIGRAPH = re.compile(
    r"(?<=[aou])(?<!qu)e(?!l\b)(?=[bcdfghjklmnpqrstvwxz])|(?<=a)e(?=u)|(?<=a)a(?=[bcdfghjklmnpqrstvwxz])"
)


def may_have_digraph(text: str) -> bool:
    """A cheap test that is true of every text in which DIGRAPH is found."""
    return "ae" in text or "oe" in text or "ue" in text or "aa" in text


MAX_NAME_WORDS = 4
"""Words of a name that are joined, from each of its first ones."""

_RAW_JOINERS = (
    f"{_ESCAPED}{APOSTROPHES}{QUOTATION_MARKS}{SPACING_ACCENTS}"
    "\u2010-\u2015\u058a\u05be\u1400\u1806\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u301c\u3030\u30a0\u0387\uff65"
    "\ufe31-\ufe32\ufe50-\ufe63\uff02-\uff0e\u2024"
)
# A single set, which `re` finds fast.
_MAY_BE_RESPELLED = re.compile(f"{_HAS_UMLAUT.pattern[:-1]}{_RAW_JOINERS}]")
_JOINED = re.compile(rf"[{_RAW_JOINERS}](?:(?=[^\d\s,;:!?)])|(?<!\d.)(?=\d))")


def may_be_respelled(text: str) -> bool:
    """Whether a text may have `spellings`: a cheap test that is true of all that have."""
    found = _MAY_BE_RESPELLED.search(text)
    return found is not None and (_JOINED.search(text) or UMLAUT.search(text)) is not None


CHUNK = re.compile(r"\S+")


class Spelling(Struct, frozen=True):
    """A spelling and, for each of its characters, the position it comes from."""

    text: str
    origin: Sequence[int]


class _JoinerTable(dict[int, str]):
    """Code point of normalized text -> itself in a word or as a joiner, else a space."""

    def __missing__(self, code: int) -> str:
        self[code] = found = chr(code) if chr(code) in JOINERS else SEPARATOR_TABLE[code]
        return found


_JOINER_TABLE = _JoinerTable()


def spellings(text: str) -> Iterator[Spelling]:
    """The spellings of each word of a text that differ from its own."""
    for chunk in CHUNK.finditer(text):
        start = chunk.start()
        for found in chunk_spellings(chunk[0]):
            yield Spelling(found.text, [start + place for place in found.origin])


def chunk_spellings(chunk: str) -> Iterator[Spelling]:
    """`spellings` of a text without spaces."""
    written = [Spelling(chunk, range(len(chunk)))]
    for write in (decode_punycode, spell_out):
        last = written[-1]
        found = write(last.text)
        if found.text != last.text:
            written.append(Spelling(found.text, [last.origin[place] for place in found.origin]))
    for number, each in enumerate(written):
        normalized, origin = normalize_mapped(each.text)
        origin = [each.origin[place] for place in origin]
        if number:
            yield Spelling(normalized, origin)
        for places in joined_words(normalized):
            text = spelled(normalized, places)
            yield Spelling(text, [origin[place] for place in places])


def spelled(normalized: str, places: Sequence[int]) -> str:
    return "".join([normalized[place] for place in places])


def respelled(text: str) -> list[str]:
    """Text with its domains in Unicode, and with two letters for each umlaut, where it has any."""
    found: list[str] = []
    for written in (decode_punycode, spell_out):
        new = written(text).text
        if new != text:
            found.append(new)
            text = new
    return found


def decode_punycode(text: str) -> Spelling:
    """Text with the labels of its domains in Unicode."""
    if "--" not in text:
        return Spelling(text, range(len(text)))
    return _replaced(text, PUNYCODE, _decoded)


def _decoded(label: re.Match[str]) -> str:
    try:
        decoded = label[1].encode().decode("punycode")
        decoded.encode()
    except (UnicodeError, OverflowError):
        return label[0]
    return decoded if decoded.isprintable() else label[0]


def spell_out(text: str) -> Spelling:
    """Text with two letters for each umlaut."""
    if not _HAS_UMLAUT.search(text):
        return Spelling(text, range(len(text)))
    return _replaced(text, UMLAUT, _spelled_out)


def _spelled_out(letter: re.Match[str]) -> str:
    return SPELLED_OUT.get(letter[0].lower(), "oe")


def _replaced(
    text: str, pattern: re.Pattern[str], new_text: Callable[[re.Match[str]], str]
) -> Spelling:
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        new = new_text(match)
        pieces += text[at : match.start()], new
        own = [match.start()] * (len(new) - 1) + [match.end() - 1] * bool(new)
        origin += [*range(at, match.start()), *own]
        at = match.end()
    return Spelling("".join([*pieces, text[at:]]), [*origin, *range(at, len(text))])


def joined_words(normalized: str) -> Iterator[list[int]]:
    """The places of the letters of each word that has separators inside it."""
    for run in RUN.finditer(normalized.translate(_JOINER_TABLE)):
        parts = list(PART.finditer(run.string, *run.span()))
        group = [parts[0]]
        for part in parts[1:]:
            before = group[-1]
            joiner = run.string[before.end() : part.start()]
            is_inner = (before is not parts[0], part is not parts[-1])
            if not _joins(before[0], joiner, part[0], is_inner):
                yield from _group(group)
                group = []
            group.append(part)
        yield from _group(group)


def _group(parts: Sequence[re.Match[str]]) -> Iterator[list[int]]:
    places = [place for part in parts for place in range(*part.span())]
    if len(parts) > 1 and len(places) <= MAX_JOINED_CHARS:
        yield places


def _joins(before: str, joiner: str, after: str, is_inner: tuple[bool, bool]) -> bool:
    """Whether two parts of a word are one without their joiner. `is_inner` tells whether each is
    neither the first part nor the last."""
    if before.isdecimal() and after.isdecimal():
        return False
    if not all(map(_is_part, (before, after), is_inner)):
        return False
    if joiner[0] == ".":
        letters = len(before) <= MAX_LETTERS_BEFORE_INITIAL and len(after) == 1
        return letters and not before.isdecimal() and not after.isdecimal()
    if joiner == "&":
        return max(len(before), len(after)) <= MAX_LETTERS_AROUND_AMPERSAND
    return joiner != '"' or all(map(HEBREW.fullmatch, (before, after)))


def _is_part(text: str, is_inner: bool) -> bool:
    """Letters, or a short number at an end. Words of both are ids, typed with their separators."""
    if text.isdecimal():
        return not is_inner and len(text) <= MAX_DIGITS_OF_PART
    return text.isalpha() or not any(map(str.isdecimal, text))


def name_spellings(normalized: str) -> Iterator[list[int]]:
    """The places of the letters of each other spelling of a normalized name."""
    blanked = normalized.translate(SEPARATOR_TABLE)
    chunks = CHUNK.finditer(normalized)
    words = [[n for n in range(*chunk.span()) if blanked[n] != " "] for chunk in chunks]
    words = [word for word in words if word]
    texts = [spelled(normalized, word) for word in words]
    for joined in joinable_words(texts):
        yield [place for at in joined for place in words[at]]
    dropped = {match.start() for match in DIGRAPH.finditer(normalized)}
    if dropped:
        yield [place for place in range(len(normalized)) if place not in dropped]


def joinable_words(words: Sequence[str]) -> Iterator[Sequence[int]]:
    """Which words of a name are one word too, in this order: jean pierre, but also 太郎 山田."""
    if "".join(words).isdecimal():
        return
    count = len(words)
    for at in range(min(count, MAX_NAME_WORDS) - 1):
        yield range(at, min(count, at + MAX_NAME_WORDS))
    if count == 2 and all(map(UNSPACED_RUN.fullmatch, words)):
        yield (1, 0)
