"""Export without a window: what `contactdesk export` does once the command line is read."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import copy
import sys
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from contactdesk.errors import ContactDeskError
from contactdesk.export.write import Exported, write
from contactdesk.http import network
from contactdesk.http.client import Client
from contactdesk.index import Index, Order, Scope
from contactdesk.profile.accounts import Account, Accounts
from contactdesk.profile.keyring import Keys
from contactdesk.profile.paths import Lock, Profile
from contactdesk.profile.places import user_profile
from contactdesk.profile.removal import Removal, is_being_removed
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record
from contactdesk.search.query import parse
from contactdesk.security.redact import redact
from contactdesk.sync.engine import State, Sync, WalkState
from contactdesk.sync.rate_limit import LONGEST_WAIT

DONE, USAGE, PARTIAL = 0, 2, 4
STOPPED = 130
"""What shells give a program that Ctrl-C has ended."""

SHOW_EVERY = 0.2
"""Seconds between two lines of progress."""


class WrongUseError(Exception):
    """What was asked for cannot be done; the text says why."""


@dataclass
class Job:
    """One export: what was asked for, what it needs, and which accounts could not be finished."""

    arguments: argparse.Namespace
    profile: Profile
    accounts: Accounts
    chosen: list[Account]
    index: Index | None = None
    failed: dict[str, ContactDeskError] = field(default_factory=dict)


def export(args: argparse.Namespace) -> int:
    """Writes what a profile's index holds to a file. Gives the exit code."""
    progress = Progress()
    job: Job | None = None
    try:
        with contextlib.ExitStack() as stack:
            job = _job(args)
            if args.load_all:
                stack.callback(_locked(job.profile).release)
            # A runner and not asyncio.run(): while the file is written, Ctrl-C acts at once.
            runner = stack.enter_context(asyncio.Runner())
            stack.callback(lambda: runner.run(_close(job)))
            ids = runner.run(_read(job, progress))
            if ids is not None:
                count = write(args.format, args.out, _contacts(job, ids, progress))
                progress.end(f"{count:,} {'contact' if count == 1 else 'contacts'} in {args.out}")
    except (WrongUseError, ContactDeskError) as error:
        progress.end()
        _tell(str(error))
        return USAGE
    except KeyboardInterrupt:
        progress.end()
        kept = job is None or not job.accounts.keeps_nothing
        stays = "What was loaded stays in the index" if kept else "Nothing is kept"
        _tell(f"Stopped. {stays}; no file was written.")
        return STOPPED
    for account in job.chosen:
        if account.id in job.failed:
            _tell(str(job.failed[account.id]))
    return PARTIAL if job.failed else DONE


def _job(args: argparse.Namespace) -> Job:
    """What was asked for, as far as the command line and accounts.toml tell."""
    profile = Profile.at(args.profile) if args.profile else user_profile()
    accounts = Accounts.load(profile.accounts_file)
    if not args.out.parent.is_dir():
        raise WrongUseError(f"There is no folder {args.out.parent}.")
    # One that a killed run was removing has been removed, as far as its user knows.
    staying = [account for account in accounts if not is_being_removed(profile, account.id)]
    if not staying:
        raise WrongUseError("This profile has no accounts. Add one in the window first.")
    if accounts.keeps_nothing and not args.load_all:
        # Not even what lies there: it was to go, and may be of long ago.
        raise WrongUseError(
            "This profile keeps nothing on disk: nothing is loaded. Add --load-all."
        )
    if args.all:
        return Job(args, profile, accounts, staying)
    account = accounts.by_label(args.account)
    if account not in staying:
        labels = ", ".join(f"“{each.label}”" for each in staying)
        raise WrongUseError(f"There is no account “{args.account}”. There are: {labels}.")
    return Job(args, profile, accounts, [each for each in staying if each == account])


def _locked(profile: Profile) -> Lock:
    """The profile's lock, so that no window loads into the same index."""
    try:
        profile.make()
        lock = Lock.take(profile.lock_file)
    except OSError as error:
        raise WrongUseError(f"The profile cannot be used: {error.strerror}.") from None
    if lock is None:
        raise WrongUseError(
            "contactdesk is open on this profile. Close it, or load there and export without"
            " --load-all."
        )
    return lock


async def _read(job: Job, progress: Progress) -> array[int] | None:
    """Opens the index, loads into it if asked to, and gives what shall be written, in order.

    None where there is no index to read; every account has failed then.
    """
    loads, keys = job.arguments.load_all, Keys()
    forgetting = Removal(job.profile, job.accounts, keys)
    try:
        if not loads and (forgetting.is_erasing_index or not job.profile.index_file.exists()):
            _tell("Nothing is loaded yet. Load in the window, or add --load-all.")
            return array("i")
        job.index = await _opened(job, keys, forgetting)
        if loads:
            await load_all(job, job.index, keys, progress)
        else:
            await _tell_unfinished(job, job.index)
        scope = Scope("" if job.arguments.all else job.chosen[0].id)
        return await job.index.ids(scope, Order(), parse(job.arguments.query))
    except ContactDeskError as error:
        for account in job.chosen:
            job.failed.setdefault(account.id, _of(error, account))
        return None
    finally:
        keys.close()


async def _opened(job: Job, keys: Keys, forgetting: Removal) -> Index:
    if job.arguments.load_all:
        job.accounts.save()  # else a profile id that was made just now would not last
        if job.accounts.keeps_nothing:
            await _erase_left(forgetting)
            return await Index.open_temporary()
        await forgetting.finish_erasing_index()
    key = await keys.index_key(job.accounts.profile_id)
    index = await Index.open(job.profile.index_file, key)
    index.name_accounts(job.accounts.called())
    if index.file.notice:
        notice = ContactDeskError(index.file.notice)
        _tell(f"{notice.title}. {notice.hint}")
    return index


async def _erase_left(forgetting: Removal) -> None:
    """What a run that was killed has left, or somebody copied back, where nothing is to be kept."""
    if not forgetting.has_files_left:
        return
    try:
        await forgetting.erase_all()
    except ContactDeskError as error:
        _tell(f"Not all that was kept on disk could be removed: {error}")


async def load_all(job: Job, index: Index, keys: Keys, progress: Progress) -> None:
    """Fetches the rest of every chosen account, all at once; one that fails stops no other."""
    ways = network.read(job.profile.settings_file)
    client = Client(
        proxy=ways.proxy or None, ca_file=ways.ca_file or None, trust_env=ways.use_system
    )
    sync = Sync(
        job.accounts,
        keys,
        index,
        client,
        changed=progress.show_walk,
        # Nobody waits for a day in front of a terminal.
        patience=LONGEST_WAIT,
    )

    async def load(account: Account) -> None:
        try:
            await sync.load_all(await sync.walk(account.id))
        except ContactDeskError as error:
            job.failed[account.id] = _of(error, account)

    try:
        async with asyncio.TaskGroup() as group:
            for account in job.chosen:
                group.create_task(load(account))
    finally:
        await client.aclose()
        progress.end()


def _of(error: ContactDeskError, account: Account) -> ContactDeskError:
    """The error under the account's name; accounts may share one."""
    own = copy.copy(error)
    own.account = account.label
    return own


async def _tell_unfinished(job: Job, index: Index) -> None:
    """A file of what is loaded must not pass for a file of everything."""
    for account in job.chosen:
        listing = await index.listing(account.id)
        if not listing.complete:
            count = index.counts().get(account.id, 0)
            _tell(f"{account.label}: only the {count:,} loaded; --load-all loads the rest.")


def _contacts(job: Job, ids: array[int], progress: Progress) -> Iterator[Exported]:
    """Every contact as it is stored, read one at a time."""
    known = {account.id: account for account in job.chosen}
    providers = all_providers()
    for number, row_id in enumerate(ids):
        stored = job.index.stored(row_id) if job.index is not None else None
        account = known.get(stored.account_id) if stored is not None else None
        if stored is None or account is None:  # it has gone meanwhile
            continue
        record = read_record(providers[account.provider].contact, stored.raw)
        progress.show(f"{number:,} of {len(ids):,} written")
        yield Exported(account.label, account.provider, record.contact, stored.raw)


async def _close(job: Job) -> None:
    if job.index is not None:
        await job.index.close()


class Progress:
    """One line on standard error that is written over, where a person can see it."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._last = 0.0
        self._loaded: dict[str, int] = {}

    def show(self, text: str) -> None:
        now = time.monotonic()
        if self._shown and now - self._last >= SHOW_EVERY:
            self._last = now
            sys.stderr.write(f"\r\x1b[K{_plain(text)}")
            sys.stderr.flush()

    def show_walk(self, walk: WalkState) -> None:
        self._loaded[walk.account.id] = walk.listing.walked
        waits = walk.state is State.WAITING and walk.error is not None
        waited = f"; {walk.account.label}: {walk.error.title}" if waits and walk.error else ""
        self.show(f"{sum(self._loaded.values()):,} contacts loaded{waited}")

    def end(self, text: str = "") -> None:
        """Clears the line; `text` stays."""
        if self._shown:
            sys.stderr.write("\r\x1b[K" + (_plain(text) + "\n" if text else ""))


def _tell(text: str) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(_plain(redact(text)) + "\n")


def _plain(text: str) -> str:
    """Without what a terminal would obey: part of it may be a vendor's."""
    return "".join(c if c.isprintable() else " " for c in text)
