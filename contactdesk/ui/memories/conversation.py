"""A conversation: who said what, by day and channel, the newest message at the bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextBlockFormat

from contactdesk.export.conversation import Spoken
from contactdesk.memories.conversation import Turn
from contactdesk.model import Layout
from contactdesk.records.blocks import Block
from contactdesk.records.blocks import Message as ChatMessage
from contactdesk.records.formatting import humanize, is_empty
from contactdesk.records.moments import local_moment
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.ages import full_date
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import chat_message, tr

MESSAGES = "messages"
"""The section's key."""

OLDER, NEWER, CHANNEL = "older:", "newer:", "channel:"
COPY, EXPORT = "copy-conversation:", "export-conversation:"
"""Targets of links above and below the messages; the number of a channel stands behind CHANNEL."""

MESSAGES_OF_PART = 50
PARTS_OF_STEP = 2
"""Parts shown first, and with each link to older or newer messages."""

INDENT_UNITS = 9
MIN_GAP_WITHIN_DAY = timedelta(hours=1)
AGENT_ROLES = {"assistant", "agent", "bot", "ai"}
"""Roles that go without saying for what is not the contact's."""

translate = QCoreApplication.translate


class Conversation:
    """The section of some turns, given the oldest first, of which it shows some and one channel or
    all; with `with_agents`, each turn names the agents that keep it."""

    def __init__(self, shown: ContactMemories, turns: Sequence[Turn], *, with_agents: bool) -> None:
        self._shown = shown
        self._all = turns
        self._with_agents = with_agents
        self._channels = Counter(each.channel for each in turns)
        self._names = sorted(self._channels)
        self.channel = 0
        self._turns: Sequence[Turn] = ()
        self._first = self._last = 0
        self.show_channel(0)

    # What is shown

    def show_channel(self, at: int) -> None:
        """Shows the newest messages of a channel, counted from 1 in the order of their names; 0 for
        all."""
        self.channel, self._turns = at, self._all
        if at:
            wanted = self._names[at - 1]
            self._turns = [each for each in self._all if each.channel == wanted]
        self._last = len(self._turns)
        self._first = max(0, self._last - PARTS_OF_STEP * MESSAGES_OF_PART)

    def resume(self, before: Conversation) -> None:
        """Shows what another conversation of the same contact shows."""
        if before.channel:
            name = before._names[before.channel - 1]
            if name not in self._names:
                return
            self.show_channel(1 + self._names.index(name))
        self._first = max(0, self._last - (len(before._turns) - before._first))

    def show_older(self) -> None:
        self._first = max(0, self._first - PARTS_OF_STEP * MESSAGES_OF_PART)

    def show_newer(self) -> None:
        self._last = min(len(self._turns), self._last + PARTS_OF_STEP * MESSAGES_OF_PART)

    def show_path(self, path: str) -> bool:
        """Shows the message a path of the record is in, with those around it. Whether it has it."""
        at = self._turn_of(path, self._turns)
        if at < 0:
            if self._turn_of(path, self._all) < 0:
                return False
            self.show_channel(0)
            at = self._turn_of(path, self._turns)
        if not self._first <= at < self._last:
            total, size = len(self._turns), MESSAGES_OF_PART
            # Parts are counted from the newest message.
            self._last = total - max(0, (total - at - 1) // size * size - size)
            self._first = max(0, self._last - 3 * size)
        return True

    @staticmethod
    def _turn_of(path: str, turns: Sequence[Turn]) -> int:
        for number_, turn in enumerate(turns):
            if any(path.startswith(f"{each.message.path}.") for each in turn.kept):
                return number_
        return -1

    # The section

    def section(self) -> Section:
        starts = list(range(self._last, self._first, -MESSAGES_OF_PART))
        spans = [(max(self._first, stop - MESSAGES_OF_PART), stop) for stop in reversed(starts)]
        parts = [
            Part(f"heading {self.channel}", self._write_heading),
            Part(f"top {self._first}", self._write_top),
            *(self._part(start, stop) for start, stop in spans),
            Part(f"bottom {self._last}", self._write_bottom),
        ]
        has_any = parts if self._all else ()
        return Section(MESSAGES, tr("Messages"), self.block, tuple(has_any), len(self._all))

    @staticmethod
    def expected() -> Section:
        """The section before its messages are put together."""
        heading = Part("expected", lambda out: Inline(out).heading(tr("Messages")))
        return Section(MESSAGES, tr("Messages"), lambda: Block(tr("Messages")), (heading,))

    def block(self) -> Block:
        """The turns of the channel that is shown, for copying."""
        messages = tuple(self._chat_message(each) for each in self._turns)
        return Block(tr("Messages"), messages=messages, layout=Layout.CHAT)

    def spoken(self) -> Iterator[Spoken]:
        """The turns of the channel that is shown, for the clipboard and for files."""
        for turn in self._turns:
            at = turn.at or turn.kept[0].message.at
            channel = ", ".join(map(humanize, turn.channels))
            yield Spoken(self._speaker(turn), turn.text, channel, at)

    def _chat_message(self, turn: Turn) -> ChatMessage:
        return chat_message(self._shown.paths, turn.kept[0].message)

    def _part(self, start: int, stop: int) -> Part:
        return Part(f"{self.channel} {start} {stop}", lambda out: self._write(out, start, stop))

    # Around the messages

    def _write_heading(self, out: PartWriter) -> None:
        put = Inline(out)
        put.heading(tr("Messages"), number(len(self._all)))
        put.paragraph(below=1)
        if len(self._channels) > 1:
            self._choice(put, 0, tr("All"), len(self._all))
            for at, channel in enumerate(self._names, 1):
                put.gap()
                words = one_line(humanize(channel)) or tr("No channel")
                self._choice(put, at, words, self._channels[channel])
            put.text(f"{GAP}·{GAP}", put.formats.muted)
        put.text(tr("Copy"), put.formats.link, href=COPY)
        put.gap()
        put.text(tr("Export…"), put.formats.link, href=EXPORT)

    def _choice(self, put: Inline, at: int, words: str, count: int) -> None:
        """A channel to choose; the chosen one is no link."""
        if at == self.channel:
            put.text(words, put.formats.strong)
        else:
            put.text(words, put.formats.link, href=f"{CHANNEL}{at}")
        put.text(f" {number(count)}", put.formats.muted)

    def _write_top(self, out: PartWriter) -> None:
        put = Inline(out)
        if self._first:
            count = min(self._first, PARTS_OF_STEP * MESSAGES_OF_PART)
            put.paragraph(below=1)
            words = translate("memories", "Show %Ln older", "", count)
            put.text(words, put.formats.link, href=OLDER)
            if self._first > count:
                words = translate("memories", "of %Ln earlier message(s)", "", self._first)
                put.text(f"{GAP}{words}", put.formats.muted)
            # Another day's heading is written with its message.
            before, at = _sent(self._turns[self._first - 1]), _sent(self._turns[self._first])
            if before is not None and at is not None and before.date() == at.date():
                self._day(out, None, at)

    def _write_bottom(self, out: PartWriter) -> None:
        left = len(self._turns) - self._last
        if left:
            put = Inline(out)
            put.paragraph(above=1)
            count = min(left, PARTS_OF_STEP * MESSAGES_OF_PART)
            words = translate("memories", "Show %Ln newer", "", count)
            put.text(words, put.formats.link, href=NEWER)

    # Messages

    def _write(self, out: PartWriter, start: int, stop: int) -> None:
        sent = _sent(self._turns[start - 1]) if start else None
        channel: str | None = None
        agents: tuple[str, ...] | None = None
        for turn in self._turns[start:stop]:
            at = _sent(turn)
            if at is not None:
                self._day(out, sent, at)
                sent = at
            is_new = turn.channel != channel, turn.agents != agents
            self._message(out, turn, at, is_new)
            channel, agents = turn.channel, turn.agents

    def _day(self, out: PartWriter, before: datetime | None, at: datetime | None) -> None:
        """A line between two messages that are far apart."""
        words = _gap_words(before, at)
        if not words:
            return
        put, shape = Inline(out), QTextBlockFormat()
        shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        shape.setTopMargin(out.builder.unit)
        shape.setBottomMargin(out.builder.unit)
        out.builder.paragraph(out.cursor, shape)
        put.text(words, put.formats.small)

    def _message(
        self, out: PartWriter, turn: Turn, at: datetime | None, is_new: tuple[bool, bool]
    ) -> None:
        """`is_new` says whether the channel, and the agents, are others than before it."""
        indent = INDENT_UNITS * out.builder.unit
        color = "bubble_user" if turn.is_contact else "bubble_agent"
        left, right = (0, indent) if turn.is_contact else (indent, 0)
        lines = self._chat_message(turn)
        with out.builder.frame(out.cursor, color, 2 * out.builder.unit, left, right):
            out.cursor.setBlockFormat(QTextBlockFormat())
            put = Inline(out)
            self._caption(put, turn, lines, at, is_new)
            if not is_empty(lines.text.value):
                put.paragraph()
                out.blocks.value(out.cursor, lines.text)

    def _caption(
        self,
        put: Inline,
        turn: Turn,
        lines: ChatMessage,
        at: datetime | None,
        is_new: tuple[bool, bool],
    ) -> None:
        small = put.formats.small
        put.reworded(lines.who, self._speaker(turn), put.formats.small_strong)
        if not turn.is_contact and turn.role.strip().casefold() not in {*AGENT_ROLES, ""}:
            put.text(f" · {one_line(humanize(turn.role.strip()))}", small)
        if lines.at.value is not None:
            put.text(" · ", small)
            clock = local_formats().clock(at) if at is not None else str(lines.at.value)
            put.reworded(lines.at, clock, small, tip=full_date(str(lines.at.value)))
        has_channel, has_agents = is_new
        if has_channel and turn.channels:
            put.text(" · ", small)
            put.reworded(lines.channel, ", ".join(map(humanize, turn.channels)), small)
        if self._with_agents and turn.is_contact and has_agents:
            for each in turn.kept:
                put.gap()
                name = self._shown.name_of(each.memory)
                put.chip(None, name, form=small, tip=each.memory.agent)

    def _speaker(self, turn: Turn) -> str:
        if turn.is_contact:
            return self._shown.contact_name or tr("Contact")
        names = dict.fromkeys(self._shown.name_of(each.memory) for each in turn.kept)
        return ", ".join(names)


def _sent(turn: Turn) -> datetime | None:
    return local_moment(turn.at) if turn.at else None


def _gap_words(before: datetime | None, at: datetime | None) -> str:
    """The day, where another begins, and how long after the message before it; "" for no gap."""
    if at is None:
        return ""
    day = local_formats().day(at.date())
    if before is None:
        return day
    days = (at.date() - before.date()).days
    if days > 1:
        later = translate("memories", "%Ln day(s) later", "", days)
        return f"{day} · {later}"
    if days:
        return day
    if at - before >= MIN_GAP_WITHIN_DAY:
        hours = int((at - before) / timedelta(hours=1))
        return translate("memories", "%Ln hour(s) later", "", hours)
    return ""
