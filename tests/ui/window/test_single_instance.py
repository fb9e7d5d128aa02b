"""contactdesk.ui.window.single_instance: a second start raises the first window."""

import asyncio

from contactdesk.profile.lock import Lock, read_announcement
from contactdesk.ui.window.single_instance import FirstInstance, raise_first


async def test_a_second_start_raises_the_first_window(tmp_path):
    raised = []
    lock = Lock.take(tmp_path / "lock")
    first = FirstInstance(lock, lambda: raised.append(True))
    await first.listen()
    assert await asyncio.to_thread(raise_first, tmp_path / "lock")
    assert raised == [True]
    first.close()
    lock.release()


async def test_a_stranger_without_the_word_is_not_heard(tmp_path):
    raised = []
    lock = Lock.take(tmp_path / "lock")
    first = FirstInstance(lock, lambda: raised.append(True))
    await first.listen()
    port, _word = read_announcement(tmp_path / "lock")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"open sesame\n")
    assert await reader.read() == b""
    writer.close()
    assert not raised
    first.close()
    lock.release()


def test_nobody_there_is_no_error(tmp_path):
    assert not raise_first(tmp_path / "lock")
    (tmp_path / "lock").write_text("1 word\n")
    assert not raise_first(tmp_path / "lock")
