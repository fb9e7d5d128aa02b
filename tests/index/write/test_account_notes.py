"""Lines about an account, kept until it is removed.

Covers contactdesk.index.notes and contactdesk.index.write.account_notes.
"""

from contactdesk.index import Index


async def test_note_is_stored_replaced_and_deleted(index):
    await index.listing("one")
    await index.listing("two")
    assert await index.notes.read("one", "since") == ""
    await index.notes.write("one", "since", "5")
    await index.notes.write("one", "since", "6")
    await index.notes.write("one", "began", "7")
    assert await index.notes.read("one", "since") == "6"
    assert await index.notes.read("two", "since") == ""
    await index.notes.write("one", "since", "")
    assert await index.notes.read("one", "since") == ""
    assert await index.notes.read("one", "began") == "7"


async def test_forgotten_account_has_no_notes(index):
    await index.listing("one")
    await index.notes.write("one", "since", "5")
    await index.forget("one")
    await index.listing("one")
    assert await index.notes.read("one", "since") == ""
    rows = index.file.writer.connection.execute("SELECT count(*) FROM account_note").fetchone()
    assert rows == (0,)


async def test_notes_survive_a_restart(tmp_path, loop):
    path, key = tmp_path / "index.db", b"k" * 32
    first = await Index.open(path, key)
    await first.listing("one")
    await first.notes.write("one", "since", "5")
    await first.close()
    second = await Index.open(path, key)
    assert await second.notes.read("one", "since") == "5"
    await second.close()
