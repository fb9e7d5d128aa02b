"""Precision and recall of the linker, by pairs of contacts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contactdesk.people.keys import link_keys
from contactdesk.people.linking import Member, Partition, people_of
from contactdesk.people.names import name_words
from contactdesk.providers import all_providers
from tests.qa.linking.world import Noise, World, Written

PAGE = 200


@dataclass
class Figures:
    """Pairs of contacts: taken for one person, of these rightly, and to be found by exact keys."""

    contacts: int
    taken: int
    right: int
    exact: int
    right_exact: int
    largest: int
    wrong: list[tuple[Written, Written]] = field(default_factory=list)
    missed: list[tuple[Written, Written]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return 100 * self.right / self.taken

    @property
    def recall(self) -> float:
        return 100 * self.right_exact / self.exact


class Linked:
    """Records linked in pages, as they come."""

    def __init__(self, written: Iterable[Written]) -> None:
        self.written = list(written)
        self.members: dict[int, Member] = {}
        self.person: dict[int, int] = {}
        self._groups: dict[int, list[int]] = defaultdict(list)
        for start in range(0, len(self.written), PAGE):
            self._page(range(start, min(start + PAGE, len(self.written))))

    def people(self) -> Iterator[list[int]]:
        found = defaultdict(list)
        for contact, person in self.person.items():
            found[person].append(contact)
        yield from found.values()

    def _page(self, rows: Sequence[int]) -> None:
        touched: set[int] = set()
        for row in rows:
            member = self.members[row] = member_of(self.written[row])
            touched.update(member.keys)
            for key in member.keys:
                self._groups[key].append(row)
        found: Partition = people_of(rows, self._load, self._load_groups, touched_keys=touched)
        self.person.update(found.person)

    def _load(self, rows: Collection[int]) -> Mapping[int, Member]:
        return {row: self.members[row] for row in rows if row in self.members}

    def _load_groups(self, keys: Collection[int], limit: int) -> Mapping[int, list[int]]:
        return {key: self._groups[key][:limit] for key in keys if key in self._groups}


def member_of(written: Written) -> Member:
    provider = all_providers()[written.vendor]
    contact = provider.contact(written.raw)
    keys = link_keys(contact, provider.ids, written.region)
    return Member((written.vendor, contact.id), name_words(contact.name), keys)


def measure(people: int, level: float, seed: int, *, examples: int = 0) -> Figures:
    """The figures of a world, with so many examples of wrong and missed pairs."""
    linked = Linked(World(people, Noise().part(level), seed).contacts())
    written = linked.written
    exact = exact_people(written)
    groups = list(linked.people())
    figures = Figures(len(written), 0, 0, pairs(Counter(exact)), 0, max(map(len, groups)))
    for group in groups:
        truth = Counter(written[row].person for row in group)
        figures.taken += len(group) * (len(group) - 1) // 2
        figures.right += pairs(truth)
        figures.right_exact += pairs(Counter(exact[row] for row in group))
        if len(truth) > 1 and len(figures.wrong) < examples:
            one = written[group[0]]
            other = next(written[row] for row in group if written[row].person != one.person)
            figures.wrong.append((one, other))
    figures.missed = missed(linked, exact, examples)
    return figures


def pairs(counts: Counter) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def exact_people(written: Sequence[Written]) -> list[int]:
    """For each record the first one of the same person that it reaches over equal values, written
    without a slip: what can be found at all."""
    by_value: dict[tuple[int, str], int] = {}
    parents = list(range(len(written)))

    def root(row: int) -> int:
        while parents[row] != row:
            row = parents[row]
        return row

    for row, each in enumerate(written):
        for value in each.exact:
            first = by_value.setdefault((each.person, value), row)
            one, other = sorted((root(first), root(row)))
            parents[other] = one
    return [root(row) for row in range(len(written))]


def missed(linked: Linked, exact: Sequence[int], count: int) -> list[tuple[Written, Written]]:
    found = []
    for row, first in enumerate(exact):
        if linked.person[row] != linked.person[first] and len(found) < count:
            found.append((linked.written[first], linked.written[row]))
    return found
