"""Short names of personas and agent numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

MAX_WHOLE_CHARS = 12
"""A persona's id of up to this many characters is shown whole: somebody chose it."""

SUFFIX_CHARS = 4
"""What is shown of a longer one, and of a number, where that tells it from the others."""


def short_names(agents: Collection[str], nicknames: Mapping[str, str]) -> dict[str, str]:
    """Agent -> its nickname, or else as much of its end as tells it from the other agents.

    "5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01" -> "…2b01", "+14155550100" -> "…0100". An agent is a
    persona's id or an agent number; "" is not named.
    """
    every = [each for each in agents if each]
    ends = _Ends(set(every))
    return {each: nicknames.get(each) or _shortened(each, ends) for each in every}


class _Ends(dict[int, Counter[str]]):
    """Number of characters -> how many agents have each end of that length."""

    def __init__(self, agents: Collection[str]) -> None:
        super().__init__()
        self._agents = agents

    def __missing__(self, size: int) -> Counter[str]:
        self[size] = found = Counter(each[-size:] for each in self._agents)
        return found


def _shortened(agent: str, ends: _Ends) -> str:
    if len(agent) <= MAX_WHOLE_CHARS and not agent.startswith("+"):
        return agent
    for size in range(SUFFIX_CHARS, len(agent)):
        end = agent[-size:]
        if ends[size][end] == 1:
            return f"…{end}"
    return agent
