"""The messages that contain a fact's value: a text match, which proves nothing but that."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from contactdesk.memories.values import FALSE, NUMBER, TRUE, find_days, phone_of, same_value
from contactdesk.text.normalize import normalize, normalize_mapped
from contactdesk.text.phones import MIN_PHONE_DIGITS, WrittenPhone, find_phones
from contactdesk.text.tokenize import UNSPACED_RUN, blank_separators

MIN_CHARS = 3
"""Characters of a value, normalized, from which on it is looked for: a shorter one says nothing."""

MAX_NUMBER_CHARS = 30
"""Nobody writes longer numbers in groups."""

MAX_TEXTS = 100
"""Texts of a list or an object that are looked for."""

BETWEEN = "\x00"
"""Between the texts of two messages."""

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ANYWHERE = re.compile("")
START_OF_WORD = re.compile(r"(?<!\w)")
START_OF_NUMBER = re.compile(r"(?<!\w)(?<!\d[.,])")

Span = tuple[int, int]
"""[start, end) of a part of a text."""


class HasText(Protocol):
    @property
    def text(self) -> str: ...


M = TypeVar("M", bound=HasText)


class Quote(NamedTuple, Generic[M]):
    """A message, and the spans of its text that say the value: in order, never touching."""

    message: M
    spans: tuple[Span, ...]


def evidence(value: Any, messages: Sequence[M], key: str = "") -> list[Quote[M]]:
    """`Messages(messages).evidence(value, key)`, for a single value."""
    return Messages(messages).evidence(value, key)


class Messages(Generic[M]):
    """Some messages, prepared once to look for many values."""

    def __init__(self, messages: Sequence[M]) -> None:
        self._messages = messages
        texts = [normalize(each.text) for each in messages]
        self._text = BETWEEN.join(texts)
        self._ends = list(accumulate(len(each) + len(BETWEEN) for each in texts))

    def evidence(self, value: Any, key: str = "") -> list[Quote[M]]:
        """The messages that contain a value, in their order.

        A text is found whole, in any case and with any spaces, not within a word; a number in any
        grouping, a day and a phone number in any notation. Of a list or an object, each text in it
        is looked for. Nothing is found for a bool and for less than MIN_CHARS characters.
        """
        found: dict[int, set[Span]] = {}
        for text in _texts(value):
            for start, end in self._spans(text, key):
                number = bisect_right(self._ends, start)
                if end < self._ends[number]:
                    found.setdefault(number, set()).add((start, end))
        return [self._quote(number, found[number]) for number in sorted(found)]

    def _quote(self, number: int, spans: set[Span]) -> Quote[M]:
        message = self._messages[number]
        begin = self._ends[number - 1] if number else 0
        _, origin = normalize_mapped(message.text)
        mapped = (_mapped(start - begin, end - begin, origin, message.text) for start, end in spans)
        return Quote(message, tuple(_merged(sorted(mapped))))

    @cached_property
    def _days(self) -> list[tuple[int, int, date]]:
        return list(find_days(self._text))

    @cached_property
    def _phones(self) -> list[WrittenPhone]:
        return list(find_phones(self._text))

    def _spans(self, value: str, key: str) -> Iterator[Span]:
        form = str(same_value(value, key))
        if form in (TRUE, FALSE):
            return
        if phone := phone_of(value, key):
            yield from self._phone_spans(phone)
        if ISO_DAY.fullmatch(form):
            yield from ((start, end) for start, end, day in self._days if day.isoformat() == form)
        pattern = _number_pattern(value) or _words_pattern(value)
        if pattern is not None:
            yield from pattern.spans(self._text)

    def _phone_spans(self, phone: str) -> Iterator[Span]:
        for written in self._phones:
            if _is_same_phone(written.number, phone):
                start = written.start
                while start and self._text[start - 1] in "+(":
                    start -= 1
                yield start, written.end


class _Pattern(NamedTuple):
    """What is looked for, and what must hold where it starts.

    Apart, because a pattern that starts with plain characters is found twenty times as fast.
    """

    whole: re.Pattern[str]
    start: re.Pattern[str]

    def spans(self, text: str) -> Iterator[Span]:
        found = self.whole.search(text)
        while found:
            is_start = self.start.match(text, found.start()) is not None
            if is_start:
                yield found.span()
            found = self.whole.search(text, found.end() if is_start else found.start() + 1)


def _is_same_phone(one: str, other: str) -> bool:
    """Whether two numbers are the same, or one is the other without its country code."""
    short, long = sorted((one, other), key=len)
    return len(short) >= MIN_PHONE_DIGITS and long.endswith(short)


def _texts(value: Any) -> list[str]:
    """The texts and numbers of a value, at any depth, each once."""
    found: dict[str, None] = {}
    stack = [value]
    while stack and len(found) < MAX_TEXTS:
        each = stack.pop()
        if isinstance(each, Mapping):
            stack.extend(reversed(list(each.values())))
        elif isinstance(each, list | tuple):
            stack.extend(reversed(each))
        elif isinstance(each, str):
            found[each] = None
        elif isinstance(each, int | float) and not isinstance(each, bool):
            form = same_value(each)
            found[str(form)] = None
    return list(found)


def _number_pattern(value: str) -> _Pattern | None:
    """A number with any mark between thousands and before its fraction; None for other texts."""
    number = value.strip()
    found = NUMBER.fullmatch(number) if MIN_CHARS <= len(number) <= MAX_NUMBER_CHARS else None
    if found is None:
        return None
    sign, whole, fraction = found.groups()
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", r"[ ,.'’]?", whole)
    after = f"[.,]{fraction}" if fraction else r"(?:[.,]00?(?!\d))?"
    minus = "-" if sign == "-" else ""
    pattern = re.compile(rf"{minus}{grouped}{after}(?!\w|[.,]\d)")
    return _Pattern(pattern, START_OF_NUMBER)


def _words_pattern(value: str) -> _Pattern | None:
    """The words of a text as they are written; None if they are too short."""
    words = normalize(value).split()
    text = _trimmed(" ".join(words))
    if len(text) < MIN_CHARS:
        return None
    pattern = r"\s+".join(map(re.escape, text.split(" ")))
    after = "" if UNSPACED_RUN.match(text[-1]) else r"(?!\w)"
    start = ANYWHERE if UNSPACED_RUN.match(text[0]) else START_OF_WORD
    return _Pattern(re.compile(f"{pattern}{after}"), start)


def _trimmed(text: str) -> str:
    """Normalized text without the signs before its first and after its last word."""
    blanked = blank_separators(text)
    start = len(blanked) - len(blanked.lstrip())
    return text[start : len(blanked.rstrip())]


def _mapped(start: int, end: int, origin: Sequence[int], text: str) -> Span:
    """A span of normalized text as one of the text it came from."""
    last = origin[end - 1]
    after = next((each for each in origin[end:] if each > last), len(text))
    return origin[start], after


def _merged(spans: list[Span]) -> Iterator[Span]:
    start, end = spans[0]
    for each in spans[1:]:
        if each[0] > end:
            yield start, end
            start, end = each
        else:
            end = max(end, each[1])
    yield start, end
