"""Which characters may leave in a file: one rule for every export format but JSON, whose strings
hold any character as it came.

Removed is what breaks a reader or shows a text as something else: control characters, the marks
that embed, override or isolate a direction (https://trojansource.codes), noncharacters, and text
hidden in tags or in runs of variation selectors. Kept is what a script needs: joiners, single
variation selectors, direction marks (LRM, RLM, ALM), private use, and characters newer than this
Python's tables.
"""

from __future__ import annotations

import re

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f"
"""The flag of a part of a country: the one use of tags that fonts know."""

_HARMFUL = re.compile(
    f"({_FLAG})"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
    "|[\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]"
    "|[\ufdd0-\ufdef"
    + "".join(f"{chr(p << 16 | 0xFFFE)}-{chr(p << 16 | 0xFFFF)}" for p in range(17))
    + "]"
    "|[\U000e0000-\U000e007f]"
    "|(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u061c]")


def harmless(text: str) -> str:
    """The text without harmful characters. Every line end becomes "\\n", a lone surrogate, which
    no file can hold, U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_END.sub("\n", _LONE_SURROGATE.sub("\ufffd", text))
    return _HARMFUL.sub(lambda found: found[1] or "", text)


def harmless_line(text: str) -> str:
    """As `harmless`, on one line, with single spaces."""
    return " ".join(harmless(text).split())


def without_invisible(text: str) -> str:
    """Without the joiners and direction marks that `harmless` keeps: for comparing, not for writing."""
    return _INVISIBLE.sub("", text)
