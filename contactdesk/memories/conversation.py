"""One conversation out of the messages of all memories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from contactdesk.memories.reading import Memory, Message, moment_text

CONTACT_ROLE = "user"
"""The role of what the contact said; every other one is the agent's."""


class KeptMessage(Struct, frozen=True):
    """A message and the memory that keeps it."""

    memory: Memory
    message: Message


class Turn(Struct, frozen=True):
    """A message of the conversation, once, with all the memories that keep it.

    `at` is in UTC, "" where the message has no time that can be read. `channels` are as sent.
    """

    role: str
    text: str
    at: str
    channels: tuple[str, ...]
    agents: tuple[str, ...]
    kept: tuple[KeptMessage, ...]

    @property
    def channel(self) -> str:
        """The first channel, "" where no memory names one."""
        return self.channels[0] if self.channels else ""

    @property
    def is_contact(self) -> bool:
        """Whether the contact said it."""
        return self.role.strip().casefold() == CONTACT_ROLE


Said = tuple[str, str, str]
"""(time, role, text)"""

Identity = tuple[Said, int]
"""What was said, and how many times the same memory has it before."""


class _Timed(Struct):
    """A turn with a time, and the messages without one that stand beside it in its memories.

    `position` is the turn's among those of its time, in the memory where it comes first.
    """

    position: int
    kept: list[KeptMessage]
    before: list[KeptMessage]
    after: list[KeptMessage]


def conversation(memories: Iterable[Memory]) -> tuple[Turn, ...]:
    """All messages of some memories, given the newest first, the oldest message first.

    Messages of several memories with the same time, role and text are one. Those without a time are
    never merged: each keeps its place after the one before it in its memory, or, at its start,
    before the first one with a time. Messages of one time keep the vendor's order.
    """
    timed: dict[Identity, _Timed] = {}
    undated: list[KeptMessage] = []
    for memory in memories:
        undated += _merge(memory, timed)
    turns = [_turn([each]) for each in undated]
    for _, placed in sorted(timed.items(), key=_order):
        turns += [_turn([each]) for each in placed.before]
        turns.append(_turn(placed.kept))
        turns += [_turn([each]) for each in placed.after]
    return tuple(turns)


def _merge(memory: Memory, timed: dict[Identity, _Timed]) -> list[KeptMessage]:
    """Adds a memory's messages; returns those of a memory in which none has a time."""
    waiting: list[KeptMessage] = []
    occurrences: Counter[Said] = Counter()
    time, position = "", 0
    last: _Timed | None = None
    for message in memory.messages:
        kept = KeptMessage(memory, message)
        at = moment_text(message.at)
        if not at:
            (last.after if last else waiting).append(kept)
            continue
        position = position + 1 if at == time else 0
        time = at
        said = (at, message.role, message.text)
        found = timed.get((said, occurrences[said]))
        if found is None:
            found = timed[said, occurrences[said]] = _Timed(position, [], waiting, [])
        else:
            found.before += waiting
        found.position = min(found.position, position)
        found.kept.append(kept)
        occurrences[said] += 1
        last, waiting = found, []
    return waiting


def _order(item: tuple[Identity, _Timed]) -> tuple[str, int, Identity]:
    identity, placed = item
    return identity[0][0], placed.position, identity


def _turn(kept: list[KeptMessage]) -> Turn:
    message = kept[0].message
    channels = [each.message.channel for each in kept if each.message.channel]
    return Turn(
        message.role,
        message.text,
        moment_text(message.at),
        tuple(dict.fromkeys(channels)),
        tuple(dict.fromkeys([each.memory.agent for each in kept])),
        tuple(kept),
    )
