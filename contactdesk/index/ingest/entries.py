"""Turns a page's records into entries: column values, sort keys, and the words to index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec
from msgspec import Struct

from contactdesk.index.columns import (
    EMAILS_END,
    FLAGS,
    NAME_END,
    PERSONA,
    PHONES_END,
    is_storable,
    keyed_words,
    storable,
)
from contactdesk.index.ingest.link_entries import LinkEntry, link_entry
from contactdesk.index.ingest.memory_entries import ContactMemories, contact_memories
from contactdesk.index.postings.prefixes import word_prefixes
from contactdesk.index.record_codec import Cells, cells_of, digest, encode_cells, pack
from contactdesk.index.sort_keys import MAX_KEY_CHARS, STAND_IN
from contactdesk.model import CONTACT_FIELDS, REGIONS, Contact, Provider, Record
from contactdesk.records.moments import utc
from contactdesk.records.regions import Regions, RegionTexts
from contactdesk.records.scalars import Texts
from contactdesk.text.normalize import normalize
from contactdesk.text.page_tokens import (
    SEPARATOR,
    company_tokens,
    name_tokens,
    tokenize,
    with_other_tokens,
)
from contactdesk.text.phones import phone_numbers, phones_by_text
from contactdesk.text.spellings import PUNYCODE_PREFIX, respelled
from contactdesk.text.tokenize import TEXT_BOUNDARY, key_token

MIN_SUBSTRING_DIGITS = 3

MEMORY_REGIONS = frozenset({"said", "memory", "fact", "open", "entity", "persona"})
"""Regions of what an agent remembers: text in any of them sets the flag "memory"."""

FIELD_FLAGS = [FLAGS.get(each, 0) for each in CONTACT_FIELDS[:5]]
REGION_FLAGS = {
    each: FLAGS.get(each, 0) | (FLAGS["memory"] if each in MEMORY_REGIONS else 0)
    for each in ("", *REGIONS)
}

_SECTION_ENDS = dict.fromkeys(map(ord, (NAME_END, EMAILS_END, PHONES_END)), " ")


NAME_KEY_AT = len(CONTACT_FIELDS)
"""Where the sort key by name is in `Entry.values`."""


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A contact ready to be written.

    `values` are its columns and sort keys, in the order of the table, `flags` a bit for each of
    FLAGS. `name_words` and `text_words` are words by NAME_COLUMNS and TEXT_COLUMNS, `prefixes` the
    prefixes of all words. `substring_text` has a line for each e-mail and number; see columns.py.
    `packed`, `digest` and `cells` come from record_codec.py, `link` from link_entries.py, `memories`
    from memory_entries.py.
    """

    vendor_id: str
    malformed: str
    values: tuple[str, ...]
    flags: int
    name_words: tuple[str, ...]
    text_words: tuple[str, ...]
    prefixes: str
    substring_text: str
    packed: bytes
    digest: int
    cells: str | None
    link: LinkEntry
    memories: ContactMemories | None = None


class AboutPerson(Struct, frozen=True):
    """What is read from a contact's viewed record: what links it, and what agents remember."""

    link: LinkEntry
    memories: ContactMemories | None


class TokenizedTexts(Struct, frozen=True):
    """The words and phone numbers of all distinct texts of a page."""

    words: Mapping[str, str]
    phones: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, texts: Collection[str]) -> TokenizedTexts:
        return cls(tokenize(texts), phones_by_text(texts))

    def joined(self, texts: Iterable[str]) -> str:
        """The words of several texts, with a TEXT_BOUNDARY between two texts."""
        # Words contain neither NUL nor lone surrogates, so this is storable.
        return SEPARATOR.join(map(self.words.__getitem__, texts))


def entries(records: Sequence[Record], regions: Regions, phone_region: str = "") -> list[Entry]:
    """The entries of a page. Tokenizing, the slowest step, is done for all texts at once.

    `phone_region`: where phone numbers without a country code are from, "" if unknown.
    """
    reads = [_read(record, regions) for record in records]
    texts: dict[str, None] = {}
    for read in reads:
        for in_region in read.texts.values():
            texts |= in_region
    tokenized = TokenizedTexts.of(texts)
    cells = cells_of(regions.provider.columns)
    # A loop of its own: compression needs half of the processor's cache, the rest the other half.
    packed = [pack(record.raw) for record in records]
    people = [_about_person(record, regions.provider, phone_region) for record in records]
    parts = zip(records, reads, packed, people, strict=True)
    return [_entry(*each, tokenized, cells) for each in parts]


def _read(record: Record, regions: Regions) -> RegionTexts:
    contact = record.contact
    if contact.raw:
        read = regions.read(contact.raw)
    else:
        read = RegionTexts({"": {record.raw.decode("utf-8", "replace"): None}}, [])
    own = (contact.name, contact.company, contact.title, contact.id)
    read.texts[""] |= dict.fromkeys((*own, *contact.emails, *contact.phones))
    return read


def _about_person(record: Record, provider: Provider, phone_region: str) -> AboutPerson:
    contact = record.contact
    viewed = provider.view(contact.raw) if contact.raw else {}
    memories = contact_memories(provider, viewed, phone_region)
    return AboutPerson(link_entry(provider, contact, viewed, phone_region, memories), memories)


def _entry(
    record: Record,
    read: RegionTexts,
    packed: bytes,
    person: AboutPerson,
    tokenized: TokenizedTexts,
    cells: Cells,
) -> Entry:
    contact = record.contact
    emails, phones = contact.emails, contact.phones
    email, phone = emails[0] if emails else "", phones[0] if phones else ""
    fields = (contact.name, email, phone, contact.company, contact.title)
    normalized = [normalize(text) for text in fields]
    numbers = [*chain.from_iterable(map(phone_numbers, phones))]
    texts = chain.from_iterable(read.texts.values())
    other_numbers = [tokenized.phones[text] for text in texts if text in tokenized.phones]
    by_region = _words_by_region(read, tokenized)
    others = name_tokens(normalized[0]), company_tokens(normalized[3])
    if any(others):
        by_region[0] += SEPARATOR + " ".join(others)
    return Entry(
        storable(contact.id),
        storable(record.malformed),
        _values(contact, fields, normalized, phone_numbers(phone)),
        _flags(fields, read.texts),
        _name_words(contact, tokenized, *others),
        (*by_region, " ".join(_words_with_keys(read, tokenized))),
        word_prefixes(by_region),
        _substring_text(
            _spelled(normalized[0], contact.name),
            emails,
            numbers,
            chain.from_iterable(other_numbers),
        ),
        packed,
        digest(record.raw),
        encode_cells(contact.raw, cells),
        person.link,
        person.memories,
    )


def _name_words(
    contact: Contact, tokenized: TokenizedTexts, in_name: str, in_company: str
) -> tuple[str, ...]:
    """The words of all NAME_COLUMNS, with those of other spellings of the name and the company."""
    words = tokenized.words
    return (
        with_other_tokens(words[contact.name], in_name),
        tokenized.joined(contact.emails),
        tokenized.joined(contact.phones),
        with_other_tokens(words[contact.company], in_company),
        words[contact.title],
        words[contact.id],
    )


def _substring_text(
    name: str, emails: Sequence[str], numbers: Sequence[str], other_numbers: Iterable[str]
) -> str:
    phones, others = _lines(numbers), _lines([n for n in other_numbers if n not in numbers])
    lines = "\n".join([_spelled(normalize(each), each) for each in emails])
    return storable(f"\n{name}{NAME_END}{lines}{EMAILS_END}\n{phones}\n{PHONES_END}\n{others}\n")


def _spelled(normalized: str, text: str) -> str:
    """A normalized text and its other spellings, in which parts are found, a line each."""
    own = _without_section_ends(normalized)
    if text.isascii() and PUNYCODE_PREFIX not in own:
        return own
    others = map(normalize, respelled(text))
    return "\n".join([own, *map(_without_section_ends, others)])


def _without_section_ends(text: str) -> str:
    return text if text.isprintable() else text.translate(_SECTION_ENDS)


def _lines(numbers: Sequence[str]) -> str:
    if not numbers:
        return ""
    return "\n".join(dict.fromkeys([each for each in numbers if len(each) >= MIN_SUBSTRING_DIGITS]))


def _flags(fields: Sequence[str], texts: Mapping[str, Texts]) -> int:
    flags = 0
    for flag, text in zip(FIELD_FLAGS, fields, strict=True):
        if text:
            flags |= flag
    for region, in_region in texts.items():
        flag = REGION_FLAGS.get(region, 0)
        if flag and any(map(str.strip, in_region)):
            flags |= flag
    return flags


def _words_by_region(read: RegionTexts, tokenized: TokenizedTexts) -> list[str]:
    """The words of all TEXT_COLUMNS but PAIRS."""
    texts = read.texts
    return [tokenized.joined(texts[each]) if each in texts else "" for each in ("", *REGIONS)]


def _words_with_keys(read: RegionTexts, tokenized: TokenizedTexts) -> Iterator[str]:
    """The words of the PAIRS column."""
    for region, key, texts in read.pairs:
        if texts:
            yield TEXT_BOUNDARY
            yield keyed_words(region, key, tokenized.joined(texts).split())
    for persona in read.texts.get("persona", ()):
        yield f"{TEXT_BOUNDARY} ={PERSONA}={key_token(persona)}"


def _values(
    contact: Contact, fields: Sequence[str], normalized: Sequence[str], numbers: Sequence[str]
) -> tuple[str, ...]:
    name, email, phone, company, title = normalized
    name = name or STAND_IN + normalize(contact.display_name)
    times = utc(contact.created_at), utc(contact.updated_at)
    keys = name, email, (numbers[0] if numbers else "") or phone, company, title
    values = (*fields, *times, *(key[:MAX_KEY_CHARS] for key in keys), contact.external_id)
    return values if is_storable("".join(values)) else tuple(map(storable, values))


def regions_cache() -> Callable[[Provider], Regions]:
    """A function that gives a provider's `Regions`, computed once per provider."""
    cache: dict[int, Regions] = {}

    def of(provider: Provider) -> Regions:
        # The cached Regions keeps its provider alive, so the id cannot be reused.
        if id(provider) not in cache:
            cache[id(provider)] = Regions(provider)
        return cache[id(provider)]

    return of
