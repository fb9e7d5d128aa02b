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
def test_what_was_freed_goes_back():
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


def test_elsewhere_nothing_happens(monkeypatch):
    monkeypatch.setattr(malloc, "_trim", None)
    malloc.trim_heap()


async def test_after_many_hits_and_not_after_few(index, monkeypatch):
    given = []
    monkeypatch.setattr(reader, "trim_heap", lambda: given.append(None))
    monkeypatch.setattr(reader, "MIN_IDS_TO_TRIM_HEAP", 20)
    await load(index, "a", range(30))
    one = await index.ids(Scope(), Order(), parse("c-3"))
    assert (len(one), given) == (1, [])
    assert len(await index.ids(Scope(), Order(), parse(""))) == 30
    assert given == [None]
