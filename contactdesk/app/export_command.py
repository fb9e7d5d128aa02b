"""`contactdesk export`: writes contacts from the index to a file, without a window."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import copy
import os
import sys
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from contactdesk.app.session_bus import explain
from contactdesk.app.wording import contacts, error_line, error_title, query_problems, written
from contactdesk.errors import ContactDeskError
from contactdesk.export.exported import Exported, exported_person, exported_seen
from contactdesk.export.formats import ALL
from contactdesk.export.options import Options
from contactdesk.export.write import write
from contactdesk.http import network
from contactdesk.http.client import Client
from contactdesk.index import Index, Order, Scope
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.lock import Lock
from contactdesk.profile.paths import Profile, user_profile
from contactdesk.profile.removal import Removal, is_being_removed
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record
from contactdesk.search.fields import AGENT_FIELDS, USER_FIELDS
from contactdesk.search.query import Query, parse
from contactdesk.security.redact import redact
from contactdesk.sync.engine import State, Sync, WalkState
from contactdesk.sync.rate_limit import MAX_PAUSE_S
from contactdesk.userdata.userdata import UserData

EXIT_DONE, EXIT_USAGE, EXIT_PARTIAL = 0, 2, 4
EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells report a program ended by Ctrl-C."""

PROGRESS_INTERVAL_S = 0.2


class WrongUseError(Exception):
    """The command cannot be carried out; the text says why."""


@dataclass
class Job:
    """One export: its command line, what it needs, and the accounts that failed.

    `loaded` counts the contacts of the chosen accounts; `complete`: their vendors have no others.
    """

    arguments: argparse.Namespace
    profile: Profile
    accounts: Accounts
    chosen: list[Account]
    query: Query
    index: Index | None = None
    userdata: UserData = field(default_factory=UserData)
    failed: dict[str, ContactDeskError] = field(default_factory=dict)
    loaded: int = 0
    complete: bool = False


def export(args: argparse.Namespace) -> int:
    """Runs the command; returns its exit code."""
    progress = Progress()
    job: Job | None = None
    try:
        with contextlib.ExitStack() as stack:
            job = _job(args)
            if args.load_all:
                stack.callback(_take_lock(job.profile).release)
            # A runner and not asyncio.run(): while the file is written, Ctrl-C acts at once.
            runner = stack.enter_context(asyncio.Runner())
            stack.callback(lambda: runner.run(_close(job)))
            ids = runner.run(_row_ids(job, progress))
            if ids is not None:
                exported = Contacts(job, ids, progress)
                count = write(args.format, args.out, exported, _options(job, len(ids)))
                progress.end()
                _say(_written(job, count))
    except (WrongUseError, ContactDeskError) as error:
        progress.end()
        _say(error_line(error) if isinstance(error, ContactDeskError) else str(error))
        return EXIT_USAGE
    except KeyboardInterrupt:
        progress.end()
        if job is not None and job.accounts.keeps_nothing:
            _say("Stopped. No contacts were saved, and no file was written.")
        else:
            _say("Stopped. Loaded contacts stay in the index; no file was written.")
        return EXIT_INTERRUPTED
    for account in job.chosen:
        if account.id in job.failed:
            _say(error_line(job.failed[account.id]))
    return EXIT_PARTIAL if job.failed else EXIT_DONE


def _job(args: argparse.Namespace) -> Job:
    """The command line checked against accounts.toml."""
    profile = Profile.at(args.profile) if args.profile else user_profile()
    accounts = Accounts.load(profile.accounts_file)
    query = _query(args.query)
    if args.out is not None and not (folder := _folder_of(args.out)).is_dir():
        raise WrongUseError(f"The folder {folder} doesn't exist.")
    # For its user, an account whose removal was interrupted is gone.
    remaining = [account for account in accounts if not is_being_removed(profile, account.id)]
    if not remaining:
        raise WrongUseError("This profile has no accounts. Add one in the window first.")
    if accounts.keeps_nothing and not args.load_all:
        # A leftover index was meant to be erased, and may be old.
        raise WrongUseError(
            "This profile doesn't save contacts, so none are loaded. Add --load-all."
        )
    if args.all:
        return Job(args, profile, accounts, remaining, query)
    account = accounts.by_label(args.account)
    if account not in remaining:
        labels = ", ".join(f"“{each.label}”" for each in remaining)
        raise WrongUseError(f"There is no account “{args.account}”. Accounts: {labels}.")
    chosen = [each for each in remaining if each == account]
    return Job(args, profile, accounts, chosen, query)


def _query(text: str | None) -> Query:
    """The search, or one that finds all for None. A file of other contacts than were meant is worse
    than none: a search that is not understood is refused."""
    query = parse(text or "")
    if text is not None and query.empty:
        raise WrongUseError("The search is empty. Leave out --query to export all contacts.")
    if problems := query_problems(query):
        raise WrongUseError(problems)
    return query


def _folder_of(out: Path) -> Path:
    """The folder of a file, or of what a symbolic link leads to."""
    return Path(os.path.realpath(out)).parent if out.is_symlink() else out.parent


def _options(job: Job, matching: int) -> Options:
    args = job.arguments
    about = [
        ("Exported", f"{datetime.now():%Y-%m-%d %H:%M}"),
        ("Accounts", ", ".join(account.label for account in job.chosen)),
        ("Search", args.query or "none"),
        ("Contacts", _written(job, matching)),
    ]
    return Options(
        fields=args.fields,
        notes=args.notes,
        annotations=args.annotations,
        agent_names={
            account.label: dict(job.userdata.nicknames.of(account.id)) for account in job.chosen
        },
        about=tuple(about),
        on_cut=lambda count: _say(f"{count:,} cells were too long for a spreadsheet and were cut."),
    )


def _written(job: Job, count: int) -> str:
    args = job.arguments
    searched = not job.query.empty
    return written(count, job.loaded, args.out, searched=searched, complete=job.complete)


def _take_lock(profile: Profile) -> Lock:
    """The profile's lock: no window may load into the same index."""
    try:
        profile.make()
        lock = Lock.take(profile.lock_file)
    except OSError as error:
        raise WrongUseError(f"The profile can't be used: {error.strerror}.") from None
    if lock is None:
        raise WrongUseError(
            "contactdesk is open on this profile. Close it, or load all contacts there and export"
            " without --load-all."
        )
    return lock


async def _row_ids(job: Job, progress: Progress) -> array[int] | None:
    """Opens the index, loads into it if requested, and returns the rows to write, in order.

    None if there is no index to read; every account has failed then.
    """
    loads, keys = job.arguments.load_all, KeyStore()
    removal = Removal(job.profile, job.accounts, keys)
    try:
        if not loads and (removal.is_erasing_index or not job.profile.index_file.exists()):
            _say("No contacts are loaded yet. Load them in the window, or add --load-all.")
            return array("i")
        job.index = await _open_index(job, keys, removal)
        await _read_userdata(job, job.index, keys)
        if loads:
            await load_all(job, job.index, keys, progress)
        else:
            await _say_what_is_missing(job, job.index)
        job.complete = await _is_complete(job, job.index)
        counts = job.index.counts()
        job.loaded = sum(counts.get(account.id, 0) for account in job.chosen)
        scope = Scope("" if job.arguments.all else job.chosen[0].id)
        return await job.index.ids(scope, Order(), job.query)
    except ContactDeskError as error:
        for account in job.chosen:
            job.failed.setdefault(account.id, _for_account(error, account))
        return None
    finally:
        keys.close()


async def _open_index(job: Job, keys: KeyStore, removal: Removal) -> Index:
    if job.arguments.load_all:
        job.accounts.save()  # keeps a profile id created just now
        if job.accounts.keeps_nothing:
            await _erase_leftovers(removal)
            return await Index.open_temporary()
        await removal.finish_erasing_index()
    key = await keys.index_key(job.accounts.profile_id)
    index = await Index.open(job.profile.index_file, key)
    providers = all_providers()
    of_account = {each.id: providers[each.provider] for each in job.accounts}
    index.name_accounts(job.accounts.names_by_id(), of_account)
    index.people.set_regions(job.accounts.regions())
    if index.file.notice:
        _say(error_line(ContactDeskError(index.file.notice)))
    return index


async def _read_userdata(job: Job, index: Index, keys: KeyStore) -> None:
    """Reads the user's own notes and nicknames. Without them, agents keep their ids; where the file
    would be another one without them, nothing is written."""
    file = job.profile.userdata_file
    if not index.file.is_kept or not file.exists():
        return
    try:
        job.userdata = await UserData.read_only(
            file, await keys.userdata_key(job.accounts.profile_id)
        )
    except ContactDeskError as error:
        if job.arguments.annotations or _asks_for_userdata(job.query):
            words = "Your own tags, notes and nicknames can't be read, so no file was written."
            raise WrongUseError(f"{words} {error_title(error)}.") from error
        # What the index knows of the user's decisions stays.
        return
    index.user_words.annotate(job.userdata.annotations.all())
    index.user_words.name_agents(job.userdata.nicknames.all())
    if job.arguments.load_all:
        # Whatever is loaded now is linked by it. Without loading, a window may have the profile.
        await index.people.set_judgements(dict(job.userdata.judgements.all()))
        await index.people.set_dismissed(job.userdata.dismissals.all())


def _asks_for_userdata(query: Query) -> bool:
    return any(
        term.field in (*USER_FIELDS, *AGENT_FIELDS) for clause in query.clauses for term in clause
    )


async def _erase_leftovers(removal: Removal) -> None:
    """Erases what a killed run left, or somebody copied back, in a profile that saves nothing."""
    if not removal.has_files_left:
        return
    try:
        await removal.erase_all()
    except ContactDeskError as error:
        _say(f"Saved contacts couldn't be removed from this computer yet: {error_line(error)}")


async def load_all(job: Job, index: Index, keys: KeyStore, progress: Progress) -> None:
    """Loads the rest of the chosen accounts in parallel; a failed one does not stop the others."""
    settings = network.read(job.profile.settings_file)
    client = Client(
        proxy=settings.proxy or None,
        ca_file=settings.ca_file or None,
        trust_env=settings.use_system,
    )
    sync = Sync(
        job.accounts,
        keys,
        index,
        client,
        changed=progress.show_walk,
        # Nobody waits for a day in front of a terminal.
        max_pause_s=MAX_PAUSE_S,
    )

    async def load(account: Account) -> None:
        try:
            await sync.load_all(await sync.walk(account.id))
        except ContactDeskError as error:
            job.failed[account.id] = _for_account(error, account)

    try:
        async with asyncio.TaskGroup() as group:
            for account in job.chosen:
                group.create_task(load(account))
    finally:
        await client.aclose()
        progress.end()


def _for_account(error: ContactDeskError, account: Account) -> ContactDeskError:
    """A copy of the error with the account's label; accounts may share one error."""
    own = copy.copy(explain(error))
    own.account = account.label
    return own


async def _is_complete(job: Job, index: Index) -> bool:
    listings = [await index.listing(account.id) for account in job.chosen]
    return all(listing.complete for listing in listings)


async def _say_what_is_missing(job: Job, index: Index) -> None:
    """Says which accounts the file will hold only a part of."""
    for account in job.chosen:
        listing = await index.listing(account.id)
        if not listing.complete:
            count = index.counts().get(account.id, 0)
            loaded = contacts(count)
            _say(f"{account.label}: only {loaded} loaded so far. Add --load-all for the rest.")


class Contacts:
    """The contacts of some rows, read one at a time; each reading starts at the first."""

    def __init__(self, job: Job, ids: array[int], progress: Progress) -> None:
        self._job = job
        self._ids = ids
        self._progress = progress
        # All fields of a table are known after a first reading.
        self._readings_before = int(job.arguments.fields == ALL)

    def __iter__(self) -> Iterator[Exported]:
        job, ids = self._job, self._ids
        done = "prepared" if self._readings_before else "written"
        self._readings_before = 0
        known = {account.id: account for account in job.chosen}
        providers = all_providers()
        for number, row_id in enumerate(ids):
            stored = job.index.stored(row_id) if job.index is not None else None
            account = known.get(stored.account_id) if stored is not None else None
            if job.index is None or stored is None or account is None:  # deleted meanwhile
                continue
            record = read_record(providers[account.provider].contact, stored.raw)
            self._progress.show(f"{number:,} of {len(ids):,} {done}")
            key = account.id, stored.vendor_id
            noted = job.userdata.annotations.of(key)
            person = job.index.people.of_contacts_at_once([row_id]).get(key)
            yield Exported(
                *(account.label, account.provider, record.contact, stored.raw, noted),
                exported_person(key, person),
                exported_seen(stored),
            )


async def _close(job: Job) -> None:
    if job.index is not None:
        await job.index.close()


class Progress:
    """A progress line on standard error, overwritten in place; only on a terminal."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._shown_at = 0.0
        self._loaded: dict[str, int] = {}

    def show(self, text: str) -> None:
        now = time.monotonic()
        if self._is_terminal and now - self._shown_at >= PROGRESS_INTERVAL_S:
            self._shown_at = now
            sys.stderr.write(f"\r\x1b[K{_plain(text)}")
            sys.stderr.flush()

    def show_walk(self, walk: WalkState) -> None:
        self._loaded[walk.account.id] = walk.listing.walked
        words = f"{contacts(sum(self._loaded.values()))} loaded"
        if walk.state is State.WAITING and walk.error is not None:
            words = f"{words}; {walk.account.label}: {error_title(walk.error)}"
        self.show(words)

    def end(self) -> None:
        """Clears the line."""
        if self._is_terminal:
            sys.stderr.write("\r\x1b[K")


def _say(text: str) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(_plain(redact(text)) + "\n")


def _plain(text: str) -> str:
    """The text without control characters: part of it may be a vendor's."""
    return "".join(c if c.isprintable() else " " for c in text)
