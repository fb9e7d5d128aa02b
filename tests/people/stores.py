"""A store of contacts in dictionaries, kept right a page at a time as the index does."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from contactdesk.people.keys import EMAIL, ID, PHONE, SHARED_BIT
from contactdesk.people.linking import (
    MAX_CONTACTS_TOGETHER,
    Judgements,
    Maybe,
    Member,
    Partition,
    people_of,
)
from contactdesk.people.names import name_words

ContactKey = tuple[str, str]
Pair = tuple[ContactKey, ContactKey]


def key(kind: int, number: int, *, is_shared: bool = False) -> int:
    return (number << 3) | kind | (SHARED_BIT if is_shared else 0)


def phone(number: int, **flags: bool) -> int:
    return key(PHONE, number, **flags)


def email(number: int, **flags: bool) -> int:
    return key(EMAIL, number, **flags)


def foreign_id(number: int) -> int:
    return key(ID, number)


def member(vendor_id: str, name: str, *keys: int, account: str = "a") -> Member:
    return Member((account, vendor_id), name_words(name), sorted(set(keys)))


class Store:
    """`people` gives the person of every contact, brought up to date with each change."""

    def __init__(self, most_together: int = MAX_CONTACTS_TOGETHER) -> None:
        self.crowded: set[int] = set()
        self._most_together = most_together
        self.members: dict[int, Member] = {}
        self.person: dict[int, int] = {}
        self.maybes: dict[int, set[int]] = {}
        self._rows: dict[ContactKey, int] = {}
        self._groups: dict[int, set[int]] = {}
        self._judged: dict[Pair, bool] = {}
        self._next = 1

    def write(self, members: Iterable[Member]) -> Partition:
        """A page of new and changed contacts."""
        touched: set[int] = set()
        seeds = []
        for each in members:
            row = self._rows.get(each.key)
            if row is None:
                row, self._next = self._next, self._next + 1
                self._rows[each.key] = row
            touched.update(self._forget_keys(row), each.keys)
            self.members[row] = each
            for one in each.keys:
                self._groups.setdefault(one, set()).add(row)
            seeds.append(row)
        return self._relink(seeds, touched)

    def remove(self, keys: Iterable[ContactKey]) -> None:
        touched: set[int] = set()
        seeds: set[int] = set()
        for each in keys:
            row = self._rows[each]
            touched |= self._forget_keys(row)
            seeds |= {*self._judgements().linked.get(row, ())}
            del self._rows[each]
            self._forget_person(row)
            del self.members[row]
        self._relink(seeds & self.members.keys(), touched)

    def judge(self, pairs: Iterable[Pair], is_same: bool | None) -> None:
        rows = set()
        for one, other in pairs:
            self._judged.pop((one, other), None)
            self._judged.pop((other, one), None)
            if is_same is not None:
                self._judged[one, other] = is_same
            rows |= {self._rows[each] for each in (one, other) if each in self._rows}
        self._relink(rows, ())

    def row(self, key: ContactKey) -> int:
        return self._rows[key]

    def partition(self) -> frozenset[frozenset[str]]:
        """The ids of the contacts of each person."""
        people: dict[int, set[str]] = {}
        for row, person in self.person.items():
            people.setdefault(person, set()).add(self.members[row].key[1])
        return frozenset(map(frozenset, people.values()))

    def representatives(self) -> frozenset[str]:
        return frozenset(self.members[person].key[1] for person in self.person.values())

    def maybe_pairs(self) -> frozenset[frozenset[str]]:
        """The people that may be one: each as the contact that stands for it."""
        members, person = self.members, self.person
        return frozenset(
            frozenset(members[person[row]].key[1] for row in (one, other))
            for one, others in self.maybes.items()
            for other in others
        )

    def _forget_keys(self, row: int) -> set[int]:
        old = {*self.members[row].keys} if row in self.members else set()
        for each in old:
            self._groups[each].discard(row)
        return old

    def _forget_person(self, row: int) -> None:
        del self.person[row]
        self.crowded.discard(row)
        for other in self.maybes.pop(row, set()):
            self.maybes[other].discard(row)

    def _judgements(self) -> Judgements:
        sides: dict[bool, dict[int, set[int]]] = {True: {}, False: {}}
        for pair, is_same in self._judged.items():
            rows = [self._rows.get(each) for each in pair]
            for one, other in (rows, rows[::-1]):
                if one is not None and other is not None:
                    sides[is_same].setdefault(one, set()).add(other)
        return Judgements(sides[True], sides[False])

    def _relink(self, seeds: Collection[int], touched: Collection[int]) -> Partition:
        found = people_of(
            *(seeds, self._load_members, self._load_groups, self._judgements()),
            touched_keys=touched,
            crowded=self.crowded,
            most_together=self._most_together,
        )
        self.crowded = (self.crowded - found.person.keys()) | found.crowded
        self.person.update(found.person)
        self._write_maybes(found.person.keys(), found.maybes)
        return found

    def _write_maybes(self, seen: Collection[int], maybes: Sequence[Maybe]) -> None:
        for row in seen:
            for other in self.maybes.pop(row, set()):
                self.maybes.get(other, set()).discard(row)
        for maybe in maybes:
            self.maybes.setdefault(maybe.one, set()).add(maybe.other)
            self.maybes.setdefault(maybe.other, set()).add(maybe.one)

    def _load_members(self, rows: Collection[int]) -> Mapping[int, Member]:
        return {row: self.members[row] for row in rows if row in self.members}

    def _load_groups(self, keys: Collection[int], limit: int) -> Mapping[int, list[int]]:
        found = {each: [*self._groups.get(each, ())][:limit] for each in keys}
        return {each: rows for each, rows in found.items() if rows}
