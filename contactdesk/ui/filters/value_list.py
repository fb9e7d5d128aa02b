"""Splits typed or pasted text into the values of a filter."""

from __future__ import annotations

import re

BETWEEN = r"\n\r,;\t\u2028\u2029"
BLANKS = rf"[^\S{BETWEEN}]*"
SEPARATOR = re.compile(f"[{BETWEEN}]")
VALUE = re.compile(
    rf'{BLANKS}(?:"([^"]*)"{BLANKS}(?=[{BETWEEN}]|$)|([^{BETWEEN}]*))(?:[{BETWEEN}]+|$)'
)
OPEN_QUOTE = re.compile(rf'(?:^|[{BETWEEN}]){BLANKS}"[^"]*$')
QUOTED = re.compile(rf'(?:^|(?<=[{BETWEEN}])){BLANKS}"[^"]*"')


def split_values(text: str) -> list[str]:
    """The distinct values in a text, separated by line breaks, commas, semicolons or tabs. A value
    in quotation marks may contain them."""
    values: dict[str, None] = {}
    position = 0
    while position < len(text):
        found = VALUE.match(text, position)
        if found is None:  # never: VALUE matches anywhere
            break
        if value := (found[1] if found[1] is not None else found[2]).strip():
            values[value] = None
        position = found.end()
    return list(values)


def has_finished_value(text: str) -> bool:
    """Whether a separator ends a value; not one inside quotation marks, closed or not yet."""
    if '"' in text:
        if OPEN_QUOTE.search(text):
            return False
        text = QUOTED.sub("", text)
    return bool(SEPARATOR.search(text))
