"""contactdesk.userdata.file: writes to the encrypted file."""

import pytest

from contactdesk.errors import IndexFileError
from contactdesk.userdata.file import UserFile

KEY = bytes(range(32))


async def test_failed_reading_closes_the_file_again(tmp_path):
    file = UserFile()

    def refuse(_connection):
        raise KeyError

    with pytest.raises(KeyError):
        await file.open(tmp_path / "marks.db", KEY, refuse)
    assert not file.is_kept
    again = UserFile()
    await again.open(tmp_path / "marks.db", KEY, lambda _connection: None)
    assert again.is_kept
    await again.close()


async def test_write_without_a_file_does_nothing():
    file = UserFile()
    await file.write(lambda connection: connection.execute("no SQL"))
    await file.truncate_log()
    await file.close()


async def test_file_that_cannot_be_created_leaves_memory(tmp_path):
    (tmp_path / "in the way").write_text("")
    file = UserFile()
    with pytest.raises(IndexFileError):
        await file.create(tmp_path / "in the way" / "marks.db", KEY, lambda _connection: None)
    assert not file.is_kept
    await file.close()
