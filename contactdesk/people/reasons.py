"""Why two contacts are one person, or may be: kinds and values, for the window to put into words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct

from contactdesk.people.keys import EMAIL, ID, PHONE, Key, is_shared_by_nature, kind_of
from contactdesk.people.names import NameWords, compatible, have_same_given_name


class ReasonKind(Enum):
    """`text` and `other` of a reason are given in brackets."""

    BY_HAND = "by-hand"  # the user linked them
    ID = "id"  # the same id in another system [the id]
    EMAIL = "email"  # an equal address [as the one has it, as the other has it]
    PHONE = "phone"  # an equal number [likewise]
    SHARED_EMAIL = "shared-email"  # an equal address that other people have too [likewise]
    SHARED_PHONE = "shared-phone"  # an equal number that other people have too [likewise]
    NAMES_EQUAL = "names-equal"
    NAMES_AGREE = "names-agree"  # one may be short for the other, or misspelled
    NAMES_DIFFER = "names-differ"
    SAME_GIVEN_NAME = "same-given-name"  # before and after a marriage, maybe
    OTHER_SCRIPT = "other-script"  # the names cannot be compared
    NAMELESS = "nameless"  # one has no name, or neither has
    NOT_THE_SAME = "not-the-same"  # the user holds them apart
    THROUGH_OTHERS = "through-others"  # nothing in common but contacts that both are linked with


class Strength(Enum):
    """How sure a link is."""

    CERTAIN = "certain"  # by hand, or by an id
    STRONG = "strong"  # names agree, and something that is one person's is equal
    WEAK = "weak"  # by a shared value, or by a phone number without a name


class Reason(Struct, frozen=True, gc=False):
    """One reason: its kind, and the value as each of the two contacts has it."""

    kind: ReasonKind
    text: str = ""
    other: str = ""


class Side(Struct, frozen=True):
    """One of two contacts: its name in words, and what its keys were made of."""

    name: NameWords
    keys: Mapping[int, Key]


EQUAL = {ID: ReasonKind.ID, EMAIL: ReasonKind.EMAIL, PHONE: ReasonKind.PHONE}
SHARED = {EMAIL: ReasonKind.SHARED_EMAIL, PHONE: ReasonKind.SHARED_PHONE}


def reasons(
    one: Side,
    other: Side,
    *,
    shared: Container[int] = (),
    is_by_hand: bool = False,
    is_apart: bool = False,
) -> list[Reason]:
    """Everything that speaks for and against two contacts being one person, the strongest first.

    `shared` are the keys that several people have; keys that link nobody are to be left out of
    both sides.
    """
    found = [Reason(ReasonKind.BY_HAND)] if is_by_hand else []
    found += [Reason(ReasonKind.NOT_THE_SAME)] if is_apart else []
    equal = list(_equal_keys(one, other, shared))
    if not equal and not found:
        return [Reason(ReasonKind.THROUGH_OTHERS), Reason(names_reason(one.name, other.name))]
    return [*found, *equal, Reason(names_reason(one.name, other.name))]


def strength(found: Sequence[Reason]) -> Strength:
    """How sure a link with these reasons is."""
    kinds = {reason.kind for reason in found}
    if kinds & {ReasonKind.BY_HAND, ReasonKind.ID}:
        return Strength.CERTAIN
    if ReasonKind.EMAIL in kinds:
        return Strength.STRONG
    is_sure_of_names = not kinds & {ReasonKind.NAMELESS, ReasonKind.OTHER_SCRIPT}
    return Strength.STRONG if ReasonKind.PHONE in kinds and is_sure_of_names else Strength.WEAK


def names_reason(one: NameWords, other: NameWords) -> ReasonKind:
    """What two names say."""
    if not one or not other:
        return ReasonKind.NAMELESS
    if one == other:
        return ReasonKind.NAMES_EQUAL
    answer = compatible(one, other)
    if answer is None:
        return ReasonKind.OTHER_SCRIPT
    if answer:
        return ReasonKind.NAMES_AGREE
    is_maybe_married = have_same_given_name(one, other)
    return ReasonKind.SAME_GIVEN_NAME if is_maybe_married else ReasonKind.NAMES_DIFFER


def _equal_keys(one: Side, other: Side, shared: Container[int]) -> Iterator[Reason]:
    for key in sorted(one.keys.keys() & other.keys.keys(), key=lambda each: (kind_of(each), each)):
        kind = kind_of(key)
        is_shared = kind in SHARED and (key in shared or is_shared_by_nature(key))
        kinds = SHARED if is_shared else EQUAL
        yield Reason(kinds[kind], one.keys[key].text, other.keys[key].text)
