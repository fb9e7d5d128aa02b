"""What the contacts of a person say about the same thing: who agrees, who differs, who is alone in
saying it.

Nothing here says who is right. A voice is a contact's record, or one memory of it: two memories of
a contact can disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import combinations

import msgspec
from msgspec import Struct

from contactdesk.model import Contact
from contactdesk.people import keys
from contactdesk.people.forms import digest_of, form_of
from contactdesk.people.names import compatible, name_words
from contactdesk.people.traits import (
    COMPANY,
    EMAIL,
    FIELDS,
    NAME,
    PHONE,
    ROLE,
    Trait,
)
from contactdesk.text.normalize import normalize
from contactdesk.text.phones import is_international, phone_numbers

ContactKey = tuple[str, str]
"""The account's id and the vendor's id of a contact."""

Form = str | int

SEVERAL = (EMAIL, PHONE)
"""Fields of which a person has several: voices differ only where nothing joins what they have."""

MAX_COMPARED_NAMES = 40
"""Different names of one person that are compared with each other."""

MIN_NATIONAL_DIGITS = 7

FIELD_OF_KIND = {keys.EMAIL: EMAIL, keys.PHONE: PHONE}
_NUMBERS = {field: number for number, field in enumerate(FIELDS)}


class Standing(Enum):
    """How a value stands to those of the other voices."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ONLY_HERE = "only-here"
    UNCLEAR = "unclear"
    """Others say something too, but the two cannot be compared."""


class Source(Struct, frozen=True):
    """A contact of a person, with what `traits.traits_of` found in it.

    `region` is the country in which its account's phone numbers are dialed, "" if it is not known.
    """

    key: ContactKey
    contact: Contact
    traits: tuple[Trait, ...] = ()
    region: str = ""


class ComparedValue(Struct, frozen=True):
    """A value as one voice wrote it.

    `source` is the position of its contact, `memory` the number of the memory that says it, or 0 for
    the record. `trait` is what it was read from; None for a field of the contact itself. `same_as`
    are the positions of the other sources that say the same.
    """

    source: int
    text: str
    form: str
    standing: Standing
    memory: int = 0
    trait: Trait | None = None
    same_as: tuple[int, ...] = ()


class ComparedField(Struct, frozen=True):
    """A field of `traits.FIELDS` and what each voice says about it, in the order of the sources.

    `differs` is whether two voices disagree, `silent` are the positions of the sources that say
    nothing.
    """

    field: str
    differs: bool
    values: tuple[ComparedValue, ...]
    silent: tuple[int, ...]


class Statement(Struct, frozen=True, array_like=True, gc=False):
    """What a contact says, in a form that can be compared and is small enough to be stored.

    `field` is the position in `traits.FIELDS`. `voice` is 0 for the record, otherwise the number of
    a memory. `form` is a name's words, or a hash of any other form.
    """

    field: int
    voice: int
    form: Form


Stated = Sequence[Statement]
_DECODER = msgspec.msgpack.Decoder(tuple[Statement, ...])


def compare(sources: Sequence[Source]) -> list[ComparedField]:
    """The fields about which any source says something, in the order of `traits.FIELDS`."""
    spoken: dict[str, list[_Spoken]] = {}
    for number, source in enumerate(sources):
        for each in _spoken(number, source):
            spoken.setdefault(each.field, []).append(each)
    return [_compared(field, spoken[field], len(sources)) for field in FIELDS if spoken.get(field)]


def stated(contact: Contact, traits: Iterable[Trait], region: str = "") -> Stated:
    """What a contact says, for `differences`."""
    name, own_keys = name_words(contact.name), keys.link_keys(contact, (), region)
    own = said_by_fields(name, own_keys, contact.company, contact.title)
    return (*own, *said_by_traits(traits, region))


def said_by_fields(
    name: Sequence[str], own_keys: Iterable[int], company: str, title: str
) -> Stated:
    """What a contact's own fields say: its name in words (`names.name_words`), the keys of its
    e-mails and phones (`keys.link_keys`; any others are left out), its company and title."""
    found = [_statement(NAME, 0, " ".join(name))] if name else []
    for key in own_keys:
        if field := FIELD_OF_KIND.get(keys.kind_of(key)):
            found.append(Statement(_NUMBERS[field], 0, key))
    for field, text in ((COMPANY, company), (ROLE, title)):
        if text and (form := form_of(field, text)):
            found.append(_statement(field, 0, form))
    return tuple(found)


def said_by_traits(traits: Iterable[Trait], region: str = "") -> Stated:
    """What traits say. A memory that repeats what another one says adds nothing."""
    voices: dict[tuple[str, int], dict[Statement, None]] = {}
    for trait in traits:
        if form := _form_of_trait(trait, region):
            statement = _statement(trait.field, trait.memory, form)
            voices.setdefault((trait.field, trait.memory), {})[statement] = None
    found: list[Statement] = []
    known: set[tuple[str, frozenset[Form]]] = set()
    for (field, voice), statements in voices.items():
        said = field, frozenset(each.form for each in statements)
        if not voice:
            found += statements  # the record's own fields are said by the same voice
        elif said not in known:
            known.add(said)
            found += statements
    return tuple(found)


def pack(stated: Stated) -> bytes:
    """Statements as bytes to store; b"" for none."""
    return msgspec.msgpack.encode(stated) if stated else b""


def unpack(packed: bytes) -> Stated:
    """The inverse of `pack`."""
    return _DECODER.decode(packed) if packed else ()


def differences(people: Mapping[ContactKey, Stated]) -> dict[str, int]:
    """The fields in which the contacts of a person disagree -> a digest of who says what.

    The digest is a signed integer of 64 bits: the same as long as these contacts say the same, in
    whatever order they are given.
    """
    voices: dict[int, dict[tuple[ContactKey, int], set[Form]]] = {}
    for key, statements in people.items():
        for each in statements:
            voices.setdefault(each.field, {}).setdefault((key, each.voice), set()).add(each.form)
    found = {}
    for number in sorted(voices):
        field, by_voice = FIELDS[number], voices[number]
        if len(by_voice) > 1 and _differ(field, {frozenset(each) for each in by_voice.values()}):
            found[field] = _digest(field, by_voice)
    return found


class _Spoken(Struct, frozen=True):
    """A value before it is compared."""

    source: int
    memory: int
    field: str
    text: str
    form: str
    trait: Trait | None = None

    @property
    def voice(self) -> tuple[int, int]:
        return self.source, self.memory


def _spoken(number: int, source: Source) -> Iterator[_Spoken]:
    """Every value of a source: those of the contact's own fields first."""
    contact, region = source.contact, source.region
    own = (
        (NAME, (contact.name,)),
        (EMAIL, contact.emails),
        (PHONE, contact.phones),
        (COMPANY, (contact.company,)),
        (ROLE, (contact.title,)),
    )
    for field, texts in own:
        for text in texts:
            if text:
                yield _Spoken(number, 0, field, text, form_of(field, text, region))
    for trait in source.traits:
        yield _spoken_by(number, trait, region)


def _spoken_by(number: int, trait: Trait, region: str) -> _Spoken:
    form = _form_of_trait(trait, region)
    return _Spoken(number, trait.memory, trait.field, trait.text, form, trait)


def _form_of_trait(trait: Trait, region: str) -> str:
    return trait.consent or form_of(trait.field, trait.text, region)


def _compared(field: str, spoken: Sequence[_Spoken], sources: int) -> ComparedField:
    voices: dict[tuple[int, int], set[Form]] = {}
    for each in spoken:
        if each.form:
            voices.setdefault(each.voice, set()).add(each.form)
    differs = _differ(field, {frozenset(forms) for forms in voices.values()})
    alike = _Alike(field, spoken)
    values = tuple(alike.value(each, differs) for each in spoken)
    said = {each.source for each in spoken}
    silent = tuple(number for number in range(sources) if number not in said)
    return ComparedField(field, differs, values, silent)


class _Alike:
    """The values of a field, grouped by what they say: a person's memories repeat the same few
    things many times."""

    def __init__(self, field: str, spoken: Iterable[_Spoken]) -> None:
        self._field = field
        self._groups: dict[str, list[_Spoken]] = {}
        for each in spoken:
            self._groups.setdefault(self._group(each), []).append(each)
        self._relations: dict[tuple[str, str], bool | None] = {}

    def _group(self, spoken: _Spoken) -> str:
        return spoken.form or f"\0{normalize(spoken.text)}"

    def value(self, own: _Spoken, differs: bool) -> ComparedValue:
        """A value with its standing; `differs` is that of the field."""
        mine = self._group(own)
        relations = set()
        same_as: set[int] = set()
        for group, members in self._groups.items():
            others = [each.source for each in members if each.voice != own.voice]
            if others:
                relation = self._relation(mine, group)
                relations.add(relation)
                same_as.update(others if relation else ())
        standing = self._standing(own, relations, differs)
        same = tuple(sorted(same_as - {own.source}))
        return ComparedValue(own.source, own.text, own.form, standing, own.memory, own.trait, same)

    def _standing(
        self, own: _Spoken, relations: Collection[bool | None], differs: bool
    ) -> Standing:
        if differs and own.form and (self._field in SEVERAL or False in relations):
            return Standing.DIFFERS
        if True in relations:
            return Standing.AGREES
        if relations and (self._field not in SEVERAL or not own.form):
            return Standing.UNCLEAR
        return Standing.ONLY_HERE

    def _relation(self, one: str, other: str) -> bool | None:
        """Whether two groups say the same; None if that cannot be told."""
        if one == other:
            return True
        key = (one, other) if one < other else (other, one)
        if key not in self._relations:
            self._relations[key] = self._related(*(self._groups[each][0] for each in key))
        return self._relations[key]

    def _related(self, one: _Spoken, other: _Spoken) -> bool | None:
        if one.form and other.form:
            return _same(self._field, one.form, other.form)
        is_phone = self._field == PHONE
        return True if is_phone and _is_same_at_home(one.text, other.text) else None


def _same(field: str, one: Form, other: Form) -> bool | None:
    if field == NAME and one != other:
        return compatible(tuple(str(one).split()), tuple(str(other).split()))
    return one == other


def _is_same_at_home(one: str, other: str) -> bool:
    """Whether one number is the other as it is dialed in its country."""
    first, second = phone_numbers(one), phone_numbers(other)
    if len(first) != 1 or len(second) != 1:
        return False
    if is_international(one) and is_international(other):
        return first == second
    long, short = sorted((first[0], second[0]), key=len, reverse=True)
    return len(short) >= MIN_NATIONAL_DIGITS and long.endswith(short)


def _differ(field: str, voices: Collection[frozenset[Form]]) -> bool:
    """Whether voices, each with its forms, disagree."""
    if len(voices) < 2:
        return False
    if field != NAME:
        return len(_components(voices)) > 1
    names = sorted(voices, key=sorted)[:MAX_COMPARED_NAMES]
    return any(
        all(_same(NAME, one, other) is False for one in first for other in second)
        for first, second in combinations(names, 2)
    )


def _components(voices: Iterable[frozenset[Form]]) -> list[set[Form]]:
    """The forms that voices join: a voice with two numbers shows that both are one person's."""
    found: list[set[Form]] = []
    for forms in voices:
        joined: set[Form] = set(forms)
        apart = []
        for each in found:
            if joined.isdisjoint(each):
                apart.append(each)
            else:
                joined |= each
        found = [*apart, joined]
    return found


def _statement(field: str, voice: int, form: str) -> Statement:
    if field in SEVERAL:
        return Statement(_NUMBERS[field], voice, _key(field, form))
    return Statement(_NUMBERS[field], voice, form if field == NAME else _hash(form))


@lru_cache(maxsize=4096)
def _hash(form: str) -> int:
    return digest_of(form) & 0xFFFFFFFF


@lru_cache(maxsize=4096)
def _key(field: str, form: str) -> int:
    """The key that links by an address or a number."""
    key = keys.key_of_address(form) if field == EMAIL else keys.keys_of_number(form, "")
    return _hash(form) if key is None else key


def _digest(field: str, voices: Mapping[tuple[ContactKey, int], set[Form]]) -> int:
    """Over what each contact says, by the vendor's id: which of its memories says it does not matter,
    and ids of accounts are others on another computer."""
    said: dict[ContactKey, set[str]] = {}
    for (key, _voice), forms in voices.items():
        said.setdefault(key, set()).update(map(str, forms))
    parts = [field]
    for vendor_id, texts in sorted((key[1], sorted(each)) for key, each in said.items()):
        parts += [vendor_id, *texts, ""]
    return digest_of(*parts)
