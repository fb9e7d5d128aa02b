"""Terms of the fields that are compared with what the index has stored for a contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from contactdesk.memories.priority import PRIORITIES, UNKNOWN, rank
from contactdesk.search.comparisons import COMPARE, Comparison, parse_count
from contactdesk.search.dates import SIGNED, hours_of, parse_period
from contactdesk.search.fields import (
    CHANGED,
    DIFFERENCE_ALIASES,
    DIFFERENCES,
    FIELD_ALIASES,
    HAS_VALUES,
    IS_ALIASES,
    IS_VALUES,
    KEYED_FIELDS,
    NO,
    YES,
)
from contactdesk.search.terms import Term
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import key_token


def stored_term(name: str, value: str, key: str = "") -> Term | None:
    """The term of a field in READERS with this value, and this key, as typed; None if either is not
    valid."""
    value = normalize(value.strip())
    if not key:
        return READERS[name](name, value)
    what, period = _changed_name(normalize(key)), parse_period(value)
    return Term(what, (), field=name, period=period) if what and period is not None else None


def _period_term(name: str, value: str) -> Term | None:
    period = parse_period(value)
    return None if period is None else Term("", (), field=name, period=period)


def _changed_term(name: str, value: str) -> Term | None:
    """A time at which something changed, or else the kind of change or the field it was in."""
    if (period := parse_period(value)) is not None:
        return Term("", (), field=name, period=period)
    is_compared = value.startswith(("<", ">", "=")) or ".." in value
    what = "" if is_compared else _changed_name(value)
    return Term(what, (), field=name) if what else None


def _changed_name(typed: str) -> str:
    """The name of a field as the index has it: "fact.Time Zone" -> fact.time_zone."""
    typed = FIELD_ALIASES.get(typed, typed)
    return ".".join(filter(None, map(key_token, typed.split("."))))


def _has_term(name: str, value: str) -> Term | None:
    what, dot, key = value.partition(".")
    what, token = FIELD_ALIASES.get(what, what), key_token(key)
    is_known = what in HAS_VALUES and (not dot or (what in KEYED_FIELDS and token))
    return Term(what, (), field=name, key=token) if is_known else None


def _is_term(name: str, value: str) -> Term | None:
    value = IS_ALIASES.get(value, value)
    return Term(value, (), field=name) if value in IS_VALUES else None


def _count_term(name: str, value: str) -> Term | None:
    found = parse_count(value)
    return None if found is None else Term("", (), field=name, comparison=found)


def _priority_term(name: str, value: str) -> Term | None:
    """A priority as it is written, or, with a sign, the known ones more or less urgent than it."""
    found = SIGNED.fullmatch(value)
    if found is None:
        return None
    sign, word = found[1] or "", found[2].strip()
    if not word or (sign.strip("=") and word not in PRIORITIES):
        return None
    return Term(word, (), field=name, comparison=Comparison(sign) if sign.strip("=") else None)


def _linked_term(name: str, value: str) -> Term | None:
    """A number of contacts of one person: yes is more than one, no is one."""
    return _count_term(name, {YES: ">1", NO: "1"}.get(value, value))


def _maybe_term(name: str, value: str) -> Term | None:
    return Term(value, (), field=name) if value in (YES, NO) else None


def _differs_term(name: str, value: str) -> Term | None:
    kind = value.replace(" ", "_").replace("-", "_")
    kind = DIFFERENCE_ALIASES.get(kind, FIELD_ALIASES.get(value, kind))
    return Term(kind, (), field=name) if kind in (*DIFFERENCES, YES, NO) else None


def _behind_term(name: str, value: str) -> Term | None:
    """An age, compared in hours; without a sign, at least that much."""
    if value in (YES, NO):
        return Term(value, (), field=name)
    if ".." in value:
        first, _, last = (each.strip() for each in value.partition(".."))
        ends = [hours_of(each) if each else "" for each in (first, last)]
        is_range = any(ends) and None not in ends
        found = Comparison("..", str(ends[0]), str(ends[1])) if is_range else None
    else:
        signed = SIGNED.fullmatch(value)
        hours = hours_of(signed[2].strip()) if signed else None
        found = Comparison(signed[1] or ">=", str(hours)) if signed and hours is not None else None
    return None if found is None else Term("", (), field=name, comparison=found)


def meets(term: Term, value: Any) -> bool:
    """Whether a value, or a text that shows it, meets a term that compares values or priorities."""
    if term.field == "priority":
        return isinstance(value, str) and _has_priority(term, normalize(value).strip())
    # A text may show several values, a line each.
    values = value.split("\n") if isinstance(value, str) else value
    return term.comparison is not None and term.comparison.test(datetime.now(UTC))(values)


def _has_priority(term: Term, priority: str) -> bool:
    if term.comparison is None:
        return (priority or "none") == term.text
    # A word that is not known is neither more nor less urgent than another.
    if (place := rank(priority)) == UNKNOWN:
        return False
    # The most urgent has the lowest rank.
    return COMPARE[term.comparison.sign](-place, -rank(term.text))


READERS: dict[str, Callable[[str, str], Term | None]] = {
    "has": _has_term,
    "is": _is_term,
    "linked": _linked_term,
    "maybe": _maybe_term,
    "differs": _differs_term,
    "behind": _behind_term,
    "memories": _count_term,
    "priority": _priority_term,
    "talked": _period_term,
    "created": _period_term,
    "updated": _period_term,
    CHANGED: _changed_term,
}
"""Field -> what reads its normalized value."""

PROBLEMS = {
    "has": "bad-has",
    "is": "bad-is",
    "linked": "bad-linked",
    "maybe": "bad-maybe",
    "differs": "bad-differs",
    "behind": "bad-behind",
    "memories": "bad-count",
    "priority": "bad-priority",
    "talked": "bad-date",
    "created": "bad-date",
    "updated": "bad-date",
    CHANGED: "bad-changed",
}
"""Field -> the kind of problem that a value is which is not valid."""
