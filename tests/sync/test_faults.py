"""The 64 faults, each by its number: made for real, met by a sync that has an index to lose.

For every one: the kind and words a person gets, the state the account is left in, that what was
loaded is kept, that another account goes on, that no key is in anything shown, and that the
account works again once the fault is over.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from contactdesk.errors import WORDS, ContactDeskError, IndexFileError, NetworkError
from contactdesk.http.client import Times
from contactdesk.http.network import Network, checked
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from contactdesk.ui.kit.wording import state_words
from tests.http import client_box
from tests.sync import fault_desk
from tests.sync.fault_desk import Case, end, kept, make

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
desk = fault_desk.desk

SHORT = Times(connect=0.5, read=0.5, page=1.0)
TIMED = range(7, 14)
"""Numbers of the faults that are noticed by the time they take."""
TESTS = Path(__file__).parents[1]


BROKEN = {"kind": "broken", "tries": 4}
"""Two tries in these tests, each with one more at once."""

TABLE: dict[int, list[Case] | str] = {
    1: [Case("port:refused", "refused", said="Check the connection")],
    2: [Case("https://contactdesk.invalid", "dns", said="Are you online?")],
    3: [Case("port:unknown_ca", "tls", said="issued by “trustme")],
    4: [Case("port:wrong_host", "tls", said="key was not sent")],
    5: [Case("port:expired", "tls", said="key was not sent")],
    6: [Case("port:talks_first", "tls-other", said="key was not sent")],
    7: [Case("port:backlog", "connect-timeout")],
    8: [Case("port:mute", "connect-timeout")],
    9: [Case("mute", "read-timeout", tries=2)],
    10: [Case("stall", "read-timeout", tries=2)],
    11: [Case("slow-drip", "slow", tries=2)],
    12: [Case("slow-headers", "slow", tries=2)],
    13: [Case("continue-flood", "slow", tries=2)],
    14: [Case("truncated", **BROKEN)],
    15: [Case("truncated-chunked", **BROKEN)],
    16: [Case("truncated-close", "bad-json", tries=2)],
    17: [Case("truncated-gzip", "bad-json", tries=2)],
    18: [Case("reset", **BROKEN)],
    19: [Case("close-before-answer", **BROKEN), Case("down", **BROKEN)],
    20: [Case("hang-up", "")],
    21: [Case(rule, "web-page", tries=1, said="Wi-Fi") for rule in ("html-200", "html-as-json")],
    22: [Case(rule, "empty", tries=2) for rule in ("status-204", "empty-200")],
    23: [Case("no-content-type", "")],
    24: [Case("gzip-bomb=16", "too-big", "opencx", 1, "larger than 8 MB")],
    25: [Case("gzip-bomb-twice=16", "bad-encoding", tries=2)],
    26: [Case("endless", "too-big", "opencx", 1, "larger than 8 MB")],
    27: [Case("big-header", **BROKEN)],
    28: [Case(rule, "bad-encoding", tries=2) for rule in ("fake-gzip", "odd-encoding")],
    29: [Case("bad-utf8", "")],  # the record is kept as it is, and said to be malformed
    30: [Case("deep-nesting", ""), Case("huge-number", "")],
    31: [Case("not-a-number", "bad-json", tries=2), Case("bad-json", "bad-json", tries=2)],
    32: [
        Case(rule, "bad-shape", tries=1)
        for rule in ("null-body", "list-body", "text-body", "no-items")
    ],
    33: [
        Case(rule, "moved", tries=1, said="key was not sent")
        for rule in ("redirect", "redirect-loop")
    ],
    34: [Case(f"cursor-refused={status}", "bad-request", "quo") for status in (400, 410, 422)],
    35: [Case("key-refused", "key-refused", tries=1, said="The API key was revoked")],
    36: [
        Case("plan-402", "plan", tries=1, said="Your plan does not include"),
        Case("forbidden", "forbidden", "opencx", 1, "contacts:read"),
    ],
    37: [Case("not-found", "not-found", tries=1, said="Check the server URL")],
    38: [Case("status-429", "rate", tries=2)],
    39: [Case("status-429-retry=0.2", "rate", tries=2)],
    40: [Case("status-429-date=1", "rate", tries=2)],
    41: [Case("status-429-retry=-5", "rate", tries=2)],
    42: [Case("status-429-retry=soon", "rate", tries=2)],
    43: "sync/test_fault_waits.test_a_day_long_pause_is_later_and_ends_by_itself",
    44: [
        Case(rule, "server", tries=2)
        for rule in (
            "status-500",
            "status-502-html",
            "status-503-retry=0.2",
            "status-504",
            "status-520",
        )
    ],
    45: [
        Case("cursor-repeats=1", "cursor-loop", "opencx"),
        Case("cursor-repeats=7", "cursor-loop", "opencx"),
        Case("cursor-repeats=2", "same-page"),
    ],
    46: [
        Case("empty-page-more", "cursor-loop", "opencx"),
        Case("empty-page-more", "empty-pages"),
        Case("duplicate-page", "same-page"),
    ],
    47: [
        Case("missing-cursor", "no-cursor", "askelephant"),
        Case("has-more-missing", ""),
        Case("has-more-text", ""),
        Case("has-more-text", "bad-cursor", "quo"),
    ],
    48: [Case("duplicate-page=once", "")],
    49: "sync/test_large_and_moving_pages.test_contacts_that_move_are_read_once_more",
    50: "sync/test_churn.test_a_list_ordered_by_change_misses_none",
    51: [
        Case(f"broken-record={name}", "")
        for name in (
            "no-id",
            "list",
            "wrong-types",
            "null-id",
            "text",
            "null",
            "object-id",
            "empty",
        )
    ],
    52: [Case("total-lies=-1", ""), Case("total-lies=10000000000", ""), Case("total-lies=7", "")],
    53: "sync/test_fault_waits.test_a_clock_that_jumps_changes_no_wait",
    54: "qa/campaigns/test_sleep_and_network.test_a_load_goes_on_after_sleep",
    55: "http/test_client.test_another_network_means_new_connections",
    56: "test_a_full_disk_is_said_and_the_page_asked_for_again_later",
    57: "storage/test_database.test_a_damaged_file_is_set_aside",
    58: "ui/window/test_single_instance.test_a_second_start_raises_the_first_window",
    59: "qa/campaigns/test_powercuts.test_a_cut_costs_pages_at_most",
    60: "qa/campaigns/test_kills.test_a_killed_load_leaves_whole_pages_and_goes_on_where_it_was",
    61: "sync/test_other_organisation.test_a_key_revoked_in_the_middle_goes_on_at_the_same_cursor",
    62: "sync/test_other_organisation.test_a_key_of_another_organisation_mixes_nothing",
    63: [Case("unknown-fields", ""), Case("hostile-name", "")],
    64: "test_a_proxy_that_reads_along_is_named_and_socks_refused",
}
"""Number of the fault -> how it is made and what is expected, or the test that does so."""

CASES = [
    pytest.param(number, case, id=f"{number}-{case.rule.replace(':', '-')}-{case.vendor}")
    for number, cases in TABLE.items()
    if isinstance(cases, list)
    for case in cases
]


def test_every_fault_has_its_number():
    assert list(TABLE) == list(range(1, 65))
    assert {case.kind for _, case in (p.values for p in CASES)} <= {"", *WORDS}


@pytest.mark.parametrize("named", [name for name in TABLE.values() if isinstance(name, str)])
def test_every_test_that_is_named_is_there(named):
    module, _, name = named.rpartition(".")
    text = (TESTS / f"{module or 'sync/test_faults'}.py").read_text("utf-8")
    assert f"def {name}(" in text


async def hurry(desk, times):
    desk.client._times = times
    await desk.client.renew()


@pytest.mark.parametrize(("number", "case"), CASES)
async def test_fault(desk, server, number, case):
    account = desk.account(case.vendor)
    key = await desk.keys.get(account)
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    before, cursor = await kept(desk, account), walk.listing.next_cursor
    address = walk.account.base_url
    make(desk, server, walk, case)
    await hurry(desk, SHORT if number in TIMED else Times())
    asked = len(desk.asked(case.vendor))
    other = await desk.sync.walk(desk.account("close"))
    failed, _ = await asyncio.gather(
        desk.sync.load_all(walk), desk.sync.next_page(other), return_exceptions=True
    )
    asked = len(desk.asked(case.vendor)) - asked
    assert other.listing.walked == 100  # the other account went on
    assert before <= await kept(desk, account)
    if not case.kind:
        assert failed is None
        assert walk.state is State.COMPLETE
        return
    assert isinstance(failed, ContactDeskError), failed
    assert failed.kind == case.kind
    assert walk.state is State.FAILED
    assert not case.tries or asked == case.tries
    notice = notice_of(walk)
    shown = notice.words + notice.detail + state_words(walk, 100) + str(failed)
    assert walk.provider.title in notice.words + notice.detail
    assert walk.account.label in notice.words
    assert len(failed.title) > 10
    assert len(failed.hint) > 5
    assert case.said in shown
    assert key not in shown + repr(failed) + repr(desk.requests)
    assert "Traceback" not in shown
    end(desk, walk, address)
    await hurry(desk, Times())
    if number not in (34, 45, 46):  # a pass that was broken off begins anew with a refresh
        assert walk.listing.next_cursor == cursor or case.kind in ("no-cursor", "bad-cursor")
        await desk.sync.load_all(walk)
    else:
        await desk.sync.refresh(walk, whole=True)
        await desk.sync.load_all(walk)
    assert walk.state is State.COMPLETE
    assert len(await kept(desk, account)) == desk.sandbox.sizes[case.vendor]


@pytest.mark.parametrize("port", ["unknown_ca", "wrong_host", "expired"])
async def test_a_certificate_that_is_refused_sees_no_request_and_is_not_tried_again(
    desk, server, port
):
    walk = await desk.sync.walk(desk.account("bland"))
    make(desk, server, walk, Case(f"port:{port}", "tls"))
    server.requests.clear()
    with pytest.raises(NetworkError):
        await desk.sync.next_page(walk)
    assert server.requests == []
    assert len(desk.requests) == 1


async def test_a_full_disk_is_said_and_the_page_asked_for_again_later(desk, monkeypatch):
    walk = await desk.sync.walk(desk.account("bland"))
    await desk.sync.next_page(walk)
    before = await kept(desk, walk.account.id)

    async def full(*_args, **_options):
        raise IndexFileError("index-full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.index, "write_page", full)
        with pytest.raises(IndexFileError):
            await desk.sync.load_all(walk)
    assert walk.state is State.FAILED
    assert "The disk is full" in notice_of(walk).words
    assert walk.resumes_at > time.monotonic()
    assert await kept(desk, walk.account.id) == before
    await desk.sync.load_all(walk)
    assert len(await kept(desk, walk.account.id)) == 230


async def test_a_proxy_that_reads_along_is_named_and_socks_refused(desk, server, monkeypatch):
    monkeypatch.setattr(server, "leads_to", "inspected")
    server.requests.clear()
    ways = {"proxy": f"http://127.0.0.1:{server.proxy}", "ca_file": None, "trust_env": False}
    await desk.client.use(**ways)
    walk = await desk.sync.walk(desk.account("bland"))
    make(desk, server, walk, Case("https://vendor.example", "tls"))
    with pytest.raises(NetworkError) as refused:
        await desk.sync.next_page(walk)
    assert "It was issued by “Harbor Company Proxy”" in notice_of(walk).words
    assert "CA file in Help → Network settings" in refused.value.hint
    assert (server.requests, len(desk.requests)) == ([], 1)
    with pytest.raises(NetworkError) as socks:
        checked(Network("socks5://127.0.0.1:1080"))
    assert "SOCKS" in socks.value.title
