"""contactdesk.userdata.searches: searches the user keeps, in an encrypted file of their own."""

import asyncio
import stat

import apsw
import pytest

from contactdesk.errors import IndexFileError
from contactdesk.index import Index
from contactdesk.storage.database import PLAIN_HEADER, connect
from contactdesk.userdata.searches import SEARCHES, SavedSearch, SearchStore

KEY, OTHER = bytes(range(32)), bytes(32)
CANARY = "canary-7f3e account"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "marks.db"


async def test_what_was_kept_is_there_again(path):
    marks = await SearchStore.open(path, KEY)
    await marks.save("Renewals", "open:renew -has:phone")
    await marks.save("Berlin", "berlin")
    await marks.rename("Berlin", "berlin office")
    await marks.save("gone", "x")
    await marks.remove("gone")
    await marks.note("first")
    await marks.note("second")
    await marks.close()
    await marks.close()
    again = await SearchStore.open(path, KEY)
    assert again.notice == ""
    assert again.recent() == ["second", "first"]
    renewals = SavedSearch("Renewals", "open:renew -has:phone")
    assert again.saved() == [SavedSearch("berlin office", "berlin"), renewals]
    assert again.name_of("berlin") == "berlin office"
    assert again.name_of("nothing") == ""
    await again.close()


async def test_twenty_recent_ones_are_kept_each_once(path):
    marks = await SearchStore.open(path, KEY)
    for number in range(25):
        await marks.note(f"search {number}")
    await marks.note("search 10")
    await marks.close()
    marks = await SearchStore.open(path, KEY)
    assert len(marks.recent()) == 20
    assert marks.recent()[:3] == ["search 10", "search 24", "search 23"]
    await marks.forget_recent("search 24")
    assert marks.recent()[:2] == ["search 10", "search 23"]
    await marks.forget_recent()
    await marks.close()
    marks = await SearchStore.open(path, KEY)
    assert marks.recent() == []
    await marks.close()


async def test_it_is_encrypted_private_and_synchronous(path):
    marks = await SearchStore.open(path, KEY)
    await marks.save(CANARY, CANARY)
    await marks.note(CANARY)
    assert marks._connection.pragma("synchronous") == 2
    files = list(path.parent.iterdir())
    assert len(files) == 3
    for each in files:
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        content = each.read_bytes()
        assert not content.startswith(PLAIN_HEADER)
        assert b"canary" not in content
    await marks.close()


async def test_a_rename_onto_another_replaces_it(path):
    marks = await SearchStore.open(path, KEY)
    await marks.save("a", "1")
    await marks.save("b", "2")
    await marks.rename("a", "b")
    await marks.rename("not there", "c")
    await marks.close()
    marks = await SearchStore.open(path, KEY)
    assert marks.saved() == [SavedSearch("b", "1")]
    await marks.close()


@pytest.mark.parametrize("how", ["other key", "garbage", "newer"])
async def test_a_file_that_cannot_be_read_is_set_aside_and_never_lost(path, how):
    marks = await SearchStore.open(path, KEY)
    await marks.save("kept", "kept")
    if how == "newer":
        marks._connection.pragma("user_version", 99)
    await marks.close()
    if how == "garbage":
        path.write_bytes(b"garbage" * 4096)
    before = path.read_bytes()
    marks = await SearchStore.open(path, OTHER if how == "other key" else KEY)
    assert marks.notice == ("marks-newer" if how == "newer" else "marks-damaged")
    assert marks.saved() == []
    await marks.save("new", "new")
    await marks.close()
    (aside,) = path.parent.glob("marks.bad-*")
    assert aside.read_bytes() == before


async def test_a_failed_write_leaves_the_file_as_it_was(path):
    marks = await SearchStore.open(path, KEY)
    await marks.note("kept")
    marks._connection.execute(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.recent WHEN new.text = 'kept'"
        " BEGIN SELECT raise(FAIL, 'no'); END"
    )
    with pytest.raises(apsw.ConstraintError):
        await marks.note("one more")
    await marks.close()
    marks = await SearchStore.open(path, KEY)
    assert marks.recent() == ["kept"]
    await marks.close()


async def test_dropping_the_index_does_not_touch_them(path):
    marks = await SearchStore.open(path, KEY)
    await marks.save("kept", "kept")
    index = await Index.open(path.with_name("index.db"), KEY)
    await index.forget("a")
    await index.close()
    path.with_name("index.db").write_bytes(b"garbage" * 4096)
    index = await Index.open(path.with_name("index.db"), KEY)
    assert index.notice == "index-damaged"
    await index.forget("a")
    await index.close()
    await marks.close()
    marks = await SearchStore.open(path, KEY)
    assert marks.saved() == [SavedSearch("kept", "kept")]
    await marks.close()


async def test_without_a_keyring_they_last_for_the_run_and_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    marks = SearchStore()
    await marks.save("kept", "text")
    await marks.rename("kept", "other")
    await marks.note("text")
    assert marks.saved() == [SavedSearch("other", "text")]
    assert marks.recent() == ["text"]
    await marks.close()
    assert list(tmp_path.iterdir()) == []


def pages(path, key):
    """The file's pages as they are beneath the encryption, unused ones too."""
    connection = connect(path, key, SEARCHES, 256)
    try:
        return connection.serialize("main")
    finally:
        connection.close()


async def test_a_search_that_was_forgotten_is_in_no_page_and_not_in_the_log(path):
    marks = await SearchStore.open(path, KEY)
    await marks.save("kept", "kept on purpose")
    for number in range(20):
        await marks.note(f"{CANARY} {number} " + "long " * 300)
    marks._connection.wal_checkpoint()
    assert CANARY.encode() in pages(path, KEY)
    await marks.forget_recent()
    assert path.with_name("marks.db-wal").stat().st_size == 0
    assert CANARY.encode() not in pages(path, KEY)
    assert b"kept on purpose" in pages(path, KEY)
    await marks.close()


async def test_what_is_on_its_way_is_written_before_the_file_is_closed(path):
    marks = await SearchStore.open(path, KEY)
    noted = asyncio.get_running_loop().create_task(marks.note("on its way"))
    await asyncio.sleep(0)
    await marks.close()
    await noted
    marks = await SearchStore.open(path, KEY)
    assert marks.recent() == ["on its way"]
    await marks.close()


async def test_they_move_off_the_disk_and_back_into_a_fresh_file(path):
    marks = await SearchStore.open(path, KEY)
    await marks.save("kept", "on purpose")
    await marks.note("before")
    await marks.leave_disk()
    before = path.read_bytes()
    assert not marks.lasts
    await marks.note("meanwhile")
    assert marks.recent() == ["meanwhile", "before"]
    assert path.read_bytes() == before
    await marks.move_to_disk(path, OTHER)
    assert marks.lasts
    assert marks.recent() == []
    await marks.note("after")
    await marks.close()
    assert not list(path.parent.glob("marks.bad-*"))
    marks = await SearchStore.open(path, OTHER)
    assert (marks.notice, marks.recent()) == ("", ["after"])
    assert marks.saved() == [SavedSearch("kept", "on purpose")]
    await marks.close()


async def test_where_no_file_can_be_made_they_go_on_in_memory(tmp_path):
    marks = SearchStore()
    await marks.save("kept", "on purpose")
    (tmp_path / "in the way").write_text("")
    with pytest.raises(IndexFileError):
        await marks.move_to_disk(tmp_path / "in the way" / "marks.db", KEY)
    assert not marks.lasts
    await marks.note("a search")
    assert (marks.recent(), marks.saved()) == (["a search"], [SavedSearch("kept", "on purpose")])
    await marks.close()
