"""The 64 numbered faults, each caused for real while a partly loaded account is syncing.

For each: the kind and text of the error, the state of the account, that loaded contacts are kept,
that another account continues, that no key is shown, and that the account works again after the
fault has ended.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from contactdesk.errors import ContactDeskError, IndexFileError, NetworkError
from contactdesk.http.network import Network, checked
from contactdesk.http.pool import Timeouts
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from contactdesk.ui.kit.error_words import KINDS
from contactdesk.ui.kit.wording import error_hint, error_text, error_title, state_words
from tests.http import client_box
from tests.sync import fault_workspace
from tests.sync.fault_workspace import Case, end_fault, loaded_ids, start_fault

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
workspace = fault_workspace.workspace

SHORT = Timeouts(connect=0.5, read=0.5, page=1.0)
TIMED = range(7, 14)
"""Faults detected by a timeout."""
TESTS = Path(__file__).parents[1]


BROKEN = {"kind": "broken", "tries": 4}
"""Two attempts in these tests, each repeated once at once."""

TABLE: dict[int, list[Case] | str] = {
    1: [Case("port:refused", "refused", said="Check your connection")],
    2: [Case("https://contactdesk.invalid", "dns", said="Check that you are online")],
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
    21: [Case(rule, "web-page", tries=2, said="Wi-Fi") for rule in ("html-200", "html-as-json")],
    22: [Case(rule, "empty", tries=2) for rule in ("status-204", "empty-200")],
    23: [Case("no-content-type", "")],
    24: [Case("gzip-bomb=16", "too-big", "opencx", 1, "larger than 8 MB")],
    25: [Case("gzip-bomb-twice=16", "bad-encoding", tries=2)],
    26: [Case("endless", "too-big", "opencx", 1, "larger than 8 MB")],
    27: [Case("big-header", **BROKEN)],
    28: [Case(rule, "bad-encoding", tries=2) for rule in ("fake-gzip", "odd-encoding")],
    29: [Case("bad-utf8", "")],  # kept unchanged, and reported as malformed
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
    35: [
        Case("key-refused", "key-refused", tries=1, said="The API key was revoked"),
        Case("block-text=401", "blocked", tries=1, said="error code: 1010"),
    ],
    36: [
        Case("plan-402", "plan", tries=1, said="Your plan does not include"),
        Case("forbidden", "forbidden", "opencx", 1, "contacts:read"),
        Case("block-page", "blocked", "opencx", 1, "Attention Required! | Cloudflare"),
    ],
    37: [Case("not-found", "not-found", tries=1, said="Check this account's server URL")],
    38: [Case("status-429", "rate", tries=2)],
    39: [Case("status-429-retry=0.2", "rate", tries=2)],
    40: [Case("status-429-date=1", "rate", tries=2)],
    41: [Case("status-429-retry=-5", "rate", tries=2)],
    42: [Case("status-429-retry=soon", "rate", tries=2)],
    43: "sync/test_fault_waits.test_day_long_retry_after_is_shown_as_later_and_can_be_ended",
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
    49: "sync/test_large_and_moving_pages.test_moved_contacts_cause_one_more_pass",
    50: "sync/test_churn.test_list_in_order_of_change_misses_no_contact",
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
    53: "sync/test_fault_waits.test_clock_jump_changes_no_wait",
    54: "qa/campaigns/test_sleep_and_network.test_load_continues_after_sleep",
    55: "http/test_client.test_another_network_replaces_the_connections",
    56: "test_full_disk_is_reported_and_the_page_requested_again_later",
    57: "storage/test_database.test_a_damaged_file_is_set_aside",
    58: "ui/window/test_single_instance.test_a_second_start_raises_the_first_window",
    59: "qa/campaigns/test_power_cuts.test_power_cut_loses_pages_at_most",
    60: "qa/campaigns/test_kills.test_killed_load_leaves_whole_pages_and_resumes",
    61: "sync/test_key_check.test_revoked_key_resumes_at_the_same_cursor_once_replaced",
    62: "sync/test_key_check.test_key_of_another_organization_writes_nothing",
    63: [Case("unknown-fields", ""), Case("hostile-name", "")],
    64: "test_tls_inspection_names_the_issuer_and_socks_is_rejected",
}
"""Number of the fault -> its cases, or the test that covers it."""

CASES = [
    pytest.param(number, case, id=f"{number}-{case.rule.replace(':', '-')}-{case.vendor}")
    for number, cases in TABLE.items()
    if isinstance(cases, list)
    for case in cases
]


def test_faults_are_numbered_without_gaps():
    assert list(TABLE) == list(range(1, 65))
    assert {case.kind for _, case in (p.values for p in CASES)} <= {"", *KINDS}


@pytest.mark.parametrize("named", [name for name in TABLE.values() if isinstance(name, str)])
def test_named_tests_exist(named):
    module, _, name = named.rpartition(".")
    text = (TESTS / f"{module or 'sync/test_faults'}.py").read_text("utf-8")
    assert f"def {name}(" in text


async def set_timeouts(workspace, timeouts):
    workspace.client._timeouts = timeouts
    await workspace.client.renew()


@pytest.mark.parametrize(("number", "case"), CASES)
async def test_fault(workspace, server, number, case):
    account = workspace.account(case.vendor)
    key = await workspace.keys.get(account)
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    before, cursor = await loaded_ids(workspace, account), walk.listing.next_cursor
    address = walk.account.base_url
    start_fault(workspace, server, walk, case)
    await set_timeouts(workspace, SHORT if number in TIMED else Timeouts())
    asked = len(workspace.asked(case.vendor))
    other = await workspace.sync.walk(workspace.account("close"))
    failed, _ = await asyncio.gather(
        workspace.sync.load_all(walk), workspace.sync.next_page(other), return_exceptions=True
    )
    asked = len(workspace.asked(case.vendor)) - asked
    assert other.listing.walked == 100  # the other account continued
    assert before <= await loaded_ids(workspace, account)
    if not case.kind:
        assert failed is None
        assert walk.state is State.COMPLETE
        return
    assert isinstance(failed, ContactDeskError), failed
    assert failed.kind == case.kind
    assert walk.state is State.FAILED
    assert not case.tries or asked == case.tries
    notice = notice_of(walk)
    shown = notice.words + notice.detail + state_words(walk, 100) + error_text(failed)
    assert walk.provider.title in notice.words + notice.detail
    assert walk.account.label in notice.words
    assert len(error_title(failed)) > 10
    assert len(error_hint(failed)) > 5
    assert case.said in shown
    assert key not in shown + repr(failed) + str(failed) + repr(workspace.requests)
    assert "Traceback" not in shown
    end_fault(workspace, walk, address)
    await set_timeouts(workspace, Timeouts())
    if number not in (34, 45, 46):  # these need a refresh, which starts a new pass
        assert walk.listing.next_cursor == cursor or case.kind in ("no-cursor", "bad-cursor")
        await workspace.sync.load_all(walk)
    else:
        await workspace.sync.refresh(walk, whole=True)
        await workspace.sync.load_all(walk)
    assert walk.state is State.COMPLETE
    assert len(await loaded_ids(workspace, account)) == workspace.sandbox.sizes[case.vendor]


@pytest.mark.parametrize("port", ["unknown_ca", "wrong_host", "expired"])
async def test_refused_certificate_gets_no_request_and_no_retry(workspace, server, port):
    walk = await workspace.sync.walk(workspace.account("bland"))
    start_fault(workspace, server, walk, Case(f"port:{port}", "tls"))
    server.requests.clear()
    with pytest.raises(NetworkError):
        await workspace.sync.next_page(walk)
    assert server.requests == []
    assert len(workspace.requests) == 1


async def test_full_disk_is_reported_and_the_page_requested_again_later(workspace, monkeypatch):
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.next_page(walk)
    before = await loaded_ids(workspace, walk.account.id)

    async def full(*_args, **_options):
        raise IndexFileError("index-full")

    with monkeypatch.context() as patch:
        patch.setattr(workspace.index, "write_page", full)
        with pytest.raises(IndexFileError):
            await workspace.sync.load_all(walk)
    assert walk.state is State.FAILED
    assert "The disk is full" in notice_of(walk).words
    assert walk.resumes_at > time.monotonic()
    assert await loaded_ids(workspace, walk.account.id) == before
    await workspace.sync.load_all(walk)
    assert len(await loaded_ids(workspace, walk.account.id)) == 230


async def test_tls_inspection_names_the_issuer_and_socks_is_rejected(
    workspace, server, monkeypatch
):
    monkeypatch.setattr(server, "leads_to", "inspected")
    server.requests.clear()
    ways = {"proxy": f"http://127.0.0.1:{server.proxy}", "ca_file": None, "trust_env": False}
    await workspace.client.use(**ways)
    walk = await workspace.sync.walk(workspace.account("bland"))
    start_fault(workspace, server, walk, Case("https://vendor.example", "tls"))
    with pytest.raises(NetworkError) as refused:
        await workspace.sync.next_page(walk)
    assert "It was issued by “Harbor Company Proxy”" in notice_of(walk).words
    assert "CA file in Help → Network settings" in error_hint(refused.value)
    assert (server.requests, len(workspace.requests)) == ([], 1)
    with pytest.raises(NetworkError) as socks:
        checked(Network("socks5://127.0.0.1:1080"))
    assert "SOCKS" in error_title(socks.value)
