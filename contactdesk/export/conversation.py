"""A conversation as Markdown or as plain text, to copy or to save."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from contactdesk.export.markdown import heading, spoken_line
from contactdesk.model import Kind
from contactdesk.records.formatting import PLAIN_FORMATS, LocaleFormats, format_value
from contactdesk.records.moments import EPOCH
from contactdesk.text.characters import harmless, harmless_line

INDENT = "    "
"""Before the further lines of a message in plain text."""


class Spoken(Struct, frozen=True):
    """One message: `who` is a name for people, `at` is a moment or a day as the vendor sent it; what
    is not known is ""."""

    who: str
    text: str
    channel: str = ""
    at: str = ""


def as_markdown(
    messages: Iterable[Spoken], title: str = "", formats: LocaleFormats = PLAIN_FORMATS
) -> str:
    """A list with an item per message, in the given order; nothing in it acts as markup."""
    lines = [
        spoken_line(each.who, (each.channel, _moment(each, formats)), each.text)
        for each in messages
    ]
    return "\n".join([heading(1, title)] * bool(title) + ["".join(lines)])


def as_plain_text(
    messages: Iterable[Spoken], title: str = "", formats: LocaleFormats = PLAIN_FORMATS
) -> str:
    """A paragraph per message, such as "[2026-11-19 18:00] Maria (web): Hi"."""
    paragraphs = [f"{_plain(each, formats)}\n" for each in messages]
    return "".join([f"{harmless_line(title)}\n\n"] * bool(title) + paragraphs)


def _plain(message: Spoken, formats: LocaleFormats) -> str:
    at = harmless_line(_moment(message, formats))
    channel = harmless_line(message.channel)
    who = harmless_line(message.who) or "?"
    said = harmless(message.text).strip().replace("\n", f"\n{INDENT}")
    return f"{f'[{at}] ' if at else ''}{who}{f' ({channel})' if channel else ''}: {said}"


def _moment(message: Spoken, formats: LocaleFormats) -> str:
    return format_value(message.at, Kind.DATE, EPOCH, formats)
