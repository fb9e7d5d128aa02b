"""One conversation out of the messages of all memories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat

from msgspec import Struct

from contactdesk.memories.reading import Memory, Message, Moments

CONTACT_ROLE = "user"
"""The role of what the contact said; every other one is the agent's."""


class KeptMessage(Struct, frozen=True, gc=False):
    """A message and the memory that keeps it."""

    memory: Memory
    message: Message


class Turn(Struct, frozen=True, gc=False):
    """A message of the conversation, once, with all the memories that keep it: the newest first.

    `at` is in UTC, "" where the message has no time that can be read.
    """

    at: str
    kept: tuple[KeptMessage, ...]

    @property
    def role(self) -> str:
        """The role as sent."""
        return self.kept[0].message.role

    @property
    def text(self) -> str:
        """What was said."""
        return self.kept[0].message.text

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels as sent, each once."""
        named = [each.message.channel for each in self.kept if each.message.channel]
        return tuple(dict.fromkeys(named))

    @property
    def channel(self) -> str:
        """The first channel, "" where no memory names one."""
        return next((each.message.channel for each in self.kept if each.message.channel), "")

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents that keep it, each once."""
        return tuple(dict.fromkeys([each.memory.agent for each in self.kept]))

    @property
    def is_contact(self) -> bool:
        """Whether the contact said it."""
        return self.role.strip().casefold() == CONTACT_ROLE


Identity = tuple[str, str, int]
"""(role, text, how many such of its time the same memory has before)"""


class _Timed(Struct, gc=False):
    """A turn with a time, and the messages without one that stand beside it in its memories.

    `position` is the turn's among those of its time, in the memory that has most before it: others
    may have lost the older ones.
    """

    position: int
    kept: list[KeptMessage]
    before: list[KeptMessage] | None = None
    after: list[KeptMessage] | None = None


TurnsByTime = dict[str, dict[Identity, _Timed]]


def conversation(memories: Iterable[Memory], moments: Moments) -> tuple[Turn, ...]:
    """All messages of some memories, given the newest first, the oldest message first.

    Messages of several memories with the same time, role and text are one. Those without a time are
    never merged: each keeps its place after the one before it in its memory, or, at its start,
    before the first one with a time. Messages of one time keep the vendor's order.
    """
    timed: TurnsByTime = {}
    undated: list[KeptMessage] = []
    for memory in memories:
        undated += _merge(memory, moments, timed)
    turns = [Turn("", (each,)) for each in undated]
    for at in sorted(timed):
        found = timed[at]
        for placed in found.values() if len(found) == 1 else _in_order(found):
            turns += [Turn("", (each,)) for each in placed.before or ()]
            turns.append(Turn(at, tuple(placed.kept)))
            turns += [Turn("", (each,)) for each in placed.after or ()]
    return tuple(turns)


def _merge(memory: Memory, moments: Moments, timed: TurnsByTime) -> list[KeptMessage]:
    """Adds a memory's messages; returns those of a memory in which none has a time."""
    waiting: list[KeptMessage] = []
    last: _Timed | None = None
    times = [moments[message.at] for message in memory.messages]
    places = _places(memory.messages, times)
    for message, at, (position, repeats) in zip(memory.messages, times, places, strict=False):
        kept = KeptMessage(memory, message)
        if not at:
            _add_after(last, waiting, kept)
            continue
        identity = (message.role, message.text, repeats)
        found = timed.get(at)
        last = found.get(identity) if found else None
        if last is None:
            last = _Timed(position, [kept])
            if found is None:
                timed[at] = {identity: last}
            else:
                found[identity] = last
        else:
            last.position = max(last.position, position)
            last.kept.append(kept)
        if waiting:
            last.before = [*(last.before or ()), *waiting]
            waiting = []
    return waiting


def _places(messages: Sequence[Message], times: Sequence[str]) -> Iterable[tuple[int, int]]:
    """(how many of its time came before, how many of its time, role and text) of each message."""
    if len(set(times)) == len(times):
        return repeat((0, 0))
    of_time: Counter[str] = Counter()
    same: Counter[tuple[str, str, str]] = Counter()
    places = []
    for message, at in zip(messages, times, strict=True):
        said = (at, message.role, message.text)
        places.append((of_time[at], same[said]))
        of_time[at] += 1
        same[said] += 1
    return places


def _add_after(turn: _Timed | None, waiting: list[KeptMessage], kept: KeptMessage) -> None:
    """Adds a message without a time after a turn, or to those that wait for the first turn."""
    if turn is None:
        waiting.append(kept)
    elif turn.after is None:
        turn.after = [kept]
    else:
        turn.after.append(kept)


def _in_order(turns: dict[Identity, _Timed]) -> list[_Timed]:
    """The turns of one time."""
    return [turns[each] for each in sorted(turns, key=lambda each: (turns[each].position, each))]
