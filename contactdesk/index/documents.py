"""A contact as the index keeps it: storable text, sort keys, and the words it is found by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from contactdesk.fold import fold, phone_digits, phones_in, words, words_of
from contactdesk.model import Contact, Kind, Section, steps

NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")
NORMAL_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z")
NUMBER = re.compile(r"\s*[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?\s*")
SHORTEST_MOMENT = 16
LONGEST_KEY = 200
SHORTEST_DIGITS = 3
DATES = frozenset({Kind.DATE.value, Kind.AGE.value})
NUMBERS = frozenset({Kind.NUMBER.value, Kind.DURATION.value, Kind.COUNT.value})


def storable(text: str) -> str:
    """Text without what SQLite cannot keep or would cut at: NUL and lone surrogates."""
    return NOT_STORABLE.sub("\ufffd", text)


def utc(text: str) -> str:
    """An ISO 8601 moment as UTC with milliseconds, so that text order is time order.

    A date without a time, and what is no moment at all, stay as they are. Without a zone a moment
    is taken for UTC.
    """
    if NORMAL_MOMENT.fullmatch(text) or not MOMENT.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text.replace(",", ".").replace(" ", "T", 1))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sort_value(value: Any, kind: str) -> Any:
    """What a value of a `$.` column sorts by: a number, else folded text; None for no value."""
    if not isinstance(value, str):
        return value
    if kind in NUMBERS and NUMBER.fullmatch(value):
        return float(value)
    return fold(utc(value) if kind in DATES else value)[:LONGEST_KEY] or None


class Document:
    """A contact as it is written: the columns of its row, and the texts it is found by.

    `values` are the contact's columns and its sort keys, in the order of the table. `named` are
    words by field, `words` those of every text, `parts` lines in which any part can be found.
    """

    __slots__ = ("named", "parts", "values", "words")

    def __init__(self, contact: Contact, raw: bytes, named_keys: NamedKeys) -> None:
        texts = _own_texts(contact)
        if contact.raw:
            _add_leaves(contact.raw, texts)
            named_keys.add(contact.raw, texts)
        else:
            texts[raw.decode("utf-8", "replace")] = None
        emails, phones = contact.emails, contact.phones
        email, phone = emails[0] if emails else "", phones[0] if phones else ""
        shown = (contact.name, email, phone, contact.company, contact.title)
        folded = [fold(text) for text in shown]
        numbers = [phone_digits(each) for each in phones]
        self.values = _values(contact, shown, folded, numbers)
        self.named = (
            " ".join(words(folded[0])),
            _words("\n".join(emails)),
            _words("\n".join(phones)),
            *(" ".join(words(text)) for text in folded[3:]),
            _words(contact.id),
        )
        plain = "\n".join(text for text in texts if text.isascii())
        other = "\n".join(text for text in texts if not text.isascii())
        self.words = f"{_words(plain)} {_words(other)}"
        # Any part of a name, an e-mail or a number is found, of the numbers in running text too.
        numbers += phones_in(plain) + phones_in(other)
        lines = dict.fromkeys((folded[0], *map(fold, emails)))
        lines |= dict.fromkeys(each for each in numbers if len(each) >= SHORTEST_DIGITS)
        self.parts = storable("\n" + "\n".join(lines) + "\n")


def _values(
    contact: Contact, shown: Sequence[str], folded: Sequence[str], numbers: Sequence[str]
) -> tuple[str, ...]:
    name, email, phone, company, title = folded
    times = utc(contact.created_at), utc(contact.updated_at)
    keys = name, email, (numbers[0] if numbers else "") or phone, company, title
    values = (*shown, *times, *(key[:LONGEST_KEY] for key in keys))
    if NOT_STORABLE.search("".join(values)):
        return tuple(map(storable, values))
    return values


def _own_texts(contact: Contact) -> dict[str, None]:
    own = (contact.name, contact.company, contact.title, contact.id)
    return dict.fromkeys((*own, *contact.emails, *contact.phones))


def _add_leaves(raw: Any, texts: dict[str, None]) -> None:
    """Every string and number of a record, each once; moments are dates, not words."""
    waiting = [raw]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is str:
            if not (len(value) >= SHORTEST_MOMENT and value[4] == "-" and MOMENT.fullmatch(value)):
                texts[value] = None
        elif kind is dict:
            waiting.extend(value.values())
        elif kind is list:
            waiting.extend(value)
        elif kind is float or (kind is int and -(2**63) <= value < 2**64):
            texts[str(value)] = None


def _words(text: str) -> str:
    # Neither NUL nor a lone surrogate is part of a word, so this is storable as it is.
    return " ".join(words_of(text))


Way = tuple[tuple[str | int, ...], ...]
"""Steps to a list, in each item of it to the next list, and at last to an object."""


class NamedKeys:
    """The keys of those objects whose keys a person chose (a section shows them as `pairs`): they
    are as much content as their values. Other keys are the vendor's and not searched."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self._paths = tuple(_paths(sections, ()))

    def add(self, raw: Mapping[str, Any], texts: dict[str, None]) -> None:
        for path in self._paths:
            for found in _at(raw, path):
                _add_keys(found, texts)


def _paths(sections: Sequence[Section], before: Way) -> Iterator[Way]:
    for section in sections:
        here = (*before, tuple(steps(section.each))) if section.each else before
        if section.pairs:
            yield (*here, tuple(steps(section.pairs)))
        yield from _paths(section.sections, here)


def _at(value: Any, path: Way) -> Iterator[Any]:
    for step in path[0]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
    if len(path) == 1:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _at(item, path[1:])


def _add_keys(found: Any, texts: dict[str, None]) -> None:
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            texts.update(dict.fromkeys(value))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


KnownKeys = Callable[[Sequence[Section]], NamedKeys]


def known_keys() -> KnownKeys:
    """`NamedKeys` of a provider's sections, made once for each."""
    known: dict[int, NamedKeys] = {}

    def of(sections: Sequence[Section]) -> NamedKeys:
        # A kept NamedKeys holds its sections, so that no other ones can get their id.
        if id(sections) not in known:
            known[id(sections)] = NamedKeys(sections)
        return known[id(sections)]

    return of
