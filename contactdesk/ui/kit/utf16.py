"""Text lengths in UTF-16 code units, which is how Qt counts positions in a text."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """Number of UTF-16 code units: two for a character beyond U+FFFF, else one."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
