"""Vendor text made safe to display: plain, bounded, and isolated in its own direction."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

CELL, TITLE, TIP, LABEL, VIEW = 256, 120, 600, 4_000, 200_000
LONGEST_WORD, LONGEST_BLANK = 10_000, 500
MAX_CACHED_CHARS, MAX_CACHED_TEXTS = 80, 2_048
"""Names, labels and dates come again and again: the latest short texts are read once."""

# Direction marks are removed, except a complete, unnested isolate: `line` puts one around
# right-to-left text, so that it can be part of a sentence of ours.
_BIDI_MARKS = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
_DIRECTION = re.compile(f"(\u2068[^\n{_BIDI_MARKS}]*\u2069)|[{_BIDI_MARKS}]")
_ISOLATE = re.compile("\u2068[^\u2069]*\u2069")
# Control characters become their visible symbols (U+2400 and up).
_CONTROLS: dict[int, int | None] = {n: 0x2400 + n for n in range(32) if n not in (9, 10)}
_CONTROLS |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
_CONTROLS |= dict.fromkeys((0x85, 0x2028, 0x2029), 0x0A)
_UNENCODABLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_TOO_MANY_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")
_LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_LONG_BLANK = re.compile(rf"([^\S\n]{{{LONGEST_BLANK}}})(?=[^\S\n])")
_LONG_LINE = re.compile(rf"(\S{{{LONGEST_WORD}}})\n(?=\S)")
MAX_UNBROKEN_CHARS = 200
_MAY_WRAP = re.compile(rf"(\S{{{MAX_UNBROKEN_CHARS}}})(?=\S{{{MAX_UNBROKEN_CHARS}}})")
_WRAPPABLE = re.compile(rf"(\S{{{MAX_UNBROKEN_CHARS}}}|@)\u200b")
# Letters and marks that show nothing: fillers, a blank braille cell, variation selectors.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
MAX_NAMED_CHARACTERS = 4
_UNWRAPPABLE = re.compile(r"(\S{60})(?=\S)")


def block(s: object, limit: int = VIEW) -> str:
    """Text of several lines, cut to `limit` characters plus an ellipsis; None is ""."""
    text = "" if s is None else s if isinstance(s, str) else str(s)
    return (_block if len(text) > MAX_CACHED_CHARS else _short_block)(text, limit)


def _block(text: str, limit: int) -> str:
    whole = text
    was_longer = len(text) > limit
    text = text[:limit]
    if not (text.isascii() and text.isprintable()):
        text = _UNENCODABLE.sub("\ufffd", text.replace("\r\n", "\n")).translate(_CONTROLS)
        text = _DIRECTION.sub(r"\1", _TOO_MANY_MARKS.sub(r"\1", text))
        if all(map(_is_invisible, text)):
            return _named(whole[:limit]) or text
    if len(text) > LONGEST_BLANK:
        text = _LONG_WORD.sub("\\1\n", _LONG_BLANK.sub("\\1\n", text))
    return text + "…" if was_longer else text


_short_block = lru_cache(MAX_CACHED_TEXTS)(_block)


def _is_invisible(character: str) -> bool:
    if character in _BLANKS or any(ord(character) in each for each in _SELECTORS):
        return True
    return character.isspace() or unicodedata.category(character) == "Cf"


def _named(text: str) -> str:
    """The code points of a text that shows nothing: U+200B U+2060; "" for white space alone."""
    hidden = [character for character in text if not character.isspace()]
    names = " ".join(f"U+{ord(each):04X}" for each in hidden[:MAX_NAMED_CHARACTERS])
    return names + "…" * (len(hidden) > MAX_NAMED_CHARACTERS)


def line(s: object, limit: int = CELL) -> str:
    """One line for a cell, a status bar, a menu, or part of a sentence.

    Text with right-to-left letters is isolated, so that it cannot reorder what is next to it.
    """
    is_short = isinstance(s, str) and len(s) <= MAX_CACHED_CHARS
    return (_short_line if is_short else _line)(s, limit)


def _line(s: object, limit: int) -> str:
    # Four times the limit is read: leading white space alone must not use it up.
    text = " ".join(block(s, 4 * limit).split())
    if len(text) > limit:
        text = _DIRECTION.sub(r"\1", text[:limit].rstrip("…")) + "…"
    if text.isascii() or not _has_rtl(_ISOLATE.sub("", text)):
        return text
    return f"\u2068{text.replace(chr(0x2068), '').replace(chr(0x2069), '')}\u2069"


_short_line = lru_cache(MAX_CACHED_TEXTS)(_line)


def wrappable(text: str) -> str:
    """The text with places to break its longest words: Qt takes seconds to wrap 200,000 letters."""
    return _MAY_WRAP.sub("\\1\u200b", text)


def wrappable_address(text: str) -> str:
    """A name that may be an e-mail address, which may wrap after the @."""
    return text.replace("@", "@\u200b")


def copied(shown: str) -> str:
    """A part of a displayed text as it is copied: without what display put into it."""
    text = shown.replace("\u2029", "\n").replace("\u2068", "").replace("\u2069", "")
    return _LONG_LINE.sub(r"\1", _WRAPPABLE.sub(r"\1", text))


def _has_rtl(text: str) -> bool:
    """Whether it has right-to-left letters."""
    return any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)


def mnemonic(s: object) -> str:
    """For buttons, actions, tabs and menus, where `&` marks a mnemonic."""
    return line(s).replace("&", "&&")


def title(s: object) -> str:
    """For window titles, where `[*]` marks a modified document."""
    return line(s, TITLE).replace("[*]", "[＊]")


def tooltip(s: object) -> str:
    """For tool tips: escaped markup, because Qt does not wrap plain ones; "" stays ""."""
    text = _UNWRAPPABLE.sub("\\1\u200b", block(s, TIP))
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if text.strip() else ""
