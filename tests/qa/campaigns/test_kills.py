"""kill -9 at random moments of a load: acknowledged pages last, and no page is half written."""

from __future__ import annotations

import os

import pytest

from contactdesk.sandbox import Sandbox
from tests.qa.campaigns.kills import Campaign

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")
VENDORS = ("quo", "bland")  # one by cursor, one by offset with overlapping pages


@pytest.fixture
def campaign(tmp_path):
    """`campaign(contacts, vendors)`: on its own sandbox, with this many contacts per vendor."""
    made, sandboxes = [], []

    def make(contacts: int, vendors=VENDORS) -> Campaign:
        sandboxes.append(Sandbox(sizes=dict.fromkeys(vendors, contacts)))
        made.append(Campaign(tmp_path, sandboxes[-1], vendors))
        return made[-1]

    yield make
    for each in made:
        each.victim.close()
    for each in sandboxes:
        each.close()


def test_killed_load_leaves_whole_pages_and_resumes(campaign, long_form, figures):
    made = campaign(900)
    for kills in (300, 5_000) if long_form else (20,):
        made.run(kills).check()
        figures("kills", made.result.kills)
        figures("pages", made.result.pages)
    assert made.result.finished


def test_large_load_killed_often_equals_an_uninterrupted_one(campaign, long_form, figures):
    made = campaign(200_000 if long_form else 3_000, ("bland",))
    made.max_pages_before_kill = 100 if long_form else 8
    made.run(100_000, loads=1)
    figures("kills", made.result.kills)
    assert made.result.kills >= 3
    made.result.check()


# Controls: a faulty victim must fail the campaign.


def test_control_victim_that_writes_nothing_is_detected(campaign):
    made = campaign(400)
    made.fault = "idle"
    with pytest.raises(AssertionError, match="pages in"):
        made.run(2).check()


def test_control_pages_acknowledged_before_writing_are_detected(campaign):
    made = campaign(400)
    made.fault = "acknowledge-early"
    while made.result.kills < 200 and not made.result.lost:
        made.run(made.result.kills + 1, loads=made.result.finished + 1)
    assert made.result.lost


def test_control_pages_written_row_by_row_are_detected(campaign):
    made = campaign(400, ("bland",))
    made.fault, made.max_pages_before_kill = "no-transaction", 2
    while made.result.kills < 200 and not (made.result.half or made.result.corrupt):
        made.run(made.result.kills + 1, loads=made.result.finished + 1)
    assert made.result.half or made.result.corrupt
