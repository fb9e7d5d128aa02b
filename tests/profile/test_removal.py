"""contactdesk.profile.removal: what is to go goes, whatever happens midway. contactdesk.app.startup's marks."""

import keyring
import keyring.errors
import pytest

from contactdesk.errors import IndexFileError, KeyringLockedError
from contactdesk.index import Index, Order, Scope
from contactdesk.index.schema import INDEX
from contactdesk.profile import removal as module
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.removal import Removal
from contactdesk.search.query import parse
from contactdesk.storage.database import connect
from contactdesk.userdata.searches import SavedSearch, SearchStore
from tests.index.people import load, numbered
from tests.qa.campaigns.sweep import shapes, sweep, sweep_bytes

SECRET = "sk-CANARY-forget-0123"
NAME = "Wilhelmina Canary-Okonkwo"
"""Was searched for."""

GOING = range(1000, 1040)
PEOPLE = [numbered(number)["emails"][0]["value"] for number in GOING]
"""Addresses that stand in the account that goes, and nowhere else."""


class Place:
    """A profile with two accounts, each with a key and contacts."""

    def __init__(self, folder):
        self.folder = folder
        self.index = None

    async def start(self):
        """As a run of the program starts."""
        self.accounts = Accounts.load(self.folder / "accounts.toml")
        self.keys = KeyStore()
        self.forgetting = Removal(self.folder, self.accounts, self.keys)
        await self.forgetting.erase_marked(self.folder / "index.db")
        key = await self.keys.index_key(self.accounts.profile_id)
        self.index = await Index.open(self.folder / "index.db", key)
        problems = await self.forgetting.finish(self.index)
        key = await self.keys.searches_key(self.accounts.profile_id)
        self.marks = await SearchStore.open(self.marks_file, key)
        await self.forgetting.clear_searches(self.marks, self.marks_file)
        return problems

    async def forget(self):
        """As the window does it."""
        dropped = await self.forgetting.forget(self.going, self.index)
        await self.forgetting.clear_searches(self.marks, self.marks_file)
        return dropped

    @property
    def marks_file(self):
        return self.folder / "marks.db"

    async def fill(self):
        for label, numbers in ("going", GOING), ("staying", range(40)):
            account = self.accounts.add("bland", label)
            await self.keys.save(account.id, f"{SECRET}-{label}")
            await load(self.index, account.id, numbers)
        await self.marks.note(NAME)
        await self.marks.save("on purpose", "stays")
        (self.folder / "marks.bad-20260101-000000").write_bytes(b"old")
        self.going, self.staying = (account.id for account in self.accounts)

    async def end(self):
        if self.index is not None:
            await self.index.close()
            await self.marks.close()
            self.keys.close()

    def left(self, held):
        """What is left of the account: a mark, its key, its entry, its contacts."""
        return {
            "mark": bool(list(self.folder.glob(f"{module.MARK}*"))),
            "key": f"{SECRET}-going" in held.values(),
            "entry": "going" in (self.folder / "accounts.toml").read_text(),
            "contacts": self.index.counts().get(self.going, 0),
            "searches": self.marks.recent() + self.searches_set_aside(),
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
        """Those of the account that goes who are in the index, in whatever shape."""
        looked_for = {each: shapes(each) for each in PEOPLE}
        return sweep_bytes(self.in_the_clear(held, "index"), "index", looked_for)


NOTHING = {"mark": False, "key": False, "entry": False, "contacts": 0, "searches": []}


@pytest.fixture
def place(tmp_path, loop):
    place = Place(tmp_path)
    loop.run_until_complete(place.start())
    loop.run_until_complete(place.fill())
    yield place
    loop.run_until_complete(place.end())


async def test_an_account_goes_and_the_others_stay(place, memory_keyring):
    held = memory_keyring.held
    assert NAME.encode() in place.in_the_clear(held)
    assert {hit.canary for hit in place.people(held)} == {f"{each[:6]}…" for each in PEOPLE}
    assert not await place.forget()
    assert place.people(held) == []
    assert place.left(held) == NOTHING
    assert place.index.counts() == {place.staying: 40}
    assert place.marks.saved() == [SavedSearch("on purpose", "stays")]
    assert f"{SECRET}-staying" in held.values()
    assert not sweep([place.folder], [place.going, SECRET, NAME])
    assert not sweep_bytes(place.in_the_clear(held), "marks", {NAME: shapes(NAME)})
    assert place.folder.joinpath("marks.db-wal").stat().st_size == 0


async def test_a_keyring_that_keeps_the_key_keeps_the_account(place, monkeypatch, memory_keyring):
    def locked(*_):
        raise keyring.errors.KeyringLocked

    monkeypatch.setattr(type(keyring.get_keyring()), "delete_password", locked)
    with pytest.raises(KeyringLockedError):
        await place.forgetting.forget(place.going, place.index)
    await place.forgetting.clear_searches(place.marks, place.marks_file)
    searches = [NAME, "marks.bad-20260101-000000"]
    whole = {"mark": False, "key": True, "entry": True, "contacts": 40, "searches": searches}
    assert place.left(memory_keyring.held) == whole


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


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
        "begin_anew",
        "index_key",
        "tidy",
        "forget_recent",
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
    (Index, "begin_anew", False, True),
    (Index, "begin_anew", True, True),
    (Accounts, "remove", False, True),
    (SearchStore, "forget_recent", False, False),
    (SearchStore, "forget_recent", True, False),
]


@pytest.mark.parametrize(("owner", "name", "after", "full"), MOMENTS)
async def test_a_run_that_is_killed_midway_is_finished_by_the_next(
    place, monkeypatch, memory_keyring, owner, name, after, full
):
    with monkeypatch.context() as patch:
        if full:
            refuse(patch)
        killed_at(patch, owner, name, after=after)
        patch.setattr(Removal, "_drop_mark", lambda *_: None)
        with pytest.raises(Killed):
            await place.forget()
    await place.end()
    assert await place.start() == []
    assert place.left(memory_keyring.held) == NOTHING
    assert NAME.encode() not in place.in_the_clear(memory_keyring.held)
    assert place.people(memory_keyring.held) == []
    assert place.index.notice == ""
    assert [account.label for account in place.accounts] == ["staying"]
    assert not list(place.folder.glob("index.bad-*"))
    assert place.index.counts().get(place.staying, 0) in (0, 40)


async def test_what_cannot_be_finished_yet_is_said(place, monkeypatch, memory_keyring):
    place.forgetting._set_mark(module._name(place.going))
    await place.end()
    with monkeypatch.context() as patch:

        def locked(*_):
            raise keyring.errors.KeyringLocked

        patch.setattr(type(keyring.get_keyring()), "delete_password", locked)
        (problem,) = await place.start()
        assert (problem.kind, problem.account) == ("keyring-locked", "going")
        await place.end()
    # The mark went with the refusal: the account stays until somebody removes it again.
    assert await place.start() == []
    assert place.left(memory_keyring.held)["mark"] is False


async def test_without_room_the_whole_index_goes_with_its_key(place, monkeypatch, memory_keyring):
    refuse(monkeypatch)
    stopped = []
    place.forgetting._stop_loading = lambda: stopped.append(place.index.counts())
    (place.folder / "index.bad-20260101-000000").write_bytes(b"old")
    entry = (f"contactdesk/{place.accounts.profile_id}", "index")
    key = memory_keyring.held[entry]
    assert await place.forget()
    assert memory_keyring.held[entry] != key
    assert stopped[0][place.staying] == 40
    assert place.left(memory_keyring.held) == NOTHING
    assert place.index.counts() == {}
    assert not list(place.folder.glob("index.bad-*"))
    # It works, and lasts.
    await load(place.index, place.staying, range(7))
    await place.end()
    await place.start()
    assert place.index.counts() == {place.staying: 7}


# The index begun anew


async def test_an_index_begun_anew_is_empty_and_works(place):
    old = (place.folder / "index.db").read_bytes()
    row = place.index.row_id(place.staying, "c-1")
    await place.index.begin_anew(place.folder / "index.db", bytes(32))
    assert place.index.stored(row) is None
    assert place.index.lasts
    assert (place.folder / "index.db").read_bytes() != old
    await load(place.index, "new", range(5))
    assert len(await place.index.ids(Scope(), Order(), parse(""))) == 5
    assert place.index.counts() == {"new": 5}


async def test_an_index_moves_off_the_disk_and_back(place):
    file = place.folder / "index.db"
    await place.index.begin_anew(None)
    assert not place.index.lasts
    assert not list(place.folder.glob("index*"))
    aside = place.index.path.parent
    await load(place.index, "new", range(5))
    await place.index.begin_anew(file, bytes(32))
    assert place.index.lasts
    assert not aside.exists()
    assert place.index.counts() == {}
    assert file.exists()


async def test_where_the_new_file_cannot_be_made_it_goes_on_aside(place):
    blocked = place.folder / "in the way"
    blocked.write_text("")
    with pytest.raises(IndexFileError):
        await place.index.begin_anew(blocked / "index.db", bytes(32))
    assert not place.index.lasts
    await load(place.index, "new", range(5))
    assert place.index.counts() == {"new": 5}


async def test_keeping_nothing_erases_what_was_kept(place, memory_keyring):
    await place.forgetting.drop(place.index, keep_nothing=True)
    assert not place.index.lasts
    assert not list(place.folder.glob("index*"))
    assert not any(user == "index" for _service, user in memory_keyring.held)
    assert not list(place.folder.glob(f"{module.MARK}*"))


# Searches


async def test_searches_that_cannot_be_cleared_now_are_at_the_next_start(
    place, monkeypatch, memory_keyring
):
    async def full(*_):
        raise IndexFileError("index-full")

    with monkeypatch.context() as patch:
        patch.setattr(SearchStore, "_write", full)
        with pytest.raises(IndexFileError):
            await place.forget()
    assert place.left(memory_keyring.held) == NOTHING | {"mark": True}
    await place.end()
    assert await place.start() == []
    assert place.left(memory_keyring.held) == NOTHING


async def test_searches_in_a_file_this_run_cannot_open_wait_for_one_that_can(place, memory_keyring):
    await place.marks.close()
    place.marks = SearchStore()
    await place.forget()
    assert place.forgetting.has_searches
    await place.end()
    await place.start()
    assert place.left(memory_keyring.held) == NOTHING


async def test_keeping_nothing_erases_the_marks_and_their_key(place, memory_keyring):
    index_file = place.folder / "index.db"
    place.marks_file.with_name("marks.db-journal").write_bytes(b"old")
    await place.marks.leave_disk()
    await place.forgetting.drop(place.index, keep_nothing=True)
    await place.forgetting.erase_kept(index_file, place.marks_file)
    assert [each.name for each in place.folder.iterdir()] == ["accounts.toml"]
    assert not {user for _service, user in memory_keyring.held} & {"index", "marks"}
    assert place.marks.recent() == [NAME]
    await place.forgetting.erase_kept(index_file, place.marks_file)


async def test_a_keyring_that_is_locked_does_not_keep_the_files(place, monkeypatch):
    def locked(*_):
        raise keyring.errors.KeyringLocked

    await place.end()
    monkeypatch.setattr(type(keyring.get_keyring()), "delete_password", locked)
    place.keys = KeyStore()
    forgetting = Removal(place.folder, place.accounts, place.keys)
    await forgetting.erase_kept(place.folder / "index.db", place.marks_file)
    assert [each.name for each in place.folder.iterdir()] == ["accounts.toml"]
