"""contactdesk.profile.removal: removal is finished after any interruption."""

import keyring
import keyring.errors
import pytest

from contactdesk.errors import IndexFileError, KeyringLockedError
from contactdesk.index import Index, Order, Scope
from contactdesk.index.file import IndexFile
from contactdesk.index.schema import INDEX
from contactdesk.profile import removal as module
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal
from contactdesk.search.query import parse
from contactdesk.storage.database import connect
from contactdesk.userdata import places
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.file import UserFile
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.looks import Look
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData
from tests.index.people import load, numbered
from tests.qa.campaigns.sweep import encodings, sweep, sweep_bytes

SECRET = "sk-CANARY-forget-0123"
NAME = "Wilhelmina Canary-Okonkwo"
"""A person who was searched for."""

NOTE = "Canary says"
"""What the user noted on contacts of both accounts, before the account's label."""

GOING = range(1000, 1040)
PEOPLE = [numbered(number)["emails"][0]["value"] for number in GOING]
"""Addresses in the account that is removed, and nowhere else."""


class Place:
    """A profile with two accounts, each with a key and contacts."""

    def __init__(self, folder):
        self.folder = folder
        self.profile = Profile.at(folder)
        self.index = None
        self.stopped = []

    async def start(self):
        """As a run of the program starts."""
        self.accounts = Accounts.load(self.profile.accounts_file)
        self.keys = KeyStore()
        self.removal = Removal(self.profile, self.accounts, self.keys, self.stop_loading)
        await self.removal.finish_erasing_index()
        key = await self.keys.index_key(self.accounts.profile_id)
        self.index = await Index.open(self.profile.index_file, key)
        problems = await self.removal.finish(self.index)
        key = await self.keys.userdata_key(self.accounts.profile_id)
        self.userdata = await UserData.open(self.profile.userdata_file, key)
        await self.removal.clear_userdata(self.userdata)
        return problems

    def stop_loading(self):
        self.stopped.append(self.index.counts())

    async def remove_account(self):
        """As the window does it."""
        erased = await self.removal.remove_account(self.going, self.index)
        await self.removal.clear_userdata(self.userdata)
        return erased

    async def fill(self):
        for label, numbers in ("going", GOING), ("staying", range(40)):
            account = self.accounts.add("bland", label)
            await self.keys.save(account.id, f"{SECRET}-{label}")
            await load(self.index, account.id, numbers)
        await self.userdata.searches.note(NAME)
        await self.userdata.searches.save(SavedSearch("on purpose", "stays"))
        for account in self.accounts:
            await self.annotate(account.id, f"{NOTE}, {account.label}")
        (self.folder / "marks.bad-20260101-000000").write_bytes(b"old")
        self.going, self.staying = (account.id for account in self.accounts)

    async def annotate(self, account_id, note):
        """Everything that the user can add to an account."""
        userdata = self.userdata
        await userdata.annotations.set((account_id, "c-1"), Annotation(True, (note,), note))
        await userdata.item_states.set([(account_id, "c-1", -7)], ItemState(done=True))
        await userdata.nicknames.set(account_id, "persona-1", note)
        await userdata.judgements.set_many(
            dict.fromkeys([((account_id, "c-1"), (account_id, note))], False)
        )
        await userdata.dismissals.set_many({("name", len(note)): Dismissal((account_id,))})
        await userdata.looks.set(note, Look(5.0, 7, account_id))
        userdata.places.keep(account_id, places.Place(search=note, sort="name"))
        await userdata.places.write()

    def user_data(self, account_id):
        """What is left of it."""
        userdata = self.userdata
        return (
            [each for each in userdata.annotations.all() if each[0] == account_id],
            [each for each in userdata.item_states.all() if each[0] == account_id],
            dict(userdata.nicknames.of(account_id)),
            [each for each in userdata.judgements.all() if account_id in (each[0][0], each[1][0])],
            [
                each
                for each in userdata.dismissals.entries().values()
                if account_id in each.accounts
            ],
            userdata.looks.seen(f"{NOTE}, {'going' if account_id == self.going else 'staying'}"),
            userdata.places.place(account_id),
        )

    async def end(self):
        if self.index is not None:
            await self.index.close()
            await self.userdata.close()
            self.keys.close()

    def left(self, held):
        """What is left of the account: a tombstone, its key, its entry, its contacts, searches."""
        return {
            "tombstone": bool(list(self.folder.glob(f"{module.TOMBSTONE_PREFIX}*"))),
            "key": f"{SECRET}-going" in held.values(),
            "entry": "going" in (self.folder / "accounts.toml").read_text(),
            "contacts": self.index.counts().get(self.going, 0),
            "searches": self.userdata.searches.recent() + self.searches_set_aside(),
            "user data": any(self.user_data(self.going)),
        }

    def searches_set_aside(self):
        return [each.name for each in self.folder.glob("marks.bad-*")]

    def in_the_clear(self, held, name="marks"):
        """What a thief with the keyring would read: the file beneath its encryption."""
        key = held[f"contactdesk/{self.accounts.profile_id}", name]
        connection = connect(self.folder / f"{name}.db", bytes.fromhex(key), INDEX, 256)
        try:
            return connection.serialize("main")
        finally:
            connection.close()

    def people(self, held):
        """People of the removed account found in the index, in any encoding."""
        wanted = {each: encodings(each) for each in PEOPLE}
        return sweep_bytes(self.in_the_clear(held, "index"), "index", wanted)


NOTHING = {
    **{"tombstone": False, "key": False, "entry": False, "contacts": 0},
    **{"searches": [], "user data": False},
}


@pytest.fixture
def place(tmp_path, loop):
    place = Place(tmp_path)
    loop.run_until_complete(place.start())
    loop.run_until_complete(place.fill())
    yield place
    loop.run_until_complete(place.end())


async def test_removed_account_leaves_no_trace_and_others_stay(place, memory_keyring):
    held = memory_keyring.held
    assert NAME.encode() in place.in_the_clear(held)
    assert f"{NOTE}, going".encode() in place.in_the_clear(held)
    assert all(place.user_data(place.going))
    assert {hit.canary for hit in place.people(held)} == {f"{each[:6]}…" for each in PEOPLE}
    assert not await place.remove_account()
    assert place.people(held) == []
    assert place.left(held) == NOTHING
    assert place.index.counts() == {place.staying: 40}
    assert place.userdata.searches.saved() == [SavedSearch("on purpose", "stays")]
    assert f"{SECRET}-staying" in held.values()
    assert not sweep([place.folder], [place.going, SECRET, NAME])
    wanted = {each: encodings(each) for each in (NAME, f"{NOTE}, going")}
    assert not sweep_bytes(place.in_the_clear(held), "marks", wanted)
    assert f"{NOTE}, staying".encode() in place.in_the_clear(held)
    *lists, look, where = place.user_data(place.staying)
    assert [len(each) for each in lists] == [1] * 5
    assert look == Look(5.0, 7, place.staying)
    assert where == places.Place(sort="name")
    assert place.folder.joinpath("marks.db-wal").stat().st_size == 0


async def test_locked_keyring_keeps_the_account_whole(place, monkeypatch, memory_keyring):
    def locked(*_):
        raise keyring.errors.KeyringLocked

    monkeypatch.setattr(type(keyring.get_keyring()), "delete_password", locked)
    with pytest.raises(KeyringLockedError):
        await place.removal.remove_account(place.going, place.index)
    await place.removal.clear_userdata(place.userdata)
    searches = [NAME, "marks.bad-20260101-000000"]
    whole = {
        **{"tombstone": False, "key": True, "entry": True, "contacts": 40},
        **{"searches": searches, "user data": True},
    }
    assert place.left(memory_keyring.held) == whole


class Killed(BaseException):
    """As kill -9: nothing after it runs."""


def killed_at(monkeypatch, owner, name, *, after):
    """The process ends before or after this call."""
    whole = getattr(owner, name)

    async def later(*given, **named):
        if after:
            await whole(*given, **named)
        raise Killed

    def at_once(*given, **named):
        if after:
            whole(*given, **named)
        raise Killed

    awaited = name in (
        "forget",
        "forget_index_key",
        "reopen",
        "index_key",
        "tidy",
        "keep_accounts",
        "write",
        "truncate_log",
    )
    monkeypatch.setattr(owner, name, later if awaited else at_once)


def refuse(monkeypatch):
    async def full(*_):
        raise IndexFileError("index-full")

    monkeypatch.setattr(Index, "forget", full)


MOMENTS = [
    (KeyStore, "forget", False, False),
    (KeyStore, "forget", True, False),
    (Index, "forget", False, False),
    (Index, "tidy", False, False),
    (Index, "forget", True, False),
    (Accounts, "remove", False, False),
    (Accounts, "remove", True, False),
    (KeyStore, "forget_index_key", False, True),
    (KeyStore, "forget_index_key", True, True),
    (KeyStore, "index_key", False, True),
    (IndexFile, "reopen", False, True),
    (IndexFile, "reopen", True, True),
    (Accounts, "remove", False, True),
    (UserData, "keep_accounts", False, False),
    (UserFile, "write", False, False),
    (UserFile, "write", True, False),
    (UserFile, "truncate_log", True, False),
]


@pytest.mark.parametrize(("owner", "name", "after", "full"), MOMENTS)
async def test_killed_removal_is_finished_by_the_next_start(
    place, monkeypatch, memory_keyring, owner, name, after, full
):
    with monkeypatch.context() as patch:
        if full:
            refuse(patch)
        killed_at(patch, owner, name, after=after)
        patch.setattr(Removal, "_drop_tombstone", lambda *_: None)
        with pytest.raises(Killed):
            await place.remove_account()
    await place.end()
    assert await place.start() == []
    assert place.left(memory_keyring.held) == NOTHING
    assert NAME.encode() not in place.in_the_clear(memory_keyring.held)
    assert f"{NOTE}, going".encode() not in place.in_the_clear(memory_keyring.held)
    assert all(place.user_data(place.staying))
    assert place.people(memory_keyring.held) == []
    assert place.index.file.notice == ""
    assert [account.label for account in place.accounts] == ["staying"]
    assert not list(place.folder.glob("index.bad-*"))
    assert place.index.counts().get(place.staying, 0) in (0, 40)


async def test_removal_that_cannot_be_finished_is_reported(place, monkeypatch, memory_keyring):
    place.removal._set_tombstone(module._name(place.going))
    await place.end()
    with monkeypatch.context() as patch:

        def locked(*_):
            raise keyring.errors.KeyringLocked

        patch.setattr(type(keyring.get_keyring()), "delete_password", locked)
        (problem,) = await place.start()
        assert (problem.kind, problem.account) == ("keyring-locked", "going")
        await place.end()
    # The tombstone went with the refusal: the account stays until somebody removes it again.
    assert await place.start() == []
    assert place.left(memory_keyring.held)["tombstone"] is False


async def test_full_disk_erases_the_whole_index_with_its_key(place, monkeypatch, memory_keyring):
    refuse(monkeypatch)
    (place.folder / "index.bad-20260101-000000").write_bytes(b"old")
    entry = (f"contactdesk/{place.accounts.profile_id}", "index")
    key = memory_keyring.held[entry]
    assert await place.remove_account()
    assert memory_keyring.held[entry] != key
    assert place.stopped[0][place.staying] == 40
    assert place.left(memory_keyring.held) == NOTHING
    assert place.index.counts() == {}
    assert not list(place.folder.glob("index.bad-*"))
    # It works, and lasts.
    await load(place.index, place.staying, range(7))
    await place.end()
    await place.start()
    assert place.index.counts() == {place.staying: 7}


# Another index file


async def test_reopened_index_is_empty_and_works(place):
    old = (place.folder / "index.db").read_bytes()
    row = place.index.row_id(place.staying, "c-1")
    await place.index.file.reopen(place.folder / "index.db", bytes(32))
    assert place.index.stored(row) is None
    assert place.index.file.is_kept
    assert (place.folder / "index.db").read_bytes() != old
    await load(place.index, "new", range(5))
    assert len(await place.index.ids(Scope(), Order(), parse(""))) == 5
    assert place.index.counts() == {"new": 5}


async def test_index_moves_to_a_temporary_file_and_back(place):
    file = place.folder / "index.db"
    await place.index.file.reopen(None)
    assert not place.index.file.is_kept
    assert not list(place.folder.glob("index*"))
    aside = place.index.file.path.parent
    await load(place.index, "new", range(5))
    await place.index.file.reopen(file, bytes(32))
    assert place.index.file.is_kept
    assert not aside.exists()
    assert place.index.counts() == {}
    assert file.exists()


async def test_index_is_temporary_where_its_file_cannot_be_created(place):
    blocked = place.folder / "in the way"
    blocked.write_text("")
    with pytest.raises(IndexFileError):
        await place.index.file.reopen(blocked / "index.db", bytes(32))
    assert not place.index.file.is_kept
    await load(place.index, "new", range(5))
    assert place.index.counts() == {"new": 5}


async def test_erased_index_leaves_no_file_no_key_no_tombstone(place, memory_keyring):
    await place.removal.erase_index(place.index, on_disk=False)
    assert not place.index.file.is_kept
    assert not list(place.folder.glob("index*"))
    assert not any(user == "index" for _service, user in memory_keyring.held)
    assert not list(place.folder.glob(f"{module.TOMBSTONE_PREFIX}*"))


# Searches


async def test_searches_that_cannot_be_cleared_are_at_the_next_start(
    place, monkeypatch, memory_keyring
):
    async def full(*_):
        raise IndexFileError("index-full")

    with monkeypatch.context() as patch:
        patch.setattr(UserFile, "write", full)
        with pytest.raises(IndexFileError):
            await place.remove_account()
    assert place.left(memory_keyring.held) == NOTHING | {"tombstone": True}
    await place.end()
    assert await place.start() == []
    assert place.left(memory_keyring.held) == NOTHING


async def test_tombstone_of_searches_stays_while_their_file_cannot_be_opened(place, memory_keyring):
    await place.userdata.close()
    place.userdata = UserData()
    await place.remove_account()
    assert place.removal.has_userdata_left
    await place.end()
    await place.start()
    assert place.left(memory_keyring.held) == NOTHING


async def test_erase_all_removes_index_searches_and_keys(place, memory_keyring):
    place.profile.userdata_file.with_name("marks.db-journal").write_bytes(b"old")
    await place.userdata.reopen(None)
    await place.removal.erase_index(place.index, on_disk=False)
    await place.removal.erase_all()
    assert [each.name for each in place.folder.iterdir()] == ["accounts.toml"]
    assert not {user for _service, user in memory_keyring.held} & {"index", "marks"}
    assert place.userdata.searches.recent() == [NAME]
    await place.removal.erase_all()


async def test_locked_keyring_does_not_stop_erasing_files(place, monkeypatch):
    def locked(*_):
        raise keyring.errors.KeyringLocked

    await place.end()
    monkeypatch.setattr(type(keyring.get_keyring()), "delete_password", locked)
    place.keys = KeyStore()
    await Removal(place.profile, place.accounts, place.keys).erase_all()
    assert [each.name for each in place.folder.iterdir()] == ["accounts.toml"]
