"""A grid of facts: a row a key, a column an agent, and whether the agents agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct

from contactdesk.memories.reading import Fact, Memory
from contactdesk.memories.values import EMPTY, Form, same_key, same_value


class Agreement(Enum):
    """How the values of a row compare; in the order of the rows."""

    DIFFERS = 0
    ONE_ONLY = 1
    AGREED = 2


class KeptFact(Struct, frozen=True, gc=False):
    """A fact and the memory that keeps it."""

    memory: Memory
    fact: Fact


class FactValue(Struct, frozen=True):
    """A value in a cell: `kept` are the facts that say it, of the newest memory first."""

    form: Form
    kept: tuple[KeptFact, ...]

    @property
    def value(self) -> object:
        """The value as the newest of its memories has it."""
        return self.kept[0].fact.value


class FactRow(Struct, frozen=True):
    """A key and what each agent noted under it.

    `key` is normalized (`values.same_key`), `spellings` are the keys as sent, the most frequent
    first. `cells` has the agents that know the key, in the order of `Overview.agents`, each with its
    values: several where its memories differ.
    """

    key: str
    spellings: tuple[str, ...]
    agreement: Agreement
    cells: Mapping[str, tuple[FactValue, ...]]

    @property
    def title(self) -> str:
        """The most frequent spelling of the key."""
        return self.spellings[0]

    @property
    def values(self) -> tuple[FactValue, ...]:
        """The different values, each once with the facts of all agents that say it."""
        merged: dict[Form, tuple[KeptFact, ...]] = {}
        for values in self.cells.values():
            for each in values:
                merged[each.form] = merged.get(each.form, ()) + each.kept
        return tuple(FactValue(form, kept) for form, kept in merged.items())


class _Forms(dict[tuple[str, str], Form]):
    """(key, text) -> its form: memories of a contact keep the same texts."""

    def __missing__(self, said: tuple[str, str]) -> Form:
        key, text = said
        self[said] = form = same_value(text, key)
        return form


Cells = dict[str, dict[Form, list[KeptFact]]]


def fact_rows(facts: Iterable[tuple[Memory, Fact]]) -> tuple[FactRow, ...]:
    """The rows of some facts, given with those of the newest memory first.

    A column is an agent, not a memory: two memories of a persona on two numbers share its column,
    and if they differ, its cell has both values and the row differs. Facts of memories that name no
    agent share the column "". Rows that differ come first, then those that one agent knows, then
    those that agents agree on; each by key. An empty value differs from none.
    """
    rows: dict[str, Cells] = {}
    spellings: dict[str, dict[str, int]] = {}
    forms = _Forms()
    for memory, fact in facts:
        key = same_key(fact.key)
        if key not in rows:
            rows[key], spellings[key] = {}, {}
        values = rows[key].setdefault(memory.agent, {})
        is_text = type(fact.value) is str
        form = forms[fact.key, fact.value] if is_text else same_value(fact.value, fact.key)
        values.setdefault(form, []).append(KeptFact(memory, fact))
        spellings[key][fact.key] = spellings[key].get(fact.key, 0) + 1
    found = [_row(key, cells, spellings[key]) for key, cells in rows.items()]
    return tuple(sorted(found, key=lambda row: (row.agreement.value, row.key)))


def _row(key: str, cells: Cells, spellings: Mapping[str, int]) -> FactRow:
    frequent = sorted(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    return FactRow(
        key,
        tuple(frequent),
        _agreement(cells),
        {
            agent: tuple(FactValue(form, tuple(kept)) for form, kept in values.items())
            for agent, values in cells.items()
        },
    )


def _agreement(cells: Cells) -> Agreement:
    said = [agent for agent, values in cells.items() if values.keys() - {EMPTY}]
    forms = {form for values in cells.values() for form in values} - {EMPTY}
    if len(forms) > 1:
        return Agreement.DIFFERS
    return Agreement.AGREED if len(said or cells) > 1 else Agreement.ONE_ONLY
