import os
import stat

import apsw
import pytest

from contactdesk.errors import IndexFileError
from contactdesk.index import Index, Order, Scope
from contactdesk.index.schema import INDEX, PAGE_SIZE
from contactdesk.model import Column
from contactdesk.search.query import parse
from contactdesk.storage import database as module
from contactdesk.storage.database import PLAIN_HEADER, connect, set_aside, translated
from tests.index.people import COLUMNS, CURSOR, KEY, load, page, person

OTHER_KEY = bytes(32)
CANARY = "Zanzibar-canary"


async def fill(path, key=KEY):
    index = await Index.open(path, key)
    assert index.file.notice == ""
    await load(index, "a", range(60))
    body = page([person(1000, note=CANARY)])
    await index.write_page(await index.listing("b"), CURSOR, body)
    return index


def aside(path):
    return sorted(each.name for each in path.parent.iterdir() if ".bad-" in each.name)


async def test_open_file_is_encrypted_and_private(path):
    index = await fill(path)
    files = sorted(path.parent.iterdir())
    assert [each.name for each in files] == ["index.db", "index.db-shm", "index.db-wal"]
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for each in files:
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        content = each.read_bytes()
        assert not content.startswith(PLAIN_HEADER)
        assert CANARY.encode() not in content
        assert CANARY.lower().split("-")[0].encode() not in content
    await index.close()
    assert [each.name for each in path.parent.iterdir()] == ["index.db"]
    assert not path.read_bytes().startswith(PLAIN_HEADER)


async def test_reopened_file_has_what_was_written(path):
    await (await fill(path)).close()
    index = await Index.open(path, KEY)
    assert (index.file.notice, index.counts()) == ("", {"a": 60, "b": 1})
    listing = await index.listing("a")
    assert (listing.complete, listing.walked) == (True, 60)
    later = await index.write_page(await index.restart(listing), CURSOR, page([person(2000)]))
    assert len(index.rows(later.new, COLUMNS)) == 1
    await index.close()


async def begun_anew(path, kind, key=KEY):
    before = path.read_bytes()
    index = await Index.open(path, key)
    try:
        assert index.file.notice == kind
        assert index.counts() == {}
        assert [name for name in aside(path) if not name.endswith(("-wal", "-shm"))] != []
        assert before in [(path.parent / name).read_bytes() for name in aside(path)]
        await load(index, "a", range(3))
    finally:
        await index.close()
    index = await Index.open(path, key)
    assert (index.file.notice, index.counts()) == ("", {"a": 3})
    await index.close()


async def test_wrong_key_sets_the_file_aside(path):
    await (await fill(path)).close()
    await begun_anew(path, "index-damaged", OTHER_KEY)


@pytest.mark.parametrize("at", [20, 40, 100, 5000])
async def test_a_damaged_file_is_set_aside(path, at):
    await (await fill(path)).close()
    content = bytearray(path.read_bytes())
    content[at : at + 3] = bytes(255 - each for each in content[at : at + 3])
    path.write_bytes(content)
    await begun_anew(path, "index-damaged")


@pytest.mark.parametrize("content", [b"not a database at all", os.urandom(100_000)])
async def test_file_that_is_not_a_database_is_set_aside(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    await begun_anew(path, "index-damaged")


async def test_unencrypted_database_is_set_aside(path):
    path.parent.mkdir()
    plain = apsw.Connection(str(path))
    plain.execute("CREATE TABLE contact (x); INSERT INTO contact VALUES ('plain')").fetchall()
    plain.close()
    assert path.read_bytes().startswith(PLAIN_HEADER)
    await begun_anew(path, "index-damaged")


@pytest.mark.parametrize(("version", "kind"), [(99, "index-newer"), (1, "index-older")])
async def test_a_file_of_another_version_is_set_aside(path, version, kind):
    await (await fill(path)).close()
    connection = connect(path, KEY, INDEX, 1000)
    connection.pragma("user_version", version)
    connection.close()
    await begun_anew(path, kind)


async def test_damage_found_later_is_reported_and_sets_the_file_aside(path):
    index = await fill(path)
    records = "SELECT pageno FROM dbstat WHERE name = 'record'"
    pages = [row[0] for row in index.file.rows.connection.execute(records)]
    await index.close()
    content = bytearray(path.read_bytes())
    for number in pages:
        content[(number - 1) * PAGE_SIZE + 100] ^= 255
    path.write_bytes(content)
    index = await Index.open(path, KEY)
    assert index.file.notice == ""
    with pytest.raises(IndexFileError) as damaged:
        await index.ids(Scope(), Order(Column("Id", "$.id")), parse(""))
    assert damaged.value.kind == "index-damaged"
    await index.close()
    await begun_anew(path, "index-damaged")


async def test_locked_file_is_not_set_aside(path, monkeypatch):
    await (await fill(path)).close()
    monkeypatch.setattr("contactdesk.storage.database.SETTINGS", "PRAGMA busy_timeout = 1;")
    other = connect(path, KEY, INDEX, 1000)
    other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").fetchall()
    try:
        with pytest.raises(IndexFileError) as locked:
            await Index.open(path, KEY)
        assert locked.value.kind == "index-locked"
        assert aside(path) == []
    finally:
        other.close()


async def test_folder_that_cannot_be_created_raises(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(IndexFileError):
        await Index.open(tmp_path / "file" / "index.db", KEY)


async def test_library_without_encryption_is_rejected(path, monkeypatch):
    monkeypatch.setattr(module, "CIPHER", "aes256cbc")
    index = await Index.open(path, KEY)
    await index.close()
    monkeypatch.setattr(module, "PLAIN_HEADER", path.read_bytes()[:16])
    with pytest.raises(RuntimeError, match="encrypted"):
        await Index.open(path, KEY)


def test_two_files_set_aside_in_the_same_second_are_kept(tmp_path):
    path = tmp_path / "index.db"
    names = set()
    for content in (b"1", b"2", b"3"):
        path.write_bytes(content)
        names.add(set_aside(path))
    assert {name.read_bytes() for name in names} == {b"1", b"2", b"3"}


def test_key_of_wrong_length_is_rejected(tmp_path):
    with pytest.raises(ValueError, match="32"):
        connect(tmp_path / "index.db", b"short", INDEX, 1000)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (apsw.FullError, "index-full"),
        (apsw.BusyError, "index-locked"),
        (apsw.CorruptError, "index-damaged"),
        (apsw.NotADBError, "index-damaged"),
        (apsw.ReadOnlyError, "index-unusable"),
    ],
)
def test_sqlite_errors_become_index_file_errors(tmp_path, error, kind):
    with pytest.raises(IndexFileError) as raised, translated(tmp_path / "index.db"):
        raise error("…")
    assert raised.value.kind == kind
    assert raised.value.retryable
