"""One conversation out of the messages of all memories."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from contactdesk.memories.reading import Memory, Message, Moments

CONTACT_ROLE = "user"
"""The role of what the contact said; every other one is the agent's."""


class KeptMessage(Struct, frozen=True, gc=False):
    """A message and the memory that keeps it."""

    memory: Memory
    message: Message


class Turn(Struct, frozen=True, gc=False):
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
    turns = [_turn([each], "") for each in undated]
    for at in sorted(timed):
        found = timed[at]
        for placed in found.values() if len(found) == 1 else _in_order(found):
            turns += [_turn([each], "") for each in placed.before or ()]
            turns.append(_turn(placed.kept, at))
            turns += [_turn([each], "") for each in placed.after or ()]
    return tuple(turns)


def _merge(memory: Memory, moments: Moments, timed: TurnsByTime) -> list[KeptMessage]:
    """Adds a memory's messages; returns those of a memory in which none has a time."""
    waiting: list[KeptMessage] = []
    positions: dict[str, int] = {}
    repeats: dict[tuple[str, str, str], int] = {}
    last: _Timed | None = None
    for message in memory.messages:
        kept = KeptMessage(memory, message)
        at, role, text = moments[message.at], message.role, message.text
        if not at:
            _add_after(last, waiting, kept)
            continue
        positions[at] = position = positions.get(at, -1) + 1
        repeats[at, role, text] = repeat = repeats.get((at, role, text), -1) + 1
        found = timed.get(at)
        last = found.get((role, text, repeat)) if found else None
        if found is None:
            last = _Timed(position, [kept])
            timed[at] = {(role, text, repeat): last}
        elif last is None:
            last = found[role, text, repeat] = _Timed(position, [kept])
        else:
            last.position = max(last.position, position)
            last.kept.append(kept)
        if waiting:
            last.before = [*(last.before or ()), *waiting]
            waiting = []
    return waiting


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


def _turn(kept: list[KeptMessage], at: str) -> Turn:
    message, memory = kept[0].message, kept[0].memory
    if len(kept) == 1:
        channels = (message.channel,) if message.channel else ()
        return Turn(message.role, message.text, at, channels, (memory.agent,), (kept[0],))
    named = [each.message.channel for each in kept if each.message.channel]
    agents = dict.fromkeys([each.memory.agent for each in kept])
    return Turn(
        message.role, message.text, at, tuple(dict.fromkeys(named)), tuple(agents), tuple(kept)
    )
