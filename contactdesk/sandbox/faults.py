"""Rules that say which fault a vendor shows on which request."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contactdesk.sandbox.fault_kinds import FAULTS, Fault

Rule = Mapping[str, Any]
KNOWN = {"provider", "kind", "page", "after", "times", "value"}


@dataclass(slots=True)
class Armed:
    """A rule with what it has seen so far."""

    provider: str
    fault: Fault
    first: int
    times: int | None
    value: Any
    seen: int = 0
    memory: dict[str, Any] = field(default_factory=dict)


def armed(rule: Rule, providers: Iterable[str]) -> Armed:
    """Checks a rule. Raises ValueError, naming what is wrong, for one that cannot work.

    `{"provider": id or "*", "kind": name, "page": n, "times": k, "value": …}`: the fault shows on
    the n-th request to the provider after the rule was set (default: the first) and on those that
    follow, `times` in all (default: always). `"after": n` lets n requests pass first. What `value` means depends on the kind.
    """
    if unknown := set(rule) - KNOWN:
        raise ValueError(f"unknown parts of a fault: {', '.join(sorted(unknown))}")
    provider, kind = rule.get("provider", "*"), rule.get("kind")
    if provider != "*" and provider not in providers:
        raise ValueError(f"unknown provider: {provider}")
    if kind not in FAULTS:
        raise ValueError(f"unknown kind of fault: {kind}; known are {', '.join(FAULTS)}")
    page, after, times = rule.get("page", 1), rule.get("after", 0), rule.get("times")
    counts = (page, after, 1 if times is None else times)
    if not all(isinstance(count, int) for count in counts) or page < 1 or min(counts) < 0:
        raise ValueError(f"page, after and times of a fault are whole numbers: {dict(rule)}")
    return Armed(provider, FAULTS[kind], page + after, times, rule.get("value"))


class Faults:
    """The rules in force. The first that applies to a request wins; every rule counts it."""

    def __init__(self, rules: Iterable[Rule], providers: Iterable[str]) -> None:
        self._rules = [armed(rule, providers) for rule in rules]
        self._lock = threading.Lock()

    def found(self, provider: str) -> Armed | None:
        """Counts a request to this provider; the rule that spoils it, if any."""
        with self._lock:
            hit: Armed | None = None
            for rule in self._rules:
                if rule.provider not in ("*", provider):
                    continue
                rule.seen += 1
                within = rule.times is None or rule.seen < rule.first + rule.times
                if hit is None and rule.seen >= rule.first and within:
                    hit = rule
            return hit
