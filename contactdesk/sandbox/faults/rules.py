"""Fault rules: which fault a vendor shows on which request."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contactdesk.sandbox.faults import FAULTS
from contactdesk.sandbox.faults.exchange import Fault

Rule = Mapping[str, Any]
RULE_KEYS = {"provider", "kind", "page", "after", "times", "value"}


@dataclass(slots=True)
class ActiveRule:
    """A parsed rule and its request count."""

    provider: str
    fault: Fault
    first: int
    times: int | None
    value: Any
    seen: int = 0
    state: dict[str, Any] = field(default_factory=dict)

    def applies(self) -> bool:
        """Whether the request just counted gets the fault."""
        started = self.seen >= self.first
        return started and (self.times is None or self.seen < self.first + self.times)


def parse_rule(rule: Rule, providers: Iterable[str]) -> ActiveRule:
    """Parse and check a rule. Raises ValueError naming the part that is wrong.

    `{"provider": id or "*", "kind": name, "page": n, "times": k, "value": …}`: the fault shows
    from the n-th request (default: the first) to the provider after the rule was set, `times`
    times (default: always). `"after": n` skips n more requests. Each kind gives `value` its own
    meaning.
    """
    if unknown := set(rule) - RULE_KEYS:
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
    return ActiveRule(provider, FAULTS[kind], page + after, times, rule.get("value"))


class RuleSet:
    """The active rules. Every matching rule counts a request; the first that applies wins."""

    def __init__(self, rules: Iterable[Rule], providers: Iterable[str]) -> None:
        self._rules = [parse_rule(rule, providers) for rule in rules]
        self._lock = threading.Lock()

    def next_fault(self, provider: str) -> ActiveRule | None:
        """Count a request to this provider; return the rule that applies to it, if any."""
        with self._lock:
            matching = [rule for rule in self._rules if rule.provider in ("*", provider)]
            for rule in matching:
                rule.seen += 1
            return next((rule for rule in matching if rule.applies()), None)
