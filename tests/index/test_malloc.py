import ctypes
import sys

import psutil
import pytest

from contactdesk.index import malloc
from contactdesk.index.read import reader
from contactdesk.index.types import Order, Scope
from contactdesk.search.query import parse
from tests.index.people import load

MEGABYTE = 1_000_000


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="this C library keeps nothing",
)
def test_freed_memory_is_returned_to_the_system():
    library = ctypes.CDLL(None)
    library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    blocks = [library.malloc(4_000) for _ in range(20_000)]
    for block in blocks:
        ctypes.memset(block, 1, 4_000)
    # The last one stays: what lies below it is not given back by itself.
    last = blocks.pop()
    for block in blocks:
        library.free(block)
    before = psutil.Process().memory_info().rss
    malloc.trim_heap()
    assert before - psutil.Process().memory_info().rss > 60 * MEGABYTE
    library.free(last)


def test_trim_heap_does_nothing_without_malloc_trim(monkeypatch):
    monkeypatch.setattr(malloc, "_trim", None)
    malloc.trim_heap()


async def test_heap_is_trimmed_after_long_answers_only(index, monkeypatch):
    given = []
    monkeypatch.setattr(reader, "trim_heap", lambda: given.append(None))
    monkeypatch.setattr(reader, "MIN_IDS_TO_TRIM_HEAP", 20)
    await load(index, "a", range(30))
    one = await index.ids(Scope(), Order(), parse("c-3"))
    assert (len(one), given) == (1, [])
    assert len(await index.ids(Scope(), Order(), parse(""))) == 30
    assert given == [None]
