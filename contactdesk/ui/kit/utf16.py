"""Positions in Qt's texts, which count UTF-16 code units where Python counts code points."""


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
