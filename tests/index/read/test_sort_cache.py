import random
from array import array

import pytest

from contactdesk.index.postings.bitmap import from_ids
from contactdesk.index.read import sort_cache
from contactdesk.index.read.sort_cache import SortCache

SIZE = 3_000


def never():
    pass


@pytest.fixture
def order():
    """(the ids that have the key in their order, those that have not, all kept)."""
    # Some row ids are out of sight.
    ids = random.Random(3).sample(range(1, SIZE), 2_700)
    valued, rest = ids[:2_200], sorted(ids[2_200:])
    return valued, rest, SortCache(array("i", valued), array("i", rest), SIZE)


def test_all_gives_both_halves(order):
    valued, rest, kept = order
    assert [*map(list, kept.all())] == [valued, rest]


@pytest.mark.parametrize("few", [1, 16, 10**9], ids=["by places", "as it is", "gone through"])
@pytest.mark.parametrize("count", [0, 1, 20, 1_000, 2_900, 2_999])
def test_among_keeps_the_order(order, monkeypatch, count, few):
    monkeypatch.setattr(sort_cache, "SORT_BELOW_ONE_IN", few)
    monkeypatch.setattr(sort_cache, "IDS_PER_STEP", 64)
    valued, rest, kept = order
    wanted = set(random.Random(count).sample(range(1, SIZE), count))
    found = kept.among(from_ids(wanted, SIZE), never)
    assert list(found[0]) == [row_id for row_id in valued if row_id in wanted]
    assert list(found[1]) == [row_id for row_id in rest if row_id in wanted]


@pytest.mark.parametrize("walked", [0, 1_024, 10**9], ids=["by places", "begun", "gone through"])
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("members", [None, 0, 3, 500, 2_900])
def test_first_gives_the_beginning_of_the_order(order, monkeypatch, walked, down, members):
    monkeypatch.setattr(sort_cache, "MAX_SCANNED_FOR_FIRST", walked)
    valued, rest, kept = order
    wanted = set(range(SIZE))
    if members is not None:
        wanted = set(random.Random(members).sample(range(1, SIZE), members))
    ids = [*(valued[::-1] if down else valued), *rest]
    expected = [row_id for row_id in ids if row_id in wanted]
    asked = None if members is None else from_ids(wanted, SIZE)
    for count in (1, 50, 2_400, 5_000):
        assert list(kept.first(asked, count, down, never)) == expected[:count]


def test_cancelled_request_raises(order):
    def called_off():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        order[2].among(from_ids([5], SIZE), called_off)
    # What was begun is not kept half done.
    assert order[2]._positions is None
