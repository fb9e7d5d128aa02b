"""The data types every layer shares: contacts, records, pages, and a provider's declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.jsonpath import label_at, text_at

Json = Mapping[str, Any]
Cursor = str | int | None
"""The position of a page: None for the first, else the vendor's cursor or an offset."""

Params = list[tuple[str, str]]
"""Query parameters in order; a key may be repeated."""


class Kind(Enum):
    """How a value is formatted, aligned, sorted, copied and opened."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # a moment, shown in this computer's time zone
    DAY = "day"  # a day of the calendar, the same in every zone; a time sent with it says nothing
    AGE = "age"  # a date, shown with how long ago it was
    DURATION = "duration"  # seconds
    BOOL = "bool"
    WORDS = "words"  # an identifier of the vendor's, in words: reply-received -> Reply received
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    TIMEZONE = "timezone"  # an IANA name, shown with the local time there
    TAGS = "tags"
    LONG = "long"  # running text with its line breaks
    COUNT = "count"  # a list, shown as its length
    JSON = "json"  # any nested value


class Contact(Struct, frozen=True, gc=False):
    """One person at one account, normalized. `raw` is the vendor's record, never changed.

    `name` is what the vendor gave, "" if nothing; `external_id` is the id of another system, where
    the vendor keeps one.
    """

    id: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    created_at: str = ""
    updated_at: str = ""
    raw: Json = {}
    external_id: str = ""

    @property
    def display_name(self) -> str:
        """The name, or else the first of company, e-mail, phone, external id and id."""
        found = (self.name, self.company, *self.emails[:1], *self.phones[:1], self.external_id)
        return next(filter(None, found), self.id)

    def __repr__(self) -> str:
        """The id only: traces must not hold personal data."""
        return f"Contact({self.id!r})"


REGIONS = ("said", "memory", "fact", "open", "entity", "persona", "custom")
"""The parts of a record that a search can name, besides CONTACT_FIELDS."""

CONTACT_FIELDS = ("name", "email", "phone", "company", "title", "created_at", "updated_at")
"""The fields a `Column` can show besides JSON paths; "email" and "phone" are the first of each."""

TIME_FIELDS = CONTACT_FIELDS[5:]
"""Those that are moments: compared, never searched as words."""


class Record(Struct, frozen=True):
    """A contact and the bytes it was read from, exactly as the vendor sent them."""

    contact: Contact
    raw: bytes
    malformed: str = ""  # the kind of what is wrong with it, "no-id"; "" for a sound record


class Page(Struct, frozen=True):
    """One parsed reply. `total` is set only where the vendor's is accurate."""

    records: tuple[Record, ...]
    next_cursor: Cursor
    total: int | None = None
    problem: str = ""  # the kind of fault that leaves no way to request the next page


class Column(Struct, frozen=True):
    """One table column. `path` is one of CONTACT_FIELDS, or a JSON path into the raw record."""

    title: str
    path: str
    kind: Kind = Kind.TEXT
    width: int = 160
    shown: bool = True  # False: hidden until chosen


class Badge(Struct, frozen=True):
    """A word next to a value, shown if the item's value at `path` is true.

    `warns`: the value is not to be used, or not in every way.
    """

    title: str
    path: str
    warns: bool = False


class Field(Struct, frozen=True):
    """One line of the detail pane.

    `label` is text, or a JSON path (starting with `$`) to the label in the same item. `path` is a
    JSON path into the item (the raw record at top level). With `kind_at`, the item's value there,
    looked up in `kinds`, decides the kind; `kind` is the default. `searched_as` is the region (one
    of REGIONS) the value belongs to, if not the section's. The field is left out while its text is
    the one at a path of `unless`, or all of those joined with spaces.
    """

    label: str
    path: str
    kind: Kind = Kind.TEXT
    kind_at: str = ""
    kinds: Mapping[str, Kind] = {}
    badges: tuple[Badge, ...] = ()
    searched_as: str = ""
    unless: tuple[str, ...] = ()

    def kind_in(self, item: Any) -> Kind:
        """The kind of the value in an item."""
        if not self.kind_at:
            return self.kind
        return self.kinds.get(text_at(item, self.kind_at), self.kind)


class Layout(Enum):
    """The layout of the items of a section with `each`."""

    LINES = "lines"  # the fields of every item, as label and value
    CARDS = "cards"  # a block per item, with its own heading
    TABLE = "table"  # items are rows, fields are columns
    CHAT = "chat"  # fields are, in this order: who, text, channel, when


class Section(Struct, frozen=True):
    """One block of the detail pane; empty fields, and blocks without fields, are not shown.

    A provider's sections are in the order of what a person needs first: how to reach the contact,
    what was agreed and what happened, then the rest, and ids last.

    each: path to a list; fields and nested sections are read from every item of it.
    preferred: path into an item; those with True there come first.
    newest_by: path into an item to a time; the newest come first, those without a time last.
    pairs: path to an object of unknown keys; one line per key, nested values included.
    tab: a tab of its own that shows one selected item at a time, built when it is opened.
    heading, subheading: paths into an item; the first with a value names the item.
    searched_as: the region (one of REGIONS) of the fields and pairs; headings are in the region of
        the first field.
    named_at: paths into an item to the names of its fields in a search such as `custom.plan:gold`.
    titled: False shows it without a heading, as part of what is above; its title still names it in
        searches and files.
    folded: only its heading is shown until it is opened.
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
    preferred: str = ""
    newest_by: str = ""
    titled: bool = True
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the vendor's list call. Applying one starts a new listing.

    Values are strings; a date is ISO 8601 in UTC (`2026-03-01T00:00:00.000Z`). With `many`, a
    value is a list, sent as a repeated key unless `write` encodes it. `most` limits the values of
    a list (0: no known limit), `longest` the characters of one value. `examples` are common values.
    """

    label: str
    param: str
    kind: Kind = Kind.TEXT
    many: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # (value, label)
    note: str = ""
    most: int = 0
    longest: int = 0
    examples: tuple[str, ...] = ()
    write: Callable[[Sequence[str]], Params] | None = field(default=None, compare=False)

    def params(self, value: str | Sequence[str]) -> Params:
        """The query parameters of a value."""
        values = [value] if isinstance(value, str) else list(value)
        if self.write is not None:
            return self.write(values)
        return [(self.param, each) for each in values]


Filters = Mapping[str, str | Sequence[str]]
"""Filter.param -> value; empty for the unfiltered listing."""


class Paging(Struct, frozen=True):
    """A paging style: how to request a page and find the next one.

    `params` turns a cursor (None: first page) into query parameters. `next_cursor` takes the reply
    without its records, the number of its records, its own cursor, and the number of records by
    which the next page should overlap (used by offset paging only). `size` is sent as
    `size_param`; 0 if the page size cannot be chosen. `problem` gives the kind of fault in a reply
    that promises more pages without a usable cursor, else "".
    """

    params: Callable[[Cursor], dict[str, str | int]]
    next_cursor: Callable[[Json, int, Cursor, int], Cursor]
    by_offset: bool = False
    size_param: str = ""
    size: int = 0
    problem: Callable[[Json, int], str] = lambda _reply, _count: ""


class CardList(Struct, frozen=True):
    """A list in the raw record ("": the record itself) for address cards: the text at `value` of
    each item, the label its owner gave it, and whether it is the `preferred` one. With `type_at`,
    only items whose text there is `type`."""

    each: str
    value: str
    label: str = ""
    preferred: str = ""
    type_at: str = ""
    type: str = ""


class Card(Struct, frozen=True):
    """What an address card takes from the raw record besides the contact's own fields.

    `notes` are texts about the person that a vendor's agent or user wrote.
    """

    given_name: str = ""
    family_name: str = ""
    emails: tuple[CardList, ...] = ()
    phones: tuple[CardList, ...] = ()
    links: tuple[CardList, ...] = ()
    addresses: tuple[CardList, ...] = ()
    notes: tuple[CardList, ...] = ()


class MemoryPaths(Struct, frozen=True):
    """Where a viewed record keeps what the vendor's agents remember: paths to a list of memories, and
    from each memory to its parts; of lists in it, also from each of their items.
    """

    each: str
    persona: str
    agent_number: str
    summary: str
    facts: str
    messages: str
    message: tuple[str, str, str, str]  # role, text, channel, time
    open_items: str
    open_item: tuple[str, str, str, str, str, str]
    """Type, text, priority, time of creation; type and id of the entity it is about."""
    entities: str
    entity: tuple[str, str, str, str, str, str]
    """Type, id, status, notes, facts, time of the last talk about it."""


class Refusal(Struct, frozen=True):
    """A list in a viewed record whose items have a flag that is true where the contact must not be
    written to: `value` is the path to the address it is about."""

    each: str
    flag: str
    value: str
    label: str


class NamedValues(Struct, frozen=True):
    """A list in a viewed record of values whose names users chose."""

    each: str
    name: str
    value: str


class PersonPaths(Struct, frozen=True):
    """What a viewed record says about a person that is compared with what other vendors say,
    besides the contact's own fields; "" and () for what the vendor does not have.

    `pairs` are paths to objects of free keys.
    """

    company: str = ""
    time_zone: str = ""
    refusals: tuple[Refusal, ...] = ()
    pairs: tuple[str, ...] = ()
    named: tuple[NamedValues, ...] = ()


class EventPaths(Struct, frozen=True):
    """A list in a viewed record of what happened with the contact, besides its memories.

    kind: one of `people.timeline.EventKind`, by its value. at, id, title, duration: paths into an
    item, "" for what it does not have; words: paths to identifiers of the vendor's.
    only_newest: the vendor sends the newest of them only.
    """

    kind: str
    each: str
    at: str
    id: str
    title: str = ""
    words: tuple[str, ...] = ()
    duration: str = ""
    only_newest: bool = False


class LinkedId(Struct, frozen=True):
    """An id by which another vendor's contact may be the same person: only within a namespace.

    path: to the id in the record, or in each item of the list at `each`.
    namespace: the system the id is from; with `namespace_at`, its name is in the same item.
    begins: only an id that begins so.
    type_at, type: only where the text at `type_at` is `type`.
    """

    path: str
    namespace: str = ""
    namespace_at: str = ""
    begins: str = ""
    each: str = ""
    type_at: str = ""
    type: str = ""


class Rate(Struct, frozen=True):
    """The vendor's published limit: at most `requests` in `seconds`."""

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
    """Parameters of every request, unless a filter of the same name replaces them."""
    total: str = ""
    """Path to the vendor's total, only where it is accurate."""
    errors_at: str = ""
    """Path to errors in a reply of status 200; a value there makes it a failure."""
    updated_after: str = ""
    """The filter for contacts changed since a time; "" if a refresh needs a whole pass."""
    organization_at: str = ""
    """Path in a record to the key's organization; "" if records have none."""
    rate: Rate | None = None
    scope: str = ""
    """The permission a key needs, as the vendor names it."""
    key_page: str = ""
    """Where to create a key, as steps in the vendor's settings."""
    key_hint: str = ""
    """An example of a key, shown in the empty field; never a check."""
    key_note: str = ""
    """What a person should know about the key, as a sentence."""
    new_key_delay_s: float = 0
    """Up to how long the vendor refuses a key that was just created."""
    smallest: Mapping[str, str] = {}
    """Parameters of the smallest request, for testing a key."""
    servers: tuple[tuple[str, str], ...] = ()
    """Further (address, label) to choose from as the account's server."""
    view: Callable[[Json], Json] = lambda raw: raw
    """Reshapes a raw record for display only; `sections` read what it returns."""
    link: Callable[[Json], str] | None = None
    """The contact's web page at the vendor, if the record has it."""
    reference: str = ""
    """Address of the list call's documentation."""
    card: Card = Card()
    """What an exported address card takes from the raw record."""
    memories: MemoryPaths | None = None
    """What the vendor's agents remember about a contact; None for a vendor without agents."""
    person: PersonPaths = PersonPaths()
    """What is compared with other vendors' records of the same person."""
    events: tuple[EventPaths, ...] = ()
    """What happened with a contact, for its person's timeline."""
    ids: tuple[LinkedId, ...] = ()
    """Ids that link a contact with the same person's at other vendors."""


def close_ids_at(*paths: str, each: str = "") -> tuple[LinkedId, ...]:
    """A contact's id at Close, which its beginning tells, wherever a record has it."""
    return tuple(LinkedId(path, "close", begins="cont_", each=each) for path in paths)


def fields_at(*paths: str, kind: Kind = Kind.TEXT, searched_as: str = "") -> tuple[Field, ...]:
    """One field per JSON path, labeled with the path's last key in words."""
    return tuple(Field(label_at(each), each, kind, searched_as=searched_as) for each in paths)


CONTACT_COLUMNS = {
    column.path: column
    for column in (
        Column("Name", "name", width=170),
        Column("E-mail", "email", Kind.EMAIL, width=200),
        Column("Phone", "phone", Kind.PHONE, width=130),
        Column("Company", "company", width=150),
        Column("Title", "title", width=140),
        Column("Created", "created_at", Kind.DATE, width=180),
        Column("Updated", "updated_at", Kind.DATE, width=180),
    )
}
"""CONTACT_FIELDS -> its column, the same for every vendor."""


MEMORY_COLUMNS = (
    Column("Open items", "memory.open_items", Kind.NUMBER, width=90),
    Column("Priority", "memory.priority", Kind.WORDS, width=120),
    Column("Last talk", "memory.last_talk", Kind.DATE, width=180),
    Column("Personas", "memory.personas", Kind.TAGS, width=140),
    Column("Memories", "memory.count", Kind.NUMBER, width=80),
    Column("Summary", "memory.summary", width=260),
)
"""Columns over all memories of a contact, which the index derives; see `memories.field_values`."""


PERSON_COLUMNS = (
    Column("Contacts", "person.contacts", Kind.NUMBER, width=80),
    Column("Vendors", "person.vendors", Kind.TAGS, width=160),
    Column("Days behind", "person.behind", Kind.NUMBER, width=100),
    Column("Differs in", "person.differs", Kind.TAGS, width=160),
)
"""Columns over all contacts of a person, which the index derives; see `people.columns`."""


SEEN_COLUMNS = (
    Column("First seen here", "seen.first", Kind.DATE, width=180, shown=False),
    Column("Last change seen here", "seen.changed", Kind.DATE, width=180, shown=False),
)
"""Columns about when this computer noticed a contact, which the index derives; see
`history.columns`."""


def memory_columns(*shown: str) -> tuple[Column, ...]:
    """MEMORY_COLUMNS, of which those with these titles are shown."""
    return tuple(replace(column, shown=column.title in shown) for column in MEMORY_COLUMNS)


def columns_at(*paths: str, shown: bool = True) -> tuple[Column, ...]:
    """One column per path: of CONTACT_COLUMNS, else titled with the path's last key in words."""
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
    external_id: str = "",
    id_at: str = "$.id",
    times_at: tuple[str, str] = ("$.created_at", "$.updated_at"),
) -> Contact:
    """A contact with trimmed texts and without blanks or duplicates.

    `times_at` are the paths to created and updated, which stay the vendor's strings.
    """
    return Contact(
        id=text_at(raw, id_at).strip(),
        name=_visible(name),
        emails=_distinct(emails),
        phones=_distinct(phones),
        company=_visible(company),
        title=_visible(title),
        created_at=text_at(raw, times_at[0]),
        updated_at=text_at(raw, times_at[1]),
        raw=raw,
        external_id=_visible(external_id),
    )


INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]*"
)
"""Spaces, fillers and format characters: a text of nothing else is a blank row on every screen."""


def _visible(text: str) -> str:
    """A trimmed text, "" if there is nothing to see in it."""
    return "" if not text.isascii() and INVISIBLE.fullmatch(text) else text.strip()


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    """Trimmed texts in order, without blanks and duplicates, which are found by case folding."""
    if len(texts) < 2:
        return tuple(filter(None, map(str.strip, texts)))
    seen: dict[str, str] = {}
    for text in texts:
        if trimmed := text.strip():
            seen.setdefault(trimmed.casefold(), trimmed)
    return tuple(seen.values())
