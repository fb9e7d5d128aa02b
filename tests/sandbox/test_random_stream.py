"""Random streams."""

from contactdesk.sandbox.random_stream import stream


def test_streams_differ_by_seed_kind_and_number():
    assert stream(7, 1, 2).random() == stream(7, 1, 2).random()
    others = {stream(*parts).random() for parts in ((7, 1, 2), (8, 1, 2), (7, 2, 2), (7, 1, 3))}
    assert len(others) == 4


def test_pick_run_gives_distinct_items():
    for number in range(50):
        found = stream(7, 1, number).pick_run("abcd", 3)
        assert len(set(found)) == 3
    assert len(stream(7, 1, 1).pick_run("ab", 5)) == 2
