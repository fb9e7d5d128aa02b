"""Which contacts are one person, computed anew for the part that a change touches.

Keys link, names hold apart:

* The contacts of a key fall into classes of names that can be one person's. With one class, the
  key links all of them, those without a name too. With several it is shared, and links within each
  class only. A key that is shared by its nature never links contacts without a name.
* A key of more than MAX_CONTACTS_PER_KEY contacts links nobody.
* Links are taken strongest first: made by hand, then by id, e-mail and phone, then by content. One
  that would bring contradicting names or a pair marked as not the same into one person is refused
  and becomes a maybe. Ids and the user's own links are exempt from the comparison of names.
* Where more than MAX_CONTACTS_TOGETHER contacts hang together by possible links, they are a crowd: in
  it, only the user links.

Nothing depends on row ids or on the order in which contacts came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from msgspec import Struct, field

from contactdesk.people.keys import EMAIL, FLAG_BITS, ID, PHONE, is_shared_by_nature, kind_of
from contactdesk.people.names import (
    NameWords,
    can_agree,
    compatible,
    have_same_given_name,
    is_full,
    is_latin,
    look_of,
    may_be_misspelled,
)

MAX_CONTACTS_PER_KEY = 100
MAX_CLASSES_OF_FAMILY = 3
"""With more names than these, a number or address is a firm's: a first name alone, or a family name
with an initial, may be anybody's."""

MAX_CONTACTS_PER_MAYBE = 12
"""With more contacts than these, a shared key makes no maybes: in a whole firm, a caller without a
name may be anyone."""


MAX_CONTACTS_TOGETHER = 500
"""Such as callers without a name who share a number each with the next: all of them would have to be
looked at again whenever one comes or goes."""


class Member(Struct, frozen=True, gc=False):
    """What linking needs to know of a contact.

    `key` sorts contacts the same way whatever their order of arrival: (account, vendor's id), or
    numbers made of them. `name` are the words of its name, `keys` what it can be linked by.
    """

    key: tuple[str | int, str | int]
    name: NameWords
    keys: Sequence[int]


class Judgements(Struct, frozen=True):
    """What the user decided, for both contacts of each pair: who is the same person, and who not."""

    linked: Mapping[int, Collection[int]] = {}
    apart: Mapping[int, Collection[int]] = {}


class Link(Struct, frozen=True, gc=False):
    """Two contacts that a key links; `key` is None where the user did."""

    one: int
    other: int
    key: int | None


class Maybe(Struct, frozen=True, gc=False):
    """Two contacts with an equal key that does not link them."""

    one: int
    other: int
    key: int


class Partition(Struct, frozen=True):
    """The people among the contacts that a change touches.

    person: contact -> the contact that stands for its person, maybe itself.
    links: enough of them to hold each person together.
    maybes: pairs of two people, of which one at least is in `person`.
    shared: keys with names of several people. too_common: keys that are not used.
    crowded: those in `person` that are in a crowd.
    """

    person: dict[int, int]
    links: list[Link] = field(default_factory=list)
    maybes: list[Maybe] = field(default_factory=list)
    shared: frozenset[int] = frozenset()
    too_common: frozenset[int] = frozenset()
    crowded: frozenset[int] = frozenset()

    def people(self) -> dict[int, list[int]]:
        """The contact that stands for a person -> all contacts of the person."""
        found: dict[int, list[int]] = {}
        for contact, person in self.person.items():
            found.setdefault(person, []).append(contact)
        return found


LoadMembers = Callable[[Collection[int]], Mapping[int, Member]]
"""Contacts -> those of them that exist."""

LoadGroups = Callable[[Collection[int], int], Mapping[int, Sequence[int]]]
"""Keys and a limit -> at most that many contacts of each key; a key without any may be left out."""


def people_of(
    seeds: Collection[int],
    load_members: LoadMembers,
    load_groups: LoadGroups,
    judgements: Judgements | None = None,
    *,
    touched_keys: Collection[int] = (),
    nobodys: Container[int] = (),
    crowded: Container[int] = (),
    most_together: int = MAX_CONTACTS_TOGETHER,
) -> Partition:
    """The people of some contacts, and of everyone who may be linked with them.

    After a change, `seeds` are the contacts that were added or changed, and `touched_keys` are the
    keys they have now or had before, those of removed contacts too: all contacts of these keys are
    looked at again. `nobodys` are keys that link nobody, such as the numbers of agents. `crowded` are
    the contacts that were found to be in a crowd so far, complete for those that have been loaded.
    """
    crowds = _Crowds(crowded, most_together)
    closure = _Closure(load_members, load_groups, judgements or Judgements(), nobodys, crowds)
    closure.grow({*seeds, *closure.contacts_of(touched_keys, MAX_CONTACTS_PER_KEY + len(seeds))})
    return _Joining(closure).partition()


class _Crowds:
    """Which contacts hang together, and how many.

    Of what was a crowd before, no more is looked at than shows that it still is one: its other
    contacts stay as they are. Whatever was none is looked at whole, to be taken apart if it is one now.
    """

    def __init__(self, before: Container[int], most: int) -> None:
        self.before = before
        self._most = most
        self._parents: dict[int, int] = {}
        self._sizes: dict[int, int] = {}

    def join(self, contacts: Sequence[int]) -> None:
        root = self._root(contacts[0])
        for contact in contacts:
            other = self._root(contact)
            if other != root:
                self._parents[other] = root
                self._sizes[root] = self._sizes.get(root, 1) + self._sizes.pop(other, 1)

    def has(self, contact: int) -> bool:
        """Whether a contact is in a crowd, as far as is known yet."""
        return self._sizes.get(self._root(contact), 1) > self._most

    def _root(self, contact: int) -> int:
        parents = self._parents
        while (parent := parents.get(contact, contact)) != contact:
            parents[contact] = parents.get(parent, parent)
            contact = parent
        return contact


class _Closure:
    """The contacts that can be reached over possible links, refused ones too.

    groups: key -> its contacts, in the order of their content; classes: key -> those of them that it
    links with each other. A class is in `seen` whole or not at all, but for those in `crowded`: of a
    crowd, only those that have to be written are seen, with everybody the user linked them with.
    """

    def __init__(
        self,
        load_members: LoadMembers,
        load_groups: LoadGroups,
        judgements: Judgements,
        nobodys: Container[int],
        crowds: _Crowds,
    ) -> None:
        self.judgements = judgements
        self.crowded: set[int] = set()
        self.members: dict[int, Member] = {}
        self.seen: set[int] = set()
        self.classes: dict[int, list[list[int]]] = {}
        self.groups: dict[int, list[int]] = {}
        self.shared: set[int] = set()
        self.too_common: set[int] = set()
        self._load_members = load_members
        self._load_groups = load_groups
        self._nobodys = nobodys
        self._read_keys: set[int] = set()
        self._unreached: list[list[int]] = []
        self._crowds = crowds

    def contacts_of(self, keys: Collection[int], limit: int) -> Iterator[int]:
        """The contacts of keys, without keys of more than `limit`."""
        used = [key for key in keys if key not in self._nobodys]
        for group in self._load_groups(used, limit + 1).values() if used else ():
            if len(group) <= limit:
                yield from group

    def grow(self, contacts: Collection[int]) -> None:
        todo, crowds = set(contacts), self._crowds
        while todo:
            self._load(todo)
            todo &= self.members.keys()
            self.seen |= todo
            for one in todo:
                for other in self.seen.intersection(self.judgements.linked.get(one, ())):
                    crowds.join((one, other))
            todo = {each for each in todo if each not in crowds.before or not crowds.has(each)}
            self._read_keys_of(todo)
            reached = self._linked_by_hand(todo)
            self._unreached = [each for each in self._unreached if not self._reach(each, reached)]
            todo = reached - self.seen
        self._part_crowds(contacts)

    def _part_crowds(self, contacts: Collection[int]) -> None:
        """Leave of crowds those that are new in them, those that were asked for, and whom the user
        linked with any of these."""
        crowds = self._crowds
        all_crowded = set(filter(crowds.has, self.seen))
        self.seen -= all_crowded
        todo = {each for each in all_crowded if each not in crowds.before or each in contacts}
        while todo:
            self._load(todo)
            todo &= self.members.keys()
            self.crowded |= todo
            self._read_keys_of(todo)
            todo = self._linked_by_hand(todo) - self.crowded
        self.seen |= self.crowded

    def _linked_by_hand(self, contacts: Iterable[int]) -> set[int]:
        linked = self.judgements.linked
        return {other for each in contacts for other in linked.get(each, ())}

    def _reach(self, contacts: list[int], reached: set[int]) -> bool:
        """Add the contacts of a class to those that are reached, if one of them has been seen."""
        if self.seen.isdisjoint(contacts):
            return False
        self._crowds.join(contacts)
        reached.update(contacts)
        return True

    def _load(self, contacts: Iterable[int]) -> None:
        wanted = [contact for contact in contacts if contact not in self.members]
        if wanted:
            self.members.update(self._load_members(wanted))

    def _read_keys_of(self, contacts: Iterable[int]) -> None:
        """Put the contacts of keys that were not read before into classes."""
        keys = {key for contact in contacts for key in self.members[contact].keys}
        used = [key for key in keys - self._read_keys if key not in self._nobodys]
        self._read_keys |= keys
        groups = self._load_groups(used, MAX_CONTACTS_PER_KEY + 1) if used else {}
        groups = {key: group for key, group in groups.items() if len(group) > 1}
        few = {key: group for key, group in groups.items() if len(group) <= MAX_CONTACTS_PER_KEY}
        self.too_common |= groups.keys() - few.keys()
        self._load({contact for group in few.values() for contact in group})
        for key, group in few.items():
            self._classify(key, [contact for contact in group if contact in self.members])

    def _classify(self, key: int, group: list[int]) -> None:
        members = self.members
        group.sort(key=lambda contact: members[contact].key)
        names = {contact: members[contact].name for contact in group}
        classes, is_shared = classes_of(key, names)
        self.groups[key] = group
        self.classes[key] = classes
        self._unreached += classes
        if is_shared:
            self.shared.add(key)


def classes_of(key: int, names: Mapping[int, NameWords]) -> tuple[list[list[int]], bool]:
    """The contacts of a key that it links, by the names they may have in common; and whether it
    is shared by several people.

    `names` gives each contact's name; the order of its items is kept. A class has at least two.
    """
    if kind_of(key) == ID:
        return [list(names)], False
    distinct = frozenset(filter(None, names.values()))
    if len(distinct) < 2 and not is_shared_by_nature(key):
        return [list(names)] if len(names) > 1 else [], False  # most keys, at once
    name_classes = _name_classes(key & FLAG_BITS, distinct)
    is_shared = is_shared_by_nature(key) or len(name_classes) > 1
    if is_shared_by_nature(key) or len(name_classes) > MAX_CLASSES_OF_FAMILY:
        name_classes = tuple(tuple(filter(is_full, each)) for each in name_classes)
    class_of = {name: at for at, each in enumerate(name_classes) for name in each}
    contacts: dict[int, list[int]] = {}
    for contact, name in names.items():
        if name in class_of or not (name or is_shared):
            contacts.setdefault(class_of.get(name, 0), []).append(contact)
    return [each for each in contacts.values() if len(each) > 1], is_shared


# A person's contacts come on many pages, and have the same names on each.
@lru_cache(maxsize=2048)
def _name_classes(flags: int, names: frozenset[NameWords]) -> tuple[tuple[NameWords, ...], ...]:
    """Names in classes of one person each, whatever the order they came in; `flags` are those of
    their key.

    A name that fits two classes, as a family name alone does, is a class of its own.
    """
    if len(names) == 1:
        return (tuple(names),)
    kind, classes = kind_of(flags), list[list[NameWords]]()
    looks = {name: look_of(name) for name in names}
    for name in sorted(names, key=lambda name: looks[name].order):
        look = looks[name]
        agreeing = [
            each
            for each in classes
            # Of a firm's number with many names, nearly every pair.
            if can_agree(look, looks[each[0]]) and all(_agree(name, other, kind) for other in each)
        ]
        if not agreeing and kind == EMAIL and not is_shared_by_nature(flags):
            # Between scripts, an address that nobody else has tells more than a number does.
            agreeing = [
                each
                for each in classes
                if all(_agree(name, other, kind) is not False for other in each)
            ]
        if len(agreeing) == 1:
            agreeing[0].append(name)
        else:
            classes.append([name])
    if kind == EMAIL and not is_shared_by_nature(flags) and _are_of_one_given_name(classes):
        return (tuple(name for each in classes for name in each),)
    return tuple(map(tuple, classes))


def _are_of_one_given_name(classes: list[list[NameWords]]) -> bool:
    """Whether an address has the name of one person before and after a marriage."""
    if len(classes) != 2:
        return False
    return all(have_same_given_name(one, other) for one in classes[0] for other in classes[1])


def _agree(one: NameWords, other: NameWords, kind: int) -> bool | None:
    """As `compatible`, but a number never links names of two scripts, and an address tolerates more
    mistakes."""
    answer = compatible(one, other)
    if answer and kind == PHONE and is_latin(one) != is_latin(other):
        return None
    if answer is False and kind == EMAIL:
        return may_be_misspelled(one, other)
    return answer


class _Joining:
    """The possible links of a closure, taken strongest first."""

    def __init__(self, closure: _Closure) -> None:
        self._members = closure.members
        self._closure = closure
        self._parents = {contact: contact for contact in closure.seen}
        # Of those who are linked with anybody, by the root of each person.
        self._names: dict[int, set[NameWords]] = {}
        self._contacts: dict[int, set[int]] = {}
        self._links: list[Link] = []
        self._maybes: dict[tuple[int, int], Maybe] = {}

    def partition(self) -> Partition:
        for one, other in self._by_hand():
            if not self._are_marked_apart(self._root(one), self._root(other)):
                self._join(one, other, None)
        for key, contacts in self._by_strength():
            self._link(key, contacts)
        self._find_maybes()
        return Partition(
            {contact: person for person, all in self._people() for contact in all},
            self._links,
            self._open_maybes(),
            frozenset(self._closure.shared),
            frozenset(self._closure.too_common),
            frozenset(self._closure.crowded),
        )

    def _people(self) -> Iterator[tuple[int, Iterable[int]]]:
        """(the best contact of a person by content, all of them)."""
        members = self._members

        def rank(contact: int) -> tuple[bool, tuple[str | int, str | int]]:
            return not members[contact].name, members[contact].key

        for contact, parent in self._parents.items():
            if contact == parent:
                contacts = self._contacts.get(contact)
                yield (min(contacts, key=rank), contacts) if contacts else (contact, (contact,))

    def _by_hand(self) -> list[tuple[int, int]]:
        """The pairs that the user linked, in the order of their content."""
        members, seen = self._members, self._closure.seen
        linked = self._closure.judgements.linked
        pairs = {
            (one, other) if members[one].key < members[other].key else (other, one)
            for one in seen
            for other in linked.get(one, ())
            if other in seen
        }
        return sorted(pairs, key=lambda pair: (members[pair[0]].key, members[pair[1]].key))

    def _by_strength(self) -> list[tuple[int, list[int]]]:
        members, crowded = self._members, self._closure.crowded
        seen = self._closure.seen - crowded
        classes = (
            (key, contacts)
            for key, each in self._closure.classes.items()
            for contacts in each
            if contacts[0] in seen
        )
        return sorted(
            classes, key=lambda each: (kind_of(each[0]), members[each[1][0]].key, each[0])
        )

    def _link(self, key: int, contacts: list[int]) -> None:
        """Link the contacts of a class, each with the first one that it can be linked with."""
        done: list[int] = []
        for contact in contacts:
            for other in done:
                root, other_root = self._root(contact), self._root(other)
                if root == other_root:
                    break
                if self._may_join(root, other_root, kind_of(key)):
                    self._join(other, contact, key)
                    break
                self._note_maybe(other, contact, key)
            done.append(contact)

    def _may_join(self, root: int, other: int, kind: int) -> bool:
        if self._are_marked_apart(root, other):
            return False
        return kind == ID or _names_agree(self._names_of(root), self._names_of(other), kind)

    def _are_marked_apart(self, root: int, other: int) -> bool:
        apart = self._closure.judgements.apart
        if not apart:
            return False
        fewer, more = sorted((self._contacts_of(root), self._contacts_of(other)), key=len)
        return any(not more.isdisjoint(apart.get(contact, ())) for contact in fewer)

    def _join(self, one: int, other: int, key: int | None) -> None:
        root, merged = self._root(one), self._root(other)
        if root == merged:
            return
        self._links.append(Link(one, other, key))
        self._parents[merged] = root
        self._names[root] = self._names_of(root) | self._names_of(merged)
        self._contacts[root] = self._contacts_of(root) | self._contacts_of(merged)

    def _names_of(self, root: int) -> set[NameWords]:
        return self._names.get(root) or {self._members[root].name}

    def _contacts_of(self, root: int) -> set[int]:
        return self._contacts.get(root) or {root}

    def _root(self, contact: int) -> int:
        parents = self._parents
        while parents[contact] != contact:
            parents[contact] = parents[parents[contact]]
            contact = parents[contact]
        return contact

    def _note_maybe(self, one: int, other: int, key: int) -> None:
        self._maybes.setdefault((min(one, other), max(one, other)), Maybe(one, other, key))

    def _find_maybes(self) -> None:
        """Pairs that share a key and may be one person, but are in two classes of it."""
        seen, members, closure = self._closure.seen, self._members, self._closure
        for key in sorted(closure.shared):
            group = closure.groups[key]
            if len(group) > MAX_CONTACTS_PER_MAYBE or is_shared_by_nature(key):
                continue
            for one, other in combinations(group, 2):
                if one in seen or other in seen:
                    names = members[one].name, members[other].name
                    if compatible(*names) is not False or have_same_given_name(*names):
                        self._note_maybe(one, other, key)

    def _open_maybes(self) -> list[Maybe]:
        """The maybes that neither another link nor the user has settled; one per key for any two
        people."""
        apart = self._closure.judgements.apart
        found: dict[tuple[int, int, int], Maybe] = {}
        for maybe in self._maybes.values():
            people = self._person_or_self(maybe.one), self._person_or_self(maybe.other)
            if people[0] != people[1] and maybe.other not in apart.get(maybe.one, ()):
                found.setdefault((min(people), max(people), maybe.key), maybe)
        return list(found.values())

    def _person_or_self(self, contact: int) -> int:
        """Contacts that were not reached are another person's."""
        return self._root(contact) if contact in self._parents else contact


def _names_agree(some: set[NameWords], others: set[NameWords], kind: int) -> bool:
    """Whether the names of two people let them be one.

    A contradiction counts less where a person is known by contradicting names already, such as
    before and after a marriage, and the other goes by one of them.
    """
    if some == others:
        return True
    return all(
        _agree(one, other, kind) is not False
        or (kind == EMAIL and have_same_given_name(one, other))
        or _is_known_as(some, one, other)
        or _is_known_as(others, other, one)
        for one in some
        for other in others
    )


def _is_known_as(names: set[NameWords], name: NameWords, new: NameWords) -> bool:
    """Whether a person of these names goes by both a name and one that agrees with a new one."""
    return any(compatible(new, each) and compatible(name, each) is False for each in names)
