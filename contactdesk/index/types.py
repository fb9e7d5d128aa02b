"""Public types of the index: listings, scopes, orders, stored contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec
from msgspec import Struct, field

from contactdesk.model import Column, Cursor, Filters
from contactdesk.people.reasons import Reason, Strength, strength

STAND_IN = Column("", "stand_in")
"""What `Index.rows` gives for a contact without a name: what is shown instead; "" for others."""

STAND_IN_FIELD = Column("", "stand_in_field")
"""What `Index.rows` gives with it: "company", "email", "phone", "external_id", "id", or ""."""

NOT_LOADED, PARTIAL, COMPLETE = "not-loaded", "partial", "complete"


class Listing(Struct, frozen=True):
    """An account's list call with one set of filters, and how far it has been read.

    `state` is NOT_LOADED, PARTIAL or COMPLETE. `pages` and `walked` count the current pass only; a contact that
    appears on two pages counts once. `total` is the vendor's own count where it reports one.
    `shifted` means that a page did not overlap the one before it, so this pass may have skipped
    contacts.
    """

    id: int
    account_id: str
    filters: Filters
    next_cursor: Cursor
    pass_number: int
    state: str
    total: int | None
    pages: int
    walked: int
    shifted: bool = False

    @property
    def complete(self) -> bool:
        """Whether this pass has reached the end of the listing."""
        return self.state == COMPLETE


class Written(Struct, frozen=True):
    """The result of writing a page: row ids new to the listing's scope, and of changed contacts.

    `count` is the number of records on the page, `removed` the number of contacts deleted because two passes in a row missed them, `missed` of those that a complete pass missed for the first time.
    `next_cursor` requests the following page. `problem` is a kind of fault, set if the reply
    promised another page but did not say how to request it.
    """

    listing: Listing
    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    count: int = 0
    removed: int = 0
    missed: int = 0
    next_cursor: Cursor = None
    problem: str = ""


class Scope(Struct, frozen=True):
    """Contacts of all accounts (""), of one account, or of its listing with these filters.

    With `people`, the people who have a contact there: one row id for each person, that of the
    person's own contact, which may itself be of another account.
    """

    account_id: str = ""
    filters: Filters = field(default_factory=dict)
    people: bool = False


class Order(Struct, frozen=True):
    """Sort order by a column, with empty values last; without a column, in loading order.

    Ties are broken by account, then by row id. Descending is the exact reverse of ascending for
    all contacts that have a value. By name, contacts without one come last, sorted by what is shown
    instead, in the same direction.
    """

    column: Column | None = None
    descending: bool = False


Names = Mapping[str, Sequence[str]]
"""Account id -> what a person calls it: its label, then the names of its vendor."""

AgentNames = Mapping[tuple[str, str], str]
"""(account id, agent) -> the nickname that the user gave to a persona or an agent number."""


class Annotated(Protocol):
    """What the user added to a contact."""

    @property
    def favourite(self) -> bool: ...

    @property
    def tags(self) -> tuple[str, ...]: ...

    @property
    def note(self) -> str: ...


Annotations = Mapping[tuple[str, str], Annotated]
"""(account id, vendor's id of a contact) -> what the user added to it."""


class UserWords(Struct, frozen=True):
    """What the user calls accounts and agents, and has added to contacts. The index does not keep
    it: it is searched together with what vendors sent."""

    accounts: Names = {}
    agents: AgentNames = {}
    annotations: Annotations = {}


ItemKey = tuple[str, str, int]
"""(account id, the vendor's id of the contact, `memories.item_key.item_key`) of an open item: stays
the same while the item says the same."""


class ItemScope(Struct, frozen=True):
    """Open items of all accounts ("") or of one, less what does not meet every condition.

    `words`: each of them in the item's text, type or entity, its contact's name or its agent.
    `agents`: of any of these. `priorities`: of any of these ranks (`memories.priority`). `about`: about
    the entity with this id. `hidden`: none of these; `only`: among these.
    """

    account_id: str = ""
    words: str = ""
    agents: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    about: str = ""
    hidden: frozenset[ItemKey] = frozenset()
    only: frozenset[ItemKey] | None = None


class ItemOrder(Struct, frozen=True):
    """Sort order of open items by one of ITEM_ORDERS, with empty values last.

    Ties are broken by priority, then by time, the oldest first, then by contact and place in the
    record. Descending is the exact reverse among all that have a value. `group` comes before all
    that, ascending, so that the items of a group are in a run: "priority", "person", "agent",
    "account", or "" for no groups.
    """

    by: str = "priority"
    descending: bool = False
    group: str = ""


ITEM_ORDERS = ("priority", "text", "person", "agent", "created_at", "about", "account")
"""What `ItemOrder.by` may be."""


class ItemRow(Struct, frozen=True):
    """An open item: its row id and key, the contact's row id, and what a table shows.

    `person` is the contact's display name, `memory` the number of the memory, and `created_at` as it
    was sent, in UTC. `rank` is the priority's place.
    """

    id: int
    key: ItemKey
    contact: int
    account_id: str
    vendor_id: str
    person: str
    agent: str
    memory: int
    priority: str
    rank: int
    type: str
    text: str
    created_at: str
    about_type: str
    about_id: str


class ChangeOrder(Struct, frozen=True):
    """Sort order of changes by one of CHANGE_ORDERS: by "time" the oldest first, by "kind" in the
    order of `history.kinds`.

    Ties are broken by time, the newest first. `group` comes before all that, so that the changes of
    a group are in a run: "day" by day of this computer's calendar, the newest first, then by
    account; "account"; or "" for no groups. Accounts are in the order in which they were added.
    """

    by: str = "time"
    descending: bool = True
    group: str = "day"


CHANGE_ORDERS = ("time", "person", "account", "kind")
"""What `ChangeOrder.by` may be."""


class FactKey(NamedTuple):
    """A fact's key in the form that is compared (`memories.values.same_key`), how many people an agent
    knows it of, and its spellings, the most frequent first."""

    key: str
    people: int
    spellings: tuple[str, ...]


class LongSummary(NamedTuple):
    """A contact, and the length in characters of an agent's summary of it."""

    contact: int
    person: str
    characters: int


class AgentStats(Struct, frozen=True):
    """What an agent remembers, over all contacts loaded so far.

    `agent` is a persona's id or, with `is_number`, an agent number, "" for memories that name
    neither. `people` are distinct contacts, `empty` those of whom it has a memory with nothing in it.
    `median_last_talk` is the day in the middle of the last talks, `oldest_open` the day of the
    oldest open item, as ISO 8601; "" where none has a date. `fact_keys`: those of the most people first.
    `longest_summaries`: a few, the longest first.
    """

    account_id: str
    agent: str
    is_number: bool
    people: int
    memories: int
    empty: int
    open_items: int
    median_last_talk: str
    oldest_open: str
    fact_keys: tuple[FactKey, ...]
    longest_summaries: tuple[LongSummary, ...]


class ChangeScope(Struct, frozen=True):
    """Changes in all accounts ("") or in one, less what does not meet every condition.

    `words`: each of them in the contact's name or in the name of a field. `kinds`: of any of these (`history.kinds`). `fields`: in
    any of these fields. `since` and `until`: seen from the one time on and before the other, in
    seconds since 1970; None for no bound.
    """

    account_id: str = ""
    words: str = ""
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    since: float | None = None
    until: float | None = None


class ChangeRow(Struct, frozen=True):
    """A contact's record differed from the one before, or the contact came or went.

    `time` is when that was seen here, in seconds since 1970: the change itself is older.
    `contact` is the contact's row id, None while it is gone; `person` its display name, of a gone
    contact the last one. `kinds` are of `history.kinds`, `fields` the names of the fields that a
    search can name, such as "email", "fact.time_zone" or "status".
    """

    id: int
    time: float
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    account_id: str
    vendor_id: str
    contact: int | None
    person: str


class Version(Struct, frozen=True):
    """A record as it once was: `raw` is exactly what the vendor sent.

    `since` is when it was first seen here and `until` when it was first seen to be another or gone,
    both in seconds since 1970; None for not known, or still so. `kinds` and `fields` say what
    changed with it, as in `ChangeRow`; both are empty for the first version that is known.
    """

    raw: bytes
    since: float | None
    until: float | None
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class PersonRow(Struct, frozen=True):
    """A person: the row id of the person's own contact, and what a table shows.

    `contacts` counts the contacts, the own one included; `vendors` are the ids of their providers.
    `best`: each of CONTACT_FIELDS of which any contact has a value -> the value as it was sent, and
    the row id of the contact it is from: the own one if it has a value, else the best of the others
    that has one. Times are the own one's only.
    """

    id: int
    contacts: int
    vendors: tuple[str, ...]
    best: Mapping[str, tuple[str, int]] = {}


class ContactLink(Struct, frozen=True):
    """Why a contact is, or may be, the same person as another: everything that speaks for and against
    it, the strongest first. No reasons for a contact whose record cannot be read."""

    contact: int
    other: int
    reasons: tuple[Reason, ...] = ()

    @property
    def strength(self) -> Strength:
        return strength(self.reasons)


class SharedKey(Struct, frozen=True):
    """An address or a number that several people have: its kind (`people.keys`), as a contact of the
    person has it, and how many contacts in the index do."""

    kind: int
    text: str
    contacts: int


class PersonLinks(Struct, frozen=True):
    """Why the contacts of a person belong together.

    `members` are their row ids, the person's own first; `links` has one of each of the others: to the
    contact that it has most in common with. `maybes` go from a contact of somebody else to one of the
    person. A key in `shared` links only contacts whose names agree. One in `too_common` has too many
    contacts to link anybody; nor do `agent_numbers`, the numbers of the user's own agents. Where
    `is_crowded`, one of the members is in a crowd, in which only the user links.
    """

    members: tuple[int, ...] = ()
    links: tuple[ContactLink, ...] = ()
    maybes: tuple[ContactLink, ...] = ()
    shared: tuple[SharedKey, ...] = ()
    too_common: tuple[SharedKey, ...] = ()
    agent_numbers: tuple[str, ...] = ()
    is_crowded: bool = False

    def maybe_ids(self) -> list[int]:
        """The row ids of contacts of others that might be the same person."""
        return [each.contact for each in self.maybes]


class PersonHints(Struct, frozen=True):
    """What is to be known of a contact's person before anybody asks: others who might be the same,
    each by the contact that shares something with it, and whether it is in a crowd, as `PersonLinks`.
    """

    maybes: tuple[int, ...] = ()
    is_crowded: bool = False


class ContactPerson(NamedTuple):
    """What is known of a contact's person: (account id, the vendor's id) of the person's own contact,
    and what the columns of `people.columns` show."""

    own: tuple[str, str]
    contacts: int
    vendors: tuple[str, ...]
    days_behind: int | None
    differs: tuple[str, ...]


class VendorCounts(Struct, frozen=True):
    """How many people there are at which vendors, over all contacts loaded so far.

    `combinations`: provider ids in alphabetical order -> the number of people who have contacts at
    these vendors and at no other; none is 0.
    """

    combinations: Mapping[tuple[str, ...], int] = {}

    @property
    def people(self) -> int:
        """All people."""
        return sum(self.combinations.values())

    @property
    def vendors(self) -> tuple[str, ...]:
        """The provider ids that anybody has a contact of, in alphabetical order."""
        return tuple(sorted({vendor for each in self.combinations for vendor in each}))

    def at(self, *vendors: str) -> int:
        """People who have a contact at each of these vendors, and perhaps at others."""
        return self._where(lambda each: set(vendors) <= set(each))

    def missing(self, at: str, not_at: str) -> int:
        """People who have a contact at one vendor, but none at the other."""
        return self._where(lambda each: at in each and not_at not in each)

    def _where(self, is_counted: Callable[[tuple[str, ...]], bool]) -> int:
        return sum(count for each, count in self.combinations.items() if is_counted(each))


class Stored(Struct, frozen=True):
    """A stored contact: `raw` is exactly what the vendor sent.

    `first_seen` and `last_change` are the values of the columns of `history.columns`: moments in UTC,
    "" for none.
    """

    account_id: str
    vendor_id: str
    raw: bytes
    malformed: str
    first_seen: str = ""
    last_change: str = ""


class MalformedRecord(Struct, frozen=True):
    """A record that breaks the vendor's documents; `malformed` says how."""

    row_id: int
    display_name: str
    vendor_id: str
    malformed: str


class MalformedRecords(Struct, frozen=True):
    """An account's malformed records: counts by kind, and the first few records."""

    counts: dict[str, int] = field(default_factory=dict)
    first: Sequence[MalformedRecord] = ()

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def filters_text(filters: Filters) -> str:
    """Filters as canonical JSON: sorted, without empty ones."""
    chosen = {
        name: value if isinstance(value, str) else list(value)
        for name, value in sorted(filters.items())
        if value
    }
    return msgspec.json.encode(chosen).decode()


def filters_read(text: str) -> Mapping[str, Any]:
    """The inverse of `filters_text`."""
    read: dict[str, Any] = msgspec.json.decode(text)
    return read
