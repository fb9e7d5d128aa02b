"""A contact as the index keeps it: storable text, sort keys, and the words it is found by."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import msgspec
from msgspec import Struct

from contactdesk.index.postings.prefixes import starts
from contactdesk.index.record_codec import Asked, asked_by, cells, digest, pack
from contactdesk.model import CONTACT_FIELDS, REGIONS, Contact, Kind, Provider, Record
from contactdesk.people.keys import identity_keys
from contactdesk.records.regions import Regions, RegionTexts
from contactdesk.records.scalars import MOMENT, Texts, keyed_texts
from contactdesk.search.query import HAS_VALUES
from contactdesk.text.normalize import normalize
from contactdesk.text.phones import phone_digits, phones_by_text
from contactdesk.text.tokenize import TEXT_BOUNDARY, key_token, tokenize

NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
NORMAL_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z")
NUMBER = re.compile(r"\s*[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?\s*")
LONGEST_KEY = 200
SHORTEST_DIGITS = 3
DATES = frozenset({Kind.DATE.value, Kind.AGE.value})
NUMBERS = frozenset({Kind.NUMBER.value, Kind.DURATION.value, Kind.COUNT.value})


def storable(text: str) -> str:
    """Text without what SQLite cannot keep or would cut at: NUL and lone surrogates."""
    return text if is_storable(text) else NOT_STORABLE.sub("\ufffd", text)


def is_storable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


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
    return normalize(utc(value) if kind in DATES else value)[:LONGEST_KEY] or None


PAIRS, PERSONA = "pair", "persona"
BITS = {what: 1 << bit for bit, what in enumerate(HAS_VALUES)}
MEMORIES = frozenset({"said", "memory", "fact", "open", "entity", "persona"})
"""Regions of what an agent remembers: having any is having a memory."""

FIELD_BITS = [BITS.get(each, 0) for each in CONTACT_FIELDS[:5]]
REGION_BITS = {
    each: BITS.get(each, 0) | (BITS["memory"] if each in MEMORIES else 0) for each in ("", *REGIONS)
}

NAMED_COLUMNS = (*CONTACT_FIELDS[:5], "vendor_id")
WORD_COLUMNS = ("text", *REGIONS, PAIRS)
"""Columns of the table of words: what is in no region, the regions, and words with their keys."""

NAME_END, EMAILS_END, PHONES_END = "\x1e", "\x1d", "\x1c"
"""End these in a document's `parts`; the rest are numbers that stand in running text."""

SEPARATOR = f" {TEXT_BOUNDARY} "

_ENDS = dict.fromkeys(map(ord, (NAME_END, EMAILS_END, PHONES_END)), " ")


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A contact as it is written: the columns of its row, its record, and what it is found by.

    `values` are the contact's columns and its sort keys, in the order of the table; `has` is a
    bit for each of HAS_VALUES. `named` are words by field, `words` those of every text by WORD_COLUMNS,
    `starts` how they begin, `parts` lines in which any part can be found: name, e-mails, phones,
    other numbers. `identities` are its identity keys. `packed`, `digest` and `cells` are as
    records.py says.
    """

    vendor_id: str
    malformed: str
    values: tuple[str, ...]
    has: int
    named: tuple[str, ...]
    words: tuple[str, ...]
    starts: str
    parts: str
    identities: list[tuple[str, str]]
    packed: bytes
    digest: int
    cells: str | None


class Cut(Struct, frozen=True):
    """What is made of each text of a page, once for all records it stands in: its words, and the
    phone numbers in it."""

    words: Mapping[str, str]
    phones: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, texts: Collection[str]) -> Cut:
        return cls(tokenize(texts), phones_by_text(texts))

    def together(self, texts: Iterable[str]) -> str:
        """The words of some texts, with a TEXT_BOUNDARY between two."""
        # Neither NUL nor a lone surrogate is part of a word, so this is storable as it is.
        return SEPARATOR.join(map(self.words.__getitem__, texts))


def entries(records: Sequence[Record], regions: Regions) -> list[Entry]:
    """The records of a page, made ready together: what takes longest, cutting their texts into
    words, is done for all of them at once."""
    read = [_read(record, regions) for record in records]
    texts: dict[str, None] = {}
    for each in read:
        for held in each.texts.values():
            texts |= held
        for _region, _key, keyed in each.pairs:
            texts |= keyed
    made = Cut.of(texts)
    asked = asked_by(regions.provider.columns)
    # By itself: it needs half of the processor's cache, and everything else the other half.
    packed = [pack(record.raw) for record in records]
    return [_entry(*each, made, asked) for each in zip(records, read, packed, strict=True)]


def _read(record: Record, regions: Regions) -> RegionTexts:
    contact = record.contact
    if contact.raw:
        read = regions.read(contact.raw)
        read.pairs = [(region, key, keyed_texts(v)) for region, key, v in read.pairs if key]
    else:
        read = RegionTexts({"": {record.raw.decode("utf-8", "replace"): None}}, [])
    own = (contact.name, contact.company, contact.title, contact.id)
    read.texts[""] |= dict.fromkeys((*own, *contact.emails, *contact.phones))
    return read


def _entry(record: Record, read: RegionTexts, packed: bytes, made: Cut, asked: Asked) -> Entry:
    contact = record.contact
    emails, phones = contact.emails, contact.phones
    email, phone = emails[0] if emails else "", phones[0] if phones else ""
    shown = (contact.name, email, phone, contact.company, contact.title)
    folded = [normalize(text) for text in shown]
    numbers = [phone_digits(each) for each in phones]
    words = made.words
    every = list(chain.from_iterable(read.texts.values()))
    regions = _regions(read, made)
    running = chain.from_iterable([made.phones[text] for text in every if text in made.phones])
    return Entry(
        storable(contact.id),
        storable(record.malformed),
        _values(contact, shown, folded, numbers),
        _has(shown, read.texts),
        (
            words[contact.name],
            made.together(emails),
            made.together(phones),
            words[contact.company],
            words[contact.title],
            words[contact.id],
        ),
        (*regions, " ".join(_pairs(read, made))),
        starts(regions),
        _parts(folded[0], emails, numbers, running),
        [(kind, storable(value)) for kind, value in identity_keys(contact)],
        packed,
        digest(record.raw),
        cells(contact.raw, asked),
    )


def _parts(name: str, emails: Sequence[str], numbers: Sequence[str], running: Iterable[str]) -> str:
    """Any part of a name, an e-mail or a number is found, of the numbers in running text too."""
    known, other = _lines(numbers), _lines([n for n in running if n not in numbers])
    lines = "\n".join([_unended(normalize(each)) for each in emails])
    return storable(
        f"\n{_unended(name)}{NAME_END}{lines}{EMAILS_END}\n{known}\n{PHONES_END}\n{other}\n"
    )


def _unended(text: str) -> str:
    return text if text.isprintable() else text.translate(_ENDS)


def _lines(numbers: Sequence[str]) -> str:
    if not numbers:
        return ""
    return "\n".join(dict.fromkeys([each for each in numbers if len(each) >= SHORTEST_DIGITS]))


def _has(shown: Sequence[str], texts: Mapping[str, Texts]) -> int:
    bits = 0
    for bit, text in zip(FIELD_BITS, shown, strict=True):
        if text:
            bits |= bit
    for region, held in texts.items():
        bit = REGION_BITS.get(region, 0)
        if bit and any(map(str.strip, held)):
            bits |= bit
    return bits


def _regions(read: RegionTexts, made: Cut) -> list[str]:
    """The words of WORD_COLUMNS, but for the last."""
    texts = read.texts
    return [made.together(texts[each]) if each in texts else "" for each in ("", *REGIONS)]


def _pairs(read: RegionTexts, made: Cut) -> Iterator[str]:
    """Words that say with what key they stand: =fact.time_zone=paris."""
    for region, key, texts in read.pairs:
        if texts:
            yield TEXT_BOUNDARY
            yield paired(region, key, made.together(texts).split())
    for persona in read.texts.get("persona", ()):
        yield f"{TEXT_BOUNDARY} ={PERSONA}={key_token(persona)}"


def paired(region: str, key: str, words: Sequence[str]) -> str:
    """Words of a value as the column PAIRS holds them."""
    start = f"={region}.{key}="
    if TEXT_BOUNDARY not in words:
        return start + f" {start}".join(words) if words else ""
    return " ".join([word if word == TEXT_BOUNDARY else start + word for word in words])


def _values(
    contact: Contact, shown: Sequence[str], folded: Sequence[str], numbers: Sequence[str]
) -> tuple[str, ...]:
    name, email, phone, company, title = folded
    times = utc(contact.created_at), utc(contact.updated_at)
    keys = name, email, (numbers[0] if numbers else "") or phone, company, title
    values = (*shown, *times, *(key[:LONGEST_KEY] for key in keys))
    return values if is_storable("".join(values)) else tuple(map(storable, values))


KnownRegions = Callable[[Provider], Regions]


def known_regions() -> KnownRegions:
    """`Regions` of a provider, made once for each."""
    known: dict[int, Regions] = {}

    def of(provider: Provider) -> Regions:
        # A kept Regions holds its provider, so that no other one can get its id.
        if id(provider) not in known:
            known[id(provider)] = Regions(provider)
        return known[id(provider)]

    return of
