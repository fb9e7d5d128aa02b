"""kill -9 at random moments of refreshes: what changed is kept whole, and every version is as it was."""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
from pathlib import Path

import pytest

from contactdesk.index.read.changes import versions
from tests.index.people import KEY
from tests.qa.campaigns.changing_people import (
    LAST_GENERATION,
    PEOPLE,
    history,
    pages,
    record,
    without_times,
)
from tests.qa.campaigns.index_checks import integrity_errors, open_index
from tests.qa.campaigns.kills import Victim

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")


def test_people_change_leave_and_come_back():
    away = [[record(n, g) is None for g in range(LAST_GENERATION + 1)] for n in range(PEOPLE)]
    assert any("".join("x."[not each] for each in row).strip(".").count("x") > 3 for row in away)
    assert all(len(history(n, LAST_GENERATION)) > 5 for n in range(PEOPLE))
    assert all(len(pages(g)) > 1 for g in range(LAST_GENERATION))


class Refreshes:
    """A process that refreshes and is killed again and again."""

    def __init__(self, folder: Path, victim: Victim) -> None:
        self.job = {"folder": str(folder), "key": KEY.hex(), "fault": "refresh", "generation": 0}
        self.victim, self.random = victim, random.Random(11)
        self.seen = 0  # the generation of the last acknowledged page
        self.is_finished = False

    def kill(self) -> None:
        process = self.victim.start(self.job)
        wanted, runs = self.random.randrange(1, 12), True
        while runs and wanted:
            runs = self._read()
            wanted -= 1
        select.select([], [], [], self.random.random() * 0.02)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        while runs:
            runs = self._read()

    def _read(self) -> bool:
        """Reads a message; False at the end."""
        line = self.victim.line()
        kind, _, rest = line.partition(" ")
        assert line, self.victim.stderr_tail()
        assert kind != "notice", rest
        if kind == "page":
            self.seen = int(rest.split()[0])
        elif kind == "generation":
            self.job["generation"] = int(rest) + 1
        self.is_finished |= kind == "whole"
        return kind != "ended"

    def examine(self) -> int:
        """Checks the index; the number of old versions in it."""
        count = 0
        with open_index(Path(self.job["folder"]) / "index.db", KEY) as connection:
            assert integrity_errors(connection) == []
            for number in range(PEOPLE):
                kept = versions(connection, "a", f"c-{number}")
                said = [without_times(each.raw) for each in reversed(kept)]
                distinct = [each for n, each in enumerate(said) if said[n - 1 : n] != [each]]
                # A page may be written whose acknowledgment was lost.
                known = history(number, self.seen + 1)
                assert distinct == known[: len(distinct)]
                assert len(distinct) >= len(history(number, self.job["generation"] - 1))
                count += len(kept) - 1
        return count


@pytest.fixture
def victim(tmp_path):
    made = Victim(tmp_path)
    yield made
    made.close()


def test_killed_refreshes_keep_every_version(tmp_path, victim, long_form, figures):
    made, kills = Refreshes(tmp_path, victim), 0
    while not made.is_finished and kills < (2_000 if long_form else 60):
        made.kill()
        kills += 1
        old = made.examine()
    figures("kills", kills)
    figures("versions", old)
    assert old > PEOPLE
    assert kills > 5
