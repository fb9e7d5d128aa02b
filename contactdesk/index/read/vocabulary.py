"""Values that the index knows of a field, for completing what is typed; bounded and quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from contactdesk.index.ingest.entries import PERSONA
from contactdesk.index.types import Names
from contactdesk.model import REGIONS
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import key_token

MOST = 12
"""Values that are given at most."""

COLUMNS = ("company", "title")
"""Fields whose whole values are known; their keys are indexed."""

SEEN = "account NOT IN (SELECT number FROM account WHERE forgotten)"
VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'word', 'instance')"
)


class Vocabulary:
    """Asks the reading connection; runs on its thread."""

    def __init__(self, connection: Any, names: Names) -> None:
        self._connection = connection
        self._names = names

    def values(self, field: str, prefix: str) -> list[str]:
        """Values of a field that begin with the prefix, in their order.

        "fact" gives the keys of facts, "fact.time_zone" words of the fact's values. A field that
        nothing is known of gives nothing.
        """
        region, _, key = field.partition(".")
        if field in COLUMNS:
            return self._columns(field, normalize(prefix))
        if field in ("account", "vendor"):
            return self._called(field, normalize(prefix))
        if field == PERSONA:
            found = self._words(f"={PERSONA}=", key_token(prefix), "")
            return [each.replace("_", " ") for each in found]
        if region in REGIONS and key:
            return self._words(f"={region}.{key_token(key)}=", normalize(prefix), "")
        if region in REGIONS:
            return self._words(f"={region}.", key_token(prefix), "=")
        return []

    def _words(self, start: str, prefix: str, end: str) -> list[str]:
        """What stands after `start`, and before `end`, in words with their keys."""

        def after(term: str) -> str | None:
            row = self._connection.execute(
                "SELECT term FROM vocabulary WHERE term >= ? LIMIT 1", (term,)
            ).fetchone()
            return row[0] if row and row[0].startswith(start + prefix) else None

        found: list[str] = []
        term = after(start + prefix)
        while term is not None and len(found) < MOST:
            value = term[len(start) :]
            if end:
                value = value[: value.index(end, 0)] if end in value else value
                found.append(value)
                # The sign after the one that ends a key: past all values of this key.
                term = after(f"{start}{value}{chr(ord(end) + 1)}")
            else:
                found.append(value)
                term = after(f"{term}\x01")
        return found

    def _columns(self, field: str, prefix: str) -> list[str]:
        """Values by their order, and those of contacts that have not settled there yet."""
        found = dict(self._unsettled(field, prefix))
        key, sign = prefix, ">="
        for _ in range(MOST):
            row = self._connection.execute(
                f"SELECT key, id FROM by_{field}_key WHERE key {sign} ? AND key <> ''"
                f" AND {SEEN} ORDER BY key LIMIT 1",
                (key,),
            ).fetchone()
            if row is None or not row[0].startswith(prefix):
                break
            key, sign = row[0], ">"
            sql = f"SELECT {field} FROM contact WHERE id = ?"
            found.setdefault(key, self._connection.execute(sql, (row[1],)).fetchone()[0])
        return [found[key] for key in sorted(found)][:MOST]

    def _unsettled(self, field: str, prefix: str) -> list[tuple[str, str]]:
        rows = self._connection.execute(
            f"SELECT {field}_key, {field} FROM contact NOT INDEXED WHERE id >"
            f" (SELECT up_to FROM settled WHERE name = '{field}_key')"
            f" AND {field}_key >= ? AND {field}_key <> '' AND {SEEN}"
            f" GROUP BY {field}_key ORDER BY {field}_key LIMIT {MOST}",
            (prefix,),
        )
        return [row for row in rows if row[0].startswith(prefix)]

    def _called(self, field: str, prefix: str) -> list[str]:
        at = 0 if field == "account" else -1
        every = (names[at] for names in self._names.values())
        return _beginning(every, lambda each: normalize(each).startswith(prefix))


def _beginning(every: Iterable[str], fits: Callable[[str], bool]) -> list[str]:
    return sorted({each for each in every if fits(each)}, key=normalize)[:MOST]
