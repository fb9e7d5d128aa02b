"""contactdesk.userdata.searches: searches the user keeps, in an encrypted file of their own."""

import asyncio
import stat

import apsw
import pytest

from contactdesk.errors import IndexFileError
from contactdesk.index import Index
from contactdesk.storage.database import PLAIN_HEADER, connect
from contactdesk.userdata.searches import SEARCHES, TABLES, Place, SavedSearch, SearchStore

KEY, OTHER = bytes(range(32)), bytes(32)
CANARY = "canary-7f3e account"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "marks.db"


async def test_searches_are_there_after_reopening(path):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch("Renewals", "open:renew -has:phone"))
    await searches.save(SavedSearch("Berlin", "berlin"))
    await searches.rename("Berlin", "berlin office")
    await searches.save(SavedSearch("gone", "x"))
    await searches.remove("gone")
    await searches.note("first")
    await searches.note("second")
    await searches.close()
    await searches.close()
    again = await SearchStore.open(path, KEY)
    assert again.notice == ""
    assert again.recent() == ["second", "first"]
    renewals = SavedSearch("Renewals", "open:renew -has:phone")
    assert again.saved() == [SavedSearch("berlin office", "berlin"), renewals]
    assert again.name_of("berlin") == "berlin office"
    assert again.name_of("nothing") == ""
    await again.close()


async def test_twenty_distinct_recent_searches_are_kept(path):
    searches = await SearchStore.open(path, KEY)
    for number in range(25):
        await searches.note(f"search {number}")
    await searches.note("search 10")
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert len(searches.recent()) == 20
    assert searches.recent()[:3] == ["search 10", "search 24", "search 23"]
    await searches.forget_recent("search 24")
    assert searches.recent()[:2] == ["search 10", "search 23"]
    await searches.forget_recent()
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert searches.recent() == []
    await searches.close()


async def test_file_is_encrypted_private_and_synchronous(path):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch(CANARY, CANARY))
    await searches.note(CANARY)
    assert searches._connection.pragma("synchronous") == 2
    files = list(path.parent.iterdir())
    assert len(files) == 3
    for each in files:
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        content = each.read_bytes()
        assert not content.startswith(PLAIN_HEADER)
        assert b"canary" not in content
    await searches.close()


async def test_rename_to_a_used_name_replaces_that_search(path):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch("a", "1"))
    await searches.save(SavedSearch("b", "2"))
    await searches.rename("a", "b")
    await searches.rename("not there", "c")
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert searches.saved() == [SavedSearch("b", "1")]
    await searches.close()


@pytest.mark.parametrize("how", ["other key", "garbage", "newer"])
async def test_unreadable_file_is_set_aside_unchanged(path, how):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch("kept", "kept"))
    if how == "newer":
        searches._connection.pragma("user_version", 99)
    await searches.close()
    if how == "garbage":
        path.write_bytes(b"garbage" * 4096)
    before = path.read_bytes()
    searches = await SearchStore.open(path, OTHER if how == "other key" else KEY)
    assert searches.notice == ("searches-newer" if how == "newer" else "searches-damaged")
    assert searches.saved() == []
    await searches.save(SavedSearch("new", "new"))
    await searches.close()
    (aside,) = path.parent.glob("marks.bad-*")
    assert aside.read_bytes() == before


async def test_failed_write_leaves_the_file_unchanged(path):
    searches = await SearchStore.open(path, KEY)
    await searches.note("kept")
    searches._connection.execute(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.recent WHEN new.text = 'kept'"
        " BEGIN SELECT raise(FAIL, 'no'); END"
    )
    with pytest.raises(apsw.ConstraintError):
        await searches.note("one more")
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert searches.recent() == ["kept"]
    await searches.close()


async def test_index_changes_do_not_touch_searches(path):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch("kept", "kept"))
    index = await Index.open(path.with_name("index.db"), KEY)
    await index.forget("a")
    await index.close()
    path.with_name("index.db").write_bytes(b"garbage" * 4096)
    index = await Index.open(path.with_name("index.db"), KEY)
    assert index.file.notice == "index-damaged"
    await index.forget("a")
    await index.close()
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert searches.saved() == [SavedSearch("kept", "kept")]
    await searches.close()


async def test_searches_in_memory_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    searches = SearchStore()
    await searches.save(SavedSearch("kept", "text"))
    await searches.rename("kept", "other")
    await searches.note("text")
    assert searches.saved() == [SavedSearch("other", "text")]
    assert searches.recent() == ["text"]
    await searches.close()
    assert list(tmp_path.iterdir()) == []


def pages(path, key):
    """The file's pages as they are beneath the encryption, unused ones too."""
    connection = connect(path, key, SEARCHES, 256)
    try:
        return connection.serialize("main")
    finally:
        connection.close()


async def test_cleared_search_is_in_no_page_and_not_in_the_log(path):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch("kept", "kept on purpose"))
    for number in range(20):
        await searches.note(f"{CANARY} {number} " + "long " * 300)
    searches._connection.wal_checkpoint()
    assert CANARY.encode() in pages(path, KEY)
    await searches.forget_recent()
    assert path.with_name("marks.db-wal").stat().st_size == 0
    assert CANARY.encode() not in pages(path, KEY)
    assert b"kept on purpose" in pages(path, KEY)
    await searches.close()


async def test_pending_write_is_finished_before_closing(path):
    searches = await SearchStore.open(path, KEY)
    noted = asyncio.get_running_loop().create_task(searches.note("on its way"))
    await asyncio.sleep(0)
    await searches.close()
    await noted
    searches = await SearchStore.open(path, KEY)
    assert searches.recent() == ["on its way"]
    await searches.close()


async def test_searches_move_to_memory_and_back_to_a_new_file(path):
    searches = await SearchStore.open(path, KEY)
    await searches.save(SavedSearch("kept", "on purpose"))
    await searches.note("before")
    await searches.reopen(None)
    before = path.read_bytes()
    assert not searches.is_kept
    await searches.note("meanwhile")
    assert searches.recent() == ["meanwhile", "before"]
    assert path.read_bytes() == before
    await searches.reopen(path, OTHER)
    assert searches.is_kept
    assert searches.recent() == []
    await searches.note("after")
    await searches.close()
    assert not list(path.parent.glob("marks.bad-*"))
    searches = await SearchStore.open(path, OTHER)
    assert (searches.notice, searches.recent()) == ("", ["after"])
    assert searches.saved() == [SavedSearch("kept", "on purpose")]
    await searches.close()


async def test_searches_stay_in_memory_where_no_file_can_be_created(tmp_path):
    searches = SearchStore()
    await searches.save(SavedSearch("kept", "on purpose"))
    (tmp_path / "in the way").write_text("")
    with pytest.raises(IndexFileError):
        await searches.reopen(tmp_path / "in the way" / "marks.db", KEY)
    assert not searches.is_kept
    await searches.note("a search")
    assert (searches.recent(), searches.saved()) == (
        ["a search"],
        [SavedSearch("kept", "on purpose")],
    )
    await searches.close()


async def test_scope_of_a_saved_search_and_places_are_there_after_reopening(path):
    searches = await SearchStore.open(path, KEY)
    search = SavedSearch("Gold", "plan:gold", "a1", {"search": "x", "sources": ["web"]})
    await searches.save(search)
    await searches.save(SavedSearch("All", "plan:gold", ""))
    place = Place("okafor", ("a1", "c-7"), ("a1", "c-3"), 5, 60, "email", True)
    searches.keep_place("a1", place)
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert searches.saved() == [SavedSearch("All", "plan:gold", ""), search]
    assert searches.name_of("plan:gold", "a1", {"sources": ["web"], "search": "x"}) == "Gold"
    assert searches.name_of("plan:gold", "a1") == ""
    assert searches.name_of("plan:gold") == "All"
    assert searches.place("a1") == place
    assert searches.place("") is None
    await searches.close()


async def test_file_of_the_version_before_scopes_keeps_its_searches(path):
    searches = await SearchStore.open(path, KEY)
    await searches.close()
    path.unlink()
    path.touch()
    connection = connect(path, KEY, SEARCHES, 256)
    connection.execute(TABLES).fetchall()
    connection.execute("INSERT INTO saved(name, text) VALUES ('Berlin', 'berlin')")
    connection.execute("INSERT INTO recent VALUES ('recent', 1)")
    connection.pragma("user_version", 1)
    connection.close()
    for _ in range(2):
        searches = await SearchStore.open(path, KEY)
        assert searches.notice == ""
        assert searches.saved() == [SavedSearch("Berlin", "berlin", None)]
        assert searches.name_of("berlin", "any account", {"search": "x"}) == "Berlin"
        assert searches.recent() == ["recent"]
        await searches.close()


async def test_forgetting_recent_searches_leaves_nothing_personal_in_places(path):
    searches = await SearchStore.open(path, KEY)
    searches.keep_place(
        "a1",
        Place(CANARY, ("a1", CANARY), ("a1", CANARY), 5, 60, "email", False, {"search": CANARY}),
    )
    await searches.write_places()
    searches._connection.wal_checkpoint()
    assert CANARY.encode() in pages(path, KEY)
    await searches.forget_recent()
    assert CANARY.encode() not in pages(path, KEY)
    assert searches.place("a1") == Place(top_pixels=5, sideways=60, sort="email")
    await searches.close()


async def test_place_that_cannot_be_read_is_left_out(path):
    searches = await SearchStore.open(path, KEY)
    searches.keep_place("a1", Place("kept"))
    await searches.write_places()
    searches._connection.execute("INSERT INTO place VALUES ('a2', '{\"search\": 7}')")
    await searches.close()
    searches = await SearchStore.open(path, KEY)
    assert searches.place("a1") == Place("kept")
    assert searches.place("a2") is None
    await searches.close()
