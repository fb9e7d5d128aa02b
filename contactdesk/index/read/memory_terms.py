"""Terms answered from what agents remember: priority:, open:>2, memories:, empty: and persona:."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import apsw

from contactdesk.index.columns import ITEM_BITS, RANK_OF_ITEM
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, difference
from contactdesk.index.types import UserWords
from contactdesk.memories.priority import PRIORITIES, UNKNOWN
from contactdesk.search.comparisons import Comparison
from contactdesk.search.fields import OPEN_COUNT
from contactdesk.search.highlight import matches
from contactdesk.search.stored_terms import meets
from contactdesk.search.terms import Term
from contactdesk.text.normalize import normalize

COUNT_COLUMNS = {"memories": "memories", OPEN_COUNT: "open_items"}
"""Field -> column of `memory_stats`."""

MEMORY_FIELDS = ("priority", "empty", *COUNT_COLUMNS)


class MemoryTerms:
    def __init__(self, reader: BitmapReader, words: UserWords) -> None:
        self._reader = reader
        self._words = words

    def matching(self, term: Term) -> Bitmap:
        """Contacts that match a term of "priority", "empty" or one of COUNT_COLUMNS."""
        if term.field == "priority":
            return self._with_priority(term)
        if term.field == "empty":
            return self._with_agents(term, "AND m.is_empty")
        assert term.comparison is not None
        return self._counted(COUNT_COLUMNS[term.field], term.comparison)

    def of_persona(self, term: Term) -> Bitmap:
        """Contacts with a memory of an agent whose nickname or number matches."""
        return self._with_agents(term)

    def _counted(self, column: str, comparison: Comparison) -> Bitmap:
        """Contacts with this many of something: those without memories have none."""
        test = comparison.test_number()
        rows = self._reader.connection.execute(f"SELECT DISTINCT {column} FROM memory_stats")
        counts = [row[0] for row in rows]
        wanted = not test(0)
        numbers = array("q", [count for count in counts if test(count) is wanted])
        found = (
            self._reader.bitmap(
                f"SELECT id FROM memory_stats WHERE {column} IN (SELECT value FROM carray(?))",
                apsw.carray(numbers),
            )
            if numbers
            else 0
        )
        return found if wanted else difference(self._reader.all_contacts(), found)

    def _with_priority(self, term: Term) -> Bitmap:
        ranks = [place for place, word in enumerate(PRIORITIES) if meets(term, word)]
        found = 0
        if ranks:
            listed = ", ".join(map(str, ranks))
            found = self._reader.bitmap(
                f"SELECT DISTINCT i.id >> {ITEM_BITS} AS id FROM open_item_brief i"
                f" WHERE {RANK_OF_ITEM} IN ({listed})"
            )
        if term.comparison is None and term.text not in PRIORITIES:
            found |= self._with_unknown_priority(term)
        return found

    def _with_unknown_priority(self, term: Term) -> Bitmap:
        source = (
            "FROM open_item_brief i CROSS JOIN open_item t ON t.id = i.id"
            f" WHERE {RANK_OF_ITEM} = {UNKNOWN}"
        )
        rows = self._reader.connection.execute(f"SELECT DISTINCT t.priority {source}")
        words = [word for (word,) in rows if meets(term, word)]
        if not words:
            return 0
        return self._reader.bitmap(
            f"SELECT DISTINCT i.id >> {ITEM_BITS} AS id {source}"
            " AND t.priority IN (SELECT value FROM carray(?))",
            apsw.carray(tuple(words)),
        )

    def _with_agents(self, term: Term, condition: str = "") -> Bitmap:
        numbers = array("q", self._agents(term))
        if not numbers:
            return 0
        return self._reader.bitmap(
            "SELECT DISTINCT m.contact AS id FROM carray(?) v"
            f" CROSS JOIN memory m ON m.agent = v.value {condition}",
            apsw.carray(numbers),
        )

    def _agents(self, term: Term) -> Iterator[int]:
        """The row numbers of the agents whose nickname, persona or number matches."""
        names = self._words.agents
        rows = self._reader.connection.execute(
            "SELECT g.number, a.id, g.text FROM account a JOIN agent g ON g.account = a.number"
        )
        for number, account_id, text in rows:
            name = names.get((account_id, text), "")
            if any(each and _is_named(each, term) for each in (name, text)):
                yield number


def _is_named(name: str, term: Term) -> bool:
    """Whether a term names an agent: all of its name where the term is in quotes."""
    return normalize(name).strip() == term.text if term.whole else matches(name, term)
