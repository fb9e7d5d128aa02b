"""contactdesk.userdata.moments: the moment at which the user set something."""

from datetime import datetime

from contactdesk.userdata.moments import now


def test_moment_is_utc_and_sorts_as_text():
    earlier, later = now(), now()
    assert earlier <= later
    assert earlier.endswith("Z")
    assert len(earlier) == len("2026-01-02T03:04:05.000Z")
    assert datetime.fromisoformat(earlier).utcoffset().total_seconds() == 0
