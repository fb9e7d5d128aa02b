"""Markdown: one readable page per contact; nothing a vendor sent acts as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contactdesk.export.exported import Exported
from contactdesk.export.options import DEFAULT, Options
from contactdesk.memories.reading import memories_of
from contactdesk.model import Contact, Kind, Provider
from contactdesk.providers import all_providers
from contactdesk.records.blocks import Block, Line, Message, overview, tabs, viewed
from contactdesk.records.formatting import (
    LocaleFormats,
    format_value,
    label_words,
    one_line,
    raw_text,
)
from contactdesk.records.moments import EPOCH
from contactdesk.text.characters import harmless
from contactdesk.userdata.annotations import NO_ANNOTATION, Annotation

MARKUP = re.compile(r"[\\`*<>\[\]|~#]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
LIST_OR_LINE = re.compile(r"[-+](?=\s|$)|[-=](?=[-=\s]*$)|\d{1,9}(?=[.)](?:\s|$))")
MAX_HEADING_LEVEL = 6

NO_NAMES: Mapping[str, str] = MappingProxyType({})
CONTACT_ROLE, AGENT_ROLE = "user", "assistant"

LASTING_KINDS = {Kind.AGE: Kind.DATE}
"""Kinds shown relative to now, which is soon wrong in a file, and what replaces them."""


def encode(contacts: Iterable[Exported], options: Options = DEFAULT) -> Iterator[bytes]:
    """The file, page by page."""
    providers = all_providers()
    between = ""
    for each in contacts:
        provider, names = providers[each.provider], options.agent_names.get(each.account, NO_NAMES)
        noted = each.annotation if options.annotations else NO_ANNOTATION
        text = page(provider, each.account, each.contact, options.formats, names, noted)
        yield f"{between}{text}".encode()
        between = "\n---\n\n"


def page(
    provider: Provider,
    account: str,
    contact: Contact,
    formats: LocaleFormats = DEFAULT.formats,
    agent_names: Mapping[str, str] = NO_NAMES,
    annotation: Annotation = NO_ANNOTATION,
) -> str:
    """Name, account and everything the detail pane shows, with memories and messages.

    `agent_names` are names that the user gave to personas and agent numbers, `annotation` is what
    the user noted on the contact.
    """
    parts = [f"# {escaped(contact.display_name) or escaped(contact.id)}\n"]
    about = [("Account", f"{account} ({provider.title})"), ("ID", contact.id)]
    parts.append(_list([*about, *_noted(annotation)]))
    blocks = overview(provider, contact.raw)
    if not blocks:
        parts.append(_list(_basics(contact)))
    parts += [part for block in blocks for part in _block(block, 2, formats)]
    agents = _agents(provider, contact)
    for tab in tabs(provider, contact.raw):
        for item in tab.items:
            name = agent_names.get(agents.get(item.path, ""), "")
            subtitle = ", ".join(filter(None, (item.subtitle, item.title if name else "")))
            parts.append(heading(2, f"{tab.title}: {name or item.title}", subtitle))
            blocks = item.build()
            speakers = _speakers(contact, name) if item.path in agents else NO_NAMES
            parts += [part for block in blocks for part in _block(block, 3, formats, speakers)]
    return "\n".join(part for part in parts if part)


def _noted(annotation: Annotation) -> list[tuple[str, str]]:
    return [
        ("My favorite", "yes" if annotation.favourite else ""),
        ("My tags", ", ".join(annotation.tags)),
        ("My note", annotation.note),
    ]


def _agents(provider: Provider, contact: Contact) -> dict[str, str]:
    """The path of each memory -> its agent."""
    if provider.memories is None:
        return {}
    memories = memories_of(provider, viewed(provider, contact.raw))
    return {memory.path: memory.agent for memory in memories}


def _speakers(contact: Contact, agent_name: str) -> dict[str, str]:
    """The role of a message, in lower case -> the name of who has it, where it is known."""
    names = {CONTACT_ROLE: contact.name, AGENT_ROLE: agent_name}
    return {role: name for role, name in names.items() if name}


def _basics(contact: Contact) -> list[tuple[str, str]]:
    """What is known of a record that could not be read."""
    return [
        *(("E-mail", each) for each in contact.emails),
        *(("Phone", each) for each in contact.phones),
        ("Company", contact.company),
    ]


def _block(
    block: Block, level: int, formats: LocaleFormats, speakers: Mapping[str, str] = NO_NAMES
) -> Iterator[str]:
    if block.title:
        yield heading(level, block.title, block.subtitle)
    yield _list([(_label(line), _line_text(line, formats)) for line in block.lines])
    yield _table(block, formats)
    yield "".join(_message(message, formats, speakers) for message in block.messages)
    for inner in block.blocks:
        yield from _block(inner, level + 1 if block.title else level, formats, speakers)


def heading(level: int, title: str, subtitle: str = "") -> str:
    said = escaped(title) + (f" ({escaped(subtitle)})" if subtitle else "")
    return f"{'#' * min(level, MAX_HEADING_LEVEL)} {said}\n"


def _list(pairs: list[tuple[str, str]]) -> str:
    return "".join(
        f"- **{escaped(label)}:** {escaped(value, indent='  ')}\n"
        for label, value in pairs
        if value
    )


def _table(block: Block, formats: LocaleFormats) -> str:
    if not block.rows:
        return ""
    rows = [
        [escaped(_line_text(cell, formats)) if cell else "" for cell in row] for row in block.rows
    ]
    lines = [[escaped(name) for name in block.columns], ["---"] * len(block.columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _message(message: Message, formats: LocaleFormats, speakers: Mapping[str, str]) -> str:
    role = _line_text(message.who, formats)
    who = speakers.get(raw_text(message.who.value).strip().lower(), role)
    details = [_line_text(line, formats) for line in (message.channel, message.at)]
    return spoken_line(who, details, _line_text(message.text, formats))


def spoken_line(who: str, details: Iterable[str], text: str) -> str:
    """A message as an item of a list."""
    about = ", ".join(filter(None, details))
    when = f" ({escaped(about)})" if about else ""
    return f"- **{escaped(who) or '?'}**{when}: {escaped(text, indent='  ')}\n"


def _label(line: Line) -> str:
    badges = ", ".join(badge.title for badge in line.badges)
    label = label_words(line.label)
    return f"{label} ({badges})" if badges else label


def _line_text(line: Line, formats: LocaleFormats) -> str:
    if line.kind is Kind.TIMEZONE:
        return one_line(line.value)
    kind = LASTING_KINDS.get(line.kind, line.kind)
    return format_value(line.value, kind, EPOCH, formats)


def escaped(text: str, indent: str | None = None) -> str:
    """The text with its markup escaped: on one line, or with `indent` on its own lines, those after
    the first indented."""
    lines = [" ".join(line.split()) for line in harmless(text).splitlines()]
    lines = [MARKUP.sub(lambda found: "\\" + found[0], line) for line in lines]
    if indent is None:
        return " ".join(filter(None, lines))
    lines[1:] = [
        LIST_OR_LINE.sub(_escape_start, line, count=1) if LIST_OR_LINE.match(line) else line
        for line in lines[1:]
    ]
    return f"\\\n{indent}".join(line or "\u00a0" for line in lines)


def _escape_start(found: re.Match[str]) -> str:
    return found[0] + "\\" if found[0].isdigit() else "\\" + found[0]
