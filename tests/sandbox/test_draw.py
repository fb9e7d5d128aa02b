"""Draws and times."""

from datetime import UTC, datetime

from contactdesk.sandbox.draw import NOW, date, draw, iso


def test_times_are_those_of_the_calendar():
    for seconds in [0, 951_782_400, 1_709_164_800, NOW, *range(NOW - 10**8, NOW, 777_777)]:
        told = datetime.fromtimestamp(seconds, UTC)
        assert date(seconds) == told.date().isoformat()
        assert iso(seconds, 42) == told.strftime("%Y-%m-%dT%H:%M:%S.042Z")
    assert iso(NOW) == "2026-11-01T00:00:00.000Z"


def test_streams_are_apart():
    assert draw(7, 1, 2).random() == draw(7, 1, 2).random()
    others = {draw(*parts).random() for parts in ((7, 1, 2), (8, 1, 2), (7, 2, 2), (7, 1, 3))}
    assert len(others) == 4


def test_some_are_different_ones():
    for number in range(50):
        found = draw(7, 1, number).some("abcd", 3)
        assert len(set(found)) == 3
    assert len(draw(7, 1, 1).some("ab", 5)) == 2
