"""Known values of a field, for completing what is typed; bounded and fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from contactdesk.index.columns import PERSONA, RANK_OF_ITEM
from contactdesk.index.read.changes import changed_fields
from contactdesk.index.types import UserWords
from contactdesk.memories.priority import PRIORITIES, UNKNOWN
from contactdesk.model import REGIONS
from contactdesk.search.fields import CHANGED
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import key_token

MAX_VALUES = 12

WHOLE_VALUE_COLUMNS = ("company", "title")
"""Fields completed with whole values; their keys are indexed."""

NAMES_OF_ACCOUNT = {"account": 0, "in": 1, "vendor": -1}
"""Fields completed with names of accounts, and which of them: label, vendor's id, its title."""

VISIBLE = "account NOT IN (SELECT number FROM account WHERE forgotten)"

VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
    " USING fts5vocab('main', 'text_fts', 'instance')"
)
"""The words of the full text. Every reading connection needs this table."""

AFTER_WORD = "\x01"
"""Follows a word to give what sorts just after it: in no word, and before all characters that
are."""


def next_word(connection: Any, start: str, prefix: str) -> str | None:
    """The first word at or after `start`, if it begins with the prefix."""
    row = connection.execute(
        "SELECT term FROM vocabulary WHERE term >= ? LIMIT 1", (start,)
    ).fetchone()
    return row[0] if row and row[0].startswith(prefix) else None


def has_prefix(connection: Any, prefix: str) -> bool:
    """Whether any word begins with the prefix."""
    return next_word(connection, prefix, prefix) is not None


RANKS = f"SELECT DISTINCT {RANK_OF_ITEM} FROM open_item_brief i"
UNKNOWN_PRIORITIES = f"""SELECT DISTINCT t.priority FROM open_item_brief i
    CROSS JOIN open_item t ON t.id = i.id WHERE {RANK_OF_ITEM} = {UNKNOWN} LIMIT 1000"""


class Vocabulary:
    """Completions; on the index's reading thread."""

    def __init__(self, connection: Any, words: UserWords) -> None:
        self._connection = connection
        self._user_words = words

    def values(self, field: str, prefix: str) -> list[str]:
        """Up to MAX_VALUES values of a field that begin with the prefix, in order.

        "fact" gives the keys of facts, "fact.time_zone" words of that fact's values. Fields
        without known values give none.
        """
        region, _, key = field.partition(".")
        if field in WHOLE_VALUE_COLUMNS:
            return self._whole_values(field, normalize(prefix))
        if field in NAMES_OF_ACCOUNT:
            return self._account_names(field, normalize(prefix))
        if field in USER_VALUES:
            return USER_VALUES[field](self, normalize(prefix))
        if region in REGIONS and key:
            return self._words(f"={region}.{key_token(key)}=", normalize(prefix), "")
        if region in REGIONS:
            return self._words(f"={region}.", key_token(prefix), "=")
        return []

    def _words(self, start: str, prefix: str, end: str) -> list[str]:
        """The text after `start`, and before `end`, in words of the PAIRS column."""
        found: list[str] = []
        term = next_word(self._connection, start + prefix, start + prefix)
        while term is not None and len(found) < MAX_VALUES:
            value = term[len(start) :]
            after = f"{term}{AFTER_WORD}"
            if end:
                value = value.partition(end)[0]
                # Past all values of this key.
                after = f"{start}{value}{chr(ord(end) + 1)}"
            found.append(value)
            term = next_word(self._connection, after, start + prefix)
        return found

    def _whole_values(self, field: str, prefix: str) -> list[str]:
        """Values from the column's sort order, and of contacts not yet merged into it."""
        found = dict(self._unmerged_values(field, prefix))
        key, sign = prefix, ">="
        for _ in range(MAX_VALUES):
            row = self._connection.execute(
                f"SELECT key, id FROM by_{field}_key WHERE key {sign} ? AND key <> ''"
                f" AND {VISIBLE} ORDER BY key LIMIT 1",
                (key,),
            ).fetchone()
            if row is None or not row[0].startswith(prefix):
                break
            key, sign = row[0], ">"
            sql = f"SELECT {field} FROM contact WHERE id = ?"
            found.setdefault(key, self._connection.execute(sql, (row[1],)).fetchone()[0])
        return [found[key] for key in sorted(found)][:MAX_VALUES]

    def _unmerged_values(self, field: str, prefix: str) -> list[tuple[str, str]]:
        rows = self._connection.execute(
            f"SELECT {field}_key, {field} FROM contact NOT INDEXED WHERE id >"
            f" (SELECT merged_up_to FROM merge_progress WHERE name = '{field}_key')"
            f" AND {field}_key >= ? AND {field}_key <> '' AND {VISIBLE}"
            f" GROUP BY {field}_key ORDER BY {field}_key LIMIT {MAX_VALUES}",
            (prefix,),
        )
        return [row for row in rows if row[0].startswith(prefix)]

    def _personas(self, prefix: str) -> list[str]:
        """Nicknames, then personas and agent numbers."""
        found = self._words(f"={PERSONA}=", key_token(prefix), "")
        known = [each.replace("_", " ") for each in found]
        return [*self._nicknames(prefix), *known][:MAX_VALUES]

    def _nicknames(self, prefix: str) -> list[str]:
        names = self._user_words.agents.values()
        return _first_values(names, lambda each: normalize(each).startswith(prefix))

    def _tags(self, prefix: str) -> list[str]:
        annotations = self._user_words.annotations.values()
        tags = (tag for each in annotations for tag in each.tags)
        return _first_values(tags, lambda each: normalize(each).startswith(prefix))

    def _priorities(self, prefix: str) -> list[str]:
        """The priorities of open items, the most urgent first."""
        ranks = {row[0] for row in self._connection.execute(RANKS)}
        known = [word for place, word in enumerate(PRIORITIES) if place in ranks]
        rows = self._connection.execute(UNKNOWN_PRIORITIES) if UNKNOWN in ranks else ()
        others = _first_values((row[0] for row in rows), lambda each: bool(each.strip()))
        return [word for word in (*known, *others) if normalize(word).startswith(prefix)]

    def _changed_fields(self, prefix: str) -> list[str]:
        fields = changed_fields(self._connection)
        return _first_values(fields, lambda each: each.startswith(prefix))

    def _account_names(self, field: str, prefix: str) -> list[str]:
        at = NAMES_OF_ACCOUNT[field]
        names = (each for names in self._user_words.accounts.values() for each in names[at:][:1])
        return _first_values(names, lambda each: normalize(each).startswith(prefix))


def _first_values(values: Iterable[str], is_wanted: Callable[[str], bool]) -> list[str]:
    return sorted({each for each in values if is_wanted(each)}, key=normalize)[:MAX_VALUES]


USER_VALUES: dict[str, Callable[[Vocabulary, str], list[str]]] = {
    PERSONA: Vocabulary._personas,
    "empty": Vocabulary._personas,
    "tag": Vocabulary._tags,
    "priority": Vocabulary._priorities,
    CHANGED: Vocabulary._changed_fields,
}
"""Field -> what gives its values that begin with a normalized prefix."""
