"""Which contacts a query matches: sets of row ids out of the full-text tables and stored columns."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import apsw
import msgspec

from contactdesk.index import starts
from contactdesk.index.documents import (
    EMAILS_END,
    NAME_END,
    NAMED_COLUMNS,
    PAIRS,
    PHONES_END,
    paired,
    storable,
)
from contactdesk.index.values import Names
from contactdesk.query import DATES, HAS, WITHIN, Query, is_in
from contactdesk.query_dates import bounds
from contactdesk.query_terms import SHORTEST_PART, Term

IDS = msgspec.json.Decoder(list[int])
Check = Callable[[], None]
"""Raises where nobody wants the answer any more."""

FEW = 20_000
"""Up to so many contacts, stored columns are looked up in them; else through an index."""

STORED = ("has", "account", "vendor", *DATES)
"""Fields that are answered without full text."""

NAMED = dict(zip((*NAMED_COLUMNS[:5], "id"), NAMED_COLUMNS, strict=True))
PART_OF = {
    "": "s.text",
    "name": f"substr(s.text, 1, instr(s.text, '{NAME_END}'))",
    "email": f"substr(s.text, instr(s.text, '{NAME_END}'), instr(s.text, '{EMAILS_END}')"
    f" - instr(s.text, '{NAME_END}'))",
    "number": f"substr(s.text, instr(s.text, '{EMAILS_END}'))",
    "phone": f"substr(s.text, instr(s.text, '{EMAILS_END}'), instr(s.text, '{PHONES_END}')"
    f" - instr(s.text, '{EMAILS_END}'))",
}
"""Field, or "number" for any, -> where a part is looked for in the lines of a contact."""

IN_TIME = (
    "({0} >= ?1 AND {0} < ?2 AND length({0}) = 24 AND {0} GLOB '[0-9][0-9][0-9][0-9]-*T*Z' OR"
    " {0} >= ?3 AND {0} < ?4 AND length({0}) = 10 AND {0} GLOB '[0-9][0-9][0-9][0-9]-??-??')"
)


def found(
    connection: Any,
    query: Query,
    check: Check,
    names: Names | None = None,
) -> set[int]:
    """The row ids of all contacts in which every clause matches, and of those whose vendor's id
    was typed in full. `names` says how a person calls the accounts."""
    search = Search(connection, check, names or {})
    return search.all_of(query) | _with_vendor_id(connection, storable(query.text.strip()))


def _with_vendor_id(connection: Any, vendor_id: str) -> set[int]:
    rows = connection.execute(
        "SELECT c.id FROM account a CROSS JOIN contact c"
        " ON c.account = a.number AND c.vendor_id = ?",
        (vendor_id,),
    )
    return {row[0] for row in rows}


class Search:
    """One search; what costs least is looked for first, and the rest in what was found."""

    def __init__(self, connection: Any, check: Check, names: Names) -> None:
        self._connection = connection
        self._check = check
        self._names = names
        self._now = datetime.now(UTC)

    def all_of(self, query: Query) -> set[int]:
        ids: set[int] | None = None
        for clause in sorted(query.clauses, key=_cost):
            if len(clause) == 1 and clause[0].negated:
                if ids is None:
                    ids = self._every()
                ids -= self._matching(clause[0], ids)
            else:
                matching = self._any_of(clause, ids)
                ids = matching if ids is None else ids & matching
            if not ids:
                break
        return ids or set()

    def _any_of(self, clause: Iterable[Term], within: set[int] | None) -> set[int]:
        ids: set[int] = set()
        for term in clause:
            matching = self._matching(term, within)
            if term.negated:
                matching = (self._every() if within is None else within) - matching
            ids |= matching
        return ids

    def _every(self) -> set[int]:
        self._check()
        return set(self._ids("SELECT id AS rowid FROM contact"))

    def _matching(self, term: Term, within: set[int] | None = None) -> set[int]:
        """Contacts in which the term matches in any of its ways, whether it is negated or not."""
        self._check()
        if term.field in STORED and not term.key:
            return self._stored(term, within)
        ids: set[int] = set()
        if term.words or term.key:
            table, asked = _match(term)
            ids = set(self._ids(f"SELECT rowid FROM {table}(?)", asked))
        if term.has_parts:
            ids |= self._with_part(term.text, ids, term.field)
        numbers = term.field or "number"
        if term.digits and (term.digits != term.text or not term.has_parts):
            ids |= self._with_part(term.digits, ids, numbers)
        for national in term.nationals:
            ids |= self._with_part(f"\n{national}\n", ids, numbers)
        if term.parts:
            ids |= set.intersection(*map(self._matching, term.parts))
        return ids

    def _with_part(self, text: str, known: Collection[int], place: str) -> set[int]:
        """Contacts beyond the known ones that have the text at a place of PART_OF."""
        self._check()
        text = storable(text)
        threes = {text[at : at + 3] for at in (*range(0, len(text) - 2, 3), len(text) - 3)}
        asked = " AND ".join('"' + three.replace('"', '""') + '"' for three in threes)
        ids = set(self._ids("SELECT rowid FROM part(?)", asked)) - set(known)
        if not ids or (len(text) == SHORTEST_PART and not place):
            return ids
        # The table knows which triples a contact has, not where: look.
        self._check()
        near = apsw.carray(as_array(sorted(ids)))
        sql = "SELECT s.id AS rowid FROM carray(?) h CROSS JOIN seek s ON s.id = h.value"
        return set(self._ids(f"{sql} WHERE instr({PART_OF[place]}, ?)", near, text))

    # Stored columns

    def _stored(self, term: Term, within: set[int] | None) -> set[int]:
        if term.field == "has":
            way, condition, values = self._having(term.text)
        elif term.period is not None:
            way, condition, values = self._in_time(term)
        else:
            way, condition, values = self._of_accounts(term)
        return self._where(way, condition, values, within)

    def _where(
        self, way: str, condition: str, values: tuple[Any, ...], within: set[int] | None
    ) -> set[int]:
        """Contacts that meet a condition: among few in their rows, among all on the given way."""
        self._check()
        if within is None or len(within) > FEW:
            return set(self._ids(way, *values))
        near = apsw.carray(as_array(sorted(within)))
        # The last value: the condition counts its own from the first.
        source = f"carray(?{len(values) + 1}) h CROSS JOIN contact c ON c.id = h.value"
        asked = f"SELECT c.id AS rowid FROM {source} WHERE {condition}"
        return set(self._ids(asked, *values, near))

    def _having(self, what: str) -> tuple[str, str, tuple[Any, ...]]:
        bit = 1 << HAS.index(what)
        kinds = self._connection.execute(
            "WITH RECURSIVE kind(has) AS (SELECT min(has) FROM contact UNION ALL SELECT"
            " (SELECT min(has) FROM contact c WHERE c.has > kind.has) FROM kind"
            " WHERE kind.has IS NOT NULL) SELECT has FROM kind WHERE has & ?",
            (bit,),
        )
        wanted = ", ".join(str(row[0]) for row in kinds)
        return _by("has", wanted)

    def _of_accounts(self, term: Term) -> tuple[str, str, tuple[Any, ...]]:
        numbers = []
        for number, id in self._connection.execute("SELECT number, id FROM account"):
            label, *vendor = self._names.get(id, (id,))
            called = [label] if term.field == "account" else vendor
            if any(is_in(each, term) for each in called):
                numbers.append(str(number))
        return _by("account", ", ".join(numbers))

    def _in_time(self, term: Term) -> tuple[str, str, tuple[Any, ...]]:
        """Moments within the period; and days, of which a record may have no more."""
        assert term.period is not None
        start, end = bounds(term.period, self._now)
        column = f"{term.field}_at"
        up_to = self._connection.execute("SELECT up_to FROM settled WHERE name = ?", (column,))
        new = f"c.id > {up_to.fetchone()[0]}"
        condition = IN_TIME.format(f"c.{column}")
        way = (
            f"SELECT c.id AS rowid FROM by_{column} c WHERE {IN_TIME.format('c.key')} UNION ALL"
            f" SELECT c.id FROM contact c NOT INDEXED WHERE {new} AND {condition}"
        )
        return way, condition, (_text(start), _text(end), _day(start), _day(end))

    def _ids(self, sql: str, *values: Any) -> list[int]:
        """The row ids a statement finds. As one JSON text, so that SQLite works on without
        Python's lock until all are found."""
        asked = f"SELECT json_group_array(rowid) FROM ({sql})"
        return IDS.decode(self._connection.execute(asked, values).fetchone()[0])


def _cost(clause: tuple[Term, ...]) -> tuple[bool, bool]:
    """Words first, then what is looked up in those that have them; what is taken away last."""
    negated = any(term.negated for term in clause)
    return negated, any(term.field in STORED for term in clause)


def _by(column: str, wanted: str) -> tuple[str, str, tuple[Any, ...]]:
    """Contacts with one of these values of an indexed column."""
    condition = f"c.{column} IN ({wanted})"
    source = f"contact c INDEXED BY contact_by_{column}"
    return f"SELECT c.id AS rowid FROM {source} WHERE {condition}", condition, ()


def _match(term: Term) -> tuple[str, str]:
    """(table, what it is asked for) of a term's words."""
    words, prefix = " ".join(term.words), "" if term.ends_a_word else " *"
    if not (term.field or term.whole) and (start := starts.asked(term.words)):
        return "start", start
    if term.field == "has":
        return "word", _keyed(term.text, term.key)
    if term.key:
        return "word", f'{PAIRS} : "{paired(term.field, term.key, term.words)}"{prefix}'
    if term.field in NAMED:
        return "named", f'{NAMED[term.field]} : "{words}"{prefix}'
    if term.field:
        regions = WITHIN.get(term.field, (term.field,))
        return "word", f'{{{" ".join(regions)}}} : "{words}"{prefix}'
    return "word", f'"{words}"{prefix}'


def _keyed(region: str, key: str) -> str:
    return f'{PAIRS} : "={region}.{key}=" *'


def _text(moment: datetime) -> str:
    """As the moments of contacts are kept."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _day(moment: datetime) -> str:
    """The first day of this computer's zone whose noon is not before a moment."""
    try:
        local = moment.astimezone()
        day = local.date() + timedelta(days=local.time() > time(12))
    except OverflowError:
        day = moment.date()
    return day.isoformat()


def as_array(ids: Iterable[int]) -> array[int]:
    return array("q", ids)
