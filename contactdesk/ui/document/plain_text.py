"""Blocks as plain text, for the clipboard."""

from __future__ import annotations

from datetime import UTC, datetime

from contactdesk.records.blocks import Block, Line, Message
from contactdesk.records.formatting import EMPTY, format_value
from contactdesk.ui.kit.locale_formats import local_formats


def block_text(block: Block) -> str:
    """The title, a line for each label and value, tab-separated tables, a line for each message."""
    parts = [f"{block.title} {block.subtitle}".strip()]
    parts += [f"{line.label}: {_value(line)}" for line in block.lines]
    if block.rows:
        parts.append("\t".join(block.columns))
        parts += ["\t".join(_value(cell) if cell else "" for cell in row) for row in block.rows]
    parts += [_message(message) for message in block.messages]
    parts += [block_text(child) for child in block.blocks]
    return "\n".join(part for part in parts if part)


def _message(message: Message) -> str:
    lines = (message.at, message.who, message.channel)
    caption = " · ".join(text for line in lines if (text := _value(line)) != EMPTY)
    return f"{caption}: {_value(message.text)}"


def _value(line: Line) -> str:
    return format_value(line.value, line.kind, datetime.now(UTC), local_formats()) or EMPTY
