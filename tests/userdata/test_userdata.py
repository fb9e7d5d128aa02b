"""contactdesk.userdata: what the user made, in an encrypted file of its own."""

import asyncio
import shutil
import stat
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from contactdesk.errors import IndexFileError
from contactdesk.index import Index
from contactdesk.storage.database import PLAIN_HEADER, connect, transaction
from contactdesk.userdata.annotations import Annotation
from contactdesk.userdata.dismissals import Dismissal
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.keys import PEOPLE
from contactdesk.userdata.looks import Look
from contactdesk.userdata.places import Place
from contactdesk.userdata.schema import STEPS, USERDATA, VERSION
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData

KEY, OTHER = bytes(range(32)), bytes(32)
CANARY = "canary-7f3e account"
DATA = Path(__file__).parent / "data"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "marks.db"


async def test_searches_are_there_after_reopening(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch("Renewals", "open:renew -has:phone"))
    await userdata.searches.save(SavedSearch("Berlin", "berlin"))
    await userdata.searches.rename("Berlin", "berlin office")
    await userdata.searches.save(SavedSearch("gone", "x"))
    await userdata.searches.remove("gone")
    await userdata.searches.note("first")
    await userdata.searches.note("second")
    await userdata.close()
    await userdata.close()
    again = await UserData.open(path, KEY)
    assert again.notice == ""
    assert again.searches.recent() == ["second", "first"]
    renewals = SavedSearch("Renewals", "open:renew -has:phone")
    assert again.searches.saved() == [SavedSearch("berlin office", "berlin"), renewals]
    assert again.searches.name_of("berlin") == "berlin office"
    assert again.searches.name_of("nothing") == ""
    await again.close()


async def test_twenty_distinct_recent_searches_are_kept(path):
    userdata = await UserData.open(path, KEY)
    for number in range(25):
        await userdata.searches.note(f"search {number}")
    await userdata.searches.note("search 10")
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert len(userdata.searches.recent()) == 20
    assert userdata.searches.recent()[:3] == ["search 10", "search 24", "search 23"]
    await userdata.searches.forget_recent("search 24")
    assert userdata.searches.recent()[:2] == ["search 10", "search 23"]
    await userdata.forget_recent()
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.searches.recent() == []
    await userdata.close()


async def test_file_is_encrypted_private_and_synchronous(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch(CANARY, CANARY))
    await userdata.searches.note(CANARY)
    assert userdata.file._connection.pragma("synchronous") == 2
    files = list(path.parent.iterdir())
    assert len(files) == 3
    for each in files:
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        content = each.read_bytes()
        assert not content.startswith(PLAIN_HEADER)
        assert b"canary" not in content
    await userdata.close()


async def test_rename_to_a_used_name_replaces_that_search(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch("a", "1"))
    await userdata.searches.save(SavedSearch("b", "2"))
    await userdata.searches.rename("a", "b")
    await userdata.searches.rename("not there", "c")
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.searches.saved() == [SavedSearch("b", "1")]
    await userdata.close()


@pytest.mark.parametrize("how", ["other key", "garbage", "newer"])
async def test_unreadable_file_is_set_aside_unchanged(path, how):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch("kept", "kept"))
    if how == "newer":
        userdata.file._connection.pragma("user_version", 99)
    await userdata.close()
    if how == "garbage":
        path.write_bytes(b"garbage" * 4096)
    before = path.read_bytes()
    userdata = await UserData.open(path, OTHER if how == "other key" else KEY)
    assert userdata.notice == ("userdata-newer" if how == "newer" else "userdata-damaged")
    assert userdata.searches.saved() == []
    await userdata.searches.save(SavedSearch("new", "new"))
    await userdata.close()
    (aside,) = path.parent.glob("marks.bad-*")
    assert aside.read_bytes() == before


async def test_failed_write_leaves_the_file_unchanged(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.note("kept")
    userdata.file._connection.execute(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.recent WHEN new.text = 'kept'"
        " BEGIN SELECT raise(FAIL, 'no'); END"
    )
    with pytest.raises(apsw.ConstraintError):
        await userdata.searches.note("one more")
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.searches.recent() == ["kept"]
    await userdata.close()


async def test_index_changes_do_not_touch_searches(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch("kept", "kept"))
    index = await Index.open(path.with_name("index.db"), KEY)
    await index.forget("a")
    await index.close()
    path.with_name("index.db").write_bytes(b"garbage" * 4096)
    index = await Index.open(path.with_name("index.db"), KEY)
    assert index.file.notice == "index-damaged"
    await index.forget("a")
    await index.close()
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.searches.saved() == [SavedSearch("kept", "kept")]
    await userdata.close()


async def test_searches_in_memory_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    userdata = UserData()
    await userdata.searches.save(SavedSearch("kept", "text"))
    await userdata.searches.rename("kept", "other")
    await userdata.searches.note("text")
    assert userdata.searches.saved() == [SavedSearch("other", "text")]
    assert userdata.searches.recent() == ["text"]
    await userdata.close()
    assert list(tmp_path.iterdir()) == []


async def fill(userdata):
    """One of everything the user can add."""
    await userdata.searches.save(SavedSearch("s", "x", "a1", {}, "name", True, ("name", "email")))
    await userdata.annotations.set(("a1", "c-1"), Annotation(True, ("VIP", "Köln"), "likes tea"))
    await userdata.annotations.set(("a2", "c-1"), Annotation(note="other"))
    await userdata.item_states.set(
        [("a1", "c-1", -(2**63)), ("a1", "c-1", 2**63 - 1)], ItemState(snoozed_until="2026-12-01")
    )
    await userdata.nicknames.set("a1", "+14155550100", "Anna")
    await userdata.judgements.set_many(dict.fromkeys([(("a1", "c-1"), ("a2", "c-1"))], False))
    await userdata.judgements.set_many(dict.fromkeys([(("a2", "c-1"), ("a2", "c-2"))], True))
    await userdata.dismissals.set_many({("email", -(2**63)): Dismissal(("a1", "a2"))})
    await userdata.dismissals.set_many({("name", 2**63 - 1): Dismissal(("a2",))})


def everything(userdata):
    return (
        userdata.searches.saved(),
        dict(userdata.annotations.all()),
        dict(userdata.item_states.all()),
        userdata.nicknames.all(),
        dict(userdata.judgements.all()),
        dict(userdata.dismissals.entries()),
    )


def moments(userdata):
    return (
        userdata.annotations.set_at(("a1", "c-1")),
        userdata.nicknames.set_at("a1", "+14155550100"),
        userdata.judgements.set_at((("a1", "c-1"), ("a2", "c-1"))),
        userdata.dismissals.set_at(("name", 2**63 - 1)),
    )


async def test_what_the_user_added_is_there_after_reopening(path):
    userdata = await UserData.open(path, KEY)
    await fill(userdata)
    before = everything(userdata)
    assert all(before)
    set_at = moments(userdata)
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert everything(userdata) == before
    assert moments(userdata) == set_at
    assert all(each.endswith("Z") for each in set_at)
    await userdata.close()


async def test_what_the_user_added_moves_to_a_new_file(path):
    userdata = UserData()
    await fill(userdata)
    before = everything(userdata)
    await userdata.reopen(path, KEY)
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert everything(userdata) == before
    await userdata.close()


async def test_only_the_data_of_the_kept_accounts_stays(path):
    userdata = await UserData.open(path, KEY)
    await fill(userdata)
    userdata.places.keep(PEOPLE, Place("canary", sort="name"))
    for account_id in "a1", "a2", "":
        userdata.places.keep(account_id, Place("canary", sort="name"))
        await userdata.looks.set(f"look {account_id}", Look(5.5, 7, account_id))
    await userdata.keep_accounts({"a2"})
    for _ in range(2):
        assert dict(userdata.annotations.all()) == {("a2", "c-1"): Annotation(note="other")}
        assert not userdata.item_states.all()
        assert userdata.nicknames.all() == {}
        assert dict(userdata.judgements.all()) == {(("a2", "c-1"), ("a2", "c-2")): True}
        assert userdata.dismissals.all() == {("name", 2**63 - 1)}
        assert userdata.looks.seen("look a1") is None
        assert userdata.looks.seen("look a2") == Look(5.5, 7, "a2")
        assert userdata.looks.seen("look ") == Look(5.5, 7)
        assert [each.name for each in userdata.searches.saved()] == ["s"]
        assert userdata.places.place("a1") is None
        for kept in "a2", "", PEOPLE:
            assert userdata.places.place(kept) == Place(sort="name")
        await userdata.close()
        userdata = await UserData.open(path, KEY)
    assert b"likes tea" not in pages(path, KEY)
    await userdata.close()


def pages(path, key):
    """The file's pages as they are beneath the encryption, unused ones too."""
    connection = connect(path, key, USERDATA, 256)
    try:
        return connection.serialize("main")
    finally:
        connection.close()


async def test_cleared_search_is_in_no_page_and_not_in_the_log(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch("kept", "kept on purpose"))
    for number in range(20):
        await userdata.searches.note(f"{CANARY} {number} " + "long " * 300)
    userdata.file._connection.wal_checkpoint()
    assert CANARY.encode() in pages(path, KEY)
    await userdata.forget_recent()
    assert path.with_name("marks.db-wal").stat().st_size == 0
    assert CANARY.encode() not in pages(path, KEY)
    assert b"kept on purpose" in pages(path, KEY)
    await userdata.close()


async def test_pending_write_is_finished_before_closing(path):
    userdata = await UserData.open(path, KEY)
    noted = asyncio.get_running_loop().create_task(userdata.searches.note("on its way"))
    await asyncio.sleep(0)
    await userdata.close()
    await noted
    userdata = await UserData.open(path, KEY)
    assert userdata.searches.recent() == ["on its way"]
    await userdata.close()


async def test_searches_move_to_memory_and_back_to_a_new_file(path):
    userdata = await UserData.open(path, KEY)
    await userdata.searches.save(SavedSearch("kept", "on purpose"))
    await userdata.searches.note("before")
    await userdata.reopen(None)
    before = path.read_bytes()
    assert not userdata.is_kept
    await userdata.searches.note("meanwhile")
    assert userdata.searches.recent() == ["meanwhile", "before"]
    assert path.read_bytes() == before
    await userdata.reopen(path, OTHER)
    assert userdata.is_kept
    assert userdata.searches.recent() == []
    await userdata.searches.note("after")
    await userdata.close()
    assert not list(path.parent.glob("marks.bad-*"))
    userdata = await UserData.open(path, OTHER)
    assert (userdata.notice, userdata.searches.recent()) == ("", ["after"])
    assert userdata.searches.saved() == [SavedSearch("kept", "on purpose")]
    await userdata.close()


async def test_searches_stay_in_memory_where_no_file_can_be_created(tmp_path):
    userdata = UserData()
    await userdata.searches.save(SavedSearch("kept", "on purpose"))
    (tmp_path / "in the way").write_text("")
    with pytest.raises(IndexFileError):
        await userdata.reopen(tmp_path / "in the way" / "marks.db", KEY)
    assert not userdata.is_kept
    await userdata.searches.note("a search")
    assert (userdata.searches.recent(), userdata.searches.saved()) == (
        ["a search"],
        [SavedSearch("kept", "on purpose")],
    )
    await userdata.close()


async def test_scope_of_a_saved_search_and_places_are_there_after_reopening(path):
    userdata = await UserData.open(path, KEY)
    search = SavedSearch("Gold", "plan:gold", "a1", {"search": "x", "sources": ["web"]})
    await userdata.searches.save(search)
    await userdata.searches.save(SavedSearch("All", "plan:gold", ""))
    place = Place("okafor", ("a1", "c-7"), ("a1", "c-3"), 5, 60, "email", True)
    userdata.places.keep("a1", place)
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.searches.saved() == [SavedSearch("All", "plan:gold", ""), search]
    assert (
        userdata.searches.name_of("plan:gold", "a1", {"sources": ["web"], "search": "x"}) == "Gold"
    )
    assert userdata.searches.name_of("plan:gold", "a1") == ""
    assert userdata.searches.name_of("plan:gold") == "All"
    assert userdata.places.place("a1") == place
    assert userdata.places.place("") is None
    await userdata.close()


async def test_looks_are_there_after_reopening_but_not_in_a_new_file(path):
    userdata = await UserData.open(path, KEY)
    await userdata.looks.set("changes", Look(5.5))
    await userdata.looks.set("gone", Look(5.5))
    await userdata.looks.set("gone", None)
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.looks.seen("changes") == Look(5.5)
    assert userdata.looks.seen("gone") is None
    await userdata.reopen(None)
    await userdata.reopen(path, OTHER)
    assert userdata.looks.seen("changes") is None
    await userdata.close()


def old_file(path, version):
    """A file that the program of that version wrote."""
    path.parent.mkdir(parents=True)
    shutil.copy(DATA / f"marks-{version}.db", path)


OF_VERSION_3 = {("a1", "c-7"): Annotation(True, ("VIP",), "likes tea")}


@pytest.mark.parametrize("version", [1, 2, 3])
async def test_file_of_an_older_version_keeps_what_it_holds(path, version):
    old_file(path, version)
    scope = ("a1", {"search": "x"}) if version >= 2 else (None,)
    place = Place("okafor", ("a1", "c-7"), None, 5, 60, "email", True) if version >= 2 else None
    annotations = dict(OF_VERSION_3) if version == 3 else {}
    pair = ("a1", "c-1"), ("a1", "c-7")
    for count in range(2):
        userdata = await UserData.open(path, KEY)
        assert userdata.notice == ""
        assert userdata.file._connection.pragma("user_version") == VERSION
        assert userdata.searches.saved() == [SavedSearch("Berlin", "berlin -has:phone", *scope)]
        assert userdata.searches.set_at("Berlin") == ""
        assert userdata.searches.name_of("berlin -has:phone", "a1", {"search": "x"}) == "Berlin"
        assert userdata.searches.recent() == ["second", "first"]
        assert userdata.places.place("a1") == place
        assert dict(userdata.annotations.all()) == annotations
        assert userdata.nicknames.all() == ({("a1", "p"): "Anna"} if version == 3 else {})
        assert list(userdata.item_states.all()) == [("a1", "c-7", -5)] * (version == 3)
        assert len(userdata.judgements.all()) == count
        annotations[pair[0]] = Annotation(note="added since")
        await userdata.annotations.set(pair[0], annotations[pair[0]])
        await userdata.judgements.set_many({pair: True})
        await userdata.close()


@pytest.mark.parametrize("version", [1, 2, 3])
async def test_migration_that_is_refused_leaves_the_old_file(path, version, monkeypatch):
    old_file(path, version)
    before = path.read_bytes()
    broken = replace(USERDATA, create=lambda connection: _fail_midway(connection))
    monkeypatch.setattr("contactdesk.userdata.file.USERDATA", broken)
    with pytest.raises(IndexFileError):
        await UserData.open(path, KEY)
    monkeypatch.undo()
    assert path.read_bytes() == before
    userdata = await UserData.open(path, KEY)
    assert [each.name for each in userdata.searches.saved()] == ["Berlin"]
    await userdata.close()


def _fail_midway(connection):
    with transaction(connection):
        for step in STEPS[connection.pragma("user_version") :]:
            connection.execute(step).fetchall()
        raise apsw.FullError("no room")


async def test_forgetting_recent_searches_leaves_nothing_personal_in_places(path):
    userdata = await UserData.open(path, KEY)
    userdata.places.keep(
        "a1",
        Place(CANARY, ("a1", CANARY), ("a1", CANARY), 5, 60, "email", False, {"search": CANARY}),
    )
    await userdata.places.write()
    userdata.file._connection.wal_checkpoint()
    assert CANARY.encode() in pages(path, KEY)
    await userdata.forget_recent()
    assert CANARY.encode() not in pages(path, KEY)
    assert userdata.places.place("a1") == Place(top_pixels=5, sideways=60, sort="email")
    await userdata.close()


async def test_place_that_cannot_be_read_is_left_out(path):
    userdata = await UserData.open(path, KEY)
    userdata.places.keep("a1", Place("kept"))
    await userdata.places.write()
    userdata.file._connection.execute("INSERT INTO place VALUES ('a2', '{\"search\": 7}')")
    await userdata.close()
    userdata = await UserData.open(path, KEY)
    assert userdata.places.place("a1") == Place("kept")
    assert userdata.places.place("a2") is None
    await userdata.close()


async def test_file_is_read_without_being_changed(path):
    userdata = await UserData.open(path, KEY)
    await fill(userdata)
    before = everything(userdata)
    reader = await UserData.read_only(path, KEY)
    assert everything(reader) == before
    assert not reader.is_kept
    await userdata.searches.note("still open elsewhere")
    await userdata.close()
    files = {each.name for each in path.parent.iterdir()}
    with pytest.raises(IndexFileError) as refused:
        await UserData.read_only(path, OTHER)
    assert refused.value.kind == "userdata-damaged"
    assert {each.name for each in path.parent.iterdir()} == files


@pytest.mark.parametrize("version", [1, 2, 3, 99])
async def test_other_versions_are_not_read(path, version):
    if version == 99:
        userdata = await UserData.open(path, KEY)
        userdata.file._connection.pragma("user_version", 99)
        await userdata.close()
        with pytest.raises(IndexFileError):
            await UserData.read_only(path, KEY)
        return
    old_file(path, version)
    before = path.read_bytes()
    reader = await UserData.read_only(path, KEY)
    assert reader.searches.saved() == []
    assert path.read_bytes() == before
