"""The values every layer shares: contacts, pages, and what a provider declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.jsonpath import label_at, text_at

Json = Mapping[str, Any]
Cursor = str | int | None
"""What asks for a page: None for the first one, else the vendor's cursor or an offset."""

Params = list[tuple[str, str]]
"""Query parameters in order; a key may stand more than once."""


class Kind(Enum):
    """How a value looks, aligns, compares, copies and opens."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    AGE = "age"  # a date, said with how long ago it was
    DURATION = "duration"  # seconds
    BOOL = "bool"
    WORDS = "words"  # a vendor's identifier said in words: reply-received -> Reply received
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    TIMEZONE = "timezone"  # an IANA name, said with the local time there
    TAGS = "tags"
    LONG = "long"  # running text; its line breaks are kept
    COUNT = "count"  # a list, said as how many
    JSON = "json"  # any nested value


class Contact(Struct, frozen=True, gc=False):
    """One person at one account, normalised. `raw` is the vendor's record, never changed."""

    id: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    created_at: str = ""
    updated_at: str = ""
    raw: Json = {}

    def __repr__(self) -> str:
        """No more of a person than it takes to find the record."""
        return f"Contact({self.id!r})"


REGIONS = ("said", "memory", "fact", "open", "entity", "persona", "custom")
"""The parts of a record that can be searched by themselves, beside CONTACT_FIELDS."""

CONTACT_FIELDS = ("name", "email", "phone", "company", "title", "created_at", "updated_at")
"""The paths a `Column` may name besides JSON paths; e-mail and phone are the first of each."""


class Record(Struct, frozen=True):
    """A contact beside the bytes it was read from, exactly as the vendor sent them."""

    contact: Contact
    raw: bytes
    malformed: str = ""  # the kind of what is wrong with it, "no-id"; "" for a sound record


class Page(Struct, frozen=True):
    """One reply, read. `total` only where the vendor gives an honest one."""

    records: tuple[Record, ...]
    next_cursor: Cursor
    total: int | None = None
    problem: str = ""  # the kind of fault that keeps the next page from being asked for


class Column(Struct, frozen=True):
    """One table column. `path` is one of CONTACT_FIELDS, or a JSON path into the raw record."""

    title: str
    path: str
    kind: Kind = Kind.TEXT
    width: int = 160
    shown: bool = True  # False: offered by the column chooser only


class Badge(Struct, frozen=True):
    """A word beside a value, shown where the item's value at `path` is true."""

    title: str
    path: str


class Field(Struct, frozen=True):
    """One line of the detail pane.

    `label` is words, or a JSON path (starting with `$`) read from the same item. `path` is a JSON
    path into the item (the raw record at top level). Where `kind_at` is given, the item's value
    there, looked up in `kinds`, decides the kind; `kind` is the rest. `searched_as` is the region
    (one of REGIONS) whose search finds the value, where it is not the section's.
    """

    label: str
    path: str
    kind: Kind = Kind.TEXT
    kind_at: str = ""
    kinds: Mapping[str, Kind] = {}
    badges: tuple[Badge, ...] = ()
    searched_as: str = ""


class Layout(Enum):
    """How the items of a section with `each` are laid out."""

    LINES = "lines"  # the fields of every item follow one another as label and value
    CARDS = "cards"  # a block an item, under a heading of its own
    TABLE = "table"  # items are rows, fields are columns
    CHAT = "chat"  # fields are, in this order: who, text, channel, when


class Section(Struct, frozen=True):
    """One block of the detail pane; empty fields, and blocks with none left, are not shown.

    With `each`, a path to a list, the fields and nested sections are read from every item of it.
    With `pairs`, a path to an object of unknown keys, there is one line per key, nested values
    too. With `tab`, the section is a tab of its own where one item at a time is chosen and read;
    it is built when it is opened. `heading` holds paths into an item: the first with a value
    names the item; `subheading` the same for a second, fainter line. `searched_as` is the region
    (one of REGIONS) whose search finds what the fields and pairs hold; headings go with the first
    field. `named_at` holds paths into an item to what a person calls its fields in a search such
    as `custom.plan:gold`.
    """

    title: str
    fields: tuple[Field, ...] = ()
    each: str = ""
    pairs: str = ""
    layout: Layout = Layout.LINES
    heading: tuple[str, ...] = ()
    subheading: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    tab: bool = False
    searched_as: str = ""
    named_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the vendor's own list call. Applying one starts a new listing.

    Values are strings; a date is ISO 8601 in UTC (`2026-03-01T00:00:00.000Z`). With `many`, a
    value is a list, sent as a repeated key unless `write` says otherwise. `most` bounds a list
    (0: no bound known), `longest` the characters of one value.
    """

    label: str
    param: str
    kind: Kind = Kind.TEXT
    many: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # (value, words)
    note: str = ""
    most: int = 0
    longest: int = 0
    write: Callable[[Sequence[str]], Params] | None = field(default=None, compare=False)

    def params(self, value: str | Sequence[str]) -> Params:
        """The query parameters that ask the vendor for this value."""
        values = [value] if isinstance(value, str) else list(value)
        if self.write is not None:
            return self.write(values)
        return [(self.param, each) for each in values]


Filters = Mapping[str, str | Sequence[str]]
"""Filter.param -> value; empty for the unfiltered listing."""


class Paging(Struct, frozen=True):
    """How to ask for a page and how to find the next one.

    `params` turns a cursor (None: first page) into query parameters. `next_cursor` reads a reply
    without its records, how many records it had, the cursor that asked for it, and by how many
    records the next page shall overlap this one (heeded by offsets only). `size` is the page
    size asked for under the name `size_param`; 0 where the vendor has none to set.
    """

    params: Callable[[Cursor], dict[str, str | int]]
    next_cursor: Callable[[Json, int, Cursor, int], Cursor]
    by_offset: bool = False
    size_param: str = ""
    size: int = 0
    problem: Callable[[Json, int], str] = lambda _reply, _count: ""
    """The kind of fault in a reply that promises more and does not say how to ask for it; ""."""


class Rate(Struct, frozen=True):
    """At most `requests` in `seconds`, as the vendor publishes it."""

    requests: int
    seconds: float


class Provider(Struct, frozen=True, eq=False):
    """One vendor's contact list API, declared as data. No I/O happens here.

    Compared by identity, so that what is compiled from it can be cached.
    """

    id: str
    title: str
    base_url: str
    path: str
    auth: Callable[[str], dict[str, str]]
    paging: Paging
    items: str
    contact: Callable[[Json], Contact]
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    filters: tuple[Filter, ...] = ()
    always: Mapping[str, str] = {}
    """Sent with every request unless a filter of the same name says otherwise."""
    total: str = ""
    """Path to the vendor's own count, only where it is honest."""
    errors_at: str = ""
    """Path that, when set in a reply of status 200, makes it a failure."""
    updated_after: str = ""
    """The filter that asks for what changed since a time; "" where a full walk is needed."""
    organisation_at: str = ""
    """Path in a record to the organisation whose key reads it; "" where records do not say."""
    rate: Rate | None = None
    scope: str = ""
    """The permission a key needs, in the vendor's own word."""
    key_page: str = ""
    """Where a person makes a key, in words."""
    key_hint: str = ""
    """What a key looks like: an example for the empty field, never a check."""
    smallest: Mapping[str, str] = {}
    """Parameters of the smallest request, for trying a key."""
    servers: tuple[tuple[str, str], ...] = ()
    """Further (address, words) a person may choose as the account's server."""
    view: Callable[[Json], Json] = lambda raw: raw
    """Reshapes a raw record for display only; `sections` read what it returns."""
    link: Callable[[Json], str] | None = None
    """The contact's page at the vendor, where the record itself names it."""
    reference: str = ""
    """Address of the list call's public reference."""


def fields_at(*paths: str, kind: Kind = Kind.TEXT, searched_as: str = "") -> tuple[Field, ...]:
    """One field per JSON path, labelled with the path's last name in words."""
    return tuple(Field(label_at(each), each, kind, searched_as=searched_as) for each in paths)


CONTACT_COLUMNS = {
    column.path: column
    for column in (
        Column("Name", "name", width=170),
        Column("E-mail", "email", Kind.EMAIL, width=200),
        Column("Phone", "phone", Kind.PHONE, width=130),
        Column("Company", "company", width=150),
        Column("Title", "title", width=140),
        Column("Created", "created_at", Kind.DATE, width=134),
        Column("Updated", "updated_at", Kind.DATE, width=134),
    )
}
"""Path -> the column every vendor shows for it: one of each of CONTACT_FIELDS."""


def columns_at(*paths: str, shown: bool = True) -> tuple[Column, ...]:
    """One column per path: of CONTACT_COLUMNS, else labelled with its last name in words."""
    known = (CONTACT_COLUMNS.get(path) or Column(label_at(path), path) for path in paths)
    return tuple(replace(column, shown=shown) for column in known)


def named_contact(
    raw: Json,
    *,
    name: str = "",
    emails: Sequence[str] = (),
    phones: Sequence[str] = (),
    company: str = "",
    title: str = "",
    id_at: str = "$.id",
    times_at: tuple[str, str] = ("$.created_at", "$.updated_at"),
) -> Contact:
    """A contact from what a provider read: texts trimmed, blanks and repeats left out.

    One without a name goes by its first e-mail, else its first phone, else its id. `times_at`
    leads to when it was created and when updated; both stay the vendor's own strings.
    """
    own, emails, phones = text_at(raw, id_at).strip(), _distinct(emails), _distinct(phones)
    return Contact(
        id=own,
        name=name.strip() or (*emails, *phones, own)[0],
        emails=emails,
        phones=phones,
        company=company.strip(),
        title=title.strip(),
        created_at=text_at(raw, times_at[0]),
        updated_at=text_at(raw, times_at[1]),
        raw=raw,
    )


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    """In order, each once; two that differ in case only are the same."""
    if len(texts) < 2:
        return tuple(filter(None, map(str.strip, texts)))
    seen: dict[str, str] = {}
    for text in texts:
        if trimmed := text.strip():
            seen.setdefault(trimmed.casefold(), trimmed)
    return tuple(seen.values())
