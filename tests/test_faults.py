"""The 64 faults, each by its number: made for real, met by a sync that has an index to lose.

For every one: the kind and words a person gets, the state the account is left in, that what was
loaded is kept, that another account goes on, that no key is in anything shown, and that the
account works again once the fault is over.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from faultserver import FaultServer

from contactdesk import network, pace
from contactdesk.client import Times
from contactdesk.errors import WORDS, ContactDeskError, IndexFileError, NetworkError
from contactdesk.network import Network, checked
from contactdesk.sync import State
from contactdesk.ui.banner import notice_of
from contactdesk.ui.status import remark_words, state_words
from tests.office import Office

SHORT = Times(connect=0.5, read=0.5, page=1.0)
TIMED = range(7, 14)
"""Numbers of the faults that are noticed by the time they take."""
TESTS = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One way to make a fault.

    `rule` is a kind of the sandbox's (`name` or `name=value`), or `port:` and one of the fault
    server's ports with https, or an address. `kind` "" means that nothing may be noticed.
    """

    rule: str
    kind: str
    vendor: str = "bland"
    tries: int = 0  # how often the vendor is asked, where that is said; 0: not looked at
    said: str = ""


def passing(rule, kind, tries=4, **more):
    """A fault that may pass: asked again, `tries` with the one at once for what broke."""
    return Case(rule, kind, tries=tries, **more)


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
    29: [Case("bad-utf8", "")],  # the record is kept as it is, and said to be odd
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
    43: "test_a_day_long_pause_is_later_and_ends_by_itself",
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
    49: "test_contacts_that_move_are_read_once_more",
    50: "test_churn.test_a_list_ordered_by_change_misses_none",
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
    53: "test_a_clock_that_jumps_changes_no_wait",
    54: "campaigns/test_sleep_and_network.test_a_load_goes_on_after_sleep",
    55: "test_client.test_another_network_means_new_connections",
    56: "test_a_full_disk_is_said_and_the_page_asked_for_again_later",
    57: "index/test_file.test_a_damaged_file_is_set_aside",
    58: "ui/test_instance.test_a_second_start_raises_the_first_window",
    59: "campaigns/test_powercuts.test_a_cut_costs_pages_at_most",
    60: "campaigns/test_kills.test_a_killed_load_leaves_whole_pages_and_goes_on_where_it_was",
    61: "test_a_key_revoked_in_the_middle_goes_on_at_the_same_cursor",
    62: "test_a_key_of_another_organisation_mixes_nothing",
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


@pytest.fixture(scope="module")
def server():
    with FaultServer() as server:
        yield server


@pytest.fixture
def desk(tmp_path, sandbox, loop, monkeypatch):
    """An office that tries twice only."""
    monkeypatch.setattr(pace, "TRIES", 2)
    office = Office(tmp_path, sandbox)
    loop.run_until_complete(office.open())
    yield office
    loop.run_until_complete(office.close())


def test_every_fault_has_its_number():
    assert list(TABLE) == list(range(1, 65))
    assert {case.kind for _, case in (p.values for p in CASES)} <= {"", *WORDS}


@pytest.mark.parametrize("named", [name for name in TABLE.values() if isinstance(name, str)])
def test_every_test_that_is_named_is_there(named):
    module, _, name = named.rpartition(".")
    text = (TESTS / f"{module or 'test_faults'}.py").read_text("utf-8")
    assert f"def {name}(" in text


def make(desk, server, walk, case):
    """The fault is there from now on."""
    vendor = walk.account.provider
    if ":" in case.rule:
        port = getattr(server, case.rule.removeprefix("port:"), None)
        address = f"https://localhost:{port}" if port else case.rule
        desk.sync.account_changed(desk.accounts.change(walk.account.id, base_url=address))
        return
    name, _, value = case.rule.partition("=")
    rule = {"provider": vendor, "kind": name}
    if value == "once":
        rule |= {"times": 1}
    elif value:
        number = value.lstrip("-").replace(".", "", 1).isdigit()
        rule |= {"value": (float(value) if "." in value else int(value)) if number else value}
    desk.sandbox.set_faults([rule])


def end(desk, walk, address):
    desk.sandbox.set_faults([])
    desk.sync.account_changed(desk.accounts.change(walk.account.id, base_url=address))


async def hurry(desk, times):
    desk.client._times = times
    await desk.client.renew()


async def kept(desk, account):
    return set(stored.vendor_id for stored in desk.index.some(account, 10_000))


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


async def test_a_day_long_pause_is_later_and_ends_by_itself(desk, until):
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-429-retry", "value": 86_400}])
    desk.sync._wait = pace.backoff
    task = asyncio.get_running_loop().create_task(desk.sync.load_all(walk))
    await until(lambda: walk.state is State.WAITING)
    left = walk.resumes_at - time.monotonic()
    assert 86_300 < left < 86_500
    assert "resumes at" in notice_of(walk).words
    assert "later: resumes at" in state_words(walk, 0)
    assert len(desk.asked("bland")) == 1
    desk.sandbox.set_faults([])
    desk.sync.retry_now(walk)  # a person need not wait for it
    await task
    assert walk.state is State.COMPLETE


async def test_who_has_no_patience_is_told(desk):
    desk.sync._patience, desk.sync._wait = pace.LONGEST_WAIT, pace.backoff
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-429-retry", "value": 86_400}])
    walk = await desk.sync.walk(desk.account("bland"))
    with pytest.raises(ContactDeskError) as told:
        await desk.sync.load_all(walk)
    assert told.value.kind == "rate"
    assert len(desk.asked("bland")) == 1


async def test_contacts_that_move_are_read_once_more(desk):
    walk = await desk.sync.walk(desk.account("close"))
    # As if twenty contacts before the second page had gone, more than pages overlap.
    desk.sandbox.set_faults(
        [{"provider": "close", "kind": "shifted", "value": -20, "page": 2, "times": 1}]
    )
    said = []
    desk.sync._changed = lambda walk: said.append(remark_words([walk]))
    await desk.sync.load_all(walk)
    assert "Contacts moved while they were read. Reading all pages again" in said
    assert walk.state is State.COMPLETE
    assert not walk.listing.shifted
    assert len(await kept(desk, walk.account.id)) == 260
    skips = [dict(r["query"])["_skip"] for r in desk.asked("close")]
    assert skips == ["0", "90", "180", "0", "50", "100", "150", "200"]  # the second time wider


async def test_contacts_that_never_stop_moving_are_said_to_move(desk):
    walk = await desk.sync.walk(desk.account("close"))
    rule = {"provider": "close", "kind": "shifted", "times": 1}
    desk.sandbox.set_faults([{**rule, "value": -20, "page": 2}, {**rule, "value": -60, "page": 5}])
    await desk.sync.load_all(walk)
    assert walk.listing.shifted
    assert "refresh to be sure of all" in remark_words([walk])
    assert len(desk.asked("close")) <= 8


async def test_a_clock_that_jumps_changes_no_wait(desk, until, monkeypatch):
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-500", "times": 1}])
    desk.sync._wait = lambda _attempt, _asked: 600.0
    task = asyncio.get_running_loop().create_task(desk.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    due = walk.resumes_at
    real = time.time
    for jump in (86_400, -86_400):
        monkeypatch.setattr(time, "time", lambda jump=jump: real() + jump)
        assert walk.resumes_at == due
        assert "trying again at" in state_words(walk, 0)
    monkeypatch.setattr(time, "time", real)
    desk.sync.retry_now(walk)
    await task
    assert walk.state is State.PARTIAL


async def test_after_sleep_what_waits_for_the_network_goes_on(desk, server, until):
    walk = await desk.sync.walk(desk.account("bland"))
    address = walk.account.base_url
    make(desk, server, walk, Case("port:refused", "refused"))
    desk.sync._wait = lambda _attempt, _asked: 3600.0
    task = asyncio.get_running_loop().create_task(desk.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    first = desk.client._pool
    end(desk, walk, address)
    await desk.sync.woke()
    await task
    assert walk.state is State.PARTIAL
    assert desk.client._pool is not first


async def test_a_key_revoked_in_the_middle_goes_on_at_the_same_cursor(desk):
    account = desk.account("askelephant")
    good = await desk.keys.get(account)
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    cursor = walk.listing.next_cursor
    desk.sandbox.set_faults([{"provider": "askelephant", "kind": "key-refused"}])
    with pytest.raises(ContactDeskError) as refused:
        await desk.sync.load_all(walk)
    assert refused.value.kind == "key-refused"
    assert notice_of(walk).action == "key"
    assert walk.listing.walked == 100
    desk.sandbox.set_faults([])
    desk.keys.hold(account, good)
    desk.sync.key_changed(account)
    await desk.sync.load_all(walk)
    last = dict(desk.asked("askelephant")[-1]["query"])
    assert last["cursor"] == cursor
    assert walk.state is State.COMPLETE
    assert len(await kept(desk, account)) == 180


@pytest.fixture
def elsewhere():
    """The same vendors, another organisation."""
    from contactdesk.sandbox import Sandbox

    with Sandbox(seed=8) as running:
        yield running


def move(desk, elsewhere, account):
    """The account's next key is another organisation's."""
    provider = desk.accounts.get(account).provider
    made = next(a for a in elsewhere.accounts if a["provider"] == provider)
    desk.keys.hold(account, made["key"])
    desk.sync.account_changed(desk.accounts.change(account, base_url=made["base_url"]))
    desk.sync.key_changed(account)


@pytest.mark.parametrize("vendor", ["bland", "close", "opencx", "quo", "askelephant"])
async def test_a_key_of_another_organisation_mixes_nothing(desk, elsewhere, vendor):
    account = desk.account(vendor)
    good, address = await desk.keys.get(account), desk.accounts.get(account).base_url
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    before, cursor = await kept(desk, account), walk.listing.next_cursor
    move(desk, elsewhere, account)
    for _ in range(2):
        with pytest.raises(ContactDeskError) as asked:
            await desk.sync.next_page(walk)
        assert asked.value.kind == "other-organisation"
        assert await kept(desk, account) == before
    notice = notice_of(walk)
    assert (notice.action, notice.second) == ("afresh", "key")
    assert "Nothing was mixed" in notice.words
    # The other key comes back: all goes on where it was.
    desk.keys.hold(account, good)
    desk.sync.account_changed(desk.accounts.change(account, base_url=address))
    desk.sync.key_changed(account)
    assert walk.listing.next_cursor == cursor
    await desk.sync.next_page(walk)
    assert before < await kept(desk, account)


async def test_an_account_may_start_afresh_with_another_organisation(desk, elsewhere):
    account = desk.account("bland")
    walk = await desk.sync.walk(account)
    await desk.sync.load_all(walk)
    before = await kept(desk, account)
    move(desk, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await desk.sync.refresh(walk)
    await desk.sync.start_afresh(account)
    assert walk.state is State.NOT_LOADED
    assert await kept(desk, account) == set()
    await desk.sync.load_all(walk)
    assert len(await kept(desk, account)) == 230
    assert not before & await kept(desk, account)


async def test_an_open_question_outlives_a_restart(desk, elsewhere):
    from contactdesk.sync import Sync

    account = desk.account("quo")
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    move(desk, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await desk.sync.next_page(walk)
    later = Sync(desk.accounts, desk.keys, desk.index, desk.client)
    with pytest.raises(ContactDeskError) as asked:
        await later.next_page(await later.walk(account))
    assert asked.value.kind == "other-organisation"


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


async def test_what_was_given_up_is_due_later_and_then_asked_once(desk):
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    for tries in (2, 1, 1):
        asked = len(desk.asked("bland"))
        with pytest.raises(ContactDeskError):
            await desk.sync.next_page(walk)
        assert len(desk.asked("bland")) - asked == tries
        assert walk.resumes_at > time.monotonic() + 30
        assert (
            "rying again at" in notice_of(walk).words or "rying again in" in notice_of(walk).words
        )
    desk.sandbox.set_faults([])
    await desk.sync.next_page(walk)
    assert walk.resumes_at is None
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    asked = len(desk.asked("bland"))
    with pytest.raises(ContactDeskError):
        await desk.sync.next_page(walk)
    assert len(desk.asked("bland")) - asked == 2


async def test_a_low_remainder_slows_down_before_a_request_is_refused(desk, until):
    walk = await desk.sync.walk(desk.account("close"))
    desk.sandbox.set_faults([{"provider": "close", "kind": "few-left", "value": 40, "times": 1}])
    await desk.sync.next_page(walk)
    task = asyncio.get_running_loop().create_task(desk.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    assert 30 < walk.resumes_at - time.monotonic() <= 40
    assert walk.error.kind == "rate"
    assert len(desk.asked("close")) == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert walk.state is State.PARTIAL


async def test_a_page_too_large_is_asked_for_in_halves(office):
    desk = office
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults(
        [{"provider": "bland", "kind": "big-records", "value": 300_000, "times": 3}]
    )
    await desk.sync.next_page(walk)
    limits = [dict(r["query"])["limit"] for r in desk.asked("bland")]
    assert limits == ["100", "50", "25"]
    assert walk.listing.walked == 25
    await desk.sync.load_all(walk)
    limits = [dict(r["query"])["limit"] for r in desk.asked("bland")]
    assert limits[3:] == ["25"] * 7 + ["50"]
    assert len(await kept(desk, walk.account.id)) == 230


async def test_pages_of_one_large_contact_are_asked_for_one_after_another(office, until):
    desk = office
    large, next_large, other = [
        await desk.sync.walk(desk.account(vendor)) for vendor in ("bland", "close", "quo")
    ]
    large.size = next_large.size = 1
    desk.sandbox.set_faults([{"provider": "bland", "kind": "stall"}])
    first = asyncio.get_running_loop().create_task(desk.sync.next_page(large))
    await until(lambda: desk.asked("bland"))
    second = asyncio.get_running_loop().create_task(desk.sync.next_page(next_large))
    await desk.sync.next_page(other)
    assert other.listing.walked
    assert not desk.asked("close")
    first.cancel()
    await second
    assert [dict(r["query"])["_limit"] for r in desk.asked("close")] == ["1"]


async def test_one_contact_may_be_larger_than_a_page(office):
    desk = office
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "too-big", "value": 9, "times": 8}])
    await desk.sync.next_page(walk)
    assert walk.listing.walked == 1
    assert "1 contact larger than 8 MB" in remark_words([walk])
    desk.sandbox.set_faults([{"provider": "bland", "kind": "too-big", "value": 65}])
    with pytest.raises(ContactDeskError) as refused:
        await desk.sync.next_page(walk)
    assert refused.value.kind == "too-big-one"
    assert "64 MB" in refused.value.title


async def test_a_bound_on_the_offset_is_said(desk):
    walk = await desk.sync.walk(desk.account("close"))
    desk.sandbox.set_faults([{"provider": "close", "kind": "max-skip", "value": 100}])
    with pytest.raises(ContactDeskError) as bound:
        await desk.sync.load_all(walk)
    assert bound.value.kind == "max-skip"
    words = notice_of(walk).words
    assert "the first 100 and no more" in words
    assert "Filter by Lead ID" in words
    assert words.count("is kept") == 1
    assert walk.listing.walked == 190


async def test_a_cursor_that_is_refused_again_and_again_restarts_once(desk):
    walk = await desk.sync.walk(desk.account("quo"))
    desk.sandbox.set_faults([{"provider": "quo", "kind": "cursor-refused"}])
    with pytest.raises(ContactDeskError):
        await desk.sync.load_all(walk)
    cursors = ["pageToken" in dict(r["query"]) for r in desk.asked("quo")]
    assert cursors == [False, True, False, True]


def test_nothing_here_waits_for_the_computer_to_sleep():
    assert network.ASLEEP == 30
