"""Sleep, and a lost or changed network, in the middle of a load: it continues over new connections,
and every contact is loaded once."""

from __future__ import annotations

import json
import os
import signal
import ssl
import time
from collections import Counter
from contextlib import contextmanager

import psutil
import pytest
import trustme

from contactdesk.sandbox import Sandbox, records
from tests.qa.campaigns.conftest import BANNERS, NEVER_SET, ROWS, TIMEOUT_S
from tests.qa.campaigns.index_checks import integrity_errors, open_index, vendor_ids
from tests.qa.campaigns.relay import PROGRAM, VENDOR, Relay, cable

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
CONTACTS = 500
LOAD_ALL = "window.actions_by_name['actionLoadAll'].trigger()"
BUSY = "program.loading.busy([a.id for a in program.accounts])"
STATES = "[w.state.name for w in program.loading.sync.walks()]"
HURRY = """(setattr(program.client, '_timeouts', type(program.client._timeouts)(1.0, 1.0, 5.0)),
    tasks.spawn(program.client.renew())) and None""".replace("\n", " ")
"""Sets timeouts of a second; the program's own would take half a minute."""

SOON_ASLEEP = "setattr(__import__('contactdesk.http.network_change').http.network_change, 'ASLEEP_AFTER_S', 0.5)"
SHORT_SLEEP_S, LONG_SLEEP_S = 2.0, 35.0
"""Longer than these timeouts, and than the program's own."""


def until(condition):
    ends = time.monotonic() + TIMEOUT_S
    while not (found := condition()):
        assert time.monotonic() < ends
        NEVER_SET.wait(0.01)
    return found


@pytest.fixture
def vendor():
    with Sandbox(sizes={"bland": CONTACTS}) as sandbox:
        yield sandbox


def add_account(place, vendor, address):
    """Adds one account whose server is at this address."""
    (account,) = accounts = place.fill(vendor, ("bland",))
    accounts.change(account.id, base_url=f"{address}/bland")
    return accounts


@contextmanager
def asleep(puppet, seconds):
    """Stops the process for this long: like a closed lid, that stops its timeouts, too."""
    puppet.process.send_signal(signal.SIGSTOP)
    process = psutil.Process(puppet.process.pid)
    until(lambda: process.status() == psutil.STATUS_STOPPED)
    woken = time.monotonic() + seconds
    yield
    until(lambda: time.monotonic() >= woken)
    puppet.process.send_signal(signal.SIGCONT)


def hold_second_page(puppet, relay):
    """Starts a load whose second page is requested and held back."""
    puppet.until(f"{ROWS} == 200")
    relay.hold()
    puppet.ask(LOAD_ALL)
    until(lambda: relay.held)


EXPECTED_ERRORS = {
    "lose": (["read-timeout"],),
    "cut": (["broken"], ["read-timeout"]),
    "release": ([], ["read-timeout"]),
}
"""The errors a load may meet. At waking, data that came meanwhile and an expired timeout are handled
in either order."""


def network_errors(puppet):
    """The kinds of network error met, once a reply has come after them."""
    puppet.until(f"{ROWS} > 200")
    return puppet.ask("[r.kind for r in program.requests._requests if r.kind]")


def check_complete(place, vendor, accounts, puppet, repeats=1):
    """Every contact is loaded once; at most one page was requested again, `repeats` times."""
    puppet.until(f"{ROWS} == {CONTACTS} and not {BUSY}")
    assert puppet.ask(BANNERS) == []
    assert puppet.close()[0] == 0, puppet.errors.read_text()
    key = json.loads(place.keyring.read_text())[f"contactdesk/{accounts.profile_id} index"]
    with open_index(place.profile / "index.db", bytes.fromhex(key)) as connection:
        assert integrity_errors(connection) == []
        (ids,) = vendor_ids(connection).values()
    wanted = [each["id"] for each in records("bland", 0, CONTACTS, CONTACTS, vendor.seed)]
    assert sorted(ids) == sorted(wanted)
    asked = Counter(str(each["query"]) for each in vendor.requests)
    assert [count for count in asked.values() if count > 1] in ([], [1 + repeats])


@pytest.mark.parametrize("meanwhile", ["lose", "cut", "release"])
def test_load_continues_after_sleep(place, vendor, long_form, meanwhile):
    """The pending reply was lost, its connection was reset, or it arrived during sleep."""
    with Relay(vendor.port) as relay:
        accounts = add_account(place, vendor, f"http://{relay.address}")
        puppet = place.start()
        puppet.until(f"{ROWS} == 200")
        if not long_form:
            puppet.ask(HURRY)
        hold_second_page(puppet, relay)
        before = len(relay.connections)
        with asleep(puppet, LONG_SLEEP_S if long_form else SHORT_SLEEP_S):
            getattr(relay, meanwhile)()
        assert network_errors(puppet) in EXPECTED_ERRORS[meanwhile]
        if meanwhile != "release":
            assert len(relay.connections) > before
        check_complete(place, vendor, accounts, puppet)


def test_wait_before_a_retry_ends_at_waking(place, vendor, long_form):
    accounts = add_account(place, vendor, f"http://127.0.0.1:{vendor.port}")
    puppet = place.start()
    puppet.until(f"{ROWS} == 200")
    if not long_form:
        puppet.ask(SOON_ASLEEP)
    puppet.ask("setattr(program.loading.sync._pages, '_backoff', lambda *_: 3600.0)")
    vendor.set_faults([{"provider": "bland", "kind": "down"}])
    puppet.ask(LOAD_ALL)
    puppet.until(f"{STATES} == ['WAITING']")
    with asleep(puppet, LONG_SLEEP_S if long_form else SHORT_SLEEP_S):
        vendor.set_faults([])
    # After a hang-up, one retry comes at once and the next after the wait.
    check_complete(place, vendor, accounts, puppet, repeats=2)


# A changed network


@pytest.fixture
def wire():
    with cable() as (made, why_not):
        if why_not:
            pytest.skip(f"no network namespace can be created here: {why_not}")
        yield made


@pytest.fixture
def far(place, vendor, wire):
    """The vendor at the other end of the cable, over TLS, as any server beyond this computer."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(VENDOR).configure_cert(context)
    file = place.folder / "ca.pem"
    authority.cert_pem.write_to_path(file)
    with Relay(vendor.port, wire.listening(), context) as relay:
        place.accounts = add_account(place, vendor, f"https://{relay.address}")
        (place.profile / "settings.ini").write_text(f"[network]\nca_file={file}\n")
        yield relay


@pytest.mark.parametrize("lost", ["the address", "the cable"])
def test_load_continues_in_another_network(place, vendor, wire, far, lost, long_form):
    """The pending reply goes to an address that no host has any more."""
    puppet = place.start(within=wire.within)
    puppet.until(f"{ROWS} == 200")
    if not long_form:
        puppet.ask(HURRY)
    hold_second_page(puppet, far)
    if lost == "the cable":
        wire.pull()
        far.release()
        puppet.until(f"{STATES} == ['WAITING']")
    wire.plug_in(PROGRAM[1])
    far.release()
    assert network_errors(puppet)[0] == "read-timeout"
    check_complete(place, vendor, place.accounts, puppet)
    assert set(far.peers()) == set(PROGRAM)
    assert far.peers() == sorted(far.peers())


def test_network_change_between_pages_causes_no_timeout(place, vendor, wire, far):
    """The change is noticed before the next request, which uses no old connection."""
    puppet = place.start(within=wire.within)
    puppet.until(f"{ROWS} == 200")
    wire.plug_in(PROGRAM[1])
    puppet.ask(LOAD_ALL)
    assert network_errors(puppet) == []
    check_complete(place, vendor, place.accounts, puppet)
    assert far.peers() == list(PROGRAM)
