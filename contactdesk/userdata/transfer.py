"""The user's data as a file for another computer: made, read, and merged with what is there.

JSON, not encrypted. Entries name their account by the id it had; `accounts` gives its vendor and
label, by which it is found on another computer. Contacts and open items are named as in `keys`, so
they need not be loaded. Recent searches, places and looks are not in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

from contactdesk.errors import ContactDeskError
from contactdesk.model import Filters
from contactdesk.userdata.annotations import MAX_NOTE_CHARS, Annotation, clean_tags
from contactdesk.userdata.dismissals import Disagreement, Dismissal
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.keys import PEOPLE, Agent, ContactKey, ItemKey, Pair, pair_of
from contactdesk.userdata.moments import now
from contactdesk.userdata.nicknames import clean_nickname
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData

K = TypeVar("K")
V = TypeVar("V")

CONTENT, VERSION = "contactdesk user data", 2
MAX_FILE_BYTES = 256 << 20
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
KIND = re.compile(r"[a-z_]{1,40}", re.ASCII)
INT64 = range(-(2**63), 2**63)


class DataFileError(ContactDeskError):
    """The file holds no user data that can be read: "data-file", or "data-file-newer"."""


class AccountName(Struct, frozen=True):
    """How an account is found on another computer."""

    id: str
    vendor: str
    label: str


class ContactEntry(Struct, frozen=True, omit_defaults=True):
    account: str
    id: str
    favorite: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    set_at: str = ""


class ItemEntry(Struct, frozen=True, omit_defaults=True):
    account: str
    contact: str
    item: int
    done: bool = False
    snoozed_until: str = ""
    set_at: str = ""


class NicknameEntry(Struct, frozen=True, omit_defaults=True):
    account: str
    agent: Agent
    name: str
    set_at: str = ""


class JudgementEntry(Struct, frozen=True, omit_defaults=True):
    """Two contacts; `same_person` None is left out."""

    account: str
    contact: str
    other_account: str
    other_contact: str
    same_person: bool | None = None
    set_at: str = ""


class DismissalEntry(Struct, frozen=True, omit_defaults=True):
    """`accounts` are those whose contacts disagree."""

    kind: str
    digest: int
    accounts: tuple[str, ...] = ()
    set_at: str = ""


class SearchEntry(Struct, frozen=True, omit_defaults=True):
    """`account` is None for a search in any account, "" for all of them, PEOPLE for people."""

    name: str
    text: str
    account: str | None = None
    filters: Filters = field(default_factory=dict)
    sort: str | None = None
    descending: bool = False
    columns: tuple[str, ...] = ()
    set_at: str = ""


class DataFile(Struct, frozen=True):
    """What a file holds."""

    content: str
    version: int
    exported_at: str = ""
    accounts: tuple[AccountName, ...] = ()
    contacts: tuple[ContactEntry, ...] = ()
    open_items: tuple[ItemEntry, ...] = ()
    nicknames: tuple[NicknameEntry, ...] = ()
    saved_searches: tuple[SearchEntry, ...] = ()
    judgements: tuple[JudgementEntry, ...] = ()
    dismissed_disagreements: tuple[DismissalEntry, ...] = ()

    @property
    def size(self) -> int:
        """The number of entries."""
        lists = (
            *(self.contacts, self.open_items, self.nicknames, self.saved_searches),
            *(self.judgements, self.dismissed_disagreements),
        )
        return sum(map(len, lists))


# Making a file


def collect(userdata: UserData, accounts: Iterable[AccountName]) -> DataFile:
    """Everything that the user made on purpose."""
    notes, searches = userdata.annotations, userdata.searches
    return DataFile(
        CONTENT,
        VERSION,
        now(),
        tuple(accounts),
        tuple(
            ContactEntry(*key, each.favourite, each.tags, each.note, notes.set_at(key))
            for key, each in sorted(notes.all().items())
        ),
        tuple(
            ItemEntry(*key, each.done, each.snoozed_until, each.set_at)
            for key, each in sorted(userdata.item_states.all().items())
        ),
        tuple(
            NicknameEntry(*key, name, userdata.nicknames.set_at(*key))
            for key, name in sorted(userdata.nicknames.all().items())
        ),
        tuple(
            SearchEntry(
                *(each.name, each.text, each.account, each.filters, each.sort),
                *(each.descending, each.columns, searches.set_at(each.name)),
            )
            for each in searches.saved()
        ),
        tuple(
            JudgementEntry(*pair[0], *pair[1], is_same, userdata.judgements.set_at(pair))
            for pair, is_same in sorted(userdata.judgements.all().items())
        ),
        tuple(
            DismissalEntry(*key, each.accounts, userdata.dismissals.set_at(key))
            for key, each in sorted(userdata.dismissals.entries().items())
        ),
    )


def encode(data: DataFile) -> bytes:
    """The file, readable by people."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


# Reading a file


def decode(data: bytes) -> DataFile:
    """What a file holds. Raises DataFileError."""
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.content == CONTENT and head.version > VERSION:
            raise DataFileError("data-file-newer")
        found = msgspec.json.decode(data, type=DataFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DataFileError("data-file") from error
    if found.content != CONTENT or found.version < 1:
        raise DataFileError("data-file")
    return found


class _Head(Struct):
    content: str
    version: int


# Merging


class Merge(Struct):
    """What an import would write, and how much it adds, changes and leaves as it is.

    `newer_here` counts entries that were changed here since; `elsewhere` those of accounts that are
    not here, by the account's label. An entry that says what is here already counts nowhere.
    """

    annotations: dict[ContactKey, Annotation] = field(default_factory=dict)
    item_states: dict[ItemKey, ItemState] = field(default_factory=dict)
    nicknames: dict[tuple[str, Agent], str] = field(default_factory=dict)
    searches: dict[str, SavedSearch] = field(default_factory=dict)
    judgements: dict[Pair, bool] = field(default_factory=dict)
    dismissals: dict[Disagreement, Dismissal] = field(default_factory=dict)
    moments: dict[Any, str] = field(default_factory=dict)
    """Key or name -> when it was set."""

    added: int = 0
    changed: int = 0
    newer_here: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)

    @property
    def writes(self) -> int:
        """The number of entries that are written."""
        return self.added + self.changed

    async def write(self, userdata: UserData) -> None:
        """Write it. Raises IndexFileError; merging the same file again writes the rest."""
        await userdata.annotations.set_many(self.annotations, self.moments)
        await userdata.item_states.set_many(self.item_states)
        await userdata.nicknames.set_many(self.nicknames, self.moments)
        await userdata.searches.save(*self.searches.values(), at=self.moments)
        await userdata.judgements.set_many(self.judgements, self.moments)
        await userdata.dismissals.set_many(self.dismissals, self.moments)

    def take(self, into: dict[K, V], key: K, value: V, at: str, here: V | None, since: str) -> None:
        """Count an entry, and plan to write it unless `here` is the same or set later."""
        if here == value:
            return
        if here is not None and since >= at:
            self.newer_here += 1
            return
        self.added += here is None
        self.changed += here is not None
        into[key], self.moments[key] = value, at


def merge(data: DataFile, userdata: UserData, accounts: Iterable[AccountName]) -> Merge:
    """Compare a file with what is here, for these accounts. Writes nothing."""
    ids = _ids_here(data.accounts, list(accounts))
    labels = {each.id: each.label for each in data.accounts}
    made, latest = Merge(), now()

    def here(account_id: str) -> str | None:
        found = ids.get(account_id)
        if found is None:
            made.elsewhere[labels.get(account_id, account_id)] += 1
        return found

    def moment(text: str) -> str:
        return min(text, latest) if MOMENT.fullmatch(text) else ""

    _merge_contacts(made, data, userdata, here, moment)
    _merge_items(made, data, userdata, here, moment)
    _merge_nicknames(made, data, userdata, here, moment)
    _merge_searches(made, data, userdata, here, moment)
    _merge_judgements(made, data, userdata, here, moment)
    _merge_dismissals(made, data, userdata, here, moment)
    return made


Here = Callable[[str], "str | None"]
"""Account id in the file -> account id here; None, counted, where it is not here."""

Moment = Callable[[str], str]
"""The moment of an entry, not in the future; "" for what is none."""


def _ids_here(there: Iterable[AccountName], accounts: list[AccountName]) -> Mapping[str, str]:
    """Account id in the file -> account id here: the same account, else the one of the vendor with
    the label."""
    own = {(each.id, each.vendor) for each in accounts}
    named = {(each.vendor, each.label.casefold()): each.id for each in accounts}
    found = {}
    for each in there:
        if (each.id, each.vendor) in own:
            found[each.id] = each.id
        elif match := named.get((each.vendor, each.label.casefold())):
            found[each.id] = match
    return found


def _merge_contacts(
    made: Merge, data: DataFile, userdata: UserData, here: Here, moment: Moment
) -> None:
    store = userdata.annotations
    for each in data.contacts:
        note = each.note.strip()[:MAX_NOTE_CHARS]
        annotation = Annotation(each.favorite, clean_tags(each.tags), note)
        if annotation.is_empty or (account_id := here(each.account)) is None:
            continue
        key = account_id, each.id
        own = store.all().get(key)
        made.take(made.annotations, key, annotation, moment(each.set_at), own, store.set_at(key))


def _merge_items(
    made: Merge, data: DataFile, userdata: UserData, here: Here, moment: Moment
) -> None:
    for each in data.open_items:
        at, until = moment(each.set_at), _day(each.snoozed_until)
        is_nothing = not (each.done or until) or each.item not in INT64
        if is_nothing or (account_id := here(each.account)) is None:
            continue
        key = account_id, each.contact, each.item
        own = userdata.item_states.state(key)
        since = own.set_at if own else ""
        state = ItemState(each.done, until, at)
        if own is None or (own.done, own.snoozed_until) != (state.done, state.snoozed_until):
            made.take(made.item_states, key, state, at, own, since)


def _merge_nicknames(
    made: Merge, data: DataFile, userdata: UserData, here: Here, moment: Moment
) -> None:
    store = userdata.nicknames
    for each in data.nicknames:
        name = clean_nickname(each.name)
        if not (name and each.agent) or (account_id := here(each.account)) is None:
            continue
        key = account_id, each.agent
        own = store.of(account_id).get(each.agent)
        made.take(made.nicknames, key, name, moment(each.set_at), own, store.set_at(*key))


def _merge_searches(
    made: Merge, data: DataFile, userdata: UserData, here: Here, moment: Moment
) -> None:
    store = userdata.searches
    saved = {each.name: each for each in store.saved()}
    for each in data.saved_searches:
        account_id = each.account
        if account_id and account_id != PEOPLE:
            account_id = here(account_id)
        is_elsewhere = bool(each.account) and account_id is None
        name = " ".join(each.name.split())
        if is_elsewhere or not (name and each.text.strip()):
            continue
        # What to be told about is chosen on each computer.
        is_watched = name in saved and saved[name].watched
        search = SavedSearch(
            *(name, each.text.strip(), account_id, each.filters),
            *(each.sort, each.descending, each.columns, is_watched),
        )
        at, since = moment(each.set_at), store.set_at(name)
        made.take(made.searches, name, search, at, saved.get(name), since)


def _merge_judgements(
    made: Merge, data: DataFile, userdata: UserData, here: Here, moment: Moment
) -> None:
    store = userdata.judgements
    for each in data.judgements:
        if each.same_person is None:
            continue
        if (account_id := here(each.account)) is None:
            continue
        if (other_id := here(each.other_account)) is None:
            continue
        one, other = (account_id, each.contact), (other_id, each.other_contact)
        if one == other:
            continue
        pair = pair_of(one, other)
        at, since = moment(each.set_at), store.set_at(pair)
        made.take(made.judgements, pair, each.same_person, at, store.of(pair), since)


def _merge_dismissals(
    made: Merge, data: DataFile, userdata: UserData, here: Here, moment: Moment
) -> None:
    store = userdata.dismissals
    for each in data.dismissed_disagreements:
        is_nothing = not each.accounts or each.digest not in INT64
        if is_nothing or not KIND.fullmatch(each.kind):
            continue
        accounts = _all_here(each.accounts, here)
        if accounts is None:
            continue
        key, dismissal = (each.kind, each.digest), Dismissal(accounts)
        at, since = moment(each.set_at), store.set_at(key)
        made.take(made.dismissals, key, dismissal, at, store.entries().get(key), since)


def _all_here(account_ids: Iterable[str], here: Here) -> tuple[str, ...] | None:
    """The accounts' ids here; None where one of them is not here."""
    found = set()
    for each in account_ids:
        if (account_id := here(each)) is None:
            return None
        found.add(account_id)
    return tuple(sorted(found))


def _day(text: str) -> str:
    """An ISO day, "" for what is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
