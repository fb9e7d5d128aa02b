"""Blocks as plain text, for the clipboard."""

from __future__ import annotations

from datetime import datetime

from contactdesk.records.blocks import Block, Line, Message
from contactdesk.records.formatting import EMPTY, format_value
from contactdesk.ui.kit.locale_formats import local_forms


def block_text(block: Block) -> str:
    """A heading, its lines as label and value, its tables with tabs, its conversation by turns."""
    parts = [f"{block.title} {block.subtitle}".strip()]
    parts += [f"{line.label}: {_said(line)}" for line in block.lines]
    if block.rows:
        parts.append("\t".join(block.columns))
        parts += ["\t".join(_said(cell) if cell else "" for cell in row) for row in block.rows]
    parts += [_turn(message) for message in block.messages]
    parts += [block_text(child) for child in block.blocks]
    return "\n".join(part for part in parts if part)


def _turn(message: Message) -> str:
    lines = (message.at, message.who, message.channel)
    head = " · ".join(said for line in lines if (said := _said(line)) != EMPTY)
    return f"{head}: {_said(message.text)}"


def _said(line: Line) -> str:
    return format_value(line.value, line.kind, datetime.now().astimezone(), local_forms()) or EMPTY
