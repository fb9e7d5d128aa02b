"""A record as blocks of labels and values, read by its provider's sections, for screens and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.jsonpath import dig, text_at
from contactdesk.model import Badge, Field, Json, Kind, Layout, Provider, Section
from contactdesk.records.formatting import humanize, is_empty, raw_text
from contactdesk.records.moments import is_moment, parse_moment, utc
from contactdesk.records.regions import BADGE_ON, Regions
from contactdesk.records.scalars import field_texts
from contactdesk.records.section_plan import CHAT_FIELDS, section_plan
from contactdesk.records.unmapped import flatten, is_sent, join, unmapped

OTHER = "Other"
"""The title of the block of values that no section shows."""

MESSAGE = "Message"
"""What one turn of a conversation is called."""

MAX_OTHER_LINES = 10_000
MAX_PLACE_ITEM_CHARS, CUT_PLACE_ITEM_CHARS = 20, 12
"""An item's title longer than the first is cut to the second inside a `Place`."""


class Line(Struct, frozen=True):
    """A label and its value. `path` is the value's path in the viewed record; `label_path` is the
    label's where the vendor chose it. An empty `value` was sent empty. The first of several lines
    of one list item has `starts_item`. The paths of `badges` are in the viewed record, too.

    A line that is not the vendor's has no path; a click on its value opens the tab `opens`."""

    label: str
    value: Any
    kind: Kind
    path: str
    badges: tuple[Badge, ...] = ()
    label_path: str = ""
    starts_item: bool = False
    opens: str = ""


class Message(Struct, frozen=True):
    """One turn of a conversation; any of its lines may hold an empty value."""

    who: Line
    text: Line
    channel: Line
    at: Line


class Block(Struct, frozen=True):
    """A heading and its content; only the fields of its `layout` are filled.

    `columns` and `rows` (as long as `columns`, None for an empty cell) are a table's. `title_path`
    is set where the title is the vendor's. With `is_open_ended`, the vendor chose the labels. A
    block that is not `is_titled` has no heading; one that `is_folded` has only that at first.
    """

    title: str = ""
    subtitle: str = ""
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Line | None, ...], ...] = ()
    messages: tuple[Message, ...] = ()
    blocks: tuple[Block, ...] = ()
    layout: Layout = Layout.LINES
    path: str = "$"
    title_path: str = ""
    is_open_ended: bool = False
    is_titled: bool = True
    is_folded: bool = False

    @property
    def is_bare(self) -> bool:
        return not (self.lines or self.rows or self.messages or self.blocks)


class Item(Struct, frozen=True):
    """One item of a tab; `build` reads it when it is opened.

    The subtitle tells what the title is ("Persona"). `short_title` names the item in a `Place`.
    """

    title: str
    short_title: str
    subtitle: str
    path: str
    title_path: str
    build: Callable[[], list[Block]]


class Tab(Struct, frozen=True):
    title: str
    items: tuple[Item, ...]


class Place(NamedTuple):
    """Where a text is, for people: the part of the record ("Open item", "Fact: time zone") and the
    tab's item it is in ("Memory 2"), if any."""

    part: str
    item: str = ""


class ShownValue(NamedTuple):
    """A value or a label of the record with its place, its path in the viewed record, and the tab
    and number of the item it is in, if any."""

    place: Place
    value: Any
    kind: Kind
    path: str
    tab: str = ""
    item: int = -1


class Text(NamedTuple):
    """A text that is searched, with the place, path, tab and item of its value.

    `region` is its place in the search language, as `highlight.hits_in` takes it.
    """

    place: Place
    text: str
    path: str
    tab: str = ""
    item: int = -1
    region: str = ""


def viewed(provider: Provider, raw: Json) -> Json:
    """The record as the sections read it; anything but an object counts as empty."""
    return provider.view(raw) if isinstance(raw, Mapping) else {}


def overview(provider: Provider, raw: Json) -> list[Block]:
    """The block of every section without a tab of its own, then the unmapped values; none empty."""
    record = viewed(provider, raw)
    blocks = [_block(each, record, "$") for each in provider.sections if not each.tab]
    rest = [
        Line(label, value, kind, path)
        for label, value, kind, path in islice(
            unmapped(section_plan(provider), record), MAX_OTHER_LINES
        )
    ]
    if len(rest) == MAX_OTHER_LINES:
        rest.append(Line("And more", "See Raw for the rest.", Kind.TEXT, "$"))
    other = Block(OTHER, lines=tuple(rest), is_open_ended=True)
    return [block for block in [*blocks, other] if not block.is_bare]


def tabs(provider: Provider, raw: Json) -> list[Tab]:
    """The sections that are tabs and have items. Items are read when they are built."""
    record = viewed(provider, raw)
    found = []
    for section in provider.sections:
        if not section.tab:
            continue
        items = tuple(
            _item(section, value, path, number)
            for number, (value, path) in enumerate(_items(section, record, "$"), 1)
            if isinstance(value, Mapping)
        )
        if items:
            found.append(Tab(section.title, items))
    return found


def warnings_of(provider: Provider, raw: Json) -> dict[str, str]:
    """Value -> title of the badge that warns of its use, such as an unsubscribed e-mail address."""
    warned = [
        (section, field)
        for section in provider.sections
        for field in section.fields
        if any(badge.warns for badge in field.badges)
    ]
    record = viewed(provider, raw) if warned else {}
    return {
        text_at(item, field.path).strip(): badge.title
        for section, field in warned
        for item, path in _items(section, record, "$")
        for badge in _badges(field, item, path)
        if badge.warns
    }


def texts(provider: Provider, raw: Json) -> Iterator[Text]:
    """Everything of `shown_values` that a search covers."""
    region_of = Regions(provider).places(raw if isinstance(raw, Mapping) else {})
    for place, value, kind, path, tab, item in shown_values(provider, raw):
        region = region_of(path)
        if text := searched_text(value, kind, region):
            yield Text(place, text, path, tab, item, region)


def searched_text(value: Any, kind: Kind, region: str) -> str:
    """What a value shown as `kind` is searched by, as one text; "" if a search skips it.

    Bools and moments are searched only as fields of a region.
    """
    if not region and (isinstance(value, bool) or (isinstance(value, str) and is_moment(value))):
        return ""
    parts = value if isinstance(value, list) else (value,)
    if any(isinstance(part, dict | list) for part in parts):
        return raw_text(value)
    return "\n".join(field_texts(value, kind))


def shown_values(provider: Provider, raw: Json) -> Iterator[ShownValue]:
    """Every value of the overview and the tabs, in their order; each item is read when reached."""
    for block in overview(provider, raw):
        yield from _values(block, "")
    for tab in tabs(provider, raw):
        for number, item in enumerate(tab.items):
            name = item.short_title
            if item.title_path:
                place = Place(_capitalized(singular(tab.title)), name)
                yield ShownValue(place, item.title, Kind.TEXT, item.title_path, tab.title, number)
            for block in item.build():
                for found in _values(block, name):
                    yield found._replace(tab=tab.title, item=number)


def singular(title: str) -> str:
    """A section's title inside a sentence, for one of its items: "Open items" -> "open item"."""
    text = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    if text.endswith("ies"):
        return text[:-3] + "y"
    if text.endswith("sses"):
        return text[:-2]
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


# Reading one section


def _block(section: Section, value: Any, path: str) -> Block:
    """The block of a section, read from `value` at `path`."""
    block = _content(section, value, path)
    if section.titled and not section.folded:
        return block
    return replace(block, is_titled=section.titled, is_folded=section.folded)


def _content(section: Section, value: Any, path: str) -> Block:
    if section.each:
        return _each_block(section, _items(section, value, path))
    return Block(
        section.title,
        lines=_lines(section, value, path),
        blocks=_blocks(section, value, path),
        path=path,
        is_open_ended=bool(section.pairs),
    )


def _items(section: Section, value: Any, path: str) -> list[tuple[Any, str]]:
    """The items of a section with their paths; a section without `each` is its own only item."""
    if not section.each:
        return [(value, path)]
    found = dig(value, section.each)
    start = path + section.each[1:]
    every = found if isinstance(found, list | tuple) else ()
    items = [(item, f"{start}[{number}]") for number, item in enumerate(every)]
    if section.newest_by:
        items.sort(key=lambda each: _time(each[0], section.newest_by), reverse=True)
    if section.preferred:
        items.sort(key=lambda each: dig(each[0], section.preferred) is not True)
    return items


def _time(item: Any, path: str) -> str:
    """The time at a path as UTC text, "" for none."""
    text = text_at(item, path)
    return utc(text.strip()) if parse_moment(text) else ""


def _each_block(section: Section, items: Sequence[tuple[Any, str]]) -> Block:
    if section.layout is Layout.TABLE:
        return _table(section, items)
    if section.layout is Layout.CHAT:
        read = [_message(section, item, path) for item, path in items]
        messages = tuple(each for each in read if each is not None)
        return Block(section.title, messages=messages, layout=Layout.CHAT)
    if section.layout is Layout.CARDS or section.heading:
        cards = [_card(section, item, path) for item, path in items]
        return Block(
            section.title,
            blocks=tuple(card for card in cards if not card.is_bare or card.title),
            layout=Layout.CARDS,
        )
    return Block(
        section.title,
        lines=tuple(line for item, path in items for line in _item_lines(section, item, path)),
        blocks=tuple(block for item, path in items for block in _blocks(section, item, path)),
        is_open_ended=bool(section.pairs),
    )


def _item_lines(section: Section, item: Any, path: str) -> Sequence[Line]:
    lines = _lines(section, item, path)
    return lines if len(lines) < 2 else (replace(lines[0], starts_item=True), *lines[1:])


def _card(section: Section, item: Any, path: str) -> Block:
    title, title_path = _first(section.heading, item, path)
    return Block(
        title,
        _first(section.subheading, item, path)[0],
        lines=_lines(section, item, path),
        blocks=_blocks(section, item, path),
        path=path,
        title_path=title_path,
    )


def _table(section: Section, items: Sequence[tuple[Any, str]]) -> Block:
    """Empty rows and columns are left out."""
    rows = [[_line(section, field, item, path) for field in section.fields] for item, path in items]
    rows = [row for row in rows if any(row)]
    used = [n for n in range(len(section.fields)) if any(row[n] for row in rows)]
    labels = (section.fields[n].label for n in used)
    return Block(
        section.title,
        columns=tuple("" if label.startswith("$") else label for label in labels),
        rows=tuple(tuple(row[n] for n in used) for row in rows),
        blocks=tuple(block for item, path in items for block in _blocks(section, item, path)),
        layout=Layout.TABLE,
    )


def _message(section: Section, item: Any, path: str) -> Message | None:
    lines = [_line(section, field, item, path) for field in section.fields[:CHAT_FIELDS]]
    if not any(lines):
        return None
    lines += [None] * (CHAT_FIELDS - len(lines))
    who, text, channel, at = (line or Line("", None, Kind.TEXT, path) for line in lines)
    return Message(who, text, channel, at)


def short_title(title: str) -> str:
    """A tab item's title where a place is named."""
    return f"{title[:CUT_PLACE_ITEM_CHARS]}…" if len(title) > MAX_PLACE_ITEM_CHARS else title


def _item(section: Section, value: Any, path: str, number: int) -> Item:
    title, title_path = _first(section.heading, value, path)
    subtitle = _first(section.subheading, value, path)[0] or _label_of(section, title_path, path)

    def build() -> list[Block]:
        lines = _lines(section, value, path)
        first = Block(lines=lines, path=path, is_open_ended=bool(section.pairs))
        return [each for each in (first, *_blocks(section, value, path)) if not each.is_bare]

    kind = singular(section.title)
    short = short_title(title)
    return Item(
        title or f"Untitled {kind} {number}",
        short or f"{_capitalized(kind)} {number}",
        subtitle,
        path,
        title_path,
        build,
    )


def _label_of(section: Section, found: str, path: str) -> str:
    """The label of the field whose value became the heading: Persona, Agent number."""
    labels = (each.label for each in section.fields if path + each.path[1:] == found)
    return next((label for label in labels if not label.startswith("$")), "")


def _first(paths: Sequence[str], item: Any, path: str) -> tuple[str, str]:
    """The text at the first of the paths that has one, and its path."""
    for each in paths:
        if text := text_at(item, each).strip():
            return text, path + each[1:]
    return "", ""


def _blocks(section: Section, value: Any, path: str) -> tuple[Block, ...]:
    read = (_block(each, value, path) for each in section.sections)
    return tuple(block for block in read if not block.is_bare)


def _lines(section: Section, value: Any, path: str) -> tuple[Line, ...]:
    read = (_line(section, field, value, path) for field in section.fields)
    lines = [line for line in read if line is not None]
    if section.pairs and isinstance(pairs := dig(value, section.pairs), Mapping):
        start = path + section.pairs[1:]
        for key, inner in pairs.items():
            lines.extend(_pair(str(key), inner, start))
    return tuple(lines)


def _pair(key: str, value: Any, start: str) -> Iterator[Line]:
    """The lines of a key that the vendor or its user chose; an empty value is shown as empty."""
    path = join(start, key)
    if is_empty(value):
        yield Line(humanize(key), None, Kind.TEXT, path)
    for label, inner, kind, inner_path in flatten(humanize(key), key, value, path):
        yield Line(label, inner, kind, inner_path)


def _line(section: Section, field: Field, item: Any, path: str) -> Line | None:
    """None if the item has no such value; an empty one is kept if the vendor labels it."""
    value = dig(item, field.path)
    label, label_path = field.label, ""
    if label.startswith("$"):
        label, label_path = text_at(item, label).strip(), path + label[1:]
    if is_empty(value):
        if not (label_path and label and is_sent(item, field.path)):
            return None
        value = None
    if field.unless and _is_shown_already(field, item):
        return None
    kind = field.kind_in(item)
    if not label:
        label, label_path = _UNLABELLED.get(kind, section.title), ""
    return Line(label, value, kind, path + field.path[1:], _badges(field, item, path), label_path)


def _is_shown_already(field: Field, item: Any) -> bool:
    own = text_at(item, field.path).strip()
    others = [text for path in field.unless if (text := text_at(item, path).strip())]
    return bool(own) and own in (*others, " ".join(others))


_UNLABELLED = {Kind.EMAIL: "E-mail", Kind.PHONE: "Phone", Kind.LINK: "Link"}


def _badges(field: Field, item: Any, path: str) -> tuple[Badge, ...]:
    return tuple(
        Badge(badge.title, path + badge.path[1:], badge.warns)
        for badge in field.badges
        if dig(item, badge.path) in BADGE_ON
    )


# The values of blocks


def _values(block: Block, item: str, card_of: str = "") -> Iterator[ShownValue]:
    """The values of a block in a tab's item; `card_of` is the section that a card belongs to."""
    section = card_of or _capitalized(singular(block.title))
    place = Place(section, item)
    if block.title_path:
        yield ShownValue(place, block.title, Kind.TEXT, block.title_path)
    for line in block.lines:
        part = card_of or _part(section, line, is_open_ended=block.is_open_ended)
        yield from _line_values(Place(part, item), line)
    for row in block.rows:
        for cell in filter(None, row):
            yield from _line_values(place, cell)
    for message in block.messages:
        for line in (message.text, message.who, message.channel, message.at):
            yield from _line_values(Place(MESSAGE, item), line)
    inner = section if block.layout is Layout.CARDS else ""
    for child in block.blocks:
        yield from _values(child, item, inner)


def _part(section: str, line: Line, *, is_open_ended: bool) -> str:
    if is_open_ended or line.label_path:
        return f"{section}: {line.label}" if section else line.label
    return line.label


def _line_values(place: Place, line: Line) -> Iterator[ShownValue]:
    if line.label_path:
        yield ShownValue(place, line.label, Kind.TEXT, line.label_path)
    if not is_empty(line.value):
        yield ShownValue(place, line.value, line.kind, line.path)
    for badge in line.badges:
        yield ShownValue(place, badge.title, Kind.TEXT, badge.path)
